"""At what hours."""

from __future__ import annotations

from duly.core.terms import Limited, Number, Truth, known, not_, number, one_of, when
from duly.core.verdict import Severity
from duly.rules.compliance.cn.facts import CALLS, PATIENT, Facts, rule

MESSAGES = ("sms", "push", "im", "email")


def outside(c: type[Facts], hours: Limited) -> Truth:
    return (c.local_minute < hours.opens) | (c.local_minute >= hours.closes)


def disturbing(c: type[Facts], hours: Limited) -> Truth:
    """At an hour at which a contact that reaches at once may not; what is patient disturbs nobody."""
    return not_(one_of(c.channel, *PATIENT)) & outside(c, hours)


def next_opening(c: type[Facts], hours: Limited) -> Number:
    return when(c.local_minute < hours.opens, hours.opens, hours.opens + 1440)


def next_day(c: type[Facts], hours: Limited) -> Number:
    return number(1440)


@rule(
    "house.law_held",
    Severity.DENY,
    zh="规则包在联系当日没有任何时段规定，不得联系。",
    reads=("cn.gbt_45251.contact_hours", "cn.cba26.contact_hours"),
    always=True,
)
def law_held(c: type[Facts], held: Limited, standard: Limited, guideline: Limited) -> Truth:
    """The law held here says nothing about contact hours on that day, so nothing is permitted."""
    return not_(known(standard.opens)) & not_(known(guideline.opens))


@rule(
    "cn.gbt_45251.contact_hours",
    Severity.DENY,
    zh="时刻为 {local_minute}；未经约定，只可在 {opens} 至 {closes} 之间联系。",
    again_minute=next_opening,
)
def contact_hours(c: type[Facts], hours: Limited) -> Truth:
    """It is {local_minute}; without an agreement contact is held to {opens}–{closes}."""
    return c.overdue & not_(c.agreed_hours) & disturbing(c, hours)


@rule(
    "cn.cba26.contact_hours",
    Severity.DENY,
    zh="时刻为 {local_minute}；未经本人同意，{opens} 至 {closes} 之外严禁以任何方式催收。",
    again_minute=next_opening,
)
def strict_contact_hours(c: type[Facts], hours: Limited) -> Truth:
    """It is {local_minute}; without consent collection of any kind is forbidden outside {opens}–{closes}."""
    return c.overdue & not_(c.agreed_hours) & disturbing(c, hours)


@rule("cn.pipl.consent_form", Severity.DENY, zh="对此时刻的同意已撤回、非本人作出或没有证据，不算同意。")
def consent_form(c: type[Facts], form: Limited) -> Truth:
    """The consent to this hour was withdrawn, was not the borrower's own, or has no proof; it does not count."""
    return c.spoiled_consent & not_(c.agreed_hours)


@rule(
    "house.last_dispatch",
    Severity.DENY,
    zh="时刻为 {local_minute}；消息最晚 {messages}、电话最晚 {calls} 发出。",
    again_minute=next_day,
)
def last_dispatch(c: type[Facts], last: Limited) -> Truth:
    """It is {local_minute}; messages leave before {messages}, calls before {calls}."""
    late_message = one_of(c.channel, *MESSAGES) & (c.local_minute >= last.messages)
    late_call = one_of(c.channel, *CALLS) & (c.local_minute >= last.calls)
    return not_(c.agreed_hours) & (late_message | late_call)


@rule(
    "cn.cba26.visit_hours",
    Severity.DENY,
    zh="时刻为 {local_minute}；未经本人同意，外访只可在 {opens} 至 {closes}。",
    again_minute=next_opening,
)
def visit_hours(c: type[Facts], hours: Limited) -> Truth:
    """It is {local_minute}; without the borrower's consent visits are held to {opens}–{closes}."""
    return (c.channel == "visit") & not_(c.agreed_hours) & outside(c, hours)


@rule(
    "house.visit_hours",
    Severity.REQUIRES,
    zh="时刻为 {local_minute}；{opens} 至 {closes} 之外的外访须主管批准并经本人同意。",
    again_minute=next_opening,
    needs={"supervisor_approval": "visit_approved", "debtor_agreement": "visit_time_agreed"},
)
def careful_visit_hours(c: type[Facts], hours: Limited) -> Truth:
    """It is {local_minute}; a visit outside {opens}–{closes} needs a supervisor's and the borrower's agreement."""
    return (c.channel == "visit") & outside(c, hours) & not_(c.visit_approved & c.visit_time_agreed)


@rule(
    "house.reminder_hours",
    Severity.DENY,
    zh="时刻为 {local_minute}；到期前提醒也只在 {opens} 至 {closes} 之间。",
    again_minute=next_opening,
)
def reminder_hours(c: type[Facts], hours: Limited) -> Truth:
    """It is {local_minute}; a reminder before the due date keeps to {opens}–{closes} too."""
    return not_(c.overdue) & not_(c.agreed_hours) & disturbing(c, hours)


@rule("house.hours_choice", Severity.DENY, zh="借款人要求此时段不要联系。")
def hours_choice(c: type[Facts], choice: Limited) -> Truth:
    """The borrower asked not to be contacted at this hour."""
    return c.in_quiet_hours | c.outside_window


RULES = (
    law_held,
    contact_hours,
    strict_contact_hours,
    consent_form,
    last_dispatch,
    visit_hours,
    careful_visit_hours,
    reminder_hours,
    hours_choice,
)
