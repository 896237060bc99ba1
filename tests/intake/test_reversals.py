"""A reversal takes back a payment that is there, of the same loan, and never more of it than is left."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.intake.conftest import Lender, cells

HEAD = "payment_id,loan_id,paid_date,amount,reverses\n"

# P-1 is 110.00 on L-1, P-2 is 100.00 on L-2.
ROWS = [
    ("R-1,L-1,2026-03-14,-10.00,P-404", "reverses", "refers-unknown"),
    ("R-1,L-1,2026-03-14,-10.00,P-2", "reverses", "reversal-loan"),
    ("R-1,L-1,2026-03-14,10.00,P-1", "amount_minor", "reversal-positive"),
    ("R-1,L-1,2026-03-14,0,P-1", "amount_minor", "reversal-positive"),
    ("R-1,L-1,2026-03-14,-110.01,P-1", "amount_minor", "reversal-exceeds"),
    ("R-1,L-1,2026-03-14,-10.00,R-1", "reverses", "reversal-of-reversal"),
]


@pytest.mark.parametrize(("row", "column", "code"), ROWS)
def test_that_cannot_be_is_quarantined_and_the_others_go_on(
    known_lender: Lender, row: str, column: str, code: str
) -> None:
    manifest = known_lender.send(payments=f"{HEAD}P-8,L-1,2026-03-14,1.00,\n{row}\n")

    assert cells(manifest) == [("payments.csv", 3, column, code)]
    assert manifest.rows["payments"].new == 1


def test_of_a_payment_of_the_book_or_of_the_same_batch_is_taken(known_lender: Lender) -> None:
    manifest = known_lender.send(
        payments=HEAD + "R-1,L-1,2026-03-14,-110.00,P-1\nR-2,L-2,2026-03-14,-5.00,P-8\nP-8,L-2,2026-03-14,5.00,\n"
    )

    assert manifest.is_whole
    assert manifest.rows["payments"].new == 3


def test_of_a_reversal_is_refused_in_a_later_batch_too(known_lender: Lender) -> None:
    known_lender.send(payments=HEAD + "R-1,L-1,2026-03-14,-110.00,P-1\n")
    manifest = known_lender.send(payments=HEAD + "R-2,L-1,2026-03-15,-10.00,R-1\n")

    assert cells(manifest) == [("payments.csv", 2, "reverses", "reversal-of-reversal")]


def test_counts_what_was_taken_back_before(known_lender: Lender) -> None:
    known_lender.send(payments=HEAD + "R-1,L-1,2026-03-14,-60.00,P-1\n")
    refused = known_lender.send(payments=HEAD + "R-2,L-1,2026-03-15,-50.01,P-1\n")
    taken = known_lender.send(payments=HEAD + "R-3,L-1,2026-03-15,-50.00,P-1\n")

    assert [cell["value"] for cell in refused.quarantine] == ["-5001, 1 too much"]
    assert taken.rows["payments"].new == 1


def test_that_together_with_others_of_the_batch_takes_too_much_is_refused_with_them(known_lender: Lender) -> None:
    row = "R-{},L-1,2026-03-15,-60.00,P-1\n"
    manifest = known_lender.send(payments=HEAD + row.format(1) + row.format(2) + "R-3,L-2,2026-03-15,-60.00,P-2\n")

    assert [(line, code) for _, line, _, code in cells(manifest)] == [(2, "reversal-exceeds"), (3, "reversal-exceeds")]
    assert manifest.rows["payments"].new == 1


def test_falls_with_the_payment_that_it_takes_back(known_lender: Lender) -> None:
    manifest = known_lender.send(payments=HEAD + "P-8,NOPE,2026-03-14,5.00,\nR-1,L-1,2026-03-14,-5.00,P-8\n")

    assert cells(manifest) == [
        ("payments.csv", 2, "loan_id", "refers-unknown"),
        ("payments.csv", 3, "reverses", "refers-quarantined"),
    ]


def test_sent_once_more_is_unchanged(known_lender: Lender) -> None:
    sent = HEAD + "R-1,L-1,2026-03-14,-110.00,P-1\n"
    known_lender.send(payments=sent)
    again = known_lender.send(payments=sent + "\n")

    assert (again.rows["payments"].unchanged, again.rows["payments"].quarantined) == (1, 0)


def test_a_negative_amount_that_names_no_payment_is_taken(known_lender: Lender) -> None:
    assert known_lender.send(payments=HEAD + "R-1,L-1,2026-03-14,-500.00,\n").is_whole


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(st.lists(st.integers(-70, 20), min_size=1, max_size=4), min_size=1, max_size=3))
def test_a_payment_is_never_taken_back_beyond_its_amount(known_lender: Lender, batches: list[list[int]]) -> None:
    for batch in batches:
        stem = f"R-{known_lender.sent}"
        known_lender.send(
            payments=HEAD + "".join(f"{stem}-{n},L-1,2026-03-14,{amount},P-1\n" for n, amount in enumerate(batch))
        )

        taken_back = [row[0] for row in known_lender.rows("payments", "amount_minor, reverses") if row[1] == "P-1"]
        assert all(amount < 0 for amount in taken_back)
        assert sum(taken_back) >= -11000
