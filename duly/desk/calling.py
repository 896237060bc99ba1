"""Call somebody from the desk: what would be said of it now, and the call itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from duly.core.carrier import Carrier, Message
from duly.core.secret import Secret
from duly.desk import contact
from duly.desk.contact import Refused
from duly.desk.facts import Proposed, Systems, asked
from duly.desk.known import known
from duly.desk.reach import NotFound, contactable
from duly.rules.compliance.wire import answer
from duly.rules.rights import Act, may
from duly.store.models import Address, Attempt, Borrower, Lender, User
from duly.store.models.clearance import ALLOWING

CHANNEL = "phone_call"
CONTACT = "contact"  # the role of somebody whom the borrower named to be asked where nobody reaches the borrower
GUARDIAN = "guardian"  # the legal guardian, who speaks for a borrower without full capacity
CALLABLE = ("mobile", "landline", "switchboard")
OPENING = {  # what the approved opening says before anything else; a test holds the template to it
    "institution_named": True,
    "recording_stated": True,
    "discloses_debt": False,
}
RELAY = {  # to a contact person: who wishes to speak to whom, and not one word of why
    "institution_named": False,
    "recording_stated": True,
    "discloses_debt": False,
    "intent": "relay",
}


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the judge would say of a call to this address now: advice for the button, and no clearance."""

    address: Address
    permitted: bool
    told: dict[str, Any]

    @property
    def wants_proof(self) -> bool:
        """Whether a proof that the borrower cannot be reached would open the way."""
        return "unreachable_proof" in self.told["requires"]

    @property
    def retry_at(self) -> datetime | None:
        at = self.told["next_allowed"]
        return at and datetime.fromisoformat(at)


def outlooks(
    *, user: User, borrower: Borrower, addresses: Iterable[Address], systems: Systems, at: datetime
) -> list[Outlook]:
    """Ask for each number among the addresses, over one reading of what is known; nothing is reserved."""
    numbers = [address for address in addresses if address.kind in CALLABLE]
    if not numbers or not contactable(user).filter(id=borrower.id).exists():
        return []
    rows = known(borrower.id, user, CHANNEL, at)
    told = [answer(asked(rows, proposed(user=user, address=one, at=at), systems)) for one in numbers]
    return [Outlook(one, said["verdict"] in ALLOWING, said) for one, said in zip(numbers, told, strict=True)]


def call(*, user: User, address: Address, carrier: Carrier, systems: Systems, at: datetime) -> Attempt | Refused:
    """Call the address if every rule permits it at this instant; otherwise why not.

    Raises NotFound for what is out of reach; CarrierDown.
    """
    if not may(user.role, Act.CONTACT) or not contactable(user).filter(id=address.borrower_id).exists():
        raise NotFound(f"{address.id}")
    return contact.attempt(
        borrower_id=address.borrower_id, proposed=proposed(user=user, address=address, at=at), systems=systems,
        carrier=carrier, message=Message(CHANNEL, Secret(address.token)),
    )  # fmt: skip


def proposed(*, user: User, address: Address, at: datetime) -> Proposed:
    """A call to collect, or to a contact person to have a message passed on, over the registered line of whoever calls;
    without one there is none to show.
    """
    line = user.agency.caller_ids if user.agency is not None else _lender(user).caller_ids
    opening = RELAY if is_contact(address) else OPENING
    return Proposed(
        address=address, by=user, channel=CHANNEL, purpose=purpose_of(address), at=at,
        caller_id=next(iter(line), ""), content=speaking_as(user, opening),
    )  # fmt: skip


def purpose_of(address: Address) -> str:
    """For what a person at this address may be called: a contact person to pass something on, and nothing else."""
    return "relay" if is_contact(address) else "collect"


def is_contact(address: Address) -> bool:
    """Whether it belongs to somebody whom the borrower named as a contact person, who owes nothing."""
    return address.party is not None and address.party.role == CONTACT


def speaking_as(user: User, opening: dict[str, Any]) -> dict[str, Any]:
    """Somebody of an agency says for whom it acts, in the words approved for agencies."""
    if user.agency is None:
        return opening
    return opening | {"speaks_as": "agency", "on_behalf_of": user.agency.lender_id}


def _lender(user: User) -> Lender:
    assert user.lender is not None, "a person of the house has a lender"
    return user.lender
