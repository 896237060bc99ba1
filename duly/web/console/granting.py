"""What an approval asks for, as pairs in words: amounts as money, names with links to their pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.urls import reverse

from duly.core.day import CONTACT_ZONE
from duly.core.sums import money
from duly.desk import granting
from duly.desk.reach import visible
from duly.nightly.words import Two
from duly.rules import visit
from duly.rules.rights import Act, may
from duly.store.models import Approval, Borrower, Case, Loan, User
from duly.web.console import words
from duly.web.masks import masks

SHOWN_MOST = 12  # of a long list, before it is folded
HIDDEN = ("currency", "visit")  # what serves the others and says nothing by itself
YES, NO = Two("是", "yes"), Two("否", "no")
NOBODY_KNOWS = Two("不知是否承受得起", "not known to be affordable")
FITS = {True: Two("承受得起", "can be afforded"), False: Two("承受不起", "cannot be afforded"), None: NOBODY_KNOWS}
CHIPS = {True: "chip", False: "chip stop", None: "chip warm"}
DO = {
    "publish": Two("登入名单并公示", "put on the list, in public"),
    "unpublish": Two("从名单撤下", "taken off the list"),
}


class Said(NamedTuple):
    """One thing that is said, where it is found, and how it is marked."""

    text: Two
    href: str = ""
    mark: str = ""


class Pair(NamedTuple):
    """What it is and what is said of it; of a long list the rest is folded."""

    name: Two
    said: list[Said]
    rest: list[Said]


class Seen(NamedTuple):
    """Whom a person may see: the case of each borrower, and the masked names."""

    by: User
    cases: Mapping[UUID, UUID]
    names: Mapping[UUID, Any]
    refs: Mapping[UUID, str]


def pairs_of(approvals: Iterable[Approval], by: User) -> dict[UUID, list[Pair]]:
    """Of each approval, everything it asks for."""
    told = {one.id: (one, granting.told(one)) for one in approvals}
    seen = _seen(by, (pair for pair in told.values()))
    return {number: list(_pairs(one, what, seen)) for number, (one, what) in told.items()}


def _seen(by: User, told: Iterable[tuple[Approval, Mapping[str, Any]]]) -> Seen:
    about: set[UUID] = set()
    loans: list[str] = []
    for one, what in told:
        about |= {one.borrower_id} if one.borrower_id else set()
        loans += [row["id"] for row in what.get("loans", []) if isinstance(row, dict)]
    about |= set(Loan.objects.filter(id__in=loans).values_list("borrower_id", flat=True))
    people = list(Borrower.objects.filter(id__in=visible(by).filter(id__in=about).values("id")))
    latest = Case.objects.filter(borrower__in=people).order_by("opened_on")
    cases = dict(latest.values_list("borrower_id", "id"))
    of_loans = dict(Loan.objects.filter(id__in=loans).values_list("id", "borrower_id"))
    for loan, borrower in of_loans.items():
        if borrower in cases:
            cases[loan] = cases[borrower]
    return Seen(by, cases, masks(people), {one.id: one.ref for one in people})


def _pairs(asked: Approval, what: Mapping[str, Any], seen: Seen) -> Iterable[Pair]:
    borrower = asked.borrower_id
    if borrower is not None and borrower in seen.refs:
        case = seen.cases.get(borrower)
        text = f"{seen.names[borrower].text} · {seen.refs[borrower]}"
        yield _pair("borrower", [Said(_same(text), reverse("case", args=[case]) if case else "")])
    for name, value in what.items():
        if name in HIDDEN or (value in (None, "", []) and name not in SAYING_NOTHING):
            continue
        said = _said(name, value, what, seen)
        if said:
            yield _pair(name, said)


def _pair(name: str, said: list[Said]) -> Pair:
    named = words.GRANTING.get(name) or Two(*[name.replace("_", " ")] * 2)
    return Pair(named, said[:SHOWN_MOST], said[SHOWN_MOST:])


def _said(name: str, value: Any, what: Mapping[str, Any], seen: Seen) -> list[Said]:
    if tells := SAYS.get(name):
        return tells(value, what, seen)
    if name.endswith("_minor"):
        return [Said(_same(money(value, what.get("currency", ""))))]
    if name.endswith("_at"):
        return [Said(_same(datetime.fromisoformat(value).astimezone(CONTACT_ZONE).strftime("%Y-%m-%d %H:%M")))]
    if isinstance(value, bool):
        return [Said(YES if value else NO)]
    return [Said(_same(str(one))) for one in (value if isinstance(value, list) else [value])]


def _same(text: str) -> Two:
    return Two(text, text)


def _word(kind: Mapping[str, Any]) -> Callable[..., list[Said]]:
    """What a code, or each of several, is called."""

    def tells(value: Any, _what: Any, _seen: Any) -> list[Said]:
        found = [kind.get(one) for one in (value if isinstance(value, list) else [value])]
        return [Said(Two(one.zh, one.en)) for one in found if one is not None]

    return tells


def _fits(value: Any, _what: Any, _seen: Any) -> list[Said]:
    return [Said(FITS[value], mark=CHIPS[value])]


def _knowingly(value: Any, _what: Any, _seen: Any) -> list[Said]:
    return [Said(YES, mark="chip stop")] if value else []


def _proof(value: Any, _what: Any, _seen: Any) -> list[Said]:
    """The number of the evidence; that there is none is said too."""
    return [Said(_same(value)) if value else Said(Two("没有", "none"), mark="chip warm")]


def _first(value: Any, _what: Any, _seen: Any) -> list[Said]:
    return [Said(Two(value["zh"], value["en"]))]


def _items(value: Any, what: Mapping[str, Any], _seen: Any) -> list[Said]:
    said = []
    for one in value:
        part, amount = words.PARTS[one["part"]], money(one["amount_minor"], what.get("currency", ""))
        number = one["instalment"]
        said.append(Said(Two(f"第 {number} 期{part.zh} {amount}", f"instalment {number}, {part.en}: {amount}")))
    return said


def _agency(value: Any, _what: Any, seen: Seen) -> list[Said]:
    opens = may(seen.by.role, Act.AGENCIES) or may(seen.by.role, Act.PLACE)
    return [Said(_same(value["name"]), reverse("agency", args=[value["id"]]) if opens else "")]


def _totals(value: Any, _what: Any, _seen: Any) -> list[Said]:
    return [Said(_same(money(one["overdue_minor"], one["currency"]))) for one in value]


def _loans(value: Any, _what: Any, seen: Seen) -> list[Said]:
    said = []
    for one in value:
        case = seen.cases.get(UUID(one["id"]))
        text = f"{one['loan']} · {money(one['overdue_minor'], one['currency'])}"
        said.append(Said(_same(text), reverse("case", args=[case]) if case else ""))
    return said


def _number(value: Any, what: Mapping[str, Any], seen: Seen) -> list[Said]:
    opens = "visit" in what and may(seen.by.role, Act.VISIT)
    return [Said(_same(value), reverse("visit", args=[what["visit"]]) if opens else "")]


def _switched(_value: Any, _what: Any, _seen: Any) -> list[Said]:
    return [Said(Two("开通：此后可以逐单申请外访", "switched on: from then on visits can be ordered, one by one"))]


def _violations(value: Any, _what: Any, _seen: Any) -> list[Said]:
    return [
        Said({True: Two("有", "there is one"), False: Two("没有", "none"), None: Two("不知道", "not known")}[value])
    ]


SAYING_NOTHING = ("fits", "hardship_evidence_id", "violation_record")  # whose silence is worth a line
SAYS: dict[str, Callable[..., list[Said]]] = {
    "fits": _fits, "unaffordable_knowingly": _knowingly, "hardship_evidence_id": _proof, "said_first": _first,
    "items": _items, "agency": _agency, "totals": _totals, "loans": _loans, "number": _number, "visits": _switched,
    "violation_record": _violations, "ground": _word(words.GROUNDS), "purpose": _word(visit.PURPOSES),
    "place": _word(visit.PLACES), "risks": _word(visit.RISKS), "address": _word(words.KINDS), "do": _word(DO),
    "erased": _word(words.WORDS["erasable"]),
}  # fmt: skip
