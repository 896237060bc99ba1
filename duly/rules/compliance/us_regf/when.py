"""When and where: presumed hours, named times and places, the one reply, consent."""

from __future__ import annotations

from duly.core.terms import Limited, Truth, not_, one_of
from duly.core.verdict import Severity
from duly.rules.compliance.rule import Rule
from duly.rules.compliance.us_regf.facts import Facts, rule

TIMED = ("phone_call", "voicemail", "text", "push", "im", "email", "visit")


def excused(c: type[Facts]) -> Truth:
    return c.consented | c.reply_at_time | c.confirms_opt_out


def unasked(c: type[Facts]) -> Truth:
    """Somebody counts as the consumer, the medium has a time, and nothing makes it convenient."""
    return one_of(c.channel, *TIMED) & c.to_consumer & not_(excused(c))


def outside(c: type[Facts], window: Limited) -> Truth:
    return ((c.earliest_minute < window.opens) | (c.latest_minute > window.closes)) & not_(c.hours_agreed)


@rule("us.cfr1006.hours", Severity.DENY, zh="消费者所在的每一处可能地点，都须在当地 {opens} 至 {closes} 之间。")
def hours(c: type[Facts], window: Limited) -> Truth:
    """At every place where the consumer may be it has to be between {opens} and {closes}."""
    return unasked(c) & outside(c, window)


@rule("us.cfr1006.conflicting_places", Severity.DENY, zh="地点线索指向不同时区，须在每一处都方便。",
      reads=("us.cfr1006.hours",))  # fmt: skip
def conflicting_places(c: type[Facts], known: Limited, window: Limited) -> Truth:
    """The signs of where the consumer is point to several zones; the time has to be convenient in each."""
    return unasked(c) & outside(c, window) & c.conflicting


@rule("us.cfr1006.inconvenient_time", Severity.DENY, zh="消费者已说明此时不便。")
def inconvenient_time(c: type[Facts], known: Limited) -> Truth:
    """The consumer is known to find this time inconvenient."""
    return unasked(c) & c.inconvenient


@rule("us.cfr1006.statement", Severity.REVIEW, zh="消费者的话须由人判断是否指定了不便时间或地点。")
def statement(c: type[Facts], known: Limited) -> Truth:
    """A person has to judge whether the consumer's words name an inconvenient time or place."""
    return unasked(c) & c.statement_unclear


@rule("us.cfr1006.inconvenient_place", Severity.DENY, zh="消费者已说明该地点不便。")
def inconvenient_place(c: type[Facts], known: Limited) -> Truth:
    """The consumer is known to find this place inconvenient."""
    return c.contacts & c.to_consumer & not_(excused(c)) & c.inconvenient_place


@rule("us.cfr1006.reply_once", Severity.DENY, zh="在不便时只可用同一媒介回复一次。", reads=("us.cfr1006.hours",))
def reply_once(c: type[Facts], once: Limited, window: Limited) -> Truth:
    """At an inconvenient time or place one reply is allowed, in the medium the consumer used."""
    return unasked(c) & c.reply_spent & (outside(c, window) | c.inconvenient | c.inconvenient_place)


@rule("us.cfr1006.consent", Severity.DENY, zh="已有的同意不成立、已失效或不涵盖此次联系。", reads=("us.cfr1006.hours",))
def consent(c: type[Facts], provenance: Limited, window: Limited) -> Truth:
    """A consent given elsewhere, at a forbidden time, or to something else makes this contact no more convenient."""
    time = unasked(c) & (outside(c, window) | c.inconvenient | c.inconvenient_place)
    person = c.contacts & not_(c.may_be_told | c.locating | c.third_party_agreed)
    return c.consent_offered & (time | person)


RULES: tuple[Rule, ...] = (
    hours,
    conflicting_places,
    inconvenient_time,
    statement,
    inconvenient_place,
    reply_once,
    consent,
)
