"""Three whole stories of the day, each picked by a rule and told from the rows that the night wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from duly.core.verdict import Finding
from duly.nightly import words
from duly.nightly.figures import at, count, day, moment, money, share, window
from duly.nightly.report.reading import Reading, Record
from duly.nightly.words import Two, both

Findings = Callable[[str], Sequence[Finding]]
ReasonWords = Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Step:
    name: Two
    text: Two
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    kind: str
    title: Two
    moral: Two
    borrower_id: str
    steps: tuple[Step, ...]


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

PICKS = (  # kind, whose story, title, what it shows
    (
        "forgot",
        """SELECT t.borrower_id, t.loan_id FROM treatments t JOIN planned p USING (borrower_id)
        WHERE t.treatment = 'remind' AND p.verdict = 'allow' AND t.dpd BETWEEN 1 AND 30
        ORDER BY t.overdue_minor < 10000, t.dpd, t.band, t.borrower_id""",  # no story of a few cents
        Two("一个忘了还的人", "Someone who forgot"),
        Two(
            "刚逾期不久，多半是忘了。一次温和的提醒就够。",
            "Late for a short while, most likely forgotten. One gentle reminder is enough.",
        ),
    ),
    (
        "hardship",
        """SELECT borrower_id, loan_id FROM treatments WHERE reason = 'hardship' AND dpd > 0
        ORDER BY dpd DESC, borrower_id""",
        Two("困难让催收停下", "Hardship stopped it"),
        Two("人遇到了难处，先谈纾困，不催。", "Someone is in difficulty. Relief comes first; nobody collects."),
    ),
    (
        "family",
        """SELECT borrower_id, loan_id FROM planned
        WHERE party_role NOT IN ('borrower', 'co_borrower') AND verdict NOT IN ('allow', 'warn')
        ORDER BY refused_by LIKE '%CN-PARTY%' DESC, len(string_split(refused_by, ',')) DESC, borrower_id""",
        Two("没有打给家人朋友", "Family and friends were not called"),
        Two(
            "债务只是本人的事。条件不全，就不联系别人。",
            "A debt is the borrower's own matter. Unless every condition is met, nobody else is contacted.",
        ),
    ),
)  # fmt: skip

NOBODY = Two("今天没有这样的人。", "Nobody today.")


def stories(reading: Reading, currency: str, findings: Findings, reasons: ReasonWords) -> tuple[Story, ...]:
    """Tell the three stories. The same day always picks the same people; a kind that nobody fits says so."""
    return tuple(
        _story(reading, currency, findings, reasons, kind, pick, title, moral) for kind, pick, title, moral in PICKS
    )


def _story(
    reading: Reading,
    currency: str,
    findings: Findings,
    reasons: ReasonWords,
    kind: str,
    pick: str,
    title: Two,
    moral: Two,
) -> Story:
    found = reading.first(pick)
    if found is None:
        return Story(kind, title, NOBODY, "", ())
    case = reading.first(CASE, borrower=found["borrower_id"], loan=found["loan_id"])
    assert case is not None, f"{found['borrower_id']} was treated but not aged"
    steps = (
        _instalment(case, currency),
        _ageing(case, reading.day, currency),
        *([_score(case, reasons)] if case["score"] is not None else []),
        _treatment(case),
        _answer(case, tuple(findings(case["contact_id"])) if case["contact_id"] else ()),
        _next(case),
    )
    return Story(kind, title, moral, case["borrower_id"], steps)


def _instalment(case: Record, currency: str) -> Step:
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


def _ageing(case: Record, today: date, currency: str) -> Step:
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


def _score(case: Record, reasons: ReasonWords) -> Step:
    codes = [case[f"reason_{n}"] for n in (1, 2, 3) if case[f"reason_{n}"]]
    told = [both(reasons, code) for code in codes]
    because = Two("、".join(two.zh for two in told), "; ".join(two.en[:1].lower() + two.en[1:] for two in told))
    chance = share(case["pd_bp"], 10_000)
    return Step(
        Two("评分", "Score"),
        Two(
            f"{case['score']} 分（越高越稳），{case['band']} 档；估计下月违约概率 {chance}。"
            + (f"扣分最多：{because.zh}。" if told else ""),
            f"{case['score']} points (more is safer), band {case['band']}; {chance} chance of default next month. "
            + (f"Points lost most for: {because.en}." if told else ""),
        ),
    )


def _treatment(case: Record) -> Step:
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


def _answer(case: Record, findings: tuple[Finding, ...]) -> Step:
    name = Two("闸口", "The gate")
    if case["contact_id"] is None:
        return Step(
            name,
            Two("没有计划联系，所以无须问闸口。", "No contact is planned, so the gate is not asked."),
        )
    verdict = both(words.VERDICTS, case["verdict"])
    number = len((case["refused_by"] or "").split(",")) if case["refused_by"] else 0
    if not number:
        text = Two(
            f"每条规则都问过，没有一条反对：{verdict.zh}。", f"Every rule was asked and none objects: {verdict.en}."
        )
    else:
        text = Two(
            f"{count(number)} 条规则不通过：{verdict.zh}。",
            f"{count(number)} {'rules do' if number > 1 else 'rule does'} not pass: {verdict.en}.",
        )
    return Step(name, text, findings)


def _next(case: Record) -> Step:
    if case["contact_id"] is None:
        return Step(
            Two("接下来", "What follows"),
            Two("等纾困有了结果再说；在那之前不催。", "Nothing, until relief has been settled."),
        )
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
