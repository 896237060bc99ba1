"""What the API shows of people: masked, as on a page."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from duly import wiring
from duly.rules.personal import field_of
from duly.store.models import Address, Borrower


def masks(people: Iterable[Borrower], addresses: Iterable[Address] = ()) -> dict[UUID, str]:
    """The masked name of each borrower and the masked value of each address, by id."""
    who, where = list(people), list(addresses)
    held = wiring.vault().masked_all([*who, *where])
    names = {one.id: held[one.id, "name"].text for one in who}
    return names | {one.id: held[one.id, field_of(one.kind)].text for one in where}
