"""Everything the pack may know of one act. What is absent is unknown, and blocks where it is needed."""

from __future__ import annotations

from typing import cast

from duly.core.terms import Fact, Meaning, Number, Truth, Word, of_fact
from duly.rules.compliance.rule import Vocabulary, rules_over

CHANNELS = (
    "phone_call", "voicemail", "text", "push", "im", "in_app", "email", "mail", "postcard", "web_portal", "visit",
    "public_post", "social_media_public_post", "court_filing", "furnish_to_cra", "payment_application", "none",
)  # fmt: skip
VOCABULARY: dict[str, Fact] = {}


def _truth(name: str, zh: str, en: str) -> Truth:
    VOCABULARY[name] = Fact(name, Meaning.TRUTH, zh, en)
    return cast(Truth, of_fact(VOCABULARY[name]))


def _count(name: str, zh: str, en: str, *, by_minute: bool = False) -> Number:
    VOCABULARY[name] = Fact(name, Meaning.MINUTE if by_minute else Meaning.COUNT, zh, en, by_minute=by_minute)
    return cast(Number, of_fact(VOCABULARY[name]))


def _word(name: str, zh: str, en: str, *values: str) -> Word:
    VOCABULARY[name] = Fact(name, Meaning.WORD, zh, en, values=values)
    return cast(Word, of_fact(VOCABULARY[name]))


class Facts(Vocabulary):
    """The vocabulary of conditions."""

    vocabulary = VOCABULARY

    direction = _word("direction", "方向", "who begins", "outbound", "inbound", "internal")
    channel = _word("channel", "渠道", "how", *CHANNELS)

    # the clock, at every place where the consumer may be
    earliest_minute = _count("earliest_minute", "各可能地点的最早时刻", "earliest local minute", by_minute=True)
    latest_minute = _count("latest_minute", "各可能地点的最晚时刻", "latest local minute", by_minute=True)
    inconvenient = _truth("inconvenient", "不便时段", "a time the consumer called inconvenient")
    statement_unclear = _truth("statement_unclear", "话语须解释", "words of the consumer that need interpretation")
    inconvenient_place = _truth("inconvenient_place", "不便地点", "a place the consumer called inconvenient")
    replying = _truth("replying", "对来信的一次回复", "the one reply to a contact the consumer began")
    consented = _truth("consented", "直接事先同意", "prior consent given directly to the collector, or a court's")

    # who
    to_consumer = _truth("to_consumer", "消费者本人（含扩展）", "a consumer in the wider sense")
    may_be_told = _truth("may_be_told", "可告知的人", "a person to whom the debt may be told")
    locating = _truth("locating", "只为查找", "only to locate the consumer")
    location_proper = _truth("location_proper", "查找方式合规", "own name, no debt, plain and closed")
    located_before = _truth("located_before", "已查找过一次", "the person was asked before, for no new reason")
    attorney_known = _truth("attorney_known", "已有律师", "an attorney represents the consumer in this debt")
    at_work = _truth("at_work", "工作地址", "an address at the workplace")
    employer_forbids = _truth("employer_forbids", "雇主禁止", "the employer is known to forbid such contact")

    # calls
    calls = _count("calls", "七日内拨打", "counted calls about one debt in seven days, this one apart")
    days_since_talk = _count("days_since_talk", "距上次谈话天数", "days since a conversation about the debt")
    call_excluded = _truth("call_excluded", "不计次的通话", "a call that is not counted")
    bunched = _truth("bunched", "短时密集", "calls bunched so that the presumption may be rebutted")
    state_calls = _count("state_calls", "州法计次", "calls counted by the State, this one apart")
    state_binds = _truth("state_binds", "州法适用", "the State's count applies")

    # media and words
    opted_out = _truth("opted_out", "已退订该媒介", "asked not to be contacted by this medium or address")
    electronic = _truth("electronic", "电子讯息", "an electronic message")
    opt_out_offered = _truth("opt_out_offered", "已附退订方式", "a clear and simple way to opt out is given")
    employer_mail = _truth("employer_mail", "雇主邮箱", "an e-mail address the employer provides")
    in_public = _truth("in_public", "公开可见", "open to others: a public post, a postcard, words on an envelope")
    ceased = _truth("ceased", "书面要求停止", "refused to pay or asked in writing to cease")
    permitted_notice = _truth("permitted_notice", "允许的告知", "one of the notices still allowed after a cease")
    disputed = _truth("disputed", "及时书面异议未核实", "disputed in writing in time and not verified yet")
    says_collector = _truth("says_collector", "说明身份", "says who calls")

    # time-barred debt, bureau, payments
    sues = _truth("sues", "起诉或威胁起诉", "sues or threatens to sue")
    time_barred = _truth("time_barred", "时效已过", "limitation has run out")
    told_before_report = _truth("told_before_report", "报送前已告知", "the consumer was told of the debt before")
    pays_disputed = _truth("pays_disputed", "抵充争议债务", "would apply a payment to a disputed debt")


rule = rules_over(Facts)
