"""What is done by saying it: a deed that is denied, forbidden, warned against, quoted or told as a right is no deed."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import islice
from typing import Any, NamedTuple, get_type_hints

from duly.rules.words.held import held
from duly.rules.words.literals import demanded, rarest

ENDED = re.compile(r"[。！!？?；;]+")
CLAUSE = re.compile(r"[，,：:。！!？?；;\n]")
QUOTED = re.compile(r"[“「『\"‘](?:[^”」』\"’]{1,80})[”」』\"’]")


class Frame:
    """A long expression, asked only where one of the words stands of which every match holds one."""

    __slots__ = ("_seen", "_sign")

    def __init__(self, says: str) -> None:
        words = rarest(demanded(says))
        if words is None:
            raise ValueError(f"{says!r} 没有必含的词 holds no word for certain")
        self._sign = re.compile("|".join(map(re.escape, sorted(words)))).search
        self._seen = re.compile(says).search

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return self._seen(text, start, end) if self._sign(text, start, end) else None


class Frames(NamedTuple):
    denies: Frame
    bare: re.Pattern[str]
    bans: Frame
    turns: re.Pattern[str]
    warns: Frame
    others: re.Pattern[str]
    advice: re.Pattern[str]
    regrets: re.Pattern[str]
    repairs: re.Pattern[str]
    reports: Frame
    rights: Frame
    declines: Frame
    cares: Frame
    staff: re.Pattern[str]
    modal: re.Pattern[str]
    offers: re.Pattern[str]
    deeds: re.Pattern[str]
    afterwards: re.Pattern[str]
    strong: re.Pattern[str]
    undone: Frame
    unwise: re.Pattern[str]
    turns_of_others: re.Pattern[str]
    rightful: frozenset[str]
    caring: frozenset[str]


@cache
def frames() -> Frames:
    """The frames, compiled once."""
    data = held("frames.yaml")
    made: dict[Any, Callable[[Any], Any]] = {Frame: Frame, re.Pattern[str]: re.compile, frozenset[str]: frozenset}
    kinds = get_type_hints(Frames)
    read: dict[str, Any] = {name: made[kinds[name]](line) for name, line in data.items()}
    return Frames(**read)


def passage(text: str, start: int, end: int) -> tuple[str, int]:
    """The sentence that holds `start:end` with the ones beside it, in the same line, and where it begins."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    if ENDED.search(text, first, last) is None:
        return text[first:last], first
    before = [mark.end() for mark in ENDED.finditer(text, first, start)]
    after = [mark.end() for mark in islice(ENDED.finditer(text, end, last), 2)]
    opened = before[-2] if len(before) > 1 else first
    return text[opened : after[1] if len(after) > 1 else last], opened


@lru_cache(maxsize=64)
def innocent(text: str, addressee: str) -> bool:
    """Whether a passage only warns, puts right, or teaches."""
    known = frames()
    if known.turns.search(text):
        return False
    if known.warns.search(text) or (known.others.search(text) and known.advice.search(text)):
        return True
    if known.regrets.search(text) and known.repairs.search(text):
        return True
    return addressee == "collector" and bool(known.staff.search(text))


def taken_back(code: str, denies: bool, text: str, start: int, end: int) -> bool:
    """Whether what stands at `start:end` is denied, forbidden, reported or told as a right."""
    known = frames()
    opened = 0
    for mark in CLAUSE.finditer(text, 0, start):
        opened = mark.end()
    clause = text[opened:start]
    if known.denies.search(clause) or known.bare.search(clause):
        return True
    if known.strong.search(text, start, end) or (not denies and known.denies.search(text, start, end)):
        return True
    closing = CLAUSE.search(text, end)
    if known.afterwards.search(text[end : end + 16]):
        return True
    ended = ENDED.search(text, end)
    if known.undone.search(text, end, ended.start() if ended else len(text)) and not known.turns.search(text):
        return True
    whole = text[opened : closing.start() if closing else len(text)]
    if code in known.rightful and known.rights.search(whole):
        return True
    if code == "F-BORROW" and known.unwise.search(text):
        return True
    if known.reports.search(text, 0, start) or known.declines.search(text):
        return True
    if code in known.caring and known.cares.search(text):
        return True
    ban = known.bans.search(text, 0, start)
    return bool(ban) and not known.turns.search(text, ban.end() if ban else 0, start)
