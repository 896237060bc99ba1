"""What stands about a borrower on a day: stops, choices, agreements. Few have any, so they are gathered first.

What tightens counts from the start of the local day on which it was said; what loosens, from the day after, or from
its minute where a rule looks at minutes.
"""

from __future__ import annotations

from datetime import date
from functools import partial

from duly.book.history import minute_of
from duly.book.sql import day_literal

FLAGS = (
    "plan_kept",
    "objection_open",
    "identity_theft",
    "legal_hold",
    "house_hold",
    "hardship_open",
    "ceased",
    "channel_left",
    "number_left",
    "agreed_attempts",
    "has_windows",
)
OPEN_END = 1_000_000  # days of a hold without a last day
LEGAL_HOLDS = "('legal', 'insolvency')"


def standing_ctes(day: date, proposed: str = "proposed") -> str:
    """Common tables `windows` and `standing`, by contact_id. Reads the stops, preferences, consents and the proposed."""
    today = day_literal(day)
    running = f"s.first_date <= {today} AND (s.last_date IS NULL OR s.last_date >= {today})"
    asked = f"{minute_of('s.stated_at', day)} < 1440 AND (s.last_date IS NULL OR s.last_date >= {today})"

    def open_since(begun: str, ended: str) -> str:
        still = f"s.{ended} IS NULL OR {minute_of(f's.{ended}', day)} >= 0"
        return f"{minute_of(f's.{begun}', day)} < 1440 AND ({still})"

    found = partial(_found, proposed)
    identity = "('identity', 'fraud')"
    not_mine = "('not_mine', 'identity_theft')"
    own_consent = "s.given_by = 'borrower' AND s.evidence_id IS NOT NULL"
    return f"""
windows AS (
    {_windows(day, asked, proposed)}
), found AS (
    {found("plans", "plan_kept", _plan_kept(day))}
    UNION ALL {found("complaints", "objection_open", f"s.topic <> 'service' AND {open_since('received_at', 'answered_at')}")}
    UNION ALL {found("complaints", "identity_theft", f"s.topic IN {identity} AND {open_since('received_at', 'answered_at')}")}
    UNION ALL {found("disputes", "objection_open", open_since("raised_at", "closed_at"))}
    UNION ALL {found("disputes", "identity_theft", f"s.topic IN {not_mine} AND {open_since('raised_at', 'closed_at')}")}
    UNION ALL {found("holds", "identity_theft", f"s.reason = 'identity_theft' AND {running}")}
    UNION ALL {found("holds", "legal_hold", f"s.reason IN {LEGAL_HOLDS} AND {running}")}
    UNION ALL {found("holds", "house_hold", f"s.reason NOT IN {LEGAL_HOLDS} AND s.reason <> 'identity_theft' AND {running}",
                      days=f"coalesce(s.last_date - {today} + 1, {OPEN_END})")}
    UNION ALL {found("hardships", "hardship_open", open_since("reported_at", "ended_at"), loan=False)}
    UNION ALL {found("preferences", "ceased", f"s.kind = 'cease' AND {asked}", loan=False)}
    UNION ALL {found("preferences", "channel_left", f"s.kind = 'channel_opt_out' AND {_same('channel')} AND {asked}", loan=False)}
    UNION ALL {found("preferences", "number_left", f"s.kind = 'address_opt_out' AND {_same('address_id')} AND {asked}", loan=False)}
    UNION ALL {found("consents", "agreed_attempts", f"s.kind = 'more_attempts' AND {own_consent} AND {_same('channel')} "
                      f"AND {minute_of('s.given_at', day)} < 0 AND s.withdrawn_at IS NULL", loan=False)}
    UNION ALL SELECT contact_id, {_bit("has_windows")} AS flags, NULL AS days FROM windows
), standing AS MATERIALIZED (
    SELECT *, CASE WHEN (flags & {_bit("has_windows")}) <> 0 THEN row_number() OVER () END AS windows_no FROM (
        SELECT contact_id, bit_or(flags) AS flags, max(days)::INTEGER AS hold_days FROM found GROUP BY contact_id)
)"""  # fmt: skip


def standing_facts() -> dict[str, str]:
    """The facts, from `standing s` joined to a proposed contact."""
    facts = {flag: f"(coalesce(s.flags, 0) & {_bit(flag)}) <> 0" for flag in FLAGS if flag != "has_windows"}
    return facts | {"house_hold_days": f"nullif(s.hold_days, {OPEN_END})"}


def window_columns(minute: str) -> str:
    """The four facts about a minute (from the start of the contact's day), over the windows of one contact."""
    in_day = f"({minute} % 1440)"
    covers = f"""(CASE WHEN w.from_minute < w.to_minute THEN {in_day} >= w.from_minute AND {in_day} < w.to_minute
        ELSE {in_day} >= w.from_minute OR {in_day} < w.to_minute END)"""
    given = f"{minute} >= w.since"
    lasting = f"(w.until IS NULL OR {minute} < w.until)"
    agreed = f"coalesce(bool_or(w.sort = 'agreed' AND {covers} AND {given} AND {lasting}), false)"
    spoiled = f"coalesce(bool_or((w.sort = 'spoiled' OR (w.sort = 'agreed' AND NOT {lasting})) AND {covers} AND {given}), false)"
    quiet = f"coalesce(bool_or(w.sort = 'quiet' AND {covers} AND {given}), false)"
    only = f"coalesce(bool_or(w.sort = 'only' AND {given}), false)"
    within = f"coalesce(bool_or(w.sort = 'only' AND {covers} AND {given}), false)"
    return f"""{agreed} AS agreed_hours, {spoiled} AS spoiled_consent, {quiet} AS in_quiet_hours,
        {only} AND NOT {within} AS outside_window"""


def _windows(day: date, asked: str, proposed: str) -> str:
    """Hours that a contact must avoid or keep to, or may use by consent. A window left half open errs to quiet."""
    return f"""SELECT p.contact_id, CASE s.kind WHEN 'quiet_hours' THEN 'quiet' ELSE 'only' END AS sort,
        coalesce(s.from_minute, 0)::INTEGER AS from_minute,
        coalesce(s.to_minute, CASE s.kind WHEN 'quiet_hours' THEN 1440 ELSE s.from_minute + 1 END, 1)::INTEGER AS to_minute,
        {minute_of("s.stated_at", day)} AS since, NULL::INTEGER AS until
    FROM preferences s JOIN {proposed} p USING (borrower_id)
    WHERE s.kind IN ('quiet_hours', 'contact_window') AND {_same("channel")} AND {asked}
    UNION ALL
    SELECT p.contact_id, CASE WHEN s.given_by = 'borrower' AND s.evidence_id IS NOT NULL AND s.from_minute IS NOT NULL
            AND s.to_minute IS NOT NULL THEN 'agreed' ELSE 'spoiled' END,
        coalesce(s.from_minute, 0)::INTEGER, coalesce(s.to_minute, 1440)::INTEGER,
        {minute_of("s.given_at", day)}, {minute_of("s.withdrawn_at", day)}
    FROM consents s JOIN {proposed} p USING (borrower_id)
    WHERE s.kind = 'contact_hours' AND {_same("channel")} AND {minute_of("s.given_at", day)} < 1440"""


def _plan_kept(day: date) -> str:
    return f"""s.state = 'active' AND {minute_of("s.agreed_at", day)} < 1440
        AND (s.missed_due_date IS NULL OR {day_literal(day)} <= s.missed_due_date + s.grace_days)"""


def _found(proposed: str, table: str, flag: str, where: str, *, loan: bool = True, days: str = "NULL") -> str:
    of_loan = f" AND {_same('loan_id')}" if loan else ""
    return f"""SELECT p.contact_id, {_bit(flag)} AS flags, {days} AS days
        FROM {table} s JOIN {proposed} p USING (borrower_id) WHERE {where}{of_loan}"""


def _same(column: str) -> str:
    """A row that names none means every one."""
    return f"(s.{column} IS NULL OR s.{column} = p.{column})"


def _bit(flag: str) -> int:
    return 1 << FLAGS.index(flag)
