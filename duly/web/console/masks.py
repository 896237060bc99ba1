"""What a page shows of people: masked, unless somebody looked for a purpose."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from duly import wiring
from duly.desk.vault import Masked
from duly.rules.personal import field_of
from duly.store.models import Address, Borrower


def masks(borrowers: Iterable[Borrower], addresses: Iterable[Address] = ()) -> dict[UUID, Masked]:
    """The masked name of each borrower and the masked value of each address, by id."""
    people, places = list(borrowers), list(addresses)
    shown = wiring.vault().masked_all([*people, *places])
    return {one.id: shown[one.id, "name"] for one in people} | {
        one.id: shown[one.id, field_of(one.kind)] for one in places
    }
