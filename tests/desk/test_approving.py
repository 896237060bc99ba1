"""Two persons for big decisions."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duly.core.machine import NoSuchMove
from duly.desk import approving, deciding, record
from duly.rules.account.asked import Refused
from duly.rules.authority import authority
from duly.rules.rights import Role
from duly.store.agreed import ABOUT
from duly.store.models import Approval, Entry, User
from duly.store.models.user import OUTSIDE
from tests.desk.deals import WHY, of_an_agency, person, proposed, settlement, waived
from tests.desk.house import MORNING, House

LATER = MORNING + timedelta(hours=1)


def asked(by: User, kind: str = "erase", subject: str = "vault", **changed: Any) -> Approval:
    return approving.ask(**{"kind": kind, "subject": subject, "because": WHY, "at": MORNING, "by": by} | changed)


def test_what_one_asks_another_grants_and_it_is_used_once(house: House) -> None:
    operator, officer = person(Role.OPERATOR), person(Role.COMPLIANCE)
    held = asked(operator)

    assert [one.id for one in approving.waiting(officer, MORNING)] == [held.id]
    approving.grant(approval_id=held.id, because=WHY, at=LATER, by=officer)
    approving.use(kind="erase", subject="vault", at=LATER, by=operator)

    with pytest.raises(Refused, match="another person has to grant"):
        approving.use(kind="erase", subject="vault", at=LATER, by=operator)
    assert [one.said["event"] for one in Entry.objects.order_by("seq")] == ["ask", "grant", "use"]
    assert list(record.verify()) == []
    assert approving.waiting(officer, MORNING) == []


def test_nobody_grants_what_they_asked_for_though_the_role_may(house: House) -> None:
    officer = person(Role.COMPLIANCE)
    held = asked(officer, "erase")

    assert officer.role in authority().kinds["erase"].may_grant()
    assert approving.waiting(officer, MORNING) == []
    for answer in (approving.grant, approving.refuse):
        with pytest.raises(Refused, match="nobody decides what they asked for"):
            answer(approval_id=held.id, because=WHY, at=LATER, by=officer)


class TestTheDatabaseRefuses:
    """The same, written past the use cases."""

    def held(self, house: House) -> tuple[Approval, User, User]:
        lead = person(Role.LEAD)
        waived(house, 25_000)
        return Approval.objects.get(), house.agent, lead

    def test_a_grant_by_who_asked(self, house: House) -> None:
        lead = person(Role.LEAD)
        waived(house, 60_000, by=lead)
        held = Approval.objects.get()

        with pytest.raises(IntegrityError, match="another person"), transaction.atomic():
            held.moves.create(seq=1, event="grant", to_state="granted", at=LATER, by=lead, because=WHY)

    @pytest.mark.parametrize("role", [Role.AGENT, Role.QUALITY, Role.AUDITOR, Role.OPERATOR, Role.COMPLIANCE])
    def test_a_grant_by_a_role_without_the_authority(self, house: House, role: Role) -> None:
        held, _, _ = self.held(house)
        somebody = person(role, 7)

        with pytest.raises(IntegrityError, match="another person"), transaction.atomic():
            held.moves.create(seq=1, event="grant", to_state="granted", at=LATER, by=somebody, because=WHY)

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        kind=st.sampled_from(sorted(set(authority().kinds) - set(ABOUT))),
        asks=st.sampled_from(sorted(Role)), grants=st.sampled_from(sorted(Role)),
    )  # fmt: skip
    def test_exactly_what_the_matrix_refuses(self, house: House, kind: str, asks: Role, grants: Role) -> None:
        """The matrix and the guards made of it are one: any role may ask and grant just what stands there."""
        told = {"kind": kind, "subject": "X", "lender": house.lender, "asked_at": MORNING, "lapses_at": LATER}
        numbers = itertools.count(User.objects.count() + 10)
        one, other = (
            of_an_agency(house, role, next(numbers)) if role in OUTSIDE else person(role, next(numbers))
            for role in (asks, grants)
        )
        with transaction.atomic():
            try:
                with transaction.atomic():
                    held = Approval.objects.create(**told, asked_by=one, because=WHY, state="asked")
            except IntegrityError:
                assert asks not in authority().kinds[kind].asks
                return
            assert asks in authority().kinds[kind].asks
            try:
                with transaction.atomic():
                    held.moves.create(seq=1, event="grant", to_state="granted", at=MORNING, by=other, because=WHY)
                assert grants in authority().kinds[kind].may_grant()
            except IntegrityError:
                assert grants not in authority().kinds[kind].may_grant()
            transaction.set_rollback(True)

    @pytest.mark.parametrize(("charges", "principal"), [(0, 0), (300_000, 0), (300_001, 0), (300_000, 1),
        (2_000_000, 1_000_000), (2_000_001, 0), (0, 1_000_001)])  # fmt: skip
    @pytest.mark.parametrize("role", [Role.LEAD, Role.STRATEGY])
    @pytest.mark.parametrize("currency", ["CNY", "TWD"])
    def test_a_ceiling_to_the_unit(self, house: House, currency: str, role: Role, charges: int, principal: int) -> None:
        times = authority().times(currency)
        charges, principal = charges * times, principal * times
        made = waived(house, 25_000)
        approving.withdraw(approval_id=Approval.objects.get().id, because=WHY, at=LATER, by=house.agent)
        held = Approval.objects.create(
            kind="waiver", subject=made.id.hex, lender=house.lender, asked_by=house.agent, asked_at=MORNING,
            lapses_at=LATER, because=WHY, state="asked", currency=currency, charges_minor=charges,
            principal_minor=principal, borrower=house.borrower,
        )  # fmt: skip
        grant = {"seq": 1, "event": "grant", "to_state": "granted", "at": MORNING, "by": person(role), "because": WHY}

        if role in authority().kinds["waiver"].may_grant(charges, principal, times=times):
            held.moves.create(**grant)
        else:
            with pytest.raises(IntegrityError, match="another person"), transaction.atomic():
                held.moves.create(**grant)

    def test_a_grant_by_somebody_of_another_lender_of_an_agency_or_away(self, house: House) -> None:
        held, _, lead = self.held(house)
        house.lender.pk = "L2"
        house.lender.save(force_insert=True)
        others = (
            person(Role.LEAD, 2, lender_id="L2"), person(Role.LEAD, 3, suspended=True),
            person(Role.LEAD, 4, is_active=False), None,
        )  # fmt: skip

        for other in others:
            with pytest.raises(IntegrityError, match="another person"), transaction.atomic():
                held.moves.create(seq=1, event="grant", to_state="granted", at=LATER, by=other, because=WHY)
        held.moves.create(seq=1, event="grant", to_state="granted", at=LATER, by=lead, because=WHY)

    def test_a_grant_or_a_use_after_its_time(self, house: House) -> None:
        held, _, lead = self.held(house)

        with pytest.raises(IntegrityError, match="its time"), transaction.atomic():
            held.moves.create(seq=1, event="grant", to_state="granted", at=held.lapses_at, by=lead, because=WHY)
        held.moves.create(seq=1, event="grant", to_state="granted", at=LATER, by=lead, because=WHY)
        with pytest.raises(IntegrityError, match="its time"), transaction.atomic():
            held.moves.create(seq=2, event="use", to_state="used", at=held.lapses_at, by=lead, because=WHY)
        with pytest.raises(IntegrityError, match="its time"), transaction.atomic():
            held.moves.create(seq=2, event="lapse", to_state="lapsed", at=LATER, by=None, because=WHY)

    def test_to_ask_for_what_is_not_ones_to_ask(self, house: House) -> None:
        told = {
            "kind": "erase", "subject": "B1", "lender": house.lender, "asked_at": MORNING, "lapses_at": LATER,
            "because": WHY, "state": "asked",
        }  # fmt: skip

        for wrong in (
            {"asked_by": house.agent}, {"asked_by": person(Role.OPERATOR), "currency": "CNY"},
            {"asked_by": person(Role.OPERATOR, 2), "principal_minor": 1},
            {"asked_by": of_an_agency(house)}, {"asked_by": person(Role.OPERATOR, 3), "because": ""},
        ):  # fmt: skip
            with pytest.raises(IntegrityError), transaction.atomic():
                Approval.objects.create(**told | wrong)

    @pytest.mark.parametrize("kind", ["waiver", "settlement", "plan"])
    def test_to_ask_about_a_row_of_another_borrower(self, house: House, kind: str) -> None:
        made = {"waiver": lambda: waived(house, 25_000), "settlement": lambda: settlement(house),
                "plan": lambda: proposed(house, budget=None)}[kind]()  # fmt: skip
        approving.withdraw(approval_id=Approval.objects.get().id, because=WHY, at=LATER, by=house.agent)
        told = {
            "kind": kind, "subject": made.id.hex, "lender": house.lender, "asked_by": house.agent, "asked_at": MORNING,
            "lapses_at": LATER, "because": WHY, "state": "asked", "currency": "" if kind == "plan" else "CNY",
        }  # fmt: skip

        for wrong in ({"borrower": House.opened(2).borrower}, {"borrower": house.borrower, "subject": "0" * 32}):
            with pytest.raises(IntegrityError, match=f"about no {kind}"), transaction.atomic():
                Approval.objects.create(**told | wrong)
        Approval.objects.create(**told | {"borrower": house.borrower})

    def test_a_withdrawal_by_somebody_else(self, house: House) -> None:
        held, agent, lead = self.held(house)

        for other in (lead, None):
            with pytest.raises(IntegrityError, match="only who asked"), transaction.atomic():
                held.moves.create(seq=1, event="withdraw", to_state="withdrawn", at=LATER, by=other, because=WHY)
        held.moves.create(seq=1, event="withdraw", to_state="withdrawn", at=LATER, by=agent, because=WHY)

    def test_to_write_a_grant_into_the_row(self, house: House) -> None:
        held, _, _ = self.held(house)

        for change in ({"state": "granted"}, {"charges_minor": 1}, {"asked_by": person(Role.AGENT, 8)}):
            with pytest.raises(IntegrityError, match="by its moves"), transaction.atomic():
                Approval.objects.filter(id=held.id).update(**change)
        with pytest.raises(IntegrityError, match="only ever added"), transaction.atomic():
            Approval.objects.all().delete()


class TestAsking:
    def test_is_refused_in_sentences_that_show_the_way_out(self, house: House) -> None:
        for by, changed, path in (
            (house.agent, {}, "by"),
            (person(Role.OPERATOR), {"because": " "}, "because"),
            (person(Role.OPERATOR, 2), {"because": "借款人电话13800138000"}, "because"),
            (person(Role.OPERATOR, 3), {"kind": "holiday"}, "kind"),
            (person(Role.LEAD), {"kind": "waiver", "currency": "USD"}, "currency"),
            (person(Role.LEAD, 2), {"kind": "waiver", "currency": "CNY", "charges_minor": 2_000_001}, "amount"),
        ):
            with pytest.raises(Refused) as refused:
                asked(by, **changed)
            assert refused.value.path == path
            assert refused.value.accepted
            assert any("一" <= letter <= "鿿" for letter in refused.value.message)
        assert Approval.objects.count() == 0

    def test_twice_at_once_for_the_same_is_refused(self, house: House) -> None:
        operator = person(Role.OPERATOR)
        asked(operator)

        with pytest.raises(Refused, match="asked for"):
            asked(operator)

    def test_lapses_and_may_be_asked_again(self, house: House) -> None:
        operator, officer = person(Role.OPERATOR), person(Role.COMPLIANCE)
        held = asked(operator)
        over = held.lapses_at

        with pytest.raises(Refused, match="its time is over"):
            approving.grant(approval_id=held.id, because=WHY, at=over, by=officer)
        assert (approving.lapse(at=over), approving.lapse(at=over)) == (1, 0)
        asked(operator, at=over)

    def test_that_lapses_takes_what_it_was_about_with_it(self, house: House) -> None:
        made = waived(house, 25_000)
        over = MORNING + timedelta(hours=72)

        assert (deciding.lapse(at=over), deciding.lapse(at=over)) == (1, 0)
        made.refresh_from_db()
        assert (made.state, Approval.objects.get().state) == ("withdrawn", "lapsed")
        waived(house, 25_000, at=over)

    def test_that_is_withdrawn_takes_what_it_was_about_with_it(self, house: House) -> None:
        made = waived(house, 25_000)

        deciding.withdraw(approval_id=Approval.objects.get().id, because=WHY, at=LATER, by=house.agent)

        made.refresh_from_db()
        assert (made.state, Approval.objects.get().state) == ("withdrawn", "withdrawn")

    def test_is_withdrawn_by_who_asked_alone(self, house: House) -> None:
        operator, officer = person(Role.OPERATOR), person(Role.COMPLIANCE)
        held = asked(operator)

        with pytest.raises(Refused, match="only who asked"):
            approving.withdraw(approval_id=held.id, because=WHY, at=LATER, by=officer)
        approving.withdraw(approval_id=held.id, because=WHY, at=LATER, by=operator)
        with pytest.raises(NoSuchMove):
            approving.grant(approval_id=held.id, because=WHY, at=LATER, by=officer)

    def test_what_was_granted_is_revoked_before_its_use(self, house: House) -> None:
        operator, officer = person(Role.OPERATOR), person(Role.COMPLIANCE)
        held = asked(operator)
        approving.grant(approval_id=held.id, because=WHY, at=LATER, by=officer)

        approving.revoke(approval_id=held.id, because=WHY, at=LATER, by=person(Role.COMPLIANCE, 2))

        with pytest.raises(Refused):
            approving.use(kind="erase", subject="vault", at=LATER, by=operator)


def together(*deeds: Any) -> list[str]:
    """Do all at once; what came of each."""
    gate = Barrier(len(deeds))

    def one(deed: Any) -> str:
        try:
            gate.wait()
            deed()
        except (Refused, NoSuchMove, IntegrityError) as refused:
            return type(refused).__name__
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(deeds)) as hands:
        return sorted(hands.map(one, deeds))


class TestRaces:
    def decide(self, approval_id: UUID, by: User, is_granted: bool = True) -> Any:
        return lambda: deciding.decide(approval_id=approval_id, is_granted=is_granted, because=WHY, at=LATER, by=by)

    def test_of_many_approvers_at_once_one_decides(self, house: House) -> None:
        made = waived(house, 25_000)
        held = Approval.objects.get()
        leads = [person(Role.LEAD, no) for no in range(8)]

        came = together(*(self.decide(held.id, lead, no % 2 == 0) for no, lead in enumerate(leads)))

        assert came.count("done") == 1
        made.refresh_from_db()
        held.refresh_from_db()
        assert (held.state, made.state) in {("used", "approved"), ("refused", "rejected")}
        assert held.moves.filter(event__in=("grant", "refuse")).count() == 1
        assert list(record.verify()) == []

    def test_a_withdrawal_and_a_grant_at_once_leave_one_of_the_two(self, house: House) -> None:
        lead = person(Role.LEAD)
        for no in range(2, 8):
            other = House.opened(no)
            made = waived(other, 25_000)
            held = Approval.objects.get(subject=made.id.hex)

            came = together(
                self.decide(held.id, lead),
                lambda held=held, other=other: deciding.withdraw(
                    approval_id=held.id, because=WHY, at=LATER, by=other.agent
                ),
            )

            made.refresh_from_db()
            held.refresh_from_db()
            assert came.count("done") == 1
            assert (held.state, made.state) in {("used", "approved"), ("withdrawn", "withdrawn")}

    def test_past_the_use_cases_two_grants_of_one_approval_cannot_both_be_written(self, house: House) -> None:
        waived(house, 25_000)
        held = Approval.objects.get()
        leads = [person(Role.LEAD, no) for no in range(6)]

        def grant(by: User) -> Any:
            return lambda: held.moves.create(seq=1, event="grant", to_state="granted", at=LATER, by=by, because=WHY)

        assert together(*map(grant, leads)).count("done") == 1
