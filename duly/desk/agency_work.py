"""What an agency works: the open loans placed with it, the longest late first; nothing of it is planned by the night.

Each is asked for at the moment of calling, like everybody's. Whoever was tried today by the agency comes last, so that
two people there do not take the same one in a row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet

from duly.core.day import day_bounds, day_of
from duly.desk.reach import within
from duly.store.models import Attempt, Borrower, Case, Loan, Placement, User

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A loan of the list, the case it belongs to, and its placement where the desk made one."""

    loan: Loan
    case_id: UUID | None
    placement: Placement | None
    why: ClassVar[str] = ""  # no night has said why, and nobody holds it; a page shows it beside rows of a team's list
    taken_by: ClassVar[None] = None

    @property
    def borrower(self) -> Borrower:
        return self.loan.borrower

    @property
    def borrower_id(self) -> UUID:
        return self.loan.borrower_id

    @property
    def tried(self) -> bool:
        return bool(getattr(self.loan, "tried", False))


def listed(user: User, day: date) -> QuerySet[Loan]:
    """The loans within the agency's reach, in order; none for who works for no agency."""
    start, end = day_bounds(day)
    today = Attempt.objects.filter(borrower=OuterRef("borrower"), by__agency=user.agency_id, at__gte=start, at__lt=end)
    if user.agency_id is None:
        return Loan.objects.none()
    placed = within(user, Loan.objects.filter(placed_with=user.agency_id, state="open"))
    return placed.annotate(tried=Exists(today)).order_by("tried", F("late_since").asc(nulls_last=True), "id")


def page(user: User, day: date, *, after: int = 0, most: int = AT_ONCE) -> tuple[list[Row], int | None]:
    """A page of the list, and from where the next one is read; None at its end."""
    loans = list(listed(user, day).select_related("borrower")[after : after + most + 1])
    cases = _cases(loans)
    placed = {one.loan_id: one for one in Placement.objects.filter(loan__in=loans, state="placed")}
    rows = [Row(loan, cases.get(loan.borrower_id), placed.get(loan.id)) for loan in loans[:most]]
    return rows, after + most if len(loans) > most else None


def next_case(user: User, *, at: datetime) -> UUID | None:
    """The first case that nobody of the agency has tried today; None where there is none."""
    rows, _ = page(user, day_of(at))
    return next((row.case_id for row in rows if row.case_id and not row.tried), None)


def _cases(loans: list[Loan]) -> dict[UUID, UUID]:
    open_cases = Case.objects.exclude(state="closed").filter(borrower__in=[loan.borrower_id for loan in loans])
    return dict(open_cases.values_list("borrower_id", "id"))
