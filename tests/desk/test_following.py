"""What was agreed at the desk is followed by the payments of the book."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from duly.core.day import instant_of
from duly.desk import planning, settling
from duly.desk.loading import Lines, load
from duly.nightly import business_day
from duly.nightly.accounts import statement_question
from duly.nightly.closed import ClosedDay, opened
from duly.nightly.following import Followed, follow
from duly.rules.rights import Role
from duly.store import models
from tests.desk.deals import BUDGET, LAW, WHY, change
from tests.homes import DAY, lay, small_book
from tests.nightly.test_accounts import Unwatched

REF, BORROWER = "L020", "B020"  # owes six instalments of 500.20, of which 500.00 were paid
OWED = 6 * 50_020 - 50_000
Paid = tuple[tuple[str, date, int, str | None], ...]


@contextmanager
def closed(place: Path, day: date, *paid: tuple[Any, ...]) -> Iterator[ClosedDay]:
    """The book with further payments, closed on a day."""
    book = small_book(30)
    for name, on, amount, reverses in paid:
        row = {"payment_id": name, "loan_id": REF, "paid_date": on, "amount_minor": amount}
        book["payments"].append(row | ({"reverses": reverses} if reverses else {}))
    home = lay(place / f"{day}", book)
    business_day.close(home, day, watcher=Unwatched())
    with opened(home, day) as found:
        yield found


def account(found: ClosedDay) -> dict[str, Any]:
    told: dict[str, Any] = next(one for one in statement_question(found, BORROWER)["debts"] if one["id"] == REF)[
        "account"
    ]
    return told


def at(day: date) -> datetime:
    return instant_of(day, 600)


@pytest.fixture()
def signed(tmp_path: Path) -> models.Plan:
    """A plan of twelve months, worked out of the book on DAY and signed on the day after."""
    with closed(tmp_path / "first", DAY) as found:
        load(found.reading.engine, DAY, Lines(("95000",), ("app",), ("app",)))
        loan = models.Loan.objects.get(ref=REF)
        agent = models.User.objects.create(username="a", name="王静", role=Role.AGENT, lender=loan.creditor)
        made = planning.propose(
            loan_id=loan.id, account=account(found), change=change(first_due_on="2026-11-10"), budget=BUDGET,
            because=WHY, at=at(DAY + timedelta(days=1)), by=agent, law=LAW,
        )  # fmt: skip
    assert made.total_minor == OWED
    return planning.sign(plan_id=made.id, evidence_id="R", told_first=True, at=at(DAY + timedelta(days=1)), by=agent)


@pytest.mark.parametrize(
    ("day", "paid", "state", "moved"),
    [
        (date(2026, 11, 10), (), "kept", 0),
        (date(2026, 11, 11), (), "broken", 1),
        (date(2026, 11, 11), (("N1", date(2026, 11, 9), 20_900, None),), "kept", 0),
        (date(2026, 11, 11), (("N1", DAY - timedelta(days=3), 20_900, None),), "kept", 0),  # told late, paid before
        (date(2026, 11, 11), (("N1", date(2026, 11, 9), OWED, None),), "completed", 1),
    ],
)
def test_a_plan_is_moved_by_what_was_paid_since_and_by_nothing_that_was_counted_before(
    tmp_path: Path, signed: models.Plan, day: date, paid: Any, state: str, moved: int
) -> None:
    assert signed.counted == ["P20"]
    with closed(tmp_path, day, *paid) as found:
        followed = follow(found, at=at(day + timedelta(days=1)), law=LAW)
        again = follow(found, at=at(day + timedelta(days=1)), law=LAW)

    signed.refresh_from_db()
    assert signed.state == state
    assert (followed, again) == (Followed(1, moved, ()), Followed(1, 0, ()))


def test_a_payment_from_before_that_is_taken_back_is_shown_to_a_person(tmp_path: Path, signed: models.Plan) -> None:
    day = date(2026, 11, 11)
    with closed(tmp_path, day, ("N1", date(2026, 11, 1), -50_000, "P20")) as found:
        followed = follow(found, at=at(day), law=LAW)

    signed.refresh_from_db()
    assert (signed.state, followed.moved) == ("kept", 0)
    assert "签署前" in followed.untold[0]


def test_a_day_before_the_yes_moves_nothing(tmp_path: Path, signed: models.Plan) -> None:
    with closed(tmp_path, DAY) as found:
        assert follow(found, at=at(DAY), law=LAW).moved == 0


def test_a_settlement_is_settled_by_the_book(tmp_path: Path, signed: models.Plan) -> None:
    agent, loan = signed.proposed_by, signed.loan
    planning.give_up(plan_id=signed.id, because=WHY, at=at(DAY + timedelta(days=2)), by=agent)
    lead = models.User.objects.create(username="l", name="李宁", role=Role.STRATEGY, lender=loan.creditor)
    with closed(tmp_path / "x", DAY + timedelta(days=1)) as found:
        made = settling.request(
            loan_id=loan.id, account=account(found), amount_minor=200_000, pay_by=date(2026, 11, 5), because=WHY,
            at=at(DAY + timedelta(days=2)), by=agent, law=LAW,
        )  # fmt: skip
    when = {"at": at(DAY + timedelta(days=2))}
    settling.approve(settlement_id=made.id, because=WHY, by=lead, **when)
    settling.offer(settlement_id=made.id, by=agent, **when)
    settling.accept(settlement_id=made.id, evidence_id="R", told_first=True, by=agent, **when)

    with closed(tmp_path, date(2026, 11, 11), ("N1", date(2026, 11, 5), 200_000, None)) as found:
        assert follow(found, at=at(date(2026, 11, 12)), law=LAW) == Followed(1, 1, ())

    made.refresh_from_db()
    assert made.state == "settled"
