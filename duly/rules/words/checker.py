"""Judge a wording: who speaks, what is done by saying it, and only then the words.

A text is made normal and asked which concepts it speaks of; shapes made of them are looked for, and a match counts only
where the speaker does the deed. Claims about money, courts and time are held against the file of the case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any

from duly.rules.words.frames import QUOTED, frames, innocent, passage, taken_back
from duly.rules.words.heard import CLEAN, Context, Finding, Heard
from duly.rules.words.held import held
from duly.rules.words.lexicon import Shape, any_of, spoken_of
from duly.rules.words.manner import heard
from duly.rules.words.normal import normalise
from duly.rules.words.told import borne_out, refuted

OTHERS = ("contact", "third_person")
PHONE = re.compile(r"(?<!\d)(?:\d{3,4}(?:-\d{3,4}){1,2}|1\d{10}|[48]00\d{7})(?!\d)")
ORDINARY = Context()
DIGITS = re.compile(r"\d\d\d")  # which every phone number begins with
TRIES = 8  # matches of one shape that are looked at
Found = tuple[str, int, int]


@cache
def codes() -> dict[str, dict[str, str]]:
    """By code: the rule it breaks, why, and what may be said instead."""
    told: dict[str, Any] = held("codes.yaml")
    return told


@cache
def _debt() -> re.Pattern[str]:
    return re.compile(any_of(held("concepts.yaml")["debt"].split()))


def check(text: str, context: Context | None = None, *, by_sound: bool = True) -> Heard:
    """Judge one wording. Words of the borrower or of a contact are never held against anyone.

    `by_sound=False` is for the name of a person, which may sound like anything.
    """
    context = context or ORDINARY
    if context.speaker in ("debtor", "contact") or context.kind == "training":
        return CLEAN
    normal = normalise(text, by_sound=by_sound)
    plain = normal.text
    if DIGITS.search(plain):
        plain = PHONE.sub(lambda hit: "#" * len(hit[0]), plain)
    seen: dict[tuple[str, int], Finding] = {}
    found = list(_found(plain, context))
    if len(found) > 1:
        found.sort(key=lambda one: one[1:])
    for code, start, end in found or _manner(plain, context):
        first, last = normal.span(start, max(end, start + 1))
        seen.setdefault((code, first), _finding(code, first, last, text, bool(found)))
    return Heard(tuple(seen.values())) if seen else CLEAN


def _found(text: str, context: Context) -> Iterator[Found]:
    spoken = _unquoted(text) if context.kind == "note" else text
    if context.kind == "transcript":
        spoken = frames().turns_of_others.sub(lambda hit: "。" * len(hit[0]), text)
    yield from _shapes(spoken, context)
    yield from _to_others(spoken, context)
    if context.kind != "note":
        yield from refuted(text, context)


def _manner(text: str, context: Context) -> Iterator[Found]:
    """What no shape knows and yet sounds unlawful; asked only where nothing else was found."""
    if context.kind == "note" or context.addressee == "collector":
        return
    found = heard(text)
    if found is None or (found[0] == "F-LENDERID" and context.speaker != "agency"):
        return
    if not innocent(passage(text, *found[1:])[0], context.addressee):
        yield found


def _unquoted(text: str) -> str:
    """A note without the words it quotes, every character in its place."""
    return QUOTED.sub(lambda hit: "。" * len(hit[0]), text)


def _shapes(text: str, context: Context) -> Iterator[Found]:
    """The first match of each code that is meant."""
    heard_of: set[str] = set()
    for shape in spoken_of(text):
        if shape.code in heard_of or (shape.speaker and shape.speaker != context.speaker):
            continue
        if shape.third and context.addressee not in OTHERS:
            continue
        for hit in islice(shape.seen.finditer(text), TRIES):
            if _meant(shape, text, hit, context):
                heard_of.add(shape.code)
                yield shape.code, *hit.span()
                break


def _meant(shape: Shape, text: str, hit: re.Match[str], context: Context) -> bool:
    """Whether the speaker does the deed there, judged by the sentence and those beside it."""
    around, at = passage(text, *hit.span())
    if shape.unless is not None and shape.unless.search(around):
        return False
    if innocent(around, context.addressee) or borne_out(shape, context, around):
        return False
    if taken_back(shape.code, shape.denies, around, hit.start() - at, hit.end() - at):
        return False
    return context.kind != "note" or frames().deeds.search(text[: hit.end()]) is not None


def _to_others(text: str, context: Context) -> Iterator[Found]:
    """To anybody who does not owe, any sign of a debt is one too many."""
    if context.addressee not in OTHERS or context.kind == "note":
        return
    for hit in islice(_debt().finditer(text), TRIES):
        around, at = passage(text, *hit.span())
        if not innocent(around, context.addressee) and not taken_back(
            "F-THIRD", False, around, hit.start() - at, hit.end() - at
        ):
            yield "F-THIRD", *hit.span()
            return


def _finding(code: str, start: int, end: int, text: str, sure: bool) -> Finding:
    told = codes()[code]
    return Finding(
        code, start, end, text[start:end], told["rule"], told["why_zh"], told["why_en"], told["zh"], told["en"], sure
    )
