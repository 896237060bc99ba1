"""What a report is made of: tables whose columns add up, and charts that show nothing a table does not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from duly.nightly.figures import count, money
from duly.nightly.words import Two

Write = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; `value` is the exact whole number behind a text, where there is one."""

    text: str | Two
    value: int | None = None
    shade: int = 0  # 0–100, for a heat map; the text says the same


@dataclass(frozen=True, slots=True)
class Row:
    label: Two
    cells: tuple[Cell, ...]
    mark: str = ""  # a figure of the legend


@dataclass(frozen=True, slots=True)
class Table:
    """A table of whole numbers. `total` is the sum of the rows, column by column, where they add up."""

    id: str
    caption: Two
    head: tuple[Two, ...]
    rows: tuple[Row, ...]
    total: Row | None = None

    @property
    def wide(self) -> bool:
        """Whether it may have to scroll sideways on a telephone."""
        return len(self.head) > 3


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of a table, drawn in the reader's browser from `spec`."""

    id: str
    title: Two
    spec: dict[str, Any] = field(default_factory=dict)


TOTAL = Two("合计", "Total")


def counted(value: int) -> Cell:
    return Cell(count(value), value)


def paid(currency: str) -> Callable[[int], Cell]:
    """Cells of money in one currency."""
    return lambda minor: Cell(money(minor, currency), minor)


def summed(
    name: str,
    caption: Two,
    head: Sequence[Two],
    rows: Sequence[tuple[Two, Sequence[int]]],
    *,
    cells: Sequence[Callable[[int], Cell]] = (),
    marks: Sequence[str] = (),
) -> Table:
    """A table whose last row sums every column; `cells` says how each is written, as counts where absent."""
    write = list(cells) or [counted] * (len(head) - 1)
    body = tuple(
        Row(
            label,
            tuple(cell(value) for cell, value in zip(write, values, strict=True)),
            marks[n] if marks else "",
        )
        for n, (label, values) in enumerate(rows)
    )
    sums = [sum(values[n] for _, values in rows) for n in range(len(head) - 1)]
    total = Row(TOTAL, tuple(cell(value) for cell, value in zip(write, sums, strict=True)))
    return Table(name, caption, tuple(head), body, total)


def bars(
    name: str,
    title: Two,
    categories: Sequence[Two],
    series: Sequence[tuple[Two, Sequence[int]]],
    *,
    unit: str = "",
) -> Chart:
    """Horizontal bars, one a category. `unit` is the symbol of a currency for minor units, empty for counts."""
    drawn = [
        {"name": list(called), "values": [value / 100 if unit else value for value in values]}
        for called, values in series
    ]
    spec = {
        "kind": "bars",
        "unit": unit,
        "categories": [list(c) for c in categories],
        "series": drawn,
    }
    return Chart(name, title, spec)
