"""How often a token may ask the API: `pace.yaml`, a dated default of the house, read strictly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from duly.law.strict import read

MICROSECONDS = 1_000_000
KEYS, PARTS = {"certainty", "checked", "values"}, {"at_once", "a_second"}


class BrokenPace(ValueError):
    """A table that does not say what it should; the text names where and what is accepted."""


class NoPace(LookupError):
    """There is no pace for a day before the first."""


@dataclass(frozen=True, slots=True)
class Pace:
    """A bucket that holds `at_once` requests and fills with `a_second`."""

    at_once: int
    a_second: int

    @property
    def step_us(self) -> int:
        """How long one request takes to come back, in microseconds, rounded up."""
        return -(-MICROSECONDS // self.a_second)

    @property
    def whole_us(self) -> int:
        """How long an empty bucket takes to fill."""
        return self.at_once * self.step_us


@cache
def table() -> dict[date, Pace]:
    """The table that is shipped, by first day, ascending."""
    return load(files("duly.rules").joinpath("pace.yaml").read_text("utf-8"))


def on(day: date) -> Pace:
    """The pace of a day. Raises NoPace."""
    begun = [pace for first, pace in table().items() if first <= day]
    if not begun:
        raise NoPace(f"pace.yaml: {day} 之前没有定过 nothing is set for a day before {min(table())}")
    return begun[-1]


def load(text: str) -> dict[date, Pace]:
    """Read a table. Raises BrokenPace, or BadLaw for what is not readable."""
    told = read(text, name="pace.yaml")
    if set(told) != KEYS or told["certainty"] != "ours":
        raise BrokenPace(
            f"pace.yaml: {', '.join(sorted(KEYS))}；certainty: ours 这是本机构的数 the house's own figures"
        )
    if not isinstance(told["values"], dict) or not told["values"]:
        raise BrokenPace("values: 至少一天 at least one first day")
    given = {_day(first): _pace(first, one) for first, one in told["values"].items()}
    return {first: given[first] for first in sorted(given)}


def _day(first: Any) -> date:
    if not isinstance(first, date):
        raise BrokenPace(f"values: {first!r}: 请写 write YYYY-MM-DD")
    return first


def _pace(first: Any, told: Any) -> Pace:
    if not isinstance(told, dict) or set(told) != PARTS:
        raise BrokenPace(f"values: {first}: {{at_once: …, a_second: …}}")
    if any(type(one) is not int or not 1 <= one <= MICROSECONDS for one in told.values()):
        raise BrokenPace(f"values: {first}: 1 至一百万的整数 whole numbers from 1 to a million")
    return Pace(told["at_once"], told["a_second"])
