"""Whose case it is: a borrower or a loan by its id."""

from __future__ import annotations

from duly.core.mendable import Mendable
from duly.nightly.closed import ClosedDay


class NoSuchCase(Mendable, LookupError):
    """An explanation was asked of an id for which the day decided nothing; the text says why, and what to do."""


def whose(closed: ClosedDay, asked: str) -> str:
    """The borrower meant by the id of a borrower or of a loan.

    Raises NoSuchCase: unknown, without a loan, or the id of one borrower and of another's loan.
    """
    borrower = _one(closed, "SELECT borrower_id FROM borrowers WHERE borrower_id = $asked", asked)
    owner = _one(closed, "SELECT borrower_id FROM loans WHERE loan_id = $asked", asked)
    if borrower and owner and borrower != owner:
        raise NoSuchCase(
            f"{asked} 既是借款人编号也是借据编号 "
            f"{asked} is a borrower and also a loan of borrower {owner}; ask for {owner}, or for a loan of {borrower}: "
            f"{_loans(closed, borrower)}"
        )
    person = owner or borrower
    if person is None:
        raise NoSuchCase(
            f"{asked}: 既不是借款人编号，也不是借据编号 is neither a borrower nor a loan of {_book(closed)}"
        )
    if _one(closed, "SELECT borrower_id FROM treatments WHERE borrower_id = $asked", person) is None:
        raise NoSuchCase(
            f"{person}: 没有借据，因此没有决定 borrower {person} has no loan in {_book(closed)}, so nothing was decided"
        )
    return person


def _book(closed: ClosedDay) -> str:
    number = closed.summary["version"]
    book = f"the book of {closed.day} (version {number})"
    if closed.newest_version == number:
        return book
    return f"{book}; the book is at version {closed.newest_version} now: duly night --day {closed.day} takes that in"


def _loans(closed: ClosedDay, borrower_id: str) -> str:
    rows = closed.reading.rows("SELECT loan_id FROM loans WHERE borrower_id = $b ORDER BY loan_id", b=borrower_id)
    return ", ".join(row["loan_id"] for row in rows) or "none"


def _one(closed: ClosedDay, query: str, asked: str) -> str | None:
    found = closed.reading.first(query, asked=asked)
    return None if found is None else str(found["borrower_id"])
