"""Moving work between teams and people, and who stands in for whom."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from duly.core.carrier import Receipt
from duly.desk import absence, assigning, contact, queue, record
from duly.desk.absence import BadAbsence
from duly.desk.assigning import OnTheLine, Stale
from duly.desk.outcomes import BadResult
from duly.desk.reach import NotFound
from duly.rules.rights import Role
from duly.store.models import Absence, Assigned, Attempt, Case, Entry, Planned, Team, User
from tests.desk.house import MORNING, UP, House

TODAY, LATER = date(2026, 11, 25), MORNING + timedelta(minutes=5)
WHY = "本人只说吴语"


@pytest.fixture()
def lead(house: House) -> User:
    house.listed()
    return User.objects.create(
        username="lead1", name="李岚", role=Role.LEAD, lender=house.lender, team=house.agent.team
    )


@pytest.fixture()
def mate(house: House, lead: User) -> User:
    return User.objects.create(
        username="mate", name="周周", role=Role.AGENT, lender=house.lender, team=house.agent.team
    )


@pytest.fixture()
def other_team() -> Team:
    return Team.objects.create(id="T2", name="上海组", region="31", opens_minute=540, closes_minute=1080)


def moved(house: House, lead: User, team: str, agent: User | None = None, **changed: Any) -> bool:
    asked = {"because": WHY, "seen": assigning.stands(assigned()), "at": LATER} | changed
    return assigning.reassign(
        case_id=Case.objects.get().id, team_id=team, agent_id=agent and agent.id, by=lead, **asked
    )


def assigned() -> Assigned | None:
    return assigning.assigned_of(Case.objects.get())


def test_a_case_goes_to_another_team_with_its_place_on_the_list(house: House, lead: User, other_team: Team) -> None:
    queue.take_next(house.agent, at=MORNING)

    assert moved(house, lead, "T2")

    row = Planned.objects.get()
    assert (row.team_id, row.taken_by, row.done_at) == ("T2", None, None)
    assert queue.take_next(house.agent, at=LATER) is None
    said = Entry.objects.latest("id").said
    assert (said["from"], said["to"], said["because"]) == (["T1", None], ["T2", None], WHY)
    assert not list(record.verify())


def test_who_is_named_for_a_case_is_offered_it_first_and_nobody_else_is(house: House, lead: User, mate: User) -> None:
    second = House.opened(2)
    second.listed(position=2)
    User.objects.filter(id=second.agent.id).update(team=None)
    case = Case.objects.get(borrower=second.borrower)
    held = assigning.assigned_of(case)
    assigning.reassign(
        case_id=case.id, team_id="T1", agent_id=mate.id, because=WHY, seen=assigning.stands(held), at=LATER, by=lead
    )

    theirs, others = queue.take_next(mate, at=LATER), queue.take_next(house.agent, at=LATER)

    assert theirs
    assert others
    assert (theirs.borrower_id, others.borrower_id) == (second.borrower.id, house.borrower.id)


def test_the_same_move_again_changes_nothing(house: House, lead: User, other_team: Team) -> None:
    seen = assigning.stands(assigned())
    moved(house, lead, "T2", seen=seen)
    told = Entry.objects.count()

    with pytest.raises(NotFound):  # it is another team's now
        moved(house, lead, "T2", seen=seen)
    assert not moved(house, _lead_of(house, other_team), "T2")
    assert Entry.objects.count() == told


def test_a_page_of_before_moves_nothing(house: House, lead: User, mate: User) -> None:
    seen = assigning.stands(assigned())
    moved(house, lead, "T1", mate)

    with pytest.raises(Stale):
        moved(house, lead, "T1", house.agent, seen=seen)

    assert Assigned.objects.get().agent == mate


def test_a_case_with_a_call_under_way_stays(house: House, lead: User, other_team: Team) -> None:
    made = contact.reserve(borrower_id=house.borrower.id, proposed=house.call(), systems=UP)
    assert isinstance(made, Attempt)
    contact.carry(made, at=MORNING)
    contact.note(made, Receipt("conversation", answered=True, effective=True), at=MORNING)

    with pytest.raises(OnTheLine):
        moved(house, lead, "T2")

    assert assigning.hand_over(
        of=_named(house).id, team_id="T1", agent_id=None, because=WHY, at=LATER, by=lead
    ) == assigning.HandedOver(0, 1)


def test_a_whole_list_goes_to_a_colleague_once(house: House, lead: User, mate: User) -> None:
    queue.take_next(house.agent, at=MORNING)

    first = assigning.hand_over(of=house.agent.id, team_id="T1", agent_id=mate.id, because=WHY, at=LATER, by=lead)
    again = assigning.hand_over(of=house.agent.id, team_id="T1", agent_id=mate.id, because=WHY, at=LATER, by=lead)

    assert (first.moved, again.moved) == (1, 0)
    assert queue.take_next(mate, at=LATER) is not None


@pytest.mark.parametrize("because", ["", "x" * 201, "打他手机13800138000", "恶意投诉客户"])
def test_a_reason_is_asked_for_and_is_read(house: House, lead: User, other_team: Team, because: str) -> None:
    with pytest.raises(BadResult) as refused:
        moved(house, lead, "T2", because=because)

    assert refused.value.field == "because"
    assert Assigned.objects.get().team_id == "T1"


def test_nobody_moves_what_is_not_within_reach(house: House, lead: User, other_team: Team) -> None:
    stranger = _lead_of(house, other_team)

    with pytest.raises(NotFound):
        moved(house, stranger, "T2")
    with pytest.raises(NotFound):
        assigning.hand_over(of=house.agent.id, team_id="T2", agent_id=None, because=WHY, at=LATER, by=stranger)


def test_nobody_of_an_agency_learns_of_the_teams_or_moves_their_cases(house: House, lead: User) -> None:
    agency = house.agency()
    manager = User.objects.create(username="m", name="吴明", role=Role.AGENCY_MANAGER, agency=agency)
    house.loan.placed_with = agency
    house.loan.save()

    with pytest.raises(NotFound):
        moved(house, manager, "T1", house.agent)
    with pytest.raises(NotFound):
        assigning.suggested(manager, house.borrower, LATER)
    assert Assigned.objects.get().agent is None


def test_an_agent_of_another_team_is_no_target(house: House, lead: User, other_team: Team, mate: User) -> None:
    with pytest.raises(BadResult) as refused:
        moved(house, lead, "T2", mate)

    assert refused.value.field == "agent"


def test_the_suggestion_counts_who_is_here(house: House, lead: User, mate: User) -> None:
    everybody = assigning.suggested(lead, house.borrower, MORNING)[0].team.room
    absence.be_away(of=mate.id, from_on=TODAY, until_on=TODAY, substitute=None, at=MORNING, by=lead)

    assert everybody - assigning.suggested(lead, house.borrower, MORNING)[0].team.room == 60


class TestAbsence:
    def test_the_cases_of_somebody_away_come_to_whoever_stands_in(self, house: House, lead: User, mate: User) -> None:
        third = _agent(house, "third")
        moved(house, lead, "T1", house.agent)
        absence.be_away(of=house.agent.id, from_on=TODAY, until_on=TODAY, substitute=mate.id, at=LATER, by=lead)

        assert queue.take_next(third, at=LATER) is None
        assert queue.take_next(mate, at=LATER) is not None

    def test_without_a_substitute_they_are_the_whole_teams(self, house: House, lead: User, mate: User) -> None:
        moved(house, lead, "T1", house.agent)
        assert queue.take_next(mate, at=LATER) is None

        absence.be_away(of=house.agent.id, from_on=TODAY, until_on=TODAY, substitute=None, at=LATER, by=lead)

        assert queue.take_next(mate, at=LATER) is not None

    def test_what_they_hold_is_given_back_and_after_the_return_is_theirs_again(
        self, house: House, lead: User, mate: User
    ) -> None:
        moved(house, lead, "T1", house.agent)
        queue.take_next(house.agent, at=LATER)
        made = absence.be_away(
            of=house.agent.id, from_on=TODAY, until_on=TODAY + timedelta(days=3), substitute=None, at=LATER, by=lead
        )
        assert Planned.objects.get().taken_by is None

        assert absence.be_back(made.id, at=LATER, by=lead)
        assert not absence.be_back(made.id, at=LATER, by=lead)

        assert queue.take_next(mate, at=LATER) is None
        assert queue.take_next(house.agent, at=LATER) is not None

    def test_when_the_substitute_is_lost_too_nothing_is_stuck(self, house: House, lead: User, mate: User) -> None:
        third = _agent(house, "third")
        moved(house, lead, "T1", house.agent)
        days = {"from_on": TODAY, "until_on": TODAY, "at": LATER, "by": lead}
        absence.be_away(of=house.agent.id, substitute=mate.id, **days)
        assert queue.take_next(third, at=LATER) is None

        absence.be_away(of=mate.id, substitute=None, **days)

        assert queue.take_next(third, at=LATER) is not None

    @pytest.mark.parametrize("lost", [{"suspended": True}, {"is_active": False}, {"team": None}])
    def test_a_case_named_for_somebody_who_has_gone_is_the_teams(
        self, house: House, lead: User, mate: User, lost: dict[str, Any]
    ) -> None:
        moved(house, lead, "T1", house.agent)
        assert queue.take_next(mate, at=LATER) is None

        User.objects.filter(id=house.agent.id).update(**lost)

        assert queue.take_next(mate, at=LATER) is not None

    @pytest.mark.parametrize(("first", "last"), [(-1, 2), (2, 1), (0, 400)])
    def test_days_that_make_no_sense_are_refused(self, house: House, lead: User, first: int, last: int) -> None:
        with pytest.raises(BadAbsence):
            absence.be_away(
                of=house.agent.id, from_on=TODAY + timedelta(days=first), until_on=TODAY + timedelta(days=last),
                substitute=None, at=LATER, by=lead,
            )  # fmt: skip

    def test_whoever_is_away_too_stands_in_for_nobody(self, house: House, lead: User, mate: User) -> None:
        days = {"from_on": TODAY, "until_on": TODAY, "at": LATER, "by": lead}
        absence.be_away(of=mate.id, substitute=None, **days)

        with pytest.raises(BadAbsence) as refused:
            absence.be_away(of=house.agent.id, substitute=mate.id, **days)

        assert refused.value.field == "substitute"

    def test_the_database_keeps_it_as_it_was_written(self, house: House, lead: User) -> None:
        absence.be_away(of=house.agent.id, from_on=TODAY, until_on=TODAY, substitute=None, at=LATER, by=lead)

        with pytest.raises(IntegrityError), transaction.atomic():
            Absence.objects.update(until_on=TODAY + timedelta(days=9))


def _agent(house: House, name: str) -> User:
    return User.objects.create(username=name, name=name, role=Role.AGENT, lender=house.lender, team_id="T1")


def _named(house: House) -> User:
    Assigned.objects.update(agent=house.agent)
    return house.agent


def _lead_of(house: House, team: Team) -> User:
    return User.objects.create(username="lead2", name="马林", role=Role.LEAD, lender=house.lender, team=team)
