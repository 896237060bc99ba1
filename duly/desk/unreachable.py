"""Draw up the proof that a borrower cannot be reached, which opens the way to a contact person.

What proves it is the judge's to say, over the desk's own record of attempts; nothing is typed in. A proof that would
not stand is not kept, and whoever asked reads what is missing.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from duly.desk import record
from duly.desk.calling import CALLABLE, is_contact, proposed
from duly.desk.facts import Systems, asked
from duly.desk.known import known
from duly.desk.reach import within_reach
from duly.desk.stopping import locked
from duly.rules.compliance.wire import answer
from duly.rules.unmasking import PROOF
from duly.store.models import Address, Unreachable, User
from duly.store.models.unreachable import BASES
from duly.store.reading import Rows

INVALID, TRIED = BASES


class Unproven(ValueError):
    """The record does not show that the borrower cannot be reached; `why` is what the judge says is missing."""

    def __init__(self, why: list[str]) -> None:
        super().__init__("\n".join(why))
        self.why = why


def draw_up(*, address_id: UUID, by: User, systems: Systems, at: datetime) -> Unreachable:
    """Draw up the proof for turning to the contact person at this address.

    Raises NotFound for an address out of reach or of nobody who is a contact person; Unproven.
    """
    address: Address = within_reach(by, Address, address_id)
    if not is_contact(address):
        raise Unproven(["只有联系人才需要失联证明 only a contact person is reached on such a proof"])
    with locked(address.borrower_id) as borrower:
        ask = proposed(user=by, address=address, at=at)
        rows = known(borrower.id, by, ask.channel, at)
        made = _of(rows, by=by, at=at)
        told = answer(asked(rows | {"unreachable": [made]}, ask, systems))
        missing = [why for why, rule in _said(told) if rule["id"] in PROOF]
        if missing:
            raise Unproven(missing)
        made.save(force_insert=True)
        said = {"unreachable": str(made.id), "basis": made.basis, "addresses": made.addresses}
        record.write(str(borrower.id), "change", said, at=at, by=by)
    return made


def _of(rows: Rows, *, by: User, at: datetime) -> Unreachable:
    """What the desk's rows offer as a proof."""
    own = [each for each in rows["addresses"] if each.party_id is None and each.kind in CALLABLE and each.reserved]
    return Unreachable(
        borrower_id=rows["borrower"][0].id, built_at=at, by=by, addresses=[str(each.id) for each in own],
        basis=TRIED if any(each.state == "valid" for each in own) else INVALID,
    )  # fmt: skip


def _said(told: dict[str, Any]) -> list[tuple[str, dict[str, str]]]:
    """Each reason with its rule."""
    return list(zip(told["explanation"], told["rules"], strict=True))
