"""When and how often. CONC names no clock and no number: the borrower's wish is law, the figures are ours."""

from __future__ import annotations

from duly.core.terms import Limited, Truth, not_, one_of
from duly.core.verdict import Severity
from duly.rules.compliance.rule import Rule
from duly.rules.compliance.uk.facts import TIMED, Facts, rule


def _unbidden(c: type[Facts]) -> Truth:
    """A contact that reaches for the person, and no reply to one."""
    return one_of(c.channel, *TIMED) & not_(c.replying)


@rule("uk.conc7.requested_times", Severity.DENY, zh="借款人已要求避开此时（例如倒班），或已达约定次数。")
def requested_times(c: type[Facts], duty: Limited) -> Truth:
    """The borrower asked not to be contacted at this time, for example because of shift work, or not so often."""
    return _unbidden(c) & (c.asked_not_now | c.asked_not_more)


@rule("uk.conc7.requested_manner", Severity.DENY, zh="借款人已要求避开此地点或方式。")
def requested_manner(c: type[Facts], duty: Limited) -> Truth:
    """The borrower asked not to be contacted at this place or in this way."""
    return not_(c.replying) & c.asked_not_so


@rule("uk.conc7.unclear_request", Severity.REVIEW, zh="借款人的话须由人判断是否为联系方式的要求。")
def unclear_request(c: type[Facts], duty: Limited) -> Truth:
    """A person has to judge what the borrower's words ask for."""
    return _unbidden(c) & c.request_unclear


@rule("uk.mcob13.reasonable_hour", Severity.DENY, zh="按揭债务的合理时段通常为 {opens} 至 {closes}，现为 {minute}。")
def reasonable_hour(c: type[Facts], hours: Limited) -> Truth:
    """It is {minute}; for a mortgage a reasonable hour usually lies between {opens} and {closes}."""
    return _unbidden(c) & c.mortgage & ((c.minute < hours.opens) | (c.minute >= hours.closes))


@rule("house_uk.hours", Severity.DENY, zh="现为 {minute}；本机构只在 {opens} 至 {closes} 联系。")
def contact_hours(c: type[Facts], hours: Limited) -> Truth:
    """It is {minute}; we contact nobody outside {opens} to {closes}."""
    return _unbidden(c) & ((c.minute < hours.opens) | (c.minute >= hours.closes))


@rule("house_uk.contacts_a_day", Severity.DENY, zh="今日已联系 {contacts_today} 次，本机构以 {most} 次为限。")
def contacts_a_day(c: type[Facts], frequency: Limited) -> Truth:
    """{contacts_today} contacts today; our own limit is {most}."""
    return _unbidden(c) & (c.contacts_today >= frequency.most)


@rule("house_uk.contacts_a_week", Severity.DENY, zh="七日内已联系 {contacts_week} 次，本机构以 {most} 次为限。")
def contacts_a_week(c: type[Facts], frequency: Limited) -> Truth:
    """{contacts_week} contacts in seven days; our own limit is {most}."""
    return _unbidden(c) & (c.contacts_week >= frequency.most)


TIMES: tuple[Rule, ...] = (
    requested_times, requested_manner, unclear_request, reasonable_hour, contact_hours, contacts_a_day,
    contacts_a_week,
)  # fmt: skip
