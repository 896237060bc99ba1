"""Two visits for the demonstration, made the way every visit is: one to go on today, one that was declined.

Its clock stands on one day, and a visit is told a day before. So what came before lies in the days before, on the
record under the names of those who did it: two persons switched visits on, each order has a second person's word, and
each borrower was told in time. In the product visits are off.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from duly.core.day import instant_of
from duly.desk import approving, stopping, visiting, visits_on
from duly.desk.placing import NotPermitted
from duly.desk.visiting import Wanted
from duly.rules.account.asked import Refused
from duly.rules.rights import Role
from duly.store.models import Address, Borrower, Case, Loan, Planned, Recorder, User, Visit

TRIED_MOST = 200  # borrowers of whom the judge is asked, until it would clear two visits
TEN, HALF = 10 * 60, timedelta(minutes=30)
TODAY = (TEN, 4 * 60)  # from when, for how long: the demonstration begins at ten past ten
DECLINED = (15 * 60, 60)
WHY = "演示：多次未联系上，先当面说明纾困 demonstration: out of reach, to tell of relief in person"
SWITCHED = "演示：董事会决定试行 demonstration: the board decided to try it"
AGREED = "演示：同意 demonstration: agreed"


def visits(day: date, *, words_on: date) -> list[Borrower]:
    """Switch visits on and order two, once; whose they are, so that somebody can say who lives there."""
    people = {role: User.objects.filter(role=role, agency=None).first() for role in Role}
    strategy, compliance, legal = (people[role] for role in (Role.STRATEGY, Role.COMPLIANCE, Role.LEGAL))
    if strategy is None or compliance is None or legal is None or Visit.objects.exists():
        return []
    _switch_on(strategy, compliance, at=instant_of(day - timedelta(days=3), TEN))
    told_at = instant_of(day - timedelta(days=2), TEN)
    asked = _Asked(day, words_on, told_at, legal, compliance)
    whom = _may_be_visited(day)
    declined = asked.first(whom, DECLINED)
    if declined is None:
        return []
    with stopping.locked(declined.borrower_id) as borrower:
        stopping.opt_out(borrower, channels=["visit"], at=told_at + timedelta(days=1), by=legal)
    walked = asked.first(whom, TODAY)
    return [one.borrower for one in (declined, walked) if one is not None]


def _switch_on(strategy: User, compliance: User, *, at: datetime) -> None:
    """By two persons, as it has to be; not again where somebody has decided since."""
    if visits_on.latest(str(strategy.lender_id), at + timedelta(days=365)) is not None:
        return
    asked = visits_on.ask(SWITCHED, at=at, by=strategy)
    approving.grant(approval_id=asked.id, because=AGREED, at=at + HALF, by=compliance)
    visits_on.switch_on(from_at=at + 2 * HALF, at=at + 2 * HALF, by=strategy)


def _may_be_visited(day: date) -> Iterator[Loan]:
    """Loans that the house works, of people with a case; what is on no list of the day first."""
    cases = Case.objects.exclude(state="closed").values("borrower")
    loans: QuerySet[Loan] = Loan.objects.filter(borrower__in=cases, state="open", placed_with=None, current=False)
    listed = Exists(Planned.objects.filter(day=day, borrower=OuterRef("borrower")))
    return iter(loans.annotate(listed=listed).select_related("borrower").order_by("listed", "late_since", "ref"))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A visit of some day, asked for at an instant: who orders it, and who grants it."""

    day: date
    words_on: date
    at: datetime
    orders: User
    grants: User

    def first(self, whom: Iterator[Loan], window: tuple[int, int]) -> Visit | None:
        """The first visit that the judge would clear, granted and told; None where there is none."""
        for _, loan in zip(range(TRIED_MOST), whom, strict=False):
            try:
                with transaction.atomic():
                    made = self._ordered(loan, window)
            except (NotPermitted, Refused):
                continue
            visiting.approve(visit_id=made.id, because=AGREED, at=self.at + HALF, by=self.grants)
            proof, told_at = f"EMS-DEMO-{made.number}", self.at + 2 * HALF
            return visiting.notified(
                made.id, proof, sent_at=told_at, words_on=self.words_on, at=told_at, by=self.orders
            )
        return None

    def _ordered(self, loan: Loan, window: tuple[int, int]) -> Visit:
        first, second = visiting.visitors_for(loan)[:2]
        opens, minutes = window
        from_at = instant_of(self.day, opens)
        wanted = Wanted(
            loan_id=loan.id, address_id=_home(loan.borrower).id, purpose="relief", place="home", from_at=from_at,
            until_at=from_at + timedelta(minutes=minutes), first_id=first.id, second_id=second.id,
            recorder_id=Recorder.objects.get(lender=loan.creditor, agency=None).id, risks=(), because=WHY,
        )  # fmt: skip
        return visiting.order(wanted, at=self.at, by=self.orders)


def _home(borrower: Borrower) -> Address:
    """An invented home: the real book has none."""
    ref = f"invented/{borrower.ref}-home"
    token = sha256(ref.encode()).hexdigest()
    made, _ = Address.objects.get_or_create(
        ref=ref, defaults={"borrower": borrower, "kind": "home", "source": "contract", "token": token}
    )
    return made
