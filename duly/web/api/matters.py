"""Complaints and disputes: what is open and until when, and what becomes of each. Holds that stand now."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Query, Router
from pydantic import BaseModel, Field

from duly.desk import answering, extending, holds, record
from duly.desk.answering import Matter
from duly.desk.extending import Leave
from duly.law import load
from duly.rules.complaint import APPROVERS
from duly.rules.machines import complaint, dispute
from duly.rules.rights import Act
from duly.store.models import Case
from duly.store.models.hold import KINDS as HOLDS
from duly.web.api import cursor as cursors
from duly.web.api import shapes, showing, shown
from duly.web.api.refusing import told
from duly.web.api.routes import matches, reads, tagged_as, writes
from duly.web.api.work import Cursor

router = Router(tags=["matters"])
MATTER = "/matters/{kind}/{uuid:noun_id}"
Kind = Literal["complaint", "dispute"]
EVENTS = tuple(
    dict.fromkeys(str(one) for one in (*complaint.Event, *dispute.Event) if one not in complaint.LONGER)
)  # more time is taken with what else it needs
HoldKind = Annotated[Literal[HOLDS] | None, Query()]  # type: ignore[valid-type]


class MatterShown(BaseModel):
    """A complaint or dispute with its clock: by which day the law wants an answer, and by which limit."""

    kind: Kind
    id: UUID
    case: UUID | None
    borrower_ref: str
    about: str
    state: str
    since: datetime
    due: date | None = Field(description="法律没有期限则为空 null where the law names none")
    limit: str
    days_left: int | None
    etag: str


class MatterMove(BaseModel):
    event: str
    at: datetime
    by: str | None
    because: str
    answer: str | None = None


class WholeMatter(MatterShown):
    """One of them with what happened to it, and what can happen now."""

    moves: list[MatterMove]
    possible: list[str]


class Matters(BaseModel):
    items: list[MatterShown]


class MatterMoved(shapes.Taken):
    """What happens to it; an answer is kept whole, of anything else a reason."""

    event: Literal[EVENTS]  # type: ignore[valid-type]
    text: Annotated[str, Field(min_length=1, max_length=answering.ANSWER_MOST, pattern=shapes.NO_NUL)]


class MoreTime(shapes.Taken):
    """More time for a complaint: why, what whoever complained was told and when, and whose leave the longest has."""

    because: Annotated[str, Field(min_length=1, max_length=answering.BECAUSE_MOST, pattern=shapes.NO_NUL)]
    notice: Annotated[str, Field(min_length=1, max_length=answering.ANSWER_MOST, pattern=shapes.NO_NUL)]
    told_on: date
    approved_by: Literal[APPROVERS] | None = None  # type: ignore[valid-type]
    approved_on: date | None = None


class HoldShown(shown.StopShown):
    case: UUID | None
    borrower_ref: str


class HoldsShown(BaseModel):
    items: list[HoldShown]
    next: str | None


@reads(router, "/matters", needs=(Act.ANSWER,), answers=Matters)
def matters(request: Any, only: Literal["open", "all"] = "open") -> Matters:
    """投诉与异议，期限最近的在前。
    Complaints and disputes, the nearest day first.
    """
    found = answering.matters(request.user, at=request.at, law=load(), only_open=only == "open")
    cases = _cases([one.noun.borrower_id for one in found])
    return Matters(items=[MatterShown(**_shown(one, cases)) for one in found])


@reads(router, MATTER, needs=(Act.ANSWER,), answers=WholeMatter)
def matter(request: Any, kind: Kind, noun_id: UUID) -> tuple[WholeMatter, dict[str, str]]:
    """一件投诉或异议的全部。查看留痕。
    One complaint or dispute, whole. Looking at it is on the record.
    """
    noun = answering.of(request.user, kind, noun_id)
    record.look(noun.borrower, at=request.at, by=request.user, purpose=kind)
    return _whole(request, noun)


@writes(router, MATTER + "/moves", needs=(Act.ANSWER,), answers=WholeMatter, tagged=True)
def move_matter(request: Any, kind: Kind, noun_id: UUID, asked: MatterMoved) -> tuple[WholeMatter, dict[str, str]]:
    """答复、办结、驳回、撤回或重开，写明内容。
    Answer, resolve, reject, withdraw or reopen it, with the text.
    """
    noun = answering.of(request.user, kind, noun_id)
    matches(request, noun)
    with told():
        made = answering.act(
            kind=kind, noun_id=noun_id, event=asked.event, text=asked.text, seen=noun.moved, at=request.at,
            by=request.user,
        )  # fmt: skip
    return _whole(request, made)


@writes(router, "/matters/complaint/{uuid:noun_id}/extension", needs=(Act.ANSWER,), answers=WholeMatter, tagged=True)
def take_more_time(request: Any, noun_id: UUID, asked: MoreTime) -> tuple[WholeMatter, dict[str, str]]:
    """复杂投诉延长期限：写明理由、已告知投诉人的内容；最长一档须另有批准。
    Take more time for a complex complaint: why, what whoever complained was told, and for the longest whose leave.
    """
    noun = answering.of(request.user, "complaint", noun_id)
    matches(request, noun)
    with told():
        made = extending.extend(
            complaint_id=noun_id, notice=asked.notice, because=asked.because, told_on=asked.told_on,
            leave=Leave(asked.approved_by or "", asked.approved_on), seen=noun.moved, at=request.at, by=request.user,
            law=load(),
        )  # fmt: skip
    return _whole(request, made)


@reads(router, "/holds", needs=(Act.LIFT,), answers=HoldsShown)
def standing_holds(request: Any, kind: HoldKind = None, cursor: Cursor = "") -> HoldsShown:
    """现在有效的暂停，最近的在前。
    The holds that stand now, the latest first.
    """
    after = cursors.read(cursor, start=0)
    rows, further = holds.in_force(request.user, request.at, kind=kind or "", after=after)
    cases = holds.cases_of(rows)
    return HoldsShown(
        items=[
            HoldShown(
                **showing.stop_shown(one).model_dump(), case=cases.get(one.borrower_id), borrower_ref=one.borrower.ref
            )
            for one in rows
        ],
        next=cursors.written(further),
    )


def _cases(borrowers: list[UUID]) -> dict[UUID, UUID]:
    rows = Case.objects.filter(borrower__in=borrowers).order_by("opened_on")
    return dict(rows.values_list("borrower_id", "id"))


def _shown(one: Matter, cases: dict[UUID, UUID]) -> dict[str, Any]:
    return {
        "kind": one.kind, "id": one.noun.id, "case": cases.get(one.noun.borrower_id),
        "borrower_ref": one.noun.borrower.ref, "about": one.about, "state": one.noun.state, "since": one.at,
        "due": one.due, "limit": one.limit, "days_left": one.left, "etag": tagged_as(one.noun),
    }  # fmt: skip


def _whole(request: Any, noun: Any) -> tuple[WholeMatter, dict[str, str]]:
    one = answering.matter(noun, at=request.at, law=load())
    moves = [
        MatterMove(
            event=each.event, at=each.at, by=each.by.username if each.by else None, because=each.because,
            answer=getattr(each, "answer", None) or None,
        )
        for each in noun.moves.select_related("by").order_by("seq")
    ]  # fmt: skip
    told_whole = WholeMatter(**_shown(one, _cases([noun.borrower_id])), moves=moves, possible=answering.possible(noun))
    return told_whole, {"ETag": tagged_as(noun)}
