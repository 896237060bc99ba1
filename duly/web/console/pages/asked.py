"""What a request asks for, read strictly."""

from __future__ import annotations

import re
from datetime import date

from duly.core.day import NotADay, parse_day
from duly.rules.account.asked import Refused

AMOUNT = re.compile(r"([0-9]{1,11})(?:\.([0-9]{1,2}))?")


def whole(text: str | None, otherwise: int) -> int:
    """A whole number of at most nine digits, or what stands for it."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def day_or(text: str | None, otherwise: date) -> date:
    """A day, or what stands for it."""
    try:
        return parse_day(text or "")
    except NotADay:
        return otherwise


def day_or_none(text: str | None) -> date | None:
    """A day, or None for what is none."""
    try:
        return parse_day(text or "")
    except NotADay:
        return None


def some(text: str, field: str) -> int:
    """A count from 1. Raises Refused."""
    found = whole(text.strip(), 0)
    if found < 1:
        raise Refused(field, text, "须为正整数 must be a whole number from 1", "1–")
    return found


def minor_units(text: str, field: str) -> int:
    """An amount such as 500 or 500.00, in minor units. Raises Refused."""
    found = AMOUNT.fullmatch(text.strip().replace(",", ""))
    if found is None:
        raise Refused(field, text, "不是金额 is no amount", "500 | 500.00")
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def day(text: str, field: str) -> date:
    """A day of the calendar. Raises Refused."""
    try:
        return parse_day(text)
    except NotADay as not_a_day:
        raise Refused(field, text, str(not_a_day), "YYYY-MM-DD") from None
