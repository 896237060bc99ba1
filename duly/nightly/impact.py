"""What the plan of a closed day would lose or gain under a changed law; nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from duly.book.contacts import concerned, proposed_query
from duly.book.impact import GAINED, LOST, MOVED, changes_query, judged_twice
from duly.core.day import clock
from duly.law import Law
from duly.nightly import words
from duly.nightly.closed import ClosedDay
from duly.nightly.reading import Reading, Record
from duly.store import engine as engines

EXAMPLES = 10
KINDS = {
    LOST: ("今天可以、改后不可以", "allowed today, not under the change"),
    GAINED: ("今天不可以、改后可以", "not allowed today, allowed under the change"),
    MOVED: ("两边都可以，时段或裁定不同", "allowed under both, in other minutes or with another verdict"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One way in which contacts change; a contact that several rules refuse counts under each, and once in `alone`
    where one rule refuses it by itself."""

    contacts: int
    by_channel: dict[str, int]
    by_stage: dict[str, int]
    by_rule: dict[str, int]
    alone: dict[str, int]
    examples: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """The day's proposals under the law shipped and under the changed one: now = then - lost + gained."""

    day: date
    law_then: str
    law_now: str
    proposed: int
    permitted_then: int
    permitted_now: int
    parts: dict[str, Part]

    def adds_up(self) -> bool:
        """Whether the sums agree: the plan, and every part by channel and by stage."""
        lost, gained = self.parts[LOST].contacts, self.parts[GAINED].contacts
        sums = (sum(by.values()) == part.contacts for part in self.parts.values() for by in (part.by_channel,
                part.by_stage))  # fmt: skip
        return self.permitted_now == self.permitted_then - lost + gained and all(sums)


def impact(closed: ClosedDay, changed: Law) -> Impact:
    """Judge the contacts that the day's treatments propose under the law shipped and under another.

    Ageing, scores and treatments stay those of the closed day: only the gate is asked again.
    """
    policy, reading = closed.policy, closed.reading
    made = {**concerned(), "proposed": proposed_query(policy.treatments, policy.day)}
    twice = judged_twice(policy.law, changed, policy.day)
    with engines.gathered(reading.engine, {**made, **{f'"{name}"': query for name, query in twice.items()}}):
        staged = f"SELECT c.*, t.bucket AS stage FROM ({changes_query()}) c JOIN treatments t USING (borrower_id)"
        with engines.gathered(reading.engine, {"changes": staged}):
            return _read(reading, policy.law, changed)


def _read(reading: Reading, before: Law, after: Law) -> Impact:
    total = reading.first("""SELECT count(*) AS proposed, count(*) FILTER (permitted_then) AS permitted_then,
        count(*) FILTER (permitted_now) AS permitted_now FROM changes""")
    assert total is not None
    return Impact(
        reading.day,
        before.version,
        after.version,
        **total,
        parts={kind: _part(reading, kind) for kind in KINDS},
    )


def _part(reading: Reading, kind: str) -> Part:
    by_rule = "SELECT unnest(rules) AS name, rules FROM changes WHERE change = $kind"
    return Part(
        contacts=sum(_counted(reading, "SELECT change AS name FROM changes WHERE change = $kind", kind).values()),
        by_channel=_counted(reading, "SELECT channel AS name FROM changes WHERE change = $kind", kind),
        by_stage=_counted(reading, "SELECT stage AS name FROM changes WHERE change = $kind", kind),
        by_rule={} if kind == MOVED else _counted(reading, by_rule, kind),
        alone={} if kind == MOVED else _counted(reading, f"FROM ({by_rule}) WHERE len(rules) = 1", kind),
        examples=tuple(map(_example, reading.rows(
            f"FROM changes WHERE change = $kind ORDER BY contact_id LIMIT {EXAMPLES}", kind=kind))),
    )  # fmt: skip


def _counted(reading: Reading, rows: str, kind: str) -> dict[str, int]:
    found = reading.rows(f"SELECT name, count(*) AS n FROM ({rows}) GROUP BY name ORDER BY n DESC, name", kind=kind)
    return {each["name"]: each["n"] for each in found}


def _example(row: Record) -> dict[str, Any]:
    return {
        "borrower_id": row["borrower_id"],
        "channel": row["channel"],
        "stage": row["stage"],
        "then": _window(row, "then") if row["permitted_then"] else None,
        "now": _window(row, "now") if row["permitted_now"] else None,
        "rules": [] if row["change"] == MOVED else list(row["rules"]),
    }


def _window(row: Record, law: str) -> str:
    return f"{clock(row[f'from_{law}'])}–{clock(row[f'to_{law}'])}"


def told(found: Impact, law: Law) -> list[str]:
    """The impact as lines for people, Chinese first."""
    lines = [
        f"{found.day} 法规 law {found.law_then} → {found.law_now}",
        f"拟做联系 proposed {found.proposed:,}；放行 permitted {found.permitted_then:,} → {found.permitted_now:,}",
    ]
    titles = {limit.id: f"{limit.zh} {limit.en}" for limit in law}
    for kind, (zh, en) in KINDS.items():
        part = found.parts[kind]
        lines.append(f"\n{zh} {en}: {part.contacts:,}")
        lines += [
            f"  {rule} {titles.get(rule, '')}: {count:,}（只因它 by it alone {part.alone.get(rule, 0):,}）"
            for rule, count in part.by_rule.items()
        ]
        lines += _by("渠道 channel", part.by_channel, words.CHANNELS) + _by("阶段 stage", part.by_stage, words.BUCKETS)
        lines += [_shown(each) for each in part.examples]
    return lines


def _by(called: str, counts: dict[str, int], names: dict[str, tuple[str, str]]) -> list[str]:
    said: Sequence[str] = [f"{' '.join(names.get(name, (name,)))} {count:,}" for name, count in counts.items()]
    return [f"  {called}: {'；'.join(said)}"] if said else []


def _shown(each: dict[str, Any]) -> str:
    none = "不可联系 none"
    said = (
        f"  · {each['borrower_id']} {each['channel']} {each['stage']}: {each['then'] or none} → {each['now'] or none}"
    )
    return f"{said} {', '.join(each['rules'])}".rstrip()
