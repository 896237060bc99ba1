"""The dice and the arithmetic of a synthetic book."""

from __future__ import annotations

import hashlib

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly.book.synth import LOANS_MOST, RATES, SCALE, TERMS, CannotSynthesise, Synth, annuity, repaid_shares

WORD = 2**32


def draw(seed: int, number: int, purpose: str) -> int:
    """The same dice in Python: what another engine would have to reproduce."""
    key = int.from_bytes(hashlib.md5(f"{seed}/{purpose}".encode()).digest()[8:], "little") % WORD
    x = (number * 2654435769 + key) % WORD
    x = (x ^ x >> 16) * 0x21F0AAAD % WORD
    x = (x ^ x >> 15) * 0x735A2D97 % WORD
    return x ^ x >> 15


@pytest.fixture(scope="module")
def dice():
    engine = duckdb.connect()
    for statement in Synth(loans=1000, seed=7).settings():
        engine.execute(statement)
    yield engine
    engine.close()


@given(number=st.integers(0, LOANS_MOST * 64), purpose=st.sampled_from(["term", "product", "days late"]))
def test_the_engine_and_plain_python_throw_the_same_dice(dice, number, purpose):
    assert dice.execute("SELECT draw(?, ?)", [number, purpose]).fetchone() == (draw(7, number, purpose),)


@given(loans=st.integers(1, LOANS_MOST))
def test_every_first_loan_has_a_borrower_of_its_own(loans):
    made = Synth(loans=loans, seed=1)
    settings = dict(
        statement.removeprefix("SET VARIABLE ").split(" = ", 1)
        for statement in made.settings()
        if statement.startswith("SET VARIABLE spread") or statement.startswith("SET VARIABLE gather")
    )

    assert int(settings["spread"]) * int(settings["gather"]) % made.borrowers == 1 % made.borrowers


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("term", TERMS)
class TestEqualInstalments:
    def test_repay_nothing_at_first_and_everything_at_last(self, rate, term):
        shares = repaid_shares(rate, term)

        assert (shares[0], shares[term]) == (0, SCALE)
        assert list(shares) == sorted(shares)

    def test_leave_no_interest_below_zero_on_the_smallest_loan(self, rate, term):
        smallest = 100_000  # minor units
        instalment = smallest * annuity(rate, term) // SCALE
        repaid = [smallest * share // SCALE for share in repaid_shares(rate, term)]

        assert all(instalment >= repaid[number] - repaid[number - 1] for number in range(1, term + 1))


@pytest.mark.parametrize("wrong", [{"loans": 0}, {"loans": LOANS_MOST + 1}, {"months": 0}, {"contacts_per_loan": 6}])
def test_a_size_no_book_can_have_is_refused(wrong):
    with pytest.raises(CannotSynthesise):
        Synth(**({"loans": 10, "seed": 1} | wrong))
