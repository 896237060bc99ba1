"""Parquet: typed columns, of types that can carry what the book needs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from duly.intake.reading import Cells, Reading, sha256_of
from duly.intake.reasons import IntakeRefused
from duly.intake.sql import literal, names_of

ACCEPTED = re.compile(
    r"VARCHAR|ENUM\(.*\)|BOOLEAN|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL\(.*\)"
    r"|DATE|TIME|TIMESTAMP( WITH TIME ZONE|_S|_MS)?"
)


@dataclass(slots=True)
class ColumnarReading(Reading):
    """A Parquet file; a row's line is its number, from 1."""

    path: Path = Path()

    def rows_at(self, ordinals: Sequence[int]) -> Iterator[tuple[int, int, Cells]]:
        with duckdb.connect() as own:
            own.execute("SET TimeZone = 'UTC'")
            own.execute("CREATE TABLE wanted AS SELECT unnest(?::BIGINT[]) AS row", [list(ordinals)])
            found = own.execute(
                f"SELECT file_row_number, {_texts(self.columns)} FROM "
                f"read_parquet({literal(str(self.path))}, file_row_number = true) "
                "SEMI JOIN wanted ON row = file_row_number ORDER BY file_row_number"
            )
            while row := found.fetchone():
                yield row[0], row[0] + 1, list(row[1:])

    def with_care(self) -> Reading:
        raise IntakeRefused(
            [
                f"{self.name}: 文件已损坏，读到一半读不下去；请重新发送 "
                "it is damaged and cannot be read to its end; send it again"
            ]
        )


def open_parquet(path: Path) -> Reading:
    """Open a Parquet file.

    Raises IntakeRefused for a damaged file, and for columns of a type that cannot carry money or days exactly.
    """
    source = f"read_parquet({literal(str(path))})"
    try:
        with duckdb.connect() as own:
            described = own.execute(f"DESCRIBE FROM {source}").fetchall()
    except duckdb.Error as error:
        raise IntakeRefused(
            [
                f"{path.name}: 无法作为 Parquet 读取，请重新发送 "
                f"it cannot be read as Parquet ({str(error).splitlines()[0]}); send it again"
            ]
        ) from error
    faults = [
        f"{path.name}: column {name!r} is {kind}; " + (
            "a float cannot carry money or ids exactly: write DECIMAL, BIGINT or text" if kind in ("FLOAT", "DOUBLE")
            else "write text, a whole number, DECIMAL, DATE, TIMESTAMP WITH TIME ZONE or BOOLEAN"
        )
        for name, kind, *_ in described
        if not ACCEPTED.fullmatch(kind)
    ]  # fmt: skip
    if faults:
        raise IntakeRefused(faults)
    names = tuple(name for name, *_ in described)
    return ColumnarReading(
        path.name, sha256_of(path), names, {"format": "parquet"}, f"(SELECT {_texts(names)} FROM {source})",
        is_typed=True, path=path,
    )  # fmt: skip


def _texts(names: tuple[str, ...]) -> str:
    return ", ".join(f"CAST({names_of([name])} AS VARCHAR) AS c{place}" for place, name in enumerate(names))
