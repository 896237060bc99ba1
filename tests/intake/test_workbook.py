"""Spreadsheets and Parquet: typed cells mean what they say, and nothing is unpacked blindly."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import xlsxwriter
from pyarrow import parquet

from duly.intake import IntakeRefused
from tests.intake.conftest import Lender, cells

HEADER = ["payment_id", "loan_id", "paid_date", "amount"]


def workbook(*rows: list[Any], sheet: str = "回款", before: int = 0) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        page = book.add_worksheet(sheet)
        for line, row in enumerate(rows, start=before):
            page.write_row(line, 0, row)
    return made.getvalue()


class TestWorkbook:
    def test_typed_cells_are_taken_as_they_are(self, known_lender: Lender) -> None:
        manifest = known_lender.send_files(
            {
                "payments.xlsx": workbook(
                    HEADER, ["P-8", "L-1", date(2026, 3, 14), 109.1], [1009, "L-2", "2026-03-15", -5]
                )
            }
        )

        assert manifest.is_whole
        assert known_lender.rows("payments", "payment_id, paid_date, amount_minor")[:1] == [
            ("1009", date(2026, 3, 15), -500)
        ]
        assert known_lender.rows("payments", "payment_id, paid_date, amount_minor")[-1] == (
            "P-8",
            date(2026, 3, 14),
            10910,
        )

    def test_a_wrong_cell_is_named_by_its_row_of_the_sheet(self, known_lender: Lender) -> None:
        manifest = known_lender.send_files(
            {
                "payments.xlsx": workbook(
                    HEADER, ["P-8", "L-1", date(2026, 3, 14), "壹佰"], [], ["P-9", "L-1", 45000, 1], before=2
                )
            }
        )

        assert cells(manifest) == [
            ("payments.xlsx", 4, "amount_minor", "amount"),
            ("payments.xlsx", 6, "paid_date", "date"),
        ]

    def test_digits_that_a_spreadsheet_lost_are_not_believed(self, known_lender: Lender) -> None:
        manifest = known_lender.send_files(
            {"payments.xlsx": workbook(HEADER, [622848000000000012, "L-1", date(2026, 3, 14), 1])}
        )

        assert cells(manifest) == [("payments.xlsx", 2, "payment_id", "id-scientific")]

    def test_an_id_with_a_fraction_refuses_the_sheet(self, known_lender: Lender) -> None:
        with pytest.raises(
            IntakeRefused, match=r"line 2: column 'payment_id' holds ids, but this cell is a number with a"
        ):
            known_lender.send_files({"payments.xlsx": workbook(HEADER, [1.5, "L-1", date(2026, 3, 14), 1])})

    def test_a_sheet_that_is_not_read_is_named(self, known_lender: Lender) -> None:
        made = io.BytesIO()
        with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
            for month, payment in (("九月", "P-8"), ("十月", "P-9")):
                page = book.add_worksheet(month)
                page.write_row(0, 0, HEADER)
                page.write_row(1, 0, [payment, "L-1", "2026-03-14", 1])

        manifest = known_lender.send_files({"payments.xlsx": made.getvalue()})

        assert manifest.rows["payments"].new == 1
        assert manifest.sources[0].described == {"sheet": "九月", "not_read": "未读工作表 sheets not read: 十月"}

    def test_a_sheet_is_chosen_by_the_mapping(self, known_lender: Lender) -> None:
        mapping = """
files:
  - match: "*.xlsx"
    sheet: 十月
    tables: [{table: payments}]
"""
        words = workbook(HEADER, ["P-8", "L-1", date(2026, 3, 14), 1], sheet="十月")
        manifest = known_lender.send_files({"bank.xlsx": words}, mapping=mapping)

        assert manifest.rows["payments"].new == 1
        with pytest.raises(IntakeRefused, match="it has no sheet '十月'; it has 回款"):
            known_lender.send_files({"bank.xlsx": workbook(HEADER)}, mapping=mapping)

    def test_typed_days_need_no_form_and_instants_a_zone(self, known_lender: Lender) -> None:
        mapping = """
files:
  - match: "*.xlsx"
    tables:
      - table: promises
        constants: {state: open}
dates: ["%m/%d/%Y"]
instants: ["%m/%d/%Y %H:%M"]
zone: Asia/Shanghai
"""
        rows = [["promise_id", "borrower_id", "made_at", "due_date", "amount"]]
        made_at = datetime(2026, 9, 1, 9, 30)  # a spreadsheet knows no zone
        words = workbook(*rows, ["R-1", "B-1", made_at, date(2026, 10, 1), 5])

        manifest = known_lender.send_files({"promises.xlsx": words}, mapping=mapping)

        assert manifest.is_whole, manifest.quarantine

    def test_a_bomb_is_refused_before_it_is_read(self, known_lender: Lender) -> None:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet1.xml", b"0" * (200 << 20))

        with pytest.raises(IntakeRefused, match="looks like a zip bomb; export it as CSV"):
            known_lender.send_files({"payments.xlsx": made.getvalue()})

    def test_a_bomb_that_lies_about_its_size_is_refused_too(self, known_lender: Lender) -> None:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet1.xml", b"0" * (200 << 20))
        true_size = (200 << 20).to_bytes(4, "little")

        with pytest.raises(IntakeRefused, match="zip bomb"):
            known_lender.send_files({"payments.xlsx": made.getvalue().replace(true_size, (1000).to_bytes(4, "little"))})


def columns(**changed: pa.Array) -> dict[str, pa.Array]:
    return {
        "payment_id": pa.array(["P-8", "P-9"]),
        "loan_id": pa.array(["L-1", "L-404"]),
        "paid_date": pa.array([date(2026, 3, 14), date(2026, 3, 15)]),
        "amount": pa.array([Decimal("109.10"), Decimal("-5.00")]),
    } | changed


def written(folder: Path, **changed: pa.Array) -> bytes:
    folder.mkdir(exist_ok=True)
    parquet.write_table(pa.table(columns(**changed)), folder / "x.parquet")
    return (folder / "x.parquet").read_bytes()


class TestParquet:
    def test_typed_columns_are_taken_and_rows_are_counted_from_one(self, known_lender: Lender, tmp_path: Path) -> None:
        manifest = known_lender.send_files({"payments.parquet": written(tmp_path / "p")})

        assert cells(manifest) == [("payments.parquet", 2, "loan_id", "refers-unknown")]
        assert known_lender.rows("payments", "payment_id, amount_minor")[-1] == ("P-8", 10910)

    def test_a_float_carries_no_money(self, known_lender: Lender, tmp_path: Path) -> None:
        with pytest.raises(IntakeRefused, match="column 'amount' is DOUBLE; a float cannot carry money"):
            known_lender.send_files({"payments.parquet": written(tmp_path / "p", amount=pa.array([1.1, 2.2]))})

    def test_empty_text_is_unknown(self, known_lender: Lender, tmp_path: Path) -> None:
        manifest = known_lender.send_files(
            {"payments.parquet": written(tmp_path / "p", reverses=pa.array(["", " P-1 "]))}
        )

        assert manifest.quarantined_by_reason == {"refers-unknown": 1}
        assert known_lender.rows("payments", "payment_id, reverses")[-1] == ("P-8", None)
