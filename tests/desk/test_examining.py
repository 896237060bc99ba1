"""Exams: drawn once, answered once, in time and by whoever sits them; certificates by a second person."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from duly import law as laws
from duly.core.day import day_of
from duly.core.machine import NoSuchMove
from duly.desk import calling, certifying, contact, ending, examining
from duly.desk.certifying import NotPassed, OwnExam
from duly.desk.contact import Refused as NotCleared
from duly.desk.examining import AlreadyAnswered, Over, Sheet, Standing, TooSoon
from duly.desk.reach import NotFound
from duly.rules.account.asked import Refused
from duly.rules.rights import Role
from duly.rules.training.exam import drawn, terms
from duly.rules.training.questions import question
from duly.store.models import Answer, Certificate, Entry, Exam, User
from tests.desk.house import CALL, MORNING, UP, House, talks

LAW = laws.load("cn")
LATER = MORNING + timedelta(minutes=1)


def begin(user: User, at: datetime = MORNING, **changed: Any) -> Exam:
    wanted = {"products": ["consumer_loan"], "channels": ["phone_call", "text"], "region": ""} | changed
    return examining.begin(**wanted, at=at, by=user, law=LAW)


def sit(user: User, exam: Exam, *, wrong: int = 0, at: datetime = LATER) -> Sheet:
    """Answer every question, so many of them wrongly."""
    for place, name in enumerate(exam.questions, 1):
        key = question(name, LAW).key
        chosen = (key + 1) % 4 if place <= wrong else key
        sheet = examining.answer(exam_id=exam.id, place=place, chosen=chosen, at=at, by=user, law=LAW)
    return sheet


def lead_of(house: House) -> User:
    house.listed()
    return User.objects.create(username="lead", name="李岚", role=Role.LEAD, lender=house.lender, team=house.agent.team)


def compliance(house: House) -> User:
    return User.objects.create(username="c", name="陈正", role=Role.COMPLIANCE, lender=house.lender)


class TestAnExam:
    def test_is_drawn_again_from_its_seed(self, house: House) -> None:
        made = begin(house.agent)

        assert made.questions == [one.id for one in drawn(made.seed, LAW, terms())]
        assert (made.asked, made.needed) == (24, 20)

    def test_goes_on_where_it_was_left(self, house: House) -> None:
        made = begin(house.agent)
        examining.answer(exam_id=made.id, place=2, chosen=0, at=LATER, by=house.agent, law=LAW)

        again = begin(house.agent, LATER)

        assert again == made
        assert examining.own(again.id, at=LATER, by=house.agent, law=LAW).next == 1

    @pytest.mark.parametrize(("wrong", "standing"), [(0, Standing.PASSED), (4, Standing.PASSED), (5, Standing.FAILED)])
    def test_is_passed_by_so_many_right_answers_and_no_fewer(
        self, house: House, wrong: int, standing: Standing
    ) -> None:
        sheet = sit(house.agent, begin(house.agent), wrong=wrong)

        assert (sheet.standing, sheet.right) == (standing, 24 - wrong)

    def test_that_failed_is_waited_for(self, house: House) -> None:
        sit(house.agent, begin(house.agent), wrong=5)

        with pytest.raises(TooSoon) as waits:
            begin(house.agent, MORNING + timedelta(hours=5))
        assert waits.value.on == day_of(MORNING) + timedelta(days=1)
        assert begin(house.agent, MORNING + timedelta(days=1)).number == 2

    def test_that_ran_out_of_time_has_failed(self, house: House) -> None:
        made = begin(house.agent)

        assert examining.own(made.id, at=made.ends_at, by=house.agent, law=LAW).standing is Standing.FAILED

    def test_that_the_law_overtook_counts_neither_way(self, house: House) -> None:
        made = begin(house.agent)
        Exam.objects.bulk_create(
            [
                Exam(
                    user=house.agent, number=2, seed="s", questions=made.questions, asked=24, needed=20, wanted={},
                    law_version="before", begun_at=MORNING, ends_at=made.ends_at,
                )
            ]
        )  # fmt: skip
        before = Exam.objects.get(number=2)

        with pytest.raises(Over):
            examining.answer(exam_id=before.id, place=1, chosen=0, at=LATER, by=house.agent, law=LAW)
        assert begin(house.agent, LATER).number == 3

    @pytest.mark.parametrize(
        "changed", [{"products": []}, {"products": ["gold"]}, {"channels": ["pigeon"]}, {"region": "33"}]
    )
    def test_for_nothing_there_is_none(self, house: House, changed: dict[str, Any]) -> None:
        with pytest.raises(Refused):
            begin(house.agent, **changed)
        assert not Exam.objects.exists()


class TestWhoeverCheats:
    def test_answers_twice(self, house: House) -> None:
        made = begin(house.agent)
        examining.answer(exam_id=made.id, place=1, chosen=0, at=LATER, by=house.agent, law=LAW)

        with pytest.raises(AlreadyAnswered):
            examining.answer(exam_id=made.id, place=1, chosen=1, at=LATER, by=house.agent, law=LAW)
        assert Answer.objects.get().chosen == 0

    def test_answers_after_time(self, house: House) -> None:
        made = begin(house.agent)

        with pytest.raises(Over):
            examining.answer(exam_id=made.id, place=1, chosen=0, at=made.ends_at, by=house.agent, law=LAW)

    def test_answers_in_the_exam_of_another(self, house: House) -> None:
        other = House.opened(2).agent
        made = begin(other)

        with pytest.raises(NotFound):
            examining.answer(exam_id=made.id, place=1, chosen=0, at=LATER, by=house.agent, law=LAW)
        with pytest.raises(NotFound):
            examining.own(uuid4(), at=LATER, by=house.agent, law=LAW)

    @pytest.mark.parametrize(("place", "chosen"), [(0, 0), (25, 0), (1, 4), (1, -1)])
    def test_answers_what_was_not_asked(self, house: House, place: int, chosen: int) -> None:
        made = begin(house.agent)

        with pytest.raises(Refused):
            examining.answer(exam_id=made.id, place=place, chosen=chosen, at=LATER, by=house.agent, law=LAW)


class TestTheDatabaseRefuses:
    def refused(self, row: Any) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)

    def test_an_answer_out_of_time_or_place(self, house: House) -> None:
        made = begin(house.agent)

        for place, at in ((1, made.ends_at), (1, MORNING - timedelta(seconds=1)), (25, LATER)):
            self.refused(Answer(exam=made, place=place, chosen=0, is_right=True, at=at))

    def test_a_try_out_of_turn(self, house: House) -> None:
        self.refused(
            Exam(
                user=house.agent, number=7, seed="s", questions=[], asked=1, needed=1, wanted={}, law_version="",
                begun_at=MORNING, ends_at=LATER,
            )
        )  # fmt: skip

    def test_a_certificate_that_was_not_earned_or_is_ones_own(self, house: House) -> None:
        failed, lead = begin(house.agent), lead_of(house)
        sit(house.agent, failed, wrong=5)
        passed = begin(lead)
        sit(lead, passed)
        day = {"passed_on": day_of(MORNING), "expires_on": day_of(MORNING)}
        kind = {"product": "p", "channel": "c", "region": "", **day}

        self.refused(Certificate(user=house.agent, exam=failed, issued_by=lead, **kind))
        self.refused(Certificate(user=house.agent, exam=passed, issued_by=lead, **kind))
        self.refused(Certificate(user=lead, exam=passed, issued_by=lead, **kind))
        self.refused(Certificate(user=lead, exam=passed, **kind))
        Certificate.objects.create(user=lead, exam=passed, issued_by=house.agent, **kind)

    @pytest.mark.parametrize("model", [Exam, Answer, Certificate])
    def test_that_anything_is_changed_or_taken_out(self, house: House, model: Any) -> None:
        sit(house.agent, begin(house.agent))
        field = {"exam": "needed", "answer": "chosen", "certificate": "region"}[model._meta.model_name]

        for act in (lambda: model.objects.update(**{field: 1}), lambda: model.objects.all()._raw_delete("default")):
            with pytest.raises(DatabaseError, match=r"only ever added|moves alone"), transaction.atomic():
                act()


class TestACertificate:
    def test_is_issued_once_by_the_lead_for_what_was_asked(self, house: House) -> None:
        lead, made = lead_of(house), begin(house.agent)
        sit(house.agent, made)
        assert [one.exam for one in certifying.waiting(lead, at=LATER, law=LAW)] == [made]

        issued = certifying.issue(exam_id=made.id, at=LATER, by=lead, law=LAW)

        assert [(one.product, one.channel, one.expires_on) for one in issued] == [
            ("consumer_loan", channel, date(2027, 11, 24)) for channel in ("phone_call", "text")
        ]
        assert certifying.waiting(lead, at=LATER, law=LAW) == []
        with pytest.raises(NotPassed):
            certifying.issue(exam_id=made.id, at=LATER, by=lead, law=LAW)
        assert Entry.objects.filter(act="approve", by=lead).count() == 1

    def test_is_nobodys_to_issue_to_themselves_or_for_a_failed_or_a_strangers_exam(self, house: House) -> None:
        lead, stranger = lead_of(house), House.opened(2).agent
        own, failed, far = begin(lead), begin(house.agent), begin(stranger)
        sit(lead, own)
        sit(house.agent, failed, wrong=24)
        sit(stranger, far)

        for exam, refused in ((own, OwnExam), (failed, NotPassed), (far, NotFound)):
            with pytest.raises(refused):
                certifying.issue(exam_id=exam.id, at=LATER, by=lead, law=LAW)
        with pytest.raises(NotFound):
            certifying.issue(exam_id=own.id, at=LATER, by=house.agent, law=LAW)

    def test_that_is_revoked_takes_the_dial_button_and_a_new_exam_brings_it_back(self, house: House) -> None:
        lead, officer = lead_of(house), compliance(house)
        mine = Certificate.objects.get(user=house.agent, channel="phone_call")

        certifying.revoke(certificate_id=mine.id, because="冒名考试", at=MORNING, by=officer)

        assert isinstance(_called(house, MORNING), NotCleared)
        with pytest.raises(NoSuchMove):
            certifying.revoke(certificate_id=mine.id, because="再来一次", at=MORNING, by=officer)
        made = begin(house.agent)
        sit(house.agent, made)
        certifying.issue(exam_id=made.id, at=LATER, by=lead, law=LAW)
        assert not isinstance(_called(house, LATER), NotCleared)

    def test_is_revoked_by_compliance_alone_and_with_a_reason(self, house: House) -> None:
        mine = Certificate.objects.filter(user=house.agent).first()
        assert mine

        with pytest.raises(NotFound):
            certifying.revoke(certificate_id=mine.id, because="不满", at=MORNING, by=lead_of(house))
        with pytest.raises(Refused):
            certifying.revoke(certificate_id=mine.id, because=" ", at=MORNING, by=compliance(house))
        mine.refresh_from_db()
        assert mine.state == "issued"

    def test_expires_on_the_day_after_its_last(self, house: House) -> None:
        last = datetime(2027, 1, 4, 3, 0, tzinfo=UTC)

        counts = [certifying.expire(at=at) for at in (last, last + timedelta(days=1), last + timedelta(days=1))]

        assert counts == [0, 4, 0]
        assert not certifying.valid(house.agent, day_of(last + timedelta(days=1)))

    def test_ends_by_the_clock_alone_and_needs_nobody_to_say_so(self, house: House) -> None:
        """To the minute, and before the daily ending has moved its state."""
        house.listed()
        over = datetime(2027, 1, 4, 16, 0, tzinfo=UTC)  # midnight in Shanghai
        minutes = (over - timedelta(minutes=1), over)

        objects = ["CN-AGY-10" in [rule["id"] for rule in _outlook(house, at).told["rules"]] for at in minutes]
        assert objects == [False, True]
        assert set(Certificate.objects.values_list("state", flat=True)) == {"issued"}

        assert ending.end(at=over).certificates == 4
        assert set(Certificate.objects.values_list("state", flat=True)) == {"expired"}
        assert "CN-AGY-10" not in [rule["id"] for rule in _outlook(house, minutes[0]).told["rules"]]

    @pytest.mark.parametrize(("day", "told"), [("2026-12-04", 0), ("2026-12-05", 4), ("2027-01-05", 0)])
    def test_that_ends_within_thirty_days_is_told_to_the_lead(self, house: House, day: str, told: int) -> None:
        lead = lead_of(house)

        found = {one.user: one for one in certifying.ending(lead, date.fromisoformat(day))}

        assert len(found[house.agent].soon if house.agent in found else []) == told
        assert (house.agent in found) == (day >= "2026-12-05")
        assert found[lead].held == 0


def _outlook(house: House, at: datetime) -> calling.Outlook:
    told = calling.outlooks(user=house.agent, borrower=house.borrower, addresses=[house.address], systems=UP, at=at)
    return told[0]


def _called(house: House, at: datetime) -> Any:
    return contact.attempt(
        borrower_id=house.borrower.id, proposed=house.call(at=at), carrier=talks(), message=CALL, systems=UP
    )
