"""Write the record, and find where a later hand has been in it.

An entry is written in the transaction of what it tells, while the borrower's row is locked, so that nobody waits for
one chain of all. What was cut off the end of a chain shows against the day's seal, which somebody outside keeps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

from django.db import transaction

from duly.core.chain import FIRST, broken_at, link, root
from duly.core.day import day_bounds
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


@transaction.atomic
def of_the_house(act: str, said: Mapping[str, Any], *, at: datetime, by: User | None) -> Entry:
    """Add an entry to the chain of what concerns no borrower; the lender's row keeps writers apart."""
    list(Lender.objects.select_for_update().order_by("id")[:1])
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


def _entry(place: int, one: Entry) -> dict[str, Any]:
    """An entry as it has to be at its place; its own number is not believed."""
    return _told(one.chain, place, one.at, one.by_id, one.act, one.said)


def count() -> int:
    """How many entries there are."""
    return Entry.objects.count()


@transaction.atomic(durable=True)
def seal(day: date) -> Seal | None:
    """Seal a day: the root over where every chain stood at its end. None if it was sealed before."""
    if Seal.objects.filter(day=day).exists():
        return None
    heads = _heads(day)
    return Seal.objects.create(day=day, chains=len(heads), entries=sum(seq for _, seq, _ in heads), root=_root(heads))


def _heads(day: date) -> list[tuple[str, int, str]]:
    """Each chain with its last entry up to the end of a day, by the law's clock."""
    _, end = day_bounds(day)
    listed = Entry.objects.filter(at__lt=end).order_by("chain", "seq").values_list("chain", "seq", "hash")
    last = {chain: (chain, seq, told) for chain, seq, told in listed.iterator()}
    return [last[chain] for chain in sorted(last)]


def _root(heads: list[tuple[str, int, str]]) -> str:
    return root([leaf(*head) for head in heads])


def leaf(chain: str, seq: int, hashed: str) -> bytes:
    """What of a chain goes into a day's root: its name and where it stood."""
    return f"{chain}:{seq}:{hashed}".encode()


def verify() -> Iterator[Broken]:
    """Every chain and every seal that does not hold."""
    entries = Entry.objects.order_by("chain", "seq").iterator()
    for chain, of_it in groupby(entries, key=lambda one: one.chain):
        place = broken_at((_entry(at, one), one.hash) for at, one in enumerate(of_it, 1))
        if place is not None:
            yield Broken(chain, place)
    yield from broken_seals()


def broken_in(chain: str) -> int | None:
    """The place of the first entry of one chain that does not hold; None where the chain does."""
    entries = Entry.objects.filter(chain=chain).order_by("seq").iterator()
    return broken_at((_entry(at, one), one.hash) for at, one in enumerate(entries, 1))


def broken_seals() -> Iterator[Broken]:
    """Every seal that does not hold: something before the end of its day was changed or cut off."""
    for one in Seal.objects.order_by("day"):
        heads = _heads(one.day)
        if (one.chains, one.entries, one.root) != (len(heads), sum(seq for _, seq, _ in heads), _root(heads)):
            yield Broken(f"seal {one.day}", None)
