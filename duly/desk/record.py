"""Write the record, and find where a later hand has been in it.

An entry is written in the transaction of what it tells, while the borrower's row is locked, so that nobody waits for
one chain of all. What was cut off the end of a chain shows against the day's seal, which somebody outside keeps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction

from duly.core.chain import FIRST, link, root
from duly.desk import proving
from duly.store.adding import add
from duly.store.models import Borrower, Entry, Lender, Seal, User
from duly.store.models.record import HOUSE


@dataclass(frozen=True, slots=True)
class Broken:
    """A chain, or the seal of a day, that does not hold, and from which entry on."""

    chain: str
    seq: int | None


def write(chain: str, act: str, said: Mapping[str, Any], *, at: datetime, by: User | None) -> Entry:
    """Add an entry to the end of a chain. Whoever calls holds the lock on whom the chain is about."""
    last = Entry.objects.filter(chain=chain).order_by("-seq").values_list("seq", "hash").first()
    return write_after(last, chain, act, said, at=at, by=by)


def write_after(
    last: tuple[int, str] | None, chain: str, act: str, said: Mapping[str, Any], *, at: datetime, by: User | None
) -> Entry:
    """Add an entry after the last one, of which number and hash were read under the same lock."""
    seq, before = (1, FIRST) if last is None else (last[0] + 1, last[1])
    told = _told(chain, seq, at, by.id if by else None, act, said)
    return add(
        Entry(chain=chain, seq=seq, at=at, by=by, act=act, said=dict(said), before=before, hash=link(before, told))
    )


def lock_house() -> None:
    """Hold the end of the house's chain until the transaction ends: the lenders' rows keep writers apart."""
    list(Lender.objects.select_for_update(no_key=True).order_by("id"))


@transaction.atomic
def of_the_house(act: str, said: Mapping[str, Any], *, at: datetime, by: User | None) -> Entry:
    """Add an entry to the chain of what concerns no borrower."""
    lock_house()
    return write(HOUSE, act, said, at=at, by=by)


@transaction.atomic
def look(borrower: Borrower, *, at: datetime, by: User, purpose: str = "case") -> None:
    """Write down that somebody looked at a borrower's file."""
    Borrower.objects.select_for_update().get(id=borrower.id)
    write(str(borrower.id), "view", {"purpose": purpose}, at=at, by=by)


def page(chain: str, *, after: int, most: int) -> tuple[list[Entry], int | None]:
    """Entries of a chain after a place, and the place to read on after; None at the end."""
    rows = list(Entry.objects.filter(chain=chain, seq__gt=after).select_related("by").order_by("seq")[: most + 1])
    return rows[:most], rows[most - 1].seq if len(rows) > most else None


def _told(chain: str, seq: int, at: datetime, by: int | None, act: str, said: Mapping[str, Any]) -> dict[str, Any]:
    return {"chain": chain, "seq": seq, "at": at.astimezone(UTC).isoformat(), "by": by, "act": act, "said": said}


def told(one: Entry) -> dict[str, Any]:
    """An entry as it was hashed."""
    return _told(one.chain, one.seq, one.at, one.by_id, one.act, one.said)


def count() -> int:
    """How many entries there are."""
    return Entry.objects.count()


@transaction.atomic(durable=True)
def seal(day: date) -> Seal | None:
    """Seal a day: the root over where every chain stood at its end. None if it was sealed before."""
    if Seal.objects.filter(day=day).exists():
        return None
    return Seal.objects.create(day=day, **_sealed(_heads(day)))


def _heads(day: date) -> proving.Heads:
    """Each chain with its last entry up to the end of a day, by the law's clock."""
    ((_, heads),) = proving.heads_on([day])
    return heads


def _sealed(heads: proving.Heads) -> dict[str, Any]:
    """What a seal says of where the chains stood."""
    leaves = [leaf(chain, seq, told) for chain, (seq, told) in sorted(heads.items())]
    return {"chains": len(heads), "entries": sum(seq for seq, _ in heads.values()), "root": root(leaves)}


def leaf(chain: str, seq: int, hashed: str) -> bytes:
    """What of a chain goes into a day's root: its name and where it stood."""
    return f"{chain}:{seq}:{hashed}".encode()


def verify() -> Iterator[Broken]:
    """Every chain and every seal that does not hold."""
    seals = list(Seal.objects.order_by("day"))  # before the entries, of which more may come
    yield from (Broken(chain, _place(chain, seq)) for chain, seq in proving.broken())
    yield from _broken_seals(seals)


def broken_in(chain: str) -> int | None:
    """The place of the first entry of one chain that does not hold; None where the chain does."""
    found = proving.broken(chain)
    return _place(*found[0]) if found else None


def broken_seals() -> Iterator[Broken]:
    """Every seal that does not hold: something before the end of its day was changed or cut off."""
    return _broken_seals(list(Seal.objects.order_by("day")))


def _broken_seals(seals: list[Seal]) -> Iterator[Broken]:
    stood = proving.heads_on([one.day for one in seals])
    return (
        Broken(f"seal {one.day}", None) for one, (_, heads) in zip(seals, stood, strict=True) if not _holds(one, heads)
    )


def _place(chain: str, seq: int) -> int:
    """Where an entry stands in its chain, from 1: a later hand may have taken some before it, or changed its number."""
    return Entry.objects.filter(chain=chain, seq__lte=seq).count()


def _holds(one: Seal, heads: proving.Heads) -> bool:
    return {"chains": one.chains, "entries": one.entries, "root": one.root} == _sealed(heads)
