"""Judge a wording: who speaks, what is done by saying it, and only then the words.

A text is made normal, split into sentences, and every pattern is looked for; a match counts only where the speaker does
it: what is denied, quoted, warned against or told as a right is no violation.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from duly.rules.words.heard import Context, Finding, Heard
from duly.rules.words.held import held
from duly.rules.words.normal import Normal, normalise

SENTENCE = re.compile(r"[^。！!？?；;\n]+[。！!？?；;\n]*")
BEFORE = 14  # characters before a match in which a denial still reaches it
STAGES = ("none", "prepared", "filed", "accepted", "payment_order", "judgment", "enforcement")
OWED = re.compile(r"(?:欠款?|应还|还款|还|金额|共计?|合计|总额|余额)[^\d，,。]{0,6}?(\d[\d,]*(?:\.\d{1,2})?)\s*元")


class Shape(NamedTuple):
    """One pattern of one code; `stage` is how far a case must be for it to be true."""

    code: str
    seen: re.Pattern[str]
    stage: int


class Book(NamedTuple):
    shapes: tuple[Shape, ...]
    gate: re.Pattern[str]
    denies: re.Pattern[str]
    reports: re.Pattern[str]
    debt: re.Pattern[str]
    told: dict[str, dict[str, str]]


@cache
def book() -> Book:
    """The patterns, compiled once."""
    data: dict[str, Any] = held("patterns.yaml")
    shapes = [Shape(code, re.compile(line), 0) for code, lines in data["shapes"].items() for line in lines]
    shapes += [Shape("F-FALSE", re.compile(one["says"]), STAGES.index(one["from"])) for one in data["legal"]]
    every = "|".join(f"(?:{shape.seen.pattern})" for shape in shapes)
    return Book(
        tuple(shapes),
        re.compile(every),
        re.compile(data["denies"]),
        re.compile(data["reports"]),
        re.compile(data["debt"]),
        data["codes"],
    )


def check(text: str, context: Context | None = None) -> Heard:
    """Judge one wording. Words of the borrower or of a contact are never held against anyone."""
    context = context or Context()
    if context.speaker in ("debtor", "contact") or context.kind == "training":
        return Heard()
    normal = normalise(text)
    found = [*_shapes(normal, context), *_third(normal, context), *_facts(normal, context)]
    seen: dict[tuple[str, int], Finding] = {}
    for code, start, end in sorted(found, key=lambda one: one[1:]):
        first, last = normal.span(start, max(end, start + 1))
        seen.setdefault((code, first), _finding(code, first, last, text))
    return Heard(tuple(seen.values()))


def _finding(code: str, start: int, end: int, text: str) -> Finding:
    told = book().told[code]
    return Finding(
        code, start, end, text[start:end], told["rule"], told["why_zh"], told["why_en"], told["zh"], told["en"]
    )


def _shapes(normal: Normal, context: Context) -> list[tuple[str, int, int]]:
    if not book().gate.search(normal.text):
        return []
    found = []
    for sentence in SENTENCE.finditer(normal.text):
        words = sentence[0]
        if context.kind == "note" or book().reports.search(words):
            continue
        for shape in book().shapes:
            for hit in shape.seen.finditer(words):
                if not _denied(words, hit.start(), hit.end()) and not _true(shape, context):
                    found.append((shape.code, sentence.start() + hit.start(), sentence.start() + hit.end()))
    return found


def _denied(words: str, start: int, end: int) -> bool:
    """Whether something before the match, in the same breath, takes it back."""
    before = words[max(0, start - BEFORE) : start]
    breath = re.split(r"[，,：:]", before)[-1]
    return bool(book().denies.search(breath) or book().denies.search(words[start:end]))


def _true(shape: Shape, context: Context) -> bool:
    """A statement about a court that the case file bears out, on a claim that has not lapsed."""
    return shape.stage > 0 and STAGES.index(context.legal_case) >= shape.stage and context.limitation == "running"


def _third(normal: Normal, context: Context) -> list[tuple[str, int, int]]:
    """To anybody who does not owe, any sign of a debt is one too many."""
    if context.addressee not in ("contact", "third_person") or context.kind == "note":
        return []
    hit = book().debt.search(normal.text)
    return [("F-THIRD", *hit.span())] if hit and not _denied(normal.text, *hit.span()) else []


def _facts(normal: Normal, context: Context) -> list[tuple[str, int, int]]:
    """Amounts against the ledger."""
    if context.ledger_total is None or context.kind == "note":
        return []
    found = []
    for hit in OWED.finditer(normal.text):
        whole, _, part = hit[1].replace(",", "").partition(".")
        amount = int(whole) * 100 + int((part + "00")[:2])
        if amount != context.ledger_total and "其中" not in normal.text[: hit.start()]:
            found.append(("F-FALSE", hit.start(1), hit.end(1)))
    return found
