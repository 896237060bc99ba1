"""What may be said, shown and sent. These rules speak also of what is said in answer to the borrower."""

from __future__ import annotations

from duly.core.terms import Limited, Truth, not_, one_of
from duly.core.verdict import Severity
from duly.rules.compliance.cn.sending import Sending, rule, said

OPEN_TO_OTHERS = ("sms", "push", "im", "voicemail", "postcard")


@rule("cn.cc11.civil_language", Severity.DENY, zh="不得恐吓、辱骂、威胁、歧视。", inbound=True)
def civil_language(c: type[Sending], ban: Limited) -> Truth:
    """No threat, abuse, intimidation or insult of a group."""
    return said("F-THREAT") | said("F-INSULT") | said("F-DISC")


@rule("cn.cba26.misleading", Severity.DENY, zh="不得虚构黑名单或作误导性表述。", inbound=True)
def misleading(c: type[Sending], ban: Limited) -> Truth:
    """No invented blacklist, no misleading statement."""
    return c.blacklist_claimed | said("F-FALSE")


@rule("cn.cba26.true_amounts", Severity.DENY, zh="所称金额或逾期天数与台账不符。", inbound=True)
def true_amounts(c: type[Sending], duty: Limited) -> Truth:
    """The amount or the days stated differ from the ledger."""
    return c.amount_wrong | c.days_wrong


@rule("cn.cba26.legal_action", Severity.DENY, zh="无案件或决定，不得声称起诉、判决或执行。", inbound=True)
def legal_action(c: type[Sending], duty: Limited) -> Truth:
    """Legal action is claimed that no case file bears out."""
    return c.legal_claim_unfounded


@rule("cn.cir.report_announced", Severity.REQUIRES, zh="告知报送征信须以本人书面同意为前提，且属实。", inbound=True)
def report_announced(c: type[Sending], duty: Limited) -> Truth:
    """A bureau report may be announced only where it is true and was agreed to in writing."""
    return c.report_unfounded


@rule("cn.rep25.repair_promise", Severity.DENY, zh="一次性信用修复政策之外，不得承诺还款即消除征信记录。", inbound=True)
def repair_promise(c: type[Sending], ban: Limited) -> Truth:
    """Outside the one-off policy, which has ended, nobody may promise that paying hides a record."""
    return c.repair_unfounded


@rule("cn.cba26.extra_charges", Severity.DENY, zh="不得以催收名义收取合同外费用。", inbound=True)
def extra_charges(c: type[Sending], ban: Limited) -> Truth:
    """No charge in the name of collection, none outside the contract."""
    return c.fee_outside_contract | said("F-FEE")


@rule("cn.cost26.cost_table", Severity.DENY, zh="费用未列入签约前的综合融资成本明示表，不得收取。", inbound=True)
def cost_table(c: type[Sending], duty: Limited) -> Truth:
    """A charge that the cost table did not show before signing may not be made."""
    return c.fee_outside_table


@rule("house.cost_table_before", Severity.WARN, zh="签约时明示表规定尚未施行；费用仍受其他上限约束。", inbound=True)
def cost_table_before(c: type[Sending], remark: Limited) -> Truth:
    """The loan was signed before the cost table was a duty; other caps apply."""
    return c.fee_before_table


@rule(
    "cn.civil_code.unnoticed_terms",
    Severity.DENY,
    zh="未提示说明的格式条款不成为合同内容，相应费用不得收取。",
    inbound=True,
)
def unnoticed_terms(c: type[Sending], duty: Limited) -> Truth:
    """A boilerplate charge nobody pointed out is no part of the contract."""
    return c.fee_unnoticed


@rule("cn.la25.platform_fee", Severity.DENY, zh="助贷平台不得以任何形式向借款人收取息费。", inbound=True)
def platform_fee(c: type[Sending], ban: Limited) -> Truth:
    """A facilitation platform charges the borrower nothing in any form."""
    return c.platform_fee


@rule("cn.cba26.borrowing", Severity.DENY, zh="不得诱导、逼迫新增借贷或非法筹资还款。", inbound=True)
def borrowing(c: type[Sending], ban: Limited) -> Truth:
    """Nobody is led to borrow anew in order to repay."""
    return c.suggests_borrowing | said("F-BORROW")


@rule("cn.cba26.public_posting", Severity.DENY, zh="不得在公共场所张贴或公开发布催收信息。", inbound=True)
def public_posting(c: type[Sending], ban: Limited) -> Truth:
    """Nothing about a debt is put up or posted in public."""
    return c.posted | said("F-POST")


@rule("cn.cba26.privacy", Severity.DENY, zh="不得散布隐私。", inbound=True)
def privacy(c: type[Sending], ban: Limited) -> Truth:
    """Nobody's private life is spread or used."""
    return said("F-PRIV")


@rule("cn.mcc25.property", Severity.DENY, zh="不得非法占有、扣押财物或证件。", inbound=True)
def property_taken(c: type[Sending], ban: Limited) -> Truth:
    """No property or document is taken or kept."""
    return c.takes_property | said("F-SEIZE")


@rule("cn.nifa18.payment_channels", Severity.DENY, zh="只可引导至贷款人指定的还款渠道。", inbound=True)
def payment_channels(c: type[Sending], duty: Limited) -> Truth:
    """Payment is asked only into the channels the lender named."""
    return c.payment_elsewhere | said("F-PAY")


@rule("house.lock_screen", Severity.DENY, zh="他人可见的消息不得出现债务信息，请改用不含债务的文本。", inbound=True)
def lock_screen(c: type[Sending], ban: Limited) -> Truth:
    """A message that others can read shows nothing about a debt; use a neutral text."""
    return (one_of(c.channel, *OPEN_TO_OTHERS) & c.discloses_debt) | c.seen_by_others


@rule("cn.criminal_law.restraint", Severity.DENY, zh="不得限制人身自由、跟踪、滋扰。", inbound=True, effect="incident")
def restraint(c: type[Sending], ban: Limited) -> Truth:
    """No restraint, no blocking, no following."""
    return said("F-RESTR") | said("F-ENTER")


@rule("cn.civil_code.bombing", Severity.DENY, zh="不得高频滋扰私人生活安宁。", inbound=True, effect="incident")
def bombing(c: type[Sending], ban: Limited) -> Truth:
    """Private peace is not disturbed by masses of calls or messages."""
    return said("F-BOMB") | c.burst


@rule("house.reprisal", Severity.DENY, zh="不得以投诉为由报复或讨价还价。", inbound=True)
def reprisal(c: type[Sending], ban: Limited) -> Truth:
    """No reprisal for a complaint, no bargaining about one."""
    return said("F-RETAL")


@rule(
    "house.distress",
    Severity.DENY,
    zh="出现情绪危机信号：立即停止，转交关怀人员。",
    inbound=True,
    needs={"care_ticket": ""},
)
def distress(c: type[Sending], stop: Limited) -> Truth:
    """A sign of grave distress: stop, and hand over to the care team."""
    return c.distress | said("F-CARE")


@rule(
    "cn.gbt_45251.third_person_disclosure",
    Severity.DENY,
    zh="不得向第三人透露债务的存在、金额或逾期情况。",
    inbound=True,
)
def third_person_disclosure(c: type[Sending], ban: Limited) -> Truth:
    """Nothing about the debt is told to a third person."""
    third = one_of(c.party_role, "contact", "unrelated", "related_third_person")
    return said("F-THIRD") | (third & c.discloses_debt)


@rule("cn.cc11.letter_parts", Severity.DENY, zh="信用卡催收函须包含七项要素。")
def letter_parts(c: type[Sending], duty: Limited) -> Truth:
    """A collection letter about a card has seven parts; one is missing."""
    return (c.channel == "letter") & (c.product == "credit_card") & (c.purpose == "collect") & not_(c.letter_complete)


@rule("house.letter_cover", Severity.DENY, zh="信函须用中性信封、密封，且只寄本人预留地址。")
def letter_cover(c: type[Sending], duty: Limited) -> Truth:
    """A letter goes sealed, in a neutral envelope, to the address the borrower left."""
    return (c.channel == "letter") & (not_(c.envelope_neutral) | not_(c.address_reserved))


@rule("house.expired_pressure", Severity.DENY, zh="诉讼时效已过，不得以诉讼施压，只可平实告知。", inbound=True)
def expired_pressure(c: type[Sending], ban: Limited) -> Truth:
    """Limitation has run out: no legal threat, only a plain notice."""
    return c.legal_pressure_expired


@rule("cn.limitation.signature", Severity.DENY, zh="时效已过，签字会放弃抗辩；未说明效果不得要求签字。", inbound=True)
def signature(c: type[Sending], duty: Limited) -> Truth:
    """Limitation has run out and a signature gives the defence away; its effect was not explained."""
    return (c.purpose == "request_signature") & c.limitation_expired & not_(c.effect_explained)


RULES = (
    civil_language, misleading, true_amounts, legal_action, report_announced, repair_promise, extra_charges,
    cost_table, cost_table_before, unnoticed_terms, platform_fee, borrowing, public_posting, privacy, property_taken,
    payment_channels, lock_screen, restraint, bombing, reprisal, distress, third_person_disclosure, letter_parts,
    letter_cover, expired_pressure, signature,
)  # fmt: skip
