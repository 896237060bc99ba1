"""Read the record: one chain with its proof, found by a reference; and all of it, a stretch at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from duly.desk import record
from duly.desk.reach import NotFound, named, visible
from duly.store.models import Borrower, Entry, Seal, User
from duly.store.models.record import HOUSE

AT_ONCE = 100  # entries shown
STRETCH = 400  # chains proved at a time


@dataclass(frozen=True, slots=True)
class Chain:
    """A stretch of one chain, the latest first; `broken` is the first place of the whole chain that does not hold."""

    entries: list[Entry]
    length: int
    broken: int | None
    before: int | None  # where to read on; None at the beginning


@dataclass(frozen=True, slots=True)
class Proved:
    """How far the whole record has been proved, and what did not hold on the way; `after` is None at the end."""

    chains: int
    entries: int
    of: int
    broken: list[record.Broken]
    after: str | None
    seals: int

    @property
    def share_bp(self) -> int:
        return self.entries * 10_000 // self.of if self.of else 10_000


def find(user: User, text: str) -> Borrower | None:
    """The borrower of a reference: of the person, or of a loan. None where there is none within reach."""
    text = text.strip()[:80]
    return visible(user).filter(id__in=named(text)).first() if text else None


def of_borrower(user: User, borrower_id: UUID, *, at: datetime, before: int | None = None) -> tuple[Borrower, Chain]:
    """The chain of a borrower. Reading it is a look at their matter, and on the record. Raises NotFound."""
    found = visible(user).filter(id=borrower_id).first()
    if found is None:
        raise NotFound(f"{borrower_id}")
    record.look(found, at=at, by=user, purpose="record")
    return found, chain(str(found.id), before=before)


def chain(name: str, *, before: int | None = None) -> Chain:
    """One chain, proved from its first entry."""
    entries = Entry.objects.filter(chain=name)
    shown = list(
        (entries.filter(seq__lt=before) if before else entries).select_related("by").order_by("-seq")[: AT_ONCE + 1]
    )
    further = shown[AT_ONCE - 1].seq if len(shown) > AT_ONCE else None
    return Chain(shown[:AT_ONCE], entries.count(), record.broken_in(name), further)


def prove(after: str, chains: int, entries: int) -> Proved:
    """Prove the next stretch of chains after a name, on top of what was counted so far; the seals come at the end."""
    names = list(
        Entry.objects.filter(chain__gt=after).order_by("chain").values_list("chain", flat=True).distinct()[:STRETCH]
    )
    broken = [record.Broken(name, place) for name in names if (place := record.broken_in(name)) is not None]
    proved = entries + Entry.objects.filter(chain__in=names).count()
    last = len(names) < STRETCH
    if last:
        broken += list(record.broken_seals())
    return Proved(
        chains + len(names), proved, Entry.objects.count(), broken, None if last else names[-1], Seal.objects.count()
    )


def seals() -> list[Seal]:
    """The seals of days, the latest first."""
    return list(Seal.objects.order_by("-day")[:AT_ONCE])


def of_the_house(*, before: int | None = None) -> Chain:
    """The chain of what concerns no borrower."""
    return chain(HOUSE, before=before)
