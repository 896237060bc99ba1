"""Everything the desk knows about a case, read for whoever works it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from duly.desk.calling import CALLABLE, GUARDIAN
from duly.rules.results import results
from duly.store.models import (
    Address,
    Attempt,
    AttemptMove,
    Borrower,
    Case,
    Clearance,
    Complaint,
    Dispute,
    Heard,
    Hold,
    Loan,
    Note,
    Party,
    Plan,
    Planned,
    Preference,
    Promise,
    Result,
    Settlement,
    User,
    VisitMove,
    Waiver,
)

AT_ONCE = 60  # lines of a timeline
VISIT_BESIDE = ("by", "of", "notice")


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One case: who owes what, how they may be reached, what was agreed and what stands in the way."""

    case: Case
    borrower: Borrower
    planned: Planned | None
    loans: list[Loan]
    addresses: list[Address]
    parties: list[Party]
    promises: list[Promise]
    plans: list[Plan]
    given_up: list[Waiver | Settlement]
    holds: list[Hold]
    complaints: list[Complaint]
    disputes: list[Dispute]
    preferences: list[Preference]

    @property
    def overdue_minor(self) -> int:
        return sum(loan.overdue_minor for loan in self.loans)

    @property
    def currency(self) -> str:
        return next((loan.currency for loan in self.loans), "")

    @property
    def has_guardian(self) -> bool:
        """Whether a number of the borrower's legal guardian is on file."""
        return any(one.party and one.party.role == GUARDIAN and one.kind in CALLABLE for one in self.addresses)

    def days_past_due(self, day: date) -> int | None:
        """Of the loan that is latest; None where nobody knows."""
        known = [(day - loan.late_since).days for loan in self.loans if loan.late_since and not loan.current]
        return max(known, default=0 if all(loan.current for loan in self.loans) else None)


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the timeline."""

    at: datetime
    kind: str
    noun: Any
    by: User | None = None


@dataclass(frozen=True, slots=True)
class VisitStep:
    """One step of a visit: which, what happened, and what proves that the borrower was told."""

    id: UUID
    code: str
    number: str
    proof_id: str | None


def read(case: Case, day: date) -> CaseFile:
    """The file of a case as it stands, for a business day."""
    of = {"borrower": case.borrower}
    return CaseFile(
        case=case,
        borrower=case.borrower,
        planned=Planned.objects.filter(day=day, **of).select_related("taken_by", "team").first(),
        loans=list(Loan.objects.filter(**of).select_related("creditor", "placed_with").order_by("ref")),
        addresses=list(Address.objects.filter(**of).select_related("party").order_by("party_id", "kind", "ref")),
        parties=list(Party.objects.filter(**of)),
        promises=list(Promise.objects.filter(**of).select_related("loan").order_by("-due_on")),
        plans=list(Plan.objects.filter(**of).select_related("loan").order_by("-proposed_at")),
        given_up=[
            *Waiver.objects.filter(**of).order_by("-requested_at"),
            *Settlement.objects.filter(**of).order_by("-requested_at"),
        ],
        holds=list(Hold.objects.filter(**of).order_by("-from_at")),
        complaints=list(Complaint.objects.filter(**of).order_by("-received_at")),
        disputes=list(Dispute.objects.filter(**of).order_by("-raised_at")),
        preferences=list(Preference.objects.filter(**of).order_by("-said_at")),
    )


def timeline(borrower: Borrower, *, most: int = AT_ONCE) -> list[Happening]:
    """What happened, the latest first."""
    return sorted(_happenings(borrower, most), key=lambda one: one.at, reverse=True)[:most]


def _happenings(borrower: Borrower, most: int) -> Iterator[Happening]:
    of = {"borrower": borrower}
    for result in Result.objects.filter(**of).select_related("by", "attempt").order_by("-at")[:most]:
        yield Happening(result.at, "result", results()[result.code], result.by)
    for attempt in Attempt.objects.filter(**of, result=None).select_related("by").order_by("-at")[:most]:
        yield Happening(attempt.at, "attempt", attempt, attempt.by)
    refused = Clearance.objects.filter(**of, expires_at=None).select_related("asked_by").order_by("-judged_at")
    for clearance in refused[:most]:
        yield Happening(clearance.judged_at, "refused", clearance, clearance.asked_by)
    for note in Note.objects.filter(**of).select_related("by").order_by("-at")[:most]:
        yield Happening(note.at, "note", note, note.by)
    for heard in Heard.objects.filter(**of).order_by("-at")[:most]:
        yield Happening(heard.at, "heard", heard)
    for hold in Hold.objects.filter(**of).order_by("-from_at")[:most]:
        yield Happening(hold.from_at, "hold", hold)
    for move in VisitMove.objects.filter(of__borrower=borrower).select_related(*VISIT_BESIDE).order_by("-at")[:most]:
        proof = move.notice.proof_id if move.notice else None
        yield Happening(move.at, "visit", VisitStep(move.of_id, move.event, move.of.number, proof), move.by)
    for complaint in Complaint.objects.filter(**of).order_by("-received_at")[:most]:
        yield Happening(complaint.received_at, "complaint", complaint)
    for dispute in Dispute.objects.filter(**of).order_by("-raised_at")[:most]:
        yield Happening(dispute.raised_at, "dispute", dispute)


def contacts(borrower: Borrower, *, most: int = AT_ONCE) -> list[Happening]:
    """Every contact that was made or may have been made, the latest first: what the borrower may read of us."""
    made = [
        Happening(one.at, "attempt", one, one.by)
        for one in Attempt.objects.filter(borrower=borrower)
        .exclude(state="lapsed")
        .select_related("by")
        .order_by("-at")[:most]
    ]
    heard = [Happening(one.at, "heard", one) for one in Heard.objects.filter(borrower=borrower).order_by("-at")[:most]]
    return sorted([*made, *heard], key=lambda one: one.at, reverse=True)[:most]


def waiting_for_result(borrower: Borrower, user: User) -> tuple[Attempt, AttemptMove] | None:
    """The person's attempt that has no result yet, with what the carrier said; None where there is none."""
    attempt = (
        Attempt.objects.filter(borrower=borrower, by=user, result=None, state__in=("delivered", "failed", "unknown"))
        .select_related("address__party")
        .order_by("-at")
        .first()
    )
    if attempt is None:
        return None
    return attempt, AttemptMove.objects.get(of=attempt, seq=attempt.moved)


def role_of(attempt: Attempt) -> str:
    """Whom it went to: the role of another person, "" being the borrower."""
    party = attempt.address.party if attempt.address else None
    return party.role if party else ""
