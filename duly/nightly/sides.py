"""Texts of the desk that say the same in Chinese and then in English."""

from __future__ import annotations

import re

BOTH = re.compile(r"(.*[⺀-鿿　-〿＀-￯”’…])\s+(\S.*)", re.DOTALL)  # up to the last sign that is Chinese


def sides(text: str) -> tuple[str, str]:
    """Such a text taken apart; one of one language is both."""
    found = BOTH.fullmatch(text)
    return (found[1].rstrip(), found[2]) if found else (text, text)
