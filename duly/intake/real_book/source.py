"""The carried data set, as it was published; what a decision must not see is not read."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from duly.core.mendable import Mendable

SHA256 = "e3d893c1b4a9dc73220d01e18975ea04adb79fd8e0cebed1aea739e77797224e"
PERSONAL = ("SEX", "EDUCATION", "MARRIAGE", "AGE")  # for a measure of disparity only, never in a book
_DEFAULTED = "default.payment.next.month"
_NEWEST_FIRST = (1, 2, 3, 4, 5, 6)  # September … April, as the source numbers its months


class SourceDamaged(Mendable, ValueError):
    """The carried data set is not the one that was published."""


@dataclass(frozen=True, slots=True)
class Card:
    """One card holder: six months from April to September, oldest first; amounts in whole New Taiwan dollars.

    `reported` is the lender's own word for each month: −2 no use, −1 paid in full, 0 revolving, 1… months late.
    """

    row: int
    limit: int
    reported: tuple[int, ...]
    billed: tuple[int, ...]
    paid: tuple[int, ...]

    @property
    def months_late(self) -> int:
        """Months late in September, as reported; 0 where not late."""
        return max(self.reported[-1], 0)


def cards() -> Iterator[Card]:
    """Read every card holder, without personal attributes and without what happened next.

    Raises SourceDamaged where the file is not the published one.
    """
    for row in _rows():
        yield Card(
            row=int(row["ID"]),
            limit=int(row["LIMIT_BAL"]),
            reported=tuple(int(row[f"PAY_{0 if n == 1 else n}"]) for n in reversed(_NEWEST_FIRST)),
            billed=tuple(int(row[f"BILL_AMT{n}"]) for n in reversed(_NEWEST_FIRST)),
            paid=tuple(int(row[f"PAY_AMT{n}"]) for n in reversed(_NEWEST_FIRST)),
        )


def defaults() -> dict[int, bool]:
    """Whether each row defaulted in October: to measure a score by, never to make a book from."""
    return {int(row["ID"]): row[_DEFAULTED] == "1" for row in _rows()}


def personal_attributes() -> dict[int, dict[str, int]]:
    """Sex, education, marriage and age of each row: to measure disparity by, never an input of anything."""
    return {int(row["ID"]): {name: int(row[name]) for name in PERSONAL} for row in _rows()}


def _rows() -> csv.DictReader[str]:
    published = gzip.decompress(resources.files(__package__).joinpath("cards.csv.gz").read_bytes())
    if hashlib.sha256(published).hexdigest() != SHA256:
        raise SourceDamaged("cards.csv.gz is not the published data set; restore the file from the repository")
    return csv.DictReader(io.StringIO(published.decode("ascii"), newline=None))  # its lines end in a bare CR
