"""How far bills and payments alone explain what the lender reports."""

from __future__ import annotations

from datetime import date

from duly.book.reported import explained_query

DAY = date(2026, 10, 1)


def months(loan_id, *rows):
    """Statements of (billed, paid, reported), the last in September."""
    first = 10 - len(rows)
    return [
        {
            "loan_id": loan_id,
            "statement_date": date(2026, first + n, 25),
            "billed_minor": billed,
            "paid_minor": paid,
            "months_late": late,
        }
        for n, (billed, paid, late) in enumerate(rows)
    ]


def test_a_payment_below_five_percent_of_the_bill_before_falls_short(engine, fill):
    fill({"statements": months("A", (10_000, 0, 0), (10_000, 499, 1)) + months("B", (10_000, 0, 0), (10_000, 500, 1))})

    assert engine.execute(explained_query(DAY)).fetchone() == (2, 1)


def test_only_the_newest_months_in_a_row_count(engine, fill):
    fill({"statements": months("A", (10_000, 0, 0), (10_000, 0, 1), (10_000, 500, 0), (10_000, 0, 1), (10_000, 0, 2))})

    assert engine.execute(explained_query(DAY)).fetchone() == (1, 1)


def test_a_report_of_not_late_in_any_form_is_nought(engine, fill):
    fill({"statements": months("A", (0, 0, -2), (0, 0, -2)) + months("B", (-5, 0, -1), (100, 0, -1))})

    assert engine.execute(explained_query(DAY)).fetchone() == (2, 2)


def test_a_book_without_statements_explains_nothing(engine):
    assert engine.execute(explained_query(DAY)).fetchone() == (0, 0)
