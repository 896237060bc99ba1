"""What comes to its end by time alone."""

from __future__ import annotations

from datetime import timedelta

from duly.desk import contact, deciding, ending, record, settling
from duly.rules.rights import Role
from duly.store.models import Approval, Attempt, Plan, Settlement, Waiver
from tests.desk.deals import WHY, person, proposed, settlement, waived
from tests.desk.house import MORNING, UP, House
from tests.desk.test_approving import together


def left_behind() -> None:
    """Of each kind one, of a borrower each, that nobody went on with."""
    waived(House.opened(2), 25_000)
    proposed(House.opened(3))
    other = House.opened(4)
    made = settlement(other)
    held = Approval.objects.get(subject=made.id.hex)
    deciding.decide(approval_id=held.id, is_granted=True, because=WHY, at=MORNING, by=person(Role.STRATEGY))
    settling.offer(settlement_id=made.id, at=MORNING, by=other.agent)
    last = House.opened(5)
    reserved = contact.reserve(borrower_id=last.borrower.id, proposed=last.call(), systems=UP)
    assert isinstance(reserved, Attempt)


def test_each_ends_when_its_time_is_over_and_not_before(house: House) -> None:
    left_behind()

    assert ending.end(at=MORNING) == ending.Ended(0, 0, 0, 0, 0, 0, 0, 0)
    assert ending.end(at=MORNING + timedelta(days=8)) == ending.Ended(1, 1, 1, 0, 1, 0, 0, 0)
    assert ending.end(at=MORNING + timedelta(days=8)) == ending.Ended(0, 0, 0, 0, 0, 0, 0, 0)
    assert [one.objects.get().state for one in (Plan, Settlement, Waiver, Attempt)] == [
        "lapsed", "expired", "withdrawn", "lapsed",
    ]  # fmt: skip
    assert list(record.verify()) == []


def test_many_who_tidy_at_once_end_each_thing_once(house: House) -> None:
    left_behind()

    came = together(*[lambda: ending.end(at=MORNING + timedelta(days=8))] * 6)

    assert came == ["done"] * 6
    assert [one.objects.get().moves.order_by("-seq").first().event for one in (Plan, Settlement, Waiver, Attempt)] == [
        "lapse", "expire", "withdraw", "lapse",
    ]  # fmt: skip
