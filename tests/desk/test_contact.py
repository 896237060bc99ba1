"""The one way to a borrower."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from duly.desk import contact
from duly.desk.contact import Refused
from duly.rules.machines.certificate import Event
from duly.store.models import Attempt, Certificate, Clearance, Hold, Slot
from duly.store.moving import move
from tests.desk.house import CALL, MORNING, NIGHT, UP, House, talks


def attempt(house: House, proposed: Any, **changed: Any) -> Attempt | Refused:
    return contact.attempt(
        **{
            "borrower_id": house.borrower.id,
            "proposed": proposed,
            "systems": UP,
            "carrier": talks(),
            "message": CALL,
        }
        | changed
    )


def test_an_ordinary_call_is_cleared_carried_and_recorded(house: House) -> None:
    callee = talks()

    made = attempt(house, house.call(), carrier=callee)

    assert isinstance(made, Attempt)
    assert callee.carried == [str(made.id)]
    assert [move.event for move in made.moves.order_by("seq")] == [
        "carry",
        "not_reached" if made.state == "failed" else "reached",
    ]
    assert made.clearance.verdict == "allow"
    assert Slot.objects.get().most == 6


def test_at_night_nobody_is_called_and_the_agent_reads_when(house: House) -> None:
    callee = talks()

    refused = attempt(house, house.call(at=NIGHT), carrier=callee)

    assert isinstance(refused, Refused)
    assert refused.retry_at == datetime(2026, 11, 26, 0, 0, tzinfo=UTC)
    assert refused.reasons
    assert Clearance.objects.get().verdict == "deny"
    assert (callee.carried, Attempt.objects.count()) == ([], 0)


@pytest.mark.parametrize("lacking", ["plan", "legal_case", "transfer"])
def test_what_nobody_knows_of_the_loan_stops_the_call(house: House, lacking: str) -> None:
    del house.loan.terms[lacking]
    house.loan.save()

    assert isinstance(attempt(house, house.call()), Refused)


@pytest.mark.parametrize("lacking", ["deceased", "minor", "capacity"])
def test_what_nobody_knows_of_the_borrower_stops_the_call(house: House, lacking: str) -> None:
    setattr(house.borrower, lacking, None)
    house.borrower.heeded += 1
    house.borrower.save()

    assert isinstance(attempt(house, house.call()), Refused)


def test_without_a_certificate_for_the_product_there_is_no_call(house: House) -> None:
    for one in Certificate.objects.filter(channel="phone_call"):
        move(one, Event.REVOKE, at=MORNING, by=None, because="考试作弊")

    assert isinstance(attempt(house, house.call()), Refused)


def test_an_attempt_of_which_nobody_knows_what_came_counts_as_if_it_had_reached_the_person(house: House) -> None:
    first = contact.reserve(borrower_id=house.borrower.id, proposed=house.call(), systems=UP)

    second = attempt(house, house.call(at=MORNING + timedelta(minutes=30)))

    assert isinstance(first, Attempt)
    assert isinstance(second, Refused)


class TestTheDatabaseRefuses:
    def reserved(self, house: House) -> Attempt:
        made = contact.reserve(borrower_id=house.borrower.id, proposed=house.call(), systems=UP)
        assert isinstance(made, Attempt)
        return made

    def test_an_attempt_under_a_refusal(self, house: House) -> None:
        refused = attempt(house, house.call(at=NIGHT))
        assert isinstance(refused, Refused)

        with pytest.raises(IntegrityError, match="no clearance"):
            Attempt.objects.create(
                borrower=house.borrower, clearance=refused.clearance, address=house.address, by=house.agent, channel="phone_call",
                purpose="collect", mode="interactive", at=NIGHT, loans=[], state="reserved",
            )  # fmt: skip

    def test_a_second_attempt_under_one_clearance(self, house: House) -> None:
        made = self.reserved(house)

        with pytest.raises(IntegrityError):
            Attempt.objects.create(
                borrower=house.borrower, clearance=made.clearance, address=house.address, by=house.agent, channel="phone_call",
                purpose="collect", mode="interactive", at=MORNING, loans=[], state="reserved",
            )  # fmt: skip

    def test_to_carry_what_has_lapsed(self, house: House) -> None:
        made = self.reserved(house)
        contact_later = MORNING + timedelta(seconds=120)

        with pytest.raises(IntegrityError, match="lapsed"):
            contact.carry(made, at=contact_later)

    def test_to_carry_what_a_stop_overtook(self, house: House) -> None:
        made = self.reserved(house)
        Hold.objects.create(borrower=house.borrower, kind="hardship", from_at=MORNING, state="placed")

        with pytest.raises(IntegrityError, match="said since"):
            contact.carry(made, at=MORNING + timedelta(seconds=1))

    @pytest.mark.parametrize("change", ["UPDATE store_clearance SET verdict = 'allow'", "DELETE FROM store_clearance",
        "UPDATE store_attempt SET state = 'closed'", "DELETE FROM store_attempt", "UPDATE store_attemptmove SET because = 'x'",
        "DELETE FROM store_attemptmove", "UPDATE store_slot SET n = 2", "DELETE FROM store_slot",
        "UPDATE store_borrower SET minor = NULL", "DELETE FROM store_borrower"])  # fmt: skip
    def test_to_change_what_was_written(self, house: House, change: str) -> None:
        from django.db import connection

        made = self.reserved(house)
        contact.carry(made, at=MORNING)

        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)

    def test_a_move_that_the_table_of_moves_does_not_have(self, house: House) -> None:
        made = self.reserved(house)

        with pytest.raises(IntegrityError, match="no such move"):
            made.moves.create(seq=1, event="reached", to_state="delivered", at=MORNING, because="")

    def test_the_same_move_twice(self, house: House) -> None:
        made, stale = self.reserved(house), Attempt.objects.get()
        contact.carry(made, at=MORNING)

        with pytest.raises(IntegrityError):
            contact.carry(stale, at=MORNING)

    def test_an_address_from_an_unlawful_source(self, house: House) -> None:
        house.address.source = "phone_address_book"

        with pytest.raises(IntegrityError, match="address_source_lawful"):
            house.address.save()
