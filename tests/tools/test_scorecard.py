"""The shipped scorecard is the one that the fit writes, on the real book as ageing sees it."""

from __future__ import annotations

import json

import pytest

from duly.book import scorecard
from duly.book.reported import explained_query
from duly.intake.real_book import ledger, source
from tools.scorecard import __main__ as fitting
from tools.scorecard.sample import real_book

ROOT = fitting.OUT.parent.parent


@pytest.fixture(scope="module")
def engine():
    opened = real_book()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def written():
    return fitting.fit()


def test_fitting_again_writes_the_same_scorecard(written):
    assert written[0] == (fitting.OUT / "scorecard.yaml").read_text("utf-8")


def test_measuring_again_writes_the_same_model_card(written):
    assert written[1] == (fitting.OUT / "model_card.json").read_text("utf-8")


def test_the_held_out_cards_are_ranked_well_but_not_too_well_to_be_true():
    measured = scorecard.model_card()

    assert 0.76 <= measured["auc"] <= 0.80
    assert all(model["auc"] <= 0.80 for model in measured["beside"])
    assert measured["brier"] < measured["beside"][-1]["brier"]
    assert measured["tested_on"] == 6_000


def test_the_model_card_says_how_people_of_each_group_fare():
    measured = json.loads((fitting.OUT / "model_card.json").read_text("utf-8"))

    assert set(measured["disparity"]) == {"sex", "age", "education", "marriage"}
    assert all(sum(g["loans"] for g in groups) == 6_000 for groups in measured["disparity"].values())


def test_our_ageing_finds_the_reported_lateness_of_all_thirty_thousand(engine):
    dpd = dict(engine.execute("SELECT loan_id, dpd FROM aging").fetchall())
    wrong = [card.row for card in source.cards() if -(-dpd[ledger.public_id("L", card.row)] // 30) != card.months_late]

    assert (len(dpd), wrong) == (30_000, [])


def test_bills_and_payments_alone_explain_three_cards_in_five(engine):
    assert engine.execute(explained_query(ledger.BUSINESS_DAY)).fetchone() == (30_000, 17_766)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_words_about_the_score_hold_its_measured_figures(language):
    words = (ROOT / f"docs/explanation/first-score.{language}.md").read_text("utf-8")
    measured = scorecard.model_card()

    for model in (measured, *measured["beside"]):
        assert f"| {model['auc']:.3f} | {model['brier']:.3f} |" in words
