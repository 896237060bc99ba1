"""Look at calls again: the sample of a day, one call, its score; and what was said of one's own."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Query, Router
from pydantic import BaseModel, Field

from duly.core.day import day_of
from duly.desk import quality, record
from duly.rules.quality import sheet
from duly.rules.rights import Act
from duly.store.models import Case, Result, Score
from duly.web.api import shapes, shown
from duly.web.api.refusing import told
from duly.web.api.routes import reads, writes

router = Router(tags=["quality"])
CALL = "/quality/{uuid:result_id}"
OnDay = Annotated[date, Query()]
FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)
Mark = Annotated[str, Field(max_length=40, pattern=shapes.NO_NUL)]


class ScoreShown(BaseModel):
    id: UUID
    call: UUID
    seq: int
    at: datetime
    by: str
    marks: dict[str, str]
    total_bp: int = Field(description="万分比 basis points")
    feedback: str


class CallShown(BaseModel):
    """A call that was drawn: always, or by lot; and its latest score."""

    id: UUID
    case: UUID | None
    borrower_ref: str
    by: str
    at: datetime
    code: str
    always: bool
    score: ScoreShown | None


class Item(BaseModel):
    code: str
    weight: int
    critical: bool
    words: shown.Both


class Sheet(BaseModel):
    version: str
    items: list[Item]
    marks: dict[str, shown.Both]


class Sample(BaseModel):
    """The calls of a day to be looked at; with the seed anybody draws the same again."""

    day: date
    seed: str
    items: list[CallShown]
    sheet: Sheet


class CallMove(BaseModel):
    event: str
    at: datetime


class WholeCall(BaseModel):
    id: UUID
    case: UUID | None
    borrower_ref: str
    by: str
    at: datetime
    code: str
    reason: str | None
    moves: list[CallMove]
    notes: list[shown.NoteShown]
    scores: list[ScoreShown]
    next: int = Field(description="下一次评分的 seq `seq` of the next score")


class WrittenScore(shapes.Taken):
    """Marks by item, and what is said to whoever made the call; `seq` is the `next` that was read."""

    marks: dict[Mark, Mark] = Field(max_length=50)
    feedback: Annotated[str, Field(min_length=1, max_length=2000, pattern=shapes.NO_NUL)]
    seq: Annotated[int, Field(strict=True, ge=1, le=1000)]


class Feedback(BaseModel):
    items: list[ScoreShown]


@reads(router, "/quality", needs=(Act.REVIEW,), answers=Sample)
def quality_sample(request: Any, day: OnDay | None = None) -> Sample:
    """某日要抽检的通话；自己的不在其中。
    The calls of a day to be looked at; one's own are not among them.
    """
    on = min(max(day or day_of(request.at), FIRST), LAST)
    drawn, used = quality.sample(request.user, on), sheet()
    cases = _cases([one.result for one in drawn])
    return Sample(
        day=on, seed=quality.seed(on),
        items=[
            CallShown(
                **_call(one.result, cases), always=one.always, score=_score(one.score) if one.score else None
            )
            for one in drawn
        ],
        sheet=Sheet(
            version=used.version,
            items=[
                Item(code=one.code, weight=one.weight, critical=one.critical, words=_both(one.words))
                for one in used.items
            ],
            marks={code: _both(one.words) for code, one in used.marks.items()},
        ),
    )  # fmt: skip


@reads(router, CALL, needs=(Act.REVIEW,), answers=WholeCall)
def quality_call(request: Any, result_id: UUID) -> WholeCall:
    """一通电话的全部和已有评分。查看留痕。
    One call, whole, with its scores. Looking at it is on the record.
    """
    heard = quality.call_of(request.user, result_id)
    record.look(heard.result.borrower, at=request.at, by=request.user, purpose="quality")
    return WholeCall(
        **_call(heard.result, _cases([heard.result])), reason=heard.result.reason or None,
        moves=[CallMove(event=one.event, at=one.at) for one in heard.moves],
        notes=[shown.NoteShown(id=one.id, at=one.at, text=one.text) for one in heard.notes],
        scores=[_score(one) for one in heard.scores], next=len(heard.scores) + 1,
    )  # fmt: skip


@writes(router, CALL + "/scores", needs=(Act.REVIEW,), answers=ScoreShown)
def score_call(request: Any, result_id: UUID, asked: WrittenScore) -> ScoreShown:
    """评分；自己的电话不能评。
    Keep a score; nobody scores a call of their own.
    """
    with told():
        made = quality.score(
            result_id=result_id, marks=asked.marks, feedback=asked.feedback, seq=asked.seq, at=request.at,
            by=request.user,
        )  # fmt: skip
    return _score(made)


@reads(router, "/feedback", needs=(Act.CONTACT,), answers=Feedback)
def feedback(request: Any) -> Feedback:
    """对自己通话的评语，最近的在前。
    What was said of one's own calls, the latest first.
    """
    return Feedback(items=[_score(one) for one in quality.feedback_for(request.user)])


def _both(words: Any) -> shown.Both:
    return shown.Both(zh=words.zh, en=words.en)


def _cases(results: list[Result]) -> dict[UUID, UUID]:
    rows = Case.objects.filter(borrower__in=[one.borrower_id for one in results]).order_by("opened_on")
    return dict(rows.values_list("borrower_id", "id"))


def _call(one: Result, cases: dict[UUID, UUID]) -> dict[str, Any]:
    return {
        "id": one.id, "case": cases.get(one.borrower_id), "borrower_ref": one.borrower.ref, "by": one.by.username,
        "at": one.at, "code": one.code,
    }  # fmt: skip


def _score(one: Score) -> ScoreShown:
    return ScoreShown(
        id=one.id, call=one.result_id, seq=one.seq, at=one.at, by=one.by.username, marks=one.marks,
        total_bp=one.total_bp, feedback=one.feedback,
    )  # fmt: skip
