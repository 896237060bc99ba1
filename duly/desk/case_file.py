"""Everything the desk knows about a case, read for whoever works it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from duly.desk.calling import CALLABLE, GUARDIAN
from duly.store.models import (
    Address,
    Agency,
    Attempt,
    AttemptMove,
    Borrower,
    Case,
    CaseMove,
    Complaint,
    Dispute,
    Hold,
    Loan,
    Party,
    Plan,
    Planned,
    Preference,
    Promise,
    Settlement,
    User,
    Waiver,
)


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
    cures: int

    @property
    def overdue_minor(self) -> int:
        return sum(loan.overdue_minor for loan in self.loans)

    @property
    def promises_came_to(self) -> dict[str, int]:
        return _came_to(self.promises)

    @property
    def plans_came_to(self) -> dict[str, int]:
        return _came_to(self.plans)

    @property
    def currency(self) -> str:
        return next((loan.currency for loan in self.loans), "")

    @property
    def placed_with(self) -> list[Agency]:
        """The agencies that work it, where nothing is left for the house to work."""
        worked_by = [loan.placed_with for loan in self.loans if loan.state == "open"]
        agencies = {one.id: one for one in worked_by if one is not None}
        return [] if None in worked_by else sorted(agencies.values(), key=lambda one: one.name)

    @property
    def has_guardian(self) -> bool:
        """Whether a number of the borrower's legal guardian is on file."""
        return any(one.party and one.party.role == GUARDIAN and one.kind in CALLABLE for one in self.addresses)

    def days_past_due(self, day: date) -> int | None:
        """Of the loan that is latest; None where nobody knows."""
        known = [(day - loan.late_since).days for loan in self.loans if loan.late_since and not loan.current]
        return max(known, default=0 if all(loan.current for loan in self.loans) else None)


def _came_to(nouns: Iterable[Promise | Plan]) -> dict[str, int]:
    """How many there were in each state, the commonest first."""
    return dict(Counter(one.state for one in nouns).most_common())


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
        cures=CaseMove.objects.filter(of=case, event="cure").count(),
    )


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


def hears(borrower: Borrower, user: User) -> str:
    """Whom the words are for: the role of whoever was just called, else of the one who may be; "" the borrower."""
    waiting = waiting_for_result(borrower, user)
    if waiting is not None:
        return role_of(waiting[0])
    return GUARDIAN if borrower.capacity in ("none", "limited") else ""
