"""The rule book as people read it: no key of ours, each language by itself, how a number counts beside the number."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from duly.core.terms import Meaning
from duly.law import load
from duly.law.limit import ACROSS, COUNTS, PER
from duly.web.console import limits
from duly.web.console.pages import compliance
from tests.desk.house import House
from tests.web.test_console import client_of, settings_clock

assert settings_clock
DAY, KEY = date(2026, 10, 1), re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")
CHINESE = re.compile(r"[㐀-鿿]")
LIMITS = list(load())


def body(answer: Any) -> str:
    """What stands on the page for a reader."""
    main = answer.content.decode().partition("<table>")[2].partition("</table>")[0]
    return re.sub(r"<[^>]+>", " ", main)


def test_every_part_and_every_word_of_a_limit_is_called_something_and_nothing_else_is() -> None:
    parts = {part for limit in LIMITS for part in limit.dated}
    words = {
        word
        for limit in LIMITS
        for dated in limit.dated.values() if dated.meaning is Meaning.WORDS
        for _, value in dated.values
        for word in value or ()
    }  # fmt: skip

    assert {kind: set(codes) for kind, codes in limits.WORDS.items()} == {
        "parts": parts, "words": words, "counts": set(COUNTS), "per": set(PER), "across": set(ACROSS),
    }  # fmt: skip


@pytest.mark.parametrize("limit", LIMITS, ids=lambda one: one.id)
def test_a_limit_is_told_in_one_language_at_a_time(limit: Any) -> None:
    for told in [*limits.values(limit, DAY), *filter(None, [limits.counting(limit)])]:
        assert (CHINESE.search(told.en), KEY.search(told.zh + told.en)) == (None, None)
        assert CHINESE.search(told.zh)


def test_a_rule_that_several_limits_go_by_is_called_by_all_of_them() -> None:
    zh, en = compliance.titles()["CN-FREQ-07"]

    assert set(en.split("; ")) == {limit.en for limit in LIMITS if limit.id.startswith("CN-FREQ-07:")}
    assert len(zh.split("；")) == len(en.split("; ")) == 3


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_the_rule_book_shows_no_key(house: House, settings_clock: None, lang: str) -> None:
    client = client_of(house.agent)
    shown = "".join(
        body(client.get(f"/rules?after={after}", headers={"accept-language": lang}))
        for after in range(0, len(LIMITS), compliance.AT_ONCE)
    )

    assert KEY.findall(shown) == []
    assert ("接通的" in shown, "counts what is answered" in shown) == (lang != "en", lang == "en")
    assert ("审慎默认值" in shown, "a cautious default" in shown) == (lang != "en", lang == "en")
