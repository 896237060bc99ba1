"""The gate for the whole night: every proposed contact, every rule, one query.

A planned contact is a window. Its minutes are cut to those that every rule about minutes permits, and the verdict is
for the first of them. Which rules object and which cannot know are two bit masks a row; masks become lists at the end.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from duly.book.history import COUNTS_JOIN, HISTORY_JOINS, history_ctes, history_facts_sql, instant_literal, words
from duly.book.masks import any_bit, ids_column, masks_query, objects, print_sql, verdict_column, words_of
from duly.book.sql import day_literal, text_literal
from duly.book.standing import on_day, standing_ctes, standing_facts
from duly.book.timetable import WINDOW_FACTS, slot_column, slots_query, timetable_ctes
from duly.core.day import day_bounds
from duly.core.terms import facts_of
from duly.core.terms_sql import to_sql
from duly.law import Law
from duly.rules.compliance import RULES, BoundRule, Gate, Rule, gate
from duly.rules.compliance.cn.facts import CALLS, VOCABULARY

NEVER_DAYS = 1_000_000  # stands for a reason that time does not heal


def planned_query(law: Law, day: date, rules: tuple[Rule, ...] = RULES) -> str:
    """Build the verdicts of all proposed contacts of a day; gives the columns of `days.PLANNED`.

    Reads proposed, borrowers, addresses, loans, contacts, consents, preferences, holds, plans, complaints, disputes
    and hardships.
    """
    bound = gate(law, rules)
    start = instant_literal(day_bounds(day)[0])
    written = ("contact_id", "borrower_id", "loan_id", "address_id", "channel", "planned_mode", "purpose", "party_role")
    timed = ("template", "team_id", "earliest_minute", "latest_minute", "opens_today", "opens_next")
    healing = [each for each in bound.rules if each.again_days is not None and facts_of(each.again_days)]
    read = [fact.name for fact in facts_of(*(each.again_days for each in healing if each.again_days is not None))]
    days = ", ".join(["a.healed_days", *(_days_of(bound, each, day) for each in healing)])
    said = ", ".join(words_of(bound))
    return f"""
WITH {_facts_ctes(bound, day)}, judged AS MATERIALIZED (
    {masks_query(bound, "facts", (*written, *timed, *read), day)}
), answers AS (
    SELECT {said}, {verdict_column(bound)} AS verdict, {ids_column(bound)} AS refused_by,
        {ids_column(bound, only_unknown=True)} AS unknown_in, {_healed_days(bound, day)} AS healed_days,
        {_heals(bound)} AS heals
    FROM (SELECT DISTINCT {said} FROM judged)
)
SELECT contact_id, borrower_id, loan_id, address_id, channel, planned_mode AS mode, purpose, party_role, template,
    team_id, earliest_minute::SMALLINT AS earliest_minute, latest_minute::SMALLINT AS latest_minute,
    verdict, refused_by, unknown_in,
    CASE WHEN NOT heals OR days >= {NEVER_DAYS} THEN NULL
        WHEN days = 0 AND opens_today IS NOT NULL THEN {start} + to_minutes(opens_today)
        ELSE {start} + to_minutes(greatest(days, 1) * 1440 + opens_next) END AS next_permitted_at
FROM (SELECT *, greatest({days}) AS days FROM judged JOIN answers a USING ({said}))"""


def facts_query(law: Law, day: date, contact_ids: Iterable[str] | None = None, rules: tuple[Rule, ...] = RULES) -> str:
    """Build the derived facts of proposed contacts, all or some: contact_id, day, and a column a fact.

    `local_minute` is the minute the verdict is for. `judge_facts` on a row gives the verdict again, with its reasons.
    Reads the same as `planned_query`.
    """
    named = ""
    if contact_ids is not None:
        named = f"WHERE contact_id IN ({', '.join(map(text_literal, contact_ids)) or 'NULL'})"
    columns = ", ".join(["contact_id", f"{day_literal(day)} AS day", *VOCABULARY])
    ctes = _facts_ctes(gate(law, rules), day, "named")
    return f"WITH named AS (SELECT * FROM proposed {named}), {ctes} SELECT {columns} FROM facts"


def _facts_ctes(bound: Gate, day: date, proposed: str = "proposed") -> str:
    """Common tables up to `facts`: one row a proposed contact, one column a fact, at the minute to be judged."""
    facts = _facts()
    slot = slot_column(bound, facts)
    known = ", ".join(f"{sql} AS {name}" for name, sql in facts.items())
    return f"""{history_ctes(day, proposed)}, {standing_ctes(on_day(day), proposed)}, slots AS MATERIALIZED (
    {slots_query(bound, facts, f"{proposed} p LEFT JOIN standing s ON s.contact_id = p.contact_id {COUNTS_JOIN}")}
), {timetable_ctes(bound, day)}, facts AS (
    SELECT p.contact_id, p.borrower_id, p.loan_id, p.address_id, p.mode AS planned_mode, p.template, p.team_id,
        {known}, t.local_minute, {", ".join(f"t.{name}" for name in WINDOW_FACTS)},
        t.earliest_minute, t.latest_minute, t.opens_today, t.opens_next
    FROM {proposed} p
    LEFT JOIN borrowers b ON b.borrower_id = p.borrower_id
    LEFT JOIN loans l ON l.loan_id = p.loan_id
    LEFT JOIN addresses a ON a.address_id = p.address_id
    LEFT JOIN standing s ON s.contact_id = p.contact_id{HISTORY_JOINS}
    LEFT JOIN timetable t ON t.slot = {slot}
)"""


def _facts() -> dict[str, str]:
    """Where each fact of the night comes from, the facts of the minute apart."""
    return {
        "direction": "'outbound'",
        "channel": "p.channel",
        "mode": f"CASE WHEN p.channel IN {words(CALLS)} THEN coalesce(p.mode, 'interactive') END",
        "purpose": "p.purpose",
        "party_role": "p.party_role",
        "overdue": "p.dpd >= 1",
        "product": "l.product",
        "loan_state": "l.state",
        "deceased": "b.deceased",
        "minor": "b.minor",
        "capacity": "b.capacity",
        "address_on_file": "a.address_id IS NOT NULL",
        "address_kind": "a.kind",
        "address_owner": "a.owner_role",
        "address_source": "a.source",
        "address_state": "a.state",
        "owner_refused": "CASE WHEN a.address_id IS NOT NULL THEN a.refused_at IS NOT NULL END",
        "counted_together": "true",  # the book's contacts are those of lender and agencies, by its contract
        "visit_approved": "false",  # an hour for a visit is approved one by one, never by a night
        "visit_time_agreed": "false",
        "guarantee_in_force": "NULL::BOOLEAN",  # the book does not say, so nobody of the kind is contacted
        "determination_on_file": "NULL::BOOLEAN",
        "estate_procedure": "NULL::BOOLEAN",
        **standing_facts(),
        **history_facts_sql(),
    }


def _healed_days(bound: Gate, day: date) -> str:
    """Days until time has healed what the bits say, as far as they alone tell."""
    steps = [
        f"CASE WHEN {objects(bound, each)} THEN {print_sql(to_sql(each.again_days, day))} ELSE 0 END"
        for each in bound.rules
        if each.again_days is not None and not facts_of(each.again_days)
    ]
    return f"greatest({', '.join(['0', '0', *steps])})"


def _days_of(bound: Gate, each: BoundRule, day: date) -> str:
    """The same for a rule whose days depend on a fact of the row."""
    assert each.again_days is not None
    days = f"coalesce({print_sql(to_sql(each.again_days, day))}, {NEVER_DAYS})"
    return f"CASE WHEN {objects(bound, each)} THEN {days} ELSE 0 END"


def _heals(bound: Gate) -> str:
    """Whether something blocks, and time heals all that does: no rule lacks a fact, none objects for good."""
    blocks = any_bit(
        bound, objecting=lambda each: each.rule.severity.blocks, unknowing=lambda each: each.unknown_severity.blocks
    )
    lasts = any_bit(
        bound,
        objecting=lambda each: each.rule.severity.blocks and not each.by_minute and each.again_days is None,
        unknowing=lambda each: True,
    )
    return f"({blocks} AND NOT {lasts})"
