"""What was done, held against the law of its own day: facts of every contact at its minute, and the rules that object.

Counts look strictly backwards, in the order of instants. What the files do not tell is unknown, and a rule that could
not know says so; it never accuses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from duly.book.contract.contacts import CONTACTS
from duly.book.history import words
from duly.book.masks import WORD_RULES, masks_query, words_of
from duly.book.sql import day_literal, text_literal
from duly.book.standing import DONE, standing_ctes, standing_facts, window_columns
from duly.core.table import Kind
from duly.core.terms import Meaning, limits_of
from duly.rules.compliance import Gate
from duly.rules.compliance.cn.facts import CALLS, LONG_AGO, VOCABULARY
from duly.rules.compliance.cn.history import EFFECTIVE, UNANSWERED, WEEK_DAYS

OFFSET = 8 * 3600  # Asia/Shanghai, seconds east; the same all year since 1991-09-15
FIRST_DAY = date(1991, 9, 15)
DAY_SECONDS = 86_400
KEPT = (
    "contact_id",
    "borrower_id",
    "done_at",
    "channel",
    "party_role",
    "purpose",
    "actor",
    "actor_id",
    "day",
    "local_minute",
)
STANDING_TABLES = ("consents", "preferences", "holds", "plans", "complaints", "disputes", "hardships")
BOOK_TABLES = ("addresses", "loans", *STANDING_TABLES)
# facts that contacts alone tell: a rule that looks at one of them is asked, even where it often cannot know the rest
MEASURED = frozenset({"local_minute", "last_answered_minute", "last_attempt_minute", "attempts_on_number"})
MEASURED |= {
    name for name, fact in VOCABULARY.items() if name.endswith(("_today", "_in_week")) and "reached" not in name
}
_TYPES = {Meaning.TRUTH: "BOOLEAN", Meaning.WORD: "VARCHAR", Meaning.COUNT: "INTEGER", Meaning.MINUTE: "INTEGER"}
_BITS = 20  # of one count: a week of one borrower holds up to 1,048,575 of each
_DAY_BITS = 15  # a day holds up to 32,767 of the others
_WEEK = {"answered": "answered", "texts": "channel = 'sms' AND sent", "notices": "answered AND notice"}
_TODAY = {
    "conversations": f"call AND NOT notice AND outcome IN {words(EFFECTIVE)}",
    "pushes": "channel = 'push' AND sent",
    "messages": "channel = 'im' AND sent",
    "tries_on_any": "call AND address IS NULL",
}
_BEFORE = "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING"


def readable_query(relation: str, *, text: bool) -> str:
    """Build the rows of contacts with `fault`: the first column that cannot be read, or null.

    With `text`, every column is a text as a file of words has it; an instant must name its offset.
    """
    kept, faults = [], []
    for column in CONTACTS.lake_columns:
        name, value = column.name, f'"{column.name}"'
        read = f"TRY_CAST(nullif(trim({value}), '') AS {column.physical})" if text else f"{value}::{column.physical}"
        kept.append(f"{read} AS {name}")
        wrong = [f"{read} IS NULL"] if column.required else []
        if column.kind is Kind.ENUM:
            wrong.append(f"{read} NOT IN {words(column.values)}")
        if text and column.kind is Kind.INSTANT:
            wrong.append(f"NOT regexp_matches({value}, '(Z|[+-][0-9]{{2}}:?[0-9]{{2}})$')")
        faults += [f"WHEN {one} THEN {text_literal(name)}" for one in wrong]
    return f"SELECT {', '.join(kept)}, CASE {' '.join(faults)} END AS fault FROM {relation}"


def facts_query(contacts: str, *, book: bool) -> str:
    """Build the facts of every contact of a table, with the columns KEPT; `book`: the tables of one are at hand.

    The table must hold all that was done to each borrower in it. Only numbers are sorted: persons and addresses under
    numbers of their own, several counts as one number. The columns of the table come back by the number of the row.
    """
    told = _facts(book)
    facts = ", ".join(
        f"({told.get(name, 'NULL')})::{_TYPES[fact.meaning]} AS {name}"
        for name, fact in VOCABULARY.items()
        if name not in KEPT
    )
    kept = ", ".join(f"p.{name}" for name in KEPT)
    ctes = f"""{_past(contacts)}, {_counted()}, {_third()}, dated AS (
    SELECT t.*, t."at" AS done_at, c.* EXCLUDE (s), {_day("c.s")} AS day,
        (c.s - c.s % {DAY_SECONDS} - {OFFSET})::BIGINT AS day_start,
        (c.s % {DAY_SECONDS} // 60)::INTEGER AS local_minute
    FROM {contacts} t JOIN counted c ON c.row_no = t.rowid
)"""
    if not book:
        return f"WITH {ctes} SELECT {kept}, {facts} FROM dated p LEFT JOIN third q USING (row_no)"
    only = """SELECT borrower_id, CASE WHEN count(*) = 1 THEN any_value(loan_id) END AS loan_id,
        CASE WHEN count(DISTINCT product) = 1 THEN any_value(product) END AS product FROM loans GROUP BY borrower_id"""
    return f"""WITH {ctes}, held AS MATERIALIZED (
    SELECT c.*, l.loan_id, l.product FROM dated c LEFT JOIN ({only}) l ON l.borrower_id = c.borrower_id
), {standing_ctes(DONE, "held")}, timed AS (
    SELECT contact_id, {window_columns("p.local_minute")} FROM windows w JOIN held p USING (contact_id)
    GROUP BY contact_id
)
SELECT {kept}, {facts} FROM held p
    LEFT JOIN third q USING (row_no) LEFT JOIN addresses a ON a.address_id = p.address_id
    LEFT JOIN standing s ON s.contact_id = p.contact_id LEFT JOIN timed t ON t.contact_id = p.contact_id"""


def told_facts(*, book: bool) -> list[str]:
    """The facts that contacts, or they and a book, can tell; the others are never known."""
    return [name for name in VOCABULARY if name in KEPT or _facts(book).get(name, "NULL") != "NULL"]


def _past(contacts: str) -> str:
    """What counting reads of each contact, as numbers."""
    return f"""who AS (
    SELECT borrower_id, row_number() OVER ()::INTEGER AS who FROM (SELECT DISTINCT borrower_id FROM {contacts})
), addressed AS (
    SELECT address_id, row_number() OVER ()::INTEGER AS address
    FROM (SELECT DISTINCT address_id FROM {contacts} WHERE address_id IS NOT NULL)
), past AS MATERIALIZED (
    SELECT row_no, who, address, contact_id, done, s, (done + 59999999) // 60000000 AS past_minute,
        (s // {DAY_SECONDS})::INTEGER AS day_no, own, call, answered,
        {_packed(_WEEK, _BITS)} AS weekly, {_packed(_TODAY, _DAY_BITS)} AS daily
    FROM (SELECT t.rowid AS row_no, who, address, contact_id, epoch_us("at") AS done, done // 1000000 + {OFFSET} AS s,
        party_role = 'borrower' AS own, direction = 'outbound' AS ours, ours AND channel IN {words(CALLS)} AS call,
        call AND outcome NOT IN {words(UNANSWERED)} AS answered, ours AND outcome <> 'failed' AS sent,
        coalesce(mode = 'informational', false) AS notice, channel, outcome
        FROM {contacts} t JOIN who USING (borrower_id) LEFT JOIN addressed USING (address_id))
)"""


def _counted() -> str:
    """The counts of one side of a borrower share one order: what was before, less what was before the day or week."""
    side = "PARTITION BY who, own ORDER BY day_no"

    def since(all_before: str, before_then: str) -> str:
        return f"(coalesce({all_before}, 0) - coalesce({before_then}, 0))::BIGINT"

    return f"""summed AS (
    SELECT row_no, s, own, sum(weekly) OVER ever AS weekly, sum(weekly) OVER days AS weekly_by_day,
        sum(weekly) OVER weeks AS weekly_by_week, sum(daily) OVER ever AS daily, sum(daily) OVER days AS daily_by_day,
        last_value(CASE WHEN answered THEN past_minute END IGNORE NULLS) OVER ever AS last_answered,
        last_value(CASE WHEN call THEN past_minute END IGNORE NULLS) OVER ever AS last_attempt,
        (count(*) FILTER (call) OVER number)::INTEGER AS tries
    FROM past WINDOW
        ever AS ({side}, done, contact_id {_BEFORE}),
        days AS ({side} RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
        weeks AS ({side} RANGE BETWEEN UNBOUNDED PRECEDING AND {WEEK_DAYS} PRECEDING),
        number AS (PARTITION BY who, address, day_no ORDER BY done, contact_id {_BEFORE})
), counted AS (
    SELECT row_no, s, own, {since("weekly", "weekly_by_day")} AS weekly_today,
        {since("daily", "daily_by_day")} AS daily_today, {since("weekly", "weekly_by_week")} AS in_week,
        last_answered, last_attempt, tries
    FROM summed
)"""


def _third() -> str:
    """How often a third person answered before, on the number used or on one that is not known."""
    before = f"ORDER BY done, contact_id {_BEFORE}"
    week = f"ORDER BY day_no RANGE BETWEEN {WEEK_DAYS - 1} PRECEDING AND 1 PRECEDING"
    here, anywhere = "PARTITION BY who, address", "PARTITION BY who"
    unknown = "count(*) FILTER (answered AND address IS NULL)"
    known = "count(*) FILTER (answered AND address IS NOT NULL)"
    return f"""third AS (
    SELECT row_no, ({known} OVER ({here} {before}) + {unknown} OVER ({anywhere} {before}))::INTEGER AS ever,
        ({known} OVER ({here} {week}) + {unknown} OVER ({anywhere} {week})
            + {known} OVER (PARTITION BY who, address, day_no {before})
            + {unknown} OVER (PARTITION BY who, day_no {before}))::INTEGER AS third_in_week
    FROM past WHERE NOT own
)"""


def judged_query(bound: Gate, facts: str, day: date, until: date | None, law_of: date | None = None) -> str:
    """Build KEPT and the words of bits of contacts from `day` to before `until`, by the law of `law_of` or `day`."""
    within = f"day >= {day_literal(day)}" + (f" AND day < {day_literal(until)}" if until else "")
    return masks_query(bound, f"(SELECT * FROM {facts} WHERE {within})", KEPT, law_of or day)


def epochs(bound: Gate, first: date, last: date) -> list[tuple[date, date | None]]:
    """The stretches of days between two, inclusive, in each of which one law stands."""
    dated = limits_of(*(each.condition for each in bound.rules))
    changes = sorted({day for limit in dated for day, _ in limit.values if first < day <= last})
    starts = [first, *changes]
    return list(zip(starts, [*changes, None], strict=True))


def spoken(bound: Gate) -> str:
    """Where any rule objects or cannot know."""
    return " OR ".join(f"{word} <> 0" for word in words_of(bound))


def findings_of(bound: Gate, masks: Sequence[int], *, unknown: bool) -> list[str]:
    """The ids of the rules that object, or cannot know, in some words of bits."""
    found = []
    for no, each in enumerate(bound.rules):
        word, place = divmod(no, WORD_RULES)
        if masks[word] >> (2 * place + (1 if unknown else 0)) & 1:
            found.append(each.id)
    return found


def _facts(book: bool) -> Mapping[str, str]:
    """Where each fact comes from. What a book says only of today is not said of the past."""
    today = {name: _unpacked("weekly_today", at, _BITS) for at, name in enumerate(_WEEK)}
    today |= {name: _unpacked("daily_today", at, _DAY_BITS) for at, name in enumerate(_TODAY)}
    week = {name: _unpacked("in_week", at, _BITS) for at, name in enumerate(_WEEK)}
    known = {
        "notices_answered_today": today["notices"],
        "conversations_today": today["conversations"],
        "answered_today": today["answered"],
        "answered_in_week": week["answered"],
        "texts_today": today["texts"],
        "texts_in_week": week["texts"],
        "pushes_today": today["pushes"],
        "messages_today": today["messages"],
        "direction": "p.direction",
        "mode": f"CASE WHEN p.channel IN {words(CALLS)} THEN coalesce(p.mode, 'interactive') END",
        "overdue": "CASE WHEN p.purpose = 'collect' THEN true END",
        "counted_together": "true",
        "attempts_on_number": f"CASE WHEN p.address_id IS NULL THEN 0 ELSE p.tries END + {today['tries_on_any']}",
        "last_answered_minute": _since("p.last_answered"),
        "last_attempt_minute": _since("p.last_attempt"),
        "person_answered_in_week": "CASE WHEN p.own THEN 0 ELSE coalesce(q.third_in_week, 0) END",
        "person_answered_ever": "CASE WHEN p.own THEN 0 ELSE coalesce(q.ever, 0) END",
    }
    if not book:
        return known
    windows = ("agreed_hours", "spoiled_consent", "in_quiet_hours", "outside_window")
    return known | standing_facts() | {name: f"coalesce(t.{name}, false)" for name in windows} | {
        "house_hold_days": "NULL",
        "product": "p.product",
        "address_on_file": "a.address_id IS NOT NULL",
        "address_kind": "a.kind",
        "address_owner": "a.owner_role",
        "address_source": "a.source",
        "owner_refused": "CASE WHEN a.address_id IS NOT NULL THEN coalesce(a.refused_at <= p.done_at, false) END",
    }  # fmt: skip


def _packed(counts: Mapping[str, str], bits: int) -> str:
    """Whether a contact is one of each kind, side by side in one number, so that a sum counts them all."""
    return " + ".join(f"(ours AND {where})::BIGINT * {1 << bits * at}" for at, where in enumerate(counts.values()))


def _unpacked(number: str, at: int, bits: int) -> str:
    return f"((p.{number} >> {bits * at}) & {(1 << bits) - 1})::INTEGER"


def _since(minutes: str) -> str:
    """A minute of the epoch as one from the start of the contact's day, not before LONG_AGO."""
    minute = f"({minutes} - (p.day_start // 60))::INTEGER"
    return f"greatest(coalesce({minute}, {LONG_AGO}), {LONG_AGO})"


def _day(seconds: str) -> str:
    return f"(DATE '1970-01-01' + ({seconds} // {DAY_SECONDS})::INTEGER)"
