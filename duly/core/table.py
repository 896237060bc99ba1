"""What a table of the book is: typed columns with units, from which docs, templates and validation come."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a value means; each kind has one physical type in the lake and one strict grammar in a file."""

    ID = "id"  # opaque, 1–64 of A–Z a–z 0–9 . _ - : /
    TEXT = "text"  # any words, no control characters
    ENUM = "enum"  # one of the column's values
    MONEY = "money"  # int64 whole minor units (分); decimal major units in a file
    COUNT = "count"  # whole number
    RATE = "rate"  # integer basis points a year, 10000 = 100 %
    DATE = "date"  # a day, YYYY-MM-DD
    INSTANT = "instant"  # ISO 8601 with offset; stored in UTC
    MINUTE = "minute"  # HH:MM, stored as minutes since midnight
    BOOL = "bool"  # true | false; empty is unknown
    PHONE = "phone"  # personal; digits with an optional country code
    PERSON_ID = "person_id"  # personal; 18-digit resident identity number
    REGION = "region"  # administrative division, 2, 4 or 6 digits
    ADDRESS = "address"  # personal; number, e-mail, account or place, by the `kind` of its row


PHYSICAL = {
    Kind.ID: "VARCHAR",
    Kind.TEXT: "VARCHAR",
    Kind.ENUM: "VARCHAR",
    Kind.MONEY: "BIGINT",
    Kind.COUNT: "INTEGER",
    Kind.RATE: "INTEGER",
    Kind.DATE: "DATE",
    Kind.INSTANT: "TIMESTAMPTZ",
    Kind.MINUTE: "SMALLINT",
    Kind.BOOL: "BOOLEAN",
    Kind.PHONE: "VARCHAR",
    Kind.PERSON_ID: "VARCHAR",
    Kind.REGION: "VARCHAR",
    Kind.ADDRESS: "VARCHAR",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name is the identifier, `zh` is on the screen, `en` says what it means and in what unit."""

    name: str
    kind: Kind
    zh: str
    en: str
    required: bool = False
    values: tuple[str, ...] = ()  # of an ENUM
    refused: tuple[tuple[str, str], ...] = ()  # values of an ENUM that are known and unlawful, with the reason
    refers: str = ""  # "table.column" in which the value must exist
    personal: bool = False  # kept apart from the lake; the night never sees it
    least: int | None = None  # smallest value of a COUNT or RATE

    @property
    def physical(self) -> str:
        return PHYSICAL[self.kind]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the book.

    `grows` tables hold events: a row once taken never changes, and the same key with other content is a
    contradiction. The other tables hold standing records: a later row with the same key replaces the earlier.
    """

    name: str
    zh: str
    en: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    grows: bool = False
    sort: tuple[str, ...] = ()  # order of rows in the lake; the key where empty
    derived: tuple[Column, ...] = ()  # columns that intake adds in the lake; no file ever brings them

    def __post_init__(self) -> None:
        names = [column.name for column in (*self.columns, *self.derived)]
        if len(set(names)) != len(names):
            raise ValueError(f"table {self.name} names a column twice")
        if missing := set(self.key) - set(names):
            raise ValueError(f"the key of {self.name} names no column: {', '.join(sorted(missing))}")

    def column(self, name: str) -> Column:
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}; it has {', '.join(c.name for c in self.columns)}")

    @property
    def lake_columns(self) -> tuple[Column, ...]:
        """Columns that the night may see, the derived ones last."""
        return (*(column for column in self.columns if not column.personal), *self.derived)

    @property
    def personal_columns(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.personal)

    @property
    def money_columns(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.kind is Kind.MONEY)

    @property
    def order(self) -> tuple[str, ...]:
        return self.sort or self.key
