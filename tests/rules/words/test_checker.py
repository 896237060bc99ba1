"""The words: what is done by saying them counts, and who says them to whom."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from duly.rules.words import Context, check
from duly.rules.words.checker import codes
from duly.rules.words.told import minor_units

FOLDER = Path(__file__).with_name("sentences")
FILES = sorted(FOLDER.glob("*.yaml"))
SENTENCES: dict[str, list[dict[str, Any]]] = {file.stem: yaml.safe_load(file.read_text("utf-8")) for file in FILES}
ALL = [row for rows in SENTENCES.values() for row in rows]


def context_of(row: dict[str, Any]) -> Context:
    told = dict(row.get("context") or {})
    if told.get("as_of"):
        told["as_of"] = date.fromisoformat(str(told["as_of"]))
    return Context(**told)


@pytest.mark.parametrize("name", SENTENCES)
def test_of_a_hundred_unlawful_sentences_ninety_are_heard_and_of_a_hundred_lawful_ones_five_at_most(name: str) -> None:
    rows = SENTENCES[name]
    bad = [row for row in rows if row["flag"]]
    good = [row for row in rows if not row["flag"]]

    missed = [row["text"] for row in bad if not check(row["text"], context_of(row)).flag]
    wronged = [row["text"] for row in good if check(row["text"], context_of(row)).flag]

    assert len(missed) <= 0.10 * len(bad), missed
    assert len(wronged) <= 0.05 * len(good), wronged


@given(st.text(max_size=80))
def test_a_finding_stands_where_it_says(text: str) -> None:
    for finding in check(text).findings:
        assert text[finding.start : finding.end] == finding.words


@given(st.sampled_from([row["text"] for row in ALL]))
def test_a_finding_of_a_real_sentence_stands_where_it_says(text: str) -> None:
    for finding in check(text).findings:
        assert text[finding.start : finding.end] == finding.words


@given(st.sampled_from([row["text"] for row in ALL]))
def test_the_borrowers_own_words_are_never_held_against_anyone(text: str) -> None:
    assert not check(text, Context(speaker="debtor")).flag
    assert not check(text, Context(speaker="contact")).flag


def test_every_code_has_a_rule_a_reason_and_something_lawful_to_say_that_passes_itself() -> None:
    for told in codes().values():
        assert told["rule"].startswith("CN-")
        assert not check(told["zh"]).flag
        assert not check(told["en"]).flag


@pytest.mark.parametrize(("stage", "flag"), [("none", True), ("filed", True), ("enforcement", False)])
def test_enforcement_may_be_named_only_once_it_runs(stage: str, flag: bool) -> None:
    assert check("本案已进入强制执行阶段", Context(legal_case=stage)).flag is flag


def test_an_amount_is_held_against_the_ledger() -> None:
    assert check("您应还1,250.00元", Context(ledger_total=120_500)).codes == ("F-FALSE",)
    assert not check("您应还1,205.00元", Context(ledger_total=120_500)).flag


@pytest.mark.parametrize(
    ("written", "minor"),
    [("一千二百零五", 120_500), ("两万", 2_000_000), ("一万二", 1_200_000), ("三百五", 35_000), ("1,205.36", 120_536)],
)
def test_amounts_are_read_in_digits_and_in_numerals(written: str, minor: int) -> None:
    assert minor_units(written) == minor
    assert not check(f"您总共欠{written}元", Context(ledger_total=minor)).flag
    assert check(f"您总共欠{written}元", Context(ledger_total=minor + 100)).codes == ("F-FALSE",)


@pytest.mark.parametrize(
    "written",
    [
        "上 门 找 你 家 里 人 谈 谈",
        "上*门*找你家里人谈谈",
        "shangmen找你家里人谈谈",
        "上門找你家裡人談談",
        "尚门找你家里人谈谈",
        "shàng mén找你jiā rén谈谈",
    ],
)
def test_hidden_words_are_read_as_they_are_meant(written: str) -> None:
    assert check(f"再不还钱就{written}").flag


@pytest.mark.parametrize(("noticed", "flag"), [(True, False), (False, True)])
def test_a_new_creditor_asks_for_payment_only_after_notice(noticed: bool, flag: bool) -> None:
    said = "您的债权已转让给新债权人，今后请向新债权人还款"

    assert check(said, Context(transfer_noticed=noticed)).flag is flag


@pytest.mark.parametrize(("day", "flag"), [(date(2026, 3, 31), False), (date(2026, 4, 1), True)])
def test_the_repair_of_records_is_offered_only_while_it_lasts(day: date, flag: bool) -> None:
    assert check("现在结清还能赶上一次性信用修复", Context(as_of=day)).flag is flag


def test_an_heir_is_told_that_the_estate_is_the_limit() -> None:
    assert check("父债子还，您必须用自己的工资还", Context(addressee="heir")).flag
    assert not check("您只在所得遗产范围内承担，无需用自己的钱", Context(addressee="heir")).flag


def test_a_lapsed_claim_is_not_to_be_woken_by_a_small_payment() -> None:
    assert check("先还一块钱，时效的事就不用管了", Context(limitation="expired")).flag
    assert not check("这笔债已过诉讼时效，您有权抗辩；自愿归还的，我们开具凭证", Context(limitation="expired")).flag


@pytest.mark.parametrize("said", ["您好，我是安禾消金的王静，这通电话会录音", "我叫汪婧"])
def test_somebody_called_wang_jing_is_no_policeman(said: str) -> None:
    assert not check(said).flag
    assert check("我是王警，请你配合调查").flag


@pytest.mark.parametrize(
    "said",
    [
        "明理信用服务有限公司就您的“消费贷款”与您联系",
        "您好，我受安禾消金委托，明理信用服务有限公司就您的消费贷款与您联系",
    ],
)
def test_a_firm_of_credit_and_a_consumer_loan_wipe_no_record(said: str) -> None:
    assert not check(said, Context(speaker="agency")).flag
    assert check("消费贷的信用记录我们帮您消掉").flag
