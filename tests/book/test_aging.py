"""Ageing, against cases worked by hand."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duly.book.aging import BUCKET_CUTS, Cuts, aging_query
from duly.rules.account.answers import aged

DAY = date(2026, 10, 1)
NUMBERS = count(1)
FLOOR = Cuts(((0, "pass"), (90, "special_mention"), (270, "substandard"), (360, "doubtful")), "loss")


def loan(**other):
    return {"loan_id": "L1", "borrower_id": "B1", "product": "consumer_loan", "grace_days": 0, "state": "open"} | other


def instalments(*dues, loan_id="L1"):
    """Instalments of (due date, principal, interest, fee)."""
    rows, total = [], 0
    for number, (due, principal, interest, fee) in enumerate(dues, 1):
        total += principal + interest + fee
        rows.append(
            {
                "loan_id": loan_id,
                "instalment_no": number,
                "due_date": due,
                "principal_minor": principal,
                "interest_minor": interest,
                "fee_minor": fee,
                "due_total_minor": total,
            }
        )
    return rows


def payments(*paid, loan_id="L1"):
    return [
        {"payment_id": f"P{loan_id}{i}", "loan_id": loan_id, "paid_date": on, "amount_minor": amount}
        for i, (on, amount) in enumerate(paid)
    ]


@pytest.fixture()
def age(engine, fill):
    def aged(rows, day=DAY):
        fill(rows)
        cursor = engine.execute(aging_query(day, FLOOR) + " ORDER BY loan_id")
        names = [column[0] for column in cursor.description]
        found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        return found[0] if len(found) == 1 else found

    return aged


THREE = instalments(
    (date(2026, 7, 15), 900, 90, 10), (date(2026, 8, 15), 900, 90, 10), (date(2026, 9, 15), 900, 90, 10)
)


class TestDaysPastDue:
    @pytest.mark.parametrize(("days", "bucket"), [(0, "M0"), (1, "M1"), (30, "M1"), (31, "M2"), (60, "M2"), (61, "M3"),
        (90, "M3"), (91, "M4"), (120, "M4"), (121, "M5"), (150, "M5"), (151, "M6"), (180, "M6"), (181, "M7"), (999, "M7")])  # fmt: skip
    def test_count_from_the_due_date_and_fall_into_their_bucket(self, age, days, bucket):
        row = age({"loans": [loan()], "schedule": instalments((DAY - timedelta(days=days), 100, 0, 0))})

        assert (row["dpd"], row["bucket"]) == (days, bucket)

    def test_of_an_instalment_due_today_are_none(self, age):
        row = age({"loans": [loan()], "schedule": instalments((DAY, 100, 0, 0))})

        assert (row["dpd"], row["overdue_minor"], row["outstanding_minor"], row["oldest_due_date"]) == (0, 0, 100, None)

    def test_count_from_the_oldest_instalment_that_money_has_not_covered(self, age):
        row = age({"loans": [loan()], "schedule": THREE, "payments": payments((date(2026, 7, 15), 1000))})

        assert row["oldest_due_date"] == date(2026, 8, 15)
        assert (row["dpd"], row["oldest_instalment_no"]) == (47, 2)

    def test_one_unit_short_leaves_the_instalment_unpaid(self, age):
        row = age({"loans": [loan()], "schedule": THREE, "payments": payments((date(2026, 7, 15), 999))})

        assert (row["oldest_due_date"], row["overdue_minor"]) == (date(2026, 7, 15), 2001)

    def test_stay_within_the_bucket_m0_during_the_grace_period(self, age):
        due = instalments((DAY - timedelta(days=3), 100, 0, 0))
        row = age({"loans": [loan(grace_days=3)], "schedule": due})

        assert (row["dpd"], row["bucket"], row["in_grace"]) == (3, "M0", True)

    def test_end_the_grace_period_the_day_after_it(self, age):
        row = age({"loans": [loan(grace_days=3)], "schedule": instalments((DAY - timedelta(days=4), 100, 0, 0))})

        assert (row["dpd"], row["bucket"], row["in_grace"]) == (4, "M1", False)

    def test_leave_out_the_days_of_a_pause_once_however_many_holds_cover_them(self, age):
        holds = [
            {"hold_id": "H1", "borrower_id": "B1", "first_date": date(2026, 8, 20), "last_date": date(2026, 8, 29),
             "pauses_ageing": True},
            {"hold_id": "H2", "borrower_id": "B1", "first_date": date(2026, 8, 25), "last_date": date(2026, 9, 3),
             "pauses_ageing": True},
            {"hold_id": "H3", "borrower_id": "B1", "first_date": date(2026, 8, 1), "last_date": None,
             "pauses_ageing": False},
        ]  # fmt: skip
        row = age({"loans": [loan()], "schedule": instalments((date(2026, 8, 15), 100, 0, 0)), "holds": holds})

        assert (row["dpd"], row["paused_days"], row["bucket"]) == (47 - 15, 15, "M2")

    def test_of_a_pause_are_the_house_s_own_and_never_lift_the_five_class_floor(self, age):
        hold = {
            "hold_id": "H1",
            "borrower_id": "B1",
            "first_date": date(2025, 10, 2),
            "last_date": DAY,
            "pauses_ageing": True,
        }
        row = age({"loans": [loan()], "schedule": instalments((date(2025, 10, 1), 100, 0, 0)), "holds": [hold]})

        assert (row["dpd"], row["paused_days"], row["class_floor"]) == (0, 365, "loss")

    def test_a_pause_before_the_due_date_or_of_another_loan_changes_nothing(self, age):
        holds = [
            {"hold_id": "H1", "borrower_id": "B1", "first_date": date(2026, 8, 1), "last_date": date(2026, 8, 15),
             "pauses_ageing": True},
            {"hold_id": "H2", "borrower_id": "B1", "loan_id": "L2", "first_date": date(2026, 8, 20), "pauses_ageing": True},
        ]  # fmt: skip
        row = age({"loans": [loan()], "schedule": instalments((date(2026, 8, 15), 100, 0, 0)), "holds": holds})

        assert (row["dpd"], row["paused_days"]) == (47, 0)

    def test_a_settled_loan_owes_nothing_and_is_never_late(self, age):
        row = age({"loans": [loan(state="settled")], "schedule": THREE})

        assert (row["dpd"], row["bucket"], row["overdue_minor"], row["outstanding_minor"]) == (0, "M0", 0, 0)

    def test_a_loan_without_schedule_is_not_late(self, age):
        row = age({"loans": [loan()]})

        assert (row["dpd"], row["bucket"], row["outstanding_minor"], row["roll"]) == (0, "M0", 0, "current")


class TestMoney:
    def test_that_comes_in_after_the_day_does_not_exist_yet(self, age):
        row = age({"loans": [loan()], "schedule": THREE, "payments": payments((DAY + timedelta(days=1), 3000))})

        assert row["overdue_minor"] == 3000

    def test_that_is_dated_back_re_ages_the_loan(self, age, fill):
        fill({"loans": [loan()], "schedule": THREE})
        late = age({})
        paid = age({"payments": payments((date(2026, 7, 10), 3000))})

        assert (late["dpd"], paid["dpd"], paid["roll"]) == (78, 0, "current")

    def test_that_is_reversed_re_ages_the_loan_too(self, age):
        back = payments((date(2026, 7, 10), 3000), (date(2026, 9, 20), -3000))
        row = age({"loans": [loan()], "schedule": THREE, "payments": back})

        assert (row["dpd"], row["bucket_before"], row["roll"]) == (78, "M0", "enter")

    def test_covers_fee_and_interest_before_principal_within_the_oldest_instalment(self, age):
        row = age({"loans": [loan()], "schedule": THREE, "payments": payments((date(2026, 7, 15), 1000 + 10 + 40))})

        assert row["overdue_fee_minor"] == 10
        assert row["overdue_interest_minor"] == 50 + 90
        assert row["overdue_principal_minor"] == 1800
        assert row["overdue_minor"] == 3000 - 1050

    def test_never_leaves_an_instalment_unpaid_to_pay_a_penalty(self, age):
        penalty = {"charge_id": "C1", "loan_id": "L1", "kind": "penalty", "charged_date": date(2026, 9, 1),
                   "amount_minor": 70}  # fmt: skip
        row = age(
            {"loans": [loan()], "schedule": THREE, "charges": [penalty], "payments": payments((date(2026, 9, 2), 3000))}
        )

        assert (row["dpd"], row["overdue_penalty_minor"], row["overdue_minor"]) == (0, 70, 70)

    def test_beyond_the_schedule_pays_penalties_and_never_turns_negative(self, age):
        penalty = {"charge_id": "C1", "loan_id": "L1", "kind": "penalty", "charged_date": date(2026, 9, 1),
                   "amount_minor": 70}  # fmt: skip
        row = age(
            {"loans": [loan()], "schedule": THREE, "charges": [penalty], "payments": payments((date(2026, 9, 2), 9999))}
        )

        assert (row["outstanding_minor"], row["overdue_minor"]) == (0, 0)


class TestRoll:
    @pytest.mark.parametrize(
        ("paid", "before", "now", "roll"),
        [
            ((), "M2", "M3", "forward"),
            (((date(2026, 7, 15), 1000), (date(2026, 8, 15), 1000), (date(2026, 9, 15), 1000)), "M0", "M0", "current"),
            (((date(2026, 7, 15), 1000), (date(2026, 8, 15), 1000)), "M0", "M1", "enter"),
            (((date(2026, 9, 20), 3000),), "M2", "M0", "cure"),
            (((date(2026, 9, 20), 2000),), "M2", "M1", "back"),
            (((date(2026, 9, 20), 1000),), "M2", "M2", "same"),
        ],
    )
    def test_compares_the_day_with_the_same_day_of_the_month_before(self, age, paid, before, now, roll):
        row = age({"loans": [loan()], "schedule": THREE, "payments": payments(*paid)})

        assert (row["bucket_before"], row["bucket"], row["roll"]) == (before, now, roll)


def test_the_five_class_floor_follows_days_past_due(age):
    """RC23 as digested in cn-rules.md 6.5: 1–90, 91–270, 271–360, over 360."""
    days = {0: "pass", 1: "special_mention", 90: "special_mention", 91: "substandard", 270: "substandard",
            271: "doubtful", 360: "doubtful", 361: "loss"}  # fmt: skip
    book = {"loans": [], "schedule": []}
    for late in days:
        book["loans"].append(loan(loan_id=f"L{late:03}"))
        book["schedule"] += instalments((DAY - timedelta(days=late), 1, 0, 0), loan_id=f"L{late:03}")

    assert {row["dpd"]: row["class_floor"] for row in age(book)} == days


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    dues=st.lists(st.tuples(st.integers(0, 300), st.integers(0, 500), st.integers(0, 50), st.integers(0, 9)), min_size=1, max_size=12),
    paid=st.lists(st.tuples(st.integers(-20, 300), st.integers(-900, 3000)), max_size=8),
    grace=st.integers(0, 5),
)  # fmt: skip
def test_every_loan_agrees_with_a_ledger_kept_by_hand(engine, fill, dues, paid, grace):
    """Arrears are what was due less what was paid, part by part; and the days follow the oldest unpaid instalment."""
    engine.execute("DELETE FROM loans; DELETE FROM schedule; DELETE FROM payments")
    dues = sorted(dues, key=lambda due: -due[0])
    book = [(DAY - timedelta(days=ago), *parts) for ago, *parts in dues]
    fill({"loans": [loan(grace_days=grace)], "schedule": instalments(*book),
          "payments": payments(*((DAY - timedelta(days=ago), amount) for ago, amount in paid))})  # fmt: skip
    cursor = engine.execute(aging_query(DAY, FLOOR))
    row = dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))

    money = left = max(sum(amount for ago, amount in paid if ago >= 0), 0)
    oldest, owed = None, [0, 0, 0]
    for due, *parts in book:
        for part in (2, 1, 0):
            covered = min(left, parts[part])
            left -= covered
            if due < DAY:
                owed[part] += parts[part] - covered
            if due < DAY and parts[part] > covered:
                oldest = oldest or due
    dpd = (DAY - oldest).days if oldest else 0
    assert row["dpd"] == dpd
    assert row["bucket"] == ("M0" if dpd <= grace else BUCKET_CUTS.name(dpd))
    assert [row[f"overdue_{part}_minor"] for part in ("principal", "interest", "fee")] == owed
    assert row["overdue_minor"] == sum(owed)
    assert row["outstanding_minor"] == max(sum(sum(parts) for _, *parts in book) - money, 0)


class TestTheAccount:
    """The night and the borrower's account are two ways to one figure."""

    @settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        dues=st.lists(
            st.tuples(st.integers(-200, 60), st.integers(1, 900), st.integers(0, 90), st.integers(0, 20)),
            min_size=1,
            max_size=8,
            unique_by=lambda due: due[0],
        ),
        paid=st.lists(st.tuples(st.integers(-220, 0), st.integers(1, 1_500)), max_size=6),
    )
    def test_says_the_same_of_a_loan_without_penalties_as_the_night_does(self, age, dues, paid):
        dues = sorted(dues)
        dated = [(DAY + timedelta(days=day), *parts) for day, *parts in dues]
        received = [(DAY + timedelta(days=day), amount) for day, amount in paid]

        name = f"L{next(NUMBERS)}"
        book = {"loans": [loan(loan_id=name)], "schedule": instalments(*dated, loan_id=name)}
        found = age(book | {"payments": payments(*received, loan_id=name)})
        night = next(row for row in (found if isinstance(found, list) else [found]) if row["loan_id"] == name)
        account = aged(
            {
                "currency": "CNY",
                "as_of": str(DAY),
                "allocation": {"order": ["fee", "interest", "principal", "penalty"]},
                "instalments": [
                    {"no": number, "due_on": str(due), "principal": principal, "interest": interest, "fee": fee}
                    for number, (due, principal, interest, fee) in enumerate(dated, 1)
                ],
                "events": [
                    {"id": f"P{number}", "on": str(on), "kind": "payment", "amount": amount}
                    for number, (on, amount) in enumerate(received)
                ],
            }
        )

        assert (night["dpd"], night["bucket"]) == (account["days_past_due"], account["range"] or "M0")
        assert night["oldest_due_date"] == (account["past_due_since"] and date.fromisoformat(account["past_due_since"]))
        assert {part: night[f"overdue_{part}_minor"] for part in ("principal", "interest", "fee")} == {
            part: account["overdue"][part] for part in ("principal", "interest", "fee")
        }
        assert night["outstanding_minor"] == sum(one["total"] for one in account["instalments"])
