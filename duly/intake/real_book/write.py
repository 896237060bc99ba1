"""Write the real book into a folder, ready to be taken in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from duly.book.contract import BY_NAME
from duly.intake.book_files import write_csv
from duly.intake.real_book import history, ledger, people, source, stops
from duly.intake.real_book.ledger import Row
from duly.intake.real_book.source import Card

_ONCE: dict[str, Callable[[], Iterable[Row]]] = {
    "book": lambda: [people.book()],
    "agencies": people.agencies,
    "teams": people.teams,
    "staff": people.staff,
}
_BY_CARD: dict[str, Callable[[Card], Iterable[Row]]] = {
    "borrowers": lambda card: [people.borrower(card)],
    "addresses": people.addresses,
    "loans": lambda card: [ledger.loan(card)],
    "schedule": ledger.schedule,
    "payments": ledger.payments,
    "statements": ledger.statements,
    "contacts": history.contacts,
    "consents": stops.consents,
    "preferences": stops.preferences,
    "holds": stops.holds,
    "promises": stops.promises,
    "plans": stops.plans,
    "complaints": stops.complaints,
    "disputes": stops.disputes,
    "hardships": stops.hardships,
}


def tables(cards: Iterable[Card]) -> Iterator[tuple[str, Iterable[Row]]]:
    """Name and rows of every table of the book, in the order of the contract."""
    known = list(cards)
    for name in BY_NAME:
        if name in _ONCE:
            yield name, _ONCE[name]()
        elif name in _BY_CARD:
            yield name, (row for card in known for row in _BY_CARD[name](card))


def outcomes() -> Iterator[Row]:
    """What happened in October, known in November: only to measure a score by, made apart from the book."""
    for row, defaulted in source.defaults().items():
        yield {
            "loan_id": ledger.public_id("L", row),
            "observed_date": ledger.OBSERVED_DATE,
            "defaulted": defaulted,
            "is_test": row % 5 == 0,
        }


def write_book(folder: Path) -> dict[str, int]:
    """Write one CSV file per table; return the rows of each. The default label never enters.

    Raises SourceDamaged where the carried data set is not the published one.
    """
    return {name: write_csv(folder, BY_NAME[name], rows) for name, rows in tables(source.cards())}


def write_outcomes(folder: Path) -> int:
    """Write outcomes.csv; return its rows."""
    return write_csv(folder, BY_NAME["outcomes"], outcomes())
