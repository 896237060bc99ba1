"""What the tests of visits share: a house that has switched them on, its visitors, and an order as it should be."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from duly.desk import approving, contact, going, recorders, visiting, visits_on
from duly.desk.contact import Refused
from duly.desk.visit_judged import Ready
from duly.desk.visiting import Wanted
from duly.rules.rights import Role
from duly.store.models import Address, Agency, Attempt, Certificate, Lender, Recorder, User, Visit
from tests.desk.deals import person
from tests.desk.house import MORNING, UP, House

WINDOW = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai, two days after the morning of the house
AT_THE_DOOR = WINDOW + timedelta(minutes=5)
WORDS_ON = date(2026, 11, 27)
WHY = "多次未联系上，先当面说明纾困"
READY = Ready(recorder_runs=True, plainly_dressed=True)


def visitor(house: House, no: int, agency: Agency | None = None, *, certified: bool = True, **changed: Any) -> User:
    """One who goes on visits, certified for them."""
    role = Role.VISITOR if agency is None else Role.AGENCY_VISITOR
    told = {"username": f"V{no}", "name": ("周明", "许静", "方远")[no % 3], "role": role, "agency": agency}
    made = User.objects.create(**told | {"lender": None if agency else house.lender} | changed)
    if certified:
        Certificate.objects.create(
            user=made, product="consumer_loan", channel="visit", passed_on=date(2026, 1, 5),
            expires_on=date(2027, 1, 4),
        )  # fmt: skip
    return made


def home_of(house: House) -> Address:
    return Address.objects.get_or_create(
        borrower=house.borrower, kind="home", source="contract", defaults={"token": f"{house.borrower.ref}-home"}
    )[0]


def switched_on(house: House, at: datetime = MORNING) -> None:
    """By two persons, as it has to be; once."""
    Lender.objects.filter(id=house.lender.id).update(hotline="95000", complaint_line="400-100-2001")
    if visits_on.is_on(house.lender.id, at):
        return
    strategy, compliance = people(house)[:2]
    asked = visits_on.ask("董事会决定试行", at=at, by=strategy)
    approving.grant(approval_id=asked.id, because="制度已备", at=at, by=compliance)
    visits_on.switch_on(from_at=at, at=at, by=strategy)


def people(house: House) -> tuple[User, User, User, User]:
    """Strategy, compliance, legal and the lead."""
    roles = (Role.STRATEGY, Role.COMPLIANCE, Role.LEGAL, Role.LEAD)
    found = [User.objects.filter(role=role).first() or person(role) for role in roles]
    return found[0], found[1], found[2], found[3]


def called_before(house: House, at: datetime = MORNING) -> None:
    """A call within the last thirty days: a visit is the last resort."""
    if Attempt.objects.filter(borrower=house.borrower).exists():
        return
    made = contact.reserve(borrower_id=house.borrower.id, proposed=house.call(at), systems=UP)
    assert isinstance(made, Attempt)
    contact.carry(made, at=at)
    contact.note(made, contact.Receipt("no_answer", answered=False), at=at)


def wanted(house: House, first: User, second: User, **changed: Any) -> Wanted:
    recorder, _ = Recorder.objects.get_or_create(
        serial=f"R-{house.borrower.ref}", lender=house.lender, agency=first.agency
    )
    told = {
        "loan_id": house.loan.id, "address_id": home_of(house).id, "purpose": "relief", "place": "home",
        "from_at": WINDOW, "until_at": WINDOW + timedelta(hours=1), "first_id": first.id, "second_id": second.id,
        "recorder_id": recorder.id, "risks": (), "because": WHY,
    }  # fmt: skip
    return Wanted(**told | changed)


def ordered(house: House, *, at: datetime = MORNING, agency: Agency | None = None, **changed: Any) -> Visit:
    """An order in a house where everything is in place."""
    switched_on(house)
    called_before(house)
    there = list(User.objects.filter(role__in=visiting.VISITORS, agency=agency).order_by("id"))
    first, second = there[:2] if len(there) > 1 else (visitor(house, 1, agency), visitor(house, 2, agency))
    return visiting.order(wanted(house, first, second, **changed), at=at, by=people(house)[2])


def noticed(house: House, **changed: Any) -> Visit:
    """Approved by another person, and the borrower told in time."""
    made = ordered(house, **changed)
    approved = visiting.approve(visit_id=made.id, because="同意", at=MORNING, by=people(house)[1])
    return visiting.notified(approved.id, "EMS-1", sent_at=MORNING, words_on=WORDS_ON, at=MORNING, by=people(house)[2])


def arrived(house: House, at: datetime = AT_THE_DOOR, **changed: Any) -> Visit:
    """Two people with a recorder that was tried this morning stand there."""
    made = noticed(house, **changed)
    recorders.check(made.recorder_id, audio=True, video=True, at=at - timedelta(hours=1), by=made.first)
    going.set_out(made.id, at=at - timedelta(minutes=30), by=made.first)
    return going.arrive(made.id, place="小区东门", at=at, by=made.first)


def started(house: House, at: datetime = AT_THE_DOOR, **changed: Any) -> Visit:
    made = arrived(house, at, **changed)
    done = going.start(made.id, READY, at=at, by=made.first)
    assert not isinstance(done, Refused), done.reasons
    made.refresh_from_db()
    return made
