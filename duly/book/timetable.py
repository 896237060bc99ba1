"""When a planned contact may be made: its window, cut by every rule about minutes.

Rules about minutes change their answer only at edges: times that the law names, ends of a borrower's own windows, the
end of a spacing. Contacts that share everything such rules look at share one slot: few slots are asked, at few edges.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from duly.book.masks import print_sql
from duly.book.sql import text_literal
from duly.book.standing import window_columns
from duly.core.terms import Fact, Meaning, facts_of
from duly.core.terms_sql import minutes_named, to_sql
from duly.rules.compliance import BoundRule, Gate
from duly.rules.compliance.cn.facts import LONG_AGO

WINDOW_FACTS = ("agreed_hours", "spoiled_consent", "in_quiet_hours", "outside_window")
PLAN = ("plan_from_minute", "plan_to_minute")
SHIFTED = ("last_answered_minute", "last_attempt_minute")  # counted from the day's midnight, so they recede by a day
_MINUTE_BITS = 11
_UNKNOWN_MINUTE = (1 << _MINUTE_BITS) - 1


def slot_column(bound: Gate, facts: Mapping[str, str]) -> str:
    """One number for everything that rules about minutes look at; negative for a contact with windows of its own."""
    codes = [_minute_code(f"p.{name}") for name in PLAN]
    codes += [_code(fact, facts[fact.name]) for fact in _shared(bound)]
    packed, shift = [], 0
    for code, bits in codes:
        packed.append(f"(({code})::BIGINT << {shift})")
        shift += bits
    if shift > 62:
        raise ValueError(
            f"rules about minutes look at {shift} bits of facts; a slot holds 62, so make the facts coarser"
        )
    return f"CASE WHEN s.windows_no IS NOT NULL THEN -s.windows_no ELSE {' + '.join(packed)} END"


def slots_query(bound: Gate, facts: Mapping[str, str], source: str) -> str:
    """Build the distinct slots of the proposed contacts `p`, with their standing `s` and counts `h`."""
    columns = {name: f"p.{name}" for name in PLAN} | {fact.name: facts[fact.name] for fact in _shared(bound)}
    read = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    kept = ", ".join(f"any_value({name}) AS {name}" for name in columns)
    return f"""SELECT slot, {kept}, any_value(windows_of) AS windows_of FROM (
        SELECT {slot_column(bound, facts)} AS slot, {read},
            CASE WHEN s.windows_no IS NOT NULL THEN p.contact_id END AS windows_of
        FROM {source}) GROUP BY slot"""


def timetable_ctes(bound: Gate, day: date) -> str:
    """Common tables from `slots` to `timetable`: minutes permitted, and the facts of the minute that is judged.

    That is the first minute of the plan to which no rule about minutes objects; where there is none, the first to
    which the fewest object, so that the reasons given are those that no minute of the plan escapes.
    """
    speaks = [f"coalesce({print_sql(to_sql(each.condition, day))}, true)::INTEGER" for each in _rules(bound)]
    shared = [fact.name for fact in _shared(bound)]
    at_edge = ", ".join(f"{name} - 1440 * later AS {name}" if name in SHIFTED else name for name in shared)
    in_plan = "later = 0 AND local_minute >= plan_from_minute AND local_minute < plan_to_minute"
    return f"""edges AS (
    SELECT DISTINCT slot, minute, later FROM (
        SELECT slot, unnest([plan_from_minute, 0, {_edges(bound, day)}]) AS minute FROM slots
        UNION ALL
        SELECT s.slot, unnest([w.from_minute, w.to_minute, w.since, w.until]) FROM slots s
            JOIN windows w ON w.contact_id = s.windows_of
    ), (VALUES (0), (1)) AS days(later)
    WHERE minute >= 0 AND minute < 1440
), own_edges AS (
    SELECT e.slot, e.minute, e.later, {window_columns("(e.minute + 1440 * e.later)")}
    FROM edges e JOIN slots s USING (slot) JOIN windows w ON w.contact_id = s.windows_of
    GROUP BY e.slot, e.minute, e.later
), asked AS (
    SELECT e.slot, e.minute AS local_minute, e.later, {at_edge}, 'outbound' AS direction, {", ".join(PLAN)},
        {", ".join(f"coalesce(o.{name}, false) AS {name}" for name in WINDOW_FACTS)}
    FROM edges e JOIN slots s USING (slot) LEFT JOIN own_edges o USING (slot, minute, later)
), answered AS MATERIALIZED (
    SELECT slot, local_minute, later, {", ".join(PLAN)}, {", ".join(WINDOW_FACTS)},
        {" + ".join(speaks) or "0"} AS objections
    FROM asked
), opening AS (
    SELECT slot, min(objections * 1440 + local_minute) FILTER ({in_plan}) AS best,
        min(local_minute) FILTER (later = 0 AND objections = 0 AND local_minute >= plan_from_minute) AS opens_today,
        min(local_minute) FILTER (later = 1 AND objections = 0) AS opens_next
    FROM answered GROUP BY slot
), closing AS (
    SELECT o.slot, min(a.local_minute) AS closes_minute FROM opening o JOIN answered a USING (slot)
    WHERE a.later = 0 AND o.best < 1440 AND a.objections > 0 AND a.local_minute > o.best GROUP BY o.slot
), timetable AS (
    SELECT s.slot, CASE WHEN o.best < 1440 THEN o.best END AS earliest_minute,
        CASE WHEN o.best < 1440 THEN least(c.closes_minute, s.plan_to_minute::INTEGER) END AS latest_minute,
        o.opens_today, o.opens_next, a.local_minute, {", ".join(f"a.{name}" for name in WINDOW_FACTS)}
    FROM slots s LEFT JOIN opening o USING (slot) LEFT JOIN closing c USING (slot)
    LEFT JOIN answered a ON a.slot = s.slot AND a.later = 0 AND a.local_minute = o.best % 1440
)"""


def _rules(bound: Gate) -> list[BoundRule]:
    return [each for each in bound.rules if each.by_minute]


def _shared(bound: Gate) -> list[Fact]:
    """What rules about minutes look at, apart from the minute itself and who begins."""
    terms = [term for each in _rules(bound) for term in (each.own, each.again_minute) if term is not None]
    return [fact for fact in facts_of(*terms) if not fact.by_minute and fact.name != "direction"]


def _code(fact: Fact, sql: str) -> tuple[str, int]:
    """A fact as a small number, and how many bits that takes; unknown has a number of its own."""
    if fact.meaning is Meaning.TRUTH:
        return f"coalesce(({sql})::INTEGER, 2)", 2
    if fact.meaning is Meaning.WORD:
        steps = " ".join(f"WHEN {text_literal(word)} THEN {place}" for place, word in enumerate(fact.values, start=1))
        return f"CASE {sql} {steps} ELSE 0 END", len(fact.values).bit_length()
    return _minute_code(sql)


def _minute_code(sql: str) -> tuple[str, int]:
    return f"coalesce({sql} - ({LONG_AGO}), {_UNKNOWN_MINUTE})", _MINUTE_BITS


def _edges(bound: Gate, day: date) -> str:
    """Minutes at which a rule may change its answer, for any contact."""
    named = [str(minute) for minute in minutes_named(*(each.own for each in _rules(bound)))]
    again = [each.again_minute for each in _rules(bound) if each.again_minute is not None]
    own = [print_sql(to_sql(term, day)) for term in again if not any(fact.by_minute for fact in facts_of(term))]
    return ", ".join([*named, *own])
