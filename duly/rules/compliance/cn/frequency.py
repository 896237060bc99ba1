"""How often: what lender and agencies did together, counted by the local day."""

from __future__ import annotations

from duly.core.terms import Limited, Number, Truth, not_, number, one_of
from duly.core.verdict import Severity
from duly.rules.compliance.cn.facts import CALLS, Facts, rule

TOMORROW = 1
IN_A_WEEK = 7  # at the latest: then every contact that counted lies outside the seven days


def tomorrow(c: type[Facts], limit: Limited) -> Number:
    return number(TOMORROW)


def in_a_week(c: type[Facts], limit: Limited) -> Number:
    return number(IN_A_WEEK)


def calling(c: type[Facts]) -> Truth:
    return one_of(c.channel, *CALLS)


@rule(
    "cn.gbt_45251.notices_answered",
    Severity.DENY,
    zh="告知类语音今日已接通 {notices_answered_today} 次，机构与第三方合计每日不应超过 {most_a_day} 次。",
    again_days=tomorrow,
)
def notices_answered(c: type[Facts], notices: Limited) -> Truth:
    """Voice notices were answered {notices_answered_today} times today; lender and agencies together: {most_a_day}."""
    return calling(c) & (c.mode == "informational") & (c.notices_answered_today >= notices.most_a_day)


@rule(
    "cn.gbt_45251.conversations",
    Severity.DENY,
    zh="今日主动有效通话已有 {conversations_today} 次，每日不应超过 {most_a_day} 次。",
    again_days=tomorrow,
)
def conversations(c: type[Facts], talks: Limited) -> Truth:
    """We began {conversations_today} effective conversations today; the limit is {most_a_day}."""
    return calling(c) & (c.mode == "interactive") & (c.conversations_today >= talks.most_a_day)


@rule(
    "cn.cba26.attempts_per_number",
    Severity.DENY,
    zh="今日已拨打该号码 {attempts_on_number} 次，未另行约定的当天不宜超过 {most_a_day} 次。",
    again_days=tomorrow,
)
def attempts_per_number(c: type[Facts], attempts: Limited) -> Truth:
    """This number was tried {attempts_on_number} times today; unless agreed otherwise the limit is {most_a_day}."""
    return calling(c) & not_(c.agreed_attempts) & (c.attempts_on_number >= attempts.most_a_day)


@rule(
    "cn.gbt_45251.shared_counter",
    Severity.DENY,
    zh="告知类语音无法与第三方合计次数，不得拨打。",
    needs={"contact_counter": "counted_together"},
)
def shared_counter(c: type[Facts], counter: Limited) -> Truth:
    """Voice notices of lender and agencies cannot be counted together, so none is made."""
    return calling(c) & (c.mode == "informational") & not_(c.counted_together)


@rule(
    "house.shared_counter",
    Severity.DENY,
    zh="联系次数无法与第三方合计，不联系。",
    needs={"contact_counter": "counted_together"},
)
def shared_counter_of_all(c: type[Facts], counter: Limited) -> Truth:
    """Contacts of lender and agencies cannot be counted together, so none is made."""
    return not_(c.counted_together)


@rule(
    "house.answered_a_day",
    Severity.DENY,
    zh="今日电话已接通 {answered_today} 次，合计每日 {most_a_day} 次为限。",
    again_days=tomorrow,
)
def answered_a_day(c: type[Facts], answered: Limited) -> Truth:
    """Calls were answered {answered_today} times today; of whatever kind, {most_a_day} is the limit."""
    return calling(c) & (c.answered_today >= answered.most_a_day)


@rule(
    "house.spacing_answered",
    Severity.DENY,
    zh="上次接通距今不足 {minutes} 分钟。",
    again_minute=lambda c, spacing: c.last_answered_minute + spacing.minutes,
)
def spacing_answered(c: type[Facts], spacing: Limited) -> Truth:
    """Less than {minutes} minutes have passed since the last answered call."""
    return calling(c) & (c.local_minute < c.last_answered_minute + spacing.minutes)


@rule(
    "house.spacing_attempts",
    Severity.DENY,
    zh="上次拨打距今不足 {minutes} 分钟。",
    again_minute=lambda c, spacing: c.last_attempt_minute + spacing.minutes,
)
def spacing_attempts(c: type[Facts], spacing: Limited) -> Truth:
    """Less than {minutes} minutes have passed since the last attempt."""
    return calling(c) & (c.local_minute < c.last_attempt_minute + spacing.minutes)


@rule(
    "house.answered_a_week",
    Severity.DENY,
    zh="七日内电话已接通 {answered_in_week} 次，以 {most_a_week} 次为限。",
    again_days=in_a_week,
)
def answered_a_week(c: type[Facts], answered: Limited) -> Truth:
    """Calls were answered {answered_in_week} times in seven days; the limit is {most_a_week}."""
    return calling(c) & (c.answered_in_week >= answered.most_a_week)


@rule(
    "house.texts_a_day",
    Severity.DENY,
    zh="今日已发短信 {texts_today} 条，每日以 {most_a_day} 条为限。",
    again_days=tomorrow,
)
def texts_a_day(c: type[Facts], texts: Limited) -> Truth:
    """{texts_today} text messages were sent today; the limit is {most_a_day}."""
    return (c.channel == "sms") & (c.texts_today >= texts.most_a_day)


@rule(
    "house.texts_a_week",
    Severity.DENY,
    zh="七日内已发短信 {texts_in_week} 条，以 {most_a_week} 条为限。",
    again_days=in_a_week,
)
def texts_a_week(c: type[Facts], texts: Limited) -> Truth:
    """{texts_in_week} text messages were sent in seven days; the limit is {most_a_week}."""
    return (c.channel == "sms") & (c.texts_in_week >= texts.most_a_week)


@rule(
    "house.pushes",
    Severity.DENY,
    zh="今日已推送 {pushes_today} 条，每日以 {most_a_day} 条为限。",
    again_days=tomorrow,
)
def pushes(c: type[Facts], pushed: Limited) -> Truth:
    """{pushes_today} app pushes were sent today; the limit is {most_a_day}."""
    return (c.channel == "push") & (c.pushes_today >= pushed.most_a_day)


@rule(
    "house.instant_messages",
    Severity.DENY,
    zh="今日已主动发起即时消息 {messages_today} 次，每日以 {most_a_day} 次为限。",
    again_days=tomorrow,
)
def instant_messages(c: type[Facts], messages: Limited) -> Truth:
    """We began {messages_today} instant messages today; the limit is {most_a_day}."""
    return (c.channel == "im") & (c.messages_today >= messages.most_a_day)


@rule("cn.civil_code.private_peace", Severity.DENY, zh="该号码已将我们拉黑，不得再拨，也不得换号联系。", effect="stop")
def private_peace(c: type[Facts], peace: Limited) -> Truth:
    """This number was blocked to us; it is not tried again, from this or any other line."""
    return c.address_state == "blocked"


@rule(
    "house.third_person_a_week",
    Severity.DENY,
    zh="该联系人七日内已接通 {person_answered_in_week} 次，以 {most_a_week} 次为限。",
    again_days=in_a_week,
)
def third_person_a_week(c: type[Facts], quota: Limited) -> Truth:
    """This contact person answered {person_answered_in_week} times in seven days; the limit is {most_a_week}."""
    return calling(c) & (c.party_role == "contact") & (c.person_answered_in_week >= quota.most_a_week)


@rule(
    "house.third_person_ever",
    Severity.DENY,
    zh="该联系人累计已接通 {person_answered_ever} 次，以 {most_a_case} 次为限。",
    effect="stop",
)
def third_person_ever(c: type[Facts], quota: Limited) -> Truth:
    """This contact person answered {person_answered_ever} times in all; the limit is {most_a_case}."""
    return calling(c) & (c.party_role == "contact") & (c.person_answered_ever >= quota.most_a_case)


RULES = (
    notices_answered,
    conversations,
    attempts_per_number,
    shared_counter,
    shared_counter_of_all,
    answered_a_day,
    spacing_answered,
    spacing_attempts,
    answered_a_week,
    texts_a_day,
    texts_a_week,
    pushes,
    instant_messages,
    private_peace,
    third_person_a_week,
    third_person_ever,
)
