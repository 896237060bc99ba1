"""Hardship: a report that stops collection at once, evidence, and what a decision makes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Router
from pydantic import BaseModel, Field

from duly.desk import relieving, stopping
from duly.desk.reach import case_of, within_reach
from duly.rules.rights import Act
from duly.store.models import Hardship
from duly.store.models.hardship import REASONS, RELIEFS
from duly.web.api import shapes
from duly.web.api.cases import CASE, loans_of
from duly.web.api.problems import Fault, Problem
from duly.web.api.refusing import told
from duly.web.api.routes import matches, reads, tagged_as, writes

router = Router(tags=["hardship"])
ONE = "/hardships/{uuid:hardship_id}"
DECIDED: dict[str, Callable[..., Hardship]] = {
    "grant": relieving.grant, "decline": relieving.decline, "observe": relieving.observe, "end": relieving.end,
    "reopen": relieving.reopen,
}  # fmt: skip
Text = Annotated[str, Field(max_length=200, pattern=shapes.NO_NUL)]


class ToldHardship(shapes.Taken):
    reason: Literal[REASONS]  # type: ignore[valid-type]
    loans: shapes.Loans = None


class HardshipMoved(shapes.Taken):
    """Evidence asked for, evidence that came, or the report taken back."""

    event: Literal["ask_evidence", "evidence_came", "withdraw"]
    because: Text = Field(default="", description="材料到达不必写 not needed where evidence came")
    evidence_id: Annotated[str, Field(max_length=64, pattern=shapes.NO_NUL)] = ""


class HardshipDecided(shapes.Taken):
    """Relief granted or declined, the observation after it, its end, or another review."""

    event: Literal["grant", "decline", "observe", "end", "reopen"]
    because: shapes.Because
    relief: Literal[RELIEFS] | None = None  # type: ignore[valid-type]
    until: date | None = Field(default=None, description="grant 和 observe 须写 of a grant and an observation")


class HardshipStep(BaseModel):
    event: str
    at: datetime
    by: str | None
    because: str
    relief: str | None
    until: date | None


class HardshipShown(BaseModel):
    id: UUID
    reason: str
    state: str
    reported_at: datetime
    hold: UUID
    moves: list[HardshipStep]
    etag: str


class Hardships(BaseModel):
    items: list[HardshipShown]


Tagged = tuple[HardshipShown, dict[str, str]]


@reads(router, CASE + "/hardships", needs=(Act.SEE_CASE,), answers=Hardships)
def hardships(request: Any, case_id: UUID) -> Hardships:
    """案件里报告过的困难，最近的在前。
    The hardships reported in a case, the latest first.
    """
    borrower = case_of(request.user, case_id).borrower
    found = Hardship.objects.filter(borrower=borrower).order_by("-reported_at", "id")
    return Hardships(items=[_shown(one)[0] for one in found])


@writes(router, CASE + "/hardships", needs=(Act.STOP,), answers=HardshipShown)
def report_hardship(request: Any, case_id: UUID, asked: ToldHardship) -> Tagged:
    """受理困难：相关催收随之停下，直到有决定。
    Take a report of hardship in: collection on what it is about stops with it, until it is decided.
    """
    with stopping.locked(case_of(request.user, case_id).borrower_id) as borrower, told():
        loans = loans_of(borrower, asked.loans)
        return _shown(relieving.report(borrower, reason=asked.reason, loans=loans, at=request.at, by=request.user))


@writes(router, ONE + "/moves", needs=(Act.PLAN,), answers=HardshipShown, tagged=True)
def move_hardship(request: Any, hardship_id: UUID, asked: HardshipMoved) -> Tagged:
    """请借款人补材料、收到材料，或借款人撤回。
    Ask for evidence, take it in, or write down that the borrower takes the report back.
    """
    given = {"hardship_id": hardship_id, "at": request.at, "by": request.user}
    with _held(request, hardship_id), told():
        if asked.event == "evidence_came":
            return _shown(relieving.evidence_came(**given, evidence_id=asked.evidence_id))
        deed = relieving.ask_evidence if asked.event == "ask_evidence" else relieving.withdraw
        return _shown(deed(**given, because=asked.because))


@writes(router, ONE + "/decisions", needs=(Act.LIFT,), answers=HardshipShown, tagged=True)
def decide_hardship(request: Any, hardship_id: UUID, asked: HardshipDecided) -> Tagged:
    """给予或不给予纾困、观察、结束，或重新审查，写明理由。
    Grant or decline relief, observe, end or review it again, with the reason.
    """
    given: dict[str, Any] = {"hardship_id": hardship_id, "because": asked.because, "at": request.at, "by": request.user}
    with _held(request, hardship_id), told():
        if asked.event in ("grant", "observe"):
            if asked.until is None:
                raise Problem("invalid", (Fault("until", "缺少", "is missing", "YYYY-MM-DD", "YYYY-MM-DD"),))
            given["until"] = asked.until
        if asked.event == "grant":
            given["relief"] = asked.relief or ""
        return _shown(DECIDED[asked.event](**given))


@contextmanager
def _held(request: Any, hardship_id: UUID) -> Iterator[None]:
    """Under the borrower's lock, if it stands as the caller has read it."""
    found = within_reach(request.user, Hardship, hardship_id)
    with stopping.locked(found.borrower_id):
        found.refresh_from_db(fields=("state", "moved"))
        matches(request, found)
        yield


def _shown(one: Hardship) -> Tagged:
    moves = [
        HardshipStep(
            event=each.event, at=each.at, by=each.by.username if each.by else None, because=each.because,
            relief=each.relief or None, until=each.until,
        )
        for each in one.moves.select_related("by").order_by("seq")
    ]  # fmt: skip
    tag = tagged_as(one)
    return HardshipShown(
        id=one.id, reason=one.reason, state=one.state, reported_at=one.reported_at, hold=one.hold_id, moves=moves,
        etag=tag,
    ), {"ETag": tag}  # fmt: skip
