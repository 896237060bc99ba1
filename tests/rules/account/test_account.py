"""The account of random borrowers: as kept by hand, and true in the sentences that hold for every account."""

from __future__ import annotations

import os
import time
from copy import deepcopy
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duly.rules.account import answers
from duly.rules.account.aging import age
from duly.rules.account.asked import AMOUNT_MOST, asked
from duly.rules.account.kernel import ROUNDED, share_of
from duly.rules.account.ledger import OWN, Replayed, Run, replay
from duly.rules.account.wire import Account
from tests.rules.account import drawn
from tests.rules.account.oracle import by_hand, dpd, range_on

OPERATIONS = 1_000_000 if os.environ.get("DULY_SOAK") else 20_000
EACH = 20  # operations of one account
dice = st.randoms(use_true_random=False)


def read(question: dict[str, Any]) -> Account:
    return asked(Account, {name: value for name, value in question.items() if name != "_own"})


def sum_of(seen: Replayed, *kinds: str) -> int:
    """What all events of these kinds moved; `accrual` and `waited` are kinds too."""
    by = {one.id for one in seen.events if one.kind in kinds} | set(kinds)
    return sum(line.amount for line in seen.lines if line.by in by)


def amounts(seen: Replayed, *kinds: str) -> int:
    return sum(one.amount or 0 for one in seen.events if one.kind in kinds)


def nothing_is_created_or_lost(seen: Replayed) -> None:
    paid_in = {one.id: one.amount or 0 for one in seen.events if one.kind == "payment"}
    taken_back = sum(one.amount or paid_in[one.of or ""] for one in seen.events if one.kind == "chargeback")
    paid, again = sum_of(seen, "payment", "goodwill", "waited"), sum_of(seen, "chargeback")
    agreed = sum(
        one.agreed.penalty + one.agreed.fee + one.agreed.interest + one.agreed.principal for one in seen.instalments
    )

    beyond, dropped = sum_of(seen, "refund"), sum_of(seen, "re_age")
    assert sum_of(seen, "re_amortise") == 0
    assert amounts(seen, "payment", "goodwill") - taken_back == (
        paid - again + seen.credit + amounts(seen, "refund") - beyond
    )
    assert sum(one.total for one in seen.instalments) == (
        agreed + sum_of(seen, "accrual", "charge") + again + beyond - paid - sum_of(seen, "waiver") - dropped
    )


def every_part_is_owed_or_nothing(seen: Replayed) -> None:
    for one in seen.instalments:
        assert min(one.left.values()) >= 0
        assert one.cleared_on is None or one.total == 0
        assert one.cleared_on is None or one.cleared_on <= seen.on


def as_by_hand(question: dict[str, Any], seen: Replayed) -> None:
    hand = by_hand(question, seen.on)
    assert {one.agreed.no: one.left for one in seen.instalments} == {row.no: row.owed for row in hand.rows}
    assert seen.credit == hand.credit


def aged_as_by_hand(question: dict[str, Any]) -> None:
    hand, found = by_hand(question), age(read(question))
    on = date.fromisoformat(question["as_of"])
    since = dict(hand.since)[on]
    assert (found.account.since, found.account.days) == (since, dpd(question, since, on))
    assert found.account.range == range_on(question, since, on)
    ranges = {day: range_on(question, late, day) for day, late in hand.since}
    stayed = {
        stay.entered_on + timedelta(n): stay.range
        for stay in found.stays
        for n in range(((stay.left_on or on + timedelta(1)) - stay.entered_on).days)
    }
    assert stayed == {day: name for day, name in ranges.items() if name is not None}


@settings(max_examples=400)
@given(dice)
def test_the_engine_keeps_an_account_as_a_person_would_by_hand(dice: Random) -> None:
    question = drawn.account(dice)

    as_by_hand(question, replay(read(question)))


@settings(max_examples=300)
@given(dice)
def test_days_past_due_ranges_and_their_history_are_those_counted_day_by_day(dice: Random) -> None:
    aged_as_by_hand(drawn.account(dice, events=5))


@settings(max_examples=200)
@given(dice)
def test_what_was_known_on_a_day_is_the_account_without_what_was_recorded_later(dice: Random) -> None:
    question = drawn.account(dice)
    then = str(drawn.FIRST + timedelta(dice.randint(0, drawn.DAYS)))

    seen = replay(read(question | {"known_on": then}))

    as_by_hand(question | {"known_on": then}, seen)
    recorded = [one for one in question["events"] if one.get("recorded_on", one["on"]) <= then]
    there = {one["id"] for one in recorded}
    kept = [one for one in recorded if one.get("of", one["id"]) in there]
    bringing = [one for one in question["events"] if one["kind"] in OWN]
    if all(one in kept for one in bringing):  # an instalment that is left out moves the numbers of the others
        assert replay(read(question | {"events": kept})).instalments == seen.instalments


@given(dice)
def test_a_reversed_payment_never_happened(dice: Random) -> None:
    question = drawn.account(dice)
    on = drawn._day(dice, 0, 60)
    payment = {"id": "gone", "kind": "payment", "on": on, "amount": dice.randint(1, 5_000)}
    reversal = {"id": "back", "kind": "reversal", "on": drawn._day(dice, 60, 100), "of": "gone"}
    question["as_of"] = str(drawn.FIRST + timedelta(120))

    undone = replay(read(question | {"events": [*question["events"], payment, reversal]}))

    before = replay(read(question))
    assert (undone.instalments, undone.credit, undone.lines) == (before.instalments, before.credit, before.lines)


@given(dice)
def test_a_write_off_that_was_undone_never_happened(dice: Random) -> None:
    question = drawn.account(dice)
    off = {"id": "off", "kind": "write_off", "on": drawn._day(dice, 0, 60)}
    undo = {"id": "undo", "kind": "undo_write_off", "on": drawn._day(dice, 60, 100), "of": "off"}
    question["as_of"] = str(drawn.FIRST + timedelta(120))

    undone = answers.allocate(question | {"events": [*question["events"], off, undo]})

    assert undone == answers.allocate(question)


SPREADS: tuple[dict[str, Any], ...] = (
    {"kind": "re_age", "instalments": 3, "first_due_on": "2026-07-01"},
    {"kind": "re_age", "instalments": 7, "first_due_on": "2026-07-01", "every": {"count": 3, "unit": "day"}},
    {"kind": "re_amortise", "due_today": "moved"},
)


@given(dice, st.sampled_from(SPREADS))
def test_a_new_spread_changes_what_is_due_when_and_not_what_is_owed(dice: Random, spread: dict[str, Any]) -> None:
    question = drawn.account(dice)
    anew = {**spread, "id": "anew", "on": question["as_of"]}

    before = replay(read(question))
    after = replay(read(question | {"events": [*question["events"], anew]}))

    for part in ("penalty", "fee", "interest", "principal"):
        assert sum(one.left[part] for one in after.instalments) == sum(one.left[part] for one in before.instalments)
    assert after.credit == before.credit


@given(dice)
def test_nothing_is_overdue_after_all_was_spread_over_later_days(dice: Random) -> None:
    question = drawn.account(dice)
    anew = {"id": "anew", "on": question["as_of"], "kind": "re_age", "instalments": 2, "first_due_on": "2026-09-01"}

    told = answers.aged(question | {"events": [*question["events"], anew]})

    assert (told["days_past_due"], told["overdue"]["total"], told["range"]) == (0, 0, None)


@given(dice, st.sampled_from(SPREADS))
def test_a_new_spread_that_was_undone_never_happened(dice: Random, spread: dict[str, Any]) -> None:
    question = drawn.account(dice)
    question["as_of"] = str(drawn.FIRST + timedelta(120))
    anew = {**spread, "id": "anew", "on": drawn._day(dice, 0, 60)}
    undo = {"id": "undo", "kind": "reversal", "on": drawn._day(dice, 60, 100), "of": "anew"}

    undone = replay(read(question | {"events": [*question["events"], anew, undo]}))

    before = replay(read(question))
    assert undone.credit == before.credit
    assert [(one.agreed.due_on, one.left, one.cleared_on) for one in undone.instalments] == [
        (one.agreed.due_on, one.left, one.cleared_on) for one in before.instalments
    ]  # its numbers stay taken


@given(dice, st.sampled_from(["its_day", "next_due"]), st.sampled_from(["as_paid", "principal"]))
def test_where_a_charge_back_is_owed_does_not_change_how_much(dice: Random, where: str, what: str) -> None:
    """Where no penalty runs and no later event depends on it."""
    question = drawn.account(dice, events=0) | {"penalty": None, "as_of": "2026-06-01"}
    question["events"] = [
        {"id": "a", "kind": "payment", "on": drawn._day(dice, 0, 60), "amount": dice.randint(1, 500_000)},
        {"id": "b", "kind": "chargeback", "on": "2026-06-01", "of": "a"},
    ]
    elsewhere = question | {"allocation": question["allocation"] | {"charged_back": where, "charged_back_as": what}}

    owed = answers.allocate(question)

    assert answers.allocate(elsewhere)["outstanding"]["total"] == owed["outstanding"]["total"]
    assert answers.allocate(elsewhere)["credit"] == owed["credit"]


@given(st.integers(0, AMOUNT_MOST), st.integers(1, 1_200), st.sampled_from(range(4)))
def test_equal_shares_are_the_amount_and_none_is_below_nothing(amount: int, count: int, odd: int) -> None:
    shares = [share_of(amount, count, at, odd) for at in range(count)]

    assert sum(shares) == amount
    assert min(shares) >= 0
    assert max(shares[:-1], default=0) - min(shares[:-1], default=0) <= 1 or odd == ROUNDED


@given(dice)
def test_the_order_in_which_instalments_and_events_are_written_does_not_matter(dice: Random) -> None:
    question = drawn.account(dice)
    shuffled = deepcopy(question)
    dice.shuffle(shuffled["instalments"])
    dice.shuffle(shuffled["events"])

    assert answers.allocate(shuffled) == answers.allocate(question)
    assert answers.aged(shuffled) == answers.aged(question)


@given(dice)
def test_looking_more_often_changes_nothing(dice: Random) -> None:
    account = read(drawn.account(dice))
    looked, once = Run(account, account.as_of), Run(account, account.as_of)

    first = date.fromordinal(looked.state[0])
    for n in range(0, (account.as_of - first).days, dice.randint(1, 20)):
        looked.to(first + timedelta(n))
    looked.to(account.as_of)
    once.to(account.as_of)

    assert looked.seen().instalments == once.seen().instalments
    assert looked.seen().credit == once.seen().credit
    assert looked.book == once.book


@given(dice)
def test_an_account_paid_to_the_last_unit_is_not_late_and_owes_nothing(dice: Random) -> None:
    question = drawn.account(dice)
    question["allocation"] = {"in_advance": question["allocation"]["in_advance"]}
    owed = sum(one.total for one in replay(read(question)).instalments) - replay(read(question)).credit
    for at, left in enumerate(range(owed, 0, -AMOUNT_MOST)):
        amount = min(left, AMOUNT_MOST)
        question["events"].append({"id": f"z{at}", "kind": "payment", "on": question["as_of"], "amount": amount})

    told = answers.aged(question)

    if owed > 0:
        assert sum(one["total"] for one in told["instalments"]) == 0
        assert told["credit"] == 0
        assert (told["days_past_due"], told["range"]) == (0, None)


def test_random_operations_break_no_invariant(capsys: pytest.CaptureFixture[str]) -> None:
    """Each operation goes to an account that has had others; `DULY_SEED` repeats a run, `DULY_SOAK` makes it long."""
    seed = int(os.environ.get("DULY_SEED") or Random().randrange(10**9))
    dice, began, done, accounts, moved = Random(seed), time.perf_counter(), 0, 0, 0
    while done < OPERATIONS:
        question = drawn.account(dice, events=0)
        accounts += 1
        try:
            for at in range(EACH):
                question["events"].append(drawn.event(dice, question, f"e{at}"))
                seen = replay(read(question))
                nothing_is_created_or_lost(seen)
                every_part_is_owed_or_nothing(seen)
                done += 1
            moved += len(seen.lines)
            if accounts % 20 == 0:
                as_by_hand(question, seen)
                aged_as_by_hand(question)
        except Exception as broken:
            raise AssertionError(f"DULY_SEED={seed}, operation {done:,}: {question}") from broken
    taken = time.perf_counter() - began
    with capsys.disabled():
        print(
            f"\nseed {seed}: {done:,} operations on {accounts:,} accounts, {moved:,} movements, {taken:.0f} s, none broken"
        )


def test_money_that_waits_pays_at_once_what_a_charge_back_makes_owed_again() -> None:
    """Nobody is late with money of theirs in our hands."""
    asked = {
        "currency": "CNY", "as_of": "2026-03-01", "instalments": [{"no": 1, "due_on": "2026-01-10", "principal": 1_000}],
        "events": [
            {"id": "a", "kind": "payment", "on": "2026-01-10", "amount": 1_000},
            {"id": "b", "kind": "payment", "on": "2026-02-01", "amount": 400},
            {"id": "c", "kind": "chargeback", "on": "2026-02-10", "of": "a", "amount": 300},
        ],
    }  # fmt: skip

    told = answers.aged(asked)

    assert (told["days_past_due"], told["credit"]) == (0, 100)


def test_an_instalment_with_the_highest_number_may_be_charged_a_fee() -> None:
    """What an event brings is numbered on from the last one, which may be as high as a number may be written."""
    asked = {
        "currency": "CNY", "as_of": "2026-03-01", "instalments": [{"no": 5_000, "due_on": "2026-01-10", "principal": 1}],
        "events": [{"id": "a", "kind": "charge", "on": "2026-02-01", "part": "fee", "amount": 400}],
    }  # fmt: skip

    told = answers.allocate(asked)

    assert [(one["no"], one["total"]) for one in told["instalments"]] == [(5_000, 1), (5_001, 400)]
