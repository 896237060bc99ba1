"""What a message of each kind has to say and what it must not, and whether a wording does.

An element is there where its variable is used and its words are said; a word that is taken back in the same breath
does not count. What cannot be recognised is missing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from duly.law import Law
from duly.law.limit import CERTAINTIES, FORCES, Limit
from duly.rules.templates.faults import BadTemplate
from duly.rules.templates.held import LANGUAGES, held, keys
from duly.rules.templates.segments import segments
from duly.rules.templates.values import vocabulary
from duly.rules.words import Context, check

HOUSE = "本机构规定（非法律）House rule, not law"
SPEAKERS = ("lender", "agency", "robot")
PLACE = re.compile(r"\{([a-z][a-z_]*)\}")
_DENIED = re.compile(
    r"(?:不能|不得|不可|不要|不必|不许|无权|无法|请勿|切勿|cannot|can't|may not|must not|do not|don't|never)"
    r"[^，。；,.;\n]{0,6}$",
    re.IGNORECASE,
)
_LEFT_OUT = {"but_institutions": ("institution",)}  # a lender is named in full even where its name tells its trade


@dataclass(frozen=True, slots=True)
class Element:
    """Something a message has to say, or must not: what, on whose word, and how it is recognised."""

    key: str
    zh: str
    en: str
    limits: tuple[str, ...]  # clauses held here that ask for it
    derived: tuple[str, ...]  # clauses from which the house concludes it; that conclusion is no law
    house: tuple[str, str] | None  # why the house asks for it, where no clause does
    says: Mapping[str, tuple[re.Pattern[str], ...]]  # by language: every one of them is found
    uses: tuple[tuple[str, ...], ...] = ()  # of each group, one variable is used
    speakers: tuple[str, ...] = SPEAKERS
    types: tuple[str, ...] = ()  # of a ban: no variable of these types
    debt_words: str = ""  # of a ban: where no word of a debt may stand
    longest: int = 0  # of a ban: more segments than this


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of message: what it has to say, what it must not."""

    key: str
    zh: str
    en: str
    speakers: tuple[str, ...]  # whose message it can be
    elements: tuple[Element, ...]
    bans: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """Words with or without their gaps filled: `text` has the gaps, `values` what stands in them, if anything yet."""

    kind: str
    language: str
    speaker: str
    text: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raise BadTemplate for a kind, a language or a speaker of which nothing is known."""
        known = kinds().get(self.kind)
        if known is None or self.language not in LANGUAGES or self.speaker not in known.speakers:
            raise BadTemplate(
                f"{self.kind}, {self.language}, {self.speaker}: 没有这类消息，或者不能由它来说 "
                f"no such message, or not theirs to say: {', '.join(known.speakers) if known else ', '.join(kinds())}"
            )

    @property
    def names(self) -> frozenset[str]:
        return frozenset(PLACE.findall(self.text)) & vocabulary().keys()

    def filled(self, without: Collection[str] = ()) -> str:
        """The text as it is read; nothing stands for a value that is not known, or is of a type to leave out."""

        def value(hit: re.Match[str]) -> str:
            hidden = hit[1] in self.names and vocabulary()[hit[1]].type in without
            return "" if hidden else self.values.get(hit[1], "")

        return PLACE.sub(value, self.text)


@dataclass(frozen=True, slots=True)
class Missing:
    """What is wrong with a wording: an element that is missing, or a ban that is broken by the words found."""

    key: str
    zh: str
    en: str
    clause: str
    found: str | None = None

    def __str__(self) -> str:
        if self.found is None:
            return f"缺少 missing: {self.zh} {self.en} — {self.clause}"
        return f"不得有 must not be there: {self.zh} {self.en}（{self.found}）— {self.clause}"


def missing(wording: Wording, law: Law, on: date) -> tuple[Missing, ...]:
    """Name every element that a wording lacks and every ban it breaks, each with its clause on a day."""
    kind = kinds()[wording.kind]
    lacking = [
        Missing(one.key, one.zh, one.en, clause(one, law, on))
        for one in kind.elements
        if _asked(one, wording, law, on) and not _there(one, wording)
    ]
    broken = [
        Missing(one.key, one.zh, one.en, clause(one, law, on), words)
        for one in kind.bans
        if _asked(one, wording, law, on) and (words := _offends(one, wording)) is not None
    ]
    return (*lacking, *broken)


def clause(element: Element, law: Law, on: date) -> str:
    """Where an element comes from; what the house adds never reads as law, nor does a clause before its first day."""
    said = [_cited(law[path], on) for path in element.limits if not _ended(law[path], on)]
    if element.derived:
        sources = "；".join(f"{law[path].id} {law[path].citation}" for path in element.derived)
        said.append(f"{HOUSE}：由此推出 derived from {sources}")
    if element.house:
        said.append(f"{HOUSE}：{' '.join(element.house)}")
    return "；".join(said)


def _cited(limit: Limit, on: date) -> str:
    force, certainty = "/".join(FORCES[limit.force]), "/".join(CERTAINTIES[limit.certainty])
    early = f"；{limit.first_day} 起，此前为本机构规定 a house rule before" if on < limit.first_day else ""
    return f"{limit.id} {limit.citation} [{force}; {certainty}{early}]"


def _asked(element: Element, wording: Wording, law: Law, on: date) -> bool:
    """Whether the element is asked of this speaker; only where every clause has ended is it asked no more."""
    ours = element.house is not None or bool(element.derived)
    alive = ours or not all(_ended(law[path], on) for path in element.limits)
    return alive and wording.speaker in element.speakers


def _ended(limit: Limit, on: date) -> bool:
    return on >= limit.first_day and limit.force_dated.on(on) is None


def _there(element: Element, wording: Wording) -> bool:
    used = all(any(name in wording.names for name in group) for group in element.uses)
    return used and all(_said(pattern, wording.text) for pattern in element.says.get(wording.language, ()))


def _said(pattern: re.Pattern[str], text: str) -> bool:
    """Whether words are found and not taken back. The name of a variable is no word, unless the expression names it."""
    text = PLACE.sub(lambda hit: hit[0] if f"\\{{{hit[1]}\\}}" in pattern.pattern else "{}", text)
    return any(not _DENIED.search(text[: hit.start()]) for hit in pattern.finditer(text))


def _offends(ban: Element, wording: Wording) -> str | None:
    """The words that break a ban, or None."""
    if typed := [name for name in sorted(wording.names) if vocabulary()[name].type in ban.types]:
        return ", ".join(f"{{{name}}}" for name in typed)
    without = ("official_url", "name", *_LEFT_OUT.get(ban.debt_words, ()))  # each has a rule of its own
    text = unicodedata.normalize("NFKC", wording.filled(without))  # a wide letter is a letter
    for pattern in (one for lines in ban.says.values() for one in lines):  # in whichever language it is said
        if hit := pattern.search(text):
            return hit[0]
    if ban.longest and (count := segments(wording.filled())) > ban.longest:
        return f"{count} > {ban.longest}"
    return _debt_word(ban, wording) if ban.debt_words else None


def _debt_word(ban: Element, wording: Wording) -> str | None:
    """Any sign of a debt, as the language checker hears it where a person who owes nothing is spoken to."""
    text = wording.filled(("name", *_LEFT_OUT.get(ban.debt_words, ())))
    if ban.debt_words == "first_line":
        text = text.split("\n", 1)[0]
    heard = check(text, Context(speaker=wording.speaker, addressee="contact"))
    return next((one.words for one in heard.findings if one.code == "F-THIRD"), None)


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind of message by its key, read once. Raises BadTemplate where the file does not add up."""
    data = keys(held("required.yaml"), "required.yaml", ("kinds", "elements", "bans"))
    elements = {key: _element(key, one, ("uses", "speakers")) for key, one in data["elements"].items()}
    bans = {key: _element(key, one, ("types", "debt_words", "longest")) for key, one in data["bans"].items()}
    return {key: _kind(key, one, elements, bans) for key, one in data["kinds"].items()}


def _kind(key: str, given: Any, elements: Mapping[str, Element], bans: Mapping[str, Element]) -> Kind:
    where = f"required.yaml: kinds: {key}"
    one = keys(given, where, ("zh", "en", "speakers", "has", "bans"))
    if unknown := [name for name in one["has"] if name not in elements] + [b for b in one["bans"] if b not in bans]:
        raise BadTemplate(f"{where}: 没有这些要素 no such element: {', '.join(unknown)}")
    chosen = tuple(elements[name] for name in one["has"]), tuple(bans[name] for name in one["bans"])
    return Kind(key, one["zh"], one["en"], tuple(one["speakers"]), *chosen)


def _element(key: str, given: Any, more: tuple[str, ...]) -> Element:
    where = f"required.yaml: {key}"
    one = keys(given, where, ("zh", "en"), ("limits", "derived", "house", "says", *more))
    if not any(one.get(source) for source in ("limits", "derived", "house")):
        raise BadTemplate(f"{where}: 须有 limits、derived 或 house needs a clause or the word of the house")
    uses = tuple(tuple(group.split("|")) for group in one.get("uses", ()))
    if unknown := [name for group in uses for name in group if name not in vocabulary()]:
        raise BadTemplate(f"{where}: uses: 没有这些变量 no such variable: {', '.join(unknown)}")
    says = keys(one["says"], f"{where}: says", LANGUAGES) if "says" in one else {}
    house = keys(one["house"], f"{where}: house", LANGUAGES) if "house" in one else None
    return Element(
        key=key,
        zh=one["zh"],
        en=one["en"],
        limits=tuple(one.get("limits", ())),
        derived=tuple(one.get("derived", ())),
        house=(house["zh"], house["en"]) if house else None,
        says={
            lang: tuple(re.compile(line, re.IGNORECASE | re.ASCII) for line in lines) for lang, lines in says.items()
        },
        uses=uses,
        speakers=tuple(one.get("speakers", SPEAKERS)),
        types=tuple(one.get("types", ())),
        debt_words=one.get("debt_words", ""),
        longest=one.get("longest", 0),
    )
