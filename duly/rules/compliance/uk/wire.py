"""The judge of the United Kingdom pack: permission by the rules, and when time alone would heal it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from duly.core.terms_sql import minutes_named
from duly.law import Law
from duly.rules.compliance.judge import Gate, gate
from duly.rules.compliance.rule import Rule
from duly.rules.compliance.uk.asked import Asked
from duly.rules.compliance.uk.derived import facts_of
from duly.rules.compliance.uk.pack import RULES, TIMED
from duly.rules.compliance.wire.answer import Answer, of_findings
from duly.rules.compliance.wire.reading import Question
from duly.rules.compliance.wire.told import minute, needs_law

SEARCH_DAYS = 120  # beyond it a bar counts as one that does not end by itself


def judge(question: Question, law: Law) -> Answer:
    """Answer one question; the pack knows only whether an act is permitted."""
    if question.ask != "permission":
        told = f"本规则包只回答是否允许。 This pack answers permission, not {question.ask}."
        return Answer("not_applicable", explanation=[told])
    asked, asking = Asked(question.facts, question.at), gate(law, RULES)
    needs_law(law, asked.today, "house_uk.hours")
    facts = facts_of(asked)
    answer = of_findings(asking, asking.judge(facts).findings, facts)
    if answer.time_may_heal:
        answer.next_allowed = next_allowed(asked, law)
    return answer


def next_allowed(asked: Asked, law: Law, rules: tuple[Rule, ...] = TIMED) -> datetime | None:
    """The first instant at which no rule of time or number would stop the same act any more."""
    timed = gate(law, rules)

    def stopped(at: datetime) -> bool:
        facts = facts_of(Asked(asked.facts, at))
        return timed.masks(facts, facts["day"])[0] != 0

    if not stopped(asked.at):
        return None
    return next((at for at in _candidates(asked, timed) if not stopped(at)), None)


def _candidates(asked: Asked, timed: Gate) -> Iterator[datetime]:
    """Instants at which a rule may change its answer, in order, each on the borrower's clock."""
    minutes = {0, *minutes_named(*(each.own for each in timed.rules))}
    for each in asked.preferences:
        minutes |= {minute(each.get("from"), 0) % 1440, minute(each.get("to"), 0) % 1440}
    ends = {each["until"] for each in asked.all("holds") if each.get("until")}
    for ahead in range(SEARCH_DAYS):
        day = asked.today + timedelta(days=ahead)
        start = datetime(day.year, day.month, day.day, tzinfo=asked.zone)
        named = {start.replace(hour=each // 60, minute=each % 60) for each in minutes}
        named |= {each.astimezone(asked.zone) for each in ends if each.astimezone(asked.zone).date() == day}
        yield from (at for at in sorted(named) if at > asked.at)
