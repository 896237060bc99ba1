"""From treatments to contacts: whom the night would like to reach, where, by which team, between which minutes."""

from __future__ import annotations

from datetime import date

from duly.book.sql import day_literal, text_literal
from duly.rules.treatment import TreatmentTable


def proposed_query(table: TreatmentTable, day: date) -> str:
    """Build the contacts that the treatments ask for, one per borrower, before any rule was asked.

    Reads treatments, borrowers, addresses and teams. An address that works comes before one that does not, so that
    the gate can say of the rest why it may not be used; a borrower without any keeps an empty address.
    """
    return f"""
WITH wanted AS (
    SELECT t.borrower_id, t.loan_id, t.dpd, t.channel, t.template, b.region,
        {_look_up(table, "purpose")} AS purpose, {_look_up(table, "to")} AS party_role
    FROM treatments t LEFT JOIN borrowers b USING (borrower_id) WHERE t.channel IS NOT NULL
), place AS (
    SELECT w.borrower_id, min({_rank(table)} || a.address_id) AS best
    FROM wanted w JOIN addresses a ON a.borrower_id = w.borrower_id AND a.owner_role = w.party_role
    WHERE {_fits(table)} GROUP BY w.borrower_id
), team_of AS ({_teams()}
)
SELECT '{day.isoformat()}/' || w.borrower_id AS contact_id, w.borrower_id, w.loan_id, substr(p.best, 3) AS address_id,
    w.channel, CASE WHEN w.channel = 'voice' THEN 'interactive' WHEN w.channel = 'ai_voice' THEN 'informational' END
        AS mode,
    w.purpose, w.party_role, w.template,
    CASE WHEN w.channel = 'voice' THEN m.team_id END AS team_id, w.dpd,
    (CASE WHEN w.channel = 'voice' AND m.team_id IS NOT NULL THEN m.opens_minute ELSE {_hours(table, 0)} END)::SMALLINT
        AS plan_from_minute,
    (CASE WHEN w.channel = 'voice' AND m.team_id IS NOT NULL THEN m.closes_minute ELSE {_hours(table, 1)} END)::SMALLINT
        AS plan_to_minute,
    {day_literal(day)} AS day
FROM wanted w LEFT JOIN place p USING (borrower_id) LEFT JOIN team_of m ON m.region = coalesce(w.region, '')"""


def concerned() -> dict[str, str]:
    """Tables that keep, under their own names, only the rows of those whom a treatment wants to reach.

    The wide tables of the book are read once, and what follows works on the few.
    """
    kept = {"borrowers": "borrower_id", "loans": "loan_id", "addresses": "borrower_id"}
    few = {name: f"FROM main.{name} SEMI JOIN reached USING ({key})" for name, key in kept.items()}
    return {"reached": "SELECT borrower_id, loan_id FROM treatments WHERE channel IS NOT NULL"} | few


def _look_up(table: TreatmentTable, attribute: str) -> str:
    names = {name: getattr(template, attribute) for name, template in table.templates.items()}
    return f"CASE t.template {' '.join(f'WHEN {text_literal(n)} THEN {text_literal(v)}' for n, v in names.items())} END"


def _hours(table: TreatmentTable, edge: int) -> str:
    cases = " ".join(f"WHEN {text_literal(channel)} THEN {hours[edge]}" for channel, hours in table.hours.items())
    return f"CASE w.channel {cases} END"


def _fits(table: TreatmentTable) -> str:
    return " OR ".join(
        f"(w.template = {text_literal(name)} AND a.kind IN ({', '.join(map(text_literal, template.kinds))}))"
        for name, template in table.templates.items()
    )


def _rank(table: TreatmentTable) -> str:
    """Two digits that sort: does it work, then which kind comes first; the id that follows breaks the tie."""
    kinds = dict.fromkeys(kind for template in table.templates.values() for kind in template.kinds)
    order = " ".join(f"WHEN {text_literal(kind)} THEN '{place}'" for place, kind in enumerate(kinds))
    return f"(CASE WHEN a.state = 'valid' THEN '0' ELSE '1' END || CASE a.kind {order} END)"


def _teams() -> str:
    """Every region of a borrower with the team whose own region is the longest that contains it."""
    return """
    SELECT r.region, t.team_id, t.opens_minute, t.closes_minute
    FROM (SELECT DISTINCT coalesce(region, '') AS region FROM borrowers) r
        JOIN teams t ON starts_with(r.region, coalesce(t.region, ''))
    QUALIFY row_number() OVER (PARTITION BY r.region ORDER BY length(coalesce(t.region, '')) DESC, t.team_id) = 1"""


PERMITTED = "verdict IN ('allow', 'warn')"
NEAR_ROLL_DAYS = 3


def worklist_query() -> str:
    """Build the worklists: permitted calls of each team up to its capacity, most expected loss first.

    Reads planned, treatments, scores and teams; gives the columns of `days.WORKLISTS`.
    """
    return f"""
WITH call AS (
    SELECT p.team_id, p.contact_id, p.borrower_id, p.loan_id, p.earliest_minute, p.latest_minute, t.dpd, s.pd_bp,
        (t.overdue_minor::HUGEINT * coalesce(s.pd_bp, 10000) // 10000)::BIGINT AS priority
    FROM planned p JOIN treatments t USING (borrower_id) LEFT JOIN scores s ON s.loan_id = p.loan_id
    WHERE p.channel = 'voice' AND p.{PERMITTED} AND p.team_id IS NOT NULL
), ranked AS (
    SELECT *, row_number() OVER (PARTITION BY team_id ORDER BY priority DESC, contact_id) AS position FROM call
)
SELECT r.team_id, r.position::INTEGER AS position, r.contact_id, r.borrower_id, r.loan_id, r.priority,
    CASE WHEN r.dpd <= 180 AND (30 - r.dpd % 30) % 30 < {NEAR_ROLL_DAYS} THEN 'about_to_roll'
        WHEN r.pd_bp >= 5000 THEN 'likely_to_worsen' ELSE 'expected_loss' END AS why,
    r.earliest_minute, r.latest_minute
FROM ranked r JOIN teams t USING (team_id)
WHERE r.position <= t.agents * t.calls_per_agent"""
