"""The gate for one contact: ask every rule, keep every answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from duly.core.day import CONTACT_ZONE, instant_of
from duly.core.terms import Fact, Meaning, Number
from duly.core.terms_python import compile_masks, compile_number
from duly.core.verdict import Finding, NoRules, Severity, Verdict
from duly.law import Law
from duly.law.limit import show
from duly.rules.compliance.cn.facts import CALLS
from duly.rules.compliance.cn.pack import RULES
from duly.rules.compliance.rule import BoundRule, Rule


@dataclass(frozen=True, slots=True)
class Contact:
    """What we would like to do, and when. `at` is an aware instant."""

    channel: str
    at: datetime
    purpose: str = "collect"
    party_role: str = "borrower"
    direction: str = "outbound"
    mode: str | None = None  # of a call; a conversation where nothing is said

    def facts(self) -> dict[str, Any]:
        """The facts that lie in the contact itself, its local day and minute among them."""
        local = self.at.astimezone(CONTACT_ZONE)
        return {
            "day": local.date(),
            "local_minute": local.hour * 60 + local.minute,
            "channel": self.channel,
            "mode": self.mode or ("interactive" if self.channel in CALLS else None),
            "purpose": self.purpose,
            "party_role": self.party_role,
            "direction": self.direction,
        }


@dataclass(frozen=True, slots=True, eq=False)
class Gate:
    """A pack of rules traced over one law, ready to be asked."""

    rules: tuple[BoundRule, ...]
    law: Law
    masks: Callable[[Mapping[str, Any], date], tuple[int, int]]  # bit i: rule i objects, rule i cannot know

    def judge(self, facts: Mapping[str, Any]) -> Verdict:
        """Judge facts that name their own `day` (a date) and `local_minute`."""
        day: date = facts["day"]
        objects, unknown = self.masks(facts, day)
        spoken = objects | unknown
        findings = []
        while spoken:
            lowest = spoken & -spoken
            findings.append(_finding(self.rules[lowest.bit_length() - 1], facts, day, unknown=bool(unknown & lowest)))
            spoken ^= lowest
        return Verdict(tuple(findings), self.law.version)

    def ids(self, mask: int) -> list[str]:
        """The ids of the rules whose bits are set, in the order of the pack."""
        return [bound.id for bit, bound in enumerate(self.rules) if mask >> bit & 1]

    def severity(self, objects: int, unknown: int) -> Severity:
        """The strictest that the bits say."""
        said = [bound.rule.severity for bit, bound in enumerate(self.rules) if objects >> bit & 1]
        said += [bound.unknown_severity for bit, bound in enumerate(self.rules) if unknown >> bit & 1]
        return max(said, default=Severity.ALLOW)


@lru_cache(maxsize=64)
def gate(law: Law, rules: tuple[Rule, ...] = RULES) -> Gate:
    """Trace and compile a pack over a law, once.

    Raises NoRules for an empty pack.
    """
    if not rules:
        raise NoRules("an empty pack of rules permits nothing; judge with duly.rules.compliance.RULES")
    bound = tuple(rule.under(law) for rule in rules)
    return Gate(bound, law, compile_masks([each.condition for each in bound]))


def judge(contact: Contact, facts: Mapping[str, Any], law: Law, rules: tuple[Rule, ...] = RULES) -> Verdict:
    """Ask every rule and keep every answer: the second reason to refuse matters as much as the first.

    Raises NoRules for an empty pack.
    """
    return gate(law, rules).judge({**facts, **contact.facts()})


def judge_facts(facts: Mapping[str, Any], law: Law, rules: tuple[Rule, ...] = RULES) -> Verdict:
    """Judge one row of derived facts, its `day` and `local_minute` among them."""
    return gate(law, rules).judge(facts)


def _finding(bound: BoundRule, facts: Mapping[str, Any], day: date, *, unknown: bool) -> Finding:
    limit = bound.limit
    if unknown:
        lacks = _lacking(bound, facts, day)
        zh = f"无法判断「{limit.zh}」：缺少{'、'.join(zh for zh, _ in lacks.values())}。"
        en = f"Cannot know whether this holds: {limit.en}. Not known: {', '.join(en for _, en in lacks.values())}."
        severity, again = bound.unknown_severity, None
    else:
        lacks = {}
        zh, en = (
            words.format_map(_Shown(limit.shown_on(day), facts, bound.rule.over.vocabulary, side))
            for side, words in enumerate((bound.rule.zh, bound.rule.en))
        )
        severity, again = bound.rule.severity, _retry(bound, facts, day)
    return Finding(
        bound.id, severity, unknown, zh, en, limit.citation, limit.force, limit.certainty, tuple(lacks), again
    )


def _lacking(bound: BoundRule, facts: Mapping[str, Any], day: date) -> dict[str, tuple[str, str]]:
    """The facts, and else the limits, that are not known."""
    lacks = {fact.name: (fact.zh, fact.en) for fact in bound.facts if facts.get(fact.name) is None}
    if not lacks:
        lacks = {
            path: (f"{path} 在 {day} 的值", f"{path} on {day}") for path in bound.rule.reads or (bound.limit.path,)
        }
    return lacks


class _Shown(dict[str, str]):
    """What a reason may name: the values of its limit, else any fact, as a person reads them in one language."""

    def __init__(
        self, values: Mapping[str, str], facts: Mapping[str, Any], vocabulary: Mapping[str, Fact], side: int
    ) -> None:
        super().__init__(values)
        self._facts, self._vocabulary, self._side = facts, vocabulary, side

    def __missing__(self, name: str) -> str:
        fact, value = self._vocabulary[name], self._facts.get(name)
        if fact.meaning is Meaning.WORD and value is not None:
            return fact.said[value][self._side] if value in fact.said else str(value)
        return show(fact.meaning, value)


def _retry(bound: BoundRule, facts: Mapping[str, Any], day: date) -> datetime | None:
    """The instant from which this rule no longer objects, other things unchanged."""
    if bound.again_minute is not None:
        minute = _number(bound.again_minute)(facts, day)
        return None if minute is None else instant_of(day, 0) + timedelta(minutes=minute)
    if bound.again_days is not None:
        days = _number(bound.again_days)(facts, day)
        return None if days is None else instant_of(day + timedelta(days=days), 0)
    return None


_number: Callable[[Number], Callable[[Mapping[str, Any], date], int | None]] = lru_cache(maxsize=None)(compile_number)
