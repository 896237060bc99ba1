"""A rule: its condition, written once, and what hangs on it where it objects."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from duly.core.terms import Fact, Limited, Number, Truth, facts_of, in_force, not_
from duly.core.verdict import Severity
from duly.law import Law, Limit
from duly.rules.compliance.facts import Facts

Condition = Callable[..., Truth]  # over the facts, the limit, and the limits it also reads
Again = Callable[[type[Facts], Limited], Number]


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

    def under(self, law: Law) -> BoundRule:
        """Trace the condition over the law, once."""
        limit = law[self.limit]
        terms = limit.terms
        return BoundRule(
            rule=self,
            limit=limit,
            own=self.condition(Facts, terms, *(law[path].terms for path in self.reads)),
            again_minute=self.again_minute and self.again_minute(Facts, terms),
            again_days=self.again_days and self.again_days(Facts, terms),
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
        object.__setattr__(self, "condition", not_(Facts.direction == "inbound") & spoken)
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


def rule(
    limit: str,
    severity: Severity,
    *,
    zh: str,
    again_minute: Again | None = None,
    again_days: Again | None = None,
    reads: tuple[str, ...] = (),
    always: bool = False,
) -> Callable[[Condition], Rule]:
    """Make a rule of a condition. Its docstring is the reason in English."""

    def of(condition: Condition) -> Rule:
        en = inspect.getdoc(condition)
        if not en:
            raise TypeError(f"the condition on {limit} has no docstring; it is the reason people read")
        return Rule(limit, severity, condition, zh, " ".join(en.split()), again_minute, again_days, reads, always)

    return of
