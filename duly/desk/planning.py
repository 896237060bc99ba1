"""Repayment plans: worked out by what can be afforded, offered, accepted, signed, and followed while they are kept.

All sums come from `rules.account`; here they become rows. From the yes on nobody collects on the loan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from duly.core.day import day_of
from duly.desk import approving, objecting, record
from duly.desk.agreed import sole
from duly.desk.saying import reason
from duly.desk.stopping import held, locked, stopped
from duly.law import Law
from duly.rules.account.asked import Refused
from duly.rules.account.plan_answer import answer_plan
from duly.rules.account.plan_followed import answer_followed
from duly.rules.machines.plan import IN_FORCE, PLAN, Event, State
from duly.store.agreed import about
from duly.store.models import Loan, Plan, PlanMove, User
from duly.store.moving import move

OFFER_DAYS = 7  # a house default: how long an offer stands
FOLLOWING = (Event.MISS, Event.CATCH_UP, Event.BREAK, Event.COMPLETE, Event.PAID_IN_TIME, Event.UNPAID)
FOLLOWED = (State.KEPT, State.IN_GRACE, State.BROKEN, State.COMPLETED)
AT_ONCE = 500
Account = Mapping[str, Any]  # an account in JSON, in the account's contract


def work_out(
    *, loan: Loan, account: Account, change: Mapping[str, Any], budget: Mapping[str, Any] | None, on: date, law: Law
) -> dict[str, Any]:
    """What a change of terms would make of a loan: what to say first, old beside new, offers, affordability.

    Raises Refused, naming the field.
    """
    return answer_plan(
        {
            "currency": loan.currency, "as_of": str(on), "product": loan.product, "lender_kind": loan.creditor.kind,
            "account": {**account, "as_of": str(on)}, "change": dict(change),
            "budget": None if budget is None else dict(budget),
        },
        law,
    )  # fmt: skip


def propose(
    *, loan_id: UUID, account: Account, change: Mapping[str, Any], budget: Mapping[str, Any] | None = None,
    grace_days: int = 0, unaffordable_knowingly: bool = False, because: str, at: datetime, by: User, law: Law,
) -> Plan:  # fmt: skip
    """Work a plan out and offer it; where nobody knows whether it can be afforded, a second person looks first.

    Raises Refused for a change that the account or the rules on plans do not permit, and for one that cannot be
    afforded unless that is said to be known.
    """
    loan, on, because = Loan.objects.select_related("creditor").get(id=loan_id), day_of(at), reason(because)
    told = work_out(loan=loan, account=account, change=change, budget=budget, on=on, law=law)
    objecting.permitted(told, change, law)
    fits = None if told["affordability"] is None else told["affordability"]["fits"]
    objecting.knowingly(fits, unaffordable_knowingly)
    known = {objecting.KNOWING: True} if fits is False else {}
    asks = fits is not True or by.agency_id is not None
    with locked(loan.borrower_id) as borrower:
        made = Plan.objects.create(
            borrower=borrower, loan=loan, currency=loan.currency, kind=change["kind"], change=dict(change),
            account=told["account"], counted=counted(account), said_first=told["said_first"],
            affordability=told["affordability"], fits=fits, asks_approval=asks, grace_days=grace_days, proposed_by=by,
            proposed_at=at, state=PLAN.start, **_dated(told["new"], on),
        )  # fmt: skip
        _write(made, "propose", at=at, by=by, **known)
        if asks:
            approving.ask(
                kind="plan", subject=about(made), borrower_id=borrower.id, because=because, at=at, by=by,
                currency="",
                what={"fits": fits, "total_minor": made.total_minor, "instalments": made.instalments, **known},
            )  # fmt: skip
        else:
            _move(made, Event.OFFER, because, at=at, by=by)
    return made


def counted(account: Account) -> list[str]:
    """The ids of what an account has counted already: it is no payment of what is agreed upon it."""
    return [event["id"] for event in account.get("events", ())]


def _dated(new: Mapping[str, Any], on: date) -> dict[str, Any]:
    """The columns that the new instalments fill. An offer ends before its first day comes."""
    months: dict[str, int] = {}
    for row in new["instalments"]:
        months[row["due_on"][:7]] = months.get(row["due_on"][:7], 0) + row["total"]
    days = sorted(date.fromisoformat(row["due_on"]) for row in new["instalments"])
    return {
        "instalments": new["count"], "first_due_on": days[0], "last_due_on": days[-1],
        "month_most_minor": max(months.values()), "total_minor": new["sum"]["total"],
        "offer_ends_on": min(on + timedelta(days=OFFER_DAYS), days[0]),
    }  # fmt: skip


def approve(*, plan_id: UUID, because: str, at: datetime, by: User) -> Plan:
    """Let a plan be offered, as the second person. Raises Refused, NoSuchMove."""
    with held(Plan, plan_id) as (made, _):
        approving.grant_of("plan", about(made), because, at=at, by=by)
        approving.use(kind="plan", subject=about(made), at=at, by=by)
        _move(made, Event.OFFER, because, at=at, by=by)
    return made


def reject(*, plan_id: UUID, because: str, at: datetime, by: User) -> Plan:
    """Refuse, as the second person, that a plan is offered. Raises Refused, NoSuchMove."""
    with held(Plan, plan_id) as (made, _):
        approving.refuse_of("plan", about(made), because, at=at, by=by)
        _move(made, Event.WITHDRAW, because, at=at, by=by)
    return made


def accept(*, plan_id: UUID, evidence_id: str, told_first: bool, at: datetime, by: User) -> Plan:
    """Write down that the borrower said yes; from now on nobody collects. The paper follows. Raises Refused."""
    return _agree(plan_id, Event.ACCEPT, evidence_id, told_first, at=at, by=by)


def sign(*, plan_id: UUID, evidence_id: str, told_first: bool, at: datetime, by: User) -> Plan:
    """Write down that the borrower signed. Raises Refused, NoSuchMove."""
    return _agree(plan_id, Event.SIGN, evidence_id, told_first, at=at, by=by)


def _agree(plan_id: UUID, event: Event, evidence_id: str, told_first: bool, *, at: datetime, by: User) -> Plan:
    with held(Plan, plan_id) as (made, borrower):
        knowingly(told_first, evidence_id, made.said_first)
        if day_of(at) > made.offer_ends_on:
            raise Refused(
                "at", str(day_of(at)), "提议已过期 the offer has ended", f"≤ {made.offer_ends_on}；重新测算 anew"
            )
        if not sole(made):
            raise Refused(
                "loan", str(made.loan_id), "这笔已有协议在履行 another agreement is in force", "先放弃原协议 end it"
            )
        because = "借款人同意 the borrower agreed"
        _move(made, event, because, at=at, by=by, evidence_id=evidence_id, told_first=told_first)
        stopped(borrower, made, {"event": str(event)}, at=at, by=by)
    return made


def knowingly(told_first: bool, evidence_id: str, said_first: Mapping[str, Any]) -> None:
    """Raise Refused unless the borrower was told first what a yes does to the limitation period, and it is proved."""
    if not told_first:
        raise Refused(
            "told_first",
            told_first,
            f"请先告知：{said_first['zh']} tell the borrower first: {said_first['en']}",
            "true",
        )
    if not evidence_id:
        raise Refused("evidence_id", evidence_id, "同意须有证据 a yes has to be proved", "录音或文件编号 its number")


def follow(*, plan_id: UUID, payments: Sequence[Mapping[str, Any]], on: date, at: datetime, law: Law) -> Plan:
    """Move a signed plan to where its payments have brought it by the end of a day.

    `payments` are the account's events since it was worked out. Raises Refused for events that it does not take.
    """
    with held(Plan, plan_id) as (made, _):
        since = signed_on(made)
        if made.state not in FOLLOWED or since is None or on < since or not sole(made):
            return made
        found = followed(made, since, payments, on, law, grace_days=made.grace_days)
        for event in _way(made.state, found["state"]):
            missed = next((one["due_on"] for one in found["missed"] if one["left"]), None)
            further = {"missed_due_on": missed} if event is Event.MISS else {}
            _move(made, event, "按回款核对 by the payments", at=at, by=None, **further)
    return made


def followed(
    agreed: Any, since: date, payments: Sequence[Mapping[str, Any]], on: date, law: Law, *, grace_days: int = 0
) -> dict[str, Any]:
    """How the account of a plan or a settlement is kept on a day."""
    return answer_followed(
        {
            "currency": agreed.currency, "as_of": str(on), "signed_on": str(since),
            "lender_kind": agreed.loan.creditor.kind, "grace_days": grace_days, "restructured": False,
            "account": {**agreed.account, "as_of": str(on), "events": [dict(one) for one in payments]},
        },
        law,
    )  # fmt: skip


def _way(state: str, to: str) -> list[Event]:
    """The fewest moves of following that lead from one state to the other."""
    ways: dict[str, list[Event]] = {state: []}
    waiting = [state]
    for was in waiting:
        for event in FOLLOWING:
            then = PLAN.moves.get((was, event))
            if then is not None and then not in ways:
                ways[then] = [*ways[was], event]
                waiting.append(then)
    return ways[to]


def give_up(*, plan_id: UUID, because: str, at: datetime, by: User) -> Plan:
    """Write down that the borrower gives a signed plan up. Raises Refused, NoSuchMove."""
    return _simply(plan_id, Event.GIVE_UP, because, at=at, by=by)


def restore(*, plan_id: UUID, because: str, at: datetime, by: User) -> Plan:
    """Take back that a plan was given up. Raises Refused, NoSuchMove."""
    return _simply(plan_id, Event.RESTORE, because, at=at, by=by)


def withdraw(*, plan_id: UUID, because: str, at: datetime, by: User | None) -> Plan:
    """Take a plan back that is not signed. Raises Refused, NoSuchMove."""
    return _simply(plan_id, Event.WITHDRAW, because, at=at, by=by)


def _simply(plan_id: UUID, event: Event, because: str, *, at: datetime, by: User | None) -> Plan:
    with held(Plan, plan_id) as (made, _):
        approving.drop("plan", about(made), at=at, by=by)
        _move(made, event, reason(because), at=at, by=by)
    return made


def lapse(*, at: datetime) -> int:
    """End the offers that were not accepted or not signed in time; how many. May run anywhere, at any time."""
    over = Plan.objects.filter(state__in=(State.OFFERED, State.ACCEPTED), offer_ends_on__lt=day_of(at))
    return sum(_lapse(one, at) for one in over.order_by("offer_ends_on").values_list("id", flat=True)[:AT_ONCE])


def _lapse(plan_id: UUID, at: datetime) -> bool:
    with held(Plan, plan_id) as (made, _):
        if made.state not in (State.OFFERED, State.ACCEPTED):
            return False
        _move(made, Event.LAPSE, "逾期未办 not in time", at=at, by=None)
    return True


def _move(made: Plan, event: Event, because: str, *, at: datetime, by: User | None, **further: Any) -> None:
    move(made, event, at=at, by=by, because=because, **further)
    _write(made, event, at=at, by=by)


def _write(made: Plan, event: str, *, at: datetime, by: User | None, **further: Any) -> None:
    said = {"plan": str(made.id), "event": str(event), "state": str(made.state), **further}
    record.write(str(made.borrower_id), "change", said, at=at, by=by)


def signed_on(made: Plan) -> date | None:
    """The day on which the borrower said yes."""
    first = PlanMove.objects.filter(of=made, to_state__in=IN_FORCE).order_by("seq").first()
    return None if first is None else day_of(first.at)
