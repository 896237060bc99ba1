"""What comes to its end by time alone: approvals nobody decided, offers nobody took, certificates, reservations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from duly.desk import certifying, deciding, once, planning, settling, visiting
from duly.desk.sweeping import sweep


@dataclass(frozen=True, slots=True)
class Ended:
    """How many of each."""

    approvals: int
    plans: int
    settlements: int
    certificates: int  # they opened nothing since their last day; now their state says so
    reservations: int
    unknown: int
    keys: int  # of requests, with which nobody can come any more
    visits: int  # whose window is over


def end(*, at: datetime) -> Ended:
    """End what is over at `at`. May run anywhere, at any time, more than once at a time."""
    swept = sweep(at=at)
    return Ended(
        approvals=deciding.lapse(at=at),
        plans=planning.lapse(at=at),
        settlements=settling.expire(at=at),
        certificates=certifying.expire(at=at),
        reservations=swept.lapsed,
        unknown=swept.unknown,
        keys=once.forget(at=at),
        visits=visiting.lapse(at=at),
    )
