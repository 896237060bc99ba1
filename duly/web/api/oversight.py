"""What was refused and why, each decision whole, and the rule book of a day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Query, Router
from pydantic import BaseModel, Field

from duly.core.day import day_of
from duly.desk import record, refusals
from duly.law import FORCES, Limit, load
from duly.law.limit import show
from duly.rules.compliance.wire.answer import public_id
from duly.rules.rights import Act
from duly.store.models import Case
from duly.web.api import cursor as cursors
from duly.web.api import shapes, showing, shown
from duly.web.api.routes import reads
from duly.web.api.work import Cursor, Most

router = Router(tags=["oversight"])
OnDay = Annotated[date | None, Query(description="不写为今天 today without it")]
Rule = Annotated[str, Query(max_length=64, pattern=shapes.NO_NUL)]
FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)  # days that can be counted back from


class RuleCounted(BaseModel):
    rule: str
    title_zh: str | None
    title_en: str | None
    by_day: dict[date, int]
    total: int


class RefusalsCounted(BaseModel):
    """Decisions of seven days. A refusal may have several rules, so the rules add up to more than the refusals."""

    days: list[date]
    asked: dict[date, int]
    refused: dict[date, int]
    rules: list[RuleCounted]


class RefusalShown(BaseModel):
    decision: UUID
    at: datetime
    borrower_ref: str
    asked_by: str | None
    channel: str


class RefusalsShown(BaseModel):
    items: list[RefusalShown]
    next: str | None


class DecisionShown(BaseModel):
    """One decision, whole: the judge's answer in its own contract, and the attempt that used it."""

    id: UUID
    case: UUID | None
    borrower_ref: str
    at: datetime
    expires_at: datetime | None = Field(description="拒绝则为空 null: it was refused")
    asked_by: str | None
    answer: dict[str, Any]
    attempt: shown.AttemptShown | None


class LimitShown(BaseModel):
    """A limit of the law or of the house as it stands on a day; a house rule is never law."""

    id: str
    path: str
    title_zh: str
    title_en: str
    stands: bool
    values: dict[str, str]
    norm: str
    force: str
    certainty: str
    reference: list[str]
    checked: date
    lawyer_confirmed: bool


class RuleBook(BaseModel):
    day: date
    version: str
    items: list[LimitShown]
    next: str | None


@reads(router, "/refusals", needs=(Act.READ_RECORD,), answers=RefusalsCounted)
def refusals_by_rule(request: Any, last: OnDay = None) -> RefusalsCounted:
    """七天里每条规则挡下多少次。
    How often each rule stood in the way, over seven days.
    """
    counted = refusals.counts(request.user, _within(last or day_of(request.at)))
    titles = _titles()
    return RefusalsCounted(
        days=counted.days, asked=counted.asked, refused=counted.refused,
        rules=[
            RuleCounted(
                rule=rule, by_day=by_day, total=total, title_zh=titles.get(rule, (None, None))[0],
                title_en=titles.get(rule, (None, None))[1],
            )
            for rule, by_day, total in counted.rules
        ],
    )  # fmt: skip


@reads(router, "/refusals/of-rule", needs=(Act.READ_RECORD,), answers=RefusalsShown)
def refused_by(request: Any, rule: Rule, day: OnDay = None, cursor: Cursor = "") -> RefusalsShown:
    """一天里被某条规则挡下的决定。
    The refusals of one day in which a rule stood in the way.
    """
    after = cursors.read(cursor, start=0)
    rows, further = refusals.refused_by(request.user, rule, _within(day or day_of(request.at)), after=after)
    return RefusalsShown(
        items=[
            RefusalShown(
                decision=one.id, at=one.judged_at, borrower_ref=one.borrower.ref, channel=one.channel,
                asked_by=one.asked_by.username if one.asked_by else None,
            )
            for one in rows
        ],
        next=cursors.written(further),
    )  # fmt: skip


@reads(router, "/decisions/{uuid:clearance_id}", needs=(Act.READ_RECORD,), answers=DecisionShown)
def decision(request: Any, clearance_id: UUID) -> DecisionShown:
    """一次裁定的全部：问了什么、哪些规则发话、依据和结果。查看留痕。
    One decision, whole: every rule that spoke, on what grounds, and what became of it. Looking at it is on the record.
    """
    found, attempt = refusals.decision(request.user, clearance_id)
    record.look(found.borrower, at=request.at, by=request.user, purpose="decision")
    cases = Case.objects.filter(borrower=found.borrower_id).order_by("-opened_on").values_list("id", flat=True)
    return DecisionShown(
        id=found.id, case=cases.first(), borrower_ref=found.borrower.ref, at=found.judged_at, answer=found.answer,
        expires_at=found.expires_at, asked_by=found.asked_by.username if found.asked_by else None,
        attempt=showing.attempt_shown(attempt, cases.first()) if attempt else None,
    )  # fmt: skip


@reads(router, "/rules", needs=(), answers=RuleBook)
def rules(
    request: Any, q: Annotated[str, Query(max_length=80, pattern=shapes.NO_NUL)] = "", day: OnDay = None,
    force: Literal[tuple(FORCES)] | None = None, cursor: Cursor = "", limit: Most = 50,  # type: ignore[valid-type]
) -> RuleBook:  # fmt: skip
    """规则手册：法律和本机构的每一条限值，如某日所立。
    The rule book: every limit of the law and of the house as it stands on a day.
    """
    on, law, after = day or day_of(request.at), load(), cursors.read(cursor, start=0)
    wanted = [one for one in law if _fits(one, q.strip()) and force in (None, one.force)]
    further = after + limit if len(wanted) > after + limit else None
    return RuleBook(
        day=on, version=law.version, items=[_limit(one, on) for one in wanted[after : after + limit]],
        next=cursors.written(further),
    )  # fmt: skip


def _fits(limit: Limit, asked: str) -> bool:
    said = (limit.id, limit.path, limit.zh, limit.en, *limit.reference)
    return not asked or any(asked.lower() in one.lower() for one in said)


def _limit(one: Limit, on: date) -> LimitShown:
    stands = on >= one.first_day and one.force_dated.on(on) is not None
    values = {part: show(dated.meaning, dated.on(on)) for part, dated in one.dated.items()} if stands else {}
    return LimitShown(
        id=one.id, path=one.path, title_zh=one.zh, title_en=one.en, stands=stands, values=values, norm=one.norm,
        force=one.force, certainty=one.certainty, reference=[*one.reference], checked=one.checked,
        lawyer_confirmed=one.lawyer_confirmed,
    )  # fmt: skip


def _titles() -> dict[str, tuple[str, str]]:
    """What each rule that a decision names is called."""
    return {public_id(limit.id): (limit.zh, limit.en) for limit in reversed(list(load()))}


def _within(day: date) -> date:
    return min(max(day, FIRST), LAST)
