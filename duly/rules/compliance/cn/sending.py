"""What is known only when an act is really about to happen: who acts, with what, saying what.

The night judges plans by `facts.Facts` alone; the judge asks these too, and so is the stricter of the two.
"""

from __future__ import annotations

from typing import cast

from duly.core.terms import Fact, Meaning, Truth, of_fact
from duly.rules.compliance.cn import facts
from duly.rules.compliance.rule import rules_over
from duly.rules.compliance.vocabulary import Naming

VOCABULARY: dict[str, Fact] = dict(facts.VOCABULARY)
_naming = Naming(VOCABULARY, facts.SAID)
_truth, _count, _word = _naming.truth, _naming.count, _naming.word

STEPS = ("start", "continue", "enter", "leave")
PLACES = ("home", "office", "public_place", "hospital", "school", "funeral", "wedding", "place_of_worship")
CODES = (
    "F-AUTH", "F-LENDERID", "F-THREAT", "F-INSULT", "F-PRIV", "F-THIRD", "F-FALSE", "F-FEE", "F-BORROW", "F-POST",
    "F-PRIVCH", "F-ENTER", "F-SEIZE", "F-RESTR", "F-PAY", "F-BOMB", "F-RETAL", "F-DISC", "F-CARE",
)  # fmt: skip


def said(code: str) -> Truth:
    """The words carry a finding of the language check."""
    return cast(Truth, of_fact(VOCABULARY[named(code)]))


def named(code: str) -> str:
    """The name of the fact that a code of the language check was found."""
    return code.lower().replace("-", "_")


for _code in CODES:
    VOCABULARY[named(_code)] = Fact(
        named(_code), Meaning.TRUTH, f"用语检查 {_code}", f"the language check found {_code}"
    )


class Sending(facts.Facts):
    """The facts of the moment, beside those of the plan."""

    vocabulary = VOCABULARY

    # who acts
    by_agency = _truth("by_agency", "由机构实施", "an agency acts")
    step = _word("step", "步骤", "step of the contact", *STEPS)
    opens = _truth("opens", "开场", "these are the first words of a contact with the borrower's side")
    by_machine = _truth("by_machine", "由机器实施", "a machine acts")
    certified = _truth("certified", "人员证书有效", "everybody who acts holds a valid certificate")
    suspended = _truth("suspended", "人员被停职", "somebody who acts is suspended")
    own_staff = _truth("own_staff", "本单位人员", "everybody who acts is employed by who collects")
    caller_registered = _truth("caller_registered", "主叫号码已登记", "the number shown is registered")
    account_registered = _truth("account_registered", "发送账号已登记", "the account is registered")
    recorded = _truth("recorded", "全程录音", "the call is recorded and the platform is up")

    # what is said
    institution_named = _truth("institution_named", "已表明机构", "the institution is named at once")
    on_behalf_stated = _truth("on_behalf_stated", "已说明受谁委托", "the agency says for whom it acts")
    speaks_as_lender = _truth("speaks_as_lender", "自称贷款人", "the agency claims to be the lender")
    poses_as_authority = _truth("poses_as_authority", "冒充机关", "poses as a court, the police or an authority")
    recording_stated = _truth("recording_stated", "已告知录音", "the recording is announced")
    discloses_debt = _truth("discloses_debt", "透露债务", "reveals a debt to the addressee")
    identity_verified = _truth("identity_verified", "已核实身份", "the other person was verified as the borrower")
    seen_by_others = _truth("seen_by_others", "他人可见债务", "others can read about the debt")
    amount_wrong = _truth("amount_wrong", "金额与台账不符", "the amount differs from the ledger")
    days_wrong = _truth("days_wrong", "逾期天数不符", "the days overdue differ from the ledger")
    blacklist_claimed = _truth("blacklist_claimed", "声称黑名单", "says that somebody is or will be on a blacklist")
    legal_claim_unfounded = _truth(
        "legal_claim_unfounded", "法律行动说法无依据", "says more about legal action than the case file holds"
    )
    legal_pressure_expired = _truth(
        "legal_pressure_expired", "时效已过仍以诉讼施压", "presses with legal action though limitation has run out"
    )
    report_unfounded = _truth("report_unfounded", "征信说法无依据", "announces a bureau report nobody agreed to")
    repair_unfounded = _truth("repair_unfounded", "征信修复承诺无依据", "promises a repair of the credit record")
    fee_outside_contract = _truth("fee_outside_contract", "合同外收费", "a charge that is not in the contract")
    fee_unnoticed = _truth("fee_unnoticed", "收费条款未提示", "a charge whose term was not brought to attention")
    fee_outside_table = _truth("fee_outside_table", "费用不在明示表", "a charge missing from the cost table")
    fee_before_table = _truth("fee_before_table", "明示表施行前的费用", "a contract charge without a cost table")
    platform_fee = _truth("platform_fee", "平台收费", "a platform would charge the borrower")
    payment_elsewhere = _truth("payment_elsewhere", "非指定渠道", "payment asked outside the lender's channels")
    suggests_borrowing = _truth("suggests_borrowing", "诱导借贷", "suggests new borrowing")
    suggests_payer = _truth("suggests_payer", "要求他人代还", "suggests that somebody else pay")
    posted = _truth("posted", "公开张贴", "put up or posted in public")
    letter_complete = _truth("letter_complete", "信函要素齐全", "the letter has all seven parts")
    envelope_neutral = _truth("envelope_neutral", "信封中性", "the envelope is neutral")
    address_reserved = _truth("address_reserved", "本人预留地址", "the address was left by the borrower")
    effect_explained = _truth("effect_explained", "已说明签字效果", "the effect of a signature is explained")
    limitation_expired = _truth("limitation_expired", "时效已过", "limitation has run out")

    # third persons
    offer_recorded = _truth("offer_recorded", "代还意愿已记录", "the person offered to pay, on record")
    shows_more_than_payment = _truth("shows_more_than_payment", "超出还款必要信息", "shows more than payment needs")
    person_minor = _truth("person_minor", "接听者未成年", "the person is a minor")
    guarantee_general = _truth("guarantee_general", "一般保证未起诉", "a general guarantee, and nobody sued yet")
    proof_on_file = _truth("proof_on_file", "失联证明在案", "a proof that the borrower cannot be reached stands")
    estate_renounced = _truth("estate_renounced", "已放弃继承", "the heir renounced the estate")
    beyond_estate = _truth("beyond_estate", "超出遗产", "asks an heir for more than the estate's value")

    # a visit
    visitors = _count("visitors", "外访人数", "collectors on the visit")
    recorder_works = _truth("recorder_works", "全程录音录像", "sound and pictures are recorded")
    place = _word("place", "外访地点", "where", *PLACES)
    entry_consented = _truth("entry_consented", "已同意进入", "consent to enter is on record")
    films_interior = _truth("films_interior", "拍摄室内", "the recording would show the inside of a home")
    asked_to_leave = _truth("asked_to_leave", "已被要求离开", "was asked to leave")
    note_shows_debt = _truth("note_shows_debt", "留言显示债务", "a note left would show a debt")
    uniform_like = _truth("uniform_like", "误导性服装", "clothing that looks like a uniform")
    takes_property = _truth("takes_property", "拿走财物证件", "property or documents would be taken")
    id_shown = _truth("id_shown", "已出示证件", "identification and mandate are shown")
    visit_ordered = _truth("visit_ordered", "外访单", "a visit order exists")
    visit_noticed = _truth("visit_noticed", "外访已提前告知", "notice of the visit was given in time")
    risk_checked = _truth("risk_checked", "风险核查", "a risk check was made")
    gentler_tried = _truth("gentler_tried", "已先用温和方式", "a call, message or letter was tried in thirty days")

    # agencies and machines
    outsourcing_noticed = _truth("outsourcing_noticed", "已告知委外", "the borrower was told of the agency before")
    agency_listed = _truth("agency_listed", "名单内机构", "the agency is on the lender's list")
    agency_published = _truth("agency_published", "机构已公示", "name and contact are published")
    agency_violent = _truth("agency_violent", "机构违规记录", "record of violent or illegal collection")
    contract_complete = _truth("contract_complete", "合同要素齐全", "the contract settles all seven subjects")
    contract_running = _truth("contract_running", "合同在期", "the contract is running")
    mandate_ended = _truth("mandate_ended", "委托已终止", "the mandate has ended")
    case_elsewhere = _truth("case_elsewhere", "案件在他处", "the debt is worked by another agency")
    model_tested = _truth("model_tested", "模型已测试", "this version of the model has a full test report")
    machine_stated = _truth("machine_stated", "已说明是机器", "the machine says that it is one")
    human_handover = _truth("human_handover", "可转人工", "a human can be reached at any time")
    handover_asked = _truth("handover_asked", "要求转人工", "a human was asked for")
    model_assessed = _truth("model_assessed", "模型影响评估", "an impact assessment of the model exists")

    # what makes us stop at this moment
    distress = _truth("distress", "情绪危机信号", "a sign of grave distress")
    burst = _truth("burst", "短时密集", "more contacts within an hour than any person needs")
    transfer_unnoticed = _truth("transfer_unnoticed", "转让未通知", "the claim was transferred and no notice is proved")
    claim_sold = _truth("claim_sold", "债权已转出", "the claim now belongs to somebody else")
    over_agreed = _truth("over_agreed", "超出约定次数", "more contacts today than agreed with the borrower")
    under_way = _truth("under_way", "联系正在进行", "the contact has begun")


rule = rules_over(Sending)
