"""Whose matters a person may see. What lies outside is answered like what does not exist."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from duly.desk import record
from duly.rules.machines.visit import OUT
from duly.rules.rights import Act, Reach, may, reach
from duly.store.models import Assigned, Borrower, Case, Loan, User, Visit

Row = TypeVar("Row", bound=Model)


class NotFound(LookupError):
    """There is no such thing, or it is none of yours; which of the two is not said."""


def visible(user: User) -> QuerySet[Borrower]:
    """The borrowers that a person may see; none for a role that sees no cases, or who is suspended."""
    return within(user, Borrower.objects.all(), "pk")


def contactable(user: User) -> QuerySet[Borrower]:
    """Of these, those with whom there is something to settle: nobody is contacted whose cases have all been closed."""
    cases = Case.objects.filter(borrower=OuterRef("pk"))
    there = visible(user).filter(Exists(cases.exclude(state="closed")) | ~Exists(cases))
    if user.agency_id is not None:
        return there
    loans = Loan.objects.filter(borrower=OuterRef("pk"), state="open")
    return there.filter(Exists(loans.filter(placed_with=None)) | ~Exists(loans))  # one owner a day


def within(user: User, rows: QuerySet[Row], borrower: str = "borrower") -> QuerySet[Row]:
    """Of rows about borrowers those that a person may see, without a look at every borrower for it."""
    if not (may(user.role, Act.SEE_CASE) or may(user.role, Act.GO)) or user.suspended or not user.is_active:
        return rows.none()
    if reach(user.role) is Reach.ALL:
        return rows
    if reach(user.role) is Reach.TEAM:
        return rows.filter(Exists(Assigned.objects.filter(borrower=OuterRef(borrower), team=user.team_id)))
    if reach(user.role) is Reach.VISITS:  # from setting out to the result, and no longer
        named = Q(first=user) | Q(second=user)
        return rows.filter(Exists(Visit.objects.filter(named, borrower=OuterRef(borrower), state__in=OUT)))
    placed = Loan.objects.filter(borrower=OuterRef(borrower), placed_with=user.agency_id, state="open")
    return rows.filter(Exists(placed))


def case_of(user: User, case_id: UUID) -> Case:
    """One case within reach, with its borrower. Raises NotFound."""
    found: Case = _one(within(user, Case.objects.select_related("borrower")), case_id)
    return found


def named(text: str) -> list[UUID]:
    """The borrowers of a reference: of the person, or of a loan.

    Two questions, since PostgreSQL answers the one with an "or" between them by reading every borrower.
    """
    of_a_person = Borrower.objects.filter(ref=text).values_list("id", flat=True)
    return [*of_a_person, *Loan.objects.filter(ref=text).values_list("borrower_id", flat=True)]


def find(user: User, text: str, *, at: datetime, most: int = 20) -> list[Case]:
    """Cases by the reference of a borrower or a loan, as far as the person may see them. The look is on the record."""
    text = text.strip()
    if not text or len(text) > 80:
        return []
    people = visible(user).filter(id__in=named(text))[:most]
    cases = Case.objects.filter(borrower__in=list(people)).select_related("borrower")
    found = list(cases.order_by("-opened_on")[:most])
    said = {"searched": sha256(text.encode()).hexdigest()[:16], "found": len(found)}
    record.of_the_house("view", said, at=at, by=user)
    return found


def within_reach(user: User, model: Any, row_id: UUID) -> Any:
    """A row of a borrower whom the person may see. Raises NotFound."""
    return _one(within(user, model.objects.all()), row_id)


def _one(rows: Any, row_id: UUID) -> Any:
    found = rows.filter(id=row_id).first()
    if found is None:
        raise NotFound(f"{row_id}")
    return found
