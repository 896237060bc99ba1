"""What nobody looks after any more ends by itself."""

from __future__ import annotations

from datetime import timedelta

from duly.desk import contact
from duly.desk.tidying import Tidied, tidy
from duly.store.models import Attempt, Slot
from tests.desk.house import MORNING, UP, House


def test_a_reservation_that_nobody_carried_lapses_and_gives_its_place_back_once(house: House) -> None:
    made = contact.reserve(borrower_id=house.borrower.id, proposed=house.call(), systems=UP)
    assert isinstance(made, Attempt)

    first, second = (tidy(at=MORNING + timedelta(minutes=5)) for _ in range(2))

    assert (first, second) == (Tidied(1, 0, 0, 0, 0), Tidied(0, 0, 0, 0, 0))
    assert (Attempt.objects.get().state, Slot.objects.count()) == ("lapsed", 0)
