"""Records and personal information: how long they are kept, and what they may be used for."""

from __future__ import annotations

from duly.core.terms import Limited, Truth, not_, one_of
from duly.core.verdict import Severity
from duly.rules.compliance.cn.acting import Acting, rule


def deleting(c: type[Acting]) -> Truth:
    return c.act == "delete_records"


@rule(
    "cn.cc11.recordings_kept", Severity.DENY, zh="信用卡催收录音至少保存 {months_least} 个月，现为 {kept_months} 个月。"
)
def card_recordings(c: type[Acting], kept: Limited) -> Truth:
    """Recordings about a card are kept {months_least} months; this one is {kept_months} months old."""
    recording = one_of(c.record, "call_recording", "visit_recording")
    return deleting(c) & recording & (c.product == "credit_card") & (c.kept_months < kept.months_least)


@rule(
    "cn.cfc24.records_kept",
    Severity.DENY,
    zh="消费金融公司催收数据至少保存 {months_least} 个月，现为 {kept_months} 个月。",
)
def consumer_finance_records(c: type[Acting], kept: Limited) -> Truth:
    """A consumer-finance company keeps collection data {months_least} months; this is {kept_months} months old."""
    of_collection = one_of(c.record, "call_recording", "visit_recording", "collection_record", "decision_log")
    return deleting(c) & of_collection & (c.lender == "consumer_finance") & (c.kept_months < kept.months_least)


@rule(
    "cn.nifa18.records_kept",
    Severity.DENY,
    zh="互联网金融催收记录至少保存 {months_least} 个月，现为 {kept_months} 个月。",
)
def online_records(c: type[Acting], kept: Limited) -> Truth:
    """Collection records of internet finance are kept {months_least} months; this is {kept_months} months old."""
    online = (c.product == "online_consumer_loan") | one_of(c.lender, "network_micro_loan", "micro_loan")
    of_collection = one_of(c.record, "collection_record", "call_recording", "visit_recording")
    return deleting(c) & of_collection & online & (c.kept_months < kept.months_least)


@rule(
    "house.visit_recordings_kept", Severity.DENY, zh="外访录音录像保存 {months_least} 个月，现为 {kept_months} 个月。"
)
def visit_recordings(c: type[Acting], kept: Limited) -> Truth:
    """Recordings of visits are kept {months_least} months; this one is {kept_months} months old."""
    return deleting(c) & (c.record == "visit_recording") & (c.kept_months < kept.months_least)


@rule(
    "house.decisions_kept",
    Severity.DENY,
    zh="规则决定日志只可追加，保存 {months_least} 个月，现为 {kept_months} 个月。",
)
def decisions(c: type[Acting], kept: Limited) -> Truth:
    """The log of decisions is kept {months_least} months; this is {kept_months} months old."""
    return deleting(c) & (c.record == "decision_log") & (c.kept_months < kept.months_least)


@rule("cn.cc11.oral_plan_kept", Severity.DENY, zh="口头方案的录音至少保存至欠款结清。")
def oral_plan(c: type[Acting], kept: Limited) -> Truth:
    """The recording of an oral plan is kept at least until the debt is settled."""
    return deleting(c) & c.proves_open_plan


@rule(
    "cn.pipl.assessments_kept", Severity.DENY, zh="影响评估报告至少保存 {months_least} 个月，现为 {kept_months} 个月。"
)
def assessments(c: type[Acting], kept: Limited) -> Truth:
    """Assessments and their records are kept {months_least} months; this is {kept_months} months old."""
    return deleting(c) & (c.record == "pia_report") & (c.kept_months < kept.months_least)


@rule(
    "cn.ndsr.entrustment_kept", Severity.DENY, zh="委托处理记录至少保存 {months_least} 个月，现为 {kept_months} 个月。"
)
def entrustment(c: type[Acting], kept: Limited) -> Truth:
    """Records of entrusting are kept {months_least} months; this is {kept_months} months old."""
    return deleting(c) & (c.record == "entrustment_record") & (c.kept_months < kept.months_least)


@rule("cn.cybersecurity.logs_kept", Severity.DENY, zh="网络日志至少保存 {months_least} 个月，现为 {kept_months} 个月。")
def network_logs(c: type[Acting], kept: Limited) -> Truth:
    """Network logs are kept {months_least} months; this is {kept_months} months old."""
    return deleting(c) & (c.record == "network_log") & (c.kept_months < kept.months_least)


@rule("cn.cmp20.files_kept", Severity.WARN, zh="投诉档案保存 {months_least} 个月（待核实），现为 {kept_months} 个月。")
def complaint_files(c: type[Acting], kept: Limited) -> Truth:
    """Complaint files are said to be kept {months_least} months; this is {kept_months} months old (unconfirmed)."""
    return deleting(c) & (c.record == "complaint_file") & (c.kept_months < kept.months_least)


@rule("cn.pipl.archived", Severity.DENY, zh="已结清：保存期内只可存储并采取安全保护措施。")
def archived(c: type[Acting], ban: Limited) -> Truth:
    """Everything is settled: until the period ends the data is only stored and protected."""
    return (c.act == "use_data") & c.archived & (c.use != "archive")


@rule("cn.pipl.legal_basis", Severity.DENY, zh="没有处理个人信息的合法依据。")
def legal_basis(c: type[Acting], duty: Limited) -> Truth:
    """No legal basis is named for this use of personal information."""
    return (c.act == "use_data") & (not_(c.has_basis) | c.basis_withdrawn)


@rule("cn.pipl.agency_export", Severity.DENY, zh="机构不得导出；信息最小化并脱敏。")
def agency_export(c: type[Acting], ban: Limited) -> Truth:
    """An agency exports nothing; data is least, and masked."""
    return (c.act == "export_data") & c.by_agency


@rule("cn.criminal_law.bulk_export", Severity.REVIEW, zh="未脱敏批量导出个人信息须人工审核。")
def bulk_export(c: type[Acting], alarm: Limited) -> Truth:
    """Personal information would leave unmasked; a person looks first."""
    return (c.act == "export_data") & not_(c.by_agency) & not_(c.masked)


@rule("cn.pipl.requester", Severity.REQUIRES, zh="须先核验请求人身份。", needs={"identity_check": "identity_checked"})
def requester(c: type[Acting], duty: Limited) -> Truth:
    """Who asks has to be identified first."""
    return (c.act == "fulfil_rights_request") & not_(c.identity_checked)


@rule(
    "cn.pipl.authority",
    Severity.REQUIRES,
    zh="代他人行使权利须有授权或亲属证明。",
    needs={"authority_proof": "authority_proved"},
)
def requester_authority(c: type[Acting], duty: Limited) -> Truth:
    """Whoever asks for another proves the authority."""
    return (c.act == "fulfil_rights_request") & c.for_another & not_(c.authority_proved)


RULES = (
    card_recordings, consumer_finance_records, online_records, visit_recordings, decisions, oral_plan, assessments,
    entrustment, network_logs, complaint_files, archived, legal_basis, agency_export, bulk_export, requester,
    requester_authority,
)  # fmt: skip
