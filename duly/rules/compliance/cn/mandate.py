"""On whose mandate, by which people and machines; and what stops us at this very moment."""

from __future__ import annotations

from duly.core.terms import Limited, Truth, not_, one_of
from duly.core.verdict import Severity
from duly.rules.compliance.cn.frequency import tomorrow
from duly.rules.compliance.cn.persons import borrower_cannot_act, to_contact_person
from duly.rules.compliance.cn.sending import Sending, rule


@rule("cn.cpm22.outsourcing_notice", Severity.DENY, zh="委托机构催收前须先告知债务人。",
      needs={"outsourcing_notice": "outsourcing_noticed"})  # fmt: skip
def outsourcing_notice(c: type[Sending], duty: Limited) -> Truth:
    """The borrower has to be told before an outside agency collects."""
    return c.by_agency & not_(c.outsourcing_noticed)


@rule("cn.cba26.agency_list", Severity.DENY, zh="机构须在名单内并已公示。", inbound=True,
      needs={"agency_record": "agency_listed", "agency_publication": "agency_published"})  # fmt: skip
def agency_list(c: type[Sending], duty: Limited) -> Truth:
    """An agency has to be on the lender's list, and published."""
    return c.by_agency & (not_(c.agency_listed) | not_(c.agency_published))


@rule("cn.ilm20.agency_record", Severity.DENY, zh="不得委托有暴力催收等违法违规记录的机构。", inbound=True)
def agency_record(c: type[Sending], ban: Limited) -> Truth:
    """No agency with a record of violent or illegal collection."""
    return c.by_agency & c.agency_violent


@rule("cn.pipl.agency_contract", Severity.DENY, zh="委托合同缺少要素或不在期内。", inbound=True,
      needs={"contract": "contract_complete"})  # fmt: skip
def agency_contract(c: type[Sending], duty: Limited) -> Truth:
    """The contract with the agency is not running, or does not settle all it has to."""
    return c.by_agency & (not_(c.contract_complete) | not_(c.contract_running))


@rule("cn.pipl.mandate_end", Severity.DENY, zh="委托已终止，不得再联系或保留信息。", inbound=True)
def mandate_end(c: type[Sending], stop: Limited) -> Truth:
    """The mandate has ended; the agency contacts nobody and keeps nothing."""
    return c.by_agency & c.mandate_ended


@rule("cn.pipl.own_cases", Severity.DENY, zh="机构只可处理委托给自己的案件。", inbound=True)
def own_cases(c: type[Sending], duty: Limited) -> Truth:
    """An agency works only the cases placed with it."""
    return c.by_agency & c.case_elsewhere


@rule("cn.pipl.no_subdelegation", Severity.DENY, zh="作业人员不属于该单位，不得转委托。", inbound=True)
def no_subdelegation(c: type[Sending], ban: Limited) -> Truth:
    """Somebody who acts is not employed by who collects; work is not passed on."""
    return not_(c.by_machine) & not_(c.own_staff)


@rule(
    "cn.gbt_45251.certificate",
    Severity.DENY,
    zh="人员培训考核证书已过期。",
    inbound=True,
    needs={"certificate": "certified"},
)
def certificate(c: type[Sending], duty: Limited) -> Truth:
    """Somebody's yearly training and exam have lapsed."""
    return not_(c.by_machine) & not_(c.certified)


@rule("cn.nifa24.suspended", Severity.DENY, zh="人员已被停职。", inbound=True)
def suspended(c: type[Sending], stop: Limited) -> Truth:
    """Somebody who acts was removed from collection work."""
    return not_(c.by_machine) & c.suspended


@rule("cn.cba26.model_test", Severity.DENY, zh="该版本模型没有覆盖公平、可靠、准确的测试报告。", inbound=True,
      needs={"test_report": "model_tested"})  # fmt: skip
def model_test(c: type[Sending], duty: Limited) -> Truth:
    """This version of the model has no report on fairness, reliability and accuracy."""
    return c.by_machine & not_(c.model_tested)


@rule("house.machine_stated", Severity.DENY, zh="机器须说明自己是机器，并可随时转人工。", inbound=True)
def machine_stated(c: type[Sending], duty: Limited) -> Truth:
    """A machine says that it is one, and a human can be reached at any time."""
    return (c.channel == "ai_voice") & (not_(c.machine_stated) | not_(c.human_handover))


@rule("house.handover", Severity.DENY, zh="对方要求转人工，机器不得继续。", inbound=True)
def handover(c: type[Sending], stop: Limited) -> Truth:
    """A human was asked for; the machine does not go on."""
    return c.by_machine & c.handover_asked


@rule("cn.pipl.model_assessment", Severity.DENY, zh="自动化处理前须有个人信息保护影响评估。", inbound=True,
      needs={"pia": "model_assessed"})  # fmt: skip
def model_assessment(c: type[Sending], duty: Limited) -> Truth:
    """No impact assessment was made before automated processing."""
    return c.by_machine & not_(c.model_assessed)


@rule(
    "cn.civil_code.transfer", Severity.DENY, zh="债权转让未通知债务人，对其不发生效力。", needs={"transfer_notice": ""}
)
def transfer(c: type[Sending], duty: Limited) -> Truth:
    """The claim was transferred and the borrower was not notified; for the borrower nothing has changed."""
    return c.transfer_unnoticed


@rule("cn.civil_code.claim_sold", Severity.DENY, zh="债权已转出，原债权人及其机构停止催收。", effect="stop")
def claim_sold(c: type[Sending], stop: Limited) -> Truth:
    """The claim belongs to somebody else now; the old creditor and its agencies stop."""
    return c.claim_sold


@rule("house.agreed_number", Severity.DENY, zh="今日次数已达与借款人约定的上限。", again_days=tomorrow)
def agreed_number(c: type[Sending], agreed: Limited) -> Truth:
    """Today's contacts have reached the number agreed with the borrower."""
    return c.over_agreed


@rule("cn.pipl.minor_answers", Severity.DENY, zh="对方是未成年人，礼貌结束。", inbound=True)
def minor_answers(c: type[Sending], ban: Limited) -> Truth:
    """The person is a minor; the contact ends politely."""
    return c.person_minor


@rule("cn.cba26.unreachable_on_file", Severity.DENY, zh="没有有效的失联证明，不得联系联系人。",
      needs={"unreachable_proof": "proof_on_file"})  # fmt: skip
def unreachable_on_file(c: type[Sending], proof: Limited) -> Truth:
    """No proof stands that the borrower cannot be reached, so nobody else is asked."""
    return to_contact_person(c) & not_(borrower_cannot_act(c)) & not_(c.proof_on_file)


@rule("cn.gbt_45251.offer_to_pay", Severity.REQUIRES, zh="第三人明确表示愿代还并留有记录，方可提供还款信息。",
      needs={"offer_record": "offer_recorded"})  # fmt: skip
def offer_to_pay(c: type[Sending], offer: Limited) -> Truth:
    """Payment particulars go to a third person only after a recorded offer to pay."""
    return (c.purpose == "payment_info") & not_(c.offer_recorded)


@rule("cn.gbt_45251.payment_particulars", Severity.DENY, zh="只可提供还款所需必要信息，且不得主动要求代还。")
def payment_particulars(c: type[Sending], only: Limited) -> Truth:
    """A third person is told only what payment needs, and is never asked to pay."""
    return ((c.purpose == "payment_info") & c.shows_more_than_payment) | (
        one_of(c.party_role, "contact", "unrelated", "related_third_person", "heir") & c.suggests_payer
    )


@rule(
    "cn.civil_code.general_guarantee",
    Severity.REQUIRES,
    zh="一般保证须先对主债务人起诉或仲裁。",
    needs={"legal_review": ""},
)
def general_guarantee(c: type[Sending], duty: Limited) -> Truth:
    """A general guarantor is asked only after suit or arbitration against the borrower."""
    return (c.party_role == "guarantor") & c.guarantee_general


@rule("cn.civil_code.heirs_demand", Severity.DENY, zh="不得向继承人本人催收；继承人仅以遗产实际价值为限。")
def heirs_demand(c: type[Sending], only: Limited) -> Truth:
    """Nothing is collected from an heir's own means; the claim goes to the estate, up to its value."""
    to_heir = one_of(c.party_role, "heir", "estate_administrator")
    allowed = one_of(c.purpose, "estate_claim", "identify_estate", "service")
    return to_heir & (not_(allowed) | ((c.party_role == "heir") & (c.estate_renounced | c.beyond_estate)))


RULES = (
    outsourcing_notice, agency_list, agency_record, agency_contract, mandate_end, own_cases, no_subdelegation,
    certificate, suspended, model_test, machine_stated, handover, model_assessment, transfer, claim_sold,
    agreed_number, minor_answers, unreachable_on_file, offer_to_pay, payment_particulars, general_guarantee,
    heirs_demand,
)  # fmt: skip
