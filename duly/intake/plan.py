"""What becomes of each column of a file: which cell of which table it fills, and in which notation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from duly.core.table import Column, Kind, Table
from duly.intake import dates, headers
from duly.intake.grammar import Notation
from duly.intake.headers import meaning
from duly.intake.mapping import FileMap, Mapping, TableMap
from duly.intake.reading import Reading
from duly.intake.reasons import IntakeRefused
from duly.intake.sql import literal


@dataclass(frozen=True, slots=True)
class Filled:
    """How one column of a table is filled: SQL over the cells c0, c1 … of the file."""

    column: Column
    cell: str
    notation: Notation
    origin: str  # what the lender calls it


@dataclass(frozen=True, slots=True)
class TablePlan:
    """One table made from one file."""

    table: Table
    filled: tuple[Filled, ...]
    when: str = "true"  # SQL: rows of the file that make a row of the table


def plans(file: FileMap | None, table: Table | None, reading: Reading, mapping: Mapping) -> list[TablePlan]:
    """Plan every table that a file with these headers makes: as the mapping says, else as the table its name says.

    Raises IntakeRefused, naming each column that is missing, unknown, given twice or forbidden.
    """
    names, name = reading.columns, reading.name
    if file is None:
        assert table is not None
        file = FileMap(name, (TableMap(table.name),))
    wrong = headers.faults(names, name)
    made = [_Planner(one, file, mapping, reading, names, name, wrong).plan() for one in file.tables]
    used = set(file.ignore).union(*(_used(one, names) for one in file.tables))
    for header in names:
        if header and header not in used and not headers.is_forbidden(header) and not _is_meant(header, file):
            wrong.append(_unknown(header, file, name))
    if wrong:
        raise IntakeRefused(wrong)
    return made


def _used(wanted: TableMap, names: tuple[str, ...]) -> set[str]:
    in_templates = {word for pattern in wanted.templates.values() for word in re.findall(r"\{([^{}]*)\}", pattern)}
    return {*wanted.names, *in_templates, wanted.when} & set(names)


def _is_meant(header: str, file: FileMap) -> bool:
    return len(file.tables) == 1 and meaning(file.tables[0].known, header) is not None


def _unknown(header: str, file: FileMap, name: str) -> str:
    if len(file.tables) > 1:
        return f"{name}: the mapping says nothing about column {header!r}; use it or list it under ignore"
    table = file.tables[0].known
    words = ", ".join(column.name for column in table.columns)
    return (
        f"{name}: {table.name} has no column {header!r}; it has {words}. Map it, or list it under ignore in a mapping"
    )


@dataclass(slots=True)
class _Planner:
    """Works out one table of one file, collecting every fault on the way."""

    wanted: TableMap
    file: FileMap
    mapping: Mapping
    reading: Reading
    names: tuple[str, ...]
    name: str
    wrong: list[str]
    filled: dict[str, Filled] = field(default_factory=dict)

    def plan(self) -> TablePlan:
        table = self.wanted.known
        for place, header in enumerate(self.names):
            if word := self._word(header):
                self._fill(word, f"c{place}", header)
                self._refuse_fraction(word, place, header)
        for word, pattern in self.wanted.templates.items():
            self._fill(word, self._template(pattern), pattern)
        for word, value in self.wanted.constants.items():
            self._fill(word, literal(value), f"= {value}")
        self._say_what_is_absent(table)
        in_order = (self.filled[column.name] for column in table.columns if column.name in self.filled)
        when = f"{trimmed(self._place(self.wanted.when))} IS NOT NULL" if self.wanted.when in self.names else "true"
        return TablePlan(table, tuple(in_order), when)

    def _word(self, header: str) -> str:
        """Our word for a header: as mapped, else, where the file makes one table only, its own meaning."""
        if header in self.wanted.names:
            return self.wanted.names[header]
        own = len(self.file.tables) == 1 and header not in self.file.ignore and meaning(self.wanted.known, header)
        return header if own else ""

    def _fill(self, word: str, cell: str, origin: str) -> None:
        column, unit = meaning(self.wanted.known, word) or (None, "")
        assert column is not None  # the mapping was checked
        if column.name in self.filled:
            first = self.filled[column.name].origin
            self.wrong.append(
                f"{self.name}: {first!r} and {origin!r} both fill {self.wanted.table}.{column.name}; keep one, "
                "or list the other under ignore in a mapping"
            )
        notation = Notation(
            unit=self.wanted.units.get(column.name, unit),
            thousands=self.mapping.thousands,
            parentheses=self.mapping.parentheses,
            dates=self._dates(column),
            zone=self.mapping.zone,
        )
        if words := self.wanted.enums.get(column.name):
            cases = " ".join(f"WHEN {literal(theirs)} THEN {literal(ours)}" for theirs, ours in words.items())
            cell = f"CASE cell({cell}) {cases} ELSE {cell} END"
        self.filled[column.name] = Filled(column, f"cell({cell})", notation, origin)

    def _dates(self, column: Column) -> tuple[str, ...]:
        forms = self.wanted.dates.get(column.name, self.mapping.dates_for(column.kind))
        return (*forms, *dates.TYPED) if forms and self.reading.is_typed else forms

    def _refuse_fraction(self, word: str, place: int, header: str) -> None:
        column, _ = meaning(self.wanted.known, word) or (None, "")
        if column is not None and column.kind is Kind.ID and place in self.reading.fractions:
            self.wrong.append(
                f"{self.name}, line {self.reading.fractions[place]}: column {header!r} holds ids, but this cell is "
                "a number with a "
                "fraction; set the column to text and export again from the source"
            )

    def _template(self, pattern: str) -> str:
        pieces = re.split(r"\{([^{}]*)\}", pattern)
        parts = [literal(pieces[0])]
        for word, after in zip(pieces[1::2], pieces[2::2], strict=True):
            if word not in self.names:
                self.wrong.append(
                    f"{self.name}: template {pattern!r} names column {word!r}, which the file does not have"
                )
                return "NULL"
            parts += [trimmed(self._place(word)), literal(after)]
        return f"({' || '.join(parts)})"

    def _place(self, header: str) -> str:
        return f"c{self.names.index(header)}"

    def _say_what_is_absent(self, table: Table) -> None:
        for header in dict.fromkeys((*self.wanted.names, self.wanted.when)):
            if header and header not in self.names:
                self.wrong.append(
                    f"{self.name}: the mapping names column {header!r}, which the file does not have; "
                    f"it has {', '.join(self.names)}"
                )
        for column in table.columns:
            if column.required and column.name not in self.filled:
                self.wrong.append(
                    f"{self.name}: {table.name} needs column {column.name!r} ({column.zh}), which the file does "
                    "not have; "
                    "add it, or fill it in a mapping"
                )


def trimmed(cell: str) -> str:
    """SQL of a cell without the plain spaces around it; NULL where nothing is left."""
    return f"nullif(trim({cell}, ' '), '')"
