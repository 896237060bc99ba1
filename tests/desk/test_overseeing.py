"""What compliance and auditors read: refusals by rule, holds and their end, chains with their proof."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from duly.desk import chains, contact, holds, record, refusals, stopping
from duly.desk.contact import Refused
from duly.desk.holds import AlreadyLifted
from duly.desk.outcomes import BadResult
from duly.desk.reach import NotFound
from duly.rules.rights import Role
from duly.store.models import Attempt, Clearance, Entry, Hold, Team, User
from tests.desk.house import MORNING, NIGHT, UP, House
from tests.desk.test_record import by_hand

TODAY, LATER = date(2026, 11, 25), MORNING + timedelta(minutes=30)


@pytest.fixture()
def officer(house: House) -> User:
    house.listed()
    return User.objects.create(username="c", name="陈正", role=Role.COMPLIANCE, lender=house.lender)


@pytest.fixture()
def stranger(house: House) -> User:
    team = Team.objects.create(id="T9", name="上海组", region="31", opens_minute=540, closes_minute=1080)
    return User.objects.create(username="s", name="马林", role=Role.LEAD, lender=house.lender, team=team)


def held(house: House, kind: str = "hardship") -> Hold:
    with stopping.locked(house.borrower.id) as borrower:
        return stopping.hold(borrower, kind=kind, at=MORNING, by=house.agent)


class TestRefusals:
    def test_are_counted_by_rule_and_by_the_day_of_the_laws_clock(self, house: House, officer: User) -> None:
        contact.reserve(borrower_id=house.borrower.id, proposed=house.call(at=NIGHT), systems=UP)

        counts = refusals.counts(officer, TODAY)

        made = Clearance.objects.get()
        assert (counts.asked, counts.refused, counts.days[-1]) == ({TODAY: 1}, {TODAY: 1}, TODAY)
        assert {rule for rule, *_ in counts.rules} == {one["id"] for one in made.answer["rules"]}
        for rule, by, total in counts.rules:
            assert (by, total) == ({TODAY: 1}, 1)
            assert refusals.refused_by(officer, rule, TODAY) == ([made], None)
            assert refusals.refused_by(officer, rule, TODAY - timedelta(days=1)) == ([], None)

    def test_a_decision_is_read_with_what_became_of_it(self, house: House, officer: User, stranger: User) -> None:
        made = contact.reserve(borrower_id=house.borrower.id, proposed=house.call(), systems=UP)
        assert isinstance(made, Attempt)

        assert refusals.decision(officer, made.clearance_id) == (made.clearance, made)
        assert refusals.counts(officer, TODAY).refused == {}
        assert refusals.counts(stranger, TODAY).asked == {}
        with pytest.raises(NotFound):
            refusals.decision(stranger, made.clearance_id)


class TestHolds:
    def test_once_lifted_the_judge_decides_anew(self, house: House, officer: User) -> None:
        hold = held(house)
        assert isinstance(
            contact.reserve(borrower_id=house.borrower.id, proposed=house.call(at=LATER), systems=UP), Refused
        )

        holds.lift(hold_id=hold.id, because="困难已核实解除", at=LATER, by=officer)

        assert holds.in_force(officer, LATER) == ([], None)
        assert isinstance(
            contact.reserve(borrower_id=house.borrower.id, proposed=house.call(at=LATER), systems=UP), Attempt
        )
        assert not list(record.verify())

    def test_lifting_twice_happens_once(self, house: House, officer: User) -> None:
        hold = held(house)
        holds.lift(hold_id=hold.id, because="困难已核实解除", at=LATER, by=officer)

        with pytest.raises(AlreadyLifted):
            holds.lift(hold_id=hold.id, because="再来一次", at=LATER, by=officer)

        assert [one.said.get("lifted") for one in Entry.objects.all()].count(str(hold.id)) == 1

    def test_a_reason_is_asked_for(self, house: House, officer: User) -> None:
        hold = held(house)

        with pytest.raises(BadResult):
            holds.lift(hold_id=hold.id, because=" ", at=LATER, by=officer)

        assert holds.in_force(officer, LATER, kind="hardship") == ([hold], None)
        assert holds.in_force(officer, LATER, kind="legal") == ([], None)

    def test_one_of_another_team_is_not_found(self, house: House, officer: User, stranger: User) -> None:
        with pytest.raises(NotFound):
            holds.lift(hold_id=held(house).id, because="核实", at=LATER, by=stranger)

    def test_the_database_lifts_nothing_without_a_move(self, house: House, officer: User) -> None:
        held(house)

        with pytest.raises(IntegrityError), transaction.atomic():
            Hold.objects.update(state="lifted")


class TestChains:
    def test_a_chain_is_found_by_a_reference_and_reading_it_is_on_it(self, house: House, officer: User) -> None:
        assert chains.find(officer, "LN1") == chains.find(officer, "B1") == house.borrower
        assert chains.find(officer, "") is None

        _, chain = chains.of_borrower(officer, house.borrower.id, at=LATER)

        assert (chain.length, chain.broken) == (1, None)
        assert chain.entries[0].said == {"purpose": "record"}

    def test_a_later_hand_is_seen_on_the_page_and_in_the_proof_of_all(self, house: House, officer: User) -> None:
        for _ in range(4):
            chains.of_borrower(officer, house.borrower.id, at=LATER)
        by_hand("UPDATE store_entry SET said = %s WHERE seq = 2", '{"purpose": "case"}')

        assert chains.chain(str(house.borrower.id)).broken == 2
        assert [(one.chain, one.seq) for one in chains.prove("", 0, 0).broken] == [(str(house.borrower.id), 2)]

    def test_all_of_it_is_proved_in_stretches_that_add_up(
        self, house: House, officer: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(chains, "STRETCH", 2)
        for no in range(2, 7):
            record.look(House.opened(no).borrower, at=LATER, by=officer)
        record.of_the_house("change", {"no": 1}, at=LATER, by=officer)
        record.seal(TODAY)

        proved, steps = chains.prove("", 0, 0), 1
        while proved.after is not None:
            proved, steps = chains.prove(proved.after, proved.chains, proved.entries), steps + 1

        assert (proved.chains, proved.entries, proved.of, proved.broken, steps) == (6, 6, 6, [], 4)
        assert proved.share_bp == 10_000
        assert [one.day for one in chains.seals()] == [TODAY]

    def test_what_was_cut_off_shows_against_the_seal(self, house: House, officer: User) -> None:
        for _ in range(3):
            record.look(house.borrower, at=LATER, by=officer)
        record.seal(TODAY)
        by_hand("DELETE FROM store_entry WHERE seq = 3")

        assert [one.chain for one in chains.prove("", 0, 0).broken] == [f"seal {TODAY}"]

    def test_a_chain_is_read_on_page_after_page(
        self, house: House, officer: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(chains, "AT_ONCE", 2)
        for _ in range(5):
            record.look(house.borrower, at=LATER, by=officer)

        seen, before = [], None
        while True:
            page = chains.chain(str(house.borrower.id), before=before)
            seen += [one.seq for one in page.entries]
            before = page.before
            if before is None:
                break

        assert seen == [5, 4, 3, 2, 1]

    def test_nobody_reads_a_chain_out_of_reach(self, house: House, officer: User, stranger: User) -> None:
        with pytest.raises(NotFound):
            chains.of_borrower(stranger, house.borrower.id, at=LATER)
        assert chains.find(stranger, "B1") is None


def test_refusals_are_read_on_page_after_page(house: House, officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusals, "AT_ONCE", 2)
    for minute in range(5):
        contact.reserve(
            borrower_id=house.borrower.id, proposed=house.call(at=NIGHT + timedelta(minutes=minute)), systems=UP
        )
    rule = Clearance.objects.latest("judged_at").answer["rules"][0]["id"]

    first, after = refusals.refused_by(officer, rule, TODAY)
    second, onward = refusals.refused_by(officer, rule, TODAY, after=after or 0)
    third, end = refusals.refused_by(officer, rule, TODAY, after=onward or 0)

    assert [len(page) for page in (first, second, third)] == [2, 2, 1]
    assert len({one.id for one in (*first, *second, *third)}) == 5
    assert end is None
    assert refusals.refused_by(officer, rule[:-1], TODAY) == ([], None)
