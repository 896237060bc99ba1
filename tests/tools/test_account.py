"""The page about the account's JSON is made from the questions, and says everything that they accept."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tools import account


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_pages_are_the_ones_that_would_be_written(lang: account.Lang) -> None:
    assert (account.OUT / f"account-json.{lang}.md").read_text("utf-8") == account.page(lang)


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
