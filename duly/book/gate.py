"""The gate for the whole night: every proposed contact, every rule, one query.

A planned contact is a window. Its minutes are cut to those that every rule about minutes permits, and the verdict is
for the first of them. Which rules object and which cannot know are two bit masks a row; masks become lists at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from duly.book.history import HISTORY_JOINS, history_columns, history_ctes, instant_literal
from duly.book.sql import text_literal
from duly.book.standing import standing_columns, standing_ctes
from duly.book.timetable import timetable_ctes
from duly.core.day import day_bounds
from duly.core.terms_sql import to_sql
from duly.core.verdict import Severity
from duly.law import Law
from duly.rules.compliance import RULES, BoundRule, Gate, Rule, gate
from duly.rules.compliance.facts import VOCABULARY

NEVER_DAYS = 1_000_000  # stands for a reason that time does not heal


def planned_query(law: Law, day: date, rules: tuple[Rule, ...] = RULES) -> str:
    """Build the verdicts of all proposed contacts of a day; gives the columns of `days.PLANNED`.

    Reads proposed, borrowers, addresses, loans, contacts, consents, preferences, holds, plans, complaints, disputes
    and hardships.
    """
    bound = gate(law, rules)
    start = instant_literal(day_bounds(day)[0])
    return f"""
WITH {_facts_ctes(bound, day)}, judged AS (
    SELECT contact_id, borrower_id, loan_id, address_id, channel, planned_mode AS mode, purpose, party_role, template,
        team_id, earliest_minute, latest_minute, opens_today, opens_next, {_healed_days(bound)} AS healed_days,
        {masks_columns(bound)}
    FROM facts
), masks AS (
    SELECT objects, unknown, {_refused_mask(bound)} AS refused FROM (SELECT DISTINCT objects, unknown FROM judged)
), answers AS (
    SELECT objects, unknown, {verdict_column(bound)} AS verdict, {_ids(bound, "refused")} AS refused_by,
        {_ids(bound, "unknown")} AS unknown_in, refused <> 0 AND (refused & {_unhealed(bound)} | unknown) = 0 AS heals
    FROM masks
)
SELECT j.contact_id, j.borrower_id, j.loan_id, j.address_id, j.channel, j.mode, j.purpose, j.party_role, j.template,
    j.team_id, j.earliest_minute::SMALLINT AS earliest_minute, j.latest_minute::SMALLINT AS latest_minute,
    a.verdict, a.refused_by, a.unknown_in,
    CASE WHEN NOT a.heals OR j.healed_days >= {NEVER_DAYS} THEN NULL
        WHEN j.healed_days = 0 AND j.opens_today IS NOT NULL THEN {start} + to_minutes(j.opens_today)
        ELSE {start} + to_minutes(greatest(j.healed_days, 1) * 1440 + j.opens_next) END AS next_permitted_at
FROM judged j JOIN answers a ON a.objects = j.objects AND a.unknown = j.unknown"""


def facts_query(law: Law, day: date, contact_ids: Iterable[str] | None = None, rules: tuple[Rule, ...] = RULES) -> str:
    """Build the derived facts of proposed contacts, all or some: contact_id, day, and a column a fact.

    `local_minute` is the minute the verdict is for. `judge_facts` on a row gives the verdict again, with its reasons.
    Reads the same as `planned_query`.
    """
    columns = ", ".join(["contact_id", "day", *VOCABULARY])
    chosen = ""
    if contact_ids is not None:
        named = ", ".join(map(text_literal, contact_ids)) or "NULL"
        chosen = f"WHERE contact_id IN ({named})"
    ctes = _facts_ctes(gate(law, rules), day, "named")
    return f"WITH named AS (SELECT * FROM proposed {chosen}), {ctes} SELECT {columns} FROM facts"


def verdicts_query(law: Law, relation: str, keys: Sequence[str], rules: tuple[Rule, ...] = RULES) -> str:
    """Build the masks of any relation that has a column a fact and `day`: keys, objects, unknown, verdict.

    Bit i of `objects` and `unknown` is rule i of the pack; `Gate.ids` names them.
    """
    bound = gate(law, rules)
    kept = ", ".join(keys)
    return f"""SELECT {kept}, objects, unknown, {verdict_column(bound)} AS verdict
FROM (SELECT {kept}, {masks_columns(bound)} FROM {relation})"""


def masks_columns(bound: Gate) -> str:
    """Two columns: the bits of the rules that object, and of those that cannot know."""
    conditions = [to_sql(each.condition).sql(dialect="duckdb") for each in bound.rules]
    objects = " + ".join(f"CASE WHEN {it} THEN {1 << bit}::BIGINT ELSE 0 END" for bit, it in enumerate(conditions))
    unknown = " + ".join(
        f"CASE WHEN ({it}) IS NULL THEN {1 << bit}::BIGINT ELSE 0 END" for bit, it in enumerate(conditions)
    )
    return f"{objects} AS objects, {unknown} AS unknown"


def verdict_column(bound: Gate) -> str:
    """The strictest that the masks `objects` and `unknown` say."""
    steps = []
    for severity in sorted(Severity, reverse=True):
        objecting = _mask(bound.rules, lambda each, s=severity: each.rule.severity == s)
        unknowing = _mask(bound.rules, lambda each, s=severity: each.unknown_severity == s)
        if objecting or unknowing:
            steps.append(f"WHEN (objects & {objecting} | unknown & {unknowing}) <> 0 THEN '{severity.word}'")
    return f"CASE {' '.join(steps)} ELSE '{Severity.ALLOW.word}' END"


def _facts_ctes(bound: Gate, day: date, proposed: str = "proposed") -> str:
    """Common tables up to `facts`: one row a proposed contact, one column a fact, at the minute to be judged."""
    history, standing = history_ctes(day, proposed), standing_ctes(day, proposed)
    return f"""{history}, {standing}, known AS (
    SELECT p.contact_id, p.borrower_id, p.loan_id, p.address_id, p.channel, p.mode AS planned_mode, p.purpose, p.party_role,
        p.template, p.team_id, p.day, p.plan_from_minute, p.plan_to_minute,
        'outbound' AS direction,
        CASE WHEN p.channel IN ('voice', 'ai_voice') THEN coalesce(p.mode, 'interactive') END AS mode,
        p.dpd >= 1 AS overdue, l.product, l.state AS loan_state, b.deceased, b.minor, b.capacity,
        a.kind AS address_kind, a.owner_role AS address_owner, a.source AS address_source, a.state AS address_state,
        CASE WHEN a.address_id IS NOT NULL THEN a.refused_at IS NOT NULL END AS owner_refused,
        true AS counted_together, -- the book's contacts are those of lender and agencies, by its contract
        NULL::BOOLEAN AS guarantee_in_force, NULL::BOOLEAN AS determination_on_file, NULL::BOOLEAN AS estate_procedure,
        {standing_columns()},
        {history_columns()}
    FROM {proposed} p
    LEFT JOIN borrowers b ON b.borrower_id = p.borrower_id
    LEFT JOIN loans l ON l.loan_id = p.loan_id
    LEFT JOIN addresses a ON a.address_id = p.address_id
    LEFT JOIN standing s ON s.contact_id = p.contact_id{HISTORY_JOINS}
), {timetable_ctes(bound)}"""


def _healed_days(bound: Gate) -> str:
    """Days until time has healed every objection that it heals by days."""
    steps = [
        f"CASE WHEN {to_sql(each.condition).sql(dialect='duckdb')} "
        f"THEN coalesce({to_sql(each.again_days).sql(dialect='duckdb')}, {NEVER_DAYS}) ELSE 0 END"
        for each in bound.rules
        if each.again_days is not None
    ]
    return f"greatest(0, {', '.join(steps)})" if steps else "0"


def _refused_mask(bound: Gate) -> str:
    return f"objects & {_mask(bound.rules, lambda each: each.rule.severity.blocks)} | unknown"


def _unhealed(bound: Gate) -> int:
    return _mask(bound.rules, lambda each: not each.by_minute and each.again_days is None)


def _ids(bound: Gate, mask: str) -> str:
    """The ids of a mask's rules, in the order of the pack."""
    ids = ", ".join(text_literal(each.id) for each in bound.rules)
    return f"list_filter([{ids}], lambda id, place: ({mask} >> (place - 1)::INTEGER) & 1 = 1)"


def _mask(rules: Sequence[BoundRule], chosen: object) -> int:
    return sum(1 << bit for bit, each in enumerate(rules) if chosen(each))  # type: ignore[operator]
