"""Settlements: an agreed sum, two persons, a borrower who knows, and paid is paid."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from duly.core.machine import NoSuchMove
from duly.desk import deciding, planning, record, settling
from duly.rules.account.asked import Refused
from duly.rules.rights import Role
from duly.store.models import Approval, Promise, Settlement
from tests.desk.deals import LAW, TODAY, WHY, account, may_call, of_an_agency, person, proposed, settlement, signed
from tests.desk.house import MORNING, House
from tests.desk.test_approving import together

LAST = TODAY + timedelta(days=10)


def on(days: int) -> datetime:
    return MORNING + timedelta(days=days)


def paid(amount: int, days: int) -> list[dict[str, Any]]:
    return [{"id": "P1", "on": str(TODAY + timedelta(days=days)), "kind": "payment", "amount": amount}]


def offered(house: House, **changed: Any) -> Settlement:
    made = settlement(house, **changed)
    held = Approval.objects.get(subject=made.id.hex)
    deciding.decide(approval_id=held.id, is_granted=True, because=WHY, at=MORNING, by=person(Role.STRATEGY))
    return settling.offer(settlement_id=made.id, at=MORNING, by=house.agent)


def accepted(house: House) -> Settlement:
    made = offered(house)
    return settling.accept(settlement_id=made.id, evidence_id="REC-2", told_first=True, at=MORNING, by=house.agent)


def follow(made: Settlement, payments: list[dict[str, Any]], days: int) -> str:
    return str(
        settling.follow(
            settlement_id=made.id, payments=payments, on=TODAY + timedelta(days=days), at=on(days), law=LAW
        ).state
    )


class TestRequesting:
    def test_two_persons_decide_whatever_the_sum(self, house: House) -> None:
        made = settlement(house, 259_999)

        assert (made.state, made.charges_minor, made.principal_minor) == ("requested", 1, 0)
        with pytest.raises(NoSuchMove):
            settling.offer(settlement_id=made.id, at=MORNING, by=house.agent)
        with pytest.raises(IntegrityError, match="beyond"), transaction.atomic():
            made.moves.create(seq=1, event="approve", to_state="approved", at=MORNING, by=house.agent, because=WHY)

    def test_charges_are_given_up_before_principal_and_each_has_its_ceiling(self, house: House) -> None:
        made = settlement(house)  # 300.00 less, of which the interest is 200.00

        assert (made.interest_minor, made.principal_minor) == (20_000, 10_000)
        with pytest.raises(Refused, match="authority"):
            deciding.decide(
                approval_id=Approval.objects.get().id, is_granted=True, because=WHY, at=MORNING, by=person(Role.LEAD)
            )

    def test_more_than_is_owed_or_before_today_is_refused(self, house: House) -> None:
        with pytest.raises(Refused, match="more than is owed"):
            settlement(house, 260_001)
        with pytest.raises(Refused, match="before the day"):
            settlement(house, pay_by=TODAY - timedelta(days=1))
        with pytest.raises(Refused, match="anybody here may grant"):
            settlement(house, 1, account=account(9_000_000))

    def test_an_agency_agent_may_not_ask_and_its_manager_may(self, house: House) -> None:
        with pytest.raises(Refused, match="may not ask"):
            settlement(house, by=of_an_agency(house))
        assert settlement(house, by=of_an_agency(house, Role.AGENCY_MANAGER)).state == "requested"

    def test_one_at_a_time_of_a_loan(self, house: House) -> None:
        settlement(house)

        with pytest.raises(Refused, match="under way"):
            settlement(house)


class TestAgreeing:
    def test_an_accepted_one_stops_collection_up_to_its_last_day(self, house: House) -> None:
        accepted(house)

        assert not may_call(house, on(1))
        assert not may_call(house, on(10))
        assert may_call(house, on(11))
        assert list(record.verify()) == []

    def test_nobody_accepts_who_was_not_told_first(self, house: House) -> None:
        made = offered(house)

        with pytest.raises(Refused, match="诉讼时效"):
            settling.accept(settlement_id=made.id, evidence_id="R", told_first=False, at=MORNING, by=house.agent)
        with pytest.raises(IntegrityError, match="settlement_accepted_knowingly"), transaction.atomic():
            made.moves.create(seq=3, event="accept", to_state="accepted", at=MORNING, because=WHY, evidence_id="R")

    def test_an_offer_expires_and_gives_nothing_up(self, house: House) -> None:
        made = offered(house)

        with pytest.raises(Refused, match="has ended"):
            settling.accept(settlement_id=made.id, evidence_id="R", told_first=True, at=on(8), by=house.agent)
        assert (settling.expire(at=on(7)), settling.expire(at=on(8)), settling.expire(at=on(8))) == (0, 1, 0)
        made.refresh_from_db()
        assert made.state == "expired"

    def test_of_a_plan_and_a_settlement_of_one_loan_one_is_in_force(self, house: House) -> None:
        made, plan = offered(house), proposed(house)
        yes: dict[str, Any] = {"evidence_id": "R", "told_first": True, "at": MORNING, "by": house.agent}

        came = together(
            lambda: settling.accept(settlement_id=made.id, **yes), lambda: planning.sign(plan_id=plan.id, **yes)
        )

        assert came == ["Refused", "done"]

    def test_past_the_use_cases_no_plan_is_signed_beside_an_accepted_one(self, house: House) -> None:
        plan = proposed(house)
        accepted(house)

        with pytest.raises(IntegrityError, match="another agreement"), transaction.atomic():
            plan.moves.create(
                seq=2, event="sign", to_state="kept", at=MORNING, because=WHY, evidence_id="R", told_first=True
            )

    def test_past_the_use_cases_it_is_not_accepted_beside_a_signed_plan(self, house: House) -> None:
        made = offered(house)
        signed(house)

        with pytest.raises(IntegrityError, match="another agreement"), transaction.atomic():
            made.moves.create(
                seq=3, event="accept", to_state="accepted", at=MORNING, because=WHY, evidence_id="R", told_first=True
            )


class TestFollowing:
    @pytest.mark.parametrize(
        ("amount", "day", "asked", "state"),
        [
            (230_000, 10, 10, "settled"),
            (230_000, 10, 30, "settled"),
            (229_999, 10, 10, "accepted"),
            (229_999, 10, 11, "lapsed"),
            (230_000, 11, 11, "lapsed"),
            (1, 2, 3, "accepted"),
        ],
    )
    def test_the_sum_by_its_last_day_settles_and_nothing_else_does(
        self, house: House, amount: int, day: int, asked: int, state: str
    ) -> None:
        assert follow(accepted(house), paid(amount, day), asked) == state

    def test_a_payment_that_had_come_in_time_settles_what_had_lapsed(self, house: House) -> None:
        made = accepted(house)

        assert follow(made, [], 11) == "lapsed"
        assert follow(made, paid(230_000, 9), 12) == "settled"
        assert follow(made, paid(230_000, 9), 13) == "settled"

    def test_a_payment_taken_back_unsettles(self, house: House) -> None:
        made = accepted(house)
        follow(made, paid(230_000, 5), 6)
        back = [*paid(230_000, 5), {"id": "B", "on": str(TODAY + timedelta(days=8)), "kind": "chargeback", "of": "P1"}]

        assert follow(made, back, 8) == "accepted"
        assert follow(made, back, 11) == "lapsed"
        assert [one.event for one in made.moves.order_by("seq")][-3:] == ["paid_in_full", "unpaid", "lapse"]


@pytest.mark.parametrize("noun", ["settlement", "promise"])
def test_the_database_refuses_one_of_anothers_loan_or_in_another_currency(house: House, noun: str) -> None:
    other = House.opened(2)
    told: dict[str, Any] = {"borrower": house.borrower, "loan": house.loan, "currency": "CNY", "amount_minor": 100}
    if noun == "settlement":
        told |= {"pay_by": LAST, "offer_ends_on": LAST, "said_first": {}, "account": {}, "state": "requested",
                 "requested_by": house.agent, "requested_at": MORNING}  # fmt: skip
    else:
        told |= {"made_on": TODAY, "due_on": LAST, "state": "open"}
    model: Any = Settlement if noun == "settlement" else Promise

    for wrong in ({"loan": other.loan}, {"borrower": other.borrower}, {"currency": "USD"}):
        with pytest.raises(IntegrityError, match="no loan of this borrower"), transaction.atomic():
            model.objects.create(**told | wrong)
    model.objects.create(**told)
