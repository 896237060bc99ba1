"""What the night gets of a visit: a contact at a door with what came of it, and that the borrower wants no further one."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from duly.core.day import day_bounds, day_of
from duly.desk import going, stopping, visiting, visits_refused
from duly.desk.outcomes import Told
from duly.desk.sweeping import SILENT_SECONDS, sweep
from duly.nightly import business_day
from duly.nightly.closed import opened
from duly.nightly.day_end import Ended, end
from duly.rules.results import groups, results
from duly.rules.rights import Role
from duly.store import models
from duly.store.lake import Home
from tests.desk.agencies import in_order
from tests.desk.house import House
from tests.desk.test_closing import loaded, rows
from tests.desk.visits import AT_THE_DOOR, WINDOW, arrived, called_before, people, started
from tests.homes import DAY
from tests.nightly.test_accounts import Unwatched

VISITED = day_of(WINDOW)
AFTER = day_bounds(VISITED)[1] + timedelta(minutes=5)
LATER = AT_THE_DOOR + timedelta(minutes=10)
WHO, PRODUCT = "B014", "online_consumer_loan"  # late, and with nothing that stands in the way


@pytest.fixture()
def home(closed_home: Home, tmp_path: Path) -> Home:
    made = Home(Path(shutil.copytree(closed_home.path, tmp_path / "home")))
    loaded(made, DAY)
    return made


@pytest.fixture()
def visited(home: Home) -> House:
    """A borrower of the book, with a home, in a house whose people are certified for the book's product."""
    borrower = models.Borrower.objects.get(ref=WHO)
    lender, agent = models.Lender.objects.get(), models.User.objects.get(username="S1")
    for role in (Role.STRATEGY, Role.COMPLIANCE, Role.LEGAL, Role.LEAD):
        models.User.objects.create(username=role.value, name="周策", role=role, lender=lender)
    for no in (1, 2):
        certified(models.User.objects.create(username=f"V{no}", name="周明", role=Role.VISITOR, lender=lender))
    own = models.Address.objects.get(borrower=borrower, kind="mobile", party=None)
    return House(lender, agent, borrower, own, models.Loan.objects.get(borrower=borrower))


def certified(user: models.User) -> None:
    models.Certificate.objects.create(
        user=user, product=PRODUCT, channel="visit", passed_on=VISITED - timedelta(days=200),
        expires_on=VISITED + timedelta(days=165),
    )  # fmt: skip


def closed(home: Home) -> Ended:
    return end(home, VISITED, at=AFTER)


def visits_told(home: Home) -> list[Any]:
    return rows(home, f"SELECT purpose, party_role, actor, actor_id, outcome FROM contacts "
                      f"WHERE channel = 'visit' AND borrower_id = '{WHO}'")  # fmt: skip


def told(made: models.Visit, code: str, **further: Any) -> models.Visit:
    return going.tell(made.id, Told(code=code, **further), id_shown=True, at=LATER, by=made.first)


@pytest.mark.parametrize(
    ("code", "outcome"),
    [("door_talked", "conversed"), ("door_leave", "conversed"), ("door_unsafe", "conversed"),
     ("door_someone", "third_person_answered"), ("door_other_leave", "third_person_answered"),
     ("door_minor", "third_person_answered"), ("door_nobody", "no_answer"), ("door_not_safe", "no_answer")],
)  # fmt: skip
def test_a_visit_is_told_as_one_contact_by_whoever_knocked_with_whom_they_met(
    home: Home, visited: House, code: str, outcome: str
) -> None:
    """To the book it is a contact to collect, as the judge heard it: counted no more kindly than it was judged."""
    told(started(visited), code)

    assert closed(home).is_whole
    assert visits_told(home) == [("collect", "borrower", "lender", "V1", outcome)]
    assert closed(home).told.rows == {}


def test_of_every_result_at_a_door_the_book_has_words_for_whom_it_was(home: Home) -> None:
    from duly.desk.closing import OUTCOMES

    heard = {groups()[one.group].heard for one in results().values() if groups()[one.group].at_a_door}

    assert heard <= OUTCOMES.keys()


def test_a_refusal_at_the_door_is_told_as_a_wish_for_no_visits_that_stands(home: Home, visited: House) -> None:
    told(started(visited), "door_refuses")

    closed(home)
    business_day.close(home, VISITED + timedelta(days=1), watcher=Unwatched())
    added = loaded(home, VISITED + timedelta(days=1))

    wishes = f"SELECT kind, channel, address_id, last_date FROM preferences WHERE borrower_id = '{WHO}'"
    assert rows(home, wishes) == [("channel_opt_out", "visit", None, None)]
    assert (added["preference"], models.Preference.objects.filter(borrower=visited.borrower).count()) == (0, 1)
    assert visits_refused.stands(visited.borrower.id)


def test_an_invitation_after_a_refusal_stays_with_the_desk_and_loosens_nothing_in_the_book(
    home: Home, visited: House
) -> None:
    """Whoever asked somebody to leave may ask for a visit later; the desk's judge weighs both, the book holds the first."""
    told(started(visited), "door_leave")
    with stopping.locked(visited.borrower.id) as borrower:
        visits_refused.invited(borrower, evidence_id="REC-9", at=LATER + timedelta(hours=1), by=visited.agent)

    ended = closed(home)

    assert ended.told.untold == {"visit_invited": 1}
    assert rows(home, f"SELECT channel, last_date FROM preferences WHERE borrower_id = '{WHO}'") == [("visit", None)]


def test_relief_asked_for_at_the_door_keeps_the_next_night_from_calling(home: Home, visited: House) -> None:
    told(started(visited), "door_relief", reason="lost_work")

    closed(home)

    assert rows(home, f"SELECT kind FROM hardships WHERE borrower_id = '{WHO}'") == [("income_loss",)]
    following = VISITED + timedelta(days=1)
    business_day.close(home, following, watcher=Unwatched())
    with opened(home, following) as night:
        assert not night.reading.rows(f"SELECT * FROM planned WHERE borrower_id = '{WHO}' AND channel = 'voice'")


def test_an_address_at_which_nobody_lives_any_more_is_told_as_out_of_use(home: Home, visited: House) -> None:
    told(started(visited), "door_moved")

    closed(home)

    states = f"SELECT state FROM addresses WHERE borrower_id = '{WHO}' AND kind = 'home'"
    assert rows(home, states) == [("not_in_service",)]


def test_a_visit_at_which_nobody_knocked_is_no_contact(home: Home, visited: House) -> None:
    made = arrived(visited)
    visiting.call_off(visit_id=made.id, because="改为电话", at=AT_THE_DOOR, by=people(visited)[2])

    closed(home)

    assert visits_told(home) == []


def test_a_visit_of_which_nobody_told_counts_as_unknown(home: Home, visited: House) -> None:
    started(visited)

    closed(home)

    assert visits_told(home) == [("collect", "borrower", "lender", "V1", "unknown")]


def test_a_visit_that_was_swept_before_its_result_is_told_with_the_result(home: Home, visited: House) -> None:
    made = started(visited)
    sweep(at=AT_THE_DOOR + timedelta(seconds=SILENT_SECONDS))
    going.tell(made.id, Told(code="door_nobody"), id_shown=False, at=AT_THE_DOOR + timedelta(hours=1), by=made.first)

    closed(home)

    assert visits_told(home) == [("collect", "borrower", "lender", "V1", "no_answer")]


def test_a_visit_by_an_agency_is_told_as_the_agencys(home: Home, visited: House) -> None:
    agency = in_order(visited)
    called_before(visited)
    models.Loan.objects.filter(id=visited.loan.id).update(placed_with=agency)
    models.Notice.objects.create(
        borrower=visited.borrower, kind="outsourcing", agency=agency, loans=[str(visited.loan.id)], proof_id="EMS-0",
        sent_at=WINDOW - timedelta(days=9), delivered_at=WINDOW - timedelta(days=8),
    )  # fmt: skip
    for no in (3, 4):
        certified(models.User.objects.create(username=f"V{no}", name="沈远", role=Role.AGENCY_VISITOR, agency=agency))

    told(started(visited, agency=agency), "door_someone")
    closed(home)

    assert visits_told(home) == [("collect", "borrower", "agency", "A1", "third_person_answered")]
