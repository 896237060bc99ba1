"""Put personal data into the vault in bulk: what is there already stays as it is, what cannot be kept is counted.

Each batch is one transaction with its entry on the record, so a load that was stopped goes on where it was when the
same file is loaded again. While keys change, equal values are brought under the newest key together, so that two equal
numbers are seen to be equal at every instant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from dataclasses import field as given
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from duly.core.ids import ID
from duly.core.secret import Secret
from duly.desk import record
from duly.desk.rekeying import bring_along
from duly.desk.vaulted import give_tokens
from duly.rules.personal import FIELDS, OF_A_PERSON, fault, field_of, kept
from duly.store.keyring import Key, Keyring, Place
from duly.store.models import Address, Borrower, Erased, Party, User, Vaulted
from duly.store.models.record import HOUSE

AT_ONCE = 10_000
REF = re.compile(f"{ID}(:[a-z_]+)?")  # nothing else is asked of the database, which may log it
MODELS = ("borrower", "party", "address")
COLUMNS = ("borrower_id", "subject", "of", "field", "key_id", "nonce", "ciphertext", "blind", "at")


@dataclass(frozen=True, slots=True)
class Sent:
    """One value that somebody sent: whose it is, by its id in the lender's book."""

    line: int
    subject: str = given(repr=False)  # not shown: where columns are swapped a value may stand in any of them
    ref: str = given(repr=False)
    field: str = given(repr=False)
    value: Secret
    fault: str = ""  # of the file: the row could not even be read


@dataclass(frozen=True, slots=True)
class NotKept:
    """A value that is not kept, by its line; the value is not repeated."""

    line: int
    field: str
    code: str  # of `personal.NOT_KEPT`


@dataclass(slots=True)
class Loaded:
    """What became of the values: read = added + replaced + same + not kept."""

    read: int = 0
    added: int = 0
    replaced: int = 0
    same: int = 0
    not_kept: list[NotKept] = given(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Known:
    """A subject that the desk knows."""

    id: UUID
    borrower_id: UUID
    kind: str = ""

    def fields(self) -> tuple[str, ...]:
        return (field_of(self.kind),) if self.kind else OF_A_PERSON


@dataclass(frozen=True, slots=True)
class _Fit:
    """A value that can be kept."""

    sent: Sent
    known: _Known
    value: Secret
    blind: str

    @property
    def key(self) -> tuple[UUID, str]:
        return self.known.id, self.sent.field

    def row(self, key: Key, at: datetime) -> tuple[Any, ...]:
        """Sealed, in the order of the table's columns."""
        sealed = key.seal(Place(self.sent.subject, self.known.id.hex, self.sent.field), self.value)
        return (
            self.known.borrower_id, self.sent.subject, self.known.id, self.sent.field, sealed.key_id, sealed.nonce,
            sealed.ciphertext, self.blind, at,
        )  # fmt: skip


def load(
    keys: Keyring, sent: Iterable[Sent], *, source: str, by: User | None, at: datetime,
    replacing: bool = True, each: Callable[[int], None] = lambda _: None,
) -> Loaded:  # fmt: skip
    """Keep what was sent; `source` names it on the record, `each` is told how many values are done.

    Where it is not `replacing`, what is kept already is let stand, whatever was sent.

    Raises VaultClosed.
    """
    loaded, seen, rows = Loaded(), set[tuple[UUID, str]](), iter(sent)
    _ = keys.current
    while some := list(islice(rows, AT_ONCE)):
        with transaction.atomic(durable=True):
            record.lock_house()
            batch = _Batch(keys, loaded, seen, replacing)
            batch.sort_out(some)
            batch.write(at)
            loaded.read += len(some)
            loaded.added += len(batch.new)
            loaded.replaced += len(batch.changed)
            said = {"vault": "load", "source": source, "read": len(some), **batch.counts}
            record.write(HOUSE, "change", said, at=at, by=by)
        each(loaded.read)
    return loaded


class _Batch:
    """Some of the values: which are new, which take the place of another, which are kept already."""

    def __init__(self, keys: Keyring, loaded: Loaded, seen: set[tuple[UUID, str]], replacing: bool) -> None:
        self.keys, self.loaded, self.seen, self.replacing = keys, loaded, seen, replacing
        self.held: dict[tuple[UUID, str], tuple[int, str, str]] = {}  # row, key and index of what is kept
        self.new: dict[tuple[UUID, str], _Fit] = {}
        self.changed: dict[tuple[UUID, str], _Fit] = {}

    @property
    def counts(self) -> dict[str, int]:
        return {"added": len(self.new), "replaced": len(self.changed)}

    def sort_out(self, sent: list[Sent]) -> None:
        fits = self._without_twins(list(self._fitting(sent)))
        whose = {fit.known.borrower_id for fit in fits}
        rows = Vaulted.objects.filter(borrower_id__in=whose).values_list("id", "of", "field", "key_id", "blind")
        self.held = {(of, name): (no, key_id, blind) for no, of, name, key_id, blind in rows}
        erased = set(Erased.objects.filter(borrower_id__in=whose).values_list("of", "field"))
        for fit in fits:
            if fit.key in erased:
                self._not_kept(fit.sent, "erased")
            else:
                self._sort(fit)

    def _sort(self, fit: _Fit) -> None:
        is_again = fit.key in self.seen
        self.seen.add(fit.key)
        said = self.new.get(fit.key) or self.changed.get(fit.key)
        before = said.blind if said else self._held_blind(fit)
        if before == fit.blind or not (before is None or self.replacing):
            self.loaded.same += 1
        elif is_again:
            self._not_kept(fit.sent, "twice")
        elif before is None:
            self.new[fit.key] = fit
        else:
            self.changed[fit.key] = fit

    def _not_kept(self, sent: Sent, code: str) -> None:
        name = sent.field if sent.field in FIELDS else "?"  # where columns are swapped a value may stand there
        self.loaded.not_kept.append(NotKept(sent.line, name, code))

    def _fitting(self, sent: list[Sent]) -> Iterator[_Fit]:
        """The values that can be kept, each with its subject and index."""
        known = {
            name: _known(name, {one.ref for one in sent if one.subject == name and REF.fullmatch(one.ref)})
            for name in MODELS
        }
        for one in sent:
            whose = known.get(one.subject, {}).get(one.ref)
            value = Secret(kept(one.field, one.value.reveal()))
            code = one.fault or (
                "subject" if one.subject not in MODELS else "unknown" if whose is None
                else "field" if one.field not in whose.fields() else fault(one.field, value.reveal(), whose.kind)
            )  # fmt: skip
            if code or whose is None:
                self._not_kept(one, code)
            else:
                yield _Fit(one, whose, value, self.keys.current.blind(one.field, value))

    def _without_twins(self, fits: list[_Fit]) -> list[_Fit]:
        """Leave out what another address of the same borrower and kind is: two of one would double its limit."""
        of_addresses = [fit for fit in fits if fit.known.kind]
        for old in self.keys.older:
            bring_along(self.keys, {old.blind(fit.sent.field, fit.value) for fit in of_addresses})
        lie = Address.objects.filter(token__in={fit.blind for fit in of_addresses})
        taken = {tuple(place): id_ for id_, *place in lie.values_list("id", "borrower_id", "kind", "token")}
        twins = set()
        for fit in of_addresses:
            place = (fit.known.borrower_id, fit.known.kind, fit.blind)
            if taken.setdefault(place, fit.known.id) != fit.known.id:
                self._not_kept(fit.sent, "twin")
                twins.add(fit)
        return [fit for fit in fits if fit not in twins]

    def _held_blind(self, fit: _Fit) -> str | None:
        """The index, under the newest key, of what is kept at present; None where nothing is."""
        if fit.key not in self.held:
            return None
        _, key_id, blind = self.held[fit.key]
        older = (key for key in self.keys.older if key.id == key_id)
        return fit.blind if any(key.blind(fit.sent.field, fit.value) == blind for key in older) else blind

    def write(self, at: datetime) -> None:
        _insert(fit.row(self.keys.current, at) for fit in self.new.values())
        for key, fit in self.changed.items():
            told = dict(zip(COLUMNS, fit.row(self.keys.current, at), strict=True))
            Vaulted.objects.filter(id=self.held[key][0]).update(**told)
        give_tokens(fit.known.id for fit in (*self.new.values(), *self.changed.values()) if fit.known.kind)


def _known(subject: str, refs: set[str]) -> dict[str, _Known]:
    """The subjects of these refs, by ref."""
    if subject == "borrower":
        return {ref: _Known(id_, id_) for ref, id_ in Borrower.objects.filter(ref__in=refs).values_list("ref", "id")}
    if subject == "party":
        parties = Party.objects.filter(ref__in=refs).values_list("ref", "id", "borrower_id")
        return {str(ref): _Known(id_, whose) for ref, id_, whose in parties}
    addresses = Address.objects.filter(ref__in=refs).values_list("ref", "id", "borrower_id", "kind")
    return {str(ref): _Known(id_, whose, kind) for ref, id_, whose, kind in addresses}


def _insert(rows: Iterable[tuple[Any, ...]]) -> None:
    """Add rows as the database adds them fastest; its guards watch all the same."""
    names, table = ", ".join(f'"{name}"' for name in COLUMNS), Vaulted._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        cursor.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(COLUMNS))})",
            [[_plain(value) for value in row] for row in rows],
        )


def _plain(value: Any) -> Any:
    """A value as SQLite keeps it."""
    if isinstance(value, UUID):
        return value.hex
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
