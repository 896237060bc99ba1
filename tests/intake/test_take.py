"""What intake promises of a book: rows are judged against one another and against what was taken before."""

from __future__ import annotations

import json
import stat
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from duly.intake import IntakeRefused
from tests.intake.conftest import BOOK, BORROWERS, LOANS, PAYMENTS, SCHEDULE, Lender, cells

HEAD = "payment_id,loan_id,paid_date,amount\n"
ADDRESSES = """address_id,borrower_id,kind,owner_role,source,state,value
A-1,B-1,mobile,borrower,contract,valid,13800138000
"""


class TestFirstBook:
    def test_is_there_with_typed_columns(self, known_lender: Lender) -> None:
        assert known_lender.rows("payments", "payment_id, loan_id, paid_date, amount_minor") == [
            ("P-1", "L-1", date(2026, 2, 14), 11000),
            ("P-2", "L-2", date(2026, 3, 20), 10000),
        ]
        assert known_lender.home.version().number == 1

    def test_carries_the_running_total_of_each_schedule(self, known_lender: Lender) -> None:
        assert known_lender.rows("schedule", "loan_id, instalment_no, due_total_minor") == [
            ("L-1", 1, 11000),
            ("L-1", 2, 21900),
            ("L-2", 1, 30675),
        ]

    def test_keeps_personal_columns_apart_and_to_the_owner(self, known_lender: Lender) -> None:
        lake, private = (
            known_lender.rows("borrowers", "#1"),
            known_lender.private("borrowers", "borrower_id, name, id_number"),
        )

        assert private == [("B-1", "张三", "11010519491231002X"), ("B-2", "李四", None)]
        assert len(lake) == 2
        (path,) = known_lender.home.private_paths(known_lender.home.version(), "borrowers")
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE((known_lender.home.path / "private").stat().st_mode) == 0o700

    def test_leaves_no_personal_word_outside_the_private_folder(self, known_lender: Lender) -> None:
        known_lender.send(borrowers=BORROWERS + "B-3,王五五,110105194912310021,,,,\n")

        for path in known_lender.home.path.rglob("*"):
            if path.is_file() and "private" not in path.parts:
                assert "张三".encode() not in path.read_bytes()
                assert b"11010519491231002" not in path.read_bytes()

    def test_reconciles_rows_and_money(self, lender: Lender) -> None:
        manifest = lender.send(
            book=BOOK,
            borrowers=BORROWERS,
            loans=LOANS,
            payments=PAYMENTS + "P-3,L-9,2026-03-20,7.01\nP-4,L-1,2026-03-20,x\n",
        )

        rows, sums = manifest.rows["payments"], manifest.money["payments"]["amount_minor"]
        assert (rows.read, rows.accepted, rows.quarantined) == (4, 2, 2)
        assert (sums.read, sums.accepted, sums.quarantined, sums.unreadable) == (21701, 21000, 701, 1)

    def test_is_written_down_with_its_sources(self, known_lender: Lender) -> None:
        (batch,) = known_lender.home.version().batches
        kept = json.loads((known_lender.home.batch(batch) / "manifest.json").read_text("utf-8"))

        assert kept["version_after"] == 1
        assert {source["file"] for source in kept["sources"]} >= {"book.csv", "loans.csv"}
        assert kept["sources"][0]["described"] == {"encoding": "utf-8", "delimiter": "comma", "line_ends": "LF"}


class TestAgain:
    def test_the_same_files_change_nothing(self, known_lender: Lender) -> None:
        again = known_lender.send(book=BOOK, borrowers=BORROWERS, loans=LOANS, schedule=SCHEDULE, payments=PAYMENTS)

        assert not again.changed
        assert known_lender.home.version().number == 1
        assert all(source.taken_before for source in again.sources)
        assert all(counts.unchanged == counts.read for counts in again.rows.values())

    def test_the_same_rows_in_another_file_are_unchanged(self, known_lender: Lender) -> None:
        again = known_lender.send(payments=PAYMENTS + "\n")

        assert again.rows["payments"].unchanged == 2
        assert not again.changed
        assert len(known_lender.rows("payments")) == 2

    def test_a_new_event_is_added(self, known_lender: Lender) -> None:
        again = known_lender.send(payments=PAYMENTS + "P-3,L-1,2026-03-14,109.00\n")

        assert (again.rows["payments"].new, again.rows["payments"].unchanged) == (1, 2)
        assert [row[0] for row in known_lender.rows("payments", "payment_id")] == ["P-1", "P-2", "P-3"]

    def test_an_event_that_says_otherwise_contradicts_and_both_are_named(self, known_lender: Lender) -> None:
        again = known_lender.send(payments=HEAD + "P-1,L-1,2026-02-14,111.00\n")

        (cell,) = again.quarantine
        assert cell["code"] == "contradicts"
        assert cell["value"] == "amount_minor: 11100 ≠ 11000"
        assert known_lender.rows("payments", "payment_id, amount_minor")[0] == ("P-1", 11000)

    def test_a_standing_record_is_replaced(self, known_lender: Lender) -> None:
        again = known_lender.send(loans=LOANS.replace("3,open", "3,settled"))

        assert (again.rows["loans"].replaced, again.rows["loans"].unchanged) == (1, 1)
        assert known_lender.rows("loans", "loan_id, state") == [("L-1", "settled"), ("L-2", "open")]
        assert known_lender.home.version().tables["loans"].rows == 2

    def test_a_personal_column_alone_replaces_its_record(self, known_lender: Lender) -> None:
        known_lender.send(borrowers=BORROWERS.replace("李四", "李思"))

        assert known_lender.private("borrowers", "borrower_id, name") == [("B-1", "张三"), ("B-2", "李思")]

    def test_a_record_that_returns_to_an_earlier_state_is_replaced_again(self, known_lender: Lender) -> None:
        for state in ("wrong_number", "valid", "wrong_number"):
            manifest = known_lender.send(addresses=ADDRESSES.replace("valid", state))

            assert manifest.changed
            assert known_lender.rows("addresses", "address_id, state") == [("A-1", state)]

        assert manifest.rows["addresses"].replaced == 1
        assert all(source.taken_before for source in manifest.sources)
        assert known_lender.home.version().tables["addresses"].rows == 1

    def test_the_book_holds_what_the_last_file_says_of_a_record(self, known_lender: Lender) -> None:
        settled, opened = LOANS.replace("3,open", "3,settled"), LOANS
        for sent, state in ((settled, "settled"), (settled, "settled"), (opened, "open"), (opened, "open")):
            known_lender.send(loans=sent)

            assert known_lender.rows("loans", "loan_id, state")[0] == ("L-1", state)

        assert known_lender.home.version().number == 3  # a file twice in a row is one step

    def test_an_event_sent_once_more_stays_one_event(self, known_lender: Lender) -> None:
        known_lender.send(payments=HEAD + "P-3,L-1,2026-03-14,109.00\n")
        again = known_lender.send(payments=PAYMENTS)

        assert not again.changed
        assert len(known_lender.rows("payments")) == 3

    def test_what_was_refused_is_taken_once_its_loan_is_there(self, known_lender: Lender) -> None:
        payment = HEAD + "P-9,L-9,2026-03-20,5\n"
        refused = known_lender.send(payments=payment)
        known_lender.send(loans=LOANS + "L-9,B-1,BOOK-1,consumer_loan,,,,0,open\n")
        taken = known_lender.send(payments=payment)

        assert (refused.rows["payments"].quarantined, taken.rows["payments"].new) == (1, 1)

    def test_a_dry_run_says_the_same_and_writes_nothing(self, known_lender: Lender) -> None:
        before = sorted(known_lender.home.path.rglob("*"))
        dry = known_lender.send(payments=PAYMENTS + "P-3,L-1,2026-03-14,109.00\n", dry_run=True)

        assert dry.rows["payments"].new == 1
        assert sorted(known_lender.home.path.rglob("*")) == before

    def test_the_same_files_on_the_same_book_have_the_same_batch_name(self, lender: Lender) -> None:
        first = lender.send(book=BOOK, dry_run=True)
        second = lender.send(book=BOOK, dry_run=True)

        assert first.batch == second.batch


class TestOneKeyTwice:
    def test_counts_once_where_the_rows_agree(self, known_lender: Lender) -> None:
        manifest = known_lender.send(payments=HEAD + "P-5,L-1,2026-03-14,1\nP-5,L-1,2026-03-14,1.00\n")

        assert (manifest.rows["payments"].new, manifest.rows["payments"].unchanged) == (1, 1)

    @pytest.mark.parametrize("row", ["P-4,NOPE,2026-03-14,1", "P-1,L-1,2026-02-14,111.00"])
    def test_counts_each_as_refused_where_the_one_is(self, known_lender: Lender, row: str) -> None:
        rows = known_lender.send(payments=f"{HEAD}{row}\n{row}\n").rows["payments"]

        assert (rows.new, rows.unchanged, rows.quarantined) == (0, 0, 2)

    def test_counts_each_instalment_as_refused_where_the_schedule_is(self, known_lender: Lender) -> None:
        row = "L-1,3,2026-01-01,1,0,0\n"
        rows = known_lender.send(schedule=SCHEDULE.splitlines()[0] + "\n" + row + row).rows["schedule"]

        assert (rows.new, rows.unchanged, rows.quarantined) == (0, 0, 2)

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        ids=st.lists(
            st.tuples(st.integers(1, 4), st.sampled_from(["L-1", "L-2", "NOPE"]), st.integers(1, 2)), min_size=1
        )
    )
    def test_every_row_is_counted_once(self, known_lender: Lender, ids: list[tuple[int, str, int]]) -> None:
        sent = [f"P-{one},{loan},2026-02-14,{amount}10.00" for one, loan, amount in ids]

        rows = known_lender.send(payments=HEAD + "\n".join(sent) + "\n", dry_run=True).rows["payments"]

        assert min(rows.new, rows.replaced, rows.unchanged, rows.quarantined) >= 0
        assert rows.new + rows.replaced + rows.unchanged + rows.quarantined == rows.read == len(sent)
        assert rows.quarantined >= sum("NOPE" in row for row in sent)

    def test_refuses_both_where_they_do_not(self, known_lender: Lender) -> None:
        manifest = known_lender.send(payments=HEAD + "P-5,L-1,2026-03-14,1\nP-5,L-1,2026-03-14,2\n")

        assert cells(manifest) == [
            ("payments.csv", 2, "payment_id", "key-twice"),
            ("payments.csv", 3, "payment_id", "key-twice"),
        ]

    def test_holds_across_files_of_one_batch(self, known_lender: Lender) -> None:
        manifest = known_lender.send_files(
            {"payments-a.csv": HEAD + "P-5,L-1,2026-03-14,1\n", "payments-b.csv": HEAD + "P-5,L-1,2026-03-14,2\n"}
        )

        assert {cell["file"] for cell in manifest.quarantine} == {"payments-a.csv", "payments-b.csv"}


class TestReferences:
    def test_a_row_that_refers_to_nothing_is_quarantined(self, known_lender: Lender) -> None:
        manifest = known_lender.send(payments=HEAD + "P-5,L-404,2026-03-14,1\n")

        assert cells(manifest) == [("payments.csv", 2, "loan_id", "refers-unknown")]

    def test_what_hangs_on_a_quarantined_loan_is_quarantined_with_it(self, lender: Lender) -> None:
        manifest = lender.send(
            book=BOOK, borrowers=BORROWERS, loans=LOANS.replace("900.50", "九百"), schedule=SCHEDULE, payments=PAYMENTS
        )

        assert cells(manifest) == [
            ("loans.csv", 3, "limit_minor", "amount"),
            ("payments.csv", 3, "loan_id", "refers-quarantined"),
            ("schedule.csv", 4, "loan_id", "refers-quarantined"),
        ]

    def test_a_record_whose_replacement_is_refused_still_stands(self, known_lender: Lender) -> None:
        manifest = known_lender.send(loans=LOANS.replace("900.50", "九百"), payments=HEAD + "P-5,L-2,2026-03-14,1\n")

        assert manifest.rows["payments"].new == 1


class TestCurrency:
    def test_of_a_book_with_loans_never_changes(self, known_lender: Lender) -> None:
        manifest = known_lender.send(book=BOOK.replace("CNY", "USD"), payments=HEAD + "P-5,L-1,2026-03-14,1\n")

        (cell,) = manifest.quarantine
        assert (cell["column"], cell["value"], cell["code"]) == ("currency", "USD ≠ CNY", "currency-changed")
        assert known_lender.rows("book", "currency") == [("CNY",)]
        assert manifest.rows["payments"].new == 1

    def test_may_be_corrected_while_the_book_has_no_loan(self, lender: Lender) -> None:
        lender.send(book=BOOK)

        assert lender.send(book=BOOK.replace("CNY", "USD")).rows["book"].replaced == 1
        assert lender.rows("book", "currency") == [("USD",)]

    def test_does_not_stop_another_change_of_the_book(self, known_lender: Lender) -> None:
        manifest = known_lender.send(book=BOOK.replace("示例", "样例"))

        assert (manifest.rows["book"].replaced, manifest.rows["book"].quarantined) == (1, 0)


class TestHolds:
    def test_that_end_before_they_begin_are_refused(self, known_lender: Lender) -> None:
        manifest = known_lender.send(
            holds="hold_id,borrower_id,reason,first_date,last_date\n"
            "H-1,B-1,legal,2026-03-02,2026-03-01\nH-2,B-1,legal,2026-03-02,2026-03-02\nH-3,B-1,legal,2026-03-02,\n"
        )

        assert cells(manifest) == [("holds.csv", 2, "last_date", "dates-order")]
        assert manifest.rows["holds"].new == 2


class TestSchedule:
    def test_totals_are_right_after_a_later_file_changes_an_instalment(self, known_lender: Lender) -> None:
        known_lender.send(schedule="loan_id,instalment_no,due_date,principal,interest,fee\nL-1,1,2026-02-15,200,0,0\n")

        assert known_lender.rows("schedule", "loan_id, instalment_no, due_total_minor") == [
            ("L-1", 1, 20000),
            ("L-1", 2, 30900),
            ("L-2", 1, 30675),
        ]

    def test_instalments_of_one_loan_stay_in_one_file(self, known_lender: Lender) -> None:
        known_lender.send(schedule="loan_id,instalment_no,due_date,principal,interest,fee\nL-1,3,2026-04-15,200,0,0\n")

        files = known_lender.rows("schedule", "loan_id, filename", "ALL")
        assert len({file for loan, file in set(files) if loan == "L-1"}) == 1
        assert known_lender.rows("schedule", "max(due_total_minor)") == [(41900,)]

    def test_days_that_go_back_refuse_the_loan_and_no_other(self, known_lender: Lender) -> None:
        manifest = known_lender.send(
            schedule="loan_id,instalment_no,due_date,principal,interest,fee\n"
            "L-1,3,2026-01-01,1,0,0\nL-1,4,2026-05-01,1,0,0\nL-2,2,2026-05-01,1,0,0\n"
        )

        assert cells(manifest) == [
            ("schedule.csv", 2, "due_date", "schedule-order"),
            ("schedule.csv", 3, "due_date", "schedule-order"),
        ]
        assert manifest.rows["schedule"].new == 1

    @pytest.mark.parametrize(
        ("wrong", "code"),
        [
            ("L-1,4,2026-05-15,x,0,0", "amount"),
            ("L-1,4,2026-02-30,1,0,0", "date-impossible"),
            ("L-1,0,2026-05-15,1,0,0", "count-range"),
        ],
    )
    def test_one_refused_instalment_refuses_the_others_of_its_loan(
        self, known_lender: Lender, wrong: str, code: str
    ) -> None:
        before = known_lender.rows("schedule")
        manifest = known_lender.send(
            schedule="loan_id,instalment_no,due_date,principal,interest,fee\n"
            f"L-1,3,2026-04-15,1,0,0\n{wrong}\nL-1,5,2026-06-15,1,0,0\nL-2,2,2026-05-01,1,0,0\n"
        )

        assert [(line, found) for _, line, _, found in cells(manifest)] == [
            (2, "schedule-hole"),
            (3, code),
            (4, "schedule-hole"),
        ]
        assert (manifest.rows["schedule"].new, manifest.rows["schedule"].quarantined) == (1, 3)
        assert [row for row in known_lender.rows("schedule") if row[0] == "L-1"] == [
            row for row in before if row[0] == "L-1"
        ]

    def test_an_instalment_given_twice_refuses_the_others_of_its_loan(self, known_lender: Lender) -> None:
        manifest = known_lender.send(
            schedule="loan_id,instalment_no,due_date,principal,interest,fee\n"
            "L-1,3,2026-04-15,1,0,0\nL-1,4,2026-05-15,1,0,0\nL-1,4,2026-05-15,2,0,0\n"
        )

        assert manifest.quarantined_by_reason == {"key-twice": 2, "schedule-hole": 1}
        assert not manifest.changed

    def test_mended_and_sent_once_more_is_taken_whole(self, known_lender: Lender) -> None:
        sent = SCHEDULE + "L-1,3,2026-04-15,{},0,0\nL-1,4,2026-05-15,1,0,0\n"
        refused = known_lender.send(schedule=sent.format("x")).rows["schedule"]
        taken = known_lender.send(schedule=sent.format("1")).rows["schedule"]

        assert (refused.new, refused.unchanged, refused.quarantined) == (0, 3, 2)
        assert (taken.new, taken.unchanged, taken.quarantined) == (2, 3, 0)

    def test_an_instalment_of_less_than_nothing_is_refused(self, known_lender: Lender) -> None:
        manifest = known_lender.send(
            schedule="loan_id,instalment_no,due_date,principal,interest,fee\nL-1,3,2026-05-01,1,-2,0\n"
        )

        assert cells(manifest) == [("schedule.csv", 2, "due_date", "schedule-negative")]


class TestManyDays:
    def test_few_files_after_many_batches(self, known_lender: Lender) -> None:
        for day in range(1, 41):
            known_lender.send(payments=HEAD + f"D-{day},L-1,2026-04-{day % 28 + 1:02d},1.00\n")

        shelf = known_lender.home.version().tables["payments"]
        assert shelf.rows == len(known_lender.rows("payments")) == 42
        assert len(shelf.files) <= 16
        assert known_lender.home.version().number == 41

    def test_an_older_version_can_still_be_read(self, known_lender: Lender) -> None:
        old = known_lender.home.version()
        for state in ("settled", "open", "written_off"):
            known_lender.send(loans=LOANS.replace("3,open", f"3,{state}"))

        assert all(path.exists() for table in old.tables for path in known_lender.home.paths(old, table))


class TestTotalsOfTheLender:
    def test_that_agree_are_silent(self, known_lender: Lender) -> None:
        manifest = known_lender.send_files(
            {
                "payments.csv": HEAD + "P-5,L-1,2026-03-14,1.50\n",
                "control.csv": "table,rows,column,sum\npayments,1,amount,1.5\n",
            }
        )

        assert manifest.changed

    @pytest.mark.parametrize(
        ("stated", "fragment"),
        [
            ("payments,2,,", "should have 2 rows, but 1 were read"),
            ("payments,1,amount,2.50", "should add up to 250 minor units, but what was read adds up to 150"),
            ("payments,1,amount_minor,151", "should add up to 151 minor units"),
            ("payments,1,amount,1.5x", "'1.5x' is no sum"),
            ("payments,1,interest,1", "has no amount 'interest'"),
            ("loans,1,,", "of which no file came"),
            ("payments,1", "2 fields, where the header has 4"),
        ],
    )
    def test_that_differ_refuse_the_whole_batch(self, known_lender: Lender, stated: str, fragment: str) -> None:
        with pytest.raises(IntakeRefused, match=r"control.csv, line 2") as refused:
            known_lender.send_files(
                {
                    "payments.csv": HEAD + "P-5,L-1,2026-03-14,1.50\n",
                    "control.csv": f"table,rows,column,sum\n{stated}\n",
                }
            )

        assert fragment in str(refused.value)
        assert len(known_lender.rows("payments")) == 2


class TestOrder:
    @pytest.mark.parametrize(
        "ids", [("P-1", "P-2", "P-3"), ("P-3", "P-1", "P-2"), ("P-2", "P-2", "P-1"), ("P-1", "P-1", "P-2")]
    )
    def test_keys_in_any_order_are_judged_and_kept_alike(self, lender: Lender, ids: tuple[str, ...]) -> None:
        lender.send(book=BOOK, borrowers=BORROWERS, loans=LOANS)

        manifest = lender.send(payments=HEAD + "".join(f"{one},L-1,2026-03-14,1\n" for one in ids))

        assert manifest.rows["payments"].new == len(set(ids))
        assert lender.rows("payments", "payment_id") == [(one,) for one in sorted(set(ids))]

    @pytest.mark.parametrize("reverse", [False, True])
    def test_rows_of_the_lake_are_sorted(self, lender: Lender, reverse: bool) -> None:
        borrowers = [f"B-{n:05d}" for n in range(5000)]
        lender.send(book=BOOK, borrowers="borrower_id\n" + "\n".join(sorted(borrowers, reverse=reverse)) + "\n")

        read = parquet.read_table(lender.home.paths(lender.home.version(), "borrowers")[0])
        assert read.column("borrower_id").to_pylist() == borrowers


def test_lines_are_right_in_a_file_that_the_engine_reads_in_parts(lender: Lender) -> None:
    """Over 40 MB, so that several buffers are read at once."""
    loans = [f"L-{n:07d},B-1,BOOK-1,consumer_loan,2026-01-15,1200.00,1800,3,open" for n in range(700_000)]
    for line in (3, 350_000, 699_999):
        loans[line - 2] = loans[line - 2].replace("2026-01-15", "2026-02-30")

    manifest = lender.send(book=BOOK, borrowers=BORROWERS, loans=LOANS.splitlines()[0] + "\n" + "\n".join(loans) + "\n")

    assert cells(manifest) == [("loans.csv", line, "signed_date", "date-impossible") for line in (3, 350_000, 699_999)]
    assert manifest.rows["loans"].new == 699_997
