"""Reading a question: every field of its kind, every word known, every instant with its offset.

What the contract does not name is set aside and listed. Instants become aware datetimes, days become dates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

READS = {"cn": ("both", "cn"), "us": ("both", "us"), "uk": ("both", "cn", "us")}  # whose fields a pack reads
YEARS = range(1900, 2200)
MOST = 10**15  # minor units: more than any ledger holds
CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?|24:00(?::00)?")
ASKS = ("permission", "duty", "limited_content", "safe_harbor", "validation_notice", "validation_period")


class Unreadable(ValueError):
    """A question that cannot be read: the path of what is wrong, and what is accepted there."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path, self.why = path, why


@dataclass(frozen=True, slots=True)
class Kind:
    """What one field may hold."""

    packs: str
    name: str
    words: tuple[str, ...]
    may_be_null: bool


@dataclass(slots=True)
class Question:
    """A question as read: its facts with typed values, and the paths that were not understood."""

    pack: str
    ask: str
    facts: dict[str, Any]
    ignored: list[str] = field(default_factory=list)

    @property
    def action(self) -> dict[str, Any]:
        action: dict[str, Any] = self.facts["action"]
        return action

    @property
    def at(self) -> datetime:
        """The time of judgement, and of the law."""
        at: datetime = self.action["ts"]
        return at


@cache
def fields() -> dict[str, dict[str, Kind]]:
    """The fields of the contract by the path of their object; `[]` marks a list."""
    text = files("duly.rules.compliance.wire").joinpath("fields.yaml").read_text("utf-8")
    return {path: {name: _kind(told) for name, told in named.items()} for path, named in yaml.safe_load(text).items()}


def _kind(told: str) -> Kind:
    packs, name, *words = told.split(" ", 2)
    allowed = tuple(words[0].split(" | ")) if words else ()
    return Kind(packs, name.rstrip("?"), allowed, name.endswith("?"))


def read(asked: Mapping[str, Any], pack: str) -> Question:
    """Read the facts of a question for a pack.

    Raises Unreadable for the first fault.
    """
    ask = asked.get("ask", "permission")
    if ask not in ASKS:
        raise Unreadable("ask", f"{ask!r} is none of {', '.join(ASKS)}")
    if not isinstance(asked.get("facts"), Mapping):
        raise Unreadable("facts", "is missing; a question carries an object of facts")
    if not isinstance(asked["facts"].get("action"), Mapping):
        raise Unreadable("facts.action", "is missing; the act that is proposed stands there")
    ignored = [name for name in asked if name not in ("pack", "ask", "facts", "id")]
    reader = _Reader("us" if pack.startswith("us") else pack, ignored)
    facts = reader.object(asked["facts"], "facts", "facts")
    for path in ("ts", "channel"):
        if facts["action"].get(path) is None:
            raise Unreadable(f"facts.action.{path}", "is missing, and nothing can be judged without it")
    for place, event in enumerate(facts.get("events") or ()):
        for name in ("ts", "channel", "direction", "party"):
            if event.get(name) is None:
                raise Unreadable(f"facts.events[{place}].{name}", "is missing; an entry of history states it")
    return Question(pack, ask, facts, ignored)


@dataclass(slots=True)
class _Reader:
    pack: str
    ignored: list[str]

    def object(self, given: Any, path: str, shape: str) -> dict[str, Any]:
        if not isinstance(given, Mapping):
            raise Unreadable(path, f"is {_named(given)}, not an object")
        known = fields()[shape]
        read: dict[str, Any] = {}
        for name, value in given.items():
            kind = known.get(name)
            if kind is None:
                self.ignored.append(f"{path}.{name}")
            elif kind.packs in READS[self.pack]:
                read[name] = self.value(value, kind, f"{path}.{name}", f"{shape}.{name}")
        return read

    def value(self, value: Any, kind: Kind, path: str, shape: str) -> Any:
        if value is None:
            return None  # known to be none
        match kind.name:
            case "object":
                return self.object(value, path, shape) if shape in fields() else self._mapping(value, path)
            case "list":
                given = self._list(value, path)
                return [self.object(each, f"{path}[{place}]", f"{shape}[]") for place, each in enumerate(given)]
            case "texts" | "words":
                given = self._list(value, path)
                return [self._word(each, kind, f"{path}[{place}]") for place, each in enumerate(given)]
            case "text" | "word":
                return self._word(value, kind, path)
            case "whole":
                return self._bounded(self._of(value, int, path, "a whole number"), path)
            case "clock":
                return self._clock(value, path)
            case "truth":
                return self._of(value, bool, path, "true or false")
            case "day":
                return _day(value, path)
            case _:
                return instant(value, path)

    def _word(self, value: Any, kind: Kind, path: str) -> str:
        text: str = self._of(value, str, path, "text")
        # a field that both packs read names the words of one of them only, as `envelope` does
        own = f"{self.pack}:"
        words = [each.removeprefix(own) for each in kind.words if ":" not in each or each.startswith(own)]
        if words and text not in words and (kind.packs == self.pack or path.count(".envelope") == 0):
            raise Unreadable(path, f"{text!r} is none of {', '.join(words)}")
        return text

    def _bounded(self, value: int, path: str) -> int:
        if abs(value) > MOST:
            raise Unreadable(path, f"{value} is larger than anything that is counted")
        return value

    def _clock(self, value: Any, path: str) -> str:
        text: str = self._of(value, str, path, "text")
        if not CLOCK.fullmatch(text):
            raise Unreadable(path, f"{text!r} is no time of day; write 08:00")
        return text

    def _mapping(self, value: Any, path: str) -> dict[str, Any]:
        return dict(self._of(value, Mapping, path, "an object"))

    def _list(self, value: Any, path: str) -> list[Any]:
        return list(self._of(value, list, path, "a list"))

    @staticmethod
    def _of(value: Any, kind: type, path: str, what: str) -> Any:
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise Unreadable(path, f"is {_named(value)}, not {what}")
        return value


def instant(value: Any, path: str) -> datetime:
    """An aware datetime from ISO 8601 with an offset."""
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise Unreadable(path, f"{value!r} is not an instant; write 2026-06-03T08:00:00+08:00") from None
    if at.tzinfo is None:
        raise Unreadable(path, f"{value!r} has no offset; write 2026-06-03T08:00:00+08:00")
    if at.year not in YEARS:
        raise Unreadable(path, f"{value!r} is outside the years {YEARS.start}–{YEARS.stop - 1}")
    return at


def _day(value: Any, path: str) -> date:
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        raise Unreadable(path, f"{value!r} is not a day; write YYYY-MM-DD") from None
    if day.isoformat() != value:
        raise Unreadable(path, f"{value!r} is not a day; write YYYY-MM-DD")
    return day


def _named(value: Any) -> str:
    return "null" if value is None else f"{value!r}"
