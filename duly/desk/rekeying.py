"""Change the vault's key: seal every value anew under the newest, some at a time, so that nothing is lost on the way.

A batch is one transaction: whatever stops it, each row stands under the old key or the new one, and the two open all.
Run again it goes on with the rows that are left. Addresses with equal values move together, so that their tokens are
equal at every instant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import F, OuterRef, Subquery

from duly.desk import record
from duly.desk.vaulted import give_tokens, sealed_of
from duly.store import points
from duly.store.keyring import DoesNotOpen, Keyring, Place, VaultClosed
from duly.store.models import Address, User, Vaulted
from duly.store.models.record import HOUSE

AT_ONCE = 2_000
SEALED = ("key_id", "nonce", "ciphertext", "blind")


@dataclass(slots=True)
class Rotated:
    """How many rows were sealed anew, and which could not be opened and stay as they are."""

    rows: int = 0
    broken: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Checked:
    """Every row of the vault: how many stand under each key, and which are not as they should be."""

    by_key: Counter[str] = field(default_factory=Counter)
    broken: list[int] = field(default_factory=list)  # do not open, or are not what their index says
    unknown: Counter[str] = field(default_factory=Counter)  # rows under keys that the house does not hold
    astray: int = 0  # addresses whose token is not that of their value

    @property
    def holds(self) -> bool:
        return not (self.broken or self.unknown or self.astray)


def count() -> int:
    """How many values the vault holds."""
    return Vaulted.objects.count()


def left(keys: Keyring) -> int:
    """How many rows do not stand under the newest key.

    Raises VaultClosed.
    """
    return Vaulted.objects.exclude(key_id=keys.current.id).count()


def rotate(keys: Keyring, *, by: User | None, at: datetime, each: Callable[[int], None] = lambda _: None) -> Rotated:
    """Bring every row under the newest key; `each` is told how many are done.

    Raises VaultClosed, also where rows stand under a key that the house does not hold: nothing is changed then.
    """
    held = {key.id for key in keys.keys} | {keys.current.id}
    lost = Vaulted.objects.exclude(key_id__in=held).values_list("key_id", flat=True).distinct()
    if missing := sorted(lost):
        raise VaultClosed(f"没有密钥 {'、'.join(missing)} the house does not hold {', '.join(missing)}")
    rotated = Rotated()
    for old in keys.older:
        after: int | None = 0
        while after is not None:
            after = _some(keys, old.id, after, rotated, by, at)
            points.reach("vault.rotate:after-commit")
            each(rotated.rows)
    return rotated


@transaction.atomic(durable=True)
def _some(keys: Keyring, old: str, after: int, rotated: Rotated, by: User | None, at: datetime) -> int | None:
    """Bring the next rows along, with all that are equal to them; the last id, or None where there are no more."""
    record.lock_house()
    rows = list(Vaulted.objects.select_for_update().filter(key_id=old, id__gt=after).order_by("id")[:AT_ONCE])
    if not rows:
        return None
    blinds = {row.blind for row in rows if row.subject == "address"}
    equal = Vaulted.objects.select_for_update().filter(key_id=old, subject="address", blind__in=blinds)
    all_rows = {row.id: row for row in (*rows, *equal.order_by("id"))}
    moved = _anew(keys, all_rows.values(), rotated.broken)
    rotated.rows += moved
    record.write(HOUSE, "change", {"vault": "rotate", "to": keys.current.id, "rows": moved}, at=at, by=by)
    points.reach("vault.rotate:before-commit")
    return rows[-1].id


def bring_along(keys: Keyring, blinds: Iterable[str]) -> None:
    """Bring addresses that stand under an older key, with one of these indexes, under the newest. In a transaction."""
    rows = Vaulted.objects.filter(subject="address", blind__in=list(blinds)).exclude(key_id=keys.current.id)
    _anew(keys, rows.select_for_update().order_by("id"), [])


def _anew(keys: Keyring, rows: Iterable[Vaulted], broken: list[int]) -> int:
    anew = []
    for row in rows:
        place = Place(row.subject, row.of.hex, row.field)
        try:
            value = keys.open(place, sealed_of(row))
        except DoesNotOpen:
            broken.append(row.id)
            continue
        sealed = keys.current.seal(place, value)
        row.key_id, row.nonce, row.ciphertext = sealed.key_id, sealed.nonce, sealed.ciphertext
        row.blind = keys.current.blind(row.field, value)
        anew.append(row)
    Vaulted.objects.bulk_update(anew, SEALED, batch_size=500)
    give_tokens(row.of for row in anew if row.subject == "address")
    return len(anew)


def check(keys: Keyring, *, each: Callable[[int], None] = lambda _: None) -> Checked:
    """Open every row and hold it against its index, and the token of its address against both.

    Raises VaultClosed.
    """
    _ = keys.current
    found, by_id = Checked(), {key.id: key for key in keys.keys}
    for done, row in enumerate(Vaulted.objects.order_by("id").iterator(AT_ONCE), 1):
        if row.key_id not in by_id:
            found.unknown[row.key_id] += 1
            continue
        found.by_key[row.key_id] += 1
        try:
            value = keys.open(Place(row.subject, row.of.hex, row.field), sealed_of(row))
        except DoesNotOpen:
            found.broken.append(row.id)
            continue
        if by_id[row.key_id].blind(row.field, value) != row.blind:
            found.broken.append(row.id)
        if done % AT_ONCE == 0:
            each(done)
    found.astray = _astray()
    return found


def _astray() -> int:
    """Addresses with a value in the vault and another token than its index."""
    index = Vaulted.objects.filter(borrower=OuterRef("borrower_id"), of=OuterRef("id"), subject="address")
    told = Address.objects.annotate(index=Subquery(index.values("blind")[:1]))
    return told.filter(index__isnull=False).exclude(token=F("index")).count()
