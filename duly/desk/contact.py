"""The one way to a borrower: judge, clear, reserve, carry, record.

The borrower's row is locked while the judge is asked and the attempt reserved, so that no limit can be raced; no
transaction is open while the carrier works. A process that dies in between leaves an attempt that still counts:
the error falls on the side of leaving the borrower alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from duly import law as laws
from duly.core import chain
from duly.core.carrier import Carrier, CarrierDown, Message, Receipt, Undeliverable
from duly.core.day import day_of
from duly.desk import asked as questions
from duly.desk import facts, record
from duly.desk.facts import Proposed, Systems
from duly.desk.known import locked
from duly.rules.compliance.cn.quotas import quotas
from duly.rules.compliance.wire import answer
from duly.rules.machines.attempt import Event
from duly.store import points
from duly.store.adding import add
from duly.store.guards import CLEARED_SECONDS
from duly.store.models import Address, Attempt, Clearance, Slot
from duly.store.models.clearance import ALLOWING
from duly.store.moving import move
from duly.store.reading import Rows


class NotOfThisBorrower(LookupError):
    """The address belongs to somebody else's matter, or there is none such; which of the two is not said."""


@dataclass(frozen=True, slots=True)
class Refused:
    """No leave to act, with the record of why. `retry_at` is the first instant at which time alone would permit it."""

    clearance: Clearance

    @property
    def reasons(self) -> list[str]:
        return list(self.clearance.answer["explanation"])

    @property
    def retry_at(self) -> datetime | None:
        at = self.clearance.answer["next_allowed"]
        return at and datetime.fromisoformat(at)


def attempt(
    *, borrower_id: UUID, proposed: Proposed, systems: Systems, carrier: Carrier, message: Message
) -> Attempt | Refused:
    """Make one contact if every rule permits it at this instant; otherwise return why not.

    Raises NotOfThisBorrower; CarrierDown, after the attempt was recorded as having failed.
    """
    reserved = reserve(borrower_id=borrower_id, proposed=proposed, systems=systems)
    if isinstance(reserved, Refused):
        return reserved
    points.reach("attempt.reserved")
    carry(reserved, at=proposed.at)
    points.reach("attempt.sending")
    receipt = _carried(reserved, carrier, message)
    points.reach("attempt.carried")
    return note(reserved, receipt, at=proposed.at)


def reserve_within(*, borrower_id: UUID, proposed: Proposed, systems: Systems) -> Attempt | Refused:
    """Judge and, if permitted, clear and reserve the attempt with its places under the daily limits.

    In the transaction of whoever calls; `reserve` is the same in one of its own.
    """
    if proposed.address.borrower_id != borrower_id:
        raise NotOfThisBorrower(f"{proposed.address.id} is no address of {borrower_id}")
    rows = locked(borrower_id, proposed.by, proposed.channel, proposed.at, proposed.beside)
    asked = facts.asked(rows, proposed, systems)
    clearance = _clear(rows, proposed, asked)
    if not clearance.expires_at:
        return Refused(clearance)
    made = add(
        Attempt(
            borrower_id=borrower_id, clearance=clearance, address=proposed.address, by=proposed.by,
            channel=proposed.channel, purpose=proposed.purpose, mode=proposed.mode, caller_id=proposed.caller_id,
            at=proposed.at, loans=asked["facts"]["action"]["debts"], state=Attempt.machine.start,
        )
    )  # fmt: skip
    _take_places(made, asked["facts"], rows)
    return made


def carry_within(reserved: Attempt, *, at: datetime) -> None:
    """Say that it leaves now. The database refuses where the clearance has lapsed or something was said since."""
    move(reserved, Event.CARRY, at=at, by=reserved.by, because="放行后立即联系 carried under its clearance")


def note_within(made: Attempt, receipt: Receipt, *, at: datetime) -> Attempt:
    """Write down what came of it."""
    event = Event.SILENT if not receipt.outcome else Event.NOT_REACHED if receipt.answered is False else Event.REACHED
    move(
        made, event, at=at, by=made.by, because="通道回执 receipt of the carrier",
        outcome=receipt.outcome, signals=list(receipt.signals),
    )  # fmt: skip
    return made


_durable = transaction.atomic(durable=True)  # on disk when it returns: before a carrier works, and after
reserve, carry, note = _durable(reserve_within), _durable(carry_within), _durable(note_within)


def _carried(made: Attempt, carrier: Carrier, message: Message) -> Receipt:
    try:
        return carrier.carry(message, reference=str(made.id))
    except CarrierDown:
        note(made, Receipt("not_in_service", answered=False), at=made.at)
        raise
    except Undeliverable:
        Address.objects.filter(id=made.address_id).update(state="not_in_service")
        return Receipt("not_in_service", answered=False)


def _clear(rows: Rows, proposed: Proposed, asked: dict[str, Any]) -> Clearance:
    """Ask the judge, and keep the answer and its entry in the record."""
    told, borrower = answer(asked), rows["borrower"][0]
    allowed, text = told["verdict"] in ALLOWING, questions.written(asked)
    clearance = add(
        Clearance(
            borrower_id=proposed.address.borrower_id, address=proposed.address, asked_by=proposed.by,
            channel=proposed.channel, purpose=proposed.purpose, judged_at=proposed.at, verdict=told["verdict"],
            answer=told, expires_at=proposed.at + timedelta(seconds=CLEARED_SECONDS) if allowed else None,
            question=questions.packed(text), facts_sha256=questions.fingerprint(text),
            heeded=borrower.heeded, pack_version=told["pack_version"],
        )
    )  # fmt: skip
    last = next(iter(rows["last_entry"]), None)
    act = "clear" if allowed else "refuse"
    record.write_after(last, borrower.id, act, _recorded(clearance), at=proposed.at, by=proposed.by)
    return clearance


def _recorded(clearance: Clearance) -> dict[str, Any]:
    """What the record says of a decision: enough to find it, and to see whether it was changed since."""
    return {
        "clearance": str(clearance.id), "facts": clearance.facts_sha256, "verdict": clearance.verdict,
        "answer": questions.fingerprint(chain.canonical(clearance.answer)),
        "rules": [rule["id"] for rule in clearance.answer["rules"]], "law": clearance.pack_version,
    }  # fmt: skip


def _take_places(made: Attempt, told: dict[str, Any], rows: Rows) -> None:
    """Take the next place under each daily limit; where none is left the database refuses, and nothing is reserved."""
    day = day_of(made.at)
    for quota in quotas(laws.load("cn"), day, told):
        taken = {each.n for each in rows["taken"] if (each.limit, each.key) == (quota.limit, quota.key)}
        n = next(n for n in range(1, len(taken) + 2) if n not in taken)
        add(
            Slot(
                borrower_id=made.borrower_id, attempt=made, limit=quota.limit, key=quota.key, day=day, n=n,
                most=quota.most,
            )
        )  # fmt: skip
