"""Where a list is read on: opaque to whoever carries it."""

from __future__ import annotations

import base64
import binascii

from duly.web.api.problems import Fault, Problem

DIGITS_MOST = 15


def written(after: int | None) -> str | None:
    """The cursor after a position; None at the end."""
    return None if after is None else base64.urlsafe_b64encode(f"after {after}".encode()).decode().rstrip("=")


def read(cursor: str, *, start: int) -> int:
    """The position after which to read on. Raises Problem for what no list has given."""
    if not cursor:
        return start
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        text = ""
    word, _, digits = text.partition(" ")
    if word != "after" or not digits.isdecimal() or len(digits) > DIGITS_MOST or written(int(digits)) != cursor:
        way = ("用上一页的 next", "use `next` of the page before")
        raise Problem("invalid", (Fault("cursor", "没有这一页", "is no page of this list", *way),))
    return int(digits)
