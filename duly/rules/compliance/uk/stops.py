"""What stops recovery: disputes, limitation, advice, breathing space, holds, plans."""

from __future__ import annotations

from duly.core.terms import Limited, Truth, not_
from duly.core.verdict import Severity
from duly.rules.compliance.rule import Rule
from duly.rules.compliance.uk.facts import Facts, rule


@rule("uk.conc7.disputed", Severity.DENY, zh="借款人的争议可能成立，暂停追讨。")
def disputed(c: type[Facts], stop: Limited) -> Truth:
    """The debt is disputed on grounds that may be valid; recovery is suspended."""
    return c.recovers & c.disputed


@rule(
    "uk.conc7.investigated", Severity.REQUIRES, zh="争议已结却无调查结论，须先查明并告知借款人。",
    needs={"human_review": "reviewed"},
)  # fmt: skip
def investigated(c: type[Facts], duty: Limited) -> Truth:
    """A dispute was closed and no outcome is on file: it is investigated first, and the borrower told."""
    return c.recovers & c.uninvestigated & not_(c.reviewed)


@rule("uk.conc7.forbearance", Severity.REQUIRES, zh="升级之前须先予宽缓。", needs={"hardship_review": "forborne"})
def forbearance(c: type[Facts], duty: Limited) -> Truth:
    """Before anything goes further, forbearance: a plan offered, or a person who looked at the hardship."""
    return c.escalates & not_(c.forborne)


@rule(
    "uk.conc7.offers",
    Severity.REQUIRES,
    zh="拒绝合理还款提议须由人复核并说明理由。",
    needs={"human_review": "reviewed"},
)
def offers(c: type[Facts], duty: Limited) -> Truth:
    """An offer of repayment is refused only by a person, for a reason."""
    return c.refuses_offer & not_(c.reviewed)


def _advised(c: type[Facts], pause: Limited) -> Truth:
    extended = c.adviser_more & (c.adviser_days < pause.days + pause.more)
    return c.recovers & ((c.adviser_days < pause.days) | extended)


@rule("house_uk.debt_adviser", Severity.DENY, zh="债务顾问正拟定方案：暂停 {days} 天，可再延 {more} 天。")
def debt_adviser(c: type[Facts], pause: Limited) -> Truth:
    """A debt adviser prepares a plan: we wait {days} days, and {more} more where asked."""
    return _advised(c, pause)


@rule("uk.conc7.debt_adviser", Severity.WARN, zh="监管规则亦要求合理等待，一般 {days} 天（待核实）。")
def debt_adviser_rule(c: type[Facts], pause: Limited) -> Truth:
    """The sourcebook asks for a reasonable pause too, generally {days} days (unconfirmed)."""
    return _advised(c, pause)


@rule(
    "uk.conc7.barred_threat",
    Severity.DENY,
    zh="时效已过（一般 {years} 年，苏格兰 {years_scotland} 年），不得以诉讼相胁。",
)
def barred_threat(c: type[Facts], ban: Limited) -> Truth:
    """Limitation has run out (generally {years} years, {years_scotland} in Scotland): no suit, no threat of one."""
    return c.sues & c.time_barred


@rule("uk.conc7.barred_stated", Severity.DENY, zh="借款人已主张时效并拒付，不得再要求付款。", effect="stop")
def barred_stated(c: type[Facts], ban: Limited) -> Truth:
    """The borrower said the debt is barred and will not be paid; no further demand."""
    return c.recovers & c.said_barred


@rule("uk.conc7.barred_silent", Severity.WARN, zh="时效已过：此前须一直与借款人有联系，方可再要求（待核实）。")
def barred_silent(c: type[Facts], duty: Limited) -> Truth:
    """A barred debt may be asked for only if contact was regular before limitation ran out (unconfirmed)."""
    return c.recovers & not_(c.scotland) & c.time_barred


@rule("uk.conc7.extinguished", Severity.DENY, zh="苏格兰：{years} 年届满，债务已消灭。", effect="stop")
def extinguished(c: type[Facts], ban: Limited) -> Truth:
    """In Scotland a debt whose {years} years ran out no longer exists."""
    return c.recovers & c.scotland & c.time_barred


@rule("uk.conc7.ombudsman", Severity.DENY, zh="投诉未结，不得提起诉讼。")
def ombudsman(c: type[Facts], ban: Limited) -> Truth:
    """No suit while a complaint is open."""
    return (c.channel == "court_filing") & c.complaint_open


@rule(
    "uk.respite.breathing_space", Severity.DENY, zh="喘息期第 {space_days} 天起计，共 {days} 天：不催、不诉、不计费。"
)
def breathing_space(c: type[Facts], pause: Limited) -> Truth:
    """{space_days} days into a breathing space of {days}: no demand, no enforcement, no charge."""
    return c.recovers & c.scheme_binds & (c.space_days < pause.days)


@rule("uk.respite.again", Severity.WARN, zh="距上次喘息期 {space_gap} 天，不足 {days} 天；仍予保护，可申请复核。")
def again(c: type[Facts], pause: Limited) -> Truth:
    """The last breathing space was {space_gap} days before, fewer than {days}: it is kept, and may be reviewed."""
    return c.recovers & c.scheme_binds & (c.space_gap < pause.days)


@rule("uk.respite.crisis", Severity.DENY, zh="精神健康危机治疗期间及其后 {days} 天：不催、不诉、不计费。")
def crisis(c: type[Facts], pause: Limited) -> Truth:
    """Crisis treatment, and {days} days after it: no demand, no enforcement, no charge."""
    return c.recovers & c.scheme_binds & (c.crisis_days < pause.days)


@rule("house_uk.hold", Severity.DENY, zh="有暂停标记。")
def hold(c: type[Facts], stop: Limited) -> Truth:
    """A hold is in force."""
    return c.recovers & c.held


@rule("house_uk.plan_kept", Severity.DENY, zh="还款方案正在履行，不再催收。")
def plan_kept(c: type[Facts], stop: Limited) -> Truth:
    """The plan is kept; nothing more is asked."""
    return c.recovers & not_(c.reminds) & c.plan_kept


@rule("house_uk.settled", Severity.DENY, zh="债务已结清。", effect="stop")
def settled(c: type[Facts], stop: Limited) -> Truth:
    """The debt is settled."""
    return c.recovers & c.settled


STOPS: tuple[Rule, ...] = (
    disputed, investigated, forbearance, offers, debt_adviser, debt_adviser_rule, barred_threat, barred_stated,
    barred_silent, extinguished, ombudsman, breathing_space, again, crisis, hold, plan_kept, settled,
)  # fmt: skip
