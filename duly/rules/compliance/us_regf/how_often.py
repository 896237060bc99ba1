"""How often: calls, pauses after conversations, messages, and a State that counts for itself."""

from __future__ import annotations

from duly.core.terms import Limited, Truth, not_, one_of
from duly.core.verdict import Severity
from duly.rules.compliance.rule import Rule
from duly.rules.compliance.us_regf.asked import CALLS
from duly.rules.compliance.us_regf.facts import Facts, rule


@rule(
    "us.cfr1006.messages",
    Severity.REVIEW,
    zh="连日每天多条讯息，可能构成骚扰，须人工复核。",
    reads=("house_us.messages",),
)
def messages(c: type[Facts], standard: Limited, ours: Limited) -> Truth:
    """Many messages on this day or on days in a row may be harassment; how many make us look is our own number."""
    many = (c.messages_today >= ours.a_day) | (
        (c.messages_today >= ours.a_day_in_a_row) & (c.messages_yesterday > ours.a_day_in_a_row)
    )
    return c.electronic & many


def over_count(c: type[Facts], frequency: Limited) -> Truth:
    return one_of(c.channel, *CALLS) & not_(c.call_excluded) & (c.calls >= frequency.most_a_week)


def in_pause(c: type[Facts], pause: Limited) -> Truth:
    return one_of(c.channel, *CALLS) & not_(c.call_excluded) & (c.days_since_talk < pause.days)


@rule("us.cfr1006.call_count", Severity.DENY, zh="七日内就该笔债务已拨打 {calls} 次，不得超过 {most_a_week} 次。")
def call_count(c: type[Facts], frequency: Limited) -> Truth:
    """{calls} calls about this debt were made in seven days; the limit is {most_a_week}."""
    return over_count(c, frequency) & not_(c.presumption_rebuttable)


@rule("us.cfr1006.talk_pause", Severity.DENY, zh="谈话后 {days} 日内不得再拨（谈话当日为第一日）。")
def talk_pause(c: type[Facts], pause: Limited) -> Truth:
    """No call within {days} days of a conversation about the debt, whose day is the first."""
    return in_pause(c, pause) & not_(c.presumption_rebuttable)


COUNTED = ("us.cfr1006.call_count", "us.cfr1006.talk_pause")


@rule("us.cfr1006.call_consent", Severity.DENY, zh="对通话的同意至多七日，谈话后即止，现已失效。", reads=COUNTED)
def call_consent(c: type[Facts], lasts: Limited, frequency: Limited, pause: Limited) -> Truth:
    """Consent to calls lasts seven days with the day it came, ends with a conversation, and no longer counts."""
    return c.consent_lapsed & not_(c.presumption_rebuttable) & (over_count(c, frequency) | in_pause(c, pause))


@rule("us.cfr1006.particular_debt", Severity.DENY, zh="每笔债务分别计次；同一账号下的学生贷款算一笔。", reads=COUNTED)
def particular_debt(c: type[Facts], meaning: Limited, frequency: Limited, pause: Limited) -> Truth:
    """Each debt is counted by itself, and student loans serviced under one number as one; one of them is used up."""
    return c.several_debts & not_(c.presumption_rebuttable) & (over_count(c, frequency) | in_pause(c, pause))


@rule("us.cfr1006.rebuttal", Severity.REVIEW, zh="次数之内仍可能构成骚扰，须人工复核。")
def rebuttal(c: type[Facts], factors: Limited) -> Truth:
    """Within the count, yet bunched: a person has to look."""
    return one_of(c.channel, *CALLS) & not_(c.call_excluded) & c.bunched & not_(c.presumption_rebuttable)


@rule(
    "us.cfr1006.rebuttal_required",
    Severity.REVIEW,
    zh="超出次数，但他法要求、诉讼或本人请求可推翻推定，须人工复核。",
    reads=COUNTED,
)
def rebuttal_required(c: type[Facts], factors: Limited, frequency: Limited, pause: Limited) -> Truth:
    """Beyond the count, yet another law, a suit or the person's request calls for it: a person has to look."""
    return c.presumption_rebuttable & (over_count(c, frequency) | in_pause(c, pause))


@rule("us.ma940.call_count", Severity.DENY, zh="马萨诸塞州：就该笔债务已联系 {state_calls} 次，以 {most} 次为限。")
def state_count(c: type[Facts], frequency: Limited) -> Truth:
    """Massachusetts: {state_calls} calls or texts about this debt; the limit is {most}."""
    return one_of(c.channel, *CALLS, "text") & c.state_binds & (c.state_calls >= frequency.most)


RULES: tuple[Rule, ...] = (
    messages,
    call_count,
    talk_pause,
    call_consent,
    particular_debt,
    rebuttal,
    rebuttal_required,
    state_count,
)
