"""Call for help, refuse an order, tell compliance: what everybody may do; and who reads it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Router
from pydantic import BaseModel, Field

from duly.desk import speaking_up
from duly.rules.rights import Act
from duly.store.models import Alarm, OrderRefused
from duly.store.models.speaking_up import GROUNDS
from duly.web.api import shapes
from duly.web.api.refusing import told
from duly.web.api.routes import reads, writes

router = Router(tags=["speaking up"])


class RefusedOrder(shapes.Taken):
    """An order that is not carried out: on which ground, what was ordered, why; its case goes back to the lead."""

    ground: Literal[tuple(GROUNDS)]  # type: ignore[valid-type]
    ordered: shapes.Because
    because: shapes.Because
    case: UUID | None = None


class OrderShown(BaseModel):
    id: UUID
    at: datetime
    by: str
    ground: str
    ordered: str
    because: str
    borrower_ref: str | None


class AlarmShown(BaseModel):
    id: UUID
    at: datetime
    by: str


class Raised(BaseModel):
    """The alarms that ring, the oldest first, and the orders that were refused, the latest first."""

    alarms: list[AlarmShown]
    orders: list[OrderShown]


class Came(shapes.Taken):
    done: shapes.Because


class AlarmAnswered(BaseModel):
    """Who came first, and what was done."""

    alarm: UUID
    at: datetime
    by: str
    done: str


class ToldTip(shapes.Taken):
    text: Annotated[str, Field(min_length=1, max_length=speaking_up.TIP_LETTERS_MOST, pattern=shapes.NO_NUL)]
    named: shapes.Flag = Field(description="false 则不留姓名 false: no name is kept")


class TipKept(BaseModel):
    kept: bool


class TipShown(BaseModel):
    id: UUID
    on: date
    by: str | None
    text: str


class Tips(BaseModel):
    items: list[TipShown]


@writes(router, "/refused-orders", needs=(), answers=OrderShown)
def refuse_order(request: Any, asked: RefusedOrder) -> OrderShown:
    """拒绝执行违法或不安全的指令，写明理由；不影响本人考核。
    Refuse an order that is unlawful or unsafe, with the reason. It is not weighed against whoever does so.
    """
    with told():
        made = speaking_up.refuse_order(
            ground=asked.ground, ordered=asked.ordered, because=asked.because, case_id=asked.case, at=request.at,
            by=request.user,
        )  # fmt: skip
    return _order(made)


@writes(router, "/alarms", needs=(), answers=AlarmShown)
def raise_alarm(request: Any) -> AlarmShown:
    """呼叫帮助；有人来之前再按，还是同一次。
    Call for help; pressed again before anybody came, it is the same alarm.
    """
    return _alarm(speaking_up.alarm(at=request.at, by=request.user))


@reads(router, "/alarms", needs=(Act.ASSIGN,), answers=Raised)
def raised(request: Any) -> Raised:
    """正在响的呼叫和被拒绝的指令。
    The alarms that ring, and the orders that were refused.
    """
    return Raised(
        alarms=[_alarm(one) for one in speaking_up.ringing(request.user)],
        orders=[_order(one) for one in speaking_up.refused_orders(request.user)],
    )


@writes(router, "/alarms/{uuid:alarm_id}/answer", needs=(Act.ASSIGN,), answers=AlarmAnswered)
def come(request: Any, alarm_id: UUID, asked: Came) -> AlarmAnswered:
    """写下有人到了、做了什么；先到的算。
    Say that one came, and what was done; who came first stands.
    """
    with told():
        seen = speaking_up.come(alarm_id=alarm_id, done=asked.done, at=request.at, by=request.user)
    return AlarmAnswered(alarm=seen.alarm_id, at=seen.at, by=seen.by.username, done=seen.done)


@reads(router, "/tips", needs=(), answers=TipKept, method="POST")
def tell_tip(request: Any, asked: ToldTip) -> TipKept:
    """内部举报，只有合规和审计能读；不留姓名时不留任何可查的痕迹，因此也没有键。
    Tell compliance and the auditors something. Without a name nothing is kept by which one could be found, so that it
    has no key either.
    """
    with told():
        speaking_up.tell(text=asked.text, is_named=asked.named, at=request.at, by=request.user)
    return TipKept(kept=True)


@reads(router, "/tips", needs=(Act.READ_TIPS,), answers=Tips)
def tips(request: Any) -> Tips:
    """内部举报，最近的在前。阅读留痕。
    What was told, the latest first. Reading is on the record.
    """
    told_by = speaking_up.tips(at=request.at, by=request.user)
    return Tips(
        items=[TipShown(id=one.id, on=one.on, by=one.by.username if one.by else None, text=one.text) for one in told_by]
    )


def _alarm(one: Alarm) -> AlarmShown:
    return AlarmShown(id=one.id, at=one.at, by=one.by.username)


def _order(one: OrderRefused) -> OrderShown:
    return OrderShown(
        id=one.id, at=one.at, by=one.by.username, ground=one.ground, ordered=one.ordered, because=one.because,
        borrower_ref=one.case.borrower.ref if one.case else None,
    )  # fmt: skip
