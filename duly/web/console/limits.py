"""A limit as the rule book tells it: its values of a day and how it counts, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from importlib.resources import files
from typing import Any

import yaml

from duly.core.terms import Meaning
from duly.law import Limit
from duly.law.limit import show
from duly.nightly.words import Two

JOINED = Two("、", ", ")
CODED = re.compile(r"(?<=[（(])[a-z_]+(?:(?:、|, )[a-z_]+)*(?=[）)])")  # values of a limit, as a rule's sentence ends


def _read() -> dict[str, dict[str, Two]]:
    held: dict[str, Any] = yaml.safe_load(files("duly.web.console").joinpath("limits.yaml").read_text("utf-8"))
    return {kind: {code: Two(told["zh"], told["en"]) for code, told in codes.items()} for kind, codes in held.items()}


WORDS = _read()


def values(limit: Limit, day: date) -> list[Two]:
    """Every part of the limit with its value of the day; none where it only forbids or requires."""
    return [_part(part, dated.meaning, dated.on(day)) for part, dated in limit.dated.items()]


def counting(limit: Limit) -> Two | None:
    """What a counting limit counts, of whom, and over whom: a number without it is half a rule."""
    if not limit.counts:
        return None
    what, per, across = WORDS["counts"][limit.counts], _all("per", limit.per), _all("across", limit.across)
    return Two(f"{what.zh}；按{per.zh}；{across.zh}合计", f"{what.en}; per {per.en}; {across.en} together")


def in_words(said: str, side: int) -> str:
    """What a rule says, with the values in its brackets in words where each is known."""

    def worded(found: re.Match[str]) -> str:
        codes = re.split("、|, ", found[0])
        return _all("words", codes)[side] if all(one in WORDS["words"] for one in codes) else found[0]

    return CODED.sub(worded, said)


def _part(part: str, meaning: Meaning, value: Any) -> Two:
    shown = _value(part, meaning, value)
    return Two(*(said.format(how) for said, how in zip(WORDS["parts"][part], shown, strict=True)))


def _value(part: str, meaning: Meaning, value: Any) -> Two:
    if value is None:
        return Two("不明", "not known")
    if meaning is Meaning.WORDS:
        return _all("words", value)
    shown = f"{value / 100:g} %" if part.endswith("_bp") else show(meaning, value)
    return Two(shown, shown)


def _all(kind: str, codes: Iterable[str]) -> Two:
    """Codes in words, one after the other."""
    said = [WORDS[kind][code] for code in codes]
    return Two(*(joined.join(side) for joined, side in zip(JOINED, zip(*said, strict=True), strict=True)))
