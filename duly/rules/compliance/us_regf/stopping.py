"""What stops collection, and what comes before a suit, a report, a payment, a disclosure and a deletion."""

from __future__ import annotations

from duly.core.terms import Limited, Truth, not_
from duly.core.verdict import Severity
from duly.rules.compliance.rule import Rule
from duly.rules.compliance.us_regf.facts import Facts, rule


@rule("us.cfr1006.cease", Severity.DENY, zh="消费者已书面拒绝或要求停止，只可发出规定的告知。", effect="stop")
def cease(c: type[Facts], stop: Limited) -> Truth:
    """The consumer refused or asked in writing to cease; only the notices that remain allowed may follow."""
    return c.to_consumer & c.ceased & not_(c.permitted_notice | c.replying)


@rule("us.cfr1006.dispute", Severity.DENY, zh="及时书面异议未核实前停止催收。")
def dispute(c: type[Facts], stop: Limited) -> Truth:
    """The debt was disputed in writing in time; collection stops until verification was sent."""
    return c.disputed & c.collects


@rule("us.cfr1006.overshadowing", Severity.REVIEW, zh="验证期内的催促或威胁可能掩盖异议权，须人工复核。")
def overshadowing(c: type[Facts], ban: Limited) -> Truth:
    """While the right to dispute runs, pressing or threatening may overshadow it: a person has to look."""
    return c.overshadows


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


@rule(
    "us.cfr1006.electronic_form",
    Severity.REVIEW,
    zh="其后以电子方式提供告知须经消费者同意（E-SIGN 101(c)），须由人核对。",
)
def electronic_form(c: type[Facts], duty: Limited) -> Truth:
    """A later notice goes electronically only to one who agreed to that (E-SIGN 101(c)); a person has to check."""
    return c.discloses & c.unagreed_form


@rule("us.cfr1006.records", Severity.DENY, zh="记录须自末次催收活动（录音自通话日）起留存 {years} 年。")
def records(c: type[Facts], duty: Limited) -> Truth:
    """Records are kept {years} years after the last collection activity, recordings {years} years after the call."""
    return c.deletes & (c.years_kept < duty.years)


RULES: tuple[Rule, ...] = (
    cease,
    dispute,
    overshadowing,
    time_barred,
    furnishing,
    dispute_mark,
    payment,
    validation_addressee,
    sending,
    electronic_form,
    records,
)
