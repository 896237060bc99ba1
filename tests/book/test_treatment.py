"""The treatment table: two interpreters of the same rows agree, and humane rows come first."""

from __future__ import annotations

import hashlib
import random
from datetime import UTC, date, datetime, timedelta
from importlib import resources

import pyarrow as pa
import pytest

from duly.book import treatment as book
from duly.rules import treatment as rules
from duly.rules.treatment import FACTS, BrokenTreatmentTable, load

DAY = date(2026, 10, 1)
TABLE = load()
VALUES = {
    "dpd": (0, 1, 3, 4, 7, 8, 30, 31, 90, 91, 400, None),
    "overdue_minor": (0, 999, 1000, 99_999, None),
    "bucket": ("M0", "M1", "M2", "M3", "M7", None),
    "band": ("A", "B", "C", "D", "E", None),
    "arm": ("champion", "challenger", "holdout"),
}


def cases(count, seed=7):
    dice = random.Random(seed)
    yes_no = (True, False, False, False, False, False, None)
    return [{fact: dice.choice(VALUES.get(fact, yes_no)) for fact in FACTS} for _ in range(count)]


def test_one_case_and_the_whole_book_are_decided_alike(engine):
    drawn = cases(20_000)
    columns = ", ".join(
        f"{name} {({bool: 'BOOLEAN', int: 'BIGINT', str: 'VARCHAR'})[kind]}" for name, kind in FACTS.items()
    )
    engine.execute(f"CREATE TABLE facts (no INTEGER, {columns})")
    said = {name: pa.array([case[name] for case in drawn]) for name in FACTS}
    engine.register("said", pa.table({"no": range(len(drawn))} | said))
    engine.execute("INSERT INTO facts BY NAME FROM said")
    whole = [row for (row,) in engine.execute(f"SELECT {book.row_number(TABLE)} FROM facts ORDER BY no").fetchall()]
    one = [TABLE.rows.index(TABLE.decide(case)) for case in drawn]

    assert whole == one
    assert set(one) == set(range(len(TABLE.rows))), "every row decided some case"


@pytest.mark.parametrize(
    "stop", ["deceased", "hardship", "dispute", "complaint", "plan_kept", "promise", "cease", "hold", "payment_unclear"]
)
def test_whoever_has_a_humane_reason_is_left_in_peace_whatever_else_is_true(stop):
    for case in cases(500, seed=3):
        assert TABLE.decide(case | {stop: True}).then == "leave_in_peace"


def test_the_hold_out_never_reaches_beyond_the_first_month():
    for case in cases(2000, seed=5):
        if case["dpd"] is not None and case["dpd"] >= 31:
            assert TABLE.decide(case | {"arm": "holdout"}).reason != "holdout"


def test_arms_are_the_same_for_one_borrower_and_for_the_book_and_close_to_their_shares(engine):
    ids = [f"B{number:05}" for number in range(20_000)]
    engine.execute("CREATE TABLE p AS SELECT unnest(?) AS borrower_id", [ids])
    of = dict(engine.execute(f"SELECT borrower_id, {book._arm(TABLE.arms)} FROM p").fetchall())

    assert of == {one: TABLE.arms.of(one) for one in ids}
    point = int(hashlib.md5(b"duly-first-2026B00000").hexdigest()[:8], 16) % 10_000
    assert (point < 200) == (of["B00000"] == "holdout")
    assert abs(sum(arm == "holdout" for arm in of.values()) - 400) < 80
    assert abs(sum(arm == "challenger" for arm in of.values()) - 2000) < 180


class TestTheBook:
    @pytest.fixture()
    def treated(self, engine, fill):
        engine.execute(
            """CREATE TABLE aging (loan_id VARCHAR, borrower_id VARCHAR, dpd INTEGER, bucket VARCHAR,
            overdue_minor BIGINT, in_grace BOOLEAN)"""
        )
        engine.execute("CREATE TABLE scores (loan_id VARCHAR, borrower_id VARCHAR, band VARCHAR)")

        def treat(rows):
            fill(rows)
            cursor = engine.execute(book.treatment_query(TABLE, DAY) + " ORDER BY borrower_id")
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

        return treat

    def test_is_treated_by_borrower_and_the_longest_overdue_loan_decides(self, treated):
        row, = treated({
            "borrowers": [{"borrower_id": "B1", "deceased": False}],
            "aging": [
                {"loan_id": "L1", "borrower_id": "B1", "dpd": 40, "bucket": "M2", "overdue_minor": 50_000},
                {"loan_id": "L2", "borrower_id": "B1", "dpd": 95, "bucket": "M4", "overdue_minor": 10_000},
                {"loan_id": "L3", "borrower_id": "B1", "dpd": 0, "bucket": "M0", "overdue_minor": 0},
            ],
            "scores": [{"loan_id": "L1", "borrower_id": "B1", "band": "A"}, {"loan_id": "L2", "borrower_id": "B1", "band": "E"}],
            "addresses": [{"address_id": "A1", "borrower_id": "B1", "kind": "mobile", "owner_role": "borrower", "state": "valid"}],
        })  # fmt: skip

        assert (row["loan_id"], row["loans"], row["dpd"], row["overdue_minor"], row["band"]) == (
            "L2",
            3,
            95,
            60_000,
            "E",
        )
        assert (row["row_id"], row["treatment"], row["channel"]) == ("otherwise", "call", "voice")

    @pytest.mark.parametrize(
        ("plan", "left"),
        [
            ({"missed_due_date": None, "grace_days": 0}, True),
            ({"missed_due_date": DAY, "grace_days": 0}, True),
            ({"missed_due_date": DAY - timedelta(days=1), "grace_days": 0}, False),
            ({"missed_due_date": DAY - timedelta(days=5), "grace_days": 5}, True),
            ({"missed_due_date": DAY - timedelta(days=6), "grace_days": 5}, False),
            ({"missed_due_date": None, "grace_days": 0, "state": "proposed"}, False),
        ],
    )
    def test_a_plan_counts_as_kept_through_its_grace(self, treated, plan, left):
        row, = treated({
            "aging": [{"loan_id": "L1", "borrower_id": "B1", "dpd": 40, "bucket": "M2", "overdue_minor": 50_000}],
            "plans": [{"plan_id": "N1", "borrower_id": "B1", "state": "active",
                       "agreed_at": datetime(2026, 9, 1, tzinfo=UTC)} | plan],
        })  # fmt: skip

        assert (row["reason"] == "plan_kept") is left

    def test_a_complaint_stops_until_it_is_answered(self, treated):
        rows = treated({
            "aging": [{"loan_id": f"L{i}", "borrower_id": f"B{i}", "dpd": 40, "bucket": "M2", "overdue_minor": 50_000} for i in (1, 2, 3)],
            "complaints": [
                {"complaint_id": "C1", "borrower_id": "B1", "received_at": datetime(2026, 9, 30, tzinfo=UTC)},
                {"complaint_id": "C2", "borrower_id": "B2", "received_at": datetime(2026, 9, 1, tzinfo=UTC),
                 "answered_at": datetime(2026, 9, 20, tzinfo=UTC)},
                {"complaint_id": "C3", "borrower_id": "B3", "received_at": datetime(2026, 10, 2, tzinfo=UTC)},
            ],
        })  # fmt: skip

        assert [row["reason"] == "complaint" for row in rows] == [True, False, False]

    @pytest.mark.parametrize(
        ("ended", "left"),
        [(datetime(2026, 9, 30, 15, 59, tzinfo=UTC), False), (datetime(2026, 9, 30, 16, tzinfo=UTC), True)],
    )
    def test_hardship_that_ends_during_the_day_stands_for_the_whole_of_it(self, treated, ended, left):
        """Midnight in Shanghai is 16:00 UTC."""
        row, = treated({
            "aging": [{"loan_id": "L1", "borrower_id": "B1", "dpd": 40, "bucket": "M2", "overdue_minor": 50_000}],
            "hardships": [{"hardship_id": "H1", "borrower_id": "B1", "reported_at": datetime(2026, 9, 1, tzinfo=UTC), "ended_at": ended}],
        })  # fmt: skip

        assert (row["reason"] == "hardship") is left


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("when: {},     ", "when: {dpd: {at least: 1}},     "), "the last row must hold always"),
        (("{is: true}", "{is: yes please}"), "is not bool"),
        (("{less than: 31}", "{below: 31}"), "write one of is, in, less than, at least"),
        (("deceased: {is", "divorced: {is"), "known facts are"),
        (("then: remind, channel: push", "then: threaten, channel: push"), "`then` is one of"),
        (("reason: hardship", "why: hardship"), "unknown key why"),
        (("zh: 其余", "cn: 其余"), "unknown key cn"),
        (("holdout_bp: 200", "holdout_bp: 0"), "hold-out is permanent"),
        (('push: {from: "10:00"', "push: {from: 10:00"), "quoted"),
        (("row: otherwise", "row: a plan is kept"), "same name"),
        (("\nrows:", "\nrows: ]"), "not YAML"),
    ],
)
def test_a_broken_table_says_which_row_and_what_is_accepted(change, says):
    text = resources.files("duly.rules").joinpath("treatment.yaml").read_text("utf-8")
    broken = text.replace(*change, 1)

    assert broken != text
    with pytest.raises(BrokenTreatmentTable, match=says):
        rules.load(broken)
