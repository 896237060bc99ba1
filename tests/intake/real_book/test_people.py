"""The invented facts: few, the same in every run, and counted in the words about the book."""

from __future__ import annotations

from pathlib import Path

import pytest

from duly.intake.real_book import people, source, stops

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def cards():
    return list(source.cards())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_words_about_the_book_count_every_invented_fact(cards, language):
    words = (ROOT / f"docs/explanation/real-book.{language}.md").read_text("utf-8")
    counted = {cell for line in words.splitlines() if line.startswith("|") for cell in line.split("|")}
    said = {number for cell in counted for number in cell.replace(",", "").replace("·", " ").split()}

    for shares, facts in ((stops.SHARES, stops.SHARES), (people.SHARES, ("deceased", "facts unknown", "number dead"))):
        for fact in facts:
            assert str(sum(people.is_drawn(card, fact, shares) for card in cards)) in said, fact


def test_a_borrower_whose_number_is_dead_named_a_contact_and_has_no_app(cards):
    for card in cards[::5]:
        kinds = {(row["owner_role"], row["kind"], row["state"]) for row in people.addresses(card)}
        if ("borrower", "mobile", "valid") not in kinds:
            assert {role for role, _, _ in kinds} == {"borrower", "contact"}
            assert "app_account" not in {kind for _, kind, _ in kinds}


def test_every_region_of_the_mainland_is_about_equally_likely(cards):
    seats = [people.borrower(card)["region"] for card in cards]

    assert len(set(seats)) == 31
    assert all(800 < seats.count(seat) < 1_150 for seat in set(seats))
