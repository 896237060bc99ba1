"""The shapes of each conduct, made of the concepts of the trade; a text is asked only for those it has the words of."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

import ahocorasick

from duly.rules.words.held import held
from duly.rules.words.literals import Group, demanded, rarest

NAMED = re.compile(r"<([a-z0-9]+)>")
NEGATIVE = re.compile(r"[不没别甭勿未无莫]")
Word = tuple[
    int, tuple[int, ...]
]  # the bits of its groups, the shapes it announces: plain, for it is unpacked so often
GAPS = {" ... ": 18, "...": 18, " .. ": 8}


class Shape(NamedTuple):
    """One shape of one code: `stage` is how far a case must be for it to be true."""

    code: str
    seen: re.Pattern[str]
    needs: int  # a bit a group of words, all of which must occur beside the one that announces it
    denies: bool  # a "not" stands inside it by nature
    unless: re.Pattern[str] | None
    speaker: str
    stage: str
    third: bool  # only toward those who do not owe


class Lexicon(NamedTuple):
    shapes: tuple[Shape, ...]
    needs: tuple[int, ...]  # of each shape, apart, since most shapes are only asked for this
    every: int  # the bits of all groups
    words: Any  # an automaton that finds every Word in a text
    always: tuple[int, ...]  # the shapes that no word announces


@cache
def lexicon() -> Lexicon:
    """Read concepts and shapes once; an unknown concept is a fault of the data, not of the text."""
    groups = {name: any_of(line.split()) for name, line in held("concepts.yaml").items()}
    shapes: list[Shape] = []
    bits: dict[Group, int] = {}
    announced: dict[str, list[int]] = {}
    always: list[int] = []
    for code, told, says in _listed():
        written = _written(says, groups)
        demands = demanded(written)
        best = rarest(demands)
        needs = 0
        for group in demands:
            if group != best:  # a word of that one is there, or the shape is not announced
                needs |= bits.setdefault(group, 1 << len(bits))
        for word in best or ():
            announced.setdefault(word, []).append(len(shapes))
        if best is None:
            always.append(len(shapes))
        shapes.append(_shape(code, says, written, needs, told, groups))
    held_by = dict.fromkeys(announced, 0)
    for group, bit in bits.items():
        for word in group:
            held_by[word] = held_by.get(word, 0) | bit
    words = ahocorasick.Automaton()
    for word, mask in held_by.items():
        entry: Word = (mask, tuple(announced.get(word, ())))
        words.add_word(word, entry)
    words.make_automaton()
    needed = tuple(shape.needs for shape in shapes)
    return Lexicon(tuple(shapes), needed, (1 << len(bits)) - 1, words, tuple(always))


def any_of(words: list[str]) -> str:
    """An expression of any of some words, the longest first, as the normal text writes them."""
    return f"(?:{'|'.join(re.escape(word.lower()) for word in sorted(set(words), key=len, reverse=True))})"


def _listed() -> list[tuple[str, dict[str, Any], str]]:
    """Every shape's code, what is told of it, and each of its alternatives as an expression of its own."""
    found = []
    for code, lines in held("shapes.yaml").items():
        for line in lines:
            told: dict[str, Any] = line if isinstance(line, dict) else {"says": line}
            found += [("F-FALSE" if code == "legal" else code, told, branch) for branch in _branches(told["says"])]
    return found


def _branches(says: str) -> list[str]:
    parts, depth, last = [], 0, 0
    for at, char in enumerate(says):
        depth += (char in "([") - (char in ")]")
        if char == "|" and depth == 0:
            parts.append(says[last:at])
            last = at + 1
    return [*parts, says[last:]]


def _shape(code: str, says: str, written: str, needs: int, told: dict[str, Any], groups: dict[str, str]) -> Shape:
    unless = told.get("unless")
    return Shape(
        code,
        re.compile(written),
        needs,
        bool(NEGATIVE.search(says)),
        re.compile(_written(unless, groups)) if unless else None,
        told.get("speaker", ""),
        told.get("from", ""),
        told.get("third", False),
    )


def _written(says: str, groups: dict[str, str]) -> str:
    for gap, size in GAPS.items():
        says = says.replace(gap, f"[^。！？!?；;\\n]{{0,{size}}}")
    return NAMED.sub(lambda name: groups[name[1]], says)


def spoken_of(text: str) -> list[Shape]:
    """The shapes that a normal text may hold, in the order of the data."""
    known = lexicon()
    present = 0
    announced: set[int] = set(known.always)
    for _, (bits, shapes) in known.words.iter(text):
        present |= bits
        if shapes:
            announced.update(shapes)
    absent = known.every ^ present  # not ~present: a negative number is copied at every `&`
    needs = known.needs
    return [known.shapes[one] for one in sorted([one for one in announced if not needs[one] & absent])]
