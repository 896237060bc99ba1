"""What may be known of an act that contacts nobody: placing cases, paying people, deleting, exporting, reporting."""

from __future__ import annotations

from duly.core.terms import Fact
from duly.rules.compliance.rule import Vocabulary, rules_over
from duly.rules.compliance.vocabulary import Naming

ACTS = (
    "assign_to_agency", "renew_agency_contract", "integrate_agency", "subdelegate", "return_agency_data",
    "set_pay_scheme", "staff_login", "charge_fee", "refuse_plan", "launch_campaign", "analyse_voice", "delete_records",
    "use_data", "export_data", "fulfil_rights_request", "notify_data_leak", "request_document",
    "assign_complaint_handler", "answer_complaint", "furnish",
)  # fmt: skip
RECORDS = (
    "call_recording", "visit_recording", "collection_record", "complaint_file", "pia_report", "entrustment_record",
    "network_log", "decision_log",
)  # fmt: skip
LENDERS = ("bank", "consumer_finance", "network_micro_loan", "micro_loan", "claim_purchaser", "private_lender")
PRODUCTS = ("online_consumer_loan", "consumer_loan", "credit_card", "micro_loan", "personal_loan")
VOCABULARY: dict[str, Fact] = {}
_naming = Naming(VOCABULARY)
_truth, _count, _word = _naming.truth, _naming.count, _naming.word


class Acting(Vocabulary):
    """The vocabulary of acts without a contact."""

    vocabulary = VOCABULARY

    direction = _word("direction", "方向", "who begins", "outbound", "inbound", "internal")
    act = _word("act", "行为", "what would be done", *ACTS)

    # the agency concerned
    listed = _truth("listed", "名单内", "the agency is on the lender's list")
    published = _truth("published", "已公示", "name and contact are published")
    violent = _truth("violent", "违规记录", "record of violent or illegal collection")
    contract_complete = _truth("contract_complete", "合同要素齐全", "the contract settles all seven subjects")
    contract_running = _truth("contract_running", "合同在期", "the contract is running")
    evaluation_days = _count("evaluation_days", "距上次评估天数", "days since the last evaluation")
    inspection_days = _count("inspection_days", "距上次检查天数", "days since the last inspection")
    pre_expiry_evaluated = _truth("pre_expiry_evaluated", "到期前已评估", "evaluated because the contract is ending")
    agency_assessed = _truth("agency_assessed", "委托前影响评估", "an impact assessment was made before entrusting")
    subdelegation_agreed = _truth("subdelegation_agreed", "贷款人同意转委托", "the lender agreed to passing work on")
    mandate_ended = _truth("mandate_ended", "委托已终止", "the mandate has ended")
    by_agency = _truth("by_agency", "由机构实施", "an agency would do it")

    # pay, people, decisions, machines
    recovery_bp = _count("recovery_bp", "回收金额权重", "weight of the amount recovered, basis points")
    weights_bp = _count("weights_bp", "权重合计", "sum of all weights, basis points")
    conduct_left_out = _truth(
        "conduct_left_out", "缺少合规类权重", "conduct, records, complaints or data weigh nothing"
    )
    certified = _truth("certified", "证书有效", "training and exam are valid")
    suspended = _truth("suspended", "已停职", "removed from collection work")
    automated = _truth("automated", "仅由机器决定", "decided only by a machine")
    major = _truth("major", "重大影响", "of major effect")
    explained = _truth("explained", "已说明或未要求", "explained, or no explanation was asked for")
    reviewed = _truth("reviewed", "人工复核", "reviewed by a human")
    model_tested = _truth("model_tested", "模型已测试", "this version of the model has a full test report")
    model_assessed = _truth("model_assessed", "模型影响评估", "an impact assessment of the model exists")
    tells_machine = _truth("tells_machine", "表明是机器", "the script says that a machine is speaking")
    human_handover = _truth("human_handover", "可转人工", "a human can be reached at any time")
    voice_consented = _truth("voice_consented", "单独同意声音分析", "separate consent to the analysis of the voice")
    voiceprint = _truth("voiceprint", "声纹", "a voiceprint, not only a mood, would be taken")

    # money
    fee_outside_contract = _truth("fee_outside_contract", "合同外收费", "a charge that is not in the contract")
    fee_unnoticed = _truth("fee_unnoticed", "收费条款未提示", "a charge whose term was not brought to attention")
    fee_outside_table = _truth("fee_outside_table", "费用不在明示表", "a charge missing from the cost table")
    fee_before_table = _truth("fee_before_table", "明示表施行前的费用", "a contract charge without a cost table")
    platform_fee = _truth("platform_fee", "平台收费", "a platform would charge the borrower")

    # records and personal information
    record = _word("record", "记录类型", "kind of record", *RECORDS)
    product = _word("product", "产品", "kind of loan", *PRODUCTS)
    lender = _word("lender", "贷款人类型", "kind of lender", *LENDERS)
    kept_months = _count("kept_months", "已保存月数", "whole months since it was made")
    kept_days = _count("kept_days", "已保存天数", "days since it was made")
    proves_open_plan = _truth("proves_open_plan", "口头方案未结清", "proves an oral plan of a debt that is not settled")
    archived = _truth("archived", "仅可存储", "every debt is settled; only storing is left")
    use = _word("use", "用途", "what the data would be used for", "call_list", "scoring", "marketing", "archive")
    has_basis = _truth("has_basis", "有处理依据", "a legal basis is named")
    basis_withdrawn = _truth("basis_withdrawn", "同意已撤回", "the use rests on a consent that does not stand")
    masked = _truth("masked", "已脱敏", "values are masked")
    identity_checked = _truth("identity_checked", "已核验身份", "the requester's identity was checked")
    for_another = _truth("for_another", "代他人请求", "somebody else asks for the borrower")
    authority_proved = _truth("authority_proved", "有授权证明", "proof of authority is on file")

    # complaints and credit reporting
    already_held = _truth("already_held", "机构已掌握", "the institution has it already")
    handler_accused = _truth(
        "handler_accused", "处理人被投诉", "the handler, or somebody the handler leads, is accused"
    )
    adverse = _truth("adverse", "不良信息", "the record is adverse")
    report_noticed = _truth("report_noticed", "报送前已告知", "the borrower was told before")
    report_consented = _truth("report_consented", "书面同意报送", "written consent to report")
    status_matches = _truth("status_matches", "状态与台账一致", "the status code matches the ledger")
    record_disputed = _truth("record_disputed", "记录有异议", "an objection to the record or the debt is open")


rule = rules_over(Acting)
