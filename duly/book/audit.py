"""What was done, held against the law of its own day: facts of every contact at its minute, and the rules that object.

Counts look strictly backwards, in the order of instants. What the files do not tell is unknown, and a rule that could
not know says so; it never accuses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from duly.book.contract.contacts import CONTACTS
from duly.book.counted import DAY_SECONDS, FACTS, OFFSET
from duly.book.history import words
from duly.book.masks import WORD_RULES, masks_query, words_of
from duly.book.sql import day_literal, text_literal
from duly.book.standing import DONE, standing_ctes, standing_facts, window_columns
from duly.core.table import Kind
from duly.core.terms import Meaning, limits_of
from duly.rules.compliance import Gate
from duly.rules.compliance.cn.facts import CALLS, VOCABULARY

FIRST_DAY = date(1991, 9, 15)
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


def facts_query(contacts: str, counts: str, *, book: bool) -> str:
    """Build the facts of every contact of a table, with the columns KEPT; `book`: the tables of one are at hand.

    `counts` is what `count_back` says of the same table, row by row in its order, so nothing is looked up.
    """
    told = _facts(book)
    facts = ", ".join(
        f"({told.get(name, 'NULL')})::{_TYPES[fact.meaning]} AS {name}"
        for name, fact in VOCABULARY.items()
        if name not in KEPT
    )
    kept = ", ".join(f"p.{name}" for name in KEPT)
    ctes = f"""dated AS (
    SELECT *, "at" AS done_at, (DATE '1970-01-01' + (s // {DAY_SECONDS})::INTEGER) AS day,
        (s - s % {DAY_SECONDS} - {OFFSET})::BIGINT AS day_start, (s % {DAY_SECONDS} // 60)::INTEGER AS local_minute
    FROM (SELECT *, epoch_us("at") // 1000000 + {OFFSET} AS s FROM {contacts} POSITIONAL JOIN {counts})
)"""
    if not book:
        return f"WITH {ctes} SELECT {kept}, {facts} FROM dated p"
    only = """SELECT borrower_id, CASE WHEN count(*) = 1 THEN any_value(loan_id) END AS loan_id,
        CASE WHEN count(DISTINCT product) = 1 THEN any_value(product) END AS product FROM loans GROUP BY borrower_id"""
    return f"""WITH {ctes}, held AS MATERIALIZED (
    SELECT c.*, l.loan_id, l.product FROM dated c LEFT JOIN ({only}) l ON l.borrower_id = c.borrower_id
), {standing_ctes(DONE, "held")}, timed AS (
    SELECT contact_id, {window_columns("p.local_minute")} FROM windows w JOIN held p USING (contact_id)
    GROUP BY contact_id
)
SELECT {kept}, {facts} FROM held p
    LEFT JOIN addresses a ON a.address_id = p.address_id
    LEFT JOIN standing s ON s.contact_id = p.contact_id LEFT JOIN timed t ON t.contact_id = p.contact_id"""


def told_facts(*, book: bool) -> list[str]:
    """The facts that contacts, or they and a book, can tell; the others are never known."""
    return [name for name in VOCABULARY if name in KEPT or _facts(book).get(name, "NULL") != "NULL"]


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
    known = {name: f"p.{name}" for name in FACTS} | {
        "direction": "p.direction",
        "mode": f"CASE WHEN p.channel IN {words(CALLS)} THEN coalesce(p.mode, 'interactive') END",
        "overdue": "CASE WHEN p.purpose = 'collect' THEN true END",
        "counted_together": "true",
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
