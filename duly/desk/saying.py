"""Reasons that people write beside what they decide: short, and without what belongs in the vault."""

from __future__ import annotations

import re
import unicodedata

from duly.rules.account.asked import Refused

LETTERS_MOST = 200
NOT_IN_A_NOTE = (  # what belongs in the vault
    (re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)"), "手机号", "a phone number"),
    (re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"), "证件号", "an identity number"),
    (re.compile(r"(?<!\d)\d{16,19}(?!\d)"), "卡号", "a card number"),
)
UNSEEN = ("Cc", "Cs", "Co", "Cn")
LABEL = re.compile("恶意投诉|职业投诉|malicious complain", re.IGNORECASE)  # red line: such a mark is forbidden


def reason(text: str, path: str = "because") -> str:
    """The reason, as it may be kept for good. Raises Refused.

    It goes into the record, from which nothing is ever taken out.
    """
    text = text.strip()
    if not text or len(text) > LETTERS_MOST:
        raise Refused(path, len(text), f"须写明理由，至多 {LETTERS_MOST} 字 a reason is needed", f"1–{LETTERS_MOST}")
    if unprintable(text):
        raise Refused(path, "…", "有看不见的字符 holds a sign that nobody can see", "文字和标点 letters and points")
    without_personal(text, path)
    if LABEL.search(text):
        raise Refused(path, text, "投诉是权利，不给人贴标签 a complaint is a right", "写事实 write what happened")
    return text


def unprintable(text: str) -> bool:
    """Whether it holds a sign that no page and no paper shows: a control, or one of nobody's alphabet."""
    return any(unicodedata.category(one) in UNSEEN and one not in "\n\r\t" for one in text)


def without_personal(text: str, path: str) -> str:
    """The text, if nothing in it belongs in the vault. Raises Refused."""
    for shape, zh, en in NOT_IN_A_NOTE:
        if shape.search(text):
            raise Refused(path, "…", f"理由里不写{zh}，它在保险库里 leave out {en}", "不写 nothing of the kind")
    return text
