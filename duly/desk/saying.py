"""Reasons that people write beside what they decide: short, and without what belongs in the vault."""

from __future__ import annotations

from duly.desk.outcomes import LABEL, NOT_IN_A_NOTE
from duly.rules.account.asked import Refused

LETTERS_MOST = 200


def reason(text: str, path: str = "because") -> str:
    """The reason, as it may be kept for good. Raises Refused.

    It goes into the record, from which nothing is ever taken out.
    """
    text = text.strip()
    if not text or len(text) > LETTERS_MOST:
        raise Refused(path, len(text), f"须写明理由，至多 {LETTERS_MOST} 字 a reason is needed", f"1–{LETTERS_MOST}")
    for shape, what in NOT_IN_A_NOTE:
        if shape.search(text):
            raise Refused(
                path, "…", f"理由里不能写{what.replace(' ', ' here: ', 1)}", "编号代替 its number in the vault"
            )
    if LABEL.search(text):
        raise Refused(path, text, "投诉是权利，不给人贴标签 a complaint is a right", "写事实 write what happened")
    return text
