"""A lender's mapping: strict where it is written, and able to read a dialect of several tables in one file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from duly.intake import BadMapping, IntakeRefused
from duly.intake import mapping as mappings
from tests.intake.conftest import Lender, cells

EXAMPLE = Path(__file__).parents[2] / "examples" / "one-file-lender"
DIALECT = (EXAMPLE / "loan_payments.csv").read_bytes()
MAPPING = (EXAMPLE / "mapping.yaml").read_text("utf-8")
BOOK = (EXAMPLE / "book.csv").read_bytes()


class TestDialect:
    """Fifty loans in the dialect of a public teaching file: one row is a borrower, a loan, an instalment and a payment."""

    def test_one_file_fills_four_tables(self, lender: Lender) -> None:
        manifest = lender.send_files({"book.csv": BOOK, "loan_payments.csv": DIALECT}, mapping=MAPPING)

        read = {table: rows.read for table, rows in manifest.rows.items()}
        assert read == {"book": 1, "borrowers": 50, "loans": 50, "schedule": 50, "payments": 40}
        assert manifest.is_whole
        assert manifest.sources[1].empty_lines == 51

    def test_words_days_and_amounts_become_ours(self, lender: Lender) -> None:
        lender.send_files({"book.csv": BOOK, "loan_payments.csv": DIALECT}, mapping=MAPPING)

        assert lender.rows("loans", "loan_id, borrower_id, signed_date, limit_minor, state")[0] == (
            "dly00001", "B-dly00001", date(2026, 7, 1), 100000, "settled",
        )  # fmt: skip
        assert {row[0] for row in lender.rows("loans", "state")} == {"open", "settled"}
        assert lender.rows("payments", "payment_id, loan_id, paid_date, amount_minor")[0] == (
            "P-dly00001", "dly00001", date(2026, 7, 30), 100000,
        )  # fmt: skip

    def test_the_running_total_needs_no_column_of_the_lender(self, lender: Lender) -> None:
        lender.send_files({"book.csv": BOOK, "loan_payments.csv": DIALECT}, mapping=MAPPING)

        assert lender.rows("schedule", "loan_id, due_total_minor")[0] == ("dly00001", 100000)

    def test_a_wrong_cell_keeps_the_lenders_own_name_and_line(self, lender: Lender) -> None:
        damaged = DIALECT.replace(b"dly00002,PAIDOFF,1000,", b"dly00002,PAIDOFF,1000.005,")

        manifest = lender.send_files({"book.csv": BOOK, "loan_payments.csv": damaged}, mapping=MAPPING)

        assert {(cell["line"], cell["field"], cell["table"]) for cell in manifest.quarantine} >= {
            (5, "Principal", "loans"),
            (5, "Principal", "payments"),
        }
        assert manifest.rows["borrowers"].new == 50

    def test_a_malformed_row_is_counted_once(self, lender: Lender) -> None:
        manifest = lender.send_files(
            {"book.csv": BOOK, "loan_payments.csv": DIALECT + b"dly09999,PAIDOFF\n"}, mapping=MAPPING
        )

        assert cells(manifest) == [("loan_payments.csv", 103, "", "fields")]
        assert sum(rows.quarantined for rows in manifest.rows.values()) == 1


SIMPLE = """
files:
  - match: "*.csv"
    ignore: [备注]
    tables:
      - table: payments
        names: {流水号: payment_id, 合同号: loan_id, 日期: paid_date, 实还: amount}
"""


class TestNotation:
    def test_thousands_parentheses_dates_and_delimiter_only_as_declared(self, known_lender: Lender) -> None:
        words = "流水号;合同号;日期;实还;备注\n1;L-1;2026年3月1日;1,234.50;x\n2;L-1;20260302;(1.00);\n"
        declared = SIMPLE + "thousands: true\nparentheses: true\ndates: ['%Y年%m月%d日', '%Y%m%d']\n"

        strict = known_lender.send_files({"a.csv": words}, mapping=SIMPLE, dry_run=True)
        known_lender.send_files({"a.csv": words}, mapping=declared)

        assert strict.rows["payments"].quarantined == 2
        assert known_lender.rows("payments", "payment_id, paid_date, amount_minor")[:2] == [
            ("1", date(2026, 3, 1), 123450),
            ("2", date(2026, 3, 2), -100),
        ]

    def test_the_same_file_under_another_mapping_is_another_reading(self, known_lender: Lender) -> None:
        words = "流水号,合同号,日期,实还\n1,L-1,2026-03-01,100\n"
        first = known_lender.send_files({"a.csv": words}, mapping=SIMPLE)
        second = known_lender.send_files({"a.csv": words}, mapping=SIMPLE.replace("实还: amount", "实还: amount_minor"))

        assert not second.sources[0].taken_before
        assert (first.rows["payments"].new, second.quarantined_by_reason) == (1, {"contradicts": 1})

    def test_an_instant_without_offset_takes_the_declared_zone(self, known_lender: Lender) -> None:
        mapping = """
files:
  - match: contacts.csv
    tables:
      - table: contacts
        names: {时间: at}
        constants: {direction: outbound, channel: voice, purpose: collect, party_role: borrower, actor: lender}
        enums: {outcome: {接通: answered, 未接: no_answer}}
zone: Asia/Shanghai
instants: ["%Y/%m/%d %H:%M"]
"""
        manifest = known_lender.send_files(
            {
                "contacts.csv": "contact_id,borrower_id,时间,outcome\nC-1,B-1,2026/9/1 9:05,接通\nC-2,B-1,2026/9/1 9:06,忙\n"
            },
            mapping=mapping,
        )

        assert known_lender.rows("contacts", "strftime(\"at\", '%Y-%m-%d %H:%M'), outcome") == [
            ("2026-09-01 01:05", "answered")
        ]
        assert cells(manifest) == [("contacts.csv", 3, "outcome", "enum")]

    def test_forbidden_columns_cannot_be_ignored_away(self, known_lender: Lender) -> None:
        with pytest.raises(IntakeRefused, match="CN-PARTY-11"):
            known_lender.send_files(
                {"a.csv": "流水号,合同号,日期,实还,通讯录\n"}, mapping=SIMPLE.replace("[备注]", "[备注, 通讯录]")
            )

    def test_a_column_the_mapping_forgets_is_refused(self, known_lender: Lender) -> None:
        with pytest.raises(IntakeRefused, match=r"no column '渠道'.*list it under ignore"):
            known_lender.send_files({"a.csv": "流水号,合同号,日期,实还,渠道\n"}, mapping=SIMPLE)

    def test_a_column_the_mapping_names_must_be_there(self, known_lender: Lender) -> None:
        with pytest.raises(IntakeRefused, match="the mapping names column '实还', which the file does not have"):
            known_lender.send_files({"a.csv": "流水号,合同号,日期,amount\n"}, mapping=SIMPLE)


FAULTS = [
    ("files: [", "is not YAML"),
    ("[]", "is not a set of `key: value` lines"),
    ("zone: Asia/Shanghai", "files is missing"),
    ("files: []", "not a list with at least one entry"),
    (SIMPLE + "colour: red", "unknown key 'colour'; 可用 accepted: files, encoding"),
    (SIMPLE + "zone: Mars/Base", "zone 'Mars/Base' 不是时区，例如写 is no time zone"),
    (SIMPLE + "encoding: gbk", "encoding: 'gbk' 不被接受 is not accepted; 可用 accepted: utf-8, gb18030"),
    (SIMPLE + "thousands: maybe", "'maybe' 不是真假值 is neither true nor false"),
    (SIMPLE + "thousands: true\nthousands: true", "key 'thousands' stands twice"),
    (SIMPLE + "dates: ['%d/%m/%y']", "two-digit year, and a century is never guessed"),
    (SIMPLE + "dates: ['%d/%m/%Y', '%m/%d/%Y']", "read the same text as two different days; keep one"),
    (SIMPLE + "dates: ['%d.%B.%Y']", "has %B; 日期写法由这些组成 a form is made of %Y %m %d %H %M %S"),
    (SIMPLE + "dates: ['%m/%d']", "须各写一次 must name once each %Y, %m, %d"),
    (SIMPLE + "instants: ['%Y-%m-%d %H:%M']", "zone must say whose clock"),
    (
        SIMPLE.replace("table: payments", "table: zahlungen"),
        "'zahlungen' 不被接受 is not accepted; 可用 accepted: book",
    ),
    (
        SIMPLE.replace("实还: amount", "实还: sum"),
        "payments 没有列 'sum'，可用 has no column 'sum'; it has: payment_id",
    ),
    (SIMPLE + "        units: {amount_minor: dollars}", "'dollars' 不被接受 is not accepted; 可用 accepted: yuan, fen"),
    (SIMPLE + "        units: {paid_date: yuan}", "'yuan' 不被接受 is not accepted; 可用 accepted: 无 nothing"),
    (SIMPLE + "        constants: {reverses: ''}", "constants: reverses: 是空的，请写文字 is empty"),
    (SIMPLE + "        enums: {colour: {a: b}}", "enums: payments 没有列 'colour'"),
    (SIMPLE + "        wen: x", "unknown key 'wen'"),
]


@pytest.mark.parametrize(("words", "fragment"), FAULTS)
def test_a_mapping_that_cannot_be_followed_says_why(words: str, fragment: str) -> None:
    with pytest.raises(BadMapping) as bad:
        mappings.parse(words, name="lender.yaml")

    assert fragment in str(bad.value)
    assert "lender.yaml" in str(bad.value)


class TestKept:
    def test_a_mapping_is_kept_under_the_lenders_name(self, tmp_path: Path) -> None:
        mappings.keep(tmp_path, "bank-1", mappings.parse(SIMPLE, name="x"))

        assert mappings.choose(tmp_path, "bank-1", None) == mappings.parse(SIMPLE, name="x")

    def test_a_name_cannot_leave_the_folder(self, tmp_path: Path) -> None:
        with pytest.raises(BadMapping, match="cannot name a lender's mapping"):
            mappings.choose(tmp_path, "../../etc/passwd", None)

    def test_a_mapping_that_is_not_there_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(BadMapping, match="there is no mapping at this place"):
            mappings.choose(tmp_path, "bank-2", None)
