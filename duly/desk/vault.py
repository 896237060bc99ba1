"""The vault: who somebody is and how to reach them; masked by default, unmasked for a purpose and on the record.

Without a key it is closed: everything shows as masked with the reason, and nothing can be dialled. Answers to a search
are ids. A look is on the record before it is seen: the entry and the look are one transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from duly.core.secret import Secret
from duly.desk import approving, record
from duly.desk.rekeying import bring_along
from duly.desk.vaulted import (
    Subject,
    borrower_of,
    erasure,
    fault_of,
    give_tokens,
    grounds,
    is_third,
    on_its_way,
    place_of,
    sealed_of,
    subject_of,
    theirs,
    token_of_nothing,
)
from duly.rules import rights
from duly.rules.masking import HIDDEN, masked
from duly.rules.personal import field_of, kept
from duly.rules.unmasking import May, Why, purpose_of
from duly.rules.unmasking import withheld as why_withheld
from duly.store.keyring import DoesNotOpen, Keyring, Place, VaultClosed
from duly.store.models import Address, Attempt, Borrower, Erased, User, Vaulted
from duly.store.models.record import HOUSE

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
        plain, borrower_id = Secret(kept(field, value.reveal())), borrower_of(who)  # no name holds it in clear
        if code := fault_of(who, field, plain):
            raise NotAValue(f"{subject_of(who)} {who.id}: {field}: {code}")
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
            for old in self.keys.older:
                bring_along(self.keys, [old.blind(field, plain)])
            give_tokens([who.id])
        said = {"vault": "put", "subject": subject_of(who), "of": str(who.id), "field": field, "anew": was is not None}
        record.write(str(borrower_id), "change", said, at=at, by=by)
        return True

    def masked(self, who: Subject, field: str) -> Masked:
        """What may be shown of a value to whoever has the case before them."""
        return self.masked_all([who])[who.id, field]

    def masked_all(self, whom: Iterable[Subject]) -> Shown:
        """The same for all fields of many, with one question to the database."""
        rows = Vaulted.objects.filter(borrower_id__in={borrower_of(who) for who in whom})
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
        if row is None or borrower.id not in theirs(by, [borrower.id]):
            raise NotInTheVault(f"{subject_of(who)} {who.id}: {NOT_THERE}")
        said = {"subject": row.subject, "of": str(row.of), "field": field, "purpose": wanted.word}
        third = is_third(who)
        why = why_withheld(
            role=by.role, purpose=wanted, field=field, third=third, cleared=on_its_way(attempt, who, by, at), may=may
        )
        if why is not None:
            record.write(
                str(borrower.id), "refuse", {"unmask": said, "why": why.en, "limits": [*why.limits]}, at=at, by=by
            )
            return Withheld(why)
        value = self.keys.open(place_of(who, field), sealed_of(row))
        record.write(str(borrower.id), "unmask", said | grounds(wanted, attempt, borrower, third), at=at, by=by)
        return value

    def number_of(self, attempt: Attempt, *, at: datetime) -> Secret | Withheld:
        """Where a contact that is on its way goes to: for its carrier, and nobody else.

        Raises VaultClosed, NotInTheVault, DoesNotOpen.
        """
        address = attempt.address
        return self.unmask(address, field_of(address.kind), purpose="contact", by=attempt.by, at=at, attempt=attempt)

    def search(
        self, field: str, value: Secret, *, by: User, at: datetime, may: May = rights.may
    ) -> list[Found] | Withheld:
        """Where a number, name or id number lies, of the matters that the searcher works; each search is recorded.

        Raises VaultClosed, TooManyFound.
        """
        found = self._search(field, value, by, at, may)
        if found is None:
            raise TooManyFound(
                f"{field}: 命中多于 {FOUND_MOST} 条，请换一项再找 more than {FOUND_MOST} found; search by another field"
            )
        return found

    @transaction.atomic(durable=True)
    def _search(self, field: str, value: Secret, by: User, at: datetime, may: May) -> list[Found] | Withheld | None:
        record.lock_house()
        if not may(by.role, rights.Act.UNMASK):
            why = Why(f"岗位 {by.role} 不得检索个人信息", f"the role {by.role} may not search personal data")
            record.write(HOUSE, "refuse", {"search": field, "why": why.en}, at=at, by=by)
            return Withheld(why)
        blinds = self.keys.blinds(field, Secret(kept(field, value.reveal())))
        lie = Vaulted.objects.filter(field=field, blind__in=blinds).order_by("borrower_id", "of")
        rows = list(lie[: FOUND_MOST + 1])
        too_many = len(rows) > FOUND_MOST
        ours = theirs(by, {row.borrower_id for row in rows})
        found = [Found(row.borrower_id, row.subject, row.of) for row in rows if row.borrower_id in ours]
        whose = [] if too_many else sorted({str(one.borrower_id) for one in found})
        record.write(HOUSE, "search", {"field": field, "rows": len(rows), "borrowers": whose}, at=at, by=by)
        return None if too_many else found

    @transaction.atomic
    def erase(self, who: Subject, field: str, *, by: User, at: datetime, because: str) -> bool:
        """Destroy a value for good, with or without a key. False where there was none; it stays away all the same.

        It takes two persons: Refused unless another one granted it (`approving.ask` for the kind `erase`, whose subject
        is `erasure(who, field)`).
        """
        borrower_id = borrower_of(who)
        Borrower.objects.select_for_update().get(id=borrower_id)
        kind = {"borrower_id": borrower_id, "subject": subject_of(who), "of": who.id, "field": field}
        if Erased.objects.filter(**kind).exists():
            return False
        approving.use(kind="erase", subject=erasure(who, field), at=at, by=by)
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
