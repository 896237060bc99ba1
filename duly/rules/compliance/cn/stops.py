"""What makes us stop."""

from __future__ import annotations

from duly.core.terms import Limited, Number, Truth, not_, one_of, when
from duly.core.verdict import Severity
from duly.rules.compliance.cn.facts import Facts, rule


def beyond_service(c: type[Facts]) -> Truth:
    return c.purpose != "service"


def collecting(c: type[Facts]) -> Truth:
    """Anything but service and the neutral reminder of a due date."""
    return not_(one_of(c.purpose, "service", "remind"))


def days_of_hold(c: type[Facts], hold: Limited) -> Number:
    return when(c.house_hold_days < 1, 1, c.house_hold_days)


@rule("cn.cc11.plan_kept", Severity.DENY, zh="已达成个性化分期还款协议且正在履行，应当停止催收。", effect="stop")
def card_plan_kept(c: type[Facts], stop: Limited) -> Truth:
    """An instalment plan was agreed and is being kept, so collection stops; a due date may be mentioned."""
    return (c.product == "credit_card") & c.plan_kept & collecting(c)


@rule("house.plan_kept", Severity.DENY, zh="分期方案正在履行，停止催收。", effect="stop")
def plan_kept(c: type[Facts], stop: Limited) -> Truth:
    """A plan was agreed and is being kept, so collection stops; a due date may be mentioned."""
    return (c.product != "credit_card") & c.plan_kept & collecting(c)


@rule("cn.civil_code.settled", Severity.WARN, zh="债务已清偿，债权债务终止（依据待核实）。")
def paid_debt_has_ended(c: type[Facts], ended: Limited) -> Truth:
    """The debt is paid and has ended (citation unconfirmed)."""
    return (c.loan_state == "settled") & beyond_service(c)


@rule("house.settled", Severity.DENY, zh="借据已结清，立即停止。", effect="stop")
def settled(c: type[Facts], stop: Limited) -> Truth:
    """The loan is settled; everything stops at once."""
    return (c.loan_state == "settled") & beyond_service(c)


@rule("cn.cc11.objection", Severity.WARN, zh="借款人有异议，须备注并开展核实。")
def card_objection(c: type[Facts], duty: Limited) -> Truth:
    """The borrower objects; that has to be noted and verified."""
    return (c.product == "credit_card") & c.objection_open


@rule("house.objection", Severity.DENY, zh="投诉或异议未结，暂停催收。", effect="stop")
def objection(c: type[Facts], pause: Limited) -> Truth:
    """A complaint or dispute about the debt is open, so collection pauses."""
    return c.objection_open & beyond_service(c)


@rule("cn.cir.identity_theft", Severity.DENY, zh="借款人称被冒名或非本人借款，停止并核实。", effect="stop")
def identity_theft(c: type[Facts], stop: Limited) -> Truth:
    """The loan is said to be identity theft or somebody else's; stop and verify."""
    return c.identity_theft & beyond_service(c)


@rule("house.legal_hold", Severity.DENY, zh="诉讼、执行或破产程序中，由法务决定可否联系。", effect="stop")
def legal_hold(c: type[Facts], hold: Limited) -> Truth:
    """The matter is in court, enforcement or insolvency; only the legal team may allow contact."""
    return c.legal_hold


@rule("house.hold", Severity.DENY, zh="暂停催收期内。", again_days=days_of_hold)
def house_hold(c: type[Facts], hold: Limited) -> Truth:
    """There is a dated reason to do nothing."""
    return c.house_hold


@rule(
    "house.hardship",
    Severity.REQUIRES,
    zh="借款人报告了困难情形，先做纾困审查。",
    needs={"hardship_review": ""},
)
def hardship(c: type[Facts], review: Limited) -> Truth:
    """The borrower reported hardship; relief is reviewed first."""
    return c.hardship_open & beyond_service(c)


@rule("cn.civil_code.cease", Severity.DENY, zh="借款人要求停止联系。", effect="stop")
def cease(c: type[Facts], stop: Limited) -> Truth:
    """The borrower asked for no contact."""
    return c.ceased & beyond_service(c)


@rule("house.channel_choice", Severity.DENY, zh="借款人已退订该渠道（{channel}）。", effect="stop")
def channel_choice(c: type[Facts], choice: Limited) -> Truth:
    """The borrower asked not to be contacted by {channel}."""
    return c.channel_left


@rule("house.number_choice", Severity.DENY, zh="借款人要求勿用该号码。", effect="stop")
def number_choice(c: type[Facts], choice: Limited) -> Truth:
    """The borrower asked not to be contacted at this number."""
    return c.number_left


RULES = (
    card_plan_kept,
    plan_kept,
    paid_debt_has_ended,
    settled,
    card_objection,
    objection,
    identity_theft,
    legal_hold,
    house_hold,
    hardship,
    cease,
    channel_choice,
    number_choice,
)
