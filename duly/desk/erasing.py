"""Erase what the house knows of a person, value by value: one person asks, another one grants, and it is destroyed.

What was done stays: the record and the account name a person by ids alone, so that erasing breaks no chain. A number
that is erased is dialled no more, since nobody knows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from duly.desk import approving
from duly.desk.reach import NotFound
from duly.desk.vault import Vault
from duly.desk.vaulted import Subject, erasure, fields_of
from duly.rules.account.asked import Refused
from duly.rules.machines.approval import State as Asked
from duly.store.models import Address, Approval, Borrower, Erased, Party, User, Vaulted

KIND = "erase"


class Stage(StrEnum):
    """How far the erasing of one value has come."""

    HELD = "held"
    ASKED = "asked"
    GRANTED = "granted"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Value:
    """One thing that the vault knows or knew of somebody; never the value itself."""

    who: Subject
    field: str
    stage: Stage
    asked: Approval | None = None
    erased: Erased | None = None


def values(borrower: Borrower, at: datetime) -> list[Value]:
    """All that the house knows or knew of a borrower, whom they named, and where to reach either."""
    held = set(Vaulted.objects.filter(borrower=borrower).values_list("of", "field"))
    gone = {(one.of, one.field): one for one in Erased.objects.filter(borrower=borrower).select_related("by")}
    asked = {
        one.subject: one
        for one in Approval.objects.filter(
            kind=KIND, borrower=borrower, state__in=(Asked.ASKED, Asked.GRANTED), lapses_at__gt=at
        ).select_related("asked_by")
    }
    return [
        _value(who, field, asked.get(erasure(who, field)), gone.get((who.id, field)))
        for who in _everybody(borrower)
        for field in fields_of(who)
        if (who.id, field) in held or (who.id, field) in gone
    ]


def ask(borrower: Borrower, of: UUID, field: str, *, because: str, at: datetime, by: User) -> Approval:
    """Ask another person to grant that a value is erased. Raises Refused, NotFound."""
    found = _one(borrower, of, field, at)
    if found.stage is Stage.ERASED:
        raise Refused("field", field, "这一项已经删除 it has been erased", "—")
    return approving.ask(
        kind=KIND, subject=erasure(found.who, field), borrower_id=borrower.id, because=because, at=at, by=by
    )


def carry_out(vault: Vault, borrower: Borrower, of: UUID, field: str, *, at: datetime, by: User) -> Value:
    """Destroy a value for good, as another person granted it; once gone it is gone. Raises Refused, NotFound."""
    found = _one(borrower, of, field, at)
    because = "" if found.asked is None else found.asked.because
    vault.erase(found.who, field, by=by, at=at, because=because)
    return _one(borrower, of, field, at)


def _one(borrower: Borrower, of: UUID, field: str, at: datetime) -> Value:
    for one in values(borrower, at):
        if one.who.id == of and one.field == field:
            return one
    raise NotFound(f"{of} {field}")


def _everybody(borrower: Borrower) -> Iterator[Subject]:
    yield borrower
    yield from Address.objects.filter(borrower=borrower, party=None).order_by("kind", "id")
    for party in Party.objects.filter(borrower=borrower).order_by("role", "id"):
        yield party
        yield from Address.objects.filter(party=party).order_by("kind", "id")


def _value(who: Subject, field: str, asked: Approval | None, erased: Erased | None) -> Value:
    if erased is not None:
        return Value(who, field, Stage.ERASED, asked, erased)
    if asked is None:
        return Value(who, field, Stage.HELD)
    return Value(who, field, Stage.GRANTED if asked.state == Asked.GRANTED else Stage.ASKED, asked)
