"""What changed in the law between two days, or two versions of a pack: limits that came, changed or ended."""

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


def between_versions(before: Law, after: Law) -> list[Change]:
    """Every limit of which two versions of a pack say other things, in the order of their paths.

    A limit that changed gives only what differs; one that came or ended gives all it says.
    """
    found = []
    for path in sorted({*before.limits, *after.limits}):
        old, new = before.limits.get(path), after.limits.get(path)
        said = {key: value for key, value in _says(old).items() if not new or _says(new).get(key) != value}
        says = {key: value for key, value in _says(new).items() if not old or _says(old).get(key) != value}
        limit = new or old
        if limit and (said or says):
            found.append(Change(limit, said if old else None, says if new else None))
    return found


def _says(limit: Limit | None) -> dict[str, str]:
    """What counts in a limit: its values by first day, how they are counted, and what they stand on."""
    if limit is None:
        return {}
    counted = (limit.counts, "+".join(limit.per), "+".join(limit.across))
    on = {f"from {day}": _written(limit, day) for day, _ in limit.values}
    stands = {"force": limit.force, "certainty": limit.certainty, "reference": "；".join(limit.reference)}
    return {**on, **stands, "norm": limit.norm, "clock": limit.clock, "counting": " ".join(filter(None, counted))}


def _written(limit: Limit, day: date) -> str:
    if limit.force_dated.on(day) is None:
        return "null"
    return ", ".join(f"{part} {value}" for part, value in limit.shown_on(day).items()) or "in force"


def _on(limit: Limit, day: date) -> dict[str, str] | None:
    return None if limit.force_dated.on(day) is None else limit.shown_on(day)
