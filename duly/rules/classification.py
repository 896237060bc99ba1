"""Risk class of a retail loan: the best its days past due allow, and when a restructured one is ordinary again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from duly.law import Law
from duly.rules.clocks import years_later

CLASSES = ("pass", "special_mention", "substandard", "doubtful", "loss")
NON_PERFORMING = CLASSES[2:]
BOUND = ("bank",)  # whom the text binds; for the others the same classes are the house's own


@dataclass(frozen=True, slots=True)
class Instalment:
    """A payment due after a change of terms, and whether it was made in full by its day."""

    due_on: date
    kept: bool


@dataclass(frozen=True, slots=True)
class Observation:
    """How far the observation of a restructured loan has come."""

    may_lift: bool
    earliest_lift_on: date | None
    restarted: bool


def floor(dpd: int, *, as_of: date, law: Law) -> str:
    """The best class that days past due still allow."""
    last_day = law.on(as_of)["cn.rc23.class_floor"]
    return next((name for name in CLASSES[:-1] if dpd <= last_day[name]), CLASSES[-1])


def is_better(one: str, other: str) -> bool:
    return CLASSES.index(one) < CLASSES.index(other)


def observe(first_due_on: date, payments: Sequence[Instalment], *, dpd: int, as_of: date, law: Law) -> Observation:
    """Count at least a year and the payments wanted in a row; a payment missed starts both again on its due day."""
    wants = law.on(as_of)["cn.rc23.observation"]
    past = sorted((paid for paid in payments if paid.due_on <= as_of), key=lambda paid: paid.due_on)
    missed = [paid.due_on for paid in past if not paid.kept]
    start = missed[-1] if missed else first_due_on
    kept = [paid for paid in past if paid.kept and (paid.due_on > start if missed else paid.due_on >= start)]
    earliest = years_later(start, wants["years_least"])
    if len(kept) >= wants["payments_least"]:
        earliest = max(earliest, kept[wants["payments_least"] - 1].due_on)
    may_lift = as_of >= earliest and len(kept) >= wants["payments_least"] and dpd <= 0
    return Observation(may_lift, None if missed else earliest, bool(missed))
