"""Settlements: an agreed sum closes the loan. Two persons decide, the borrower is told first, and paid is paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from duly.core.day import day_of
from duly.desk import approving, record
from duly.desk.agreed import sole
from duly.desk.planning import OFFER_DAYS, Account, counted, followed, knowingly, work_out
from duly.desk.saying import reason
from duly.desk.stopping import held, locked, stopped
from duly.desk.waiving import PARTS, given_up
from duly.law import Law
from duly.rules.account.asked import Refused
from duly.rules.machines.settlement import SETTLEMENT, UNSETTLED, Event, State
from duly.store.agreed import about
from duly.store.models import Loan, Settlement, User
from duly.store.moving import move

AT_ONCE = 500
FOLLOWED = (State.ACCEPTED, State.SETTLED, State.LAPSED)


def request(
    *, loan_id: UUID, account: Account, amount_minor: int, pay_by: date, because: str, at: datetime, by: User, law: Law
) -> Settlement:
    """Ask that an amount closes the loan. Charges are given up before principal is; a second person decides.

    Raises Refused for an amount that the account does not take, and for more than anybody here may give up.
    """
    loan, on = Loan.objects.select_related("creditor").get(id=loan_id), day_of(at)
    because = reason(because)
    change = {"kind": "settlement", "amount": amount_minor, "pay_by": str(pay_by)}
    told = work_out(loan=loan, account=account, change=change, budget=None, on=on, law=law)
    waived = told["difference"]["waived"]
    with locked(loan.borrower_id) as borrower:
        if Settlement.objects.filter(loan=loan, state__in=UNSETTLED).exists():
            raise Refused(
                "loan", str(loan.id), "这笔已有减免结清在办 a settlement is under way", "先办结 finish it first"
            )
        made = Settlement.objects.create(
            borrower=borrower, loan=loan, currency=loan.currency, amount_minor=amount_minor, pay_by=pay_by,
            offer_ends_on=min(on + timedelta(days=OFFER_DAYS), pay_by), said_first=told["said_first"],
            account=told["account"], counted=counted(account), requested_by=by, requested_at=at, state=SETTLEMENT.start,
            **{f"{part}_minor": waived[part] for part in PARTS},
        )  # fmt: skip
        _write(made, "request", at=at, by=by)
        charges, principal = given_up(loan, made)
        approving.ask(
            kind="settlement", subject=about(made), borrower_id=borrower.id, because=because, at=at, by=by,
            currency=loan.currency, charges_minor=charges, principal_minor=principal,
            what={"loan": str(loan.id), "amount_minor": amount_minor, "pay_by": str(pay_by), "waived": waived},
        )  # fmt: skip
    return made


def approve(*, settlement_id: UUID, because: str, at: datetime, by: User) -> Settlement:
    """Approve as the second person. Raises Refused, NoSuchMove."""
    with held(Settlement, settlement_id) as (made, _):
        approving.grant_of("settlement", about(made), because, at=at, by=by)
        approving.use(kind="settlement", subject=about(made), at=at, by=by)
        _move(made, Event.APPROVE, because, at=at, by=by)
    return made


def reject(*, settlement_id: UUID, because: str, at: datetime, by: User) -> Settlement:
    """Reject as the second person, with the reason. Raises Refused, NoSuchMove."""
    with held(Settlement, settlement_id) as (made, _):
        approving.refuse_of("settlement", about(made), because, at=at, by=by)
        _move(made, Event.REJECT, because, at=at, by=by)
    return made


def offer(*, settlement_id: UUID, at: datetime, by: User) -> Settlement:
    """Put an approved settlement to the borrower, with what is said first. Raises NoSuchMove."""
    with held(Settlement, settlement_id) as (made, _):
        _move(made, Event.OFFER, "向借款人提出 offered", at=at, by=by)
    return made


def accept(*, settlement_id: UUID, evidence_id: str, told_first: bool, at: datetime, by: User) -> Settlement:
    """Write down that the borrower said yes; until the last day nobody collects. Raises Refused, NoSuchMove."""
    with held(Settlement, settlement_id) as (made, borrower):
        knowingly(told_first, evidence_id, made.said_first)
        if day_of(at) > made.offer_ends_on:
            raise Refused(
                "at", str(day_of(at)), "提议已过期 the offer has ended", f"≤ {made.offer_ends_on}；重新申请 anew"
            )
        if not sole(made):
            raise Refused(
                "loan", str(made.loan_id), "这笔已有协议在履行 another agreement is in force", "先放弃原协议 end it"
            )
        because = "借款人同意 the borrower agreed"
        _move(made, Event.ACCEPT, because, at=at, by=by, evidence_id=evidence_id, told_first=told_first)
        stopped(borrower, made, {"event": str(Event.ACCEPT)}, at=at, by=by)
    return made


def follow(
    *, settlement_id: UUID, payments: Sequence[Mapping[str, Any]], on: date, at: datetime, law: Law
) -> Settlement:
    """Move an accepted settlement to where its payments have brought it by the end of a day.

    What is paid after the last day settles nothing.

    Raises Refused for events that the account does not take.
    """
    with held(Settlement, settlement_id) as (made, _):
        yes = made.moves.filter(event=Event.ACCEPT).first()
        if made.state not in FOLLOWED or yes is None or on < day_of(yes.at) or not sole(made):
            return made
        found = followed(made, day_of(yes.at), payments, on, law)
        is_settled = found["state"] == "completed" and not found["missed"]
        for event in _ways(State(made.state), is_settled, found["state"] == "broken" or bool(found["missed"])):
            _move(made, event, "按回款核对 by the payments", at=at, by=None)
    return made


def _ways(state: State, is_settled: bool, is_over: bool) -> list[Event]:
    """What has to happen so that it stands where its payments have brought it."""
    if is_settled:
        return {State.ACCEPTED: [Event.PAID_IN_FULL], State.LAPSED: [Event.PAID_IN_TIME]}.get(state, [])
    back = [Event.UNPAID] if state is State.SETTLED else []
    return back + ([Event.LAPSE] if is_over and state is not State.LAPSED else [])


def withdraw(*, settlement_id: UUID, because: str, at: datetime, by: User | None) -> Settlement:
    """Take a settlement back that is not accepted. Raises Refused, NoSuchMove."""
    with held(Settlement, settlement_id) as (made, _):
        approving.drop("settlement", about(made), at=at, by=by)
        _move(made, Event.WITHDRAW, reason(because), at=at, by=by)
    return made


def expire(*, at: datetime) -> int:
    """End the offers that were not accepted in time; how many. An accepted one ends by its payments alone."""
    over = Settlement.objects.filter(state=State.OFFERED, offer_ends_on__lt=day_of(at)).order_by("offer_ends_on")
    return sum(_expire(one, at) for one in over.values_list("id", flat=True)[:AT_ONCE])


def _expire(settlement_id: UUID, at: datetime) -> bool:
    with held(Settlement, settlement_id) as (made, _):
        if made.state != State.OFFERED:
            return False
        _move(made, Event.EXPIRE, "逾期未办 not in time", at=at, by=None)
    return True


def _move(made: Settlement, event: Event, because: str, *, at: datetime, by: User | None, **further: Any) -> None:
    move(made, event, at=at, by=by, because=because, **further)
    _write(made, event, at=at, by=by)


def _write(made: Settlement, event: str, *, at: datetime, by: User | None) -> None:
    said = {
        "settlement": str(made.id), "event": str(event), "state": str(made.state), "amount_minor": made.amount_minor,
        "charges_minor": made.charges_minor, "principal_minor": made.principal_minor, "currency": made.currency,
    }  # fmt: skip
    record.write(str(made.borrower_id), "change", said, at=at, by=by)
