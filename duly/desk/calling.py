"""Call somebody from the desk: what would be said of it now, and the call itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from duly.core.carrier import Carrier, Message
from duly.core.secret import Secret
from duly.desk import contact
from duly.desk.contact import Refused
from duly.desk.facts import Proposed, Systems, question
from duly.desk.reach import NotFound, visible
from duly.rules.compliance.wire import answer
from duly.rules.rights import Act, may
from duly.store.models import Address, Attempt, Borrower, Lender, User
from duly.store.models.clearance import ALLOWING

CALLABLE = ("mobile", "landline", "switchboard")
OPENING = {  # what the approved opening says before anything else; a test holds the template to it
    "institution_named": True,
    "recording_stated": True,
    "discloses_debt": False,
}


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the judge would say of a call to this address now: advice for the button, and no clearance."""

    address: Address
    permitted: bool
    told: dict[str, Any]

    @property
    def retry_at(self) -> datetime | None:
        at = self.told["next_allowed"]
        return at and datetime.fromisoformat(at)


def outlook(*, user: User, borrower: Borrower, address: Address, systems: Systems, at: datetime) -> Outlook:
    """Ask without reserving anything."""
    told = answer(question(borrower, proposed(user=user, address=address, at=at), systems))
    return Outlook(address, told["verdict"] in ALLOWING, told)


def call(*, user: User, address: Address, carrier: Carrier, systems: Systems, at: datetime) -> Attempt | Refused:
    """Call the address if every rule permits it at this instant; otherwise why not.

    Raises NotFound for what is out of reach; CarrierDown.
    """
    if not may(user.role, Act.CONTACT) or not visible(user).filter(id=address.borrower_id).exists():
        raise NotFound(f"{address.id}")
    return contact.attempt(
        borrower_id=address.borrower_id, proposed=proposed(user=user, address=address, at=at), systems=systems,
        carrier=carrier, message=Message("phone_call", Secret(address.token)),
    )  # fmt: skip


def proposed(*, user: User, address: Address, at: datetime) -> Proposed:
    """A call to collect, over the registered line of whoever calls; without one there is none to show."""
    line = user.agency.caller_ids if user.agency is not None else _lender(user).caller_ids
    return Proposed(
        address=address, by=user, channel="phone_call", purpose="collect", at=at, caller_id=next(iter(line), ""),
        content=_opening(user),
    )  # fmt: skip


def _opening(user: User) -> dict[str, Any]:
    """Somebody of an agency says for whom it acts, in the opening approved for agencies."""
    if user.agency is None:
        return OPENING
    return OPENING | {"speaks_as": "agency", "on_behalf_of": user.agency.lender_id}


def _lender(user: User) -> Lender:
    assert user.lender is not None, "a person of the house has a lender"
    return user.lender
