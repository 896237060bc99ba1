"""Questions of the course: a situation in words, four answers, and which is right, as the judge says now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any

from duly.core.day import CONTACT_ZONE
from duly.core.terms import Fact, Meaning
from duly.core.verdict import Severity, Verdict
from duly.law import CERTAINTIES, FORCES, Law, Limit
from duly.law.cited import citation_sides
from duly.law.limit import show
from duly.rules.compliance import judge
from duly.rules.compliance.cn import facts, sending
from duly.rules.compliance.cn.pack import SENDING
from duly.rules.results import Words
from duly.rules.training.cases import CHAPTERS, TEXTS, WORDS, Case, Sentence, cases, ordinary, sentences
from duly.rules.words.checker import check, codes

OPTIONS = 4
VOCABULARY = {**facts.VOCABULARY, **sending.VOCABULARY}
CLEAN = "clean"
ANSWERS = (Severity.ALLOW, Severity.REVIEW, Severity.REQUIRES, Severity.DENY)


class NoSuchQuestion(LookupError):
    """The course has no question of that name, or under this law it has none any more."""


@dataclass(frozen=True, slots=True)
class Because:
    """One reason for the right answer; `source` is where it stands, and how strong and how sure it is."""

    rule: str
    words: Words
    source: Words | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `key` is the place of the right answer among the four."""

    id: str
    case: str
    chapter: str
    kind: str  # may, when, which, say
    situation: Words
    said: str  # the sentence itself, in the words of the desk; blank for a contact
    asked: Words
    options: tuple[Words, ...]
    key: int
    because: tuple[Because, ...]


@lru_cache(maxsize=4)
def questions(law: Law) -> dict[str, Question]:
    """Every question that the cases give under a law, by id, chapter by chapter."""
    found = [*(one for case in cases().values() for one in _of_case(case, law)), *_of_sentences(law)]
    places = list(CHAPTERS)
    return {one.id: one for one in sorted(found, key=lambda one: places.index(one.chapter))}


def question(name: str, law: Law) -> Question:
    """One question. Raises NoSuchQuestion."""
    found = questions(law).get(name)
    if found is None:
        raise NoSuchQuestion(f"{name}: 课程里没有这道题 the course has no such question")
    return found


def _of_case(case: Case, law: Law) -> Iterator[Question]:
    verdict = judge(case.contact, told(case), law, SENDING)
    because = _because(verdict, law[case.limit])
    made = (("may", _may(verdict)), ("when", _when(case, verdict)), ("which", _which(case, verdict, law)))
    for kind, offered in made:
        if offered is not None:
            yield Question(
                f"{case.id}/{kind}", case.id, case.chapter, kind, _situation(case), "", TEXTS["asks"][kind],
                *offered, because,
            )  # fmt: skip


def told(case: Case) -> dict[str, Any]:
    """The facts of a case; where it does not say otherwise, the address is that of whoever is contacted."""
    return {**ordinary(), "address_owner": case.contact.party_role, **case.facts}


Offered = tuple[tuple[Words, ...], int]


def _may(verdict: Verdict) -> Offered:
    answer = verdict.severity if verdict.severity.blocks else Severity.ALLOW
    return tuple(TEXTS["answers"][one.word] for one in ANSWERS), ANSWERS.index(answer)


def _when(case: Case, verdict: Verdict) -> Offered | None:
    """At the earliest: only where time heals every objection, and nothing else stands at that instant."""
    blocking = [one for one in verdict.findings if one.severity.blocks]
    again = [one.retry_at for one in blocking if one.retry_at is not None]
    if not again or len(again) < len(blocking):
        return None
    first = max(again)
    hour = timedelta(hours=1)
    others = (case.contact.at, first - hour, first + hour, first + 2 * hour, first + 24 * hour)
    return _mixed(case.id, _at(first), [_at(one) for one in others if one != first])


def _which(case: Case, verdict: Verdict, law: Law) -> Offered | None:
    """The rule that objects, if it is the only one, among others of its chapter that do not."""
    if len(verdict.findings) != 1 or verdict.allowed:
        return None
    right = _by_id(law)[verdict.findings[0].rule]
    beside = dict.fromkeys(one.limit for one in cases().values() if one.chapter == case.chapter)
    titles = [Words(law[path].zh, law[path].en) for path in beside]
    return _mixed(case.id, Words(right.zh, right.en), titles)


def _of_sentences(law: Law) -> Iterator[Question]:
    whys = {code: Words(one["why_zh"], one["why_en"]) for code, one in codes().items()}
    for one in sentences().values():
        heard = check(one.text).codes
        right = whys[heard[0]] if heard else TEXTS["answers"][CLEAN]
        others = [why for code, why in whys.items() if code not in heard]
        others = sorted(others, key=lambda why: _lot(one.id, why.en))
        if heard:
            others = [TEXTS["answers"][CLEAN], *others[: OPTIONS - 2]]
        if (offered := _mixed(one.id, right, others)) is not None:
            yield Question(
                f"{one.id}/say", one.id, WORDS, "say", TEXTS["sentences"]["said"], one.text, TEXTS["asks"]["say"],
                *offered, _of_words(one, law),
            )  # fmt: skip


def _of_words(one: Sentence, law: Law) -> tuple[Because, ...]:
    heard = check(one.text).codes
    if not heard:
        return (Because("", TEXTS["sentences"]["may_be_said"]),)
    named = [(codes()[code], _by_id(law).get(codes()[code]["rule"])) for code in heard]
    return tuple(
        Because(
            one["rule"], Words(f"{one['why_zh']}。可以说：{one['zh']}", f"{one['why_en']}. Say instead: {one['en']}"),
            None if limit is None else _source(limit),
        )
        for one, limit in named
    )  # fmt: skip


def _because(verdict: Verdict, about: Limit) -> tuple[Because, ...]:
    if not verdict.findings:
        titled = TEXTS["sentences"]["nothing"]
        words = Words(titled.zh.format(title=about.zh), titled.en.format(title=about.en))
        return (Because(about.id, words, _source(about)),)
    return tuple(
        Because(one.rule, Words(one.zh, one.en), _cited(one.citation, one.force, one.certainty))
        for one in verdict.findings
    )


def _source(limit: Limit) -> Words:
    return _cited(limit.citation, limit.force, limit.certainty)


def _cited(citation: str, force: str, certainty: str) -> Words:
    said = zip(citation_sides(citation), FORCES[force], CERTAINTIES[certainty], strict=True)
    return Words(*(" · ".join(side) for side in said))


@lru_cache(maxsize=4)
def _by_id(law: Law) -> dict[str, Limit]:
    return {limit.id: limit for limit in law}


def _mixed(seed: str, right: Words, others: Sequence[Words]) -> Offered | None:
    """The right answer and three others, in an order that says nothing; None where there are no three others."""
    kept = list(dict.fromkeys(one for one in others if one != right))
    kept = sorted(kept, key=lambda one: _lot(seed, one.en))[: OPTIONS - 1]
    if len(kept) < OPTIONS - 1:
        return None
    options = tuple(sorted((right, *kept), key=lambda one: _lot(f"{seed}:", one.en)))
    return options, options.index(right)


def _lot(seed: str, text: str) -> str:
    return sha256(f"{seed}:{text}".encode()).hexdigest()


def _situation(case: Case) -> Words:
    contact, said = case.contact, TEXTS["sentences"]
    local = contact.at.astimezone(CONTACT_ZONE)
    named = {"channel": contact.channel, "party": contact.party_role, "purpose": contact.purpose}
    begins = said["inbound" if contact.direction == "inbound" else "outbound"]
    texts = [
        getattr(begins, lang).format(
            day=local.date(), time=f"{local:%H:%M}",
            **{name: getattr(TEXTS["values"][word], lang) for name, word in named.items()},
        )
        for lang in ("zh", "en")
    ]  # fmt: skip
    known_facts = [_fact(VOCABULARY[name], value) for name, value in case.facts.items()]
    if contact.mode:
        known_facts.insert(0, _fact(VOCABULARY["mode"], contact.mode))
    if known_facts:
        known = said["known"]
        texts[0] += known.zh.format(facts="；".join(one.zh for one in known_facts))
        texts[1] += " " + known.en.format(facts="; ".join(one.en for one in known_facts))
    return Words(texts[0] + said["ordinary"].zh, f"{texts[1]} {said['ordinary'].en}")


def _fact(fact: Fact, value: object) -> Words:
    named, said = TEXTS["values"], TEXTS["sentences"]["fact"]
    if isinstance(value, str):
        shown = named[value]
    elif value is None or fact.meaning is Meaning.TRUTH:
        shown = named["null" if value is None else str(value).lower()]
    else:
        shown = Words(*[show(fact.meaning, value)] * 2)
    return Words(said.zh.format(name=fact.zh, value=shown.zh), said.en.format(name=fact.en, value=shown.en))


def _at(at: datetime) -> Words:
    text = at.astimezone(CONTACT_ZONE).strftime("%Y-%m-%d %H:%M")
    return Words(text, text)
