"""Empty files that come back."""

from __future__ import annotations

import csv
import zipfile
from datetime import UTC, datetime

import pytest

from duly.book.contract import BY_NAME, TABLES
from duly.book.contract.examples import example
from duly.book.contract.meanings import LANGS
from duly.intake import take_in
from duly.intake.headers import meaning
from duly.intake.template import TemplatesInTheWay, headers, write_templates
from duly.store.lake import Home

NOON = datetime(2026, 10, 1, 4, tzinfo=UTC)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_header_means_its_column_and_amounts_are_in_major_units(table, lang):
    for column, header in zip(table.columns, headers(table, lang), strict=True):
        assert meaning(table, header) == (column, "yuan" if column in table.money_columns else "")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_empty_template_is_taken_as_no_rows_at_all(tmp_path, form, lang):
    write_templates(tmp_path / "files", form, lang)

    manifest = take_in([tmp_path / "files"], Home(tmp_path / "home"), taken_at=NOON)

    assert manifest.is_whole
    assert {name: counts.read for name, counts in manifest.rows.items()} == dict.fromkeys(BY_NAME, 0)


def test_what_may_have_been_filled_in_is_never_overwritten(tmp_path):
    write_templates(tmp_path, "csv", "zh")
    (tmp_path / "loans.csv").write_text("filled in", encoding="utf-8")

    with pytest.raises(TemplatesInTheWay, match=r"loans\.csv.*name another folder"):
        write_templates(tmp_path, "csv", "zh")

    assert (tmp_path / "loans.csv").read_text("utf-8") == "filled in"


@pytest.mark.parametrize("bom", [True, False])
def test_the_byte_order_mark_is_a_choice(tmp_path, bom):
    (path, *_) = write_templates(tmp_path, "csv", "zh", bom=bom)

    assert path.read_bytes().startswith(b"\xef\xbb\xbf") is bom


def test_the_examples_of_all_tables_make_a_book(tmp_path):
    for path in write_templates(tmp_path / "files", "csv", "zh"):
        table = BY_NAME[path.stem]
        with path.open("a", encoding="utf-8", newline="") as out:
            csv.writer(out).writerow([example(table, column) for column in table.columns])

    manifest = take_in([tmp_path / "files"], Home(tmp_path / "home"), taken_at=NOON)

    assert manifest.quarantine == ()
    assert {name: counts.new for name, counts in manifest.rows.items()} == dict.fromkeys(BY_NAME, 1)


def test_a_workbook_holds_no_formula_and_offers_the_values(tmp_path):
    written = {path.stem: path for path in write_templates(tmp_path, "xlsx", "zh")}

    with zipfile.ZipFile(written["addresses"]) as archive:
        sheets = "".join(archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name)
    assert "<f>" not in sheets
    assert "mobile,landline" in sheets
    assert 'state="frozen"' in sheets


def test_every_table_of_the_contract_has_one(tmp_path):
    assert [path.stem for path in write_templates(tmp_path, "csv", "en")] == [table.name for table in TABLES]
