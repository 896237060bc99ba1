"""Regulation F: hours and places, persons, calls, media, stops."""

from __future__ import annotations

from duly.core.terms import Limited, Truth, not_, one_of
from duly.core.verdict import Severity
from duly.rules.compliance.rule import Rule
from duly.rules.compliance.us_regf.facts import Facts, rule

TIMED = ("phone_call", "voicemail", "text", "push", "im", "email", "visit")
CALLS = ("phone_call", "voicemail")


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


@rule("us.cfr1006.attorney", Severity.DENY, zh="消费者已有律师代理，只可联系律师。")
def attorney(c: type[Facts], known: Limited) -> Truth:
    """An attorney represents the consumer in this debt; contact goes to the attorney."""
    told = c.contacts & (c.to_consumer | c.locating) & c.attorney_known
    return told & not_(c.replying | c.attorney_agrees | c.attorney_silent)


@rule("us.cfr1006.attorney_silent", Severity.REVIEW, zh="律师未答复是否已久，须由人判断。")
def attorney_silent(c: type[Facts], known: Limited) -> Truth:
    """The attorney has not answered; a person has to say whether a reasonable time has passed."""
    told = c.contacts & (c.to_consumer | c.locating) & c.attorney_known
    return told & not_(c.replying | c.attorney_agrees) & c.attorney_silent


@rule("us.usc1692c.workplace", Severity.DENY, zh="已知雇主禁止在工作地点接收此类联系。")
def workplace(c: type[Facts], known: Limited) -> Truth:
    """The employer is known to forbid such contact at work."""
    return c.contacts & c.to_consumer & c.at_work & c.employer_forbids & not_(c.consented)


@rule("us.cfr1006.cease", Severity.DENY, zh="消费者已书面拒绝或要求停止，只可发出规定的告知。", effect="stop")
def cease(c: type[Facts], stop: Limited) -> Truth:
    """The consumer refused or asked in writing to cease; only the notices that remain allowed may follow."""
    return c.to_consumer & c.ceased & not_(c.permitted_notice | c.replying)


@rule("us.usc1692c.third_parties", Severity.DENY, zh="不得使无权知情的第三人得知债务。")
def third_parties(c: type[Facts], ban: Limited) -> Truth:
    """Nobody else is contacted about the debt, nor hears of it."""
    return (c.contacts & not_(c.may_be_told | c.locating | c.third_party_agreed)) | c.overheard


@rule("us.cfr1006.wider_consumer", Severity.DENY, zh="此关系在本案中不属于消费者。")
def wider_consumer(c: type[Facts], meaning: Limited) -> Truth:
    """This relation does not make the person a consumer here: a parent only of a minor, an estate only of the dead."""
    return c.contacts & c.nearly_wider & not_(c.may_be_told | c.locating | c.third_party_agreed)


@rule("us.cfr1006.deceased", Severity.REVIEW, zh="消费者已故，须查明由谁代理遗产。")
def deceased(c: type[Facts], meaning: Limited) -> Truth:
    """The consumer has died; a person has to find out who acts for the estate."""
    return c.contacts & c.deceased


@rule(
    "us.cfr1006.location",
    Severity.DENY,
    zh="查找消费者须只报姓名、不提债务、不用明信片或有标记的信封；已知有律师的，只问律师。",
)
def location(c: type[Facts], how: Limited) -> Truth:
    """Whoever locates a consumer gives the own name, mentions no debt, writes plainly, and asks an attorney first."""
    return c.locating & not_(c.location_proper)


@rule("us.cfr1006.location_once", Severity.DENY, zh="同一人只可询问一次。", effect="stop")
def location_once(c: type[Facts], once: Limited) -> Truth:
    """The person was asked before; once is enough unless asked to, or the answer was wrong."""
    return c.locating & c.located_before


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


@rule("us.usc1692d.words", Severity.DENY, zh="不得威胁、侮辱或冒充机关。")
def words(c: type[Facts], ban: Limited) -> Truth:
    """Nobody is threatened with arrest or violence, insulted, or written to as if by an authority."""
    return c.abusive


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


@rule("us.cfr1006.medium", Severity.DENY, zh="消费者已要求不以此媒介或地址联系。", effect="stop")
def medium(c: type[Facts], choice: Limited) -> Truth:
    """The consumer asked not to be contacted by this medium or at this address."""
    return c.contacts & c.opted_out & not_(c.replying | c.confirms_opt_out | c.required_by_law)


@rule("us.cfr1006.identity", Severity.DENY, zh="来电须说明来电者身份。")
def identity(c: type[Facts], duty: Limited) -> Truth:
    """A call says who calls."""
    return c.anonymous & not_(c.locating)


@rule("us.cfr1006.opt_out_notice", Severity.DENY, zh="每条电子讯息须附清楚、简便的退订方式。")
def opt_out_notice(c: type[Facts], duty: Limited) -> Truth:
    """Every electronic message offers a clear and simple way to opt out."""
    return c.electronic & c.to_consumer & not_(c.opt_out_offered | c.confirms_opt_out)


@rule("us.cfr1006.employer_mail", Severity.DENY, zh="不得向雇主提供的邮箱发送。")
def employer_mail(c: type[Facts], ban: Limited) -> Truth:
    """Nothing is sent to an address that the employer provides, unless the consumer used it for this or agreed."""
    return c.employer_mail & not_(c.consented | c.employer_mail_used | c.replying)


@rule("us.cfr1006.in_public", Severity.DENY, zh="不得公开发布、寄明信片，信封上不得有债务字样。")
def in_public(c: type[Facts], ban: Limited) -> Truth:
    """No public post, no postcard, no word of a debt on an envelope."""
    return c.in_public


@rule("us.cfr1006.dispute", Severity.DENY, zh="及时书面异议未核实前停止催收。")
def dispute(c: type[Facts], stop: Limited) -> Truth:
    """The debt was disputed in writing in time; collection stops until verification was sent."""
    return c.disputed & c.collects


@rule("us.cfr1006.overshadowing", Severity.REVIEW, zh="验证期内的催促或威胁可能掩盖异议权，须人工复核。")
def overshadowing(c: type[Facts], ban: Limited) -> Truth:
    """While the right to dispute runs, pressing or threatening may overshadow it: a person has to look."""
    return c.overshadows & c.to_consumer


@rule("us.cfr1006.time_barred", Severity.DENY, zh="时效已过，不得起诉或威胁起诉。", effect="stop")
def time_barred(c: type[Facts], ban: Limited) -> Truth:
    """Limitation has run out: no suit, and no threat of one."""
    return c.sues & c.time_barred


@rule("us.cfr1006.furnishing", Severity.DENY, zh="报送征信前须先与消费者沟通或寄信满 {days} 日。")
def furnishing(c: type[Facts], duty: Limited) -> Truth:
    """Before a report the consumer is spoken to, or written to {days} days before."""
    return (c.channel == "furnish_to_cra") & (c.days_told < duty.days)


@rule("us.usc1692e.dispute_mark", Severity.DENY, zh="报送有争议的债务须标注争议。")
def dispute_mark(c: type[Facts], duty: Limited) -> Truth:
    """A debt that is known to be disputed is not reported without saying so."""
    return (c.channel == "furnish_to_cra") & c.ever_disputed & not_(c.marked_disputed)


@rule("us.cfr1006.payment", Severity.DENY, zh="付款不得抵充有争议的债务，须依消费者的指定。")
def payment(c: type[Facts], ban: Limited) -> Truth:
    """A payment is not applied to a disputed debt, nor to another than the one the consumer named."""
    return (c.channel == "payment_application") & (c.ever_disputed | c.directed_elsewhere)


@rule("us.cfr1006.validation_addressee", Severity.DENY, zh="消费者已故的，验证通知须写明遗产代理人姓名。")
def validation_addressee(c: type[Facts], duty: Limited) -> Truth:
    """Where the consumer died the validation notice names a person who acts for the estate."""
    return c.discloses & not_(c.addressed)


@rule("us.cfr1006.sending", Severity.DENY, zh="告知须可留存，且不得寄往已知有误的地址。")
def sending(c: type[Facts], duty: Limited) -> Truth:
    """A disclosure is sent so that it arrives and can be kept, and not to an address known to be wrong."""
    return c.discloses & (c.cannot_keep | c.known_wrong)


@rule("us.cfr1006.records", Severity.DENY, zh="记录须自末次催收活动（录音自通话日）起留存 {years} 年。")
def records(c: type[Facts], duty: Limited) -> Truth:
    """Records are kept {years} years after the last collection activity, recordings {years} years after the call."""
    return c.deletes & (c.years_kept < duty.years)


RULES: tuple[Rule, ...] = (
    hours, conflicting_places, inconvenient_time, statement, inconvenient_place, reply_once, consent, attorney,
    attorney_silent, workplace, cease, third_parties, wider_consumer, deceased, location, location_once, messages,
    words, call_count, talk_pause, call_consent, particular_debt, rebuttal, rebuttal_required, state_count, medium,
    identity, opt_out_notice, employer_mail, in_public, dispute, overshadowing, time_barred, furnishing,
    dispute_mark, payment, validation_addressee, sending, records,
)  # fmt: skip
TIMED_RULES: tuple[Rule, ...] = (
    hours, conflicting_places, inconvenient_time, reply_once, consent, call_count, talk_pause, call_consent,
    particular_debt, state_count, messages, furnishing,
)  # fmt: skip
