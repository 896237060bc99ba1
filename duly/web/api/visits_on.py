"""Whether visits are on, and the recorders, for a program: on takes two persons, off one who waits for nobody."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Router
from pydantic import AwareDatetime, BaseModel, Field, StringConstraints

from duly.desk import approving, visits_on
from duly.desk import recorders as devices
from duly.rules.rights import Act
from duly.store.models import Recorder, User, VisitSwitch
from duly.web.api import agreed, shapes
from duly.web.api.refusing import told
from duly.web.api.routes import matches_tag, reads, tag_of, writes

router = Router(tags=["visits"])
SWITCH = "/visits/switch"
Serial = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=shapes.NO_NUL)]
Tagged = tuple["SwitchShown", dict[str, str]]


class TurnedOn(shapes.Taken):
    """From when on visits are on; now, without an instant."""

    from_at: AwareDatetime | None = None


class NewRecorder(shapes.Taken):
    """A device that records a visit: its number, and the agency that has it; without one it is the lender's."""

    serial: Serial
    agency: Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=shapes.NO_NUL)] | None = None


class DecidedShown(BaseModel):
    is_on: bool
    from_at: datetime
    by: str
    because: str
    asked_by: str | None
    granted_by: str | None = Field(description="第二人；关闭不需要 the second person; off takes none")


class SwitchShown(BaseModel):
    """Whether visits are on, what was decided, and what somebody asked for and is not used yet."""

    is_on: bool
    decided: list[DecidedShown] = Field(description="最近的在前 the latest first")
    asked: agreed.ApprovalShown | None
    etag: str


class RecorderShown(BaseModel):
    id: UUID
    serial: str
    agency: str | None


class Recorders(BaseModel):
    items: list[RecorderShown]


def _shown(request: Any) -> Tagged:
    lender = str(request.user.lender_id)
    asked = visits_on.asked(lender, request.at)
    made = SwitchShown(
        is_on=visits_on.is_on(lender, request.at), etag=_tag(lender),
        asked=agreed.approval_shown(asked, None) if asked else None,
        decided=[
            DecidedShown(
                is_on=one.switch.is_on, from_at=one.switch.from_at, by=one.switch.by.username,
                because=one.switch.because, asked_by=_named(one.asked_by),
                granted_by=_named(one.granted_by),
            )
            for one in visits_on.decided(lender)
        ],
    )  # fmt: skip
    return made, {"ETag": made.etag}


def _named(user: User | None) -> str | None:
    return None if user is None else user.username


def _tag(lender: str) -> str:
    """Changes with each decision."""
    return tag_of(f"{VisitSwitch.objects.filter(lender=lender).values_list('id', flat=True).order_by('-id').first()}")


def recorder_shown(one: Recorder) -> RecorderShown:
    return RecorderShown(id=one.id, serial=one.serial, agency=one.agency_id)


@reads(router, SWITCH, needs=(Act.SWITCH_VISITS,), answers=SwitchShown)
def visits_switch(request: Any) -> Tagged:
    """外访开没开、历次决定、待办的申请。
    Whether visits are on, every decision, and what waits.
    """
    return _shown(request)


@writes(router, SWITCH + "/requests", needs=(Act.SWITCH_VISITS,), answers=SwitchShown)
def ask_visits(request: Any, asked: shapes.Reason) -> Tagged:
    """申请开通外访；由合规的另一人审批。
    Ask that visits be switched on; another person, of compliance, decides.
    """
    with told():
        visits_on.ask(asked.because, at=request.at, by=request.user)
    return _shown(request)


@writes(router, SWITCH + "/on", needs=(Act.SWITCH_VISITS,), answers=SwitchShown, tagged=True)
def switch_visits_on(request: Any, asked: TurnedOn) -> Tagged:
    """凭已获批的申请开通；读过现状之后又有决定的，不开通。
    Switch them on as it was granted; not where something was decided since the switch was read.
    """
    with approving.locked(None), told():
        matches_tag(request, _tag(str(request.user.lender_id)))
        visits_on.switch_on(from_at=asked.from_at or request.at, at=request.at, by=request.user)
    return _shown(request)


@writes(router, SWITCH + "/off", needs=(Act.SWITCH_VISITS,), answers=SwitchShown)
def switch_visits_off(request: Any, asked: shapes.Reason) -> Tagged:
    """一人即可关闭，立即生效，没有前提。
    Switch them off: one person, at once, whatever was read before.
    """
    with told():
        visits_on.switch_off(asked.because, at=request.at, by=request.user)
    return _shown(request)


@reads(router, "/recorders", needs=(Act.VISIT,), answers=Recorders)
def recorders(request: Any) -> Recorders:
    """本机构的记录仪和它委托的机构的记录仪。
    The recorders of the lender, and those it took in for its agencies.
    """
    return Recorders(items=[recorder_shown(one) for one in devices.theirs(request.user)])


@writes(router, "/recorders", needs=(Act.VISIT,), answers=RecorderShown)
def enter_recorder(request: Any, asked: NewRecorder) -> RecorderShown:
    """登记一台记录仪，给本机构或一家机构。
    Take a recorder in, for the lender or for an agency.
    """
    with told():
        made = devices.enter(asked.serial, agency_id=asked.agency, at=request.at, by=request.user)
    return recorder_shown(made)
