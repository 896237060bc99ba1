"""Limitation: the last day on which a claim can still be enforced against the borrower's will."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from duly.law import Law
from duly.rules.clocks import months_later, years_later


@dataclass(frozen=True, slots=True)
class Interruption:
    """Something that starts the period anew, where it is proved."""

    kind: str
    on: date
    proved: bool


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something that kept the creditor from claiming, from its first to its last day."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Limitation:
    """The last day, and what moved it."""

    expires_on: date
    counted: tuple[Interruption, ...]
    suspended: bool


def limitation(
    last_due_on: date, interruptions: Iterable[Interruption], obstacles: Iterable[Obstacle], *, as_of: date, law: Law
) -> Limitation:
    """Count from the last instalment; an event that is not proved, comes too late or lies ahead changes nothing.

    Nor does one before the last instalment was due, and none moves the end beyond the longest period there is.
    """
    today = law.on(as_of)
    period = today["cn.civil_code.limitation_period"]
    known = today["cn.civil_code.limitation_interrupted"]["by"]
    suspension = today["cn.civil_code.limitation_suspended"]
    blocked = sorted((o for o in obstacles if o.first <= as_of), key=lambda o: (o.first, o.last))
    end, counted = years_later(last_due_on, period["years"]), []
    latest = years_later(last_due_on, period["years_most"])
    for event in sorted(interruptions, key=lambda event: (event.on, event.kind)):
        in_time = event.on <= min(_suspended(end, blocked, suspension), as_of, latest)
        moved = years_later(event.on, period["years"])
        if event.proved and event.kind in known and in_time and moved > end:
            end = moved
            counted.append(event)
    resting = _suspended(end, blocked, suspension)
    return Limitation(min(resting, latest), tuple(counted), resting != end)


def _suspended(end: date, blocked: list[Obstacle], suspension: dict[str, int]) -> date:
    """An obstacle within the last months leaves the creditor as many months after it has gone."""
    for obstacle in blocked:
        if obstacle.first <= end and obstacle.last > months_later(end, -suspension["last_months"]):
            end = max(end, months_later(obstacle.last, suspension["months_after"]))
    return end
