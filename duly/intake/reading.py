"""A lender's file opened for reading: a relation of text cells, and the way back from a row to its physical line."""

from __future__ import annotations

import csv
import hashlib
from abc import ABC, abstractmethod
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from duly.intake import text
from duly.intake.sql import literal

Cells = list[str | None]
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Malformed:
    """A row that is not even a row of cells."""

    line: int
    code: str
    fields: int


@dataclass(slots=True)
class Reading(ABC):
    """One file, read as cells of text named c0, c1 … in the order of `columns`; rows are counted from 0."""

    name: str
    sha256: str
    columns: tuple[str, ...]
    described: dict[str, str]  # encoding, delimiter, line ends … for the manifest
    relation: str = ""  # SQL
    malformed: list[Malformed] = field(default_factory=list)
    empty: int = 0  # lines that hold nothing
    is_typed: bool = False  # days come as ISO text, whatever the mapping says of written days
    fractions: dict[int, int] = field(default_factory=dict)  # column → first line whose number is not whole

    @abstractmethod
    def rows_at(self, ordinals: Sequence[int]) -> Iterator[tuple[int, int, Cells]]:
        """The ordinal, physical line and cells of some rows, in order."""

    @abstractmethod
    def with_care(self) -> Reading:
        """The same file, read so that no oddity of one row stops the others.

        Raises IntakeRefused where what stopped them is no oddity of a row: the file itself is damaged.
        """

    def accounts_for(self, rows: int) -> bool:
        """Whether so many rows are all that the file holds."""
        return True


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def cells_of(path: Path, width: int, delimiter: str, skip: int, *, line_end: str = "") -> str:
    """SQL that reads delimited UTF-8 text as text cells and nothing else; the slightest oddity is an error.

    A line end is named only for a file of our own making: named wrongly, the engine would lose rows without a word.
    """
    columns = ", ".join(f"c{place}: 'VARCHAR'" for place in range(width))
    return (
        f"read_csv({literal(str(path))}, auto_detect = false, header = false, skip = {skip}, columns = {{{columns}}}, "
        f"delim = {literal(delimiter)}, quote = '\"', escape = '\"', comment = '', strict_mode = true, nullstr = ''"
        f"{f', new_line = {literal(line_end)}' if line_end else ''})"
    )


@dataclass(slots=True)
class TextReading(Reading):
    """Delimited text that the engine reads by itself, at full speed."""

    plain: Path = Path()  # UTF-8
    head: text.Header = field(default_factory=lambda: text.Header((), ",", 1, 1))
    writing: text.Writing | None = None
    scratch: Path = Path()

    def records(self) -> Iterator[text.Record]:
        return text.records(self.plain, self.head, name=self.name)

    def rows_at(self, ordinals: Sequence[int]) -> Iterator[tuple[int, int, Cells]]:
        whole = (record for record in self.records() if not record.fault)
        for place, record in _at(whole, ordinals):
            yield place, record.line, [value or None for value in record.fields]

    def with_care(self) -> Reading:
        careful = CopyReading(self.name, self.sha256, self.columns, self.described)
        careful.write(self.scratch / f"{self.sha256}.clean", self.records())
        return careful

    def accounts_for(self, rows: int) -> bool:
        """Whether every line after the header is a row, part of a quoted value, or empty."""
        assert self.writing is not None
        if self.writing.lines - self.head.last_line == rows:
            return True
        faults = Counter(record.fault for record in self.records())
        self.empty = faults.pop("empty", 0)
        return faults.total() == faults[""] == rows


@dataclass(slots=True)
class CopyReading(Reading):
    """A clean copy of whole records, each with the line it stood on."""

    copy: Path = Path()
    lines: array[int] = field(default_factory=lambda: array("q"))

    def write(self, copy: Path, records: Iterable[text.Record]) -> None:
        """Copy the whole records and remember the others."""
        self.copy = copy
        with copy.open("w", encoding="utf-8", newline="") as made:
            write = csv.writer(made, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow
            for record in records:
                if record.fault == "empty":
                    self.empty += 1
                elif record.fault:
                    self.malformed.append(Malformed(record.line, record.fault, len(record.fields)))
                else:
                    self.lines.append(record.line)
                    write(record.fields)
        self.relation = cells_of(copy, len(self.columns), ",", 0, line_end="\\n")

    def rows_at(self, ordinals: Sequence[int]) -> Iterator[tuple[int, int, Cells]]:
        with self.copy.open(encoding="utf-8", newline="") as file:
            for place, fields in _at(csv.reader(file), ordinals):
                yield place, self.lines[place], [value or None for value in fields]

    def with_care(self) -> Reading:
        return self  # it is the careful one


def _at(rows: Iterator[Row], ordinals: Sequence[int]) -> Iterator[tuple[int, Row]]:
    wanted = iter(ordinals)
    ordinal = next(wanted, None)
    for place, row in enumerate(rows):
        if ordinal is None:
            return
        if place == ordinal:
            yield place, row
            ordinal = next(wanted, None)


def open_text(path: Path, scratch: Path, *, encoding: str = "", delimiter: str = "") -> Reading:
    """Open delimited text: UTF-8 as it is, anything else transcoded first.

    Raises IntakeRefused where the file cannot be read as text or has no header.
    """
    writing = text.look(path, encoding=encoding)
    plain = path
    if writing.encoding != "utf-8":
        plain = scratch / f"{writing.sha256}.utf8"
        text.transcode(path, writing, plain)
    head = text.header(plain, name=path.name, delimiter=delimiter)
    reading = TextReading(
        path.name,
        writing.sha256,
        head.names,
        {
            "encoding": writing.encoding + (" with byte order mark" if writing.bom else ""),
            "delimiter": {",": "comma", "\t": "tab", ";": "semicolon"}.get(head.delimiter, head.delimiter),
            "line_ends": writing.line_ends,
        },
        cells_of(plain, len(head.names), head.delimiter, head.last_line),
        plain=plain,
        head=head,
        writing=writing,
        scratch=scratch,
    )
    is_odd = head.first_line > 1 or writing.line_ends == "mixed" or writing.padded_quotes > 0
    return reading.with_care() if is_odd else reading
