"""What the codes of a day are called on the screen, in Chinese and in English; a code without words shows itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from duly.rules import treatment


class Two(NamedTuple):
    """One thing said in both languages."""

    zh: str
    en: str


LANGUAGES = ("zh", "en")

BUCKETS = {
    "M0": ("M0 未逾期", "M0 not late"),
    "M1": ("M1 1–30 天", "M1 1–30 days"),
    "M2": ("M2 31–60 天", "M2 31–60 days"),
    "M3": ("M3 61–90 天", "M3 61–90 days"),
    "M4": ("M4 91–120 天", "M4 91–120 days"),
    "M5": ("M5 121–150 天", "M5 121–150 days"),
    "M6": ("M6 151–180 天", "M6 151–180 days"),
    "M7": ("M7 超过 180 天", "M7 over 180 days"),
}

CLASSES = {
    "pass": ("正常", "Pass"),
    "special_mention": ("关注", "Special mention"),
    "substandard": ("次级", "Substandard"),
    "doubtful": ("可疑", "Doubtful"),
    "loss": ("损失", "Loss"),
}

PARTS = {
    "principal": ("本金", "Principal"),
    "interest": ("利息", "Interest"),
    "fee": ("费用", "Fees"),
    "penalty": ("罚息及其他", "Penalties and costs"),
}

ROLLS = {
    "current": ("一直正常", "stayed current"),
    "enter": ("新入催", "became late"),
    "forward": ("恶化", "rolled forward"),
    "same": ("持平", "stayed"),
    "back": ("降期", "rolled back"),
    "cure": ("恢复正常", "cured"),
}

REASONS = {  # why somebody is left in peace
    "not_late": ("没有逾期", "nothing is late"),
    "in_grace": ("在宽限期内", "within the grace period"),
    "hardly_anything": ("欠得极少，不值得打扰任何人", "owes next to nothing: not worth disturbing anyone"),
    "likely_to_pay": ("才晚了几天，多半会自己还上", "only days late and likely to pay unasked"),
    "holdout": ("对照组：用来检验“不打扰”的效果", "held out, to learn what leaving in peace does"),
    "hardship": ("遇到经济困难，先谈纾困", "in hardship: relief comes first"),
    "plan_kept": ("正在按协商方案还款", "keeping an agreed plan"),
    "promise": ("已承诺还款日，还没到", "promised a day that has not come"),
    "dispute": ("对债务有异议，尚未查清", "disputes the debt, not yet settled"),
    "complaint": ("投诉还没有答复", "a complaint has not been answered"),
    "asked": ("本人要求不再联系", "asked not to be contacted"),
    "hold": ("有暂停催收的理由", "a hold is in force"),
    "payment_unclear": ("有一笔回款没能入账，可能已经还了", "a payment could not be taken in: perhaps it is paid"),
    "deceased": ("已故", "has died"),
    "no_lawful_address": ("没有合法的联系方式", "no lawful address to reach them at"),
}

TREATMENTS = {
    "leave_in_peace": ("不打扰", "leave in peace"),
    "offer_relief": ("提供纾困", "offer relief"),
    "remind": ("温和提醒", "remind gently"),
    "call": ("通话了解情况", "call to understand"),
    "restore_contact": ("恢复联系", "restore contact"),
}

ROWS = {row.id: (row.zh, row.name) for row in treatment.load().rows}  # of the house's table of treatments

CHANNELS = {  # from the gentlest
    "push": ("应用内推送", "app push"),
    "im": ("企业微信等消息", "instant message"),
    "email": ("电子邮件", "e-mail"),
    "letter": ("信函", "letter"),
    "sms": ("短信", "SMS"),
    "ai_voice": ("智能语音", "machine voice"),
    "voice": ("人工电话", "phone call"),
    "visit": ("外访", "visit"),
}

ROLES = {
    "borrower": ("本人", "the borrower"),
    "co_borrower": ("共同借款人", "a co-borrower"),
    "guarantor": ("担保人", "a guarantor"),
    "guardian": ("监护人", "a guardian"),
    "heir": ("继承人", "an heir"),
    "contact": ("联系人（家人、朋友）", "a contact person (family, friend)"),
    "related_third_person": ("债务相关第三人", "a related third person"),
    "unrelated": ("无关的人", "an unrelated person"),
}

VERDICTS = {
    "allow": ("放行", "allowed"),
    "warn": ("放行并提示", "allowed with a warning"),
    "review": ("须人工复核", "needs a person's review"),
    "requires": ("缺少前提", "something is required first"),
    "deny": ("不得联系", "denied"),
}

ARMS = {
    "champion": ("现行策略", "champion"),
    "challenger": ("挑战策略", "challenger"),
    "holdout": ("对照组", "hold-out"),
}

HARDSHIPS = {
    "serious_illness": ("重病", "serious illness"),
    "hospitalised": ("住院", "in hospital"),
    "disaster_area": ("受灾", "in a disaster area"),
    "detained": ("羁押或服刑", "detained"),
    "pregnancy_childbirth": ("怀孕生育", "pregnancy or childbirth"),
    "bereavement": ("亲人去世", "bereavement"),
    "income_loss": ("失去收入", "loss of income"),
    "other": ("其他困难", "another hardship"),
}

TABLES = {
    "book": ("台账", "Book"),
    "agencies": ("催收机构", "Agencies"),
    "borrowers": ("借款人", "Borrowers"),
    "addresses": ("联系方式", "Addresses"),
    "loans": ("贷款", "Loans"),
    "schedule": ("还款计划", "Schedule"),
    "charges": ("罚息费用", "Charges"),
    "payments": ("回款", "Payments"),
    "statements": ("月度账单", "Statements"),
    "outcomes": ("观察结果", "Outcomes"),
    "contacts": ("联系记录", "Contacts"),
    "consents": ("同意", "Consents"),
    "preferences": ("联系偏好", "Preferences"),
    "holds": ("暂停催收", "Holds"),
    "promises": ("承诺还款", "Promises"),
    "plans": ("协商分期", "Plans"),
    "complaints": ("投诉", "Complaints"),
    "disputes": ("异议", "Disputes"),
    "hardships": ("经济困难", "Hardships"),
    "teams": ("小组", "Teams"),
    "staff": ("员工", "Staff"),
}

STEPS = {
    "age": ("账龄", "age"),
    "score": ("评分", "score"),
    "treat": ("处置", "treat"),
    "judge": ("合规闸口", "judge"),
    "worklists": ("作业清单", "worklists"),
    "measure": ("指标", "measure"),
}


def both(words: Mapping[str, tuple[str, str]], code: str) -> Two:
    """The words for a code; the code itself where there are none."""
    return Two(*words.get(code, (code, code)))


def say(words: Mapping[str, tuple[str, str]], code: str, lang: str) -> str:
    """The words for a code in one language."""
    return both(words, code)[LANGUAGES.index(lang)]
