"""Follow what was agreed at the desk by the payments of a closed day: what is kept, missed, broken or completed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from duly.desk import planning, settling
from duly.law import Law
from duly.nightly.accounts import Untold, statement_question
from duly.nightly.closed import ClosedDay
from duly.nightly.explain.whose import NoSuchCase
from duly.rules.account.asked import Refused
from duly.store.models import Plan, Settlement

TAKEN = ("payment", "chargeback")
MOST = 100_000  # of one run; a lender with more follows them in several


@dataclass(frozen=True, slots=True)
class Followed:
    """How many were looked at and moved; of `untold` the book does not say enough, and a person has to look."""

    seen: int
    moved: int
    untold: tuple[str, ...]


def follow(closed: ClosedDay, *, at: datetime, law: Law) -> Followed:
    """Move every plan and settlement to where the closed day's payments have brought it; again changes nothing."""
    seen, moved, untold = 0, 0, []
    for noun, deed in _agreed(at, law, closed):
        seen += 1
        try:
            events = _since(closed, noun)
            was = noun.moved
            moved += deed(payments=events).moved != was
        except (Refused, Untold, NoSuchCase) as refused:
            untold.append(f"{noun._meta.model_name} {noun.id}: {refused}")
    return Followed(seen, moved, tuple(untold))


def _agreed(at: datetime, law: Law, closed: ClosedDay) -> Iterator[tuple[Any, Callable[..., Any]]]:
    told: dict[str, Any] = {"on": closed.day, "at": at, "law": law}
    for plan in _rows(Plan, planning.FOLLOWED):
        yield plan, lambda payments, plan=plan: planning.follow(plan_id=plan.id, payments=payments, **told)
    for one in _rows(Settlement, settling.FOLLOWED):
        yield one, lambda payments, one=one: settling.follow(settlement_id=one.id, payments=payments, **told)


def _rows(noun: Any, states: tuple[str, ...]) -> Any:
    return noun.objects.filter(state__in=states).select_related("loan", "borrower").order_by("id")[:MOST]


def _since(closed: ClosedDay, noun: Any) -> list[dict[str, Any]]:
    """The events of the loan that were not counted when it was worked out.

    Raises Untold where one takes back what had been counted: then more is owed than was agreed upon.
    """
    for debt in statement_question(closed, noun.borrower.ref)["debts"]:
        if debt["id"] == noun.loan.ref:
            events = [
                one for one in debt["account"]["events"] if one["kind"] in TAKEN and one["id"] not in noun.counted
            ]
            if any(one.get("of") in noun.counted for one in events):
                raise Untold("退回了签署前的还款 a payment from before the agreement was taken back")
            return events
    raise Untold(f"{noun.loan.ref}: 台账里没有这笔 the book does not have this loan")
