"""What every match of an expression must hold: groups of words, one of each of which must occur.

An expression over a gap costs more than a look at the words on both its sides; a text is asked for the words first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import product
from math import fsum, prod
from typing import Any

from duly.rules.words.held import common

LONGEST = 4  # characters of a word that are looked up; a longer one is known by its beginning
PERSONS = "你您我他她"  # which hardly any sentence of the trade is without
MANY = 3000  # words in a group beyond which it says too little

Group = frozenset[str]
_parser: Any = re._parser  # type: ignore[attr-defined]  # the standard library's own reading of an expression
_codes: Any = re._constants  # type: ignore[attr-defined]


def demanded(expression: str) -> tuple[Group, ...]:
    """The groups of words of which every match holds one each; none where nothing can be told."""
    groups = _groups(_parser.parse(expression))
    return tuple(dict.fromkeys(frozenset(word[:LONGEST] for word in group) for group in groups))


def telling(groups: Iterable[Group]) -> Group | None:
    """The group that says most: of the longest words, then of the fewest."""
    return max(groups, key=lambda group: (min(min(map(len, group)), 2), -len(group)), default=None)


def rarest(groups: Iterable[Group]) -> Group | None:
    """The group that a text of daily speech is least likely to hold: looked for first, it spares most of the rest."""
    return min(groups, key=lambda group: (fsum(map(_chance, group)), sorted(group)), default=None)


@cache
def _chance(word: str) -> float:
    """About how likely a word is to stand at a place, were its characters drawn one by one."""
    often = _often()
    return prod(1 if char in PERSONS else often.get(char, 1) / (2 * len(common())) for char in word)


@cache
def _often() -> Counter[str]:
    """How often each character stands in the common words, which have two of them each."""
    return Counter(char for word in common() for char in word)


def _groups(parsed: Any) -> list[Group]:
    found: list[Group] = []
    run: Group = frozenset()
    for kind, value in parsed:
        words = _words(kind, value)
        if words:
            joined = {left + right for left, right in product(run, words)} if run else words
            if len(joined) <= MANY:
                run = frozenset(joined)
                continue
            found.append(run)
            run = words
            continue
        if run:
            found.append(run)
            run = frozenset()
        found += _within(kind, value)
    return [*found, run] if run else found


def _words(kind: Any, value: Any) -> Group:
    """Exactly what an item may read, where that is few words; empty where it is not known, or case is no matter."""
    if kind is _codes.LITERAL:
        return frozenset({chr(value)})
    if kind is _codes.IN and all(one is _codes.LITERAL for one, _ in value):
        return frozenset(chr(char) for _, char in value)
    if kind is _codes.SUBPATTERN:
        return frozenset() if value[1] & re.IGNORECASE else _exact(value[-1])
    if kind is _codes.BRANCH:
        each = [_exact(branch) for branch in value[1]]
        return frozenset().union(*each) if all(each) else frozenset()
    return frozenset()


def _exact(parsed: Any) -> Group:
    words: Group = frozenset({""})
    for kind, value in parsed:
        next_words = _words(kind, value)
        if not next_words or len(words) * len(next_words) > MANY:
            return frozenset()
        words = frozenset(left + right for left, right in product(words, next_words))
    return words - {""} if "" not in words else frozenset()


def _within(kind: Any, value: Any) -> list[Group]:
    if kind is _codes.SUBPATTERN:
        return [] if value[1] & re.IGNORECASE else _groups(value[-1])
    if kind is _codes.MAX_REPEAT and value[0] >= 1:
        return _groups(value[2])
    if kind is _codes.BRANCH:
        best = [telling(_groups(branch)) for branch in value[1]]
        if all(group is not None for group in best):
            return [frozenset().union(*(group for group in best if group is not None))]
    return []
