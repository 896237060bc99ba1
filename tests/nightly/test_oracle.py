"""The night's tables against an independent computation in Polars: equal row for row, bit for bit."""

from __future__ import annotations

import random
from datetime import timedelta

import polars as pl
import polars.testing
import pytest

from duly.book import features, scorecard
from duly.book.contract import LAKE
from duly.nightly import business_day, night
from duly.store import engine as engines
from tests.homes import DAY, NOON, lay, small_book
from tests.nightly import oracle


def shaken_book(seed, people=400):
    """A small book whose money, dates and reasons to stop are drawn anew."""
    dice = random.Random(seed)
    book = small_book(people)
    for row in book["schedule"]:
        row["interest_minor"], row["fee_minor"] = dice.randrange(900), dice.randrange(0, 50, 7)
    through = {}
    for row in book["schedule"]:
        amount = row["principal_minor"] + row["interest_minor"] + row["fee_minor"]
        through[row["loan_id"]] = row["due_total_minor"] = through.get(row["loan_id"], 0) + amount
    book["payments"] = [
        {"payment_id": f"P{n}", "loan_id": f"L{dice.randrange(people):03}", "paid_date": DAY - timedelta(days=dice.randrange(-9, 220)),
         "amount_minor": dice.choice((1, 50_000, 51_234, 99_999, 250_000, -50_000))}
        for n in range(people * 3)
    ]  # fmt: skip
    book["charges"] = [
        {"charge_id": f"G{n}", "loan_id": f"L{dice.randrange(people):03}", "kind": "penalty",
         "charged_date": DAY - timedelta(days=dice.randrange(-9, 90)), "amount_minor": dice.randrange(-50, 3000)}
        for n in range(people // 3)
    ]  # fmt: skip
    book["statements"] = [
        {"loan_id": f"L{n:03}", "statement_date": DAY - timedelta(days=15 + 30 * month), "billed_minor": dice.randrange(-900, 400_000),
         "paid_minor": dice.choice((0, 0, 5000)), "months_late": dice.choice((-2, -1, 0, 0, 1, 2, 5))}
        for n in range(0, people, 2) for month in range(dice.randrange(8))
    ]  # fmt: skip
    book["set_aside"] = [
        {"file": "payments.csv", "line": n, "code": "amount", "set_aside_at": NOON, "loan_id": dice.choice((None, "nowhere", f"L{n:03}"))}
        for n in range(2, people, 9)
    ]  # fmt: skip
    for n in range(people // 8):
        who = f"B{dice.randrange(people):03}"
        first = DAY - timedelta(days=dice.randrange(200))
        book["holds"].append({"hold_id": f"Y{n}", "borrower_id": who, "loan_id": dice.choice((None, "L" + who[1:])), "reason": "other",
                              "first_date": first, "last_date": dice.choice((None, first + timedelta(days=dice.randrange(60)))),
                              "pauses_ageing": dice.choice((True, False, None))})  # fmt: skip
        book["loans"].append(dict(book["loans"][n], loan_id=f"M{n:03}", borrower_id=who))
        book["plans"].append({"plan_id": f"Z{n}", "borrower_id": f"B{dice.randrange(people):03}", "agreed_at": NOON, "months": 6,
                              "grace_days": dice.randrange(5), "missed_due_date": dice.choice((None, DAY - timedelta(days=3))),
                              "state": dice.choice(("active", "breached"))})  # fmt: skip
    return book


@pytest.fixture(scope="module", params=[1, 2])
def nights(request, tmp_path_factory):
    home = lay(tmp_path_factory.mktemp("home"), shaken_book(request.param))
    night.run(home, business_day.policy_of(DAY))
    engine = engines.connect()
    version = home.version()
    book = {}
    for table in LAKE:
        engines.open_table(engine, home, version, table)
        book[table.name] = pl.from_arrow(engine.execute(f"FROM {table.name}").to_arrow_table())
    day = {file.stem: pl.read_parquet(file) for file in home.day(DAY).glob("*.parquet")}
    return book, day


def same(made: pl.DataFrame, expected: pl.DataFrame, key: list[str]) -> None:
    columns = sorted(expected.columns)
    pl.testing.assert_frame_equal(
        made.select(columns).sort(key), expected.select(columns).sort(key), check_dtypes=True, check_exact=True
    )
    assert sorted(made.columns) == columns


def test_ageing_is_the_same(nights):
    book, day = nights

    same(day["aging"], oracle.aging(book, DAY), ["loan_id"])
    assert day["aging"]["bucket"].n_unique() == 8
    assert day["aging"]["roll"].n_unique() == 6
    assert day["aging"].filter(pl.col("paused_days") > 0).height > 1


def test_scores_are_the_same(nights):
    book, day = nights
    card = scorecard.load()

    expected = []
    for row in oracle.features(book, oracle.aging(book, DAY), DAY).iter_rows(named=True):
        one = scorecard.score_one(card, {name: row[name] for name in features.FEATURES})
        expected.append((row["loan_id"], one.score, one.pd_bp, one.band, *(*one.reasons, None, None, None)[:3]))
    ours = day["scores"].select("loan_id", "score", "pd_bp", "band", "reason_1", "reason_2", "reason_3")

    assert sorted(ours.rows()) == sorted(expected)
    assert len({row[3] for row in expected}) >= 4


def test_treatments_are_the_same(nights):
    book, day = nights

    ours = day["treatments"].select(
        "borrower_id", "loan_id", "loans", "dpd", "bucket", "overdue_minor", "band", "arm", "row_id", "treatment",
        "reason", "channel", "template",
    )  # fmt: skip
    expected = oracle.treatments(book, oracle.aging(book, DAY), day["scores"], DAY)

    assert sorted(ours.rows()) == sorted(expected)
    assert len({row[8] for row in expected}) > 12


def test_worklists_are_the_same(nights):
    book, day = nights

    same(
        day["worklists"],
        oracle.worklists(book, day["planned"], day["treatments"], day["scores"]),
        ["team_id", "position"],
    )
    assert day["worklists"].height > 5
