"""Words hidden by their sound: pinyin for characters, one character for another of the same sound, initials."""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from typing import Any, NamedTuple

import ahocorasick

from duly.rules.words.held import common, held

HAN = re.compile(r"[\u3400-\u9fff]")
LATIN = re.compile(r"[a-z]+")
COMMON = re.compile(r"[了你您我他的去到给上下出来在是有没不]")  # words with these sound like too much else
LONGEST = 4  # characters of a hidden word
Swap = tuple[int, int, str]  # where something stands, and what is meant


class Unit(NamedTuple):
    """A character, or a syllable or run of Latin letters, and where it stands."""

    written: str
    sound: str
    start: int
    end: int


class Sounds(NamedTuple):
    forms: dict[str, str]  # "抖'yin" → 抖音
    alike: Any  # an automaton that finds the sounds of hidden words, a sign a syllable: its length, and the word meant
    plain: frozenset[str]  # words that are what they are
    single: dict[str, str]
    initials: dict[str, str]
    syllables: frozenset[str]


@cache
def sounds() -> Sounds:
    """Every word of the trade by its sound, read once."""
    from pypinyin import lazy_pinyin  # half a second, which only those wait for who ask about words

    data: dict[str, Any] = held("normal.yaml")
    concepts = {name: line.split() for name, line in held("concepts.yaml").items()}
    known = {word for listed in concepts.values() for word in listed} | set(data["plain"].split()) | set(data["swaps"])
    words = sorted(word for word in known if 2 <= len(word) <= LONGEST and all(map(HAN.match, word)))
    forms: dict[str, str] = {}
    for word in words:
        spelled = lazy_pinyin(word)
        for ways in product(*zip(word, spelled, strict=True)):
            if any(way.isascii() for way in ways):
                forms.setdefault("'".join(ways), word)
    hidden = {word for name in data["hidden"] for word in concepts[name] if not COMMON.search(word)}
    hidden |= set(data["swaps"])
    alike = ahocorasick.Automaton()
    for word in words:
        if word in hidden:
            alike.add_word("".join(_sign(syllable) for syllable in lazy_pinyin(word)), (len(word), word))
    alike.make_automaton()
    single = dict(line.split("=") for line in data["syllables"].split())
    initials = dict(line.split("=") for line in data["initials"].split())
    plain = frozenset(words) | set(data["ordinary"].split()) | common()  # no hidden word is read across their edges
    return Sounds(forms, alike, plain, single, initials, _syllables())


@cache
def _syllables() -> frozenset[str]:
    return frozenset(sound_of(chr(code)) for code in _readings() if 0x4E00 <= code <= 0x9FA5)


@cache
def _readings() -> dict[int, str]:
    """The readings of every character, the first the most usual."""
    from pypinyin.constants import PINYIN_DICT

    known: dict[int, str] = PINYIN_DICT
    return known


@cache
def sound_of(char: str) -> str:
    """The first reading of a character, without its tone; empty where it has none."""
    from pypinyin import Style
    from pypinyin.style import convert

    read = _readings().get(ord(char), "").split(",")[0]
    return convert(read, Style.NORMAL, strict=True).replace("ü", "v") if read else ""


@cache
def split(run: str) -> tuple[str, ...] | None:
    """A run of letters as syllables, the longest first; None if it is none."""
    if not run:
        return ()
    for size in range(min(6, len(run)), 0, -1):
        if run[:size] in sounds().syllables and (rest := split(run[size:])) is not None:
            return (run[:size], *rest)
    return None


def _units(text: str) -> list[Unit]:
    found: list[Unit] = []
    last = 0
    for hit in LATIN.finditer(text):
        at = hit.start()
        found += _characters(text, last, at)
        for part in split(hit[0]) or (hit[0],):
            found.append(Unit(part, part, at, at + len(part)))
            at += len(part)
        last = at
    return found + _characters(text, last, len(text))


def _characters(text: str, start: int, end: int) -> list[Unit]:
    """The characters between two runs of letters; blanks are for the eye."""
    return [Unit(text[at], "", at, at + 1) for at in range(start, end) if text[at] != " "]


def spelled(text: str) -> list[Swap]:
    """What is written in letters: (start, end, meant), in order, in a text that has any Latin letters."""
    known = sounds()
    chinese = HAN.search(text) is not None
    runs = LATIN.findall(text)
    if not chinese and (
        len("".join(runs)) < 8 or any(split(run) is None and run not in known.initials for run in runs)
    ):
        return []
    units, found, at = _units(text), [], 0
    for heard in [place for place, unit in enumerate(units) if unit.sound]:
        at = max(at, heard - LONGEST + 1)  # no word of letters begins earlier
        while at <= heard:
            size, meant = _longest(units, at)
            if meant:
                found.append((units[at].start, units[at + size - 1].end, meant))
            at += size
    return found


def _longest(units: list[Unit], at: int) -> tuple[int, str]:
    known = sounds()
    for size in range(LONGEST, 1, -1):
        window = units[at : at + size]
        if len(window) == size and any(unit.sound for unit in window):
            meant = known.forms.get("'".join(unit.written for unit in window))
            if meant:
                return size, meant
    unit = units[at]
    if not unit.sound:
        return 1, ""
    return 1, known.initials.get(unit.written) or known.single.get(unit.written, "")


def misspelled(text: str) -> list[Swap]:
    """What is written with other characters of the same sound: (start, end, meant), in order, the longest first."""
    known = sounds()
    return [
        (start, end, meant)
        for start, end, meant in longest(known.alike, text.translate(_signs()))
        if text[start:end] not in known.plain and not COMMON.search(text, start, end)
        if not _within(text, start, end - start)
    ]


def longest(automaton: Any, text: str) -> list[Swap]:
    """What an automaton of (length, word meant) finds: from the left, the longest, one beside the other."""
    hits = [(end - size + 1, -size, meant) for end, (size, meant) in automaton.iter(text)]
    hits.sort()
    found: list[Swap] = []
    for start, minus, meant in hits:
        if not found or found[-1][1] <= start:
            found.append((start, start - minus, meant))
    return found


def _within(text: str, at: int, size: int) -> bool:
    """Whether a plain word laps over the ends of this one, so that it is no word here."""
    plain = sounds().plain
    return text[at - 1 : at + 1] in plain or text[at + size - 1 : at + size + 1] in plain


@cache
def _signs() -> str:
    """Every character as the sign of its sound; one without a sound as nothing that any word is written with.

    A string, of which the character of number n is what n is written as: a dict of as many would not stay in the cache.
    """
    readings = _readings()
    return "".join(
        _sign(sound_of(chr(code))) if code >= 0x3400 and code in readings else chr(code) for code in range(0xA000)
    )


@cache
def _sign(syllable: str) -> str:
    """One sign a syllable, of those set aside for private use."""
    return chr(0xE000 + _order().setdefault(syllable, len(_order())))


@cache
def _order() -> dict[str, int]:
    return {}
