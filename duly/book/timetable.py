"""When a planned contact may be made: its window, cut by every rule about minutes.

Rules about minutes change their answer only at edges: times that the law names, ends of a borrower's own windows, the
end of a spacing. Contacts that share everything such rules look at share one slot, so few slots are asked, at few edges.
"""

from __future__ import annotations

from duly.book.standing import window_columns
from duly.core.terms import facts_of
from duly.core.terms_sql import minutes_named, to_sql
from duly.rules.compliance import Gate
from duly.rules.compliance.facts import VOCABULARY

WINDOW_FACTS = ("agreed_hours", "spoiled_consent", "in_quiet_hours", "outside_window")
SHIFTED = ("last_answered_minute", "last_attempt_minute")  # counted from the day's midnight, so they recede by a day


def timetable_ctes(bound: Gate) -> str:
    """Common tables from `known` to `facts`: minutes permitted, and the facts of the minute that is judged.

    That is the first minute of the plan to which no rule about minutes objects; where there is none, the first to
    which the fewest object, so that the reasons given are those that no minute of the plan escapes.
    """
    rules = [each for each in bound.rules if each.by_minute]
    shared = _shared_facts(bound)
    kept = ", ".join(["day", "plan_from_minute", "plan_to_minute", *shared])
    back = " AND ".join(
        f"k.{name} IS NOT DISTINCT FROM t.{name}"
        for name in ("day", "plan_from_minute", "plan_to_minute", *shared, "windows_of")
    )
    facts = ", ".join(name for name in VOCABULARY if name not in (*WINDOW_FACTS, "local_minute"))
    speaks = [f"coalesce({to_sql(each.condition).sql(dialect='duckdb')}, true)::INTEGER" for each in rules]
    at_edge = ", ".join(f"{name} - 1440 * later AS {name}" if name in SHIFTED else name for name in shared)
    in_plan = "later = 0 AND local_minute >= plan_from_minute AND local_minute < plan_to_minute"
    return f"""slots AS (
    SELECT row_number() OVER () AS slot, * FROM (
        SELECT DISTINCT {kept}, CASE WHEN has_windows THEN contact_id END AS windows_of FROM known)
), edges AS (
    SELECT DISTINCT slot, minute, later FROM (
        SELECT slot, unnest([plan_from_minute, 0, {_edges(bound)}]) AS minute FROM slots
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
    SELECT e.slot, e.minute AS local_minute, e.later, {at_edge}, s.day, s.plan_from_minute, s.plan_to_minute,
        {", ".join(f"coalesce(o.{name}, false) AS {name}" for name in WINDOW_FACTS)}
    FROM edges e JOIN slots s USING (slot) LEFT JOIN own_edges o USING (slot, minute, later)
), answered AS (
    SELECT slot, local_minute, later, plan_from_minute, plan_to_minute, {", ".join(WINDOW_FACTS)},
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
    SELECT s.*, CASE WHEN o.best < 1440 THEN o.best END AS earliest_minute,
        CASE WHEN o.best < 1440 THEN least(c.closes_minute, s.plan_to_minute::INTEGER) END AS latest_minute,
        o.opens_today, o.opens_next, a.local_minute, {", ".join(f"a.{name}" for name in WINDOW_FACTS)}
    FROM slots s LEFT JOIN opening o USING (slot) LEFT JOIN closing c USING (slot)
    LEFT JOIN answered a ON a.slot = s.slot AND a.later = 0 AND a.local_minute = o.best % 1440
), facts AS (
    SELECT k.contact_id, k.borrower_id, k.loan_id, k.address_id, k.planned_mode, k.template, k.team_id, k.day,
        {", ".join(f"k.{name}" for name in facts.split(", "))}, t.local_minute, {", ".join(f"t.{name}" for name in WINDOW_FACTS)},
        t.earliest_minute, t.latest_minute, t.opens_today, t.opens_next
    FROM (SELECT *, CASE WHEN has_windows THEN contact_id END AS windows_of FROM known) k JOIN timetable t ON {back}
)"""


def _shared_facts(bound: Gate) -> list[str]:
    """What rules about minutes look at, apart from the minute itself."""
    rules = [each for each in bound.rules if each.by_minute]
    terms = [term for each in rules for term in (each.condition, each.again_minute) if term is not None]
    return [fact.name for fact in facts_of(*terms) if not fact.by_minute]


def _edges(bound: Gate) -> str:
    """Minutes at which a rule may change its answer, for any contact."""
    rules = [each for each in bound.rules if each.by_minute]
    named = [str(minute) for minute in minutes_named(*(each.condition for each in rules))]
    again = [each.again_minute for each in rules if each.again_minute is not None]
    own = [to_sql(term).sql(dialect="duckdb") for term in again if not any(fact.by_minute for fact in facts_of(term))]
    return ", ".join([*named, *own])
