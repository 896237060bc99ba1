"""What a request asks for, read strictly."""

from __future__ import annotations


def whole(text: str | None, otherwise: int) -> int:
    """A whole number of at most nine digits, or what stands for it."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else otherwise
