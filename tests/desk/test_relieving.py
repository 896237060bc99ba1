"""Hardship: heard is stopped, and what is granted, declined or ended says so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duly.core.machine import NoSuchMove
from duly.desk import contact, outcomes, record, relieving
from duly.desk.outcomes import Told
from duly.desk.stopping import locked
from duly.rules.account.asked import Refused
from duly.rules.machines.hardship import HARDSHIP, RESTS
from duly.rules.results import reasons
from duly.store.models import Attempt, Hardship, Hold
from duly.store.models.hardship import REASONS
from tests.desk.deals import TODAY, WHY, may_call
from tests.desk.house import MORNING, UP, House
from tests.desk.test_approving import together
from tests.desk.test_outcomes import attempted

LATER = MORNING + timedelta(hours=3)
UNTIL = TODAY + timedelta(days=90)


def reported(house: House, **changed: Any) -> Hardship:
    with locked(house.borrower.id) as borrower:
        return relieving.report(borrower, **{"reason": "illness", "at": MORNING, "by": house.agent} | changed)


def told(house: House, made: Hardship, **changed: Any) -> dict[str, Any]:
    return {"hardship_id": made.id, "because": WHY, "at": MORNING, "by": house.agent} | changed


class TestReporting:
    def test_stops_collection_in_the_transaction_that_records_it(self, house: House) -> None:
        reserved = contact.reserve(borrower_id=house.borrower.id, proposed=house.call(), systems=UP)
        assert isinstance(reserved, Attempt)

        made = reported(house)

        reserved.refresh_from_db()
        assert (reserved.state, made.hold.kind, made.hold.until_at) == ("lapsed", "hardship", None)
        assert not may_call(house, LATER)
        assert list(record.verify()) == []

    def test_of_an_unknown_reason_is_refused_and_leaves_nothing(self, house: House) -> None:
        with pytest.raises(Refused, match="no such reason"):
            reported(house, reason="laziness")
        assert (Hold.objects.count(), Hardship.objects.count()) == (0, 0)

    def test_as_the_result_of_a_call_it_waits_to_be_reviewed(self, house: House) -> None:
        outcomes.write(attempt=attempted(house), told=Told("hardship", reason="lost_work"), at=LATER, by=house.agent)

        (found,) = Hardship.objects.all()
        assert (found.state, found.reason, found.hold.state) == ("reported", "lost_work", "placed")
        assert {code for code in reasons() if code not in REASONS} == {"forgot", "disputed", "unwilling", "not_said"}

    @pytest.mark.parametrize("wrong", ["kind", "until", "lifted", "other"])
    def test_cannot_be_written_without_an_open_hold_of_the_borrower(self, house: House, wrong: str) -> None:
        whose = House.opened(2).borrower if wrong == "other" else house.borrower
        hold = Hold.objects.create(
            borrower=whose, kind="care" if wrong == "kind" else "hardship", from_at=MORNING, state="placed",
            until_at=LATER if wrong == "until" else None,
        )  # fmt: skip
        if wrong == "lifted":
            hold.moves.create(seq=1, event="lift", to_state="lifted", at=MORNING, because=WHY)

        with pytest.raises(IntegrityError, match="without an open hold"), transaction.atomic():
            Hardship.objects.create(
                borrower=house.borrower, hold=hold, reason="illness", reported_at=MORNING, state="reported"
            )


class TestDeciding:
    def test_the_hold_stands_through_evidence_and_relief_and_is_lifted_at_the_end(self, house: House) -> None:
        made = reported(house)

        relieving.ask_evidence(**told(house, made))
        relieving.evidence_came(hardship_id=made.id, evidence_id="E7", at=MORNING, by=house.agent)
        relieving.grant(**told(house, made), relief="pause", until=UNTIL)
        assert not may_call(house, LATER)
        relieving.observe(**told(house, made), until=UNTIL)
        assert may_call(house, LATER)
        relieving.end(**told(house, made))

        made.refresh_from_db()
        assert (made.state, made.hold.state) == ("ended", "lifted")

    def test_declined_is_said_with_reasons_and_may_be_reviewed_again(self, house: House) -> None:
        made = reported(house)

        with pytest.raises(Refused, match="a reason is needed"):
            relieving.decline(**told(house, made, because=" "))
        relieving.decline(**told(house, made))
        assert may_call(house, LATER)
        relieving.reopen(**told(house, made, at=LATER))

        assert not may_call(house, LATER + timedelta(minutes=1))

    def test_a_relief_has_its_kind_and_a_day_ahead(self, house: House) -> None:
        made = reported(house)

        for relief, until, path in (("gift", UNTIL, "relief"), ("pause", TODAY - timedelta(days=1), "until")):
            with pytest.raises(Refused) as refused:
                relieving.grant(**told(house, made), relief=relief, until=until)
            assert refused.value.path == path
        for lacking in ({"relief": "", "until": UNTIL}, {"relief": "pause", "until": None}):
            with pytest.raises(IntegrityError, match="hardship_granted_something"), transaction.atomic():
                made.moves.create(seq=1, event="grant", to_state="granted", at=MORNING, because=WHY, **lacking)

    def test_whose_day_has_come_is_shown_to_somebody(self, house: House) -> None:
        made = reported(house)
        assert relieving.overdue(LATER) == []
        relieving.grant(**told(house, made), relief="pause", until=TODAY)

        assert relieving.overdue(MORNING) == []
        assert relieving.overdue(MORNING + timedelta(days=1)) == [made]
        relieving.end(**told(house, made))
        assert relieving.overdue(MORNING + timedelta(days=1)) == []

    def test_while_it_is_reviewed_nobody_lifts_its_hold(self, house: House) -> None:
        made = reported(house)

        with pytest.raises(IntegrityError, match="under review"), transaction.atomic():
            made.hold.moves.create(seq=1, event="lift", to_state="lifted", at=MORNING, because=WHY)

    def test_it_is_not_reviewed_again_without_its_hold(self, house: House) -> None:
        made = reported(house)
        relieving.decline(**told(house, made))
        made.refresh_from_db()

        with pytest.raises(IntegrityError, match="has been lifted"), transaction.atomic():
            made.moves.create(seq=2, event="reopen", to_state="reported", at=MORNING, because=WHY)

    def test_two_who_decide_at_once_leave_one_decision(self, house: House) -> None:
        made = reported(house)

        came = together(
            lambda: relieving.grant(**told(house, made), relief="pause", until=UNTIL),
            lambda: relieving.decline(**told(house, made)),
        )

        assert came == ["NoSuchMove", "done"]

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(dice=st.randoms(use_true_random=False))
    def test_wherever_it_goes_the_hold_stands_just_while_it_is_reviewed_or_relieved(
        self, house: House, dice: Any
    ) -> None:
        made = reported(House.opened(500 + Hardship.objects.count()))
        deeds = {
            "ask_evidence": lambda: relieving.ask_evidence(**told(house, made)),
            "evidence_came": lambda: relieving.evidence_came(
                hardship_id=made.id, evidence_id="E", at=MORNING, by=house.agent
            ),
            "grant": lambda: relieving.grant(**told(house, made), relief="pause", until=UNTIL),
            "decline": lambda: relieving.decline(**told(house, made)),
            "withdraw": lambda: relieving.withdraw(**told(house, made)),
            "observe": lambda: relieving.observe(**told(house, made), until=UNTIL),
            "end": lambda: relieving.end(**told(house, made)),
            "reopen": lambda: relieving.reopen(**told(house, made)),
        }
        for _ in range(8):
            event = dice.choice(sorted(deeds))
            if event in HARDSHIP.possible(made.state):
                deeds[event]()
            else:
                with pytest.raises(NoSuchMove):
                    deeds[event]()
            made.refresh_from_db()
            assert (made.hold.state == "placed") == (made.state in RESTS)
