"""Visits, for a program: the order, the notice, the visitor's day. The start is a clearance like any other."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.conf import settings
from ninja import Router
from pydantic import AwareDatetime, BaseModel, Field

from duly import law as laws
from duly.core.day import day_of
from duly.desk import going, recorders, visiting
from duly.desk.contact import Refused as NotCleared
from duly.desk.outcomes import Told
from duly.desk.reach import within_reach
from duly.desk.visit_judged import Ready
from duly.desk.visiting import Wanted
from duly.rules.results import groups, reasons, results
from duly.rules.rights import Act
from duly.rules.visit import PLACES, PURPOSES, RISKS
from duly.store.models import Visit
from duly.store.models.complaint import TOPICS
from duly.web.api import shapes, showing, shown
from duly.web.api.refusing import told
from duly.web.api.routes import reads, tagged_as, writes

router = Router(tags=["visits"])
VISIT = "/visits/{uuid:visit_id}"
AT_A_DOOR = tuple(code for code, one in results().items() if groups()[one.group].at_a_door)
Where = Annotated[str, Field(max_length=going.PLACE_LETTERS_MOST)]


class WantedVisit(shapes.Taken):
    """A visit: where, what for, when, by which two persons. No purpose is to collect."""

    address: UUID
    purpose: Literal[tuple(PURPOSES)]  # type: ignore[valid-type]
    place: Literal[tuple(PLACES)]  # type: ignore[valid-type]
    from_at: AwareDatetime
    until_at: AwareDatetime
    first: int
    second: int
    recorder: UUID
    risks: list[Literal[tuple(RISKS)]] = Field(default=[], max_length=len(RISKS))  # type: ignore[valid-type]
    because: shapes.Because


class Announced(shapes.Taken):
    """That the notice was sent, with what proves it."""

    proof_id: str = Field(min_length=1, max_length=64)
    sent_at: AwareDatetime


class Whereabouts(shapes.Taken):
    """Where the visitor is, as they or their device tell; never where a borrower is."""

    place: Where = ""


class AtTheDoor(shapes.Taken):
    """What the visitors say of themselves as they stand there."""

    recorder_runs: bool
    plainly_dressed: bool


class WhatCame(shapes.Taken):
    """What came of a visit. Nothing is paid or signed at a door, and there is no field for it."""

    code: Literal[AT_A_DOOR]  # type: ignore[valid-type]
    id_shown: bool
    reason: Literal[("", *reasons())] = ""  # type: ignore[valid-type]
    topic: Literal[("", *TOPICS)] = ""  # type: ignore[valid-type]
    note: str = Field(default="", max_length=2000)


class Tried(shapes.Taken):
    """That a recorder was tried, and what worked."""

    audio: bool
    video: bool


class Kept(shapes.Taken):
    """Which recording belongs to a visit."""

    file_id: str = Field(min_length=1, max_length=64)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class TriedShown(BaseModel):
    at: datetime
    audio: bool
    video: bool


class KeptShown(BaseModel):
    id: UUID
    sha256: str
    kept_until: date


class VisitShown(BaseModel):
    id: UUID
    number: str
    state: str
    purpose: str
    place: str
    from_at: datetime
    until_at: datetime
    first: str
    second: str
    recorder: UUID
    etag: str


class Visits(BaseModel):
    items: list[VisitShown]


class StartShown(BaseModel):
    """Whether the visit began; where not, why, and when it can at the earliest."""

    began: bool
    visit: VisitShown
    clearance: shown.ClearanceShown


def visit_shown(one: Visit) -> VisitShown:
    return VisitShown(
        id=one.id, number=one.number, state=one.state, purpose=one.purpose, place=one.place, from_at=one.from_at,
        until_at=one.until_at, first=one.first.username, second=one.second.username, recorder=one.recorder_id,
        etag=tagged_as(one),
    )  # fmt: skip


@reads(router, "/visits", needs=(Act.VISIT,), answers=Visits)
def visits(request: Any) -> Visits:
    """看得到的借款人的外访单，最近的时段在前，至多 50 张。
    The orders about people within reach, the latest window first, 50 at the most.
    """
    return Visits(items=[visit_shown(one) for one in visiting.listed(request.user)])


@reads(router, VISIT, needs=(Act.VISIT,), answers=VisitShown)
def visit(request: Any, visit_id: UUID) -> VisitShown:
    """一张外访单的现状。
    One order as it stands.
    """
    return visit_shown(within_reach(request.user, Visit, visit_id))


@writes(router, "/loans/{uuid:loan_id}/visits", needs=(Act.VISIT, Act.SEE_CASE), answers=VisitShown)
def order_visit(request: Any, loan_id: UUID, asked: WantedVisit) -> VisitShown:
    """申请外访；未开通、已谢绝、闸口不放行的，不能下单。另一人批准后才有效。
    Order a visit. Refused where visits are off, the borrower declines them, or the judge would not clear it; another
    person has to grant it.
    """
    wanted = Wanted(
        loan_id=loan_id, address_id=asked.address, purpose=asked.purpose, place=asked.place, from_at=asked.from_at,
        until_at=asked.until_at, first_id=asked.first, second_id=asked.second, recorder_id=asked.recorder,
        risks=tuple(asked.risks), because=asked.because,
    )  # fmt: skip
    with told():
        return visit_shown(visiting.order(wanted, at=request.at, by=request.user))


@writes(router, VISIT + "/notice", needs=(Act.VISIT,), answers=VisitShown, status=200)
def announce_visit(request: Any, visit_id: UUID, asked: Announced) -> VisitShown:
    """登记告知已送出，附凭证。
    Write down that the borrower was told, with what proves it.
    """
    words_on: date = day_of(settings.WALL_CLOCK() if settings.DEMO else request.at)
    with told():
        made = visiting.notified(
            visit_id, asked.proof_id, sent_at=asked.sent_at, words_on=words_on, at=request.at, by=request.user
        )
    return visit_shown(made)


@writes(router, VISIT + "/call-off", needs=(Act.VISIT,), answers=VisitShown, status=200)
def call_off_visit(request: Any, visit_id: UUID, asked: shapes.Reason) -> VisitShown:
    """取消外访。
    Call it off.
    """
    found: Visit = within_reach(request.user, Visit, visit_id)
    with told():
        made = visiting.call_off(visit_id=found.id, because=asked.because, at=request.at, by=request.user)
    return visit_shown(made)


@reads(router, "/route", needs=(Act.GO,), answers=Visits)
def route(request: Any) -> Visits:
    """今天写着自己名字、已告知借款人的外访，按时段。
    Today's visits that name the person and of which the borrower was told, by their windows.
    """
    return Visits(items=[visit_shown(one.visit) for one in going.route(request.user, request.at)])


@writes(router, VISIT + "/departure", needs=(Act.GO,), answers=VisitShown, status=200)
def set_out(request: Any, visit_id: UUID, asked: Whereabouts) -> VisitShown:
    """出发；闸口按时段开始再问一次。
    Set out; the judge is asked as of the start of the window.
    """
    with told():
        return visit_shown(going.set_out(visit_id, place=asked.place, at=request.at, by=request.user))


@writes(router, VISIT + "/arrival", needs=(Act.GO,), answers=VisitShown, status=200)
def arrive(request: Any, visit_id: UUID, asked: Whereabouts) -> VisitShown:
    """到达。
    Arrive.
    """
    with told():
        return visit_shown(going.arrive(visit_id, place=asked.place, at=request.at, by=request.user))


@writes(router, VISIT + "/start", needs=(Act.GO,), answers=StartShown, status=200)
def start_visit(request: Any, visit_id: UUID, asked: AtTheDoor) -> StartShown:
    """敲门前请求放行：放行即开始，同一个事务；不放行就不敲门，附理由和最早时刻。
    Ask to be cleared, then knock: cleared is begun, in one transaction; where it is refused nobody knocks.
    """
    ready = Ready(asked.recorder_runs, asked.plainly_dressed)
    with told():
        came = going.start_within(visit_id, ready, at=request.at, by=request.user)
    return StartShown(
        began=not isinstance(came, NotCleared), visit=visit_shown(going.one(request.user, visit_id)),
        clearance=showing.clearance_shown(came, None),
    )  # fmt: skip


@writes(router, VISIT + "/result", needs=(Act.GO,), answers=VisitShown, status=200)
def tell_visit(request: Any, visit_id: UUID, asked: WhatCame) -> VisitShown:
    """写下结果；谢绝是正常结果，外访就此结束。
    Write what came of it; a refusal is a normal result and ends visits.
    """
    came = Told(code=asked.code, reason=asked.reason, note=asked.note, topic=asked.topic)
    with told():
        made = going.tell(visit_id, came, id_shown=asked.id_shown, at=request.at, by=request.user)
    return visit_shown(made)


@writes(router, VISIT + "/recordings", needs=(Act.GO,), answers=KeptShown)
def keep_recording(request: Any, visit_id: UUID, asked: Kept) -> KeptShown:
    """登记录像的编号和哈希；录像本身留在你们那里。
    Enter the id and the hash of the recording; the recording itself stays with you.
    """
    with told():
        made = going.keep_recording(
            visit_id, file_id=asked.file_id, sha256=asked.sha256, law=laws.load("cn"), at=request.at, by=request.user
        )
    return KeptShown(id=made.id, sha256=made.sha256, kept_until=made.kept_until)


@writes(router, "/recorders/{uuid:recorder_id}/checks", needs=(Act.GO,), answers=TriedShown)
def check_recorder(request: Any, recorder_id: UUID, asked: Tried) -> TriedShown:
    """登记本班试机的结果；没有试过的，闸口当作不知道。
    Write down that a recorder was tried; of one that was not the judge knows nothing, and that blocks.
    """
    made = recorders.check(recorder_id, audio=asked.audio, video=asked.video, at=request.at, by=request.user)
    return TriedShown(at=made.at, audio=made.audio, video=made.video)
