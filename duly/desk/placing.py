"""Place loans with an agency, tell the borrowers, and take back; what is taken back leaves the agency in that instant.

Two persons place: one asks with the list of loans, another grants. The judge is asked when it is done, and the answer
kept with each placement. The borrower is told before the agency's first contact: without proof of the notice the judge
refuses it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction

from duly.core.day import day_of
from duly.desk import agencies, approving, mandates, record
from duly.desk import asked as questions
from duly.desk.reach import NotFound
from duly.desk.saying import reason
from duly.rules.account.asked import Refused
from duly.rules.compliance.wire import answer
from duly.rules.machines.placement import Event, State
from duly.rules.rights import Act, may
from duly.rules.templates import library
from duly.rules.templates.faults import TemplateRefused
from duly.rules.templates.render import render
from duly.store.models import Agency, Approval, Borrower, Loan, Notice, Placement, Planned, User
from duly.store.models.clearance import ALLOWING
from duly.store.models.record import HOUSE
from duly.store.moving import move

AT_ONCE = 500  # loans in one list
NOBODY = "某某"  # stands in the words that are hashed: whose name is sent stands in the vault alone
KIND = "bulk_placement"


class NotPermitted(ValueError):
    """The judge does not permit it; `told` is its answer, whole."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        super().__init__("; ".join(told["explanation"]))
        self.told = told

    @property
    def retry_at(self) -> datetime | None:
        """The first instant at which time alone would permit it."""
        at = self.told["next_allowed"]
        return at and datetime.fromisoformat(at)


@dataclass(frozen=True, slots=True)
class Left:
    """A loan of a list that is not placed, and why."""

    ref: str
    why: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: the approval that waits for a second person, and what of the list was left out."""

    approval: Approval
    count: int
    left: tuple[Left, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """What was placed, and what not any more."""

    placements: tuple[Placement, ...]
    left: tuple[Left, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """What the notice says beyond the file: where the public list stands, and what products are called."""

    list_url: str
    domain: str
    products: Mapping[str, str]
    words_on: date  # the day whose approved words are used


def ask(agency_id: str, refs: Sequence[str], because: str, *, at: datetime, by: User) -> Wanted:
    """Ask that loans, named by their references, be placed. Raises NotFound, Refused."""
    agency = agencies.one(by, agency_id)
    refs = list(dict.fromkeys(ref.strip() for ref in refs if ref.strip()))
    if not 1 <= len(refs) <= AT_ONCE:
        raise Refused("loans", len(refs), f"一次 1 到 {AT_ONCE} 笔 1 to {AT_ONCE} loans at a time", f"1–{AT_ONCE}")
    found = {loan.ref: loan for loan in Loan.objects.filter(ref__in=refs, creditor=agency.lender_id)}
    why = {ref: _why_not(found.get(ref), day_of(at)) for ref in refs}
    free = sorted(found[ref].id.hex for ref in refs if not why[ref])
    if not free:
        raise Refused("loans", len(refs), f"没有可以委托的 none can be placed: {why[refs[0]]}", "")
    told = sha256("|".join(free).encode()).hexdigest()
    approval = approving.ask(
        kind=KIND, subject=f"{agency.id[:60]} {told[:32]}", because=because, at=at, by=by,
        what={"agency": agency.id, "loans": free, "sha256": told},
    )  # fmt: skip
    return Wanted(approval, len(free), tuple(Left(ref, why[ref]) for ref in refs if why[ref]))


def _why_not(loan: Loan | None, day: date) -> str:
    if loan is None:
        return "没有这笔借据 there is no such loan"
    if loan.state != "open":
        return "已结清或核销 settled or written off"
    if loan.placed_with_id is not None:
        return "已在机构 with an agency already"
    if Placement.objects.filter(loan=loan, placed_on=day).exists():
        return "今天已委托过，一天只有一个机构 placed once today; one owner a day"
    return ""


def carry_out(approval_id: UUID, telling: Telling, *, at: datetime, by: User) -> Placed:
    """Place what a second person has granted, as far as it still can be.

    Raises NotFound; Refused where nobody granted it; NotPermitted, and then nothing is placed.
    """
    held = Approval.objects.filter(id=approval_id, kind=KIND, lender_id=by.lender_id).first()
    if held is None or not may(by.role, Act.PLACE):
        raise NotFound(f"{approval_id}")
    with transaction.atomic():
        loans = list(Loan.objects.filter(id__in=held.what["loans"]).order_by("borrower_id", "id"))
        _lock(loan.borrower_id for loan in loans)  # borrowers before the house, as everywhere
        with approving.locked(None):
            agency = agencies.one(by, held.what["agency"])
            question = agencies.asked(agency, "assign_to_agency", at, len(loans))
            told = answer(question)
            if told["verdict"] not in ALLOWING:
                raise NotPermitted(told)
            used = approving.use(kind=KIND, subject=held.subject, at=at, by=by)
            judged = {"answer": told, "verdict": told["verdict"], "facts_sha256": _fingerprint(question)}
            tried = [_place(loan, agency, used, judged, telling, at=at, by=by) for loan in loans]
    return Placed(
        tuple(one for one in tried if isinstance(one, Placement)), tuple(one for one in tried if isinstance(one, Left))
    )


def _lock(borrowers: Iterable[UUID]) -> None:
    list(Borrower.objects.select_for_update().filter(id__in=set(borrowers)).order_by("id"))


def _fingerprint(question: dict[str, Any]) -> str:
    return questions.fingerprint(questions.written(question))


def _place(
    loan: Loan, agency: Agency, used: Approval, judged: Mapping[str, Any], telling: Telling, *, at: datetime, by: User
) -> Placement | Left:
    loan.refresh_from_db()
    if why := _why_not(loan, day_of(at)):
        return Left(loan.ref or str(loan.id), why)
    try:
        words = notice_words(loan, agency, telling)
    except TemplateRefused as refused:
        return Left(loan.ref or str(loan.id), str(refused))
    made = Placement.objects.create(
        borrower_id=loan.borrower_id, loan=loan, agency=agency, approval=used, placed_on=day_of(at), placed_by=by,
        placed_at=at, state=State.PLACED, notice_sha256=sha256(words.encode()).hexdigest(), **judged,
    )  # fmt: skip
    taken = Planned.objects.filter(loan=loan, day=day_of(at), done_at=None)
    taken.update(taken_by=None, taken_at=None)  # nobody of the house works it now
    said = {"placement": str(made.id), "loan": str(loan.id), "agency": agency.id, "facts": made.facts_sha256}
    record.write(str(loan.borrower_id), "change", said, at=at, by=by)
    return made


def notice_words(loan: Loan, agency: Agency, telling: Telling) -> str:
    """What the borrower is told, with nobody's name in it. Raises TemplateRefused."""
    contract, lender = agency.contract or {}, agency.lender
    values = {
        "lender": lender.name, "borrower": NOBODY, "agency": agency.name, "agency_phone": agency.phone,
        "product": telling.products[loan.product], "contract_end": loan.contract_end, "list_url": telling.list_url,
        "hotline": lender.hotline, "complaint_line": lender.complaint_line,
        **{name: date.fromisoformat(contract[day]) for name, day in (("mandate_from", "from"), ("mandate_to", "until"))
           if contract.get(day)},
    }  # fmt: skip
    given = {name: value for name, value in values.items() if value != ""}
    return render(library.load()["outsourcing_notice.zh"], given, on=telling.words_on, domains=(telling.domain,))


def waiting_for_notice(agency: Agency) -> list[Placement]:
    """What is placed and of which no notice is proved since; the agency may not contact these borrowers yet."""
    placed = Placement.objects.filter(agency=agency, state=State.PLACED).select_related("loan", "borrower")
    told = set()
    for notice in Notice.objects.filter(agency=agency, kind="outsourcing").exclude(proof_id=None):
        told |= {(loan, notice.text_sha256) for loan in notice.loans or ()}
    return [one for one in placed.order_by("placed_at", "id") if (str(one.loan_id), one.notice_sha256) not in told]


def notified(agency_id: str, proof_id: str, *, sent_at: datetime, at: datetime, by: User) -> int:
    """Write down that the notices that wait have been sent, with what proves it; how many. Raises Refused, NotFound."""
    agency = agencies.one(by, agency_id)
    proof_id = reason(proof_id, "proof_id")[:64]
    if sent_at > at:
        raise Refused("sent_at", sent_at.isoformat(), "不能晚于现在 not later than now", f"≤ {at.isoformat()}")
    waiting = [one for one in waiting_for_notice(agency) if one.placed_at <= sent_at]
    if not waiting:
        raise Refused("sent_at", sent_at.isoformat(), "此前没有待告知的委案 nothing placed before then waits", "")
    with transaction.atomic():
        _lock(one.borrower_id for one in waiting)
        for one in waiting:
            Notice.objects.create(
                borrower_id=one.borrower_id, kind="outsourcing", agency=agency, loans=[str(one.loan_id)],
                sent_at=sent_at, proof_id=proof_id, text_sha256=one.notice_sha256,
            )  # fmt: skip
            said = {"notice": "outsourcing", "placement": str(one.id), "proof": proof_id, "text": one.notice_sha256}
            record.write(str(one.borrower_id), "change", said, at=at, by=by)
    return len(waiting)


def recall(placement_id: UUID, because: str, *, at: datetime, by: User) -> Placement:
    """Take a loan back. Raises NotFound, Refused, NoSuchMove."""
    if not may(by.role, Act.PLACE):
        raise NotFound(f"{placement_id}")
    placed = Placement.objects.filter(id=placement_id, agency__lender=by.lender_id).select_related("agency").first()
    return _take_back(placed, placement_id, Event.RECALL, because, at=at, by=by)


def give_back(placement_id: UUID, because: str, *, at: datetime, by: User) -> Placement:
    """The agency gives a loan back; what is not with it any more it does not find. Raises NotFound, Refused."""
    if by.agency_id is None or not may(by.role, Act.ASSIGN):
        raise NotFound(f"{placement_id}")
    held = Placement.objects.filter(id=placement_id, agency=by.agency_id, state=State.PLACED)
    return _take_back(held.select_related("agency").first(), placement_id, Event.RETURN, because, at=at, by=by)


def _take_back(
    placed: Placement | None, placement_id: UUID, event: Event, because: str, *, at: datetime, by: User
) -> Placement:
    if placed is None:
        raise NotFound(f"{placement_id}")
    because = reason(because)
    with transaction.atomic():
        _lock([placed.borrower_id])
        placed.refresh_from_db()
        _move(placed, event, because, at=at, by=by)
        _close_if_empty(placed.agency, at=at, by=by)
    return placed


def _move(placed: Placement, event: Event, because: str, *, at: datetime, by: User) -> None:
    """The record first: for whoever gives it back the borrower is out of sight once it is moved."""
    said = {"placement": str(placed.id), "agency": placed.agency_id, "event": str(event), "because": because}
    record.write(str(placed.borrower_id), "change", said, at=at, by=by)
    move(placed, event, at=at, by=by, because=because)


def _close_if_empty(agency: Agency, *, at: datetime, by: User) -> None:
    """With nothing placed nobody there has anything to show a certificate for."""
    if not Placement.objects.filter(agency=agency, state=State.PLACED).exists():
        mandates.revoke_all(agency, "没有在委案件 nothing is placed any more", at=at, by=by)


def end(agency_id: str, because: str, *, at: datetime, by: User) -> int:
    """End the mandate of an agency: in this instant everything is taken back and every certificate revoked.

    Whoever sees a reason to stop need not wait for a second person. How many loans. Raises NotFound, Refused.
    """
    because = reason(because)
    with transaction.atomic():
        agency = agencies.one(by, agency_id)
        _lock(Loan.objects.filter(placed_with=agency).values_list("borrower_id", flat=True))
        with approving.locked(None):
            agency = agencies.one(by, agency_id)
            if agency.mandate_ended_on is not None:
                raise Refused("agency", agency.id, "委托已终止 its mandate has ended", "")
            Agency.objects.filter(id=agency.id).update(mandate_ended_on=day_of(at))
            record.write(HOUSE, "change", {"agency": agency.id, "do": "end", "because": because}, at=at, by=by)
            mandates.revoke_all(agency, because, at=at, by=by)
            return _recall_all(agency, because, at=at, by=by)


def _recall_all(agency: Agency, because: str, *, at: datetime, by: User) -> int:
    """Take everything back, with what the book had placed before the desk knew placements."""
    placed = list(Placement.objects.filter(agency=agency, state=State.PLACED))
    for one in placed:
        _move(one, Event.RECALL, because, at=at, by=by)
    of_the_book = list(Loan.objects.filter(placed_with=agency))
    for loan in of_the_book:
        said = {"loan": str(loan.id), "agency": agency.id, "event": str(Event.RECALL), "because": because}
        record.write(str(loan.borrower_id), "change", said, at=at, by=by)
        Loan.objects.filter(id=loan.id).update(placed_with=None)
    return len(placed) + len(of_the_book)
