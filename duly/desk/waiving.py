"""Waivers: asked for item by item, decided by whoever has the authority, applied to the account, undone by reversal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Sum

from duly.core.day import day_of
from duly.desk import approving, record
from duly.desk.planning import Account, work_out
from duly.desk.saying import reason
from duly.desk.stopping import held, locked
from duly.law import Law
from duly.rules.account.asked import Refused
from duly.rules.authority import authority
from duly.rules.machines import settlement
from duly.rules.machines.waiver import PENDING, SPENT, WAIVER, Event
from duly.store.agreed import about
from duly.store.models import Loan, Settlement, User, Waiver
from duly.store.models.waiver import GROUNDS
from duly.store.moving import move

PARTS = ("penalty", "fee", "interest", "principal")
Items = Sequence[Mapping[str, Any]]  # [{instalment, part, amount}], in the account's contract


def request(
    *, loan_id: UUID, account: Account, items: Items, ground: str, because: str, at: datetime, by: User, law: Law
) -> Waiver:
    """Ask that items be waived; within one's own authority they are approved at once, else a second person is asked.

    Raises Refused for items that are not owed, and for more than anybody here may give up of one loan.
    """
    loan = Loan.objects.select_related("creditor").get(id=loan_id)
    because = reason(because)
    if ground not in GROUNDS:
        raise Refused("ground", ground, "没有这个事由 no such ground", " | ".join(GROUNDS))
    waived = _fits(loan, account, items, at, law)
    with locked(loan.borrower_id) as borrower:
        if Waiver.objects.filter(loan=loan, state__in=PENDING).exists():
            raise Refused(
                "loan", str(loan.id), "这笔已有减免在办 a waiver is under way", "先办结 finish that one first"
            )
        made = Waiver.objects.create(
            borrower=borrower, loan=loan, currency=loan.currency, ground=ground, items=[dict(one) for one in items],
            requested_by=by, requested_at=at, state=WAIVER.start,
            **{f"{part}_minor": waived[part] for part in PARTS},
        )  # fmt: skip
        charges, principal = given_up(loan, made)
        _write(made, "request", at=at, by=by)
        kind, times = authority().kinds["waiver"], authority().times(loan.currency)
        if by.agency_id is None and kind.allows_alone(by.role, charges, principal, times=times):
            _move(made, Event.APPROVE, because, at=at, by=by)
        else:
            approving.ask(
                kind="waiver", subject=about(made), borrower_id=borrower.id, because=because, at=at, by=by,
                currency=loan.currency, charges_minor=charges, principal_minor=principal,
                what={"loan": str(loan.id), "ground": ground, "items": made.items},
            )  # fmt: skip
    return made


def _fits(loan: Loan, account: Account, items: Items, at: datetime, law: Law) -> dict[str, int]:
    """The sums of each part, if all of it is owed. Raises Refused."""
    change = {"kind": "waiver", "items": [dict(one) for one in items]}
    told = work_out(loan=loan, account=account, change=change, budget=None, on=day_of(at), law=law)
    waived: dict[str, int] = told["difference"]["waived"]
    return waived


def given_up(loan: Loan, asked: Any) -> tuple[int, int]:
    """Charges and principal of a loan that were given up by now, with what is asked: a ceiling holds for all of it."""
    charges, principal = asked.charges_minor, asked.principal_minor
    for model, states in ((Waiver, SPENT), (Settlement, settlement.SPENT)):
        sums = (
            model.objects.filter(loan=loan, state__in=states)
            .exclude(id=asked.id)
            .aggregate(
                charges=Sum(F("penalty_minor") + F("fee_minor") + F("interest_minor")), principal=Sum("principal_minor")
            )
        )
        charges, principal = charges + (sums["charges"] or 0), principal + (sums["principal"] or 0)
    return charges, principal


def approve(*, waiver_id: UUID, because: str, at: datetime, by: User) -> Waiver:
    """Approve as the second person. Raises Refused, NoSuchMove."""
    with held(Waiver, waiver_id) as (made, _):
        approving.grant_of("waiver", about(made), because, at=at, by=by)
        approving.use(kind="waiver", subject=about(made), at=at, by=by)
        _move(made, Event.APPROVE, because, at=at, by=by)
    return made


def reject(*, waiver_id: UUID, because: str, at: datetime, by: User) -> Waiver:
    """Reject as the second person, with the reason. Raises Refused, NoSuchMove."""
    with held(Waiver, waiver_id) as (made, _):
        approving.refuse_of("waiver", about(made), because, at=at, by=by)
        _move(made, Event.REJECT, because, at=at, by=by)
    return made


def withdraw(*, waiver_id: UUID, because: str, at: datetime, by: User | None) -> Waiver:
    """Take a waiver back that is not applied. Raises Refused, NoSuchMove."""
    with held(Waiver, waiver_id) as (made, _):
        approving.drop("waiver", about(made), at=at, by=by)
        _move(made, Event.WITHDRAW, reason(because), at=at, by=by)
    return made


def apply(*, waiver_id: UUID, account: Account, at: datetime, by: User, law: Law) -> Waiver:
    """Book an approved waiver, if all of it is still owed. Raises Refused, NoSuchMove."""
    with held(Waiver, waiver_id) as (made, _):
        _fits(made.loan, account, made.items, at, law)
        _move(made, Event.APPLY, "入账 applied", at=at, by=by)
    return made


def undo(*, waiver_id: UUID, because: str, at: datetime, by: User) -> Waiver:
    """Take an applied waiver back: its items are reversed and owed again. Raises Refused, NoSuchMove."""
    with held(Waiver, waiver_id) as (made, _):
        _move(made, Event.UNDO, reason(because), at=at, by=by)
    return made


def events(loan: Loan) -> list[dict[str, Any]]:
    """What applied waivers did to the account, and what took them back: its events, for who replays it."""
    return [event for one in Waiver.objects.filter(loan=loan).order_by("requested_at", "id") for event in _events(one)]


def _events(made: Waiver) -> Iterator[dict[str, Any]]:
    booked = {one.event: one.at for one in made.moves.filter(event__in=(Event.APPLY, Event.UNDO))}
    for at, item in enumerate(made.items, 1):
        name = f"waiver:{made.id}:{at}"
        if Event.APPLY in booked:
            yield {"id": name, "on": str(day_of(booked[Event.APPLY])), "kind": "waiver", **item}
        if Event.UNDO in booked:
            yield {"id": f"undo:{name}", "on": str(day_of(booked[Event.UNDO])), "kind": "reversal", "of": name}


def _move(made: Waiver, event: Event, because: str, *, at: datetime, by: User | None) -> None:
    move(made, event, at=at, by=by, because=because)
    _write(made, event, at=at, by=by)


def _write(made: Waiver, event: str, *, at: datetime, by: User | None) -> None:
    said = {
        "waiver": str(made.id), "event": str(event), "state": str(made.state), "charges_minor": made.charges_minor,
        "principal_minor": made.principal_minor, "currency": made.currency,
    }  # fmt: skip
    record.write(str(made.borrower_id), "change", said, at=at, by=by)
