"""A payment that intake could not take: nobody knows whether its borrower paid, so nobody is contacted over it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from duly.intake.take import take_in
from duly.nightly import business_day, explain
from duly.nightly.closed import opened
from duly.nightly.night import output
from duly.nightly.sentences import sentences
from duly.nightly.steps import STEPS
from duly.store.lake import Home
from tests.nightly.test_night import Unwatched

EXAMPLES = Path(__file__).parents[2] / "examples" / "small-lender"
DAY = date(2026, 11, 9)
NOON = datetime(2026, 11, 9, 4, tzinfo=UTC)
HEAD = "payment_id,loan_id,paid_date,amount,reverses"


@pytest.fixture()
def lender(tmp_path):
    """The small lender, every payment clear; over B07, four months late, a person they named would be asked."""
    home = Home(tmp_path / "home")
    take_in([EXAMPLES / "2026-11-09"], home, taken_at=NOON)
    take_in([EXAMPLES / "2026-11-09-corrected"], home, taken_at=NOON)
    return home


def send(home: Home, folder: Path, *lines: str, name: str = "payments-more.csv", head: str = HEAD):
    file = folder / name
    file.write_text("\n".join((head, *lines)) + "\n", "utf-8")
    return take_in([file], home, taken_at=NOON)


def treated(home: Home) -> dict[str, str]:
    """What the night decides, by borrower: the reason to leave in peace, or what is done."""
    closed = business_day.close(home, DAY, watcher=Unwatched())
    step = next(one for one in STEPS if one.name == "treat")
    rows = duckdb.sql(
        f"SELECT borrower_id, coalesce(reason, treatment) FROM '{output(home.day(DAY), step)}'"
    ).fetchall()
    told = sentences(closed.summary, closed.titles, "zh"), sentences(closed.summary, closed.titles, "en")
    return dict(rows) | {
        "summary": closed.summary,
        "said": "\n".join(told[0] + told[1]),
        "page": closed.report.read_text("utf-8"),
    }


def test_whose_payment_could_not_be_taken_is_not_contacted_until_it_is_clear(lender, tmp_path):
    assert treated(lender)["B07"] == "restore_contact"

    send(lender, tmp_path, 'P07-2,L07,2026-11-08,"1,060.00元",')
    held = treated(lender)

    assert held["B07"] == "payment_unclear"
    assert held["summary"]["payments_set_aside"] == {"held": 1, "unnamed": 0}
    assert "1 笔回款没能入账" in held["said"]
    assert "1 payment could not be taken in" in held["page"]


def test_the_person_at_the_desk_reads_which_row_of_which_file_it_is(lender, tmp_path):
    send(lender, tmp_path, "P07-2,L07,2026-11-08,ten,")
    treated(lender)

    with opened(lender, DAY) as closed:
        case = explain.explain(closed, "B07")
    told = "\n".join((*explain.lines(case, "zh"), *explain.lines(case, "en")))

    assert "payments-more.csv:2" in told
    assert "a payment could not be taken in" in told
    assert "有一笔回款没能入账" in told


def test_what_takes_the_payment_after_all_lifts_the_hold(lender, tmp_path):
    send(lender, tmp_path, "P07-2,L07,2026-11-08,ten,")

    send(lender, tmp_path, "P07-2,L07,2026-11-08,10.00,", name="payments-mended.csv")

    assert treated(lender)["B07"] == "restore_contact"


def test_another_payment_does_not_lift_it(lender, tmp_path):
    send(lender, tmp_path, "P07-2,L07,2026-11-08,ten,")

    send(lender, tmp_path, "P07-3,L07,2026-11-08,10.00,", name="payments-other.csv")

    assert treated(lender)["B07"] == "payment_unclear"


def test_a_row_without_a_readable_id_holds_until_its_loan_is_paid_to(lender, tmp_path):
    send(lender, tmp_path, "?,L07,2026-11-08,10.00,")
    assert treated(lender)["B07"] == "payment_unclear"

    send(lender, tmp_path, "P07-2,L07,2026-11-08,10.00,", name="payments-mended.csv")

    assert treated(lender)["B07"] == "restore_contact"


def test_a_payment_that_contradicts_the_book_holds_until_it_is_reversed_or_sent_as_it_was(lender, tmp_path):
    send(lender, tmp_path, "P07-1,L07,2026-07-01,9.00,")
    assert treated(lender)["B07"] == "payment_unclear"

    send(lender, tmp_path, "R07-1,L07,2026-11-08,-1060.00,P07-1", name="payments-mended.csv")

    assert treated(lender)["B07"] == "restore_contact"


@pytest.mark.parametrize(
    "row", ["P99,,2026-11-08,10.00,", "P99,L99,2026-11-08,10.00,", "P99,L07,2026-11-08", "P99,?,2026-11-08,10.00,"]
)
def test_a_payment_that_names_nobody_is_counted_and_said_loudly(lender, tmp_path, row):
    send(lender, tmp_path, row)

    night = treated(lender)

    assert night["summary"]["payments_set_aside"] == {"held": 0, "unnamed": 1}
    assert "看不出是谁还的" in night["said"]
    assert "1 names no borrower of the book" in night["page"]


def test_a_row_that_is_no_row_is_remembered_until_its_file_comes_whole(lender, tmp_path):
    send(lender, tmp_path, "P99,L07,2026-11-08")
    send(lender, tmp_path, "P08-9,L08,2026-11-08,10.00,", name="payments-other.csv")
    assert treated(lender)["summary"]["payments_set_aside"]["unnamed"] == 1

    send(lender, tmp_path, "P99,L07,2026-11-08,10.00,")

    assert treated(lender)["summary"]["payments_set_aside"] == {"held": 0, "unnamed": 0}


def test_a_hold_survives_batches_that_bring_no_payment(lender, tmp_path):
    send(lender, tmp_path, "P07-2,L07,2026-11-08,ten,")

    take_in([EXAMPLES / "2026-11-10" / "promises-2026-11-10.csv"], lender, taken_at=NOON)

    assert treated(lender)["B07"] == "payment_unclear"
