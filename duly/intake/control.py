"""The lender's own totals, sent beside the files: a batch that differs from them is refused whole."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from duly.book.contract import BY_NAME
from duly.intake.headers import meaning
from duly.intake.manifest import Counts, Sums
from duly.intake.reasons import IntakeRefused

HEADER = ["table", "rows", "column", "sum"]


def compare(path: Path | None, rows: dict[str, Counts], money: dict[str, dict[str, Sums]]) -> None:
    """Hold what was read against control.csv: table, rows, column, sum; column and sum may be empty.

    `amount` is summed in decimal major units, `amount_minor` in minor units. Raises IntakeRefused, naming both numbers.
    """
    if path is None:
        return
    faults: list[str] = []
    for line, stated in _stated(path):
        where = f"{path.name}, line {line}"
        if stated["table"] not in rows:
            faults.append(
                f"{where}: it states {stated['table']!r}, of which no file came; send it, or correct the totals"
            )
            continue
        counted = rows[stated["table"]].read
        if stated["rows"] and stated["rows"] != str(counted):
            faults.append(
                f"{where}: {stated['table']} should have {stated['rows']} rows, but {counted} were read; send it again"
            )
        if stated["column"]:
            faults += _compare_sum(where, stated, money.get(stated["table"], {}))
    if faults:
        raise IntakeRefused(faults)


def _stated(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            head = [word.strip() for word in next(reader, [])]
            found = [(reader.line_num, [word.strip() for word in row]) for row in reader if any(row)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise IntakeRefused(
            [f"{path.name}: 不是逗号分隔的 UTF-8 文本 it cannot be read as UTF-8 text with commas ({error})"]
        ) from error
    if head != HEADER:
        raise IntakeRefused([f"{path.name}: 表头不对 its header is {', '.join(head)}; it must be {','.join(HEADER)}"])
    for line, row in found:
        if len(row) != len(HEADER):
            has, wanted = len(row), len(HEADER)
            said = f"{has} 个字段，表头有 {wanted} 个 {has} fields, where the header has {wanted}"
            raise IntakeRefused([f"{path.name}, line {line}: {said}"])
    return [(line, dict(zip(HEADER, row, strict=True))) for line, row in found]


def _compare_sum(where: str, stated: dict[str, str], sums: dict[str, Sums]) -> list[str]:
    column, unit = meaning(BY_NAME[stated["table"]], stated["column"]) or (None, "")
    if column is None or column.name not in sums:
        return [f"{where}: {stated['table']} has no amount {stated['column']!r} in this batch; correct the totals"]
    form = r"-?[0-9]+" if unit == "fen" else r"-?[0-9]+(\.[0-9]{1,2})?"
    if not re.fullmatch(form, stated["sum"]):
        return [f"{where}: {stated['sum']!r} is no sum; write digits such as 1234.50, without commas"]
    units, _, rest = stated["sum"].partition(".")
    minor = int(units) if unit == "fen" else int(units + rest.ljust(2, "0"))
    read = sums[column.name]
    if minor == read.read:
        return []
    unreadable = f", and {read.unreadable} amounts could not be read" if read.unreadable else ""
    return [
        f"{where}: {stated['table']}.{stated['column']} should add up to {minor} minor units, but what was read "
        "adds up to "
        f"{read.read}{unreadable}; send it again"
    ]
