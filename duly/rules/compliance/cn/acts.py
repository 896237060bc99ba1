"""Acts without a contact, each held to what the law wants before it."""

from __future__ import annotations

from duly.core.terms import Limited, Truth, not_, one_of
from duly.core.verdict import Severity
from duly.rules.compliance.cn.acting import Acting, rule

ENTRUSTING = ("assign_to_agency", "renew_agency_contract", "integrate_agency")


def entrusting(c: type[Acting]) -> Truth:
    return one_of(c.act, *ENTRUSTING)


@rule("cn.cba26.agency_list", Severity.DENY, zh="机构须在名单内并已公示，方可委案。",
      needs={"agency_record": "listed", "agency_publication": "published"})  # fmt: skip
def placing_listed(c: type[Acting], duty: Limited) -> Truth:
    """Cases go only to an agency on the list whose name is published."""
    return one_of(c.act, "assign_to_agency", "renew_agency_contract") & (not_(c.listed) | not_(c.published))


@rule("cn.ilm20.agency_record", Severity.DENY, zh="机构有暴力催收等违法违规记录。")
def placing_violent(c: type[Acting], ban: Limited) -> Truth:
    """The agency has a record of violent or illegal collection."""
    return entrusting(c) & c.violent


@rule("cn.pipl.agency_contract", Severity.DENY, zh="委托合同缺少要素或不在期内。", needs={"contract": ""})
def placing_contract(c: type[Acting], duty: Limited) -> Truth:
    """The contract is not running, or does not settle all it has to."""
    running = c.contract_running | (c.act == "renew_agency_contract")
    return entrusting(c) & (not_(c.contract_complete) | not_(running))


@rule("cn.gbt_45251.agency_evaluation", Severity.DENY,
      zh="距上次评估 {evaluation_days} 天，超过 {days_most} 天，不得新增委案。",
      needs={"evaluation": ""})  # fmt: skip
def agency_evaluation(c: type[Acting], yearly: Limited) -> Truth:
    """The last evaluation is {evaluation_days} days old, more than {days_most}; no new cases."""
    return one_of(c.act, "assign_to_agency", "renew_agency_contract") & (c.evaluation_days > yearly.days_most)


@rule("cn.cba26.agency_inspection", Severity.DENY,
      zh="距上次检查 {inspection_days} 天，超过 {days_most} 天，不得新增委案。",
      needs={"inspection": ""})  # fmt: skip
def agency_inspection(c: type[Acting], yearly: Limited) -> Truth:
    """The last inspection is {inspection_days} days old, more than {days_most}; no new cases."""
    return (c.act == "assign_to_agency") & (c.inspection_days > yearly.days_most)


@rule("cn.gbt_45251.pre_expiry_evaluation", Severity.DENY, zh="合同到期前须评估一次，方可续约。",
      needs={"pre_expiry_evaluation": "pre_expiry_evaluated"})  # fmt: skip
def pre_expiry_evaluation(c: type[Acting], duty: Limited) -> Truth:
    """A contract is renewed only after an evaluation before it ends."""
    return (c.act == "renew_agency_contract") & not_(c.pre_expiry_evaluated)


@rule(
    "cn.pipl.entrusting_assessment",
    Severity.DENY,
    zh="委托处理个人信息前须有影响评估。",
    needs={"pia": "agency_assessed"},
)
def entrusting_assessment(c: type[Acting], duty: Limited) -> Truth:
    """No impact assessment was made before personal information is entrusted."""
    return entrusting(c) & not_(c.agency_assessed)


@rule("cn.pipl.subdelegation", Severity.DENY, zh="未经贷款人同意不得转委托。")
def subdelegation(c: type[Acting], ban: Limited) -> Truth:
    """Work is passed on only with the lender's consent."""
    return (c.act == "subdelegate") & not_(c.subdelegation_agreed)


@rule("cn.pipl.mandate_end", Severity.DENY, zh="委托已终止，不得再委案或使用其数据。")
def placing_ended(c: type[Acting], stop: Limited) -> Truth:
    """The mandate has ended."""
    return (c.act == "assign_to_agency") & c.mandate_ended


@rule("cn.cc11.pay_scheme", Severity.DENY, zh="不得单一以欠款回收金额提成。")
def pay_scheme(c: type[Acting], ban: Limited) -> Truth:
    """Pay rests on the recovered amount alone."""
    return (c.act == "set_pay_scheme") & (c.recovery_bp >= c.weights_bp)


@rule("cn.gbt_45251.pay_conduct", Severity.WARN, zh="考核宜同时纳入合规、记录、投诉和数据安全。")
def pay_conduct(c: type[Acting], duty: Limited) -> Truth:
    """Conduct, records, complaints and data security should all weigh something."""
    return (c.act == "set_pay_scheme") & c.conduct_left_out


@rule("cn.gbt_45251.certificate", Severity.DENY, zh="培训考核证书已过期。", needs={"certificate": "certified"})
def login_certificate(c: type[Acting], duty: Limited) -> Truth:
    """The yearly training and exam have lapsed."""
    return (c.act == "staff_login") & not_(c.certified)


@rule("cn.nifa24.suspended", Severity.DENY, zh="已被停职。")
def login_suspended(c: type[Acting], stop: Limited) -> Truth:
    """The person was removed from collection work."""
    return (c.act == "staff_login") & c.suspended


@rule("cn.la25.platform_fee", Severity.DENY, zh="助贷平台不得以任何形式向借款人收取息费。")
def booking_platform(c: type[Acting], ban: Limited) -> Truth:
    """A facilitation platform charges the borrower nothing in any form."""
    return (c.act == "charge_fee") & c.platform_fee


@rule("cn.cba26.extra_charges", Severity.DENY, zh="不得收取合同外费用。")
def booking_outside(c: type[Acting], ban: Limited) -> Truth:
    """A charge outside the contract is not made."""
    return (c.act == "charge_fee") & c.fee_outside_contract


@rule("cn.cost26.cost_table", Severity.DENY, zh="费用未列入签约前的综合融资成本明示表。")
def booking_table(c: type[Acting], duty: Limited) -> Truth:
    """The cost table shown before signing does not hold this charge."""
    return (c.act == "charge_fee") & c.fee_outside_table


@rule("house.cost_table_before", Severity.WARN, zh="签约时明示表规定尚未施行；费用仍受其他上限约束。")
def booking_before(c: type[Acting], remark: Limited) -> Truth:
    """The loan was signed before the cost table was a duty; other caps apply."""
    return (c.act == "charge_fee") & c.fee_before_table


@rule("cn.civil_code.unnoticed_terms", Severity.DENY, zh="未提示说明的格式条款不成为合同内容。")
def booking_unnoticed(c: type[Acting], duty: Limited) -> Truth:
    """A boilerplate charge nobody pointed out is no part of the contract."""
    return (c.act == "charge_fee") & c.fee_unnoticed


@rule("cn.pipl.automated_decision", Severity.REQUIRES, zh="仅由机器作出且影响重大的决定，须可说明并有人工复核。",
      needs={"explanation": "explained", "human_review": "reviewed"})  # fmt: skip
def automated_decision(c: type[Acting], right: Limited) -> Truth:
    """A decision of major effect made only by a machine takes an explanation where asked for, and a human's review."""
    return (c.act == "refuse_plan") & c.automated & c.major & (not_(c.explained) | not_(c.reviewed))


@rule(
    "cn.cba26.model_test",
    Severity.DENY,
    zh="该版本模型没有完整测试报告，不得上线。",
    needs={"test_report": "model_tested"},
)
def launch_test(c: type[Acting], duty: Limited) -> Truth:
    """This version of the model has no full test report."""
    return (c.act == "launch_campaign") & not_(c.model_tested)


@rule("house.machine_stated", Severity.DENY, zh="话术须说明是机器，并可随时转人工。")
def launch_handover(c: type[Acting], duty: Limited) -> Truth:
    """The script has to say that it is a machine, and offer a human at any time."""
    return (c.act == "launch_campaign") & (not_(c.tells_machine) | not_(c.human_handover))


@rule("cn.pipl.model_assessment", Severity.DENY, zh="自动化处理前须有影响评估。", needs={"pia": "model_assessed"})
def launch_assessment(c: type[Acting], duty: Limited) -> Truth:
    """No impact assessment was made before automated processing."""
    return (c.act == "launch_campaign") & not_(c.model_assessed)


@rule(
    "cn.pipl.voiceprint",
    Severity.DENY,
    zh="声纹属敏感个人信息，须单独同意。",
    needs={"separate_consent": "voice_consented"},
)
def voiceprint(c: type[Acting], ban: Limited) -> Truth:
    """A voiceprint is sensitive; it takes separate consent."""
    return (c.act == "analyse_voice") & c.voiceprint & not_(c.voice_consented)


@rule(
    "house.emotion",
    Severity.DENY,
    zh="情绪识别按敏感信息对待，须单独同意。",
    needs={"separate_consent": "voice_consented"},
)
def emotion(c: type[Acting], ban: Limited) -> Truth:
    """Reading a mood from a voice is treated as sensitive; it takes separate consent."""
    return (c.act == "analyse_voice") & not_(c.voice_consented)


@rule("cn.cmp20.document_held", Severity.DENY, zh="不得要求投诉人提供机构已掌握的材料。")
def document_held(c: type[Acting], ban: Limited) -> Truth:
    """A complainant is not asked for what the institution has."""
    return (c.act == "request_document") & c.already_held


@rule("cn.cmp20.handler", Severity.DENY, zh="处理人与投诉有利害关系，须回避。")
def handler(c: type[Acting], ban: Limited) -> Truth:
    """The handler is accused, or leads somebody who is."""
    return one_of(c.act, "assign_complaint_handler", "answer_complaint") & c.handler_accused


@rule(
    "cn.cir.adverse_notice",
    Severity.DENY,
    zh="报送不良信息前须先告知本人。",
    needs={"adverse_credit_notice": "report_noticed"},
)
def adverse_notice(c: type[Acting], duty: Limited) -> Truth:
    """The borrower has to be told before adverse data is supplied."""
    return (c.act == "furnish") & c.adverse & not_(c.report_noticed)


@rule(
    "cn.cir.report_consent",
    Severity.DENY,
    zh="报送征信须有本人书面同意。",
    needs={"written_consent": "report_consented"},
)
def report_consent(c: type[Acting], duty: Limited) -> Truth:
    """Nothing is reported without written consent."""
    return (c.act == "furnish") & not_(c.report_consented)


@rule("house.report_status", Severity.DENY, zh="报送状态与台账不一致。")
def report_status(c: type[Acting], duty: Limited) -> Truth:
    """The status code does not match the ledger."""
    return (c.act == "furnish") & not_(c.status_matches)


@rule("cn.cir.record_disputed", Severity.REVIEW, zh="异议未结：先标注、核实，再由人员决定报送。")
def record_disputed(c: type[Acting], duty: Limited) -> Truth:
    """An objection is open: mark it, verify it, and let a person decide."""
    return (c.act == "furnish") & c.record_disputed


RULES = (
    placing_listed, placing_violent, placing_contract, agency_evaluation, agency_inspection, pre_expiry_evaluation,
    entrusting_assessment, subdelegation, placing_ended, pay_scheme, pay_conduct, login_certificate, login_suspended,
    booking_platform, booking_outside, booking_table, booking_before, booking_unnoticed, automated_decision,
    launch_test, launch_handover, launch_assessment, voiceprint, emotion, document_held, handler, adverse_notice,
    report_consent, report_status, record_disputed,
)  # fmt: skip
