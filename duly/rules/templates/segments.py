"""How many segments a text message takes: GSM-7 where every character is in it, UCS-2 otherwise (3GPP TS 23.038)."""

from __future__ import annotations

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")  # an escape and a character: two places
ONE_GSM, EACH_GSM = 160, 153  # what a message holds alone, and as a part of several
ONE_UCS, EACH_UCS = 70, 67


def segments(text: str) -> int:
    """Count the segments of a text; one character is never divided between two. An empty text takes none."""
    if all(one in BASIC or one in EXTENDED for one in text):
        return _packed([2 if one in EXTENDED else 1 for one in text], ONE_GSM, EACH_GSM)
    return _packed([2 if ord(one) > 0xFFFF else 1 for one in text], ONE_UCS, EACH_UCS)


def _packed(widths: list[int], one: int, each: int) -> int:
    if sum(widths) <= one:
        return 1 if widths else 0
    count, room = 1, each
    for width in widths:
        if width > room:
            count, room = count + 1, each
        room -= width
    return count
