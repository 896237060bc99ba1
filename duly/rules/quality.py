"""Which calls are looked at again, and what they score: `quality.yaml`, a default of the house."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

import yaml

from duly.rules.results import RESULTS, Words

NONE = "none"


class BadMarks(ValueError):
    """A scoring that cannot be taken: `item` is the item at fault."""

    def __init__(self, item: str, zh: str, en: str) -> None:
        super().__init__(f"{item}: {zh} {en}")
        self.item, self.zh, self.en = item, zh, en


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is looked at."""

    code: str
    weight: int
    critical: bool
    words: Words


@dataclass(frozen=True, slots=True)
class Mark:
    """One of the marks an item can get; `share_bp` is None for what did not apply."""

    code: str
    share_bp: int | None
    words: Words


@dataclass(frozen=True, slots=True)
class Sheet:
    """The score sheet; `version` is the hash of what it says."""

    items: tuple[Item, ...]
    marks: Mapping[str, Mark]
    per_stratum: int
    always: frozenset[str]
    version: str


@dataclass(frozen=True, slots=True)
class Call:
    """A result that may be drawn: its id, its code, and whose it is."""

    id: str
    code: str
    agent: int


@cache
def sheet() -> Sheet:
    """The sheet that is shipped. Raises ValueError where it names a result that there is not."""
    told: dict[str, Any] = yaml.safe_load(files("duly.rules").joinpath("quality.yaml").read_text("utf-8"))
    always = frozenset(told["sample"]["always"])
    if strange := always - set(RESULTS):
        raise ValueError(f"quality.yaml: there is no result {', '.join(sorted(strange))}")
    return Sheet(
        items=tuple(Item(code, one["weight"], one["critical"], _words(one)) for code, one in told["items"].items()),
        marks={code: Mark(code, one.get("share_bp"), _words(one)) for code, one in told["marks"].items()},
        per_stratum=told["sample"]["per_stratum"], always=always,
        version=sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest(),
    )  # fmt: skip


def drawn(calls: Iterable[Call], seed: str, by: Sheet) -> list[Call]:
    """The calls to look at: every one of a kind that always is, and a few at random of each kind of each agent.

    Whoever knows the seed draws the same again; the order of the calls does not matter.
    """
    strata: dict[tuple[str, int], list[Call]] = {}
    for call in calls:
        strata.setdefault((call.code, call.agent), []).append(call)
    chosen = [
        call
        for (code, _), of_it in strata.items()
        for call in sorted(of_it, key=lambda one: _lot(one, seed))[: None if code in by.always else by.per_stratum]
    ]
    return sorted(chosen, key=lambda one: (one.code not in by.always, _lot(one, seed)))


def _lot(call: Call, seed: str) -> str:
    return sha256(f"{seed}:{call.id}".encode()).hexdigest()


def total_bp(marks: Mapping[str, str], by: Sheet) -> int:
    """The score in basis points, rounded down; nothing at all where something critical was missed.

    Raises BadMarks for an item without a mark, or with one that there is not.
    """
    reached = possible = 0
    for item in by.items:
        mark = by.marks.get(marks.get(item.code, ""))
        if mark is None:
            raise BadMarks(item.code, f"请评“{item.words.zh}”", f"mark “{item.words.en}”")
        if mark.share_bp is not None:
            reached, possible = reached + item.weight * mark.share_bp, possible + item.weight
    if not possible:
        raise BadMarks(by.items[0].code, "至少一项须适用", "at least one item has to apply")
    return 0 if missed(marks, by) else reached // possible


def missed(marks: Mapping[str, str], by: Sheet) -> list[Item]:
    """The critical items that were missed."""
    return [item for item in by.items if item.critical and marks.get(item.code) == "missed"]


def _words(told: Mapping[str, str]) -> Words:
    return Words(told["zh"], told["en"])
