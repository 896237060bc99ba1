"""The round trip: ageing never sees what the lender reports, and finds it in due dates and payments alone."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly.intake.real_book import ledger, source
from duly.intake.real_book.ledger import BUSINESS_DAY


@pytest.fixture(scope="module")
def cards():
    return list(source.cards())


def months_late(instalments, payments):
    """Ageing in plain Python, written apart from ours: months since the oldest due date that money has not covered."""
    money = sum(payment["amount_minor"] for payment in payments if payment["paid_date"] <= BUSINESS_DAY)
    for instalment in sorted(instalments, key=lambda row: row["due_date"]):
        money -= instalment["principal_minor"] + instalment["interest_minor"] + instalment["fee_minor"]
        if money < 0 and instalment["due_date"] < BUSINESS_DAY:
            return math.ceil((BUSINESS_DAY - instalment["due_date"]).days / 30)
    return 0


def aged(card):
    return months_late(ledger.schedule(card), ledger.payments(card))


class TestRoundTrip:
    def test_finds_the_reported_lateness_of_every_card(self, cards):
        wrong = [card.row for card in cards if aged(card) != max(card.reported[-1], 0)]

        assert wrong == []
        assert len(cards) == 30_000

    def test_is_held_over_every_lateness_the_source_knows(self, cards):
        assert Counter(aged(card) for card in cards) == {
            0: 23_182, 1: 3_688, 2: 2_667, 3: 322, 4: 76, 5: 26, 6: 11, 7: 9, 8: 19,
        }  # fmt: skip

    def test_breaks_where_the_oldest_unpaid_due_date_moves_by_a_month(self, cards):
        for card in (card for card in cards if card.months_late):
            instalments = list(ledger.schedule(card))
            oldest = next(
                row for row in instalments if row["due_date"].month == (ledger.BUSINESS_DAY.month - card.months_late)
            )
            oldest["due_date"] = (
                oldest["due_date"].replace(month=oldest["due_date"].month - 1)
                if (oldest["due_date"].month > 1)
                else date(2025, 12, 15)
            )

            assert months_late(instalments, ledger.payments(card)) == card.months_late + 1, card

    def test_breaks_where_a_payment_is_lost_that_later_money_does_not_make_good(self, cards):
        tried = 0
        for card in cards[::7]:
            unpaid_from = ledger.BUSINESS_DAY.month - card.months_late
            paid = list(ledger.payments(card))
            since = sum(row["amount_minor"] for row in paid if row["paid_date"].month >= unpaid_from)
            earlier = [row for row in paid if row["paid_date"].month < unpaid_from and row["amount_minor"] > since]
            if earlier:
                paid.remove(earlier[-1])
                tried += 1

                assert months_late(ledger.schedule(card), paid) > card.months_late, card
        assert tried > 3_000

    def test_breaks_where_a_late_card_had_paid_the_rest(self, cards):
        for card in (card for card in cards if card.months_late):
            rest = {
                "amount_minor": sum(row["principal_minor"] for row in ledger.schedule(card)),
                "paid_date": BUSINESS_DAY,
            }

            assert months_late(ledger.schedule(card), [*ledger.payments(card), rest]) == 0

    @given(
        reported=st.integers(-2, 8),
        billed=st.lists(st.integers(-400_000, 2_000_000), min_size=6, max_size=6),
        paid=st.lists(st.integers(0, 2_000_000), min_size=6, max_size=6),
    )
    def test_holds_for_any_bills_and_payments(self, reported, billed, paid):
        card = source.Card(1, 100_000, (0, 0, 0, 0, 0, reported), tuple(billed), tuple(paid))

        assert aged(card) == max(reported, 0)


class TestAmounts:
    def test_all_unpaid_is_the_newest_bill_unless_nothing_was_billed(self, cards):
        for card in cards:
            owed = sum(row["principal_minor"] for row in ledger.schedule(card))
            unpaid = owed - sum(row["amount_minor"] for row in ledger.payments(card))

            assert unpaid == (max(card.billed[-1], 0) * 100 or card.months_late)

    def test_only_what_no_bill_gives_is_marked_as_estimated(self, cards):
        for card in cards[::11]:
            estimated = [row for row in ledger.schedule(card) if row["estimated"]]

            assert len(estimated) == (card.months_late if card.billed[-1] <= 0 else 0)

    def test_every_payment_of_the_source_comes_in(self, cards):
        for card in cards[::11]:
            assert sum(row["amount_minor"] for row in ledger.payments(card)) == sum(card.paid) * 100

    def test_instalments_are_numbered_in_order_of_due_date_and_ask_for_something(self, cards):
        for card in cards[::11]:
            instalments = list(ledger.schedule(card))

            assert [row["instalment_no"] for row in instalments] == list(range(1, len(instalments) + 1))
            assert [row["due_date"] for row in instalments] == sorted({row["due_date"] for row in instalments})
            assert all(row["principal_minor"] > 0 for row in instalments)


class TestDates:
    def test_the_six_months_of_the_source_come_forward_by_21_years(self, cards):
        dates = [row["statement_date"] for row in ledger.statements(cards[0])]

        assert [(day.year - 21, day.month) for day in dates] == [(2005, month) for month in range(4, 10)]

    def test_statements_carry_what_the_source_says_of_their_own_month(self, cards):
        first = list(ledger.statements(cards[0]))

        assert [(row["billed_minor"], row["paid_minor"], row["months_late"]) for row in first[-2:]] == [
            (310_200, 68_900, 2),
            (391_300, 0, 2),
        ]


class TestPublicIds:
    def test_differ_between_all_loans_and_borrowers(self, cards):
        ids = {ledger.public_id(letter, card.row) for card in cards for letter in "BL"}

        assert len(ids) == 60_000

    def test_are_the_same_in_every_run(self):
        assert ledger.public_id("B", 1) == "BAJ47V3EU"

    def test_a_card_that_is_not_late_keeps_its_own_state(self, cards):
        states = {
            state: ledger.loan(replace(cards[0], reported=(state,) * 6))["card_state"] for state in (-2, -1, 0, 1)
        }

        assert states == {-2: "no_use", -1: "paid_in_full", 0: "revolving", 1: None}
