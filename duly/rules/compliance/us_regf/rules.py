"""Regulation F: hours and places, persons, calls, media, stops."""

from __future__ import annotations

from duly.core.terms import Limited, Truth, not_, one_of
from duly.core.verdict import Severity
from duly.rules.compliance.rule import Rule
from duly.rules.compliance.us_regf.facts import Facts, rule

TIMED = ("phone_call", "voicemail", "text", "push", "im", "email", "visit")
CALLS = ("phone_call", "voicemail")


def excused(c: type[Facts]) -> Truth:
    return c.consented | c.replying


@rule("us.cfr1006.hours", Severity.DENY, zh="消费者所在的每一处可能地点，都须在当地 {opens} 至 {closes} 之间。")
def hours(c: type[Facts], window: Limited) -> Truth:
    """At every place where the consumer may be it has to be between {opens} and {closes}."""
    outside = (c.earliest_minute < window.opens) | (c.latest_minute > window.closes)
    return one_of(c.channel, *TIMED) & not_(excused(c)) & outside


@rule("us.cfr1006.inconvenient_time", Severity.DENY, zh="消费者已说明此时不便。")
def inconvenient_time(c: type[Facts], known: Limited) -> Truth:
    """The consumer is known to find this time inconvenient."""
    return one_of(c.channel, *TIMED) & not_(excused(c)) & c.inconvenient


@rule("us.cfr1006.statement", Severity.REVIEW, zh="消费者的话须由人判断是否指定了不便时间或地点。")
def statement(c: type[Facts], known: Limited) -> Truth:
    """A person has to judge whether the consumer's words name an inconvenient time or place."""
    return one_of(c.channel, *TIMED) & not_(excused(c)) & c.statement_unclear


@rule("us.cfr1006.inconvenient_place", Severity.DENY, zh="消费者已说明该地点不便。")
def inconvenient_place(c: type[Facts], known: Limited) -> Truth:
    """The consumer is known to find this place inconvenient."""
    return not_(excused(c)) & c.inconvenient_place


@rule("us.cfr1006.attorney", Severity.DENY, zh="消费者已有律师代理，只可联系律师。")
def attorney(c: type[Facts], known: Limited) -> Truth:
    """An attorney represents the consumer in this debt; contact goes to the attorney."""
    return (c.to_consumer | c.locating) & not_(excused(c)) & c.attorney_known


@rule("us.usc1692c.workplace", Severity.DENY, zh="已知雇主禁止在工作地点接收此类联系。")
def workplace(c: type[Facts], known: Limited) -> Truth:
    """The employer is known to forbid such contact at work."""
    return c.at_work & c.employer_forbids & not_(c.consented)


@rule("us.cfr1006.cease", Severity.DENY, zh="消费者已书面拒绝或要求停止，只可发出规定的告知。")
def cease(c: type[Facts], stop: Limited) -> Truth:
    """The consumer refused or asked in writing to cease; only the notices that remain allowed may follow."""
    return c.to_consumer & c.ceased & not_(c.permitted_notice | c.replying)


@rule("us.usc1692c.third_parties", Severity.DENY, zh="不得与无权知情的第三人谈及债务。")
def third_parties(c: type[Facts], ban: Limited) -> Truth:
    """Nobody else is contacted about the debt."""
    return one_of(c.channel, *TIMED, "mail", "in_app", "web_portal") & not_(c.may_be_told | c.locating | c.consented)


@rule("us.cfr1006.location", Severity.DENY, zh="查找消费者须只报姓名、不提债务、不用明信片或有标记的信封。")
def location(c: type[Facts], how: Limited) -> Truth:
    """Whoever locates a consumer gives the own name, says nothing of a debt, and writes plainly and closed."""
    return c.locating & not_(c.location_proper)


@rule("us.cfr1006.location_once", Severity.DENY, zh="同一人只可询问一次。")
def location_once(c: type[Facts], once: Limited) -> Truth:
    """The person was asked before; once is enough unless asked to, or the answer was wrong."""
    return c.locating & c.located_before


@rule("us.cfr1006.call_count", Severity.DENY, zh="七日内就该笔债务已拨打 {calls} 次，不得超过 {most_a_week} 次。")
def call_count(c: type[Facts], frequency: Limited) -> Truth:
    """{calls} calls about this debt were made in seven days; the limit is {most_a_week}."""
    return one_of(c.channel, *CALLS) & not_(c.call_excluded) & (c.calls >= frequency.most_a_week)


@rule("us.cfr1006.talk_pause", Severity.DENY, zh="谈话后 {days} 日内不得再拨（谈话当日为第一日）。")
def talk_pause(c: type[Facts], pause: Limited) -> Truth:
    """No call within {days} days of a conversation about the debt, whose day is the first."""
    return one_of(c.channel, *CALLS) & not_(c.call_excluded) & (c.days_since_talk < pause.days)


@rule("us.cfr1006.rebuttal", Severity.REVIEW, zh="次数之内仍可能构成骚扰，须人工复核。")
def rebuttal(c: type[Facts], factors: Limited) -> Truth:
    """Within the count, yet bunched: a person has to look."""
    return one_of(c.channel, *CALLS) & not_(c.call_excluded) & c.bunched


@rule("us.ma940.call_count", Severity.DENY, zh="马萨诸塞州：就该笔债务已通话 {state_calls} 次，以 {most} 次为限。")
def state_count(c: type[Facts], frequency: Limited) -> Truth:
    """Massachusetts: {state_calls} calls about this debt; the limit is {most}."""
    return one_of(c.channel, *CALLS) & c.state_binds & (c.state_calls >= frequency.most)


@rule("us.cfr1006.medium", Severity.DENY, zh="消费者已要求不以此媒介或地址联系。")
def medium(c: type[Facts], choice: Limited) -> Truth:
    """The consumer asked not to be contacted by this medium or at this address."""
    return c.opted_out & not_(c.replying)


@rule("us.cfr1006.opt_out_notice", Severity.DENY, zh="每条电子讯息须附清楚、简便的退订方式。")
def opt_out_notice(c: type[Facts], duty: Limited) -> Truth:
    """Every electronic message offers a clear and simple way to opt out."""
    return c.electronic & c.to_consumer & not_(c.opt_out_offered)


@rule("us.cfr1006.employer_mail", Severity.DENY, zh="不得向雇主提供的邮箱发送。")
def employer_mail(c: type[Facts], ban: Limited) -> Truth:
    """Nothing is sent to an address that the employer provides."""
    return c.employer_mail & not_(c.consented | c.replying)


@rule("us.cfr1006.in_public", Severity.DENY, zh="不得公开发布、寄明信片，信封上不得有债务字样。")
def in_public(c: type[Facts], ban: Limited) -> Truth:
    """No public post, no postcard, no word of a debt on an envelope."""
    return c.in_public


@rule("us.cfr1006.dispute", Severity.DENY, zh="及时书面异议未核实前停止催收。")
def dispute(c: type[Facts], stop: Limited) -> Truth:
    """The debt was disputed in writing in time; collection stops until verification was sent."""
    return c.disputed & not_(c.permitted_notice)


@rule("us.cfr1006.time_barred", Severity.DENY, zh="时效已过，不得起诉或威胁起诉。")
def time_barred(c: type[Facts], ban: Limited) -> Truth:
    """Limitation has run out: no suit, and no threat of one."""
    return c.sues & c.time_barred


@rule("us.cfr1006.furnishing", Severity.DENY, zh="报送征信前须先与消费者沟通或寄信满 {days} 日。")
def furnishing(c: type[Facts], duty: Limited) -> Truth:
    """Before a report the consumer is spoken to, or written to {days} days before."""
    return (c.channel == "furnish_to_cra") & not_(c.told_before_report)


@rule("us.cfr1006.payment", Severity.DENY, zh="不得将付款抵充有争议的债务。")
def payment(c: type[Facts], ban: Limited) -> Truth:
    """A payment is not applied to a disputed debt."""
    return c.pays_disputed


RULES: tuple[Rule, ...] = (
    hours, inconvenient_time, statement, inconvenient_place, attorney, workplace, cease, third_parties, location,
    location_once, call_count, talk_pause, rebuttal, state_count, medium, opt_out_notice, employer_mail, in_public,
    dispute, time_barred, furnishing, payment,
)  # fmt: skip
