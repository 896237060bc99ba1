"""How a sentence sounds as a whole: a weight for every character and pair of them, learnt from labelled sentences.

Shapes know what they were told; a threat may be made without any of their words. The manner hears that, with less
certainty and no reason of its own, so a text it alone objects to is named after the conduct it sounds most like.
"""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter
from functools import cache
from importlib import resources
from math import sqrt
from typing import Any, NamedTuple

import ahocorasick

PERSON = re.compile(r"[你您我咱俺他她恁侬]|\b(?:you|your|we|our|i|me|my)\b")
LEAST = 12  # characters from which words that address nobody are a sentence
SENTENCE = re.compile(r"[^。！!？?；;\n]+[。！!？?；;\n]*")


class Manner(NamedTuple):
    """Learnt weights in hundredths, of a violation at all and of each code; from `bar` on it is heard."""

    bar: int
    bias: int
    grams: Any  # an automaton of every character and pair that has a weight: its number
    weights: tuple[int, ...]  # by number
    codes: dict[str, list[tuple[str, int]]]  # by character or pair: what it says for which code


@cache
def manner() -> Manner:
    """The learnt weights, read once."""
    text = resources.files("duly.rules.words").joinpath("manner.json").read_text("utf-8")
    data = json.loads(text)
    numbered = ahocorasick.Automaton(ahocorasick.STORE_INTS)
    for number, gram in enumerate(data["weights"]):
        numbered.add_word(gram, number)
    numbered.make_automaton()
    codes: dict[str, list[tuple[str, int]]] = {}
    for code, said in data["codes"].items():
        for gram, weight in said.items():
            codes.setdefault(gram, []).append((code, weight))
    return Manner(data["bar"], data["bias"], numbered, tuple(data["weights"].values()), codes)


def grams(text: str) -> set[str]:
    """The characters and the pairs of characters of a text, with a mark at either end."""
    marked = f"^{text}$"
    return {*marked, *map("".join, itertools.pairwise(marked))}


def score(text: str) -> int:
    """How much a text sounds like a violation, in hundredths of a logit; 0 is as likely as not."""
    known = manner()
    present = {number for _, number in known.grams.iter(f"^{text}$")}
    if not present:
        return known.bias
    weights = known.weights
    return known.bias + int(sum([weights[number] for number in present]) / sqrt(len(present)))


def heard(text: str) -> tuple[str, int, int] | None:
    """The sentence of a normal text that sounds worst, if it is past the bar: code, start and end."""
    known = manner()
    said = [one for one in SENTENCE.finditer(text) if len(one[0]) >= LEAST or PERSON.search(one[0])]
    worst = max(((score(one[0].strip()), one.span()) for one in said), default=(known.bar - 1, (0, 0)))
    if worst[0] < known.bar:
        return None
    start, end = worst[1]
    sounds: Counter[str] = Counter()
    for gram in grams(text[start:end]):
        for code, weight in known.codes.get(gram, ()):
            sounds[code] += weight
    return min(sounds, key=lambda code: (-sounds[code], code), default="F-THREAT"), start, end
