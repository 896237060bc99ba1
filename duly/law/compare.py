"""What changed in the law between two days: limits that came, changed or ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duly.law.limit import Limit
from duly.law.pack import Law


@dataclass(frozen=True, slots=True)
class Change:
    """One limit that is not what it was; None where it was not, or is no longer, in force."""

    limit: Limit
    before: dict[str, str] | None
    after: dict[str, str] | None

    @property
    def kind(self) -> str:
        if self.before is None:
            return "came"
        return "ended" if self.after is None else "changed"


def between(law: Law, first: date, second: date) -> list[Change]:
    """Every limit whose values differ on two days, in the order of their paths."""
    found = []
    for limit in law:
        before, after = _on(limit, first), _on(limit, second)
        if before != after:
            found.append(Change(limit, before, after))
    return found


def _on(limit: Limit, day: date) -> dict[str, str] | None:
    return None if limit.force_dated.on(day) is None else limit.shown_on(day)
