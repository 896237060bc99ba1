"""A rule: its condition, written once, and what hangs on it where it objects."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from duly.core.terms import Fact, Limited, Number, Truth, Word, facts_of, in_force, not_
from duly.core.verdict import Severity
from duly.law import Law, Limit

Condition = Callable[..., Truth]  # over the facts, the limit, and the limits it also reads
Again = Callable[[Any, Limited], Number]


class Vocabulary:
    """The facts a pack may ask for: a subclass has a term for each."""

    vocabulary: ClassVar[Mapping[str, Fact]]
    direction: ClassVar[Word]  # who begins: outbound, inbound, or internal where nobody is contacted


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """What a limit means. `zh` and `en` are reasons; {words in braces} are facts, or values of the limit."""

    limit: str
    severity: Severity
    condition: Condition
    zh: str
    en: str
    again_minute: Again | None = None  # minute of the contact's day, 1440 and more = later days
    again_days: Again | None = None  # days after which the reason is gone
    reads: tuple[str, ...] = ()  # further limits that the condition looks at
    always: bool = False  # speaks also on days on which its limit is not in force
    over: type[Vocabulary] = field(kw_only=True)
    inbound: bool = False  # speaks also of what the other side began
    needs: Mapping[str, str] = field(default_factory=dict)  # what has to exist, and the fact that says it does
    effect: str = ""  # what an objection does beyond blocking: "stop", or "incident"

    def under(self, law: Law) -> BoundRule:
        """Trace the condition over the law, once."""
        limit = law[self.limit]
        terms = limit.terms
        return BoundRule(
            rule=self,
            limit=limit,
            own=self.condition(self.over, terms, *(law[path].terms for path in self.reads)),
            again_minute=self.again_minute and self.again_minute(self.over, terms),
            again_days=self.again_days and self.again_days(self.over, terms),
        )


@dataclass(frozen=True, slots=True, eq=False)
class BoundRule:
    """A rule with its condition traced over one law. A contact that the borrower begins is nobody's to refuse."""

    rule: Rule
    limit: Limit
    own: Truth  # as the rule states it
    again_minute: Number | None
    again_days: Number | None
    condition: Truth = field(init=False)  # spoken only while its limit is in force, and of what we begin
    facts: tuple[Fact, ...] = field(init=False)

    def __post_init__(self) -> None:
        spoken = self.own if self.rule.always else in_force(self.limit.force_dated) & self.own
        if not self.rule.inbound:
            spoken = not_(self.rule.over.direction == "inbound") & spoken
        object.__setattr__(self, "condition", spoken)
        object.__setattr__(self, "facts", facts_of(self.condition))

    @property
    def id(self) -> str:
        return self.limit.id

    def speaks_on(self, day: date) -> bool:
        """Whether its limit is in force on a day, or it speaks whether or not."""
        return self.rule.always or self.limit.force_dated.on(day) is not None

    @property
    def by_minute(self) -> bool:
        """Whether its answer changes with the minute of the day."""
        return any(fact.by_minute for fact in self.facts)

    @property
    def unknown_severity(self) -> Severity:
        """What it says where it cannot know: that a person has to look, or worse.

        Only a citation that nobody verified blocks nothing; a house rule beside it does.
        """
        return Severity.WARN if self.limit.certainty == "recalled" else max(self.rule.severity, Severity.REVIEW)


def rules_over(vocabulary: type[Vocabulary]) -> Callable[..., Callable[[Condition], Rule]]:
    """Give the decorator that makes rules of conditions over a pack's facts."""

    def rule(limit: str, severity: Severity, *, zh: str, **more: Any) -> Callable[[Condition], Rule]:
        """Make a rule of a condition; `more` are fields of Rule. Its docstring is the reason in English."""

        def of(condition: Condition) -> Rule:
            en = inspect.getdoc(condition)
            if not en:
                raise TypeError(f"the condition on {limit} has no docstring; it is the reason people read")
            return Rule(limit, severity, condition, zh, " ".join(en.split()), over=vocabulary, **more)

        return of

    return rule
