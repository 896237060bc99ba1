"""The text as it is meant: one width, one script, no hiding; every character knows where it stood."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from duly.rules.words.held import held

CJK = "\u3400-\u9fff"
_HIDDEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\u20e3"
_MARKS = "*·•.．_|~^+#&@=<>/\\\\\\-—…'`\"$%"
_DELETED = re.compile(
    rf"[{_HIDDEN}]+"
    rf"|(?<=[{CJK}])[{_MARKS}\s]*[{_MARKS}][{_MARKS}\s]*(?=[{CJK}])"
    rf"|(?:(?<=^[{CJK}])|(?<=[\s，。,!?！？][{CJK}]))\s+(?=[{CJK}])"
    rf"|(?<=[{CJK}])\s+(?=[{CJK}](?:[\s，。,!?！？]|$))"
)
_LATIN = re.compile(r"[a-z]+")
_ODD = re.compile(rf"[{_HIDDEN}]|[{CJK}][{_MARKS}\s]+[{CJK}]")


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
    characters: dict[int, str]
    swaps: re.Pattern[str]
    swapped: dict[str, str]
    pictures: re.Pattern[str]
    pictured: dict[str, str]
    syllables: dict[str, str]
    words: dict[str, str]
    longest: int
    starts: frozenset[str]


@cache
def _tables() -> _Tables:
    data: dict[str, Any] = held("normal.yaml")
    characters: dict[int, str] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    characters |= {ord(mark): kept for mark, kept in zip("，！？；：（）　", "，！？；：（） ", strict=True)}
    characters |= {ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    characters |= {code: chr(code - 0xFEE0).lower() for code in range(0xFF21, 0xFF3B)}
    for pair in data["traditional"].split():
        characters[ord(pair[0])] = pair[1]
    swapped: dict[str, str] = {}
    for meant, ways in data["swaps"].items():
        swapped |= dict.fromkeys(ways.split(), meant)
    pictured = {str(one): meant for one, meant in data["pictures"].items()}
    words: dict[str, str] = {}
    for line in data["pinyin_words"].split():
        latin, meant = line.split("=")
        words[latin] = meant
    syllables = dict(line.split("=") for line in data["syllables"].split())
    order = sorted(swapped, key=len, reverse=True)
    return _Tables(
        characters,
        re.compile("|".join(re.escape(one) for one in order)),
        swapped,
        re.compile("|".join(re.escape(one) for one in sorted(pictured, key=len, reverse=True))),
        pictured,
        syllables,
        words,
        max(map(len, [*syllables, *words])),
        frozenset(one[0] for one in order),
    )


def normalise(text: str) -> Normal:
    """Undo width, case, script, hiding marks, pictures, homophones and pinyin, and remember every place."""
    tables = _tables()
    plain = text.translate(tables.characters)
    places: list[tuple[int, int]] | None = None
    if not plain.isascii() and _ODD.search(plain):
        plain, places = _replace(_DELETED, lambda _: "", plain, places)
    if any(ord(one) > 0x2B00 and not "\u3000" <= one <= "\uff60" for one in plain if one > "\u2600"):
        plain, places = _replace(tables.pictures, lambda hit: tables.pictured[hit[0]], plain, places)
    if not tables.starts.isdisjoint(plain):
        plain, places = _replace(tables.swaps, lambda hit: tables.swapped[hit[0]], plain, places)
    if _LATIN.search(plain):
        plain, places = _pinyin(plain, places)
    return Normal(plain, tuple(places or ()))


def _replace(
    pattern: re.Pattern[str], meant: Any, text: str, places: list[tuple[int, int]] | None
) -> tuple[str, list[tuple[int, int]] | None]:
    parts: list[str] = []
    moved: list[tuple[int, int]] | None = None
    last = 0
    for hit in pattern.finditer(text):
        new = meant(hit)
        if new == hit[0]:
            continue
        if moved is None:
            places = places if places is not None else [(at, at + 1) for at in range(len(text))]
            moved = []
        assert places is not None
        start, end = hit.span()
        parts += (text[last:start], new)
        moved += places[last:start]
        moved += [(places[start][0], places[end - 1][1])] * len(new)
        last = end
    if moved is None or places is None:
        return text, places
    return "".join(parts) + text[last:], moved + places[last:]


def _pinyin(text: str, places: list[tuple[int, int]] | None) -> tuple[str, list[tuple[int, int]] | None]:
    """Read Latin runs as pinyin where all of them can be read so, or where they stand among Chinese."""
    runs = _LATIN.findall(text)
    chinese = any("\u3400" <= one <= "\u9fff" for one in text)
    if not chinese and (len("".join(runs)) < 8 or any(_syllabled(run) is None for run in runs)):
        return text, places
    text, places = _replace(_LATIN, lambda hit: _syllabled(hit[0]) or hit[0], text, places)
    if chinese:
        return text, places
    return _replace(re.compile(rf"(?<=[{CJK}])\s+(?=[{CJK}])"), lambda _: "", text, places)


@cache
def _syllabled(run: str) -> str | None:
    """A run of pinyin as the most likely words of this trade, or None if it is not pinyin we know."""
    tables = _tables()
    if run in tables.words:
        return tables.words[run]
    if not run:
        return ""
    for size in range(min(tables.longest, len(run)), 0, -1):
        head = tables.words.get(run[:size]) if size > 3 else None
        head = head or tables.syllables.get(run[:size])
        if head is not None and (rest := _syllabled(run[size:]) if run[size:] else "") is not None:
            return head + rest
    return None
