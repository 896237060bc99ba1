"""References inside a question: every one points to a record that the question carries.

Evidence, recordings, templates and proofs are kept elsewhere and not looked for, nor is what may be a name as well as
an identifier: from whom a document is asked, whom a consent is about, who charges, who is paid by a scheme.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from duly.rules.compliance.wire.reading import Question, Unreadable

TABLES = (
    "lenders", "agencies", "staff", "models", "parties", "addresses", "debts", "complaints", "incidents", "notices",
)  # fmt: skip
UNIQUE = TABLES[:-1]
BUREAU = "CRA"  # a party that needs no record
IN_EVERY_PACK = {
    "person": (
        "consumer.guardian", "addresses[].owner", "preferences[].attorney", "consents[].given_by",
        "action.visit.entry_consent.given_by", "action.processing.subject", "action.rights_request.requested_by",
    ),
    "party": ("events[].party", "action.party"),
    "debt": (
        "parties[].co_signed", "parties[].guarantee.debts", "preferences[].debts", "holds[].debts",
        "complaints[].debts", "disputes[].debts", "notices[].debts", "events[].debts", "action.debts",
    ),
    "member of staff": ("staff[].leads", "complaints[].accused", "action.staff", "action.handler"),
    "model": ("action.model",),
    "complaint": ("action.complaint",),
    "incident": ("action.incident",),
    "visit notice": ("action.visit.notice_id",),
}  # fmt: skip
IN_CHINA = {
    "address": ("preferences[].address", "unreachable_proof.addresses", "events[].address", "action.address"),
    "lender": (
        "collector.lender", "agencies[].lender", "debts[].creditor", "debts[].transfer.from", "debts[].transfer.to",
        "action.content.on_behalf_of",
    ),
    "agency": ("debts[].assigned_to", "notices[].agency", "action.assignment.from"),
    "collector": ("collector.id", "staff[].employer", "events[].collector"),
}  # fmt: skip
PASSED_ON = ("assign_to_agency", "subdelegate")  # the agency that would receive cases may be none of the lender's yet


def resolve(question: Question) -> None:
    """Refuse an identifier that two records of a table share, and a reference to a record that is not there.

    Raises Unreadable.
    """
    facts = question.facts
    ids = {table: _ids(facts, table) for table in TABLES}
    people = {*ids["parties"], (facts.get("consumer") or {}).get("id")}
    collector = facts.get("collector") or {}
    platform = {collector.get("id")} if collector.get("role") == "platform" else set()
    among = {
        "person": people, "party": {*people, BUREAU}, "debt": ids["debts"], "member of staff": ids["staff"],
        "model": ids["models"], "complaint": ids["complaints"], "incident": ids["incidents"],
        "visit notice": ids["notices"], "address": ids["addresses"], "lender": ids["lenders"],
        "agency": ids["agencies"], "collector": ids["lenders"] | ids["agencies"] | platform,
    }  # fmt: skip
    references = [IN_EVERY_PACK, IN_CHINA] if question.pack == "cn" else [IN_EVERY_PACK]
    if question.pack == "cn" and question.action.get("purpose") not in PASSED_ON:
        references.append({"agency": ("action.assignment.to",)})
    for each in references:
        for what, places in each.items():
            for place in places:
                for path, named in _named(facts, place.split("."), "facts"):
                    if named not in among[what]:
                        raise Unreadable(path, f"{named!r} is no {what} of this question")


def _ids(facts: dict[str, Any], table: str) -> set[Any]:
    seen: set[Any] = set()
    for no, record in enumerate(facts.get(table) or ()):
        if table in UNIQUE and record.get("id") in seen - {None}:
            raise Unreadable(f"facts.{table}[{no}].id", f"{record['id']!r} stands twice")
        seen.add(record.get("id"))
    return seen


def _named(record: dict[str, Any], way: list[str], path: str) -> Iterator[tuple[str, Any]]:
    """The identifiers that stand at a place, each with its path; a list of them names several."""
    name, *rest = way
    value, path = record.get(name.removesuffix("[]")), f"{path}.{name.removesuffix('[]')}"
    if value is None:
        return
    if not rest:
        several = enumerate(value) if isinstance(value, list) else None
        yield from ((f"{path}[{no}]", each) for no, each in several) if several else [(path, value)]
    elif name.endswith("[]"):
        for no, each in enumerate(value):
            yield from _named(each, rest, f"{path}[{no}]")
    else:
        yield from _named(value, rest, path)
