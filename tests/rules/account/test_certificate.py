"""A certificate of settlement is given for a debt that has ended, with the account's own figures, and for no other."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from duly.law import load
from duly.nightly.statement import demo
from duly.rules.account.asked import Refused
from duly.rules.account.certificate import certificate

LAW = load("cn")
EXAMPLES = Path(__file__).parents[3] / "examples" / "statement"
SETTLED, VALUES = (json.loads((EXAMPLES / f"{name}.json").read_text("utf-8")) for name in ("settled", "certificate"))
TWO_DEBTS = demo()


def with_events(change: Any) -> dict[str, Any]:
    question: dict[str, Any] = deepcopy(SETTLED)
    events = question["debts"][0]["account"]["events"]
    change(events)
    return question


def test_it_says_what_was_paid_and_when_the_debt_ended() -> None:
    zh, en = (certificate(SETTLED, VALUES, lang=lang, law=LAW) for lang in ("zh", "en"))

    paid = sum(one["amount"] for one in SETTLED["debts"][0]["account"]["events"] if one["kind"] == "payment")
    assert paid == 307_390
    assert "已于2026年11月26日结清，共还款3,073.90元" in zh
    assert "on 26 November 2026, having paid CNY 3,073.90" in en


def test_a_settlement_for_less_ends_a_debt_on_the_day_of_the_waiver() -> None:
    def settle(events: list[dict[str, Any]]) -> None:
        events[2]["amount"] -= 50_000
        events.append(
            {"id": "w2", "kind": "waiver", "on": "2026-11-26", "amount": 50_000, "instalment": 3, "part": "principal"}
        )

    assert "共还款2,573.90元" in certificate(with_events(settle), VALUES, lang="zh", law=LAW)


def test_a_written_off_debt_ends_only_where_the_claim_is_given_up() -> None:
    def write_off(events: list[dict[str, Any]]) -> None:
        del events[2:]
        events.append({"id": "x", "kind": "write_off", "on": "2026-11-20"})

    def give_up(events: list[dict[str, Any]]) -> None:
        write_off(events)
        for part, amount in (("principal", 101_209), ("interest", 1_255), ("penalty", 9_999)):
            events.append(
                {"id": part, "kind": "waiver", "on": "2026-11-21", "amount": amount, "instalment": 3, "part": part}
            )

    with pytest.raises(Refused, match=r"但债权仍保留.*the claim was kept"):
        certificate(with_events(write_off), VALUES, lang="zh", law=LAW)
    assert "2026年11月21日结清，共还款2,049.26元" in certificate(with_events(give_up), VALUES, lang="zh", law=LAW)


def test_a_returned_payment_takes_the_certificate_away() -> None:
    def return_last(events: list[dict[str, Any]]) -> None:
        events.append({"id": "c", "kind": "chargeback", "of": "p3", "on": "2026-11-28"})

    with pytest.raises(Refused, match=r"AX-2951: 尚未结清.*is still owed"):
        certificate(with_events(return_last), VALUES, lang="zh", law=LAW)


def test_what_is_left_above_the_cap_has_to_be_waived_first() -> None:
    def charge(events: list[dict[str, Any]]) -> None:
        del events[3]  # the penalty that was waived
        events.append(
            {"id": "f", "kind": "charge", "on": "2026-11-27", "amount": 90_000, "instalment": 3, "part": "fee"}
        )
        events[2] |= {"amount": 102_464 + 6_558}

    question = with_events(charge)
    with pytest.raises(Refused, match="above the cap"):
        certificate(
            question | {"debts": [question["debts"][0] | {"lender_kind": "private_lender"}]}, VALUES, lang="zh", law=LAW
        )


def test_of_several_debts_one_has_to_be_named_and_open_ones_are_refused() -> None:
    with pytest.raises(Refused, match="name one"):
        certificate(TWO_DEBTS, VALUES, lang="zh", law=LAW)
    with pytest.raises(Refused, match=r"还欠 5,623\.63，其中应还 2,382\.96"):
        certificate(TWO_DEBTS, VALUES | {"debt": "AX-3086"}, lang="zh", law=LAW)
    with pytest.raises(Refused, match="no such debt"):
        certificate(TWO_DEBTS, VALUES | {"debt": "?"}, lang="zh", law=LAW)


@pytest.mark.parametrize(("values", "path"), [
    ({"hotline": "见 www.x.cn"}, "hotline"), ({"contract_end": "123"}, "contract_end"), ({"borrower": "林{x}"}, "borrower"),
    ({"issued_on": "2026-11-29"}, "issued_on"), ({"paid_total": 1}, "paid_total"),
])  # fmt: skip
def test_a_value_that_may_not_stand_in_it_is_named(values: dict[str, Any], path: str) -> None:
    with pytest.raises(Refused) as refused:
        certificate(SETTLED, VALUES | values, lang="zh", law=LAW)

    assert refused.value.path == path
