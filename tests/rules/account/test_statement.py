"""A statement adds up, is the same whenever it is asked again, and shows what was changed in it."""

from __future__ import annotations

import json
from copy import deepcopy
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duly.law import load
from duly.nightly.statement import demo
from duly.rules.account.asked import Refused
from duly.rules.account.ledger import PARTS
from duly.rules.account.statement_answer import answer_statement, hash_of
from duly.rules.account.statement_check import check_statement
from tests.rules.account import drawn

LAW = load("cn")
TWO_DEBTS = demo()


def random_question(dice: Random) -> dict[str, Any]:
    account = drawn.as_agreed(drawn.account(dice))
    lent = sum(one.get("principal", 0) for one in account["instalments"])
    received = [{"on": str(drawn.FIRST), "amount": lent}] if 0 < lent <= 10**12 else []
    debt = {"id": "d", "name": "n", "lender_kind": dice.choice(["bank", "private_lender", "network_micro_loan"]),
            "signed_on": str(drawn.FIRST), "received": received, "account": account}  # fmt: skip
    return {"currency": "CNY", "as_of": account["as_of"], "lender": "l", "reference": "r", "debts": [debt],
            "what_if": [dice.randint(1, 10**6)]}  # fmt: skip


def stated(dice: Random) -> dict[str, Any] | None:
    try:
        return answer_statement(random_question(dice), LAW)
    except Refused:
        return None  # the dice made an account that contradicts itself


def test_a_payment_is_never_spent_on_what_is_above_the_cap() -> None:
    told = answer_statement(TWO_DEBTS, LAW)
    loan, credit = told["debts"]

    assert credit["not_demanded"]["total"] == credit["cost"]["excess"] > 0 == loan["not_demanded"]["total"]
    for what_if in told["what_if"]:
        assert sum(one["due"] for one in what_if["debts"]) == told["due"]["total"] - what_if["payment"]
        for one, debt in zip(what_if["debts"], told["debts"], strict=True):
            assert one["amount"] == sum(one["applied"].values())
            assert all(one["applied"][part] <= debt["due"][part] for part in PARTS)


@settings(max_examples=200)
@given(st.randoms(use_true_random=False))
def test_what_is_due_comes_later_and_is_not_demanded_makes_up_what_is_owed(dice: Random) -> None:
    told = stated(dice)

    for one in [] if told is None else [told, *told["debts"]]:
        for part in (*PARTS, "total"):
            assert one["due"][part] + one["later"][part] + one["not_demanded"][part] == one["outstanding"][part]
            assert min(one["due"][part], one["not_demanded"][part]) >= 0


@settings(max_examples=100)
@given(st.randoms(use_true_random=False))
def test_what_a_statement_was_asked_gives_the_same_statement_again(dice: Random) -> None:
    told = stated(dice)
    if told is None:
        return

    read_again = json.loads(json.dumps(told, ensure_ascii=False))

    assert answer_statement(read_again["asked"], LAW) == read_again
    found = check_statement(read_again, LAW)
    assert found.is_whole
    assert found.agrees


def places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    deeper = [found for name, one in inner for found in places(one, (*way, name))]
    return deeper or [way]


@settings(max_examples=150)
@given(st.randoms(use_true_random=False))
def test_whatever_is_changed_in_a_statement_breaks_its_hash(dice: Random) -> None:
    told = deepcopy(TOLD)
    *way, last = dice.choice([way for way in places(told) if way[0] != "hash"])
    here: Any = told
    for step in way:
        here = here[step]
    here[last] = here[last] + 1 if isinstance(here[last], int) else f"{here[last]}."

    assert hash_of(told) != told["hash"]


TOLD = answer_statement(TWO_DEBTS, LAW)


def test_a_changed_amount_under_a_new_hash_is_found_by_working_it_out_again() -> None:
    told = deepcopy(TOLD)
    told["debts"][0]["lines"][3]["amount"] += 1
    told["due"]["total"] -= 1
    told["hash"] = hash_of(told)

    found = check_statement(told, LAW)

    assert found.is_whole
    assert found.differs == ("debts[0].lines[3].amount", "due.total")


@pytest.mark.parametrize("given_", [None, [], {}, {"hash": "x"}, {"hash": "x", "asked": {}, "law": "y"}])
def test_what_is_no_statement_cannot_be_checked(given_: Any) -> None:
    with pytest.raises(Refused):
        check_statement(given_, LAW)


@pytest.mark.parametrize("anew", [
    {"kind": "re_age", "instalments": 2, "first_due_on": "2026-03-01"}, {"kind": "re_amortise"},
])  # fmt: skip
def test_an_account_that_was_spread_anew_by_an_event_is_not_stated(anew: dict[str, Any]) -> None:
    """A statement has no line that moves a debt from one instalment to another."""
    question = deepcopy(TWO_DEBTS)
    account = question["debts"][0]["account"]
    account["events"] = [*account.get("events", []), {**anew, "id": "anew", "on": "2026-02-01"}]

    with pytest.raises(Refused) as refused:
        answer_statement(question, LAW)

    assert refused.value.path == f"debts[0].account.events[{len(account['events']) - 1}].kind"
