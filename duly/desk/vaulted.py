"""Whose personal data a row of the vault is, and what stands behind a look at it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection

from duly.core.secret import Secret
from duly.desk.reach import visible
from duly.rules.machines.attempt import State
from duly.rules.personal import OF_A_PERSON, fault, field_of
from duly.rules.unmasking import CANNOT_ACT, THIRD, UNREACHABLE, Purpose
from duly.store.keyring import Place, Sealed
from duly.store.models import Address, Attempt, Borrower, Party, User, Vaulted

Subject = Borrower | Party | Address
AT_ONCE = 2_000


def subject_of(who: Subject) -> str:
    return who._meta.model_name or ""


def borrower_of(who: Subject) -> UUID:
    return who.id if isinstance(who, Borrower) else who.borrower_id


def place_of(who: Subject, field: str) -> Place:
    return Place(subject_of(who), who.id.hex, field)


def erasure(who: Subject, field: str) -> str:
    """How an approval names the erasing of a value."""
    return f"{who.id.hex}:{field}"


def sealed_of(row: Vaulted) -> Sealed:
    return Sealed(row.key_id, bytes(row.nonce), bytes(row.ciphertext))


def token_of_nothing(address: UUID) -> str:
    """The token of an address whose number nobody knows: of no other's."""
    return sha256(f"nothing known of {address}".encode()).hexdigest()


def fields_of(who: Subject) -> tuple[str, ...]:
    """What may be kept of somebody: a person has a name and a number of identity, an address the one thing it is."""
    return (field_of(who.kind),) if isinstance(who, Address) else OF_A_PERSON


def fault_of(who: Subject, field: str, value: Secret) -> str:
    """Why a value cannot be of this subject: a code, or nothing."""
    if field not in fields_of(who):
        return "field"
    return fault(field, value.reveal(), who.kind if isinstance(who, Address) else "")


def is_third(who: Subject) -> bool:
    party = who.party if isinstance(who, Address) else who if isinstance(who, Party) else None
    return party is not None and party.role in THIRD


def theirs(by: User, borrowers: Iterable[UUID]) -> set[UUID]:
    """Those of the borrowers whom this user may see."""
    return set(visible(by).filter(id__in=list(borrowers)).values_list("id", flat=True))


def on_its_way(attempt: Attempt | None, who: Subject, by: User, at: datetime) -> bool:
    """Whether a cleared contact to just this address, or to the person whose it is, is on its way now.

    What the database says of it counts, not what the caller holds.
    """
    if attempt is None:
        return False
    now = (
        Attempt.objects.filter(id=attempt.id, state=State.SENDING, by=by, clearance__expires_at__gt=at)
        .select_related("address")
        .first()
    )
    if now is None or now.borrower_id != borrower_of(who):
        return False
    if isinstance(who, Address):
        return bool(now.address_id == who.id)
    return bool(now.address.party_id == (who.id if isinstance(who, Party) else None))


def grounds(purpose: Purpose, attempt: Attempt | None, borrower: Borrower, third: bool) -> dict[str, Any]:
    """What the record says further of a look: the contact it served and, for a third person, on which ground."""
    if not purpose.cleared or attempt is None:
        return {}
    told = {"attempt": str(attempt.id)}
    if third:
        cannot = borrower.deceased or borrower.capacity != "full"
        told |= {"ground": CANNOT_ACT if cannot else UNREACHABLE}
    return told


def give_tokens(addresses: Iterable[UUID]) -> None:
    """Make the tokens of these addresses the indexes of their values."""
    ids, table, vault = list(addresses), Address._meta.db_table, Vaulted._meta.db_table
    prepared = [Vaulted._meta.get_field("of").get_db_prep_value(one, connection) for one in ids]
    with connection.cursor() as cursor:
        for start in range(0, len(prepared), AT_ONCE):
            some = prepared[start : start + AT_ONCE]
            places = ", ".join(["%s"] * len(some))
            cursor.execute(
                f"UPDATE {table} SET token = v.blind FROM {vault} v WHERE v.borrower_id = {table}.borrower_id "
                f"AND v.of = {table}.id AND v.subject = 'address' AND {table}.token <> v.blind "
                f"AND {table}.id IN ({places})",
                some,
            )
