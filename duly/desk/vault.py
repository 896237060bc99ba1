"""The vault: who somebody is and how to reach them, sealed; masked by default, unmasked for a purpose and on the record.

Without a key it is closed: everything shows as masked with the reason, and nothing can be dialled. Answers to a search
are ids. A look is on the record before it is seen: the entry and the look are one transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, NoReturn
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from duly.core.secret import Secret
from duly.desk import record
from duly.rules import rights
from duly.rules.machines.attempt import State
from duly.rules.masking import HIDDEN, masked
from duly.rules.personal import OF_A_PERSON, fault, field_of, kept
from duly.rules.unmasking import CANNOT_ACT, THIRD, UNREACHABLE, May, Purpose, Why, purpose_of
from duly.rules.unmasking import withheld as why_withheld
from duly.store.keyring import DoesNotOpen, Keyring, Place, Sealed, VaultClosed
from duly.store.models import Address, Attempt, Borrower, Erased, Lender, Loan, Party, User, Vaulted
from duly.store.models.record import HOUSE

Subject = Borrower | Party | Address
FOUND_MOST = 50  # a search that finds more says too little to be one for a person
NOT_THERE = "保险库中没有 not in the vault"
CANNOT_OPEN = "打不开，已被改动或不属于此处 does not open: changed, or of another row"


class NotInTheVault(LookupError):
    """There is no such value, or it is of a matter of somebody else; which of the two is not said."""


class NotAValue(ValueError):
    """What should be kept cannot exist; the text names the field and the reason, not the value."""


class TooManyFound(ValueError):
    """A search finds more people than one look may be at."""


@dataclass(frozen=True, slots=True)
class Masked:
    """What is shown of a value, and why it is not even that."""

    text: str
    why: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Withheld:
    """A look that was refused, with the reason; the refusal is on the record."""

    why: Why


@dataclass(frozen=True, slots=True)
class Found:
    """Where a value that was searched for lies; ids only."""

    borrower_id: UUID
    subject: str
    of: UUID


@dataclass(frozen=True, slots=True)
class Vault:
    """The house's personal data behind its keys."""

    keys: Keyring

    @property
    def is_open(self) -> bool:
        return self.keys.is_open

    @transaction.atomic(durable=True)
    def put(self, who: Subject, field: str, value: Secret, *, by: User, at: datetime) -> bool:
        """Keep a value, in place of an older one; an address' token follows. False where it was kept already.

        Raises VaultClosed, NotAValue; django.db.IntegrityError for a field that was erased, and for a second address of
        one borrower at one number.
        """
        text = kept(field, value.reveal())
        if code := _fault(who, field, text):
            raise NotAValue(f"{subject_of(who)} {who.id}: {field}: {code}")
        plain, borrower_id = Secret(text), borrower_of(who)
        Borrower.objects.select_for_update().get(id=borrower_id)
        blind, was = self.keys.current.blind(field, plain), self._row(who, field)
        if was is not None and was.blind == blind:
            return False
        sealed = self.keys.current.seal(place_of(who, field), plain)
        told = {
            "key_id": sealed.key_id,
            "nonce": sealed.nonce,
            "ciphertext": sealed.ciphertext,
            "blind": blind,
            "at": at,
        }
        Vaulted.objects.update_or_create(
            borrower_id=borrower_id, subject=subject_of(who), of=who.id, field=field, defaults=told
        )
        if isinstance(who, Address):
            Address.objects.filter(id=who.id).update(token=blind)
        said = {"vault": "put", "subject": subject_of(who), "of": str(who.id), "field": field, "anew": was is not None}
        record.write(str(borrower_id), "change", said, at=at, by=by)
        return True

    def masked(self, who: Subject, field: str) -> Masked:
        """What may be shown of a value to whoever has the case before them."""
        return self.masked_all([who])[who.id, field]

    def masked_all(self, whom: Iterable[Subject]) -> Shown:
        """The same for all fields of many, with one question to the database."""
        ids = [who.id for who in whom]
        rows = Vaulted.objects.filter(of__in=ids) if ids else ()
        return Shown({(row.of, row.field): self._masked(row) for row in rows})

    @transaction.atomic(durable=True)
    def unmask(
        self, who: Subject, field: str, *, purpose: str, by: User, at: datetime, attempt: Attempt | None = None,
        may: May = rights.may,
    ) -> Secret | Withheld:  # fmt: skip
        """The value, for a purpose of the list; `attempt` is the cleared contact that it serves.

        Raises VaultClosed, NotInTheVault, NoSuchPurpose, DoesNotOpen.
        """
        wanted = purpose_of(purpose)
        borrower = Borrower.objects.select_for_update().get(id=borrower_of(who))
        row = self._row(who, field)
        if row is None or borrower.id not in _theirs(by, [borrower.id]):
            raise NotInTheVault(f"{subject_of(who)} {who.id}: {NOT_THERE}")
        said = {"subject": row.subject, "of": str(row.of), "field": field, "purpose": wanted.word}
        third = _is_third(who)
        why = why_withheld(
            role=by.role, purpose=wanted, field=field, third=third, cleared=_on_its_way(attempt, who, by, at), may=may
        )
        if why is not None:
            record.write(
                str(borrower.id), "refuse", {"unmask": said, "why": why.en, "limits": [*why.limits]}, at=at, by=by
            )
            return Withheld(why)
        value = self.keys.open(place_of(who, field), sealed_of(row))
        record.write(str(borrower.id), "unmask", said | _grounds(wanted, attempt, borrower, third), at=at, by=by)
        return value

    def number_of(self, attempt: Attempt, *, at: datetime) -> Secret | Withheld:
        """Where a contact that is on its way goes to: for its carrier, and nobody else.

        Raises VaultClosed, NotInTheVault, DoesNotOpen.
        """
        address = attempt.address
        return self.unmask(address, field_of(address.kind), purpose="contact", by=attempt.by, at=at, attempt=attempt)

    @transaction.atomic(durable=True)
    def search(
        self, field: str, value: Secret, *, by: User, at: datetime, may: May = rights.may
    ) -> list[Found] | Withheld:
        """Where a number, name or id number lies, of the matters that the searcher works; every search is on the record.

        Raises VaultClosed, TooManyFound.
        """
        said = {"field": field}
        list(Lender.objects.select_for_update(no_key=True).order_by("id"))  # the end of the house's chain is ours
        if not may(by.role, rights.Act.UNMASK):
            why = Why(f"岗位 {by.role} 不得检索个人信息", f"the role {by.role} may not search personal data")
            record.write(HOUSE, "refuse", {"search": said, "why": why.en}, at=at, by=by)
            return Withheld(why)
        blinds = self.keys.blinds(field, Secret(kept(field, value.reveal())))
        rows = list(
            Vaulted.objects.filter(field=field, blind__in=blinds).order_by("borrower_id", "of")[: FOUND_MOST + 1]
        )
        ours = _theirs(by, {row.borrower_id for row in rows})
        found = [Found(row.borrower_id, row.subject, row.of) for row in rows if row.borrower_id in ours]
        whose = [] if len(rows) > FOUND_MOST else sorted({str(one.borrower_id) for one in found})
        record.write(HOUSE, "search", said | {"rows": len(rows), "borrowers": whose}, at=at, by=by)
        return found if len(rows) <= FOUND_MOST else _too_many(field)

    @transaction.atomic(durable=True)
    def erase(self, who: Subject, field: str, *, by: User, at: datetime, because: str) -> bool:
        """Destroy a value for good, with or without a key. False where there was none; it stays away all the same."""
        borrower_id = borrower_of(who)
        Borrower.objects.select_for_update().get(id=borrower_id)
        kind = {"borrower_id": borrower_id, "subject": subject_of(who), "of": who.id, "field": field}
        if Erased.objects.filter(**kind).exists():
            return False
        Erased.objects.create(**kind, at=at, by=by, because=because)
        gone, _ = Vaulted.objects.filter(**kind).delete()
        if isinstance(who, Address):
            Address.objects.filter(id=who.id).update(token=token_of_nothing(who.id))
        said = {"subject": subject_of(who), "of": str(who.id), "field": field, "because": because}
        record.write(str(borrower_id), "erase", said, at=at, by=by)
        return bool(gone)

    def _row(self, who: Subject, field: str) -> Vaulted | None:
        return Vaulted.objects.filter(
            borrower_id=borrower_of(who), subject=subject_of(who), of=who.id, field=field
        ).first()

    def _masked(self, row: Vaulted) -> Masked:
        place = Place(row.subject, row.of.hex, row.field)
        try:
            return Masked(masked(row.field, self.keys.open(place, sealed_of(row)).reveal()))
        except VaultClosed as closed:
            return Masked(HIDDEN, str(closed))
        except DoesNotOpen:
            return Masked(HIDDEN, CANNOT_OPEN)


@dataclass(frozen=True, slots=True)
class Shown:
    """The masked values of some people and addresses."""

    held: dict[tuple[UUID, str], Masked]

    def __getitem__(self, at: tuple[UUID, str]) -> Masked:
        return self.held.get(at, Masked(HIDDEN, NOT_THERE))


def subject_of(who: Subject) -> str:
    return who._meta.model_name or ""


def borrower_of(who: Subject) -> UUID:
    return who.id if isinstance(who, Borrower) else who.borrower_id


def place_of(who: Subject, field: str) -> Place:
    return Place(subject_of(who), who.id.hex, field)


def sealed_of(row: Vaulted) -> Sealed:
    return Sealed(row.key_id, bytes(row.nonce), bytes(row.ciphertext))


def token_of_nothing(address: UUID) -> str:
    """The token of an address whose number nobody knows: of no other's."""
    return sha256(f"nothing known of {address}".encode()).hexdigest()


def fields_of(who: Subject) -> tuple[str, ...]:
    """What may be kept of somebody: a person has a name and a number of identity, an address the one thing it is."""
    return (field_of(who.kind),) if isinstance(who, Address) else OF_A_PERSON


def _fault(who: Subject, field: str, text: str) -> str:
    if field not in fields_of(who):
        return "field"
    return fault(field, text, who.kind if isinstance(who, Address) else "")


def _is_third(who: Subject) -> bool:
    party = who.party if isinstance(who, Address) else who if isinstance(who, Party) else None
    return party is not None and party.role in THIRD


def _theirs(by: User, borrowers: Iterable[UUID]) -> set[UUID]:
    """Those of the borrowers that this user's agency or lender has a loan of."""
    loans = Loan.objects.filter(borrower_id__in=list(borrowers))
    theirs = Q(placed_with=by.agency_id) if by.agency_id else Q(creditor=by.lender_id)
    return set(loans.filter(theirs).values_list("borrower_id", flat=True))


def _on_its_way(attempt: Attempt | None, who: Subject, by: User, at: datetime) -> bool:
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


def _grounds(purpose: Purpose, attempt: Attempt | None, borrower: Borrower, third: bool) -> dict[str, Any]:
    """What the record says further of a look: the contact it served and, for a third person, on which ground."""
    if not purpose.cleared or attempt is None:
        return {}
    told = {"attempt": str(attempt.id)}
    if third:
        cannot = borrower.deceased or borrower.capacity != "full"
        told |= {"ground": CANNOT_ACT if cannot else UNREACHABLE}
    return told


def _too_many(field: str) -> NoReturn:
    raise TooManyFound(
        f"{field}: 命中过多（多于 {FOUND_MOST} 条），请换一项再找 more than {FOUND_MOST} are found; search by something else"
    )
