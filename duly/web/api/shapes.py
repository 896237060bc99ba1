"""What the API takes: every field has its shape, and a field that is not here is refused."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from duly.desk.clearing import OUTCOMES, SIGNALS
from duly.rules.results import RESULTS, reasons
from duly.store.models.complaint import TOPICS
from duly.store.models.dispute import KINDS as DISPUTES
from duly.store.models.hold import KINDS as HOLDS
from duly.store.models.waiver import GROUNDS

NO_NUL = r"^[^\x00]*$"
Line = Annotated[str, StringConstraints(max_length=200, pattern=NO_NUL)]
Minor = Annotated[int, Field(strict=True, ge=1, le=10**13, description="整数最小货币单位（分） whole minor units")]
Flag = Annotated[bool, Field(strict=True)]
Loans = Annotated[
    list[UUID] | None, Field(min_length=1, max_length=100, description="借据；不写为全部 loans; all of them without")
]


class Taken(BaseModel):
    """A body that the API takes."""

    model_config = ConfigDict(extra="forbid")


class WantedCall(Taken):
    """A call over a line of one's own: what is shown, what is said first, whether it is recorded."""

    address: UUID
    caller_id: Annotated[str, StringConstraints(max_length=32, pattern=r"^[0-9+-]*$")] = Field(
        description="去电显示 number shown"
    )
    institution_named: Flag = Field(description="开头说明机构 the opening names the institution")
    recording_stated: Flag = Field(description="开头告知录音 the opening states the recording")
    discloses_debt: Flag = Field(description="核实身份前提及债务 the debt is named before the person is known")
    recording: Literal["up", "down"] = Field(description="录音设备 the recorder of this line")


class Heard(Taken):
    """What the line says came of a call."""

    outcome: Literal[OUTCOMES]  # type: ignore[valid-type]
    signals: list[Literal[SIGNALS]] = Field(default_factory=list, max_length=len(SIGNALS))  # type: ignore[valid-type]


class WrittenResult(Taken):
    """What came of an attempt: the code, and what it asks for (`GET /codes`)."""

    code: Literal[RESULTS]  # type: ignore[valid-type]
    reason: Literal[tuple(reasons())] | None = None  # type: ignore[valid-type]
    note: Annotated[str, StringConstraints(max_length=2000, pattern=NO_NUL)] = ""
    loan: UUID | None = None
    amount_minor: Minor | None = None
    due_on: date | None = None
    topic: Literal[TOPICS] | None = None  # type: ignore[valid-type]
    again_at: AwareDatetime | None = None


class WrittenNote(Taken):
    text: Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=NO_NUL)]


class ToldComplaint(Taken):
    topic: Literal[TOPICS]  # type: ignore[valid-type]
    loans: Loans = None


class ToldDispute(Taken):
    kind: Literal[DISPUTES]  # type: ignore[valid-type]
    loans: Loans = None


class ToldHold(Taken):
    kind: Literal[HOLDS]  # type: ignore[valid-type]
    loans: Loans = None
    days: Annotated[int, Field(strict=True, ge=1, le=365)] | None = Field(
        default=None, description="天数；不写为直到解除 days; until it is lifted without"
    )


class ToldOptOut(Taken):
    channels: list[Literal["phone_call", "text", "push", "im", "email", "mail", "visit"]] = Field(
        min_length=1, max_length=7
    )
    address: UUID | None = Field(default=None, description="只对这一地址 at this address alone")


Because = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=NO_NUL)]
Evidence = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=NO_NUL)]


class TriedPlan(Taken):
    """A plan: how long, from when, what the paper holds, and what can be afforded a month."""

    months: Annotated[int, Field(strict=True, ge=1, le=120)]
    first_due_on: date
    blocks: list[Line] = Field(min_length=1, max_length=20, description="协议写明的内容 what the paper holds")
    hardship_evidence_id: Evidence | None = None
    willingness_recorded: Flag
    budget: dict[Line, Annotated[int, Field(strict=True, ge=0, le=10**13)]] | None = Field(
        default=None, max_length=20, description="一个月的收支，整数分 a month of income and expenses, in minor units"
    )


class WantedPlan(TriedPlan):
    """A plan to be offered, and why."""

    because: Because
    unaffordable_knowingly: Flag = Field(
        default=False, description="测算为承受不起仍要提议 offered knowing that it cannot be afforded"
    )


class WaivedItem(Taken):
    instalment: Annotated[int, Field(strict=True, ge=1, le=1000)]
    part: Line
    amount_minor: Minor


class WantedWaiver(Taken):
    items: list[WaivedItem] = Field(min_length=1, max_length=200)
    ground: Literal[GROUNDS]  # type: ignore[valid-type]
    because: Because


class WantedSettlement(Taken):
    amount_minor: Minor
    pay_by: date
    because: Because


class SaidYes(Taken):
    """The borrower's yes: what proves it, and that they heard first what it does to the limitation period."""

    evidence_id: Evidence
    told_first: Flag


class Decision(Taken):
    answer: Literal["grant", "refuse"]
    because: Because


class Reason(Taken):
    because: Because
