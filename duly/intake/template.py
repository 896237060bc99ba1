"""Empty files to fill in, one for every table of the contract; intake reads them as they are."""

from __future__ import annotations

import csv
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from duly.book.contract import TABLES
from duly.book.contract.examples import example
from duly.book.contract.meanings import FORMS, Lang, of_column, of_table, of_value
from duly.core.mendable import Mendable
from duly.core.table import Column, Kind, Table
from duly.store import files

ROWS_MOST = 1_048_576  # of a worksheet
WIDTH = 18  # letters of a column

_CELLS = {Kind.DATE: "yyyy-mm-dd", Kind.MONEY: "0.00", Kind.COUNT: "0", Kind.RATE: "0"}  # everything else is text
_WORDS: dict[str, dict[Lang, str]] = {
    "notes": {"zh": "说明", "en": "Notes"},
    "column": {"zh": "列名", "en": "Column"},
    "required": {"zh": "必填", "en": "Required"},
    "form": {"zh": "写法", "en": "How it is written"},
    "meaning": {"zh": "含义", "en": "Meaning"},
    "values": {"zh": "取值", "en": "Values"},
    "example": {"zh": "示例", "en": "Example"},
}


class TemplatesInTheWay(Mendable, RuntimeError):
    """Files that may have been filled in lie where empty ones were to be written."""


def write_templates(folder: Path, form: str, lang: Lang, *, bom: bool = True) -> list[Path]:
    """Write an empty file of every table, headed in Chinese or English; amounts are in major units.

    CSV is UTF-8, with a byte order mark where `bom` holds, so that a spreadsheet shows Chinese rightly. A workbook says
    in its notes what each column means and offers the values that are accepted. Raises TemplatesInTheWay.
    """
    paths = {table: folder / f"{table.name}.{form}" for table in TABLES}
    if there := [path.name for path in paths.values() if path.exists()]:
        raise TemplatesInTheWay(
            f"{folder}: 已有同名文件，可能填过，请换一个目录 "
            f"already holds {', '.join(there)}, perhaps filled in; name another folder, or remove them"
        )
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for table, path in paths.items():
        try:
            if form == "csv":
                with files.aside(path).open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as out:
                    csv.writer(out, lineterminator="\r\n").writerow(headers(table, lang))
            else:
                _write_workbook(files.aside(path), table, lang)
            files.put_in_place(path, point="template")
        except BaseException:
            files.aside(path).unlink(missing_ok=True)
            raise
        written.append(path)
    return written


def headers(table: Table, lang: Lang) -> list[str]:
    """What heads the columns; an amount without `_minor` is in major units."""
    return [column.zh if lang == "zh" else column.name.removesuffix("_minor") for column in table.columns]


def _write_workbook(path: Path, table: Table, lang: Lang) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF4", "bottom": 1})
        required = book.add_format({"bold": True, "bg_color": "#CFE0F0", "bottom": 2})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(table.name)
        sheet.freeze_panes(1, 0)
        for place, (column, header) in enumerate(zip(table.columns, headers(table, lang), strict=True)):
            cells = book.add_format({"num_format": _CELLS.get(column.kind, "@")})
            sheet.set_column(place, place, WIDTH, cells)
            sheet.write_string(0, place, header, required if column.required else bold)
            sheet.write_comment(0, place, _note(table, column, lang), {"x_scale": 2, "y_scale": 2})
            _offer_values(sheet, place, column)
        notes = book.add_worksheet(_WORDS["notes"][lang])
        notes.set_column(0, 5, 2 * WIDTH, wrapped)
        notes.write_string(0, 0, of_table(table, lang))
        for line, row in enumerate(_notes(table, lang), start=2):
            for place, text in enumerate(row):
                notes.write_string(line, place, text, bold if line == 2 else wrapped)


def _offer_values(sheet: Worksheet, place: int, column: Column) -> None:
    values = ["true", "false"] if column.kind is Kind.BOOL else list(column.values)
    if values:
        sheet.data_validation(1, place, ROWS_MOST - 1, place, {"validate": "list", "source": values})


def _note(table: Table, column: Column, lang: Lang) -> str:
    return "\n".join(
        text for text in (of_column(table, column, lang), _form(column, lang), _values(table, column, lang)) if text
    )


def _notes(table: Table, lang: Lang) -> list[list[str]]:
    heads = [_WORDS[word][lang] for word in ("column", "required", "form", "meaning", "values", "example")]
    rows = [
        [
            header,
            "●" if column.required else "",
            _form(column, lang),
            of_column(table, column, lang),
            _values(table, column, lang),
            example(table, column),
        ]
        for column, header in zip(table.columns, headers(table, lang), strict=True)
    ]
    return [heads, *rows]


def _form(column: Column, lang: Lang) -> str:
    if column.kind is Kind.MONEY:
        return {"zh": "元，如 1234.56", "en": "major units, 1234.56"}[lang]
    return FORMS[column.kind][lang]


def _values(table: Table, column: Column, lang: Lang) -> str:
    if lang == "en":
        return "\n".join(column.values)
    return "\n".join(f"{value} {of_value(table, column, value, lang)}" for value in column.values)
