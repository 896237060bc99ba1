"""Waivers: item by item, within what one person may give up, or by two."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duly.core.machine import NoSuchMove
from duly.desk import deciding, record, settling, waiving
from duly.rules.account.asked import Refused, asked
from duly.rules.account.ledger import replay
from duly.rules.account.opened import opened
from duly.rules.account.wire import Account
from duly.rules.authority import authority
from duly.rules.rights import Role
from duly.store.models import Approval, User, Waiver
from tests.desk.deals import LAW, TODAY, WHY, account, person, settlement, waived
from tests.desk.house import MORNING, House
from tests.desk.test_approving import together

ALONE = 20_000  # an agent's own ceiling
NUMBERS = count(100)
OWING = account(penalty=5_000_000)


def raw(house: House, by: User, **parts: int) -> Waiver:
    """A waiver as somebody would write it past the use cases."""
    return Waiver.objects.create(
        borrower=house.borrower, loan=house.loan, currency="CNY", ground="goodwill", items=[], requested_by=by,
        requested_at=MORNING, state="requested", **parts,
    )  # fmt: skip


def approve(made: Waiver, by: User | None) -> None:
    with transaction.atomic():
        made.moves.create(seq=1, event="approve", to_state="approved", at=MORNING, by=by, because=WHY)


def decide(by: User, is_granted: bool = True) -> None:
    held = Approval.objects.get(state="asked")
    deciding.decide(approval_id=held.id, is_granted=is_granted, because=WHY, at=MORNING, by=by)


class TestRequesting:
    def test_within_ones_own_ceiling_no_second_person_is_asked(self, house: House) -> None:
        made = waived(house, ALONE)

        assert (made.state, Approval.objects.count()) == ("approved", 0)

    def test_a_unit_more_needs_another(self, house: House) -> None:
        made = waived(house, ALONE + 1)

        assert made.state == "requested"
        decide(person(Role.LEAD))
        made.refresh_from_db()
        assert made.state == "approved"
        assert list(record.verify()) == []

    def test_principal_always_needs_another_with_the_authority(self, house: House) -> None:
        made = waived(house, 1, "principal")

        with pytest.raises(Refused, match="authority"):
            decide(person(Role.LEAD))
        decide(person(Role.STRATEGY))
        made.refresh_from_db()
        assert made.state == "approved"

    def test_in_small_pieces_it_is_still_the_sum_that_counts(self, house: House) -> None:
        for _ in range(2):
            one = waived(house, ALONE // 2)
            waiving.apply(waiver_id=one.id, account=OWING, at=MORNING, by=house.agent, law=LAW)

        third = waived(house, 1)

        assert third.state == "requested"
        assert Approval.objects.get().charges_minor == ALONE + 1

    def test_what_was_undone_counts_no_more(self, house: House) -> None:
        one = waived(house, ALONE)
        waiving.apply(waiver_id=one.id, account=OWING, at=MORNING, by=house.agent, law=LAW)
        waiving.undo(waiver_id=one.id, because="误记", at=MORNING, by=house.agent)

        assert waived(house, ALONE).state == "approved"

    def test_more_than_is_owed_or_than_anybody_may_give_up_is_refused(self, house: House) -> None:
        for amount, part, path in (
            (5_000_001, "penalty", "change.items[0].amount"), (2_000_001, "penalty", "amount"),
            (0, "penalty", "change.items[0].amount"), (20_001, "interest", "change.items[0].amount"),
        ):  # fmt: skip
            with pytest.raises(Refused) as refused:
                waived(house, amount, part)
            assert refused.value.path == path
        assert Waiver.objects.count() == 0

    def test_one_at_a_time_of_a_loan(self, house: House) -> None:
        waived(house, ALONE)

        with pytest.raises(Refused, match="under way"):
            waived(house, 1)
        with pytest.raises(IntegrityError), transaction.atomic():
            raw(house, house.agent, penalty_minor=1)

    def test_a_role_that_may_not_ask_is_refused(self, house: House) -> None:
        with pytest.raises(Refused, match="may not ask"):
            waived(house, 1, by=person(Role.AUDITOR))

    def test_a_rejected_one_says_why(self, house: House) -> None:
        made = waived(house, ALONE + 1)

        decide(person(Role.LEAD), is_granted=False)

        made.refresh_from_db()
        assert (made.state, made.moves.get().because) == ("rejected", WHY)


class TestApplying:
    def owed(self, house: House, **changed: Any) -> int:
        told = account(penalty=30_000) | {"events": waiving.events(house.loan)} | changed
        seen = replay(opened(asked(Account, told)))
        return sum(one.total for one in seen.instalments)

    def test_the_account_owes_less_by_just_the_items_and_again_once_undone(self, house: House) -> None:
        before = self.owed(house)
        made = waived(house, 15_000, account=account(penalty=30_000))
        assert self.owed(house) == before

        waiving.apply(waiver_id=made.id, account=account(penalty=30_000), at=MORNING, by=house.agent, law=LAW)
        assert self.owed(house) == before - 15_000
        waiving.undo(waiver_id=made.id, because="误记", at=MORNING + timedelta(days=2), by=house.agent)

        later = str(TODAY + timedelta(days=2))
        assert self.owed(house, as_of=later) == before

    def test_what_was_paid_meanwhile_is_not_waived(self, house: House) -> None:
        made = waived(house, ALONE)
        paid = {"id": "P1", "on": str(TODAY), "kind": "payment", "amount": 4_999_000}

        with pytest.raises(Refused, match="more than is owed"):
            waiving.apply(
                waiver_id=made.id, account=account(240_000, 5_000_000, paid), at=MORNING, by=house.agent, law=LAW
            )

    def test_nothing_is_applied_that_was_not_approved(self, house: House) -> None:
        made = waived(house, ALONE + 1)

        with pytest.raises(NoSuchMove):
            waiving.apply(waiver_id=made.id, account=OWING, at=MORNING, by=house.agent, law=LAW)


class TestTheDatabaseRefuses:
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        role=st.sampled_from([Role.AGENT, Role.LEAD, Role.COMPLAINTS, Role.STRATEGY, Role.AUDITOR]),
        given_before=st.sampled_from([0, 1, 10_000, 19_999]),
        penalty=st.sampled_from([0, 1, 10_000, 19_999, 20_000, 20_001, 30_000, 50_000, 50_001]),
        interest=st.sampled_from([0, 1, 10_000]),
        principal=st.sampled_from([0, 0, 0, 1]),
    )
    def test_exactly_what_the_matrix_refuses(
        self, house: House, role: Role, given_before: int, penalty: int, interest: int, principal: int
    ) -> None:
        """The matrix and the guards made of it are one: on any sums, by any role, past the use cases."""
        if not penalty + interest + principal:
            return
        other = House.opened(next(NUMBERS))
        by = person(role, next(NUMBERS))
        if given_before:
            waiving.apply(waiver_id=waived(other, given_before).id, account=OWING, at=MORNING, by=other.agent, law=LAW)
        made = raw(other, by, penalty_minor=penalty, interest_minor=interest, principal_minor=principal)
        charges = given_before + penalty + interest

        if authority().kinds["waiver"].allows_alone(role, charges, principal):
            approve(made, by)
        else:
            with pytest.raises(IntegrityError, match="beyond what one person"):
                approve(made, by)

    def test_an_approval_that_was_given_for_less(self, house: House) -> None:
        lead = person(Role.LEAD)
        small = waived(house, ALONE + 1)
        decide(lead)
        waiving.withdraw(waiver_id=small.id, because=WHY, at=MORNING, by=house.agent)
        larger = raw(house, house.agent, penalty_minor=ALONE + 2)

        with pytest.raises(IntegrityError, match="beyond"):
            approve(larger, house.agent)

    def test_an_approval_that_is_granted_and_not_used(self, house: House) -> None:
        made = waived(house, ALONE + 1)
        held = Approval.objects.get()
        held.moves.create(seq=1, event="grant", to_state="granted", at=MORNING, by=person(Role.LEAD), because=WHY)

        with pytest.raises(IntegrityError, match="beyond"):
            approve(made, house.agent)

    def test_a_waiver_of_nothing_of_less_than_nothing_or_of_anothers_loan(self, house: House) -> None:
        other = House.opened(2)

        for wrong in ({}, {"penalty_minor": -1}, {"penalty_minor": 5, "fee_minor": -1}):
            with pytest.raises(IntegrityError), transaction.atomic():
                raw(house, house.agent, **wrong)
        with pytest.raises(IntegrityError, match="no loan"), transaction.atomic():
            raw(House(house.lender, house.agent, house.borrower, house.address, other.loan), house.agent, fee_minor=1)

    def test_a_change_of_the_sums_after_the_request(self, house: House) -> None:
        made = waived(house, ALONE + 1)

        with pytest.raises(IntegrityError, match="by its moves"), transaction.atomic():
            Waiver.objects.filter(id=made.id).update(penalty_minor=1)

    def test_two_who_approve_at_once_past_the_use_cases_do_not_pass_the_ceiling_together(self, house: House) -> None:
        """A waiver and a settlement of one loan, each within a ceiling, both beyond it."""
        lead = person(Role.LEAD)
        for no in range(2, 10):
            other = House.opened(no)
            offered = settlement(other, 245_000)
            held = Approval.objects.get(subject=offered.id.hex)
            for seq, (event, state) in enumerate((("grant", "granted"), ("use", "used")), 1):
                held.moves.create(seq=seq, event=event, to_state=state, at=MORNING, by=lead, because=WHY)
            made = raw(other, other.agent, penalty_minor=ALONE - 10_000)

            came = together(
                lambda made=made, by=other.agent: approve(made, by),
                lambda offered=offered: offered.moves.create(
                    seq=1, event="approve", to_state="approved", at=MORNING, by=lead, because=WHY
                ),
            )

            assert came == ["IntegrityError", "done"]


def test_a_settlement_counts_what_was_waived_before(house: House) -> None:
    one = waived(house, 10_000, account=account(penalty=30_000))
    waiving.apply(waiver_id=one.id, account=account(penalty=30_000), at=MORNING, by=house.agent, law=LAW)

    settlement(house, 250_000)

    assert Approval.objects.get().charges_minor == 20_000
    decide(person(Role.LEAD))
    assert settling.Settlement.objects.get().state == "approved"
