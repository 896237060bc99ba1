"""Spreadsheets: the typed cells of one sheet as text, after a look at what the file would unpack to."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from duly.intake.reading import CopyReading, sha256_of
from duly.intake.reasons import IntakeRefused
from duly.intake.text import Record

UNPACKED_BYTES_MOST = 1 << 30
RATIO_MOST = 200  # a sheet of numbers packs 10 to 30 times; a bomb a thousand
SMALL_BYTES = 16 << 20  # below this no ratio is suspicious
NOTES = ("说明", "Notes")  # sheets of our own templates that hold no rows
EXACT_BELOW = 10**15  # a spreadsheet keeps fifteen digits


def open_workbook(path: Path, scratch: Path, *, sheet: str = "") -> CopyReading:
    """Open one sheet, the first unless named; its first row that is not empty is the header.

    Raises IntakeRefused for a file that is no workbook, unpacks to too much, or lacks the sheet.
    """
    refuse_bomb(path)
    try:
        book = CalamineWorkbook.from_path(path)
        name = sheet or book.sheet_names[0]
        if name not in book.sheet_names:
            raise IntakeRefused(
                [f"{path.name}: 没有这张工作表 it has no sheet {name!r}; it has {', '.join(book.sheet_names)}"]
            )
        rows = enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False), start=1)
    except CalamineError as error:
        raise IntakeRefused(
            [
                f"{path.name}: 无法作为工作簿读取，请另存为 .xlsx "
                f"it cannot be read as a workbook ({error}); save it again as .xlsx"
            ]
        ) from error
    header = next(([_text(cell).strip() for cell in row] for _, row in rows if any(cell != "" for cell in row)), [])
    while header and not header[-1]:
        header.pop()
    if not header:
        raise IntakeRefused(
            [f"{path.name}: sheet {name!r} 是空的，第一行要写列名 is empty; its first row names the columns"]
        )
    described = {"sheet": name}
    if others := [other for other in book.sheet_names if other != name and other not in NOTES]:
        described["not_read"] = f"未读工作表 sheets not read: {', '.join(others)}"
    reading = CopyReading(path.name, sha256_of(path), tuple(header), described, is_typed=True)
    reading.write(scratch / f"{reading.sha256}.clean", _records(rows, reading))
    return reading


def _records(rows: Iterator[tuple[int, Sequence[object]]], reading: CopyReading) -> Iterator[Record]:
    width = len(reading.columns)
    for line, row in rows:
        fields = [_text(cell) for cell in row]
        if not any(fields):
            yield Record(line, [], "empty")
        elif any(fields[width:]):
            yield Record(line, fields, "fields")
        else:
            for place, cell in enumerate(row[:width]):
                if isinstance(cell, float) and not cell.is_integer():
                    reading.fractions.setdefault(place, line)
            yield Record(line, (fields + [""] * width)[:width])


def _text(cell: object) -> str:
    match cell:
        case bool():
            return "true" if cell else "false"
        case float() if abs(cell) >= EXACT_BELOW:
            return f"{cell:.14E}"  # digits were lost already: no grammar accepts it
        case float():
            return str(int(cell)) if cell.is_integer() else f"{cell:.15g}"
        case datetime():
            return cell.isoformat(" ") if cell.time() != time() else cell.date().isoformat()
        case date():
            return cell.isoformat()
        case time():
            return f"{cell:%H:%M}"
        case None:
            return ""
        case _:
            return str(cell)


def refuse_bomb(path: Path) -> None:
    """Unpack every part of the archive into nothing, and stop where it grows beyond reason.

    What the archive says of its own sizes is not believed. Raises IntakeRefused.
    """
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as file:
            unpacked = 0
            for part in archive.infolist():
                for piece in _unpacked(file, part):
                    unpacked += piece
                    if unpacked > UNPACKED_BYTES_MOST or unpacked > max(SMALL_BYTES, RATIO_MOST * path.stat().st_size):
                        raise IntakeRefused(
                            [
                                f"{path.name}: 解压后过大，请导出 CSV "
                                f"it unpacks to more than {unpacked >> 20} MiB and looks like a zip "
                                "bomb; export it as CSV"
                            ]
                        )
    except (zipfile.BadZipFile, zlib.error, struct.error) as error:
        raise IntakeRefused(
            [
                f"{path.name}: 不是工作簿，请另存为 .xlsx 或导出 CSV "
                f"it is no workbook ({error}); save it again as .xlsx, or export it as CSV"
            ]
        ) from error


def _unpacked(file: object, part: zipfile.ZipInfo) -> Iterator[int]:
    """Sizes of the unpacked pieces of one part of an archive."""
    file.seek(part.header_offset)  # type: ignore[attr-defined]
    name, extra = struct.unpack("<26xHH", file.read(30))  # type: ignore[attr-defined]
    file.seek(part.header_offset + 30 + name + extra)  # type: ignore[attr-defined]
    if part.compress_type != zipfile.ZIP_DEFLATED:
        yield part.compress_size
        return
    unpack, left = zlib.decompressobj(-zlib.MAX_WBITS), part.compress_size
    while left and not unpack.eof:
        packed = file.read(min(left, 1 << 20))  # type: ignore[attr-defined]
        left -= len(packed)
        while packed:
            yield len(unpack.decompress(packed, 1 << 24))
            packed = unpack.unconsumed_tail
        if not packed and not left:
            return
