"""What a request asks for, read strictly."""

from __future__ import annotations

from datetime import date

from duly.core.day import NotADay, parse_day


def whole(text: str | None, otherwise: int) -> int:
    """A whole number of at most nine digits, or what stands for it."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def day_or(text: str | None, otherwise: date) -> date:
    """A day, or what stands for it."""
    try:
        return parse_day(text or "")
    except NotADay:
        return otherwise
