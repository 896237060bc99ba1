"""A line of a statement in words: what it is, and how it was worked out, in Chinese and in English."""

from __future__ import annotations

from typing import NamedTuple

from duly.law import Law
from duly.rules.account.statement import CONTRACT, Entry
from duly.rules.account.wire import Span

DAY_COUNTS = {"ACT/365": "365", "ACT/360": "360", "ACT/364": "364"}
WHAT = {
    "principal": ("放款", "Paid out to you"),
    "opening": ("期初本金，没有给出放款日", "Principal at the beginning; no day of paying out was given"),
    "draw": ("支用", "Drawn by you"),
    "interest": ("利息", "Interest"),
    "fee": ("费用", "Fee"),
    "penalty": ("罚息", "Late-payment interest"),
    "charge": ("收费", "Charge"),
    "payment": ("还款", "Your payment"),
    "goodwill": ("出借人代抵", "Credited by the lender"),
    "waiver": ("减免", "Waived"),
    "chargeback": ("退票，重新计入欠款", "Payment returned, owed again"),
    "refund": ("退款", "Refunded to you"),
}
PARTS = {
    "penalty": ("罚息", "late-payment interest"),
    "fee": ("费用", "fees"),
    "interest": ("利息", "interest"),
    "principal": ("本金", "principal"),
}


class Said(NamedTuple):
    """The same in two languages."""

    zh: str
    en: str


def money(minor: int, decimals: int = 2) -> str:
    """An amount in the major unit: 1,234.56."""
    whole, part = divmod(abs(minor), 10**decimals)
    return f"{'-' if minor < 0 else ''}{whole:,}.{part:0{decimals}d}" if decimals else f"{minor:,}"


def title(entry: Entry) -> Said:
    zh, en = WHAT[entry.what]
    if entry.instalment is None or entry.what == "draw":
        return Said(zh, en)
    return Said(f"第 {entry.instalment} 期{zh}", f"{en}, instalment {entry.instalment}")


def working(entry: Entry) -> Said:
    """How the amount came about; empty where it was simply agreed."""
    if entry.spans:
        rounding = Said("，合计舍去不足一分的部分", "; fractions of a cent are dropped")
        tail = rounding if entry.what == "penalty" else Said("，取整到分", "; rounded to the cent")
        each = [_span(span) for span in entry.spans]
        return Said("；".join(one.zh for one in each) + tail.zh, "; ".join(one.en for one in each) + tail.en)
    if entry.parts:
        zh = "，".join(f"{PARTS[part][0]} {money(amount)}" for part, amount in entry.parts)
        en = ", ".join(f"{PARTS[part][1]} {money(amount)}" for part, amount in entry.parts)
        return Said(f"用于：{zh}", f"Used for: {en}")
    return Said(entry.event.note or "", entry.event.note or "") if entry.event else Said("", "")


def _span(span: Span) -> Said:
    days = (span.until - span.since).days
    rate = rate_of(span.annual_rate_bp)
    year = DAY_COUNTS.get(span.day_count)
    over = f"÷ {year}" if year else f"（{span.day_count}）"
    return Said(
        f"{money(span.base)} × 年利率 {rate} × {days} 天 {over}（{span.since} 至 {span.until}，算头不算尾）",
        f"{money(span.base)} × {rate} a year × {days} {'day' if days == 1 else 'days'} "
        f"{over if year else f'({span.day_count})'} "
        f"({span.since} to {span.until}, the last day not counted)",
    )


def rate_of(bp: int | str) -> str:
    """A rate in basis points as per cent: 18.25 %."""
    whole, _, part = str(bp).partition(".")
    digits = whole.zfill(3) + part
    place = len(whole.zfill(3)) - 2
    shown = f"{digits[:place]}.{digits[place:]}".rstrip("0").rstrip(".")
    return f"{shown} %"


def clause(path: str, law: Law) -> dict[str, str]:
    """By what an amount is owed or a payment divided: the contract, or a limit with its force and certainty."""
    if path == CONTRACT:
        return {"id": CONTRACT, "zh": "合同约定", "en": "as the contract says"}
    limit = law[path]
    return {
        "id": limit.id, "zh": limit.zh, "en": limit.en, "citation": limit.citation,
        "force": limit.force, "certainty": limit.certainty,
    }  # fmt: skip
