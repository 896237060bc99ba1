"""The page about the account's JSON is made from the questions, and says everything that they accept."""

from __future__ import annotations

import functools
import json
from typing import Any

import pytest

from tools import account

page = functools.cache(account.page)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_pages_are_the_ones_that_would_be_written(lang: account.Lang) -> None:
    assert (account.OUT / f"account-json.{lang}.md").read_text("utf-8") == page(lang)


@pytest.mark.parametrize("command", account.COMMANDS, ids=lambda each: each.example)
def test_every_example_is_answered(command: account.Command) -> None:
    asked = json.loads((account.EXAMPLES / f"{command.example}.json").read_text("utf-8"))

    assert "error" not in command.answer(asked)


def fields() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (name, field, held)
        for name, shape in account._models().items()
        for field, held in shape.get("properties", {}).items()
    ]


@pytest.mark.parametrize(("name", "field", "held"), fields(), ids=lambda each: each if isinstance(each, str) else "")
def test_every_field_says_in_both_languages_what_it_is(name: str, field: str, held: dict[str, Any]) -> None:
    if "const" in held:
        return
    zh, en = account.half(held["description"], "zh"), account.half(held["description"], "en")

    assert account.CJK.search(zh), f"{name}.{field}"
    assert en, f"{name}.{field}"
    assert not account.CJK.search(en), f"{name}.{field}"


@pytest.mark.parametrize(("name", "field", "held"), fields(), ids=lambda each: each if isinstance(each, str) else "")
def test_no_field_name_of_the_chinese_half_begins_the_english_one(name: str, field: str, held: dict[str, Any]) -> None:
    """The halves part after the last Chinese sign, so a Chinese half must not end in a name or a number."""
    first = account.half(held.get("description", ""), "en").split(" ")[0]
    if first.endswith(":"):
        return  # the English half explains its values one by one

    assert not any(sign in first for sign in '_"0123456789'), f"{name}.{field}: {first}"


def test_every_kind_of_event_says_which_fields_it_needs() -> None:
    told = page("en")

    assert "`waiver` an item waived (needs `amount`, `instalment`, `part`)" in told
    assert (
        "`chargeback` a payment that came back; it is owed again from that day (needs `of`; may have `amount`)" in told
    )
