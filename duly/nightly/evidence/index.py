"""The index of a pack: what is in it, what happened in order, what was refused and why, and how to verify it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from duly.core.day import CONTACT_ZONE
from duly.desk.evidence import Matter, when
from duly.desk.timeline import INVENTED_SAID, known_from
from duly.law import CERTAINTIES, FORCES, Law
from duly.nightly import words
from duly.nightly.evidence.words import CODES, TABLES, WORDS
from duly.nightly.report import page_of
from duly.nightly.sides import sides
from duly.nightly.statement.paper import set_in_type
from duly.nightly.statement.view import speak
from duly.nightly.words import Two
from duly.rules.account.statement_words import money
from duly.rules.compliance.wire.answer import public_id

Row = Mapping[str, Any]
NO_EVENT = (
    "address",
    "loan",
    "party",
    "slot",
    "user",
    "certificate",
    "exam",
    "answer",
    "mandate",
    "lender",
    "agency",
    "team",
    "planned",
    "assigned",
)
TOLD = (
    "code",
    "channel",
    "purpose",
    "direction",
    "kind",
    "topic",
    "scope",
    "ground",
    "reason",
    "event",
    "outcome",
)  # codes of a row, as they come
WHO = ("by_id", "asked_by_id", "requested_by_id", "proposed_by_id")
CARRIED = "carry"  # of an attempt: that it left stands in the files; what came of it is what a reader looks for
SHOWN_MOST = 2000  # rows of a table on paper; the files have them all


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked for it, at what instant, what for, in which language the index speaks first, and who is meant."""

    at: datetime
    by: str | None = None
    purpose: str = ""
    lang: str = "zh"
    people: Sequence[Mapping[str, Any]] = ()  # as `desk.evidence.people` tells them


@dataclass(frozen=True, slots=True)
class Index:
    """What an index is made of: the matter, who asked and for what, the tables, decisions, record and law."""

    what: Matter
    asked: Asked
    tables: Mapping[str, list[Row]]
    judged: list[Row]
    record: Mapping[str, Any]
    law: Law
    absent: Mapping[str, str]


def page(index: Index, lang: str) -> str:
    """The index as one HTML file that asks for nothing outside itself."""
    return page_of("duly.nightly.evidence", "index", it=view(index), say=WORDS, lang=lang)


def paper(index: Index, lang: str) -> bytes:
    """The index as a PDF in one language. Raises CannotPrint."""
    shown = json.dumps(speak(view(index), lang), ensure_ascii=False)
    said = {name: two[words.LANGUAGES.index(lang)] for name, two in WORDS.items()}
    return set_in_type(
        "duly.nightly.evidence",
        "index.typ",
        {"it": shown, "words": json.dumps(said | {"lang": lang}, ensure_ascii=False)},
    )


def view(index: Index) -> dict[str, Any]:
    """Everything the index shows, once, in both languages."""
    happened = sorted(_happened(index), key=lambda row: row[0])
    refused = [_refused(one) for one in index.judged if one["expires_at"] is None]
    return {
        "title": WORDS["title"],
        "headline": Two(*(f"{of} {_called(index.what)}" for of in WORDS[index.what.about])),
        "facts": [list(fact) for fact in _facts(index)],
        "files": [[f"tables/{name}.json", _named(name), str(len(rows))] for name, rows in
                  sorted(index.tables.items()) if rows]
        + [["clearances/", Two("放行与拒绝", "clearances and refusals"), str(len(index.judged))],
           ["record.json", Two("记录链与封存", "chain of the record, and seals"), str(len(index.record["entries"]))]],
        "people": [
            [words.both(TABLES, one["subject"]), words.both(CODES, one["field"]), one["shown"], one["why"]]
            for one in index.asked.people
        ],
        "masked": WORDS["clear" if any(one["clear"] for one in index.asked.people) else "masked"],
        "happened": [[_local(at), *rest] for at, *rest in happened[-SHOWN_MOST:]],
        "refused": refused[-SHOWN_MOST:],
        "rules": list(_rules(index)),
    }  # fmt: skip


def _called(what: Matter) -> str:
    """A borrower goes by the reference of the lender's book, a case and a complaint by what they were asked for by."""
    return what.borrower.ref if what.about == "borrower" and what.borrower.ref else what.named


def _facts(index: Index) -> Iterator[tuple[Two, Any]]:
    borrower, entries, seals = index.what.borrower, index.record["entries"], index.record["seals"]
    yield WORDS["borrower"], f"{borrower.ref} · {borrower.id}"
    yield WORDS["made"], _local(index.asked.at.isoformat())
    if index.asked.by:
        yield WORDS["by"], index.asked.by
    if index.asked.purpose:
        yield WORDS["purpose"], index.asked.purpose
    yield WORDS["law"], f"cn {index.law.version}"
    proven = [one["day"] for one in seals if "proof" in one]
    yield (
        WORDS["record"],
        Two(
            f"{len(entries)} 条；封存 {len(seals)} 天，其中 {len(proven)} 天附证明",
            f"{len(entries)} entries; {len(seals)} days sealed, {len(proven)} of them with a proof",
        ),
    )
    for name, why in sorted(index.absent.items()):
        yield WORDS["absent"], Two(*(f"{of}: {why}" for of in WORDS[name]))
    if max(len(index.judged), *map(len, index.tables.values())) > SHOWN_MOST:
        yield WORDS["happened"], WORDS["most"]


def _named(table: str) -> Two:
    """What a table is called; that of moves after what it moves."""
    if not table.endswith("move"):
        return words.both(TABLES, table)
    zh, en = words.both(TABLES, table.removesuffix("move"))
    return Two(f"{zh}的经过", f"moves of the {en}")


def _happened(index: Index) -> Iterator[list[Any]]:
    """Every dated row of every table: instant, what, how, by whom."""
    people = {one["id"]: one["username"] for one in index.tables.get("user", ())}
    for name, rows in index.tables.items():
        noun = name.removesuffix("move") if name.endswith("move") else name
        if noun in NO_EVENT:
            continue
        for row in rows:
            if when(row) and row.get("event") != CARRIED:
                who = next((row[name] for name in WHO if row.get(name)), None)
                yield [when(row), words.both(TABLES, noun), _how(row), people.get(who, "")]


def _how(row: Row) -> Two:
    """What a row says, in words as far as there are any."""
    said = row | row.get("said", {}) if isinstance(row.get("said"), dict) else row
    codes = [words.both(CODES, str(said[name])) for name in TOLD if isinstance(said.get(name), str) and said[name]]
    plain = [
        f"{money(row['amount_minor'])} {row.get('currency', '')}".strip() if row.get("amount_minor") else "",
        f"→ {row['due_on']}" if row.get("due_on") else "",
        str(row.get("text", "")),
    ]
    because = str(row.get("because") or (INVENTED_SAID if known_from(row.get("ref")) == INVENTED_SAID else ""))
    told = [*codes, *((one, one) for one in plain if one), *([sides(because)] if because else [])]
    return Two("，".join(zh for zh, _ in told), ", ".join(en for _, en in told))


def _refused(one: Row) -> list[Any]:
    answer = one["answer"]
    how = [words.both(CODES, one[name]) for name in ("channel", "purpose", "verdict")]
    again = answer["next_allowed"]
    return [
        _local(one["judged_at"]),
        Two("，".join(zh for zh, _ in how), ", ".join(en for _, en in how)),
        answer["explanation"],
        _local(again) if again else "—",
    ]


def _rules(index: Index) -> Iterator[list[Any]]:
    """Every rule that a decision names, with its source; those of another version that are gone show their id."""
    named = {rule["id"]: rule for one in index.judged for rule in one["answer"]["rules"]}
    known = {public_id(limit.id): limit for limit in index.law}
    for name, rule in sorted(named.items()):
        limit = known.get(name)
        if limit is None:
            yield [name, "", f"{rule['source']}, {rule['clause']}", "", ""]
        else:
            force, certainty = Two(*FORCES[limit.force]), Two(*CERTAINTIES[limit.certainty])
            yield [name, Two(limit.zh, limit.en), Two(*limit.citation_sides), force, certainty]


def _local(at: str) -> str:
    """An instant on the law's clock, to the second; a day as it is."""
    if len(at) == len("2026-11-25"):
        return at
    return datetime.fromisoformat(at).astimezone(CONTACT_ZONE).strftime("%Y-%m-%d %H:%M:%S")
