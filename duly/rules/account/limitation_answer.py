"""Where the limitation period of a claim stands: from which events, until when, and what may no longer be said."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from duly.law import Law
from duly.rules.account.asked import Asked, Day, Refused, asked
from duly.rules.account.statement_words import clause
from duly.rules.limitation import Interruption, Obstacle, limitation

Interrupting = Literal[
    "delivered_demand", "debit", "part_payment", "plan", "suit", "arbitration", "payment_order",
    "enforcement_request", "mediation_request", "transfer_notice",
]  # fmt: skip


class LimitationEvent(Asked):
    """Something that starts the period anew, where it is proved and comes in time."""

    type: Interrupting = Field(description="事项 what happened")
    on: Day = Field(description="发生日 day")
    channel: Annotated[str, Field(max_length=50)] | None = Field(default=None, description="渠道 channel")
    proof_id: Annotated[str, Field(min_length=1, max_length=200)] | None = Field(
        default=None, description="证据编号，无则不算 number of the proof; none: it does not count"
    )


class Suspension(Asked):
    """An obstacle that kept the creditor from claiming, both days included."""

    since: Day = Field(alias="from", description="首日 first day")
    until: Day = Field(description="末日 last day")


class LimitationQuestion(Asked):
    """A question about the limitation period of one claim."""

    id: Annotated[str, Field(min_length=1, max_length=200)] | int | None = Field(
        default=None, description="原样带回 given back as it is"
    )
    as_of: Day = Field(description="问哪一天 the day asked about")
    last_due_on: Day = Field(description="最后一期到期日 due day of the last instalment")
    events: list[LimitationEvent] = Field(default=[], max_length=5_000, description="中断事由 what interrupts")
    suspensions: list[Suspension] = Field(default=[], max_length=1_000, description="中止事由 what suspends")


def answer_limitation(given: Any, law: Law) -> dict[str, Any]:
    """Answer one question that has been parsed from JSON. Raises Refused."""
    question = asked(LimitationQuestion, given)
    for at, one in enumerate(question.suspensions):
        if one.until < one.since:
            raise Refused(f"suspensions[{at}].until", str(one.until), "早于首日 before from", f"≥ {one.since}")
    events = [Interruption(one.type, one.on, one.proof_id is not None) for one in question.events]
    obstacles = [Obstacle(one.since, one.until) for one in question.suspensions]
    found = limitation(question.last_due_on, events, obstacles, as_of=question.as_of, law=law)
    expired = question.as_of > found.expires_on
    return {
        "expires_on": str(found.expires_on),
        "expired": expired,
        "days_left": max(0, (found.expires_on - question.as_of).days),
        "starts_from": str(question.last_due_on),
        "counted": [{"type": one.kind, "on": str(one.on)} for one in found.counted],
        "not_counted": [
            {"type": one.type, "on": str(one.on), "why": _why(one, found.expires_on, question.as_of)}
            for one in question.events
            if (one.type, one.on) not in {(counted.kind, counted.on) for counted in found.counted}
        ],
        "suspended": found.suspended,
        "legal_threat_allowed": not expired,
        "clauses": [clause(f"cn.civil_code.limitation_{name}", law) for name in ("period", "interrupted", "suspended")],
        "law": law.version,
    }


def _why(event: LimitationEvent, expires_on: date, as_of: date) -> str:
    if event.proof_id is None:
        return "没有证据 not proved"
    if event.on > as_of:
        return "尚未发生 still ahead"
    return "时效已过之后 after the period had ended" if event.on > expires_on else "不改变期间 changes nothing"
