"""Amounts as people read them."""

from __future__ import annotations


def money(minor: int | None, currency: str = "") -> str:
    """Minor units as an amount, with its currency's sign where it has one."""
    if minor is None:
        return "—"
    whole, cents = divmod(abs(minor), 100)
    sign = {"CNY": "¥", "TWD": "NT$"}.get(currency, f"{currency} " if currency else "")
    return f"{'-' if minor < 0 else ''}{sign}{whole:,}.{cents:02d}"
