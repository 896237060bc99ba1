"""The text as it is meant: one width, one script, no hiding; every character knows where it stood."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any, NamedTuple

import ahocorasick
from opencc import OpenCC

from duly.rules.words.held import held
from duly.rules.words.sounds import LATIN, Swap, longest, misspelled, spelled

CJK = "\u3400-\u9fff"
_HIDDEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\u20e3"
_MARKS = "*·•.．_|~^+#&@=<>/\\\\\\-—…'`\"$%"
_DELETED = re.compile(
    rf"[{_HIDDEN}]+"
    rf"|(?<=[{CJK}])[{_MARKS}\s]*[{_MARKS}][{_MARKS}\s]*(?=[{CJK}])"
    rf"|(?:(?<=^[{CJK}])|(?<=[\s，。,!?！？][{CJK}]))\s+(?=[{CJK}])"
    rf"|(?<=[{CJK}])\s+(?=[{CJK}](?:[\s，。,!?！？]|$))"
)
_GAPS = re.compile(rf"(?<=[{CJK}])\s+(?=[{CJK}])")
_ODD = re.compile(rf"[{_HIDDEN}]|[{CJK}][{_MARKS}\s]+[{CJK}]")


Place = tuple[int, int]


class Normal(NamedTuple):
    """The normal text; `places` is empty where no character moved, else (start, end) of the original of each."""

    text: str
    places: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where these characters stood in the original."""
        if not self.places:
            return start, end
        return self.places[start][0], self.places[end - 1][1]


class _Tables(NamedTuple):
    characters: str  # the character of number n is what n is read as; a dict of as many does not stay in the cache
    hidden: Any  # an automaton of the ways in which words are hidden: how long the way is, and the word meant


def _one_for_one() -> dict[int, str]:
    """Width, case, script, accents, rings around digits: every character as the one it stands for."""
    table: dict[int, str] = {}
    han = "".join(map(chr, range(0x3400, 0xA000)))
    for char, simple in zip(han, OpenCC("t2s").convert(han), strict=True):
        if char != simple:
            table[ord(char)] = simple
    for code in (
        *range(0x41, 0x17F),
        *range(0x1CD, 0x1DD),
        *range(0x2460, 0x24FF),
        *range(0x2776, 0x2794),
        *range(0xFF01, 0xFF5F),
    ):
        plain = unicodedata.normalize("NFKD", chr(code))[:1].lower()
        digit = unicodedata.digit(chr(code), None)
        table[code] = str(digit) if digit is not None else plain or chr(code)
    table |= {ord(mark): kept for mark, kept in zip("，！？；：（）　", "，！？；：（） ", strict=True)}
    return table


@cache
def _tables() -> _Tables:
    data: dict[str, Any] = held("normal.yaml")
    characters = _one_for_one()
    for pair in data["dialect"].split():
        if len(pair) == 2:
            characters[ord(pair[0])] = pair[1]
    hidden = ahocorasick.Automaton()
    for way, meant in data["pictures"].items():
        hidden.add_word(str(way), (len(str(way)), meant))
    for meant, ways in data["swaps"].items():
        for way in ways.split():
            hidden.add_word(way, (len(way), meant))
    hidden.make_automaton()
    return _Tables("".join(characters.get(code, chr(code)) for code in range(0x10000)), hidden)


def normalise(text: str, *, by_sound: bool = True) -> Normal:
    """Undo width, case, script, hiding marks, pictures, homophones and pinyin, and remember every place.

    `by_sound=False` leaves out what is read by its sound alone.
    """
    tables = _tables()
    plain = text.translate(tables.characters)
    places: list[tuple[int, int]] | None = None
    if not plain.isascii() and _ODD.search(plain):
        plain, places = _replace(_gone(_DELETED, plain), plain, places)
    hidden = longest(tables.hidden, plain)
    if hidden:
        plain, places = _replace(hidden, plain, places)
    if by_sound and LATIN.search(plain):
        chinese = not plain.isascii()
        plain, places = _replace(spelled(plain), plain, places)
        if not chinese and not plain.isascii():
            plain, places = _replace(_gone(_GAPS, plain), plain, places)
    if by_sound and not plain.isascii() and (swaps := misspelled(plain)):
        plain, places = _replace(swaps, plain, places)
    return Normal(plain, tuple(places or ()))


def _gone(pattern: re.Pattern[str], text: str) -> list[Swap]:
    return [(*hit.span(), "") for hit in pattern.finditer(text)]


def _replace(swaps: list[Swap], text: str, places: list[Place] | None) -> tuple[str, list[Place] | None]:
    """The text with every swap made, and the place in the original of each of its characters."""
    swaps = [swap for swap in swaps if text[swap[0] : swap[1]] != swap[2]]
    if not swaps:
        return text, places
    places = places if places is not None else [(at, at + 1) for at in range(len(text))]
    parts: list[str] = []
    moved: list[Place] = []
    last = 0
    for start, end, new in swaps:
        parts += (text[last:start], new)
        moved += places[last:start]
        moved += [(places[start][0], places[end - 1][1])] * len(new)
        last = end
    return "".join(parts) + text[last:], moved + places[last:]
