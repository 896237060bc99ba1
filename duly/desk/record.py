"""Write the record, and find where a later hand has been in it.

An entry is written in the transaction of what it tells, while the borrower's row is locked, so that nobody waits for
one chain of all. What was cut off the end of a chain shows against the day's seal, which somebody outside keeps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import transaction

from duly.core.chain import FIRST, broken_at, link, root
from duly.core.day import day_bounds
from duly.desk import proving
from duly.store import engine as engines
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
    return Seal.objects.create(day=day, **_sealed(_heads(day)))


def _heads(day: date) -> proving.Heads:
    """Each chain with its last entry up to the end of a day, by the law's clock."""
    _, end = day_bounds(day)
    table = Entry._meta.db_table
    last = Entry.objects.raw(
        f"SELECT e.* FROM {table} e JOIN (SELECT chain, max(seq) AS seq FROM {table} WHERE at < %s GROUP BY chain) l "
        "ON l.chain = e.chain AND l.seq = e.seq", [end],
    )  # fmt: skip
    return {one.chain: (one.seq, one.hash) for one in last}


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
    with TemporaryDirectory() as spill:
        engine = engines.connect(spill=Path(spill))
        proving.take_in(engine)
        for chain in proving.doubtful(engine):
            place = broken_in(chain)
            if place is not None:
                yield Broken(chain, place)
        stood = proving.heads_at(engine, [one.day for one in seals])
        yield from (_unlike(one.day) for one, (_, heads) in zip(seals, stood, strict=True) if not _holds(one, heads))


def broken_in(chain: str) -> int | None:
    """The place of the first entry of one chain that does not hold; None where the chain does."""
    entries = Entry.objects.filter(chain=chain).order_by("seq").iterator()
    return broken_at((_entry(at, one), one.hash) for at, one in enumerate(entries, 1))


def broken_seals() -> Iterator[Broken]:
    """Every seal that does not hold: something before the end of its day was changed or cut off."""
    for one in Seal.objects.order_by("day"):
        if not _holds(one, _heads(one.day)):
            yield _unlike(one.day)


def _holds(one: Seal, heads: proving.Heads) -> bool:
    return {"chains": one.chains, "entries": one.entries, "root": one.root} == _sealed(heads)


def _unlike(day: date) -> Broken:
    return Broken(f"seal {day}", None)
