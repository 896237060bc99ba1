"""What stops collection: written, heeded and carried out in the transaction that records it.

The database undoes every clearance given before; here what was reserved and what was still listed is taken back too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from duly.core.day import day_of
from duly.desk import record, visits_refused
from duly.rules.machines.attempt import Event, State
from duly.store.models import (
    Address,
    Attempt,
    Borrower,
    Complaint,
    Dispute,
    Hardship,
    Hold,
    Party,
    Plan,
    Planned,
    Preference,
    Settlement,
    Slot,
    User,
    Waiver,
)
from duly.store.moving import move

Loans = Sequence[str] | None  # ids; None is every loan of the borrower
About = TypeVar("About", Hardship, Plan, Settlement, Waiver)
CARE_DAYS = 30  # a house default: how long a hold for care stands before somebody looks again


@contextmanager
def locked(borrower_id: UUID) -> Iterator[Borrower]:
    """One transaction that nobody else's about the same borrower gets into."""
    with transaction.atomic():
        yield Borrower.objects.select_for_update().get(id=borrower_id)


@contextmanager
def held(noun: type[About], row_id: UUID) -> Iterator[tuple[About, Borrower]]:
    """One row about a borrower, as it stands under the borrower's lock."""
    rows = noun._default_manager
    with locked(rows.values_list("borrower_id", flat=True).get(id=row_id)) as borrower:
        yield rows.get(id=row_id), borrower


def complain(borrower: Borrower, *, topic: str, loans: Loans = None, at: datetime, by: User) -> Complaint:
    """Take a complaint in; until it is answered nobody collects on what it is about."""
    made = Complaint.objects.create(
        borrower=borrower, topic=topic, loans=_ids(loans), received_at=at, state=Complaint.machine.start
    )
    stopped(borrower, made, {"topic": topic}, at=at, by=by)
    return made


def dispute(borrower: Borrower, *, kind: str, loans: Loans = None, at: datetime, by: User) -> Dispute:
    """Take an objection in; until it is decided nobody collects on what is disputed."""
    made = Dispute.objects.create(
        borrower=borrower, kind=kind, loans=_ids(loans), raised_at=at, state=Dispute.machine.start
    )
    stopped(borrower, made, {"kind": kind}, at=at, by=by)
    return made


def hold(
    borrower: Borrower, *, kind: str, loans: Loans = None, days: int | None = None, at: datetime, by: User
) -> Hold:
    """Put collection on hold, for some days or until somebody lifts it."""
    made = Hold.objects.create(
        borrower=borrower, kind=kind, loans=_ids(loans), from_at=at, state=Hold.machine.start,
        until_at=None if days is None else at + timedelta(days=days),
    )  # fmt: skip
    stopped(borrower, made, {"kind": kind}, at=at, by=by)
    return made


def opt_out(
    borrower: Borrower, *, channels: Sequence[str], address: Address | None = None, at: datetime, by: User
) -> Preference:
    """Write down that the borrower does not want to be contacted this way, or at this address."""
    terms: dict[str, Any] = {"channels": [*channels]} | ({"address": str(address.id)} if address else {})
    made = Preference.objects.create(borrower=borrower, kind="channel_opt_out", said_at=at, terms=terms)
    if address is None and ("visit" in channels or not channels):  # without a channel it is every one
        visits_refused.note(borrower, at=at, by=by)
    stopped(borrower, made, terms, at=at, by=by)
    return made


def address_is(address: Address, state: str, *, at: datetime, by: User) -> None:
    """Write down that an address is somebody else's now, or out of service; nobody uses it again."""
    Address.objects.filter(id=address.id).update(state=state)
    stopped(address.borrower, address, {"state": state}, at=at, by=by)


def third_person_refuses(party: Party, *, at: datetime, by: User) -> None:
    """Write down that a third person wants no contact; from then on nobody asks them anything."""
    Party.objects.filter(id=party.id, refused_at=None).update(refused_at=at)
    stopped(party.borrower, party, {"refused": True}, at=at, by=by)


def _ids(loans: Loans) -> list[str] | None:
    return None if loans is None else [*loans]


def stopped(borrower: Borrower, noun: Any, said: dict[str, Any], *, at: datetime, by: User) -> None:
    """Carry a stop out that was written just now: what was reserved is taken back, what was listed leaves the list."""
    cancelled = _cancel(borrower, at=at, by=by)
    Planned.objects.filter(borrower=borrower, day=day_of(at), done_at=None).update(done_at=at)
    told = {"stop": noun._meta.model_name, "id": str(noun.pk), "cancelled": cancelled} | said
    record.write(str(borrower.id), "change", told, at=at, by=by)


def _cancel(borrower: Borrower, *, at: datetime, by: User) -> list[str]:
    """Take back what was reserved and has not left, and give its places under the limits back."""
    waiting = list(Attempt.objects.filter(borrower=borrower, state=State.RESERVED))
    for each in waiting:
        move(each, Event.CANCEL, at=at, by=by, because="停催在先 a stop came first")
        Slot.objects.filter(attempt=each).delete()
    return [str(each.id) for each in waiting]
