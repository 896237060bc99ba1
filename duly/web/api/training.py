"""The course, the exam one question at a time, and certificates: issued by a second person, taken away again."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Query, Router
from pydantic import BaseModel, Field

from duly.core.day import day_of
from duly.desk import certifying, examining, staffing
from duly.desk.examining import CHANNELS, Sheet, Standing
from duly.desk.reach import NotFound
from duly.law import load
from duly.rules.compliance.cn.facts import PRODUCTS
from duly.rules.rights import Act
from duly.rules.training.cases import CHAPTERS
from duly.rules.training.questions import OPTIONS, Question, questions
from duly.web.api import shapes, shown
from duly.web.api.refusing import told
from duly.web.api.routes import reads, writes
from duly.web.api.staff import CertificateShown, certificate_shown

router = Router(tags=["training"])
EXAM = "/exams/{uuid:exam_id}"
Asked = Annotated[str, Query(max_length=64, pattern=shapes.NO_NUL)]


class ExamShown(BaseModel):
    id: UUID
    number: int
    standing: str
    asked: int
    answered: int
    needed: int
    right: int | None = Field(description="考完才告知 told once it has ended")
    begun_at: datetime
    ends_at: datetime


class Training(BaseModel):
    """One's own certificates and exams, and the chapters of the course."""

    certificates: list[CertificateShown]
    exams: list[ExamShown]
    chapters: dict[str, shown.Both]


class BecauseShown(BaseModel):
    rule: str
    words: shown.Both
    source: shown.Both | None


class Exercise(BaseModel):
    """A situation of the course, with the right answer and where it stands."""

    id: str
    situation: shown.Both
    said: str
    asked: shown.Both
    options: list[shown.Both]
    right: int
    because: list[BecauseShown]


class Chapter(BaseModel):
    title: shown.Both
    situations: list[Exercise]


class WantedExam(shapes.Taken):
    """For what a certificate is wanted."""

    products: list[Literal[tuple(PRODUCTS)]] = Field(min_length=1, max_length=20)  # type: ignore[valid-type]
    channels: list[Literal[CHANNELS]] = Field(min_length=1, max_length=len(CHANNELS))  # type: ignore[valid-type]
    region: Annotated[str, Field(pattern=r"^([0-9]{6})?$")] = ""


class QuestionShown(BaseModel):
    """The next question; what is right is told by nobody before the end."""

    place: int
    chapter: str
    situation: shown.Both
    said: str
    asked: shown.Both
    options: list[shown.Both]


class Answered(BaseModel):
    place: int
    chosen: int | None
    situation: Exercise | None = Field(description="课程已改则为空 null where the course has changed")


class WholeExam(ExamShown):
    question: QuestionShown | None
    result: list[Answered] | None


class HandedIn(shapes.Taken):
    place: Annotated[int, Field(strict=True, ge=1, le=1000)]
    chosen: Annotated[int, Field(strict=True, ge=0, lt=OPTIONS)]


class WaitingExam(ExamShown):
    username: str
    wanted: dict[str, Any]


class Ending(BaseModel):
    username: str
    held: int
    soon: list[CertificateShown]


class Certifying(BaseModel):
    """Exams that wait for the second person, and whose certificates end soon or are none."""

    waiting: list[WaitingExam]
    ending: list[Ending]


class Certificates(BaseModel):
    items: list[CertificateShown]


class Held(BaseModel):
    username: str
    name: str
    certificates: list[CertificateShown]


class HeldBy(BaseModel):
    items: list[Held]


@reads(router, "/training", needs=(Act.LEARN,), answers=Training)
def training(request: Any) -> Training:
    """我的合格证、考试和课程章节。
    My certificates, my exams, the chapters of the course.
    """
    return Training(
        certificates=[certificate_shown(one) for one in certifying.valid(request.user, day_of(request.at))],
        exams=[_exam(one) for one in examining.tries(request.user, at=request.at, law=load("cn"))],
        chapters={name: _both(one) for name, one in CHAPTERS.items()},
    )


@reads(router, "/training/chapters/{chapter}", needs=(Act.LEARN,), answers=Chapter)
def chapter(request: Any, chapter: str) -> Chapter:
    """课程的一章：情形、答案和出处。
    A chapter of the course: its situations, with the answers and where they stand.
    """
    if chapter not in CHAPTERS:
        raise NotFound(chapter)
    every = [one for one in questions(load("cn")).values() if one.chapter == chapter]
    return Chapter(title=_both(CHAPTERS[chapter]), situations=[_situation(one) for one in every])


@writes(router, "/exams", needs=(Act.LEARN,), answers=WholeExam)
def begin_exam(request: Any, asked: WantedExam) -> WholeExam:
    """开始考试，或继续未完的一场。
    Begin an exam, or go on with the open one.
    """
    law = load("cn")
    with told():
        made = examining.begin(
            products=asked.products, channels=asked.channels, region=asked.region, at=request.at, by=request.user,
            law=law,
        )  # fmt: skip
    return _whole(examining.own(made.id, at=request.at, by=request.user, law=law))


@reads(router, EXAM, needs=(Act.LEARN,), answers=WholeExam)
def exam(request: Any, exam_id: UUID) -> WholeExam:
    """自己的一场考试：下一题；考完后是结果和理由。
    One's own exam: the next question, or once it has ended the result with the reasons.
    """
    return _whole(examining.own(exam_id, at=request.at, by=request.user, law=load("cn")))


@writes(router, EXAM + "/answers", needs=(Act.LEARN,), answers=WholeExam)
def answer_exam(request: Any, exam_id: UUID, asked: HandedIn) -> WholeExam:
    """交一题的答案；第一次为准。
    Hand one answer in; the first stands.
    """
    with told():
        sheet = examining.answer(
            exam_id=exam_id, place=asked.place, chosen=asked.chosen, at=request.at, by=request.user, law=load("cn")
        )
    return _whole(sheet)


@reads(router, "/certificates/waiting", needs=(Act.CERTIFY,), answers=Certifying)
def certificates_waiting(request: Any) -> Certifying:
    """等第二人签发的考试，和快到期的合格证。
    Exams that wait for the second person, and certificates that end soon.
    """
    waiting = certifying.waiting(request.user, at=request.at, law=load("cn"))
    ending = certifying.ending(request.user, day_of(request.at))
    return Certifying(
        waiting=[
            WaitingExam(**_exam(one).model_dump(), username=one.exam.user.username, wanted=one.exam.wanted)
            for one in waiting
        ],
        ending=[
            Ending(username=one.user.username, held=one.held, soon=[certificate_shown(each) for each in one.soon])
            for one in ending
        ],
    )


@writes(router, EXAM + "/certificates", needs=(Act.CERTIFY,), answers=Certificates)
def issue_certificates(request: Any, exam_id: UUID) -> Certificates:
    """作为第二人，为通过的考试签发合格证。
    Issue, as the second person, what an exam was passed for.
    """
    with told():
        made = certifying.issue(exam_id=exam_id, at=request.at, by=request.user, law=load("cn"))
    return Certificates(items=[certificate_shown(one) for one in made])


@reads(router, "/certificates", needs=(Act.REVOKE,), answers=HeldBy)
def valid_certificates(request: Any, q: Asked) -> HeldBy:
    """谁的合格证今天有效，按用户名或姓名找。
    Whose certificates hold today, by user name or name.
    """
    people = staffing.people(q.strip())[0] if q.strip() else []
    return HeldBy(
        items=[
            Held(
                username=one.username, name=one.name,
                certificates=[certificate_shown(each) for each in certifying.valid(one, day_of(request.at))],
            )
            for one in people
        ]
    )  # fmt: skip


@writes(
    router, "/certificates/{int:certificate_id}/revocation", needs=(Act.REVOKE,), answers=CertificateShown, status=200
)
def revoke_certificate(request: Any, certificate_id: int, asked: shapes.Reason) -> CertificateShown:
    """收回一张合格证，写明理由；从此不再有效。
    Take a certificate away, with the reason; from now on it opens nothing.
    """
    with told():
        gone = certifying.revoke(certificate_id=certificate_id, because=asked.because, at=request.at, by=request.user)
    return certificate_shown(gone)


def _both(words: Any) -> shown.Both:
    zh, en = words if isinstance(words, tuple) else (words.zh, words.en)
    return shown.Both(zh=zh, en=en)


def _exam(sheet: Sheet) -> ExamShown:
    one = sheet.exam
    return ExamShown(
        id=one.id, number=one.number, standing=str(sheet.standing), asked=one.asked, answered=len(sheet.answers),
        needed=one.needed, right=None if sheet.standing is Standing.OPEN else sheet.right, begun_at=one.begun_at,
        ends_at=one.ends_at,
    )  # fmt: skip


def _whole(sheet: Sheet) -> WholeExam:
    every, is_open = questions(load("cn")), sheet.standing is Standing.OPEN
    question = None
    if is_open and sheet.next is not None:
        one = every[sheet.exam.questions[sheet.next - 1]]
        question = QuestionShown(
            place=sheet.next, chapter=one.chapter, situation=_both(one.situation), said=one.said,
            asked=_both(one.asked), options=[_both(each) for each in one.options],
        )  # fmt: skip
    given = {one.place: one.chosen for one in sheet.answers}
    names = list(enumerate(sheet.exam.questions, 1))
    result = [
        Answered(place=place, chosen=given.get(place), situation=_situation(every[name]) if name in every else None)
        for place, name in names
    ]
    return WholeExam(**_exam(sheet).model_dump(), question=question, result=None if is_open else result)


def _situation(one: Question) -> Exercise:
    return Exercise(
        id=one.id, situation=_both(one.situation), said=one.said, asked=_both(one.asked),
        options=[_both(each) for each in one.options], right=one.key,
        because=[
            BecauseShown(rule=each.rule, words=_both(each.words), source=_both(each.source) if each.source else None)
            for each in one.because
        ],
    )  # fmt: skip
