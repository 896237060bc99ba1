"""Hold exams: begun by whoever wants a certificate, answered one question at a time, each answer once."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from duly.core.day import day_of
from duly.desk import record
from duly.desk.reach import NotFound
from duly.law import Law
from duly.rules.account.asked import Refused
from duly.rules.compliance.cn.facts import PRODUCTS
from duly.rules.training.exam import drawn, terms
from duly.rules.training.questions import OPTIONS, question
from duly.store.models import Answer, Exam, User

CHANNELS = ("phone_call", "text", "push", "im", "email", "mail", "visit")
REGION = re.compile(r"(\d{6})?", re.ASCII)


class Standing(StrEnum):
    """How an exam stands."""

    OPEN = "open"
    PASSED = "passed"
    FAILED = "failed"
    VOID = "void"  # the law changed meanwhile; it counts neither way


class TooSoon(ValueError):
    """The last exam was not passed; `on` is the first day of the next."""

    def __init__(self, on: date) -> None:
        super().__init__(f"上次未通过，{on} 起可再考 the last exam was not passed; the next may be begun on {on}")
        self.on = on


class Over(ValueError):
    """The exam takes no answers any more."""


class AlreadyAnswered(ValueError):
    """The question has an answer; the first stands."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """An exam and how far it has come; `next` is the place of the first question without an answer."""

    exam: Exam
    answers: list[Answer]
    standing: Standing

    @property
    def right(self) -> int:
        return sum(one.is_right for one in self.answers)

    @property
    def next(self) -> int | None:
        answered = {one.place for one in self.answers}
        return next((place for place in range(1, self.exam.asked + 1) if place not in answered), None)


@transaction.atomic
def begin(*, products: Sequence[str], channels: Sequence[str], region: str, at: datetime, by: User, law: Law) -> Exam:
    """Draw an exam for certificates of these products and channels; the open one, where there is one.

    Raises Refused; TooSoon after one that was not passed.
    """
    wanted = _wanted(products, channels, region)
    User.objects.select_for_update().get(id=by.id)
    last = Exam.objects.filter(user=by).order_by("-number").first()
    if last is not None:
        standing = sheet_of(last, at=at, law=law).standing
        if standing is Standing.OPEN:
            return last
        again = terms().next_try(day_of(last.begun_at))
        if standing is Standing.FAILED and day_of(at) < again:
            raise TooSoon(again)
    seed = secrets.token_hex(16)
    asked = drawn(seed, law, terms())
    made = Exam.objects.create(
        user=by, number=1 + (last.number if last else 0), seed=seed, questions=[one.id for one in asked],
        asked=len(asked), needed=terms().needed(len(asked)), law_version=law.version, wanted=wanted, begun_at=at,
        ends_at=at + timedelta(minutes=terms().minutes_most),
    )  # fmt: skip
    said = {"exam": str(made.id), "number": made.number, "law": law.version}
    record.of_the_house("change", said, at=at, by=by)
    return made


def _wanted(products: Sequence[str], channels: Sequence[str], region: str) -> dict[str, object]:
    for path, asked, there in (("products", products, PRODUCTS), ("channels", channels, CHANNELS)):
        if not asked or not set(asked) <= set(there):
            raise Refused(
                path, [*asked], "至少选一项，且须是已有的 choose at least one that there is", " | ".join(there)
            )
    if not REGION.fullmatch(region):
        raise Refused("region", region, "须为六位地区码，空为不限 six digits, or blank for everywhere", "330000")
    return {"products": sorted(set(products)), "channels": sorted(set(channels)), "region": region}


def sheet_of(exam: Exam, *, at: datetime, law: Law) -> Sheet:
    """An exam as it stands."""
    answers = list(exam.answers.order_by("place"))
    right = sum(one.is_right for one in answers)
    if len(answers) < exam.asked and at < exam.ends_at:
        return Sheet(exam, answers, Standing.OPEN if exam.law_version == law.version else Standing.VOID)
    return Sheet(exam, answers, Standing.PASSED if right >= exam.needed else Standing.FAILED)


def own(exam_id: UUID, *, at: datetime, by: User, law: Law) -> Sheet:
    """One of the person's own exams. Raises NotFound."""
    found = Exam.objects.filter(id=exam_id, user=by).first()
    if found is None:
        raise NotFound(f"{exam_id}")
    return sheet_of(found, at=at, law=law)


def tries(user: User, *, at: datetime, law: Law) -> list[Sheet]:
    """The person's exams, the latest first."""
    return [sheet_of(one, at=at, law=law) for one in Exam.objects.filter(user=user).order_by("-number")]


@transaction.atomic
def answer(*, exam_id: UUID, place: int, chosen: int, at: datetime, by: User, law: Law) -> Sheet:
    """Take one answer; the judge says whether it is right, and nobody is told before the exam has ended.

    Raises NotFound for somebody else's exam; Refused; Over; AlreadyAnswered.
    """
    User.objects.select_for_update().get(id=by.id)
    sheet = own(exam_id, at=at, by=by, law=law)
    if any(one.place == place for one in sheet.answers):
        raise AlreadyAnswered("这题已答过，以第一次为准 it is answered; the first answer stands")
    if sheet.standing is not Standing.OPEN:
        raise Over("考试已结束，不再收答案 the exam has ended and takes no more answers")
    if not 1 <= place <= sheet.exam.asked:
        raise Refused("place", place, "没有这道题 there is no such question", f"1–{sheet.exam.asked}")
    if not 0 <= chosen < OPTIONS:
        raise Refused("chosen", chosen, "请选一项 choose one", f"0–{OPTIONS - 1}")
    asked = question(sheet.exam.questions[place - 1], law)
    Answer.objects.create(exam=sheet.exam, place=place, chosen=chosen, is_right=chosen == asked.key, at=at)
    after = sheet_of(sheet.exam, at=at, law=law)
    if after.standing is not Standing.OPEN:
        said = {"exam": str(exam_id), "standing": str(after.standing), "right": after.right, "asked": sheet.exam.asked}
        record.of_the_house("change", said, at=at, by=by)
    return after
