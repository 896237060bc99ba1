"""What an audit adds up to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(slots=True)
class Totals:
    """Counts of one audit. `broken` and `unsure` are by (rule id, actor, agency, first day of the week)."""

    contacts: int = 0  # held against the law
    violating: int = 0  # that some rule objects to
    first: date | None = None
    last: date | None = None
    rejected: Counter[str] = field(default_factory=Counter)  # rows not read, by the column at fault
    judged: Counter[tuple[str, str, date]] = field(default_factory=Counter)  # by actor, agency, week
    faulty: Counter[tuple[str, str, date]] = field(default_factory=Counter)  # contacts objected to, by the same
    broken: Counter[tuple[str, str, str, date]] = field(default_factory=Counter)
    unsure: Counter[tuple[str, str, str, date]] = field(default_factory=Counter)
    examples: list[dict[str, Any]] = field(default_factory=list)
    set_aside: dict[str, tuple[str, ...]] = field(default_factory=dict)  # rule id: the facts these files do not tell

    def by(self, place: int, counts: Counter[Any]) -> Counter[Any]:
        """Counts gathered by one place of their key."""
        found: Counter[Any] = Counter()
        for key, number in counts.items():
            found[key[place]] += number
        return found

    def to_json(self) -> dict[str, Any]:
        return {
            "contacts": self.contacts,
            "violating": self.violating,
            "first_day": self.first and self.first.isoformat(),
            "last_day": self.last and self.last.isoformat(),
            "rejected": dict(self.rejected),
            "by_rule": dict(self.by(0, self.broken).most_common()),
            "cannot_know_by_rule": dict(self.by(0, self.unsure).most_common()),
            "by_actor": self._shares(0),
            "by_agency": self._shares(1),
            "by_week": self._shares(2),
            "not_auditable": {rule: list(facts) for rule, facts in sorted(self.set_aside.items())},
        }

    def _shares(self, place: int) -> dict[str, dict[str, int]]:
        judged, faulty = self.by(place, self.judged), self.by(place, self.faulty)
        return {str(key): {"contacts": judged[key], "violating": faulty[key]} for key in sorted(judged)}
