"""Repayment plans: while one is kept nobody collects."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duly.core.machine import NoSuchMove
from duly.desk import contact, deciding, planning, record
from duly.desk.objecting import Objected
from duly.rules.account.asked import Refused
from duly.rules.machines.plan import IN_FORCE
from duly.rules.rights import Role
from duly.store.models import Approval, Attempt, Entry, Plan, Slot
from tests.desk.deals import BUDGET, LAW, WHY, account, change, may_call, of_an_agency, person, proposed, signed
from tests.desk.house import MORNING, UP, House
from tests.desk.test_approving import together

WEEK = timedelta(days=7)
MONTHLY = 21_667  # 2,600.00 in twelve


def sign(house: House, made: Plan, **changed: Any) -> Plan:
    return planning.sign(
        **{"plan_id": made.id, "evidence_id": "REC-1", "told_first": True, "at": MORNING, "by": house.agent} | changed
    )  # fmt: skip


def paid(*amounts: tuple[str, int]) -> list[dict[str, Any]]:
    return [{"id": f"P{at}", "on": on, "kind": "payment", "amount": amount} for at, (on, amount) in enumerate(amounts)]


def follow(made: Plan, payments: Any, day: str) -> Plan:
    return planning.follow(plan_id=made.id, payments=payments, on=date.fromisoformat(day), at=on(day), law=LAW)


def on(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T02:10:00+00:00")


class TestProposing:
    def test_what_can_be_afforded_is_offered_at_once_with_what_is_said_first(self, house: House) -> None:
        made = proposed(house)

        assert (made.state, made.asks_approval, made.fits) == ("offered", False, True)
        assert (made.instalments, made.month_most_minor, made.total_minor) == (12, MONTHLY, 260_000)
        assert made.said_first["zh"].startswith("签署即承认这笔债务，诉讼时效重新计算")
        assert may_call(house)  # an offer stops nothing yet

    def test_the_offers_are_those_of_the_account(self, house: House) -> None:
        told = planning.work_out(
            loan=house.loan, account=account(), change=change(), budget=BUDGET, on=date(2026, 11, 25), law=LAW
        )

        assert [one["months"] for one in told["offers"] if one["fits"]][:2] == [6, 12]

    def test_what_cannot_be_afforded_is_offered_only_by_who_says_that_they_know_it(self, house: House) -> None:
        poor = {**BUDGET, "wages": 320_000}
        with pytest.raises(Refused) as refused:
            proposed(house, budget=poor)
        assert (refused.value.path, Plan.objects.count()) == ("unaffordable_knowingly", 0)

        made = proposed(house, budget=poor, unaffordable_knowingly=True)

        assert Approval.objects.get().what["unaffordable_knowingly"] is True
        written = [one.said for one in Entry.objects.filter(act="change") if one.said.get("plan") == str(made.id)]
        assert written[0]["unaffordable_knowingly"] is True

    def test_everything_that_the_rules_have_against_a_plan_is_told_at_once_each_by_its_field(
        self, house: House
    ) -> None:
        with pytest.raises(Objected) as refused:
            proposed(house, change=change(months=72, hardship_evidence_id=None, willingness_recorded=False))

        assert [one.path for one in refused.value.objections] == [
            "change.months", "change.hardship_evidence_id", "change.willingness_recorded",
        ]  # fmt: skip

    @pytest.mark.parametrize("budget", [None, {**BUDGET, "living_minimum": None}, {**BUDGET, "wages": 320_000}])
    def test_what_nobody_knows_to_be_affordable_waits_for_a_second_person(self, house: House, budget: Any) -> None:
        made = proposed(house, budget=budget, unaffordable_knowingly=True)
        lead = person(Role.LEAD)

        assert (made.state, made.asks_approval) == ("proposed", True)
        with pytest.raises(NoSuchMove):
            sign(house, made)
        deciding.decide(approval_id=Approval.objects.get().id, is_granted=True, because=WHY, at=MORNING, by=lead)
        assert sign(house, made).state == "kept"

    def test_what_an_agency_proposes_the_lender_approves(self, house: House) -> None:
        outside = of_an_agency(house)
        made = proposed(house, by=outside)

        assert made.state == "proposed"
        deciding.decide(
            approval_id=Approval.objects.get().id, is_granted=False, because=WHY, at=MORNING, by=person(Role.LEAD)
        )
        made.refresh_from_db()
        assert made.state == "withdrawn"

    @pytest.mark.parametrize(
        ("changed", "says", "way"),
        [
            ({"months": 61}, "CN-PLAN-02-P", "60"),
            ({"blocks": []}, "CN-PLAN-03-P", "balance"),
            ({"willingness_recorded": False}, "CN-PLAN-01-P", "on record"),
            ({"charge_for_plan": 1}, "CN-PLAN-04-P", "0"),
        ],
    )
    def test_what_the_rules_on_plans_forbid_is_refused_with_the_way_out(
        self, house: House, changed: Any, says: str, way: str
    ) -> None:
        with pytest.raises(Refused, match=says) as refused:
            proposed(house, change=change(**changed))

        assert way in refused.value.accepted
        assert Plan.objects.count() == 0

    def test_an_account_in_another_currency_or_with_nothing_owed_is_refused(self, house: House) -> None:
        for wrong in (account() | {"currency": "USD"}, account() | {"events": paid(("2026-11-20", 300_000))}):
            with pytest.raises(Refused):
                proposed(house, account=wrong)


class TestAgreeing:
    def test_a_signed_plan_stops_collection_at_once_and_cancels_what_was_reserved(self, house: House) -> None:
        made = proposed(house)
        listed = house.listed()
        reserved = contact.reserve(borrower_id=house.borrower.id, proposed=house.call(), systems=UP)
        assert isinstance(reserved, Attempt)

        sign(house, made, at=MORNING + timedelta(seconds=30))

        reserved.refresh_from_db()
        listed.refresh_from_db()
        assert (reserved.state, Slot.objects.count()) == ("lapsed", 0)
        assert listed.done_at is not None
        assert not may_call(house, MORNING + timedelta(minutes=1))
        assert list(record.verify()) == []

    def test_an_oral_yes_stops_collection_too_until_it_lapses_unsigned(self, house: House) -> None:
        made = proposed(house)
        planning.accept(plan_id=made.id, evidence_id="REC-1", told_first=True, at=MORNING, by=house.agent)

        assert not may_call(house, MORNING + WEEK)
        assert planning.lapse(at=MORNING + WEEK) == 0  # its last day
        assert planning.lapse(at=MORNING + timedelta(days=8)) == 1
        assert may_call(house, MORNING + timedelta(days=8))

    def test_nobody_signs_who_was_not_told_first_what_it_does(self, house: House) -> None:
        made = proposed(house)

        with pytest.raises(Refused, match="诉讼时效") as refused:
            sign(house, made, told_first=False)
        assert refused.value.path == "told_first"
        with pytest.raises(Refused, match="proved"):
            sign(house, made, evidence_id="")
        for lacking in ({"told_first": False, "evidence_id": "E"}, {"told_first": True, "evidence_id": ""}):
            with pytest.raises(IntegrityError, match="plan_agreed_knowingly"), transaction.atomic():
                made.moves.create(seq=2, event="sign", to_state="kept", at=MORNING, because=WHY, **lacking)

    def test_an_offer_ends(self, house: House) -> None:
        made = proposed(house)

        with pytest.raises(Refused, match="has ended"):
            sign(house, made, at=MORNING + timedelta(days=8))

    def test_of_two_plans_of_one_loan_one_is_in_force(self, house: House) -> None:
        first, second = proposed(house), proposed(house)

        came = together(lambda: sign(house, first), lambda: sign(house, second))

        assert came == ["Refused", "done"]
        assert Plan.objects.filter(state__in=IN_FORCE).count() == 1

    def test_past_the_use_cases_two_cannot_be_in_force(self, house: House) -> None:
        signed(house)
        second = proposed(house)

        with pytest.raises(IntegrityError, match=r"plan_one_in_force|UNIQUE"), transaction.atomic():
            second.moves.create(
                seq=2, event="sign", to_state="kept", at=MORNING, because=WHY, told_first=True, evidence_id="E"
            )

    @pytest.mark.parametrize(("agreed_on", "may"), [("2026-11-24", False), ("2026-11-26", True)])
    def test_of_the_books_plan_and_ours_the_later_one_counts(self, house: House, agreed_on: str, may: bool) -> None:
        house.loan.terms["plan"] = {
            "id": "BOOK", "status": "breached", "agreed_at": f"{agreed_on}T00:00:00+00:00", "months": 3,
            "grace_days": 0, "missed_due_on": None,
        }  # fmt: skip
        house.loan.save()
        signed(house)

        assert may_call(house, MORNING + timedelta(days=2)) == may


class TestFollowing:
    @pytest.mark.parametrize(
        ("day", "payments", "state", "may"),
        [
            ("2026-12-20", (), "kept", False),
            ("2026-12-21", (), "in_grace", False),
            ("2026-12-23", (), "in_grace", False),
            ("2026-12-24", (), "broken", True),
            ("2026-12-24", (("2026-12-22", MONTHLY),), "kept", False),
            ("2026-12-24", (("2026-12-01", 260_000),), "completed", True),
        ],
    )
    def test_a_plan_stands_where_its_payments_have_brought_it(
        self, house: House, day: str, payments: Any, state: str, may: bool
    ) -> None:
        made = signed(house, grace_days=3)

        follow(made, paid(*payments), day)

        made.refresh_from_db()
        assert made.state == state
        assert may_call(house, on(day)) == may

    def test_what_nobody_followed_is_not_collected_on(self, house: House) -> None:
        """Where the follower is late, the error falls on the side of leaving the borrower alone."""
        signed(house)

        assert not may_call(house, on("2027-02-01"))

    def test_a_plan_in_grace_ends_for_the_judge_with_its_grace_though_nobody_looked(self, house: House) -> None:
        made = signed(house, grace_days=3)
        follow(made, [], "2026-12-21")

        assert not may_call(house, on("2026-12-23"))
        assert may_call(house, on("2026-12-24"))

    def test_a_payment_that_had_come_in_time_makes_a_broken_plan_whole_by_a_further_move(self, house: House) -> None:
        made = signed(house)
        follow(made, [], "2026-12-22")

        follow(made, paid(("2026-12-19", MONTHLY)), "2026-12-23")

        assert [one.event for one in made.moves.order_by("seq")] == ["offer", "sign", "break", "paid_in_time"]
        assert not may_call(house, on("2026-12-23"))

    def test_a_payment_taken_back_undoes_the_completion(self, house: House) -> None:
        made = signed(house)
        all_of_it = paid(("2026-12-01", 260_000))
        back = {"id": "B", "on": "2026-12-22", "kind": "chargeback", "of": "P0"}
        follow(made, all_of_it, "2026-12-02")

        follow(made, [*all_of_it, back], "2026-12-23")

        made.refresh_from_db()
        assert made.state == "broken"

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        steps=st.lists(
            st.tuples(st.integers(0, 500), st.lists(st.tuples(st.integers(0, 400), st.integers(1, 90_000)), max_size=4)),
            min_size=1, max_size=4,
        ),
        grace=st.integers(0, 5),
    )  # fmt: skip
    def test_however_it_is_followed_it_ends_where_the_rule_says(self, house: House, steps: Any, grace: int) -> None:
        """Whatever was believed before: after following, the row says what the account says today."""
        made = signed(House.opened(1000 + Plan.objects.count()), grace_days=grace)
        since = date(2026, 11, 26)
        for days, amounts in sorted(steps, key=lambda step: step[0]):
            day = since + timedelta(days=days)
            payments = paid(*((str(since + timedelta(days=min(at, days))), amount) for at, amount in amounts))

            follow(made, payments, str(day))

            made = Plan.objects.select_related("loan__creditor").get(id=made.id)
            found = planning.followed(made, date(2026, 11, 25), payments, day, LAW, grace_days=grace)
            assert made.state == found["state"]


class TestGivingUp:
    def test_a_plan_is_given_up_and_restored_by_further_moves(self, house: House) -> None:
        made = signed(house)

        planning.give_up(plan_id=made.id, because=WHY, at=MORNING, by=house.agent)
        assert may_call(house)
        planning.restore(plan_id=made.id, because="误记", at=MORNING, by=house.agent)

        assert not may_call(house, MORNING + timedelta(minutes=1))

    def test_what_was_signed_is_not_withdrawn(self, house: House) -> None:
        made = signed(house)

        with pytest.raises(NoSuchMove, match="give_up"):
            planning.withdraw(plan_id=made.id, because=WHY, at=MORNING, by=house.agent)


class TestTheDatabaseRefuses:
    def test_an_offer_that_nobody_approved(self, house: House) -> None:
        made = proposed(house, budget=None)

        with pytest.raises(IntegrityError, match="second person"), transaction.atomic():
            made.moves.create(seq=1, event="offer", to_state="offered", at=MORNING, because=WHY, by=house.agent)

    def test_a_plan_beyond_affordability_that_asks_for_no_approval(self, house: House) -> None:
        made = proposed(house)
        told = {name: getattr(made, name) for name in (
            "borrower", "loan", "currency", "kind", "change", "account", "said_first", "instalments", "first_due_on",
            "last_due_on", "month_most_minor", "total_minor", "offer_ends_on", "proposed_by", "proposed_at",
        )} | {"state": "proposed"}  # fmt: skip
        outside, other = of_an_agency(house), House.opened(2)

        for wrong in (
            {"fits": None, "asks_approval": False}, {"fits": False, "asks_approval": False},
            {"fits": True, "asks_approval": False, "proposed_by": outside},
            {"fits": True, "asks_approval": False, "loan": other.loan},
            {"fits": True, "asks_approval": False, "currency": "USD"},
            {"fits": True, "asks_approval": False, "state": "kept"},
        ):  # fmt: skip
            with pytest.raises(IntegrityError), transaction.atomic():
                Plan.objects.create(**told | wrong)
        Plan.objects.create(**told | {"fits": True, "asks_approval": False})
