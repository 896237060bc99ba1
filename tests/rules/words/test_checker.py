"""The words: what is done by saying them counts, and who says them to whom."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from duly.rules.words import Context, check
from duly.rules.words.checker import book

SENTENCES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("sentences.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: case["text"][:24])
def test_a_sentence_is_judged_as_it_is_meant(case: dict[str, Any]) -> None:
    heard = check(case["text"], Context(**case.get("context", {})))

    assert heard.flag == bool(case.get("codes"))
    if heard.flag:
        assert set(heard.codes) & set(case["codes"])


@given(st.text(max_size=80))
def test_a_finding_stands_where_it_says(text: str) -> None:
    for finding in check(text).findings:
        assert text[finding.start : finding.end] == finding.words


@given(st.sampled_from([case["text"] for case in SENTENCES]))
def test_the_borrowers_own_words_are_never_held_against_anyone(text: str) -> None:
    assert not check(text, Context(speaker="debtor")).flag
    assert not check(text, Context(speaker="contact")).flag


def test_every_code_has_a_rule_a_reason_and_something_lawful_to_say_that_passes_itself() -> None:
    for told in book().told.values():
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
    "written", ["上 门 找 你 家 里 人 谈 谈", "上*门*找你家里人谈谈", "shangmen找你家里人谈谈", "上門找你家裡人談談"]
)
def test_hidden_words_are_read_as_they_are_meant(written: str) -> None:
    assert check(f"再不还钱就{written}").flag
