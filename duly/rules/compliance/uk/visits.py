"""Visits: announced, at a proper place, with consent, and never to somebody particularly vulnerable."""

from __future__ import annotations

from duly.core.terms import Limited, Truth, not_, one_of
from duly.core.verdict import Severity
from duly.rules.compliance.rule import Rule
from duly.rules.compliance.uk.facts import Facts, rule


@rule(
    "uk.conc7.visit_notice", Severity.REQUIRES, zh="首次上门前须说明目的并给予充分通知。",
    needs={"visit_notice": "visit_noticed"},
)  # fmt: skip
def visit_notice(c: type[Facts], duty: Limited) -> Truth:
    """Before a visit its purpose is explained and adequate notice given."""
    return (c.channel == "visit") & not_(c.visit_noticed)


@rule("house_uk.visit_notice", Severity.DENY, zh="通知后第 {notice_days} 天；本机构须满 {days} 天。")
def notice_days(c: type[Facts], notice: Limited) -> Truth:
    """{notice_days} days after the notice; we wait {days}."""
    return (c.channel == "visit") & c.visit_noticed & (c.notice_days < notice.days)


@rule("uk.conc7.visit_vulnerable", Severity.DENY, zh="已知或怀疑借款人特别脆弱，不得上门。")
def visit_vulnerable(c: type[Facts], ban: Limited) -> Truth:
    """Nobody visits a borrower known or suspected to be particularly vulnerable."""
    return (c.channel == "visit") & c.vulnerable


@rule("uk.conc7.visit_place", Severity.DENY, zh="未经借款人明示同意，不得在 {place} 探访。")
def visit_place(c: type[Facts], ban: Limited) -> Truth:
    """No visit at an inappropriate place ({place}) unless the borrower expressly agreed."""
    return (c.channel == "visit") & one_of(c.place, ban.words("places")) & not_(c.place_agreed)


@rule("uk.conc7.entry", Severity.DENY, zh="未经同意不得入户。", inbound=True)
def entry(c: type[Facts], ban: Limited) -> Truth:
    """Nobody enters without consent."""
    return (c.channel == "visit") & (c.step == "enter") & not_(c.entry_agreed)


@rule("house_uk.property", Severity.DENY, zh="不得拿走财物或证件。", inbound=True, effect="incident")
def property_taken(c: type[Facts], ban: Limited) -> Truth:
    """Nothing is taken from the borrower."""
    return c.takes


@rule("house_uk.leave", Severity.DENY, zh="已被要求离开，须立即离开。", inbound=True, effect="stop")
def leave(c: type[Facts], duty: Limited) -> Truth:
    """Asked to leave, we leave."""
    return (c.channel == "visit") & not_(c.step == "leave") & c.told_to_leave


VISITS: tuple[Rule, ...] = (visit_notice, notice_days, visit_vulnerable, visit_place, entry, property_taken, leave)
