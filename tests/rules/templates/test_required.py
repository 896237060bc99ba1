"""What each kind of message has to say is missed when it is gone, and what it must not say is found when it is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly import law as laws
from duly.rules.templates import Approval, BadTemplate, Template, TemplateRefused, Wording, load, missing, render
from duly.rules.templates.required import Element, clause, kinds
from duly.rules.templates.values import vocabulary

LAW = laws.load("cn")
DAY = date(2026, 12, 1)
EVERY = [element for kind in kinds().values() for element in (*kind.elements, *kind.bans)]


def approved(one: Template, text: str) -> Template:
    """The template with other words, approved as they stand."""
    changed = replace(one, text=text)
    return replace(changed, approval=Approval("editor", DAY, changed.hash))


def unsaid(pattern: re.Pattern[str], text: str) -> str:
    """The text without the words of an expression; variables that it does not name stay whole."""
    marks = {name: chr(0xE000 + at) for at, name in enumerate(vocabulary()) if f"{{{name}\\}}" not in pattern.pattern}
    for name, mark in marks.items():
        text = text.replace(f"{{{name}}}", mark)
    text = pattern.sub("", text)
    for name, mark in marks.items():
        text = text.replace(mark, f"{{{name}}}")
    return text


def without(one: Template) -> Iterator[tuple[str, str]]:
    """Every text from which one piece of one required element has been taken, with the element's key."""
    for element in kinds()[one.kind].elements:
        if one.speaker not in element.speakers:
            continue
        for group in element.uses:
            yield element.key, re.sub(r"\{(?:" + "|".join(group) + r")\}", "", one.text)
        for pattern in element.says.get(one.language, ()):
            yield element.key, unsaid(pattern, one.text)


TAKEN = [(one, key, text) for one in load() for key, text in without(one)]


@pytest.mark.parametrize(("one", "key", "text"), TAKEN, ids=[f"{one.id}-{key}" for one, key, _ in TAKEN])
def test_whatever_is_taken_away_is_missed_by_name(one: Template, key: str, text: str) -> None:
    lacking = {lack.key: lack for lack in missing(replace(one, text=text).wording, LAW, DAY)}

    assert key in lacking
    assert lacking[key].zh in str(lacking[key])
    assert lacking[key].en in str(lacking[key])
    changed = approved(one, text)
    with pytest.raises(TemplateRefused) as refused:
        render(changed, changed.example(), on=DAY, domains=("anhe.example",))
    assert refused.value.about in lacking


@pytest.mark.parametrize(
    ("template", "words", "ban"),
    [
        ("sms.zh", "您已逾期", "no_debt_word_where_others_read"),
        ("sms.zh", "您的借款", "no_debt_word_where_others_read"),
        ("sms.zh", "请还1200元", "no_amount_where_others_read"),
        ("sms.zh", "合计{total}", "no_amount_where_others_read"),
        ("sms.zh", "末四位{contract_end}", "no_amount_where_others_read"),
        ("sms.zh", "请付１２００元", "no_amount_where_others_read"),
        ("sms.zh", "ｔ．ｃｎ／ａ", "no_link_in_the_words"),
        ("sms.zh", "一千二百元", "no_amount_where_others_read"),
        ("sms.zh", "1,298.85", "no_amount_where_others_read"),
        ("sms.zh", "点 t.cn/Ab3 查看", "no_link_in_the_words"),
        ("sms.zh", "请慢慢看，不着急。" * 12, "no_long_text"),
        ("sms.en", "your debt", "no_debt_word_where_others_read"),
        ("sms.en", "CNY 1,200", "no_amount_where_others_read"),
        ("sms.en", "see bit.ly/x", "no_link_in_the_words"),
        ("push.zh", "还款提醒", "no_debt_word_where_others_read"),
        ("push.en", "overdue", "no_debt_word_where_others_read"),
        ("third_party_call.zh", "关于他的贷款", "no_debt_word_to_others"),
        ("third_party_call.zh", "他欠款了", "no_debt_word_to_others"),
        ("third_party_call.zh", "共{total}", "no_amount_to_others"),
        ("third_party_call.en", "it is about a loan", "no_debt_word_to_others"),
        ("call_opening.zh", "您的贷款逾期了", "no_debt_word_before_identity"),
        ("call_opening.en", "your instalment is overdue", "no_debt_word_before_identity"),
        ("call_opening_robot.zh", "金额{total}", "no_amount_before_identity"),
        ("visit_opening.zh", "来谈谈还款", "no_debt_word_before_identity"),
        ("visit_notice.zh", "共1,298.85元", "no_amount_where_others_read"),
        ("letter.zh", "务必立即还款", "no_pressure"),
        ("letter.en", "This is a final notice.", "no_pressure"),
        ("in_app.zh", "http://a.cn", "no_link_in_the_words"),
        ("adverse_credit_notice.zh", "您会进黑名单", "no_credit_threat"),
        ("adverse_credit_notice.en", "a blacklist", "no_credit_threat"),
    ],
)
def test_what_must_not_be_said_is_found_with_its_words(template: str, words: str, ban: str) -> None:
    one = load()[template]
    changed = approved(one, f"{one.text}{words}")
    found = {lack.key: lack for lack in missing(changed.wording, LAW, DAY)}

    assert ban in found
    assert found[ban].found
    with pytest.raises(TemplateRefused):
        render(changed, changed.example(), on=DAY, domains=("anhe.example",))


@pytest.mark.parametrize(
    ("template", "old", "new"),
    [("email.zh", "服务消息", "逾期通知"), ("email.en", "A service message", "Overdue: a message")],
)
def test_a_subject_shows_nothing(template: str, old: str, new: str) -> None:
    one = load()[template]
    changed = approved(one, one.text.replace(old, new, 1))
    assert "no_debt_word_in_the_subject" in {lack.key for lack in missing(changed.wording, LAW, DAY)}


@given(st.sampled_from(TAKEN), st.text(st.characters(exclude_characters="{}"), max_size=60))
def test_more_words_never_make_an_element_missing_nor_mend_a_broken_ban(taken: tuple, more: str) -> None:
    one, _, text = taken
    before = {lack.key for lack in missing(one.wording, LAW, DAY)}
    longer = missing(Wording(one.kind, one.language, one.speaker, one.text + more), LAW, DAY)
    assert {lack.key for lack in longer if lack.found is None} <= before
    broken = Wording(one.kind, one.language, one.speaker, f"{text}否则后果自负 t.cn。")
    found = {lack.key for lack in missing(broken, LAW, DAY) if lack.found}
    longer = missing(replace(broken, text=broken.text + more), LAW, DAY)
    assert found <= {lack.key for lack in longer if lack.found}


@pytest.mark.parametrize("denied", ["您不能投诉", "请勿投诉", "不得投诉", "您无权投诉"])
def test_a_right_that_is_taken_back_in_the_same_breath_is_missing(denied: str) -> None:
    text = f"您好，{denied}：{{complaint_line}}。"
    lacking = {lack.key for lack in missing(Wording("letter", "zh", "lender", text), LAW, DAY)}
    told = {lack.key for lack in missing(Wording("letter", "zh", "lender", text.replace(denied, "投诉")), LAW, DAY)}

    assert "complain" in lacking
    assert "complain" not in told


def test_a_lender_is_named_in_full_even_where_its_name_tells_its_trade() -> None:
    one = load()["call_opening.zh"]
    assert "江海小额贷款有限公司" in render(one, {**one.example(), "lender": "江海小额贷款有限公司"}, on=DAY)


def test_to_another_person_no_name_may_tell_the_trade() -> None:
    one = load()["third_party_call.zh"]
    with pytest.raises(TemplateRefused, match="no_debt_word_to_others"):
        render(one, {**one.example(), "brand": "江海贷款"}, on=DAY)


def test_only_an_agency_has_to_say_for_whom_it_acts() -> None:
    text = load()["call_opening.zh"].text
    lacking = {
        speaker: {lack.key for lack in missing(Wording("call_opening", "zh", speaker, text), LAW, DAY)}
        for speaker in ("lender", "agency", "robot")
    }
    assert lacking == {"lender": set(), "agency": {"agency_mandate"}, "robot": {"machine", "human"}}


def test_to_another_person_an_agency_says_for_whom_it_calls() -> None:
    text = load()["third_party_call.zh"].text
    lacking = {lack.key for lack in missing(Wording("third_party_call", "zh", "agency", text), LAW, DAY)}
    assert lacking == {"agency_mandate_short"}


@pytest.mark.parametrize(
    ("kind", "language", "speaker"),
    [
        ("plan_agreement", "zh", "agency"),
        ("settlement_certificate", "zh", "agency"),
        ("third_party_call", "zh", "robot"),
        ("poster", "zh", "lender"),
        ("sms", "fr", "lender"),
        ("sms", "zh", "police"),
    ],
)
def test_nobody_says_what_is_not_theirs_to_say(kind: str, language: str, speaker: str) -> None:
    with pytest.raises(BadTemplate):
        Wording(kind, language, speaker, "您好")


@pytest.mark.parametrize(
    ("template", "words"), [("sms.zh", "It is overdue."), ("sms.en", "您已逾期。"), ("sms.zh", "CNY 1,200")]
)
def test_a_ban_holds_in_whichever_language_it_is_broken(template: str, words: str) -> None:
    one = load()[template]
    assert missing(replace(one, text=one.text + words).wording, LAW, DAY)


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.key)
def test_every_element_says_where_it_comes_from_and_nothing_of_ours_reads_as_law(one: Element) -> None:
    said = clause(one, LAW, DAY)
    limits = [LAW[path] for path in (*one.limits, *one.derived)]

    assert said
    assert all(limit.id in said for limit in limits)
    if one.derived or one.house or any(limit.is_house for limit in limits):
        assert "House rule, not law" in said
    if one.limits and not any(LAW[path].is_house for path in one.limits) and not one.derived and not one.house:
        assert "House rule" not in said


def test_before_a_clause_is_in_force_its_element_is_asked_as_a_house_rule() -> None:
    one = next(one for one in EVERY if one.key == "agency_mandate")
    early = date(2026, 1, 29)

    assert "a house rule before" in clause(one, LAW, early)
    assert "a house rule before" not in clause(one, LAW, date(2026, 1, 30))
    text = load()["call_opening.zh"].text
    assert missing(Wording("call_opening", "zh", "agency", text), LAW, early)


def test_plain_words_without_variables_lack_whatever_a_variable_would_show() -> None:
    lacking = {lack.key for lack in missing(Wording("letter", "zh", "lender", "您好"), LAW, DAY)}
    assert lacking == {element.key for element in kinds()["letter"].elements} - {"agency_mandate"}
