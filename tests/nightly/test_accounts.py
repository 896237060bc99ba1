"""The statement of a borrower out of the book says what the night says of each loan."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest

from duly.law import load
from duly.nightly import business_day, closed
from duly.nightly.accounts import Untold, statement_question
from duly.rules.account.statement_answer import answer_statement
from tests.homes import DAY, lay, small_book
from tests.nightly.test_oracle import shaken_book

LAW = load("cn")
SEEDS = range(7, 17 if os.environ.get("DULY_SOAK") else 8)


class Unwatched:
    def starts(self, step, engine):
        pass

    def ends(self, step, ran):
        pass


def stated(path: Path, rows):
    """Each loan as the night aged it, beside the same loan of its borrower's statement."""
    home = lay(path, rows)
    business_day.close(home, DAY, watcher=Unwatched())
    with closed.opened(home, DAY) as day:
        for borrower in [row["borrower_id"] for row in day.reading.rows("SELECT DISTINCT borrower_id FROM treatments")]:
            try:
                statement = answer_statement(statement_question(day, borrower), LAW)
            except Untold:
                continue
            for debt in statement["debts"]:
                yield (
                    day.reading.first(
                        "SELECT * FROM aging JOIN loans USING (loan_id) WHERE loan_id = $l", l=debt["id"]
                    ),
                    debt,
                )


@pytest.mark.parametrize("book", [small_book, *(partial(shaken_book, seed) for seed in SEEDS)])
def test_a_statement_owes_what_the_night_aged(tmp_path, book):
    compared = 0
    for night, debt in stated(tmp_path, book()):
        if night["state"] == "settled":
            continue
        compared += 1
        assert night["outstanding_minor"] == max(0, debt["outstanding"]["total"] - debt["credit"]), debt["id"]
        assert night["dpd"] == debt["days_past_due"], debt["id"]
    assert compared > 20


def test_what_the_book_does_not_know_is_not_made_up(tmp_path):
    """Without a day of signing there is no cap to hold to, and no day on which money was paid out."""
    book = small_book()
    book["loans"][20] |= {"signed_date": None}
    home = lay(tmp_path, book)
    business_day.close(home, DAY, watcher=Unwatched())

    with closed.opened(home, DAY) as day:
        (debt,) = answer_statement(statement_question(day, "B020"), LAW)["debts"]

    assert (debt["signed_on"], debt["cost"]) == (None, None)
    assert debt["lines"][0]["what"] == "opening"
    assert debt["lines"][0]["on"] == min(line["on"] for line in debt["lines"])
    assert debt["name"] == "网络消费贷款 online consumer loan"
