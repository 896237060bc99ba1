"""What is true of every verdict."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly import law as laws
from duly.core.day import CONTACT_ZONE, instant_of
from duly.core.terms import Meaning
from duly.core.verdict import NoRules, Severity
from duly.rules.clocks_page import LIMITS as CALCULATED
from duly.rules.compliance import RULES, Contact, judge, judge_facts
from duly.rules.compliance.cn.facts import CHANNELS, LONG_AGO, PURPOSES, ROLES, SAID, VOCABULARY
from duly.rules.compliance.cn.pack import ACTING, SENDING
from tests.facts import ORDINARY

LAW = laws.load("cn")
DAY = date(2026, 3, 2)


def _of(name: str) -> st.SearchStrategy[Any]:
    fact = VOCABULARY[name]
    if fact.meaning is Meaning.WORD:
        return st.sampled_from((*fact.values, None))
    if fact.meaning is Meaning.TRUTH:
        return st.sampled_from((True, False, None))
    return st.integers(0, 1439) if fact.meaning is Meaning.MINUTE else st.integers(0, 12)


contacts = st.builds(
    Contact,
    channel=st.sampled_from(CHANNELS),
    at=st.integers(0, 1439).map(lambda minute: instant_of(DAY, minute)),
    purpose=st.sampled_from(PURPOSES),
    party_role=st.sampled_from(ROLES),
)
changed = st.lists(st.sampled_from(sorted(VOCABULARY)), max_size=6, unique=True)
known = changed.flatmap(lambda names: st.fixed_dictionaries({name: _of(name) for name in names})).map(
    lambda some: {**ORDINARY, **some}
)


@given(contacts, known, st.integers(1, len(RULES)))
def test_a_further_rule_never_loosens_a_verdict(contact: Contact, facts: dict[str, Any], n: int) -> None:
    assert judge(contact, facts, LAW).severity >= judge(contact, facts, LAW, RULES[:n]).severity


@given(contacts, known)
def test_at_retry_at_the_rule_no_longer_objects(contact: Contact, facts: dict[str, Any]) -> None:
    for finding in judge(contact, facts, LAW).findings:
        if finding.retry_at:
            later = Contact(contact.channel, finding.retry_at, contact.purpose, contact.party_role)
            days = (finding.retry_at.astimezone(CONTACT_ZONE).date() - DAY).days
            assert finding.rule not in {f.rule for f in judge(later, at_a_later_day(facts, days), LAW).findings}


def at_a_later_day(facts: dict[str, Any], days: int) -> dict[str, Any]:
    """The same history, seen some days later with nothing added."""
    if not days:
        return facts
    over = {name: 0 for name in facts if name.endswith("_today") or name == "attempts_on_number"}
    if days >= 7:
        over |= {name: 0 for name in facts if name.endswith("_in_week")}
    ago = {name: facts[name] and facts[name] - 1440 * days for name in ("last_answered_minute", "last_attempt_minute")}
    held = facts["house_hold"] if (facts["house_hold_days"] or 0) > days else False
    return {**facts, **over, **ago, "house_hold": held}


@given(contacts, known)
def test_what_is_not_known_is_never_permitted(contact: Contact, facts: dict[str, Any]) -> None:
    verdict = judge(contact, facts, LAW)

    if verdict.unknown_in:
        assert not verdict.allowed
        assert all(finding.lacks for finding in verdict.findings if finding.unknown)


@given(contacts, known)
def test_every_finding_gives_a_whole_reason_in_two_languages_and_where_it_stands(
    contact: Contact, facts: dict[str, Any]
) -> None:
    for finding in judge(contact, facts, LAW).findings:
        assert finding.zh
        assert finding.en
        assert finding.citation
        assert "{" not in finding.zh + finding.en


def test_an_ordinary_call_at_ten_is_permitted() -> None:
    verdict = judge_facts(ORDINARY, LAW)

    assert verdict.severity is Severity.ALLOW
    assert verdict.findings == ()


def test_the_borrower_may_call_us_at_any_hour() -> None:
    night = Contact("voice", datetime(2026, 3, 2, 23, 30, tzinfo=CONTACT_ZONE), direction="inbound")

    assert judge(night, ORDINARY, LAW).allowed


@given(contacts, known)
def test_nobody_is_reached_at_an_address_that_is_not_known_to_be_their_own(
    contact: Contact, facts: dict[str, Any]
) -> None:
    if facts["address_owner"] != contact.party_role:
        assert not judge(contact, facts, LAW).allowed


def test_every_reason_to_refuse_is_kept() -> None:
    verdict = judge_facts({**ORDINARY, "local_minute": 479, "deceased": True, "answered_today": 3}, LAW)

    assert set(verdict.refused_by) >= {"CN-TIME-01", "CN-TIME-02", "CN-PARTY-13", "CN-FREQ-06"}


def test_a_reason_names_what_it_saw_and_what_the_limit_is() -> None:
    [finding] = judge_facts({**ORDINARY, "answered_today": 4}, LAW).findings

    assert finding.zh == "今日电话已接通 4 次，合计每日 3 次为限。"
    assert "House rule, not law" in finding.citation
    assert finding.retry_at == instant_of(DAY + timedelta(days=1), 0)


def test_a_fact_nobody_knows_is_named() -> None:
    findings = judge_facts({**ORDINARY, "deceased": None}, LAW).findings

    assert {finding.rule for finding in findings} == {"CN-PARTY-13"}
    assert findings[0].lacks == ("deceased",)
    assert "已故" in findings[0].zh


def test_a_recalled_citation_only_warns_and_says_that_it_is_unconfirmed() -> None:
    findings = {finding.rule: finding for finding in judge_facts({**ORDINARY, "loan_state": "settled"}, LAW).findings}

    assert findings["CN-STOP-02"].severity is Severity.WARN
    assert "unconfirmed" in findings["CN-STOP-02"].citation
    assert findings["CN-STOP-02-P"].severity is Severity.DENY


def test_no_recalled_limit_is_the_ground_of_a_refusal() -> None:
    for rule in RULES:
        if LAW[rule.limit].certainty == "recalled":
            assert rule.severity is Severity.WARN
            assert rule.under(LAW).unknown_severity is Severity.WARN


def test_an_empty_pack_permits_nothing() -> None:
    with pytest.raises(NoRules):
        judge_facts(ORDINARY, LAW, ())


def test_no_two_rules_share_a_limit_and_every_limit_of_contact_has_its_rule() -> None:
    limits = [rule.limit for rule in RULES]

    assert len(set(limits)) == len(limits)
    ruled = {rule.limit for rule in (*SENDING, *ACTING)}
    assert {limit.path for limit in LAW} - ruled <= set(CALCULATED)  # asked by clocks and calculations


def test_no_spacing_is_longer_than_history_is_looked_back() -> None:
    gaps = [value["minutes"] for limit in LAW for _, value in limit.values if value and "minutes" in value]

    assert gaps
    assert max(gaps) <= -LONG_AGO


def test_a_reason_names_what_it_speaks_of_in_words_and_never_by_its_code() -> None:
    verdict = judge(Contact(channel="voice", at=instant_of(DAY, 600)), ORDINARY | {"address_owner": "contact"}, LAW)

    (said,) = [one for one in verdict.findings if one.rule == "HOUSE-OWNER"]
    assert said.zh == "该联系方式属于 紧急联系人，不属于联系对象（借款人）。"
    assert said.en == "The address belongs to the emergency contact, not to the borrower who is to be reached."


def test_every_value_of_the_pack_has_its_words_in_both_languages() -> None:
    for fact in VOCABULARY.values():
        assert set(fact.values) <= set(fact.said)
    assert all(isinstance(side, str) and side for both in SAID.values() for side in both)
