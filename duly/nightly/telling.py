"""One case, told step by step in two languages from the rows that the night wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duly.book.scorecard import Card, model_card
from duly.core.verdict import Finding
from duly.nightly import words
from duly.nightly.figures import at, count, day, moment, money, share, window
from duly.nightly.reading import Record
from duly.nightly.words import Two, both


@dataclass(frozen=True, slots=True)
class Step:
    name: Two
    text: Two
    findings: tuple[Finding, ...] = ()


CASE = """
SELECT t.borrower_id, t.loan_id, t.row_id, t.treatment, t.reason, t.arm,
    a.dpd, a.bucket, a.overdue_minor, a.oldest_due_date, a.oldest_instalment_no, a.in_grace, a.paused_days,
    i.principal_minor, i.interest_minor, i.fee_minor, i.estimated,
    s.score, s.pd_bp, s.band, s.reason_1, s.reason_2, s.reason_3,
    p.contact_id, p.channel, p.party_role, p.earliest_minute, p.latest_minute, p.verdict, p.refused_by,
    epoch_us(p.next_permitted_at) AS next_permitted_us, h.kind AS hardship, epoch_us(h.reported_at) AS reported_us
FROM (FROM treatments WHERE borrower_id = $borrower) t
JOIN (FROM aging WHERE loan_id = $loan) a ON true
LEFT JOIN (FROM schedule WHERE loan_id = $loan) i ON i.instalment_no = a.oldest_instalment_no
LEFT JOIN (FROM scores WHERE loan_id = $loan) s ON true
LEFT JOIN (FROM planned WHERE borrower_id = $borrower) p ON true
LEFT JOIN (FROM hardships WHERE borrower_id = $borrower AND ended_at IS NULL) h ON true
ORDER BY p.contact_id, h.reported_at, h.hardship_id
"""  # constants, not joins: so that only the part of each file is read that can hold them

REST = {  # what follows for somebody left in peace, by the reason
    "not_late": Two("一切正常，什么也不用做。", "Nothing: all is well."),
    "in_grace": Two("宽限期还没过，等一等。", "Nothing: there are days of grace left."),
    "hardly_anything": Two("欠得这么少，不去打扰，下次自会补上。", "Nothing: so little comes with the next payment."),
    "likely_to_pay": Two("再等几天，多半会自己还上。", "A few days' patience: most likely it is paid unasked."),
    "holdout": Two(
        "早期一直不打扰，用来看清打扰究竟有没有用。",
        "Nothing while it is early: this is how we learn whether reaching out helps at all.",
    ),
    "hardship": Two("等纾困有了结果再说；在那之前不催。", "Nothing, until relief has been settled."),
    "plan_kept": Two("说好的方案正在兑现，照方案来就好。", "Nothing: what was agreed is being kept."),
    "promise": Two("相信承诺，等到那一天。", "Nothing: a promise is trusted until its day."),
    "dispute": Two("先把债务查清楚，再说别的。", "First the debt is looked into; nothing else until then."),
    "complaint": Two("先答复投诉；在那之前不催。", "First the complaint is answered; nobody collects until then."),
    "asked": Two("尊重本人的意愿，不联系。", "Nothing: the wish is respected."),
    "hold": Two("暂停还在，什么也不做。", "Nothing while the hold stands."),
    "payment_unclear": Two(
        "先弄清那笔回款：改好文件再入库，之前不联系。",
        "First make that payment clear: mend the file and take it in again.",
    ),
    "deceased": Two("人已离世。不再催收，善待家人。", "Nothing is collected. The family is met with kindness."),
    "no_lawful_address": Two("没有合法的途径，就不去找；等本人来联系。", "Nobody searches; we wait to hear from them."),
}  # fmt: skip


def instalment(case: Record, currency: str) -> Step:
    """What the oldest unpaid instalment asked for, by part."""
    number, due = case["oldest_instalment_no"], case["oldest_due_date"]
    parts = [
        (both(words.PARTS, name), case[f"{name}_minor"])
        for name in ("principal", "interest", "fee")
        if case[f"{name}_minor"]
    ]
    amount = money(sum(minor for _, minor in parts), currency)
    zh = "，".join(f"{name.zh} {money(minor, currency)}" for name, minor in parts)
    en = ", ".join(f"{name.en.lower()} {money(minor, currency)}" for name, minor in parts)
    partly = case["overdue_minor"] < sum(minor for _, minor in parts)
    paid = Two("，其中一部分已还", ", part of it paid since") if partly else Two("", "")
    placed = (
        Two("（应还额由转换程序推定）", " (the amount was placed by the converter)")
        if case["estimated"]
        else Two("", "")
    )
    return Step(
        Two("应还", "Due"),
        Two(
            f"第 {number} 期，{day(due, 'zh')}应还 {amount}：{zh}{placed.zh}{paid.zh}。",
            f"Instalment {number}, due {day(due, 'en')}: {amount} ({en}){placed.en}{paid.en}.",
        ),
    )


def ageing(case: Record, today: date, currency: str) -> Step:
    """How late the loan is, and with how much."""
    bucket, overdue = both(words.BUCKETS, case["bucket"]), money(case["overdue_minor"], currency)
    paused = case["paused_days"]
    return Step(
        Two("逾期", "Past due"),
        Two(
            f"到{day(today, 'zh')}逾期 {case['dpd']} 天{f'（另有 {paused} 天暂停不计）' if paused else ''}，"
            f"账龄段 {bucket.zh}，拖欠合计 {overdue}。",
            f"{case['dpd']} days past due on {day(today, 'en')}"
            f"{f' ({paused} paused days do not count)' if paused else ''}, bucket {bucket.en}, "
            f"{overdue} overdue in all.",
        ),
    )


def score(case: Record, card: Card, features: Record) -> Step:
    """What the score says, what took most points away, and how little it knew where it knew little."""
    reasons = {code: (attribute.zh, attribute.en) for code, attribute in card.reasons.items()}
    codes = [case[f"reason_{n}"] for n in (1, 2, 3) if case[f"reason_{n}"]]
    told = [both(reasons, code) for code in codes]
    little = _little_known(card, features)
    because = Two("、".join(two.zh for two in told), "; ".join(two.en[:1].lower() + two.en[1:] for two in told))
    chance = share(case["pd_bp"], 10_000)
    return Step(
        Two("评分", "Score"),
        Two(
            f"{case['score']} 分（越高越稳），{case['band']} 档；估计下月违约概率 {chance}。"
            + (f"扣分最多：{because.zh}。" if told else "")
            + little.zh,
            f"{case['score']} points (more is safer), band {case['band']}; {chance} chance of default next month. "
            + (f"Points lost most for: {because.en}. " if told else "")
            + little.en,
        ),
    )


def _little_known(card: Card, features: Record) -> Two:
    """What a probability is worth where some of what the card asks for is not known; empty where all is."""
    known = [attribute for attribute in card.attributes if features[attribute.feature] is not None]
    if len(known) == len(card.attributes):
        return Two("", "")
    zh, en = "、".join(each.zh for each in known), "; ".join(each.en[:1].lower() + each.en[1:] for each in known)
    fitted = _fitted(card)
    return Two(
        f"只知道：{zh or '什么也不知道'}。评分卡拟合自{fitted.zh}：这个概率只能用来排先后，不能当作预测。",
        f"All that is known: {en or 'nothing'}. The card was fitted on {fitted.en}: "
        "read the probability as an order, not as a forecast.",
    )


def _fitted(card: Card) -> Two:
    """On what a card was fitted, as its model card says."""
    described = model_card()
    if described["card"] != card.id:
        return Two("另一本台账", "another book")
    year, loans = described["source"]["year"], count(described["fitted_on"])
    return Two(f" {year} 年的 {loans} 张台湾信用卡", f"{loans} credit cards in Taiwan of {year}")


def treatment(case: Record) -> Step:
    """Which row of the table of treatments decided, and what it says."""
    row, treatment = both(words.ROWS, case["row_id"]), both(words.TREATMENTS, case["treatment"])
    if case["treatment"] == "leave_in_peace":
        reason = both(words.REASONS, case["reason"])
        zh, en = f"：{reason.zh}", f": {reason.en}"
    else:
        channel, role = both(words.CHANNELS, case["channel"]), both(words.ROLES, case["party_role"])
        zh, en = f"，{channel.zh}，对象是{role.zh}", f" by {channel.en}, to {role.en}"
    known = ""
    if case["hardship"] and case["reason"] == "hardship":
        kind = both(words.HARDSHIPS, case["hardship"])
        known = f"{moment(at(case['reported_us']), 'zh')} 得知{kind.zh}。"
        en += f" ({kind.en}, learned {moment(at(case['reported_us']), 'en')})"
    return Step(
        Two("处置", "Treatment"),
        Two(f"{known}处置表命中“{row.zh}”：{treatment.zh}{zh}。", f"The row “{row.en}” holds: {treatment.en}{en}."),
    )


def answer(case: Record, findings: tuple[Finding, ...]) -> Step:
    """What the gate answered, with every finding."""
    name = Two("闸口", "The gate")
    if case["contact_id"] is None:
        return Step(
            name,
            Two("没有计划联系，所以无须问闸口。", "No contact is planned, so the gate is not asked."),
        )
    verdict = both(words.VERDICTS, case["verdict"])
    number = len((case["refused_by"] or "").split(",")) if case["refused_by"] else 0
    if not number and findings:
        text = Two(
            f"没有一条规则拒绝，{count(len(findings))} 条提示：{verdict.zh}。",
            f"No rule refuses; {count(len(findings))} {'warn' if len(findings) > 1 else 'warns'}: {verdict.en}.",
        )
    elif not number:
        text = Two(
            f"每条规则都问过，没有一条反对：{verdict.zh}。", f"Every rule was asked and none objects: {verdict.en}."
        )
    else:
        text = Two(
            f"{count(number)} 条规则不通过：{verdict.zh}。",
            f"{count(number)} {'rules do' if number > 1 else 'rule does'} not pass: {verdict.en}.",
        )
    return Step(name, text, findings)


def what_follows(case: Record) -> Step:
    """When the contact may be made, or why there is none."""
    if case["contact_id"] is None:
        return Step(Two("接下来", "What follows"), REST[case["reason"]])
    if not case["refused_by"]:
        minutes = window(case["earliest_minute"], case["latest_minute"])
        return Step(
            Two("什么时候", "When"),
            Two(
                f"今天 {minutes} 之间；发出前一刻再问一次闸口。",
                f"Today {minutes}; the gate is asked again at the moment of sending.",
            ),
        )  # fmt: skip
    if case["next_permitted_us"] is None:
        told = Two(
            "没有：这不是时间问题，理由还在，就不联系。",
            "None: this is not a matter of time; while the reason stands, there is no contact.",
        )
    else:
        told = Two(*(moment(at(case["next_permitted_us"]), lang) for lang in words.LANGUAGES))
    return Step(Two("下一可联系时刻", "Next permitted minute"), told)
