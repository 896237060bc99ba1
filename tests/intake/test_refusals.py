"""Wrong input of every sort: what is said names what is wrong, where it is, and what to do."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from duly.intake import IntakeRefused, take_in
from duly.intake.reasons import BY_CODE, REASONS
from duly.store.lake import Home
from tests.intake.conftest import BOOK, BORROWERS, LOANS, NOON, PAYMENTS, Lender, cells

HEAD = "payment_id,loan_id,paid_date,amount\n"
ROW = "P-9,L-1,2026-03-14,1.00\n"

FILES: list[tuple[dict[str, str | bytes], str]] = [
    ({}, "name files after tables: book, "),
    ({"payments.csv": ""}, "payments.csv: the file is empty; send it again"),
    ({"payments.csv": "\n\n"}, "payments.csv: the file has no header; its first line names the columns"),
    ({"payments.csv": HEAD.replace("amount", "sum")}, "payments.csv: payments has no column 'sum'; it has payment_id"),
    ({"payments.csv": HEAD.replace(",amount", "")}, "payments needs column 'amount_minor' (金额)"),
    ({"payments.csv": HEAD.replace("paid_date", "loan_id")}, "column 'loan_id' is there twice; keep one"),
    ({"payments.csv": HEAD.replace("amount", "amount,金额")}, "'amount' and '金额' both fill payments.amount_minor"),
    ({"payments.csv": HEAD.replace("paid_date", "")}, "column 3 has no name; name it or remove it"),
    ({"payments.csv": HEAD.replace("amount", "amount,通讯录")}, "no lawful source and is never taken in (CN-PARTY-11)"),
    ({"payments.csv": HEAD.replace("amount", "amount,contacts_json")}, "column 'contacts_json' looks like a phone address book"),
    ({"payments.csv": HEAD.replace("amount", "amount,call_log")}, "'call_log' looks like"),
    ({"payments.csv": HEAD.replace("amount", "amount,phone_contacts")}, "'phone_contacts' looks like"),
    ({"payments.csv": HEAD.replace("amount", "amount,通话记录")}, "通讯录、通话记录、短信、定位等没有合法来源"),
    ({"payments.csv": HEAD.replace("amount", "amount,SMS_Log")}, "remove the column"),
    ({"payments.csv": HEAD.replace("amount", "amount,gps_location")}, "whereabouts of a person"),
    ({"payments.csv": HEAD.replace("amount", "amount,relatives_list")}, "looks like"),
    ({"payments.csv": b"\xff\xff" + HEAD.encode()}, "neither UTF-8 nor GB18030"),
    ({"payments.csv": HEAD.encode() + b"P-9\x00,L-1,2026-03-14,1.00\n"}, "payments.csv: the file has NUL bytes"),
    ({"payments.csv": HEAD + 'P-9,"L-1,2026-03-14,1.00\n'}, "payments.csv, line 2: a double quote opens here and never closes"),
    ({"payments.csv": '"payment_id,loan_id\n'}, "payments.csv, line 1: the header cannot be read"),
    ({"payments.csv": HEAD.encode("utf-16")[2:]}, "NUL bytes"),
    ({"payments.xlsx": b"not a zip"}, "payments.xlsx: it is no workbook"),
    ({"payments.parquet": b"not parquet"}, "payments.parquet: it cannot be read as Parquet"),
    ({"readme.md": "hello"}, "readme.md: is no .csv, .tsv, .txt, .parquet, .xlsx file"),
    ({"zahlungen.csv": HEAD}, "zahlungen.csv: its name begins with no table's name (book, "),
    ({"payments.csv": HEAD, "control.csv": "a,b\n"}, "control.csv: its header is a, b; it must be table,rows,column,sum"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "fragment"), FILES)
def test_a_file_that_cannot_be_taken_refuses_the_batch(
    known_lender: Lender, files: dict[str, str | bytes], fragment: str
) -> None:
    before = known_lender.home.version()

    with pytest.raises(IntakeRefused) as refused:
        known_lender.send_files(files)

    said = str(refused.value)
    assert all(part in said for part in fragment.split(": ", 1))
    assert known_lender.home.version() == before


ROWS = [
    (",L-1,2026-03-14,1.00", "payment_id", "missing"),
    ("P-9,,2026-03-14,1.00", "loan_id", "missing"),
    ("P-9,L-1,,1.00", "paid_date", "missing"),
    ("P-9,L-1,2026-03-14,", "amount_minor", "missing"),
    ("P-9,L-1,2026-03-14", "", "fields"),
    ("P-9,L-1,2026-03-14,1,000.00", "", "fields"),
    ('P-9,L-1,2026-03-14,"1"00', "", "quote"),
    ("支付9,L-1,2026-03-14,1.00", "payment_id", "id"),
    ("6.22848E+18,L-1,2026-03-14,1.00", "payment_id", "id-scientific"),
    ("P-9,L-1,2026-02-30,1.00", "paid_date", "date-impossible"),
    ("P-9,L-1,3/14/2026,1.00", "paid_date", "date"),
    ("P-9,L-1,1026-03-14,1.00", "paid_date", "date-range"),
    ("P-9,L-1,2026-03-14,１.00", "amount_minor", "amount"),
    ("P-9,L-1,2026-03-14,1_0", "amount_minor", "amount"),
    ("P-9,L-1,2026-03-14,NaN", "amount_minor", "amount"),
    ("P-9,L-1,2026-03-14,1e3", "amount_minor", "amount"),
    ("P-9,L-1,2026-03-14,1.005", "amount_minor", "amount-places"),
    ("P-9,L-1,2026-03-14,123456789012345678", "amount_minor", "amount-range"),
    ("P-9,L-9,2026-03-14,1.00", "loan_id", "refers-unknown"),
    ("P-1,L-1,2026-02-14,1.00", "payment_id", "contradicts"),
]


@pytest.mark.parametrize(("row", "column", "code"), ROWS)
def test_a_row_that_cannot_be_taken_is_quarantined_and_the_others_go_on(
    known_lender: Lender, row: str, column: str, code: str
) -> None:
    manifest = known_lender.send(payments=f"{HEAD}P-8,L-1,2026-03-14,1.00\n\n{row}\nP-7,L-2,2026-03-14,2.00\n")

    assert cells(manifest) == [("payments.csv", 4, column, code)]
    assert (manifest.rows["payments"].read, manifest.rows["payments"].new) == (3, 2)
    (cell,) = manifest.quarantine
    assert cell["reason_zh"] == BY_CODE[code].zh
    assert cell["hint_en"] == BY_CODE[code].hint_en


def test_every_fault_of_a_row_is_reported(known_lender: Lender) -> None:
    manifest = known_lender.send(payments=HEAD + "支付,L-1,2026-02-30,x\n")

    assert [(cell["field"], cell["value"], cell["code"]) for cell in manifest.quarantine] == [
        ("amount", "x", "amount"),
        ("paid_date", "2026-02-30", "date-impossible"),
        ("payment_id", "支付", "id"),
    ]
    assert manifest.rows["payments"].quarantined == 1


def test_every_fault_of_a_header_is_reported_at_once(lender: Lender) -> None:
    with pytest.raises(IntakeRefused) as refused:
        lender.send(book=BOOK.replace("currency", "valuta"), payments=HEAD.replace("amount", "sum"))

    assert {"book.csv", "payments.csv"} == {fault.split(":")[0] for fault in refused.value.faults}
    assert len(refused.value.faults) == 4


def test_nobody_is_told_to_map_a_column_that_may_not_be_there(lender: Lender) -> None:
    with pytest.raises(IntakeRefused) as refused:
        lender.send(payments=HEAD.replace("amount", "amount,通讯录"))

    assert len(refused.value.faults) == 1


def test_a_file_that_is_none_of_ours_is_named_and_the_others_are_taken(known_lender: Lender) -> None:
    manifest = known_lender.send_files({"payments.csv": HEAD + ROW, "notes.docx": b"x", "zahlungen.csv": HEAD})

    assert set(manifest.refused_files) == {"notes.docx", "zahlungen.csv"}
    assert manifest.rows["payments"].new == 1
    assert not manifest.is_whole


def test_a_file_asked_for_by_name_must_be_one_of_ours(known_lender: Lender) -> None:
    folder = known_lender.write({"payments.csv": HEAD + ROW, "notes.docx": b"x"})

    with pytest.raises(IntakeRefused, match=r"notes\.docx"):
        known_lender.take(folder / "payments.csv", folder / "notes.docx")
    with pytest.raises(IntakeRefused, match="there is no such file or folder; check the path"):
        known_lender.take(folder / "nowhere.csv")


def test_an_unlawful_source_is_quarantined_with_the_rule(known_lender: Lender) -> None:
    manifest = known_lender.send(
        addresses="address_id,borrower_id,kind,owner_role,source,state,value\n"
        "A-1,B-1,mobile,contact,phone_address_book,valid,13800138000\n"
    )

    (cell,) = manifest.quarantine
    assert (cell["column"], cell["code"]) == ("source", "unlawful")
    assert "CN-PARTY-11" in cell["reason_en"]


def test_personal_values_are_masked_in_the_quarantine(known_lender: Lender) -> None:
    manifest = known_lender.send(borrowers=BORROWERS.replace("11010519491231002X", "110105194912310020"))

    assert [cell["value"] for cell in manifest.quarantine] == ["110*************20"]


def test_the_quarantine_opens_in_a_spreadsheet_without_running_anything(known_lender: Lender) -> None:
    manifest = known_lender.send(payments=HEAD + '=1+1,L-1,2026-03-14,-5.001\n"@SUM(A1)",+L,-3,x\n')

    words = (known_lender.home.batch(manifest.batch) / "quarantine.csv").read_text("utf-8-sig")
    assert "'=1+1" in words
    assert "'@SUM(A1)" in words
    assert "'+L" in words
    assert ",-5.001," in words  # a negative amount stays a number


def test_spaces_around_a_cell_do_not_matter(known_lender: Lender) -> None:
    manifest = known_lender.send(payments=HEAD + " P-9 , L-1,2026-03-14 ,  1.00\n,,,\n   , ,,\n")

    assert manifest.is_whole
    assert manifest.rows["payments"].read == manifest.rows["payments"].new == 1


def test_a_second_currency_is_accepted_here_and_left_to_the_night(known_lender: Lender) -> None:
    manifest = known_lender.send(book=BOOK.replace("BOOK-1", "BOOK-2").replace("CNY", "USD"))

    assert manifest.rows["book"].new == 1


def test_chinese_headers_mean_what_the_contract_says(known_lender: Lender) -> None:
    manifest = known_lender.send(
        payments=PAYMENTS.replace("payment_id,loan_id,paid_date,amount", "回款编号,借据编号,回款日,金额")
    )

    assert manifest.rows["payments"].unchanged == 2


def test_minor_units_are_whole_and_say_so_in_their_name(known_lender: Lender) -> None:
    manifest = known_lender.send(
        payments=HEAD.replace("amount", "amount_minor") + "P-8,L-1,2026-03-14,101\nP-9,L-1,2026-03-14,1.01\n"
    )

    assert known_lender.rows("payments", "payment_id, amount_minor")[-1] == ("P-8", 101)
    assert cells(manifest) == [("payments.csv", 3, "amount_minor", "amount")]


def test_every_reason_has_its_words_in_both_languages() -> None:
    assert len({reason.code for reason in REASONS}) == len(REASONS)
    assert all(all((r.zh, r.en, r.hint_zh, r.hint_en)) for r in REASONS)
    assert LOANS


@pytest.mark.parametrize("place", [40, 2_000, 9_000])
def test_a_parquet_file_damaged_inside_is_refused_in_a_sentence_and_nothing_is_taken(
    tmp_path: Path, place: int
) -> None:
    """Its footer is whole, so that the damage is only met while its rows are read."""
    file = tmp_path / "payments.parquet"
    ids = [f"P{number}" for number in range(5_000)]
    parquet.write_table(pa.table({"payment_id": ids, "loan_id": ["L1"] * 5_000, "paid_date": ["2026-07-07"] * 5_000,
                                  "amount": ["1.00"] * 5_000}), file)  # fmt: skip
    written = bytearray(file.read_bytes())
    written[place : place + 30] = b"\xff" * 30
    file.write_bytes(written)
    home = Home(tmp_path / "home")

    with pytest.raises(IntakeRefused, match=r"已损坏.*it is damaged"):
        take_in([file], home, taken_at=NOON)
    assert home.version().number == 0
