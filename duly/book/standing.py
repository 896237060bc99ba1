"""What stands about a borrower on a day: stops, choices, agreements. Few have any, so they are gathered first.

What tightens counts from the start of the local day on which it was said; what loosens, from the day after, or from
its minute where a rule looks at minutes.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from duly.book.history import minute_from
from duly.book.sql import day_literal
from duly.core.day import day_bounds

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


class On(NamedTuple):
    """When something stands, in SQL: a local day, the second of the epoch at which it starts, and two minutes of it.

    A plan counts what is said at any time of its day, and lets go only what was let go before it. What was done is held
    against what stood at its minute.
    """

    day: str
    start: str
    said_by: str  # minute up to which what tightens has been said
    free_by: str  # minute up to which what loosens has been given, or a stop has ended

    def minute(self, instant: str) -> str:
        """Whole minutes from the start of the day; negative before it."""
        return minute_from(instant, self.start)

    def said(self, instant: str) -> str:
        return f"{self.minute(instant)} <= {self.said_by}"

    def given(self, instant: str) -> str:
        return f"{self.minute(instant)} <= {self.free_by}"


def on_day(day: date) -> On:
    """The same day for every contact, for a plan."""
    return On(day_literal(day), str(int(day_bounds(day)[0].timestamp())), "1439", "-1")


DONE = On("p.day", "p.day_start", "p.local_minute", "p.local_minute")  # columns of the contacts themselves
OPEN_END = 1_000_000  # days of a hold without a last day
LEGAL_HOLDS = "('legal', 'insolvency')"


def standing_ctes(on: On, proposed: str = "proposed") -> str:
    """Common tables `windows` and `standing`, by contact_id. Reads what stands, and the proposed contacts."""
    found = "\n    UNION ALL ".join(_found(proposed, *one) for one in _standing(on))
    has_windows = _bit("has_windows")
    return f"""
windows AS (
    {_windows(on, proposed)}
), found AS (
    {found}
    UNION ALL {_holds(on, proposed)}
    UNION ALL SELECT contact_id, {has_windows} AS flags, NULL AS days FROM windows
), standing AS MATERIALIZED (
    SELECT *, CASE WHEN (flags & {has_windows}) <> 0 THEN row_number() OVER () END AS windows_no FROM (
        SELECT contact_id, bit_or(flags) AS flags, max(days)::INTEGER AS hold_days FROM found GROUP BY contact_id)
)"""


def _standing(on: On) -> list[tuple[str, str, str]]:
    """What raises which flag: a table, the flag, and the rows of it that do."""
    objecting = f"{_open(on, 'received_at', 'answered_at')} AND {_same('loan_id')}"
    disputing = f"{_open(on, 'raised_at', 'closed_at')} AND {_same('loan_id')}"
    running, asked = f"{_running(on)} AND {_same('loan_id')}", _asked(on)
    kept = f"(s.withdrawn_at IS NULL OR NOT {on.said('s.withdrawn_at')})"
    own = f"s.given_by = 'borrower' AND s.evidence_id IS NOT NULL AND {kept} AND {on.given('s.given_at')}"
    return [
        ("plans", "plan_kept", f"{_plan_kept(on)} AND {_same('loan_id')}"),
        ("complaints", "objection_open", f"s.topic <> 'service' AND {objecting}"),
        ("complaints", "identity_theft", f"s.topic IN ('identity', 'fraud') AND {objecting}"),
        ("disputes", "objection_open", disputing),
        ("disputes", "identity_theft", f"s.topic IN ('not_mine', 'identity_theft') AND {disputing}"),
        ("holds", "identity_theft", f"s.reason = 'identity_theft' AND {running}"),
        ("holds", "legal_hold", f"s.reason IN {LEGAL_HOLDS} AND {running}"),
        ("hardships", "hardship_open", _open(on, "reported_at", "ended_at")),
        ("preferences", "ceased", f"s.kind = 'cease' AND {asked}"),
        ("preferences", "channel_left", f"s.kind = 'channel_opt_out' AND {_same('channel')} AND {asked}"),
        ("preferences", "number_left", f"s.kind = 'address_opt_out' AND {_same('address_id')} AND {asked}"),
        ("consents", "agreed_attempts", f"s.kind = 'more_attempts' AND {own} AND {_same('channel')}"),
    ]  # fmt: skip


def _holds(on: On, proposed: str) -> str:
    """Holds of the house, with the days until they end."""
    days = f"coalesce(s.last_date - {on.day} + 1, {OPEN_END})"
    house = f"s.reason NOT IN {LEGAL_HOLDS} AND s.reason <> 'identity_theft' AND {_running(on)} AND {_same('loan_id')}"
    return _found(proposed, "holds", "house_hold", house, days)


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
    fallen = f"(w.sort = 'spoiled' OR (w.sort = 'agreed' AND NOT {lasting}))"
    spoiled = f"coalesce(bool_or({fallen} AND {covers} AND {given}), false)"
    quiet = f"coalesce(bool_or(w.sort = 'quiet' AND {covers} AND {given}), false)"
    only = f"coalesce(bool_or(w.sort = 'only' AND {given}), false)"
    within = f"coalesce(bool_or(w.sort = 'only' AND {covers} AND {given} AND {lasting}), false)"
    return f"""{agreed} AS agreed_hours, {spoiled} AS spoiled_consent, {quiet} AS in_quiet_hours,
        {only} AND NOT {within} AS outside_window"""


def _windows(on: On, proposed: str) -> str:
    """Hours that a contact must avoid or keep to, or may use by consent. A window left half open errs to quiet.

    Hours to keep to last until others are stated: of two wishes the later counts, as it does for the judge.
    """
    later = (
        "OVER (PARTITION BY p.contact_id, s.kind ORDER BY s.stated_at RANGE BETWEEN INTERVAL 1 MICROSECOND FOLLOWING"
    )
    replaced = f"CASE s.kind WHEN 'contact_window' THEN min(s.stated_at) {later} AND UNBOUNDED FOLLOWING) END"
    return f"""SELECT p.contact_id, CASE s.kind WHEN 'quiet_hours' THEN 'quiet' ELSE 'only' END AS sort,
        coalesce(s.from_minute, 0)::INTEGER AS from_minute,
        coalesce(s.to_minute, CASE s.kind WHEN 'quiet_hours' THEN 1440 ELSE s.from_minute + 1 END, 1)::INTEGER
            AS to_minute,
        {on.minute("s.stated_at")} AS since, {on.minute(replaced)} AS until
    FROM preferences s JOIN {proposed} p USING (borrower_id)
    WHERE s.kind IN ('quiet_hours', 'contact_window') AND {_same("channel")} AND {_asked(on)}
    UNION ALL
    SELECT p.contact_id, CASE WHEN s.given_by = 'borrower' AND s.evidence_id IS NOT NULL AND s.from_minute IS NOT NULL
            AND s.to_minute IS NOT NULL THEN 'agreed' ELSE 'spoiled' END,
        coalesce(s.from_minute, 0)::INTEGER, coalesce(s.to_minute, 1440)::INTEGER,
        {on.minute("s.given_at")}, {on.minute("s.withdrawn_at")}
    FROM consents s JOIN {proposed} p USING (borrower_id)
    WHERE s.kind = 'contact_hours' AND {_same("channel")} AND {on.said("s.given_at")}"""


def _plan_kept(on: On) -> str:
    return f"""s.state = 'active' AND {on.said("s.agreed_at")}
        AND (s.missed_due_date IS NULL OR {on.day} <= s.missed_due_date + s.grace_days)"""


def _open(on: On, begun: str, ended: str) -> str:
    """Begun, and not ended before the day."""
    still = f"s.{ended} IS NULL OR NOT {on.given(f's.{ended}')}"
    return f"{on.said(f's.{begun}')} AND ({still})"


def _running(on: On) -> str:
    return f"s.first_date <= {on.day} AND (s.last_date IS NULL OR s.last_date >= {on.day})"


def _asked(on: On) -> str:
    return f"{on.said('s.stated_at')} AND (s.last_date IS NULL OR s.last_date >= {on.day})"


def _found(proposed: str, table: str, flag: str, where: str, days: str = "NULL") -> str:
    return f"""SELECT p.contact_id, {_bit(flag)} AS flags, {days} AS days
        FROM {table} s JOIN {proposed} p USING (borrower_id) WHERE {where}"""


def _same(column: str) -> str:
    """A row that names none means every one."""
    return f"(s.{column} IS NULL OR s.{column} = p.{column})"


def _bit(flag: str) -> int:
    return 1 << FLAGS.index(flag)
