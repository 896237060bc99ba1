"""Clearance for whoever dials with a line of their own: asked for here, used at once, and told of afterwards.

The line calls only after `depart` said so: what was reserved and never departed has never left, and gives its places
under the daily limits back; what departed counts, whether anybody says later what came of it or not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from duly.core.carrier import Receipt
from duly.core.secret import Secret
from duly.desk import contact
from duly.desk.calling import is_contact, purpose_of
from duly.desk.contact import Refused
from duly.desk.facts import UNANSWERED, Proposed, Record, Systems
from duly.desk.reach import NotFound, contactable, within_reach
from duly.desk.vault import Vault, Withheld
from duly.store.models import Address, Attempt, User

ANSWERED = ("conversation", "answered", "wrong_number")
UNKNOWN = "unknown"  # the line itself does not know; it counts as if it had reached the borrower
OUTCOMES = (*ANSWERED, *sorted(UNANSWERED), UNKNOWN)
SIGNALS = (
    "refused_contact", "offered_to_pay", "wrong_number", "distress", "disputes_amount", "asks_for_plan",
    "claims_fraud", "minor_answered", "handover_requested", "line_blocked",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """A call that somebody would make over their own line: the number shown, and what will be said first."""

    address_id: UUID
    caller_id: str
    content: Record


def clear(wanted: Wanted, *, systems: Systems, at: datetime, by: User) -> Attempt | Refused:
    """Judge a call now, in the transaction of whoever asks; the attempt is reserved, or the refusal kept.

    A contact person is called to have a message passed on, and for nothing else.

    Raises NotFound.
    """
    address = within_reach(by, Address, wanted.address_id)
    if not contactable(by).filter(id=address.borrower_id).exists():
        raise NotFound(f"{address.id}")
    intent = {"intent": "relay"} if is_contact(address) else {}
    proposed = Proposed(
        address=address, by=by, channel="phone_call", purpose=purpose_of(address), at=at,
        caller_id=wanted.caller_id, content=wanted.content | intent,
    )  # fmt: skip
    return contact.reserve_within(borrower_id=address.borrower_id, proposed=proposed, systems=systems)


def of(attempt_id: UUID, *, by: User) -> Attempt:
    """The person's own attempt; another's is answered like none. Raises NotFound."""
    found: Attempt = within_reach(by, Attempt, attempt_id)
    if found.by_id != by.id:
        raise NotFound(f"{attempt_id}")
    return found


def depart(attempt: Attempt, *, at: datetime) -> None:
    """Say that the line calls now. django.db.IntegrityError where the clearance lapsed or something was said since."""
    contact.carry_within(attempt, at=at)


def tell(attempt: Attempt, *, outcome: str, signals: tuple[str, ...], at: datetime) -> None:
    """Write down what the line says came of it, in words of OUTCOMES and SIGNALS. Raises NoSuchMove."""
    if outcome not in OUTCOMES or not set(signals) <= set(SIGNALS):
        raise ValueError(f"{outcome}, {signals}: no words of a line")
    receipt = Receipt() if outcome == UNKNOWN else Receipt(outcome, answered=outcome in ANSWERED, signals=signals)
    contact.note_within(attempt, receipt, at=at)


def number(attempt: Attempt, *, vault: Vault, at: datetime) -> Secret | Withheld:
    """Where the call goes to, for the line that makes it; only while it is on its way, and on the record.

    Raises VaultClosed, NotInTheVault, DoesNotOpen.
    """
    return vault.number_of(attempt, at=at)
