"""A plan after it was signed: which instalments were kept, until when it still counts as kept, what broke it.

An instalment that is paid within the plan's grace is kept. The first that is not breaks the plan on the day after its
grace; what is paid later ends the debt, and does not make the plan whole again. A restructured loan is observed beside
it, and there every miss starts the year and the payments anew (the text knows no grace).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import Field

from duly.law import Law
from duly.rules.account.aging import age
from duly.rules.account.asked import Asked, Currency, Day, Refused, asked
from duly.rules.account.coherent import belongs
from duly.rules.account.ledger import Owed, Replayed, replay
from duly.rules.account.opened import opened
from duly.rules.account.statement_wire import LenderKind
from duly.rules.account.statement_words import clause
from duly.rules.account.wire import Account
from duly.rules.classification import BOUND, Instalment, observe
from duly.rules.plan import grace_ends_on

DAY = timedelta(days=1)
OBSERVED = "cn.rc23.observation"


class PlanFollowed(Asked):
    """A plan that was signed, and how it is kept."""

    id: Annotated[str, Field(min_length=1, max_length=200)] | int | None = Field(
        default=None, description="原样带回 given back as it is"
    )
    currency: Currency = Field(description="货币，无缺省 currency; there is no default")
    as_of: Day = Field(description="问哪一天 the day asked about")
    signed_on: Day = Field(description="签署日 the day of signing")
    lender_kind: LenderKind = Field(description="出借人种类 kind of lender")
    grace_days: Annotated[int, Field(ge=0, le=365)] = Field(
        default=0, description="约定的宽限天数，只写在协议里的才算 days of grace, as the plan agrees"
    )
    restructured: bool = Field(
        default=True, description="是否作为重组资产观察 whether the loan is observed as a restructured asset"
    )
    account: Account = Field(
        description="方案的账户（签署时回答中的 account）及其后的还款 "
        "the plan's account, as the answer at signing gave it, and the payments since"
    )


@dataclass(frozen=True, slots=True)
class Followed:
    """The state of a plan: kept, in_grace, broken or completed; the day it broke, and the misses that count."""

    state: str
    broken_on: date | None
    missed: tuple[Owed, ...]
    next_due_on: date | None


def followed(seen: Replayed, grace_days: int) -> Followed:
    """How a plan stands on the day its account was replayed to."""
    ordered = sorted(seen.instalments, key=lambda one: one.agreed.due_on)
    missed = tuple(one for one in ordered if is_missed(one, seen.on))
    broken = [
        grace_ends_on(one.agreed.due_on, grace_days) + DAY for one in missed if is_broken(one, grace_days, seen.on)
    ]
    ahead = [one.agreed.due_on for one in ordered if one.total and one.agreed.due_on >= seen.on]
    if not any(one.total for one in ordered):
        state = "completed"
    elif broken:
        state = "broken"
    else:
        state = "in_grace" if any(one.total for one in missed) else "kept"
    return Followed(state, min(broken, default=None), missed, min(ahead, default=None))


def is_missed(one: Owed, on: date) -> bool:
    """Not paid in full by the end of its due day."""
    return one.agreed.due_on < (one.cleared_on or on)


def is_broken(one: Owed, grace_days: int, on: date) -> bool:
    """Not paid in full by the end of its last day of grace."""
    return grace_ends_on(one.agreed.due_on, grace_days) < (one.cleared_on or on)


def answer_followed(given: Any, law: Law) -> dict[str, Any]:
    """Answer one question about a signed plan that has been parsed from JSON. Raises Refused."""
    question = asked(PlanFollowed, given)
    belongs(question.account, question, "account.", "方案", "plan")
    if question.signed_on > question.as_of:
        raise Refused(
            "signed_on", str(question.signed_on), "晚于所问之日 after the day asked about", f"≤ {question.as_of}"
        )
    account = opened(question.account, "account.")
    early = [one.due_on for one in account.instalments if one.due_on < question.signed_on]
    if early:
        raise Refused(
            "account.instalments", str(min(early)), "早于签署日 before the plan was signed", f"≥ {question.signed_on}"
        )
    seen = replay(account)
    found = followed(seen, question.grace_days)
    return {
        "currency": question.currency,
        "as_of": str(question.as_of),
        "state": found.state,
        "collection_rests": found.state in ("kept", "in_grace", "completed"),
        "broken_on": None if found.broken_on is None else str(found.broken_on),
        "next_due_on": None if found.next_due_on is None else str(found.next_due_on),
        "missed": [_missed(one, question.grace_days) for one in found.missed],
        "left": sum(one.total for one in seen.instalments),
        "observation": _observation(question, account, seen, law) if question.restructured else None,
    }


def _missed(one: Owed, grace_days: int) -> dict[str, Any]:
    return {
        "no": one.agreed.no,
        "due_on": str(one.agreed.due_on),
        "grace_ends_on": str(grace_ends_on(one.agreed.due_on, grace_days)),
        "cleared_on": None if one.cleared_on is None else str(one.cleared_on),
        "left": one.total,
    }


def _observation(question: PlanFollowed, account: Account, seen: Replayed, law: Law) -> dict[str, Any]:
    dated = sorted(seen.instalments, key=lambda one: one.agreed.due_on)
    past = _past(dated, seen.on)
    found = observe(dated[0].agreed.due_on, past, dpd=age(account).account.days, as_of=question.as_of, law=law)
    missed = [one.due_on for one in past if not one.kept]
    return {
        "by": "law" if question.lender_kind in BOUND else "house",
        "since": str(missed[-1] if missed else dated[0].agreed.due_on),
        "restarted": found.restarted,
        "kept_in_a_row": _in_a_row(past),
        "may_lift": found.may_lift,
        "clause": clause(OBSERVED, law),
    }


def _past(dated: Sequence[Owed], on: date) -> list[Instalment]:
    """Instalments whose day has come to its end, or that are paid, and whether they were paid by it."""
    return [
        Instalment(one.agreed.due_on, kept=one.cleared_on is not None and one.cleared_on <= one.agreed.due_on)
        for one in dated
        if one.agreed.due_on < on or (one.agreed.due_on == on and one.total == 0)
    ]


def _in_a_row(past: Sequence[Instalment]) -> int:
    """Instalments kept since the last miss."""
    count = 0
    for one in past:
        count = count + 1 if one.kept else 0
    return count
