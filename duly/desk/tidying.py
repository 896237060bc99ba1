"""One round of looking after what nobody looks after any more. May run anywhere, more than once at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from duly.desk import deciding, once, planning, settling, sweeping


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many attempts never left, how many nobody knows of, how many offers and requests have ended, and how many
    keys of requests nobody can come with any more."""

    attempts_lapsed: int
    attempts_unknown: int
    plans_lapsed: int
    settlements_expired: int
    approvals_lapsed: int
    keys_forgotten: int = 0


def tidy(*, at: datetime) -> Tidied:
    """Let end what has ended."""
    swept = sweeping.sweep(at=at)
    lapsed = (planning.lapse(at=at), settling.expire(at=at), deciding.lapse(at=at))
    return Tidied(swept.lapsed, swept.unknown, *lapsed, keys_forgotten=once.forget(at=at))
