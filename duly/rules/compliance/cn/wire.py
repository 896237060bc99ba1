"""The judge of the China pack: a question's records become facts, and every rule of the act is asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from duly.core.day import CONTACT_ZONE, instant_of
from duly.core.terms_sql import minutes_named
from duly.law import Law
from duly.rules.compliance.cn.acted import acting_facts
from duly.rules.compliance.cn.acting import ACTS
from duly.rules.compliance.cn.asked import PURPOSE, active, plan_facts
from duly.rules.compliance.cn.counted import counted
from duly.rules.compliance.cn.duties import duty
from duly.rules.compliance.cn.facts import PURPOSES
from duly.rules.compliance.cn.moment import moment_facts
from duly.rules.compliance.cn.pack import ACTING, RUNNING, SENDING
from duly.rules.compliance.cn.records import Records
from duly.rules.compliance.judge import Gate, gate
from duly.rules.compliance.rule import Rule
from duly.rules.compliance.wire.answer import Answer, of_findings
from duly.rules.compliance.wire.reading import Question, Unreadable
from duly.rules.compliance.wire.told import minute, needs_law

SEARCH_DAYS = 40  # beyond it a bar counts as one that does not end by itself
CONTACT_PURPOSES = {PURPOSE.get(name, name) for name in (*PURPOSES, "reminder", "locate")}


def judge(question: Question, law: Law) -> Answer:
    """Answer one question. Raises Unreadable for an act the pack does not know."""
    records = Records(question.facts, question.at)
    needs_law(law, records.day, "cn.gbt_45251.contact_hours", "cn.cba26.contact_hours")
    purpose = question.action.get("purpose", "collect")
    if purpose not in ACTS and PURPOSE.get(purpose, purpose) not in CONTACT_PURPOSES:
        raise Unreadable("facts.action.purpose", f"{purpose!r} is none of {', '.join((*PURPOSES, *ACTS))}")
    if question.ask == "duty":
        return duty(records, law)
    if question.ask != "permission":
        return Answer(
            "not_applicable", explanation=[f"本规则包不回答 {question.ask}。 This pack does not answer {question.ask}."]
        )
    if purpose in ACTS:
        return _told(gate(law, ACTING), acting_facts(records))
    if question.action.get("direction") == "internal":
        raise Unreadable("facts.action.purpose", f"{purpose!r} contacts somebody, yet direction is internal")
    return _contact(records, law)


def _contact(records: Records, law: Law) -> Answer:
    step = records.action.get("step", "start")
    asked = gate(law, SENDING if step == "start" else RUNNING)
    answer = _told(asked, plan_facts(records) | moment_facts(records, law))
    if answer.time_may_heal:
        answer.next_allowed = next_allowed(records, law)
    return answer


def _told(asked: Gate, facts: dict[str, Any]) -> Answer:
    return of_findings(asked, asked.judge(facts).findings, facts)


@lru_cache(maxsize=8)
def _of_time(law: Law) -> Gate:
    """The rules that time heals: of hours, of numbers, of dated holds."""
    rules: tuple[Rule, ...] = tuple(
        each.rule
        for each in gate(law, SENDING).rules
        if each.by_minute or each.again_days is not None or each.again_minute is not None
    )
    return gate(law, rules)


def next_allowed(records: Records, law: Law) -> datetime | None:
    """The first instant at which no rule of time or number would stop the same act any more."""
    if records.action.get("step", "start") != "start":
        return None
    timed = _of_time(law)
    counts: dict[tuple[date, int], dict[str, Any]] = {}

    def stopped(at: datetime) -> bool:
        then = Records(records.facts, at)
        past = then.day, len(then.events)  # what was counted changes with nothing else
        if past not in counts:
            counts[past] = counted(then)
        objects, _ = timed.masks(plan_facts(then, counts[past]) | _agreed(then, law), then.day)
        return objects != 0

    if not stopped(records.at):
        return None
    return next((at for at in _candidates(records, law) if not stopped(at)), None)


def _agreed(records: Records, law: Law) -> dict[str, Any]:
    """The one fact of the moment that a new day changes."""
    return (
        {"over_agreed": moment_facts(records, law)["over_agreed"]}
        if any(records.preferences("agreed_limit"))
        else {"over_agreed": False}
    )


def _candidates(records: Records, law: Law) -> Iterator[datetime]:
    """Instants at which a rule may change its answer, in order."""
    minutes = {0, *minutes_named(*(each.own for each in _of_time(law).rules))}
    for table in ("preferences", "consents"):
        for each in records.all(table):
            minutes |= {minute(each.get("from"), 0) % 1440, minute(each.get("to"), 0) % 1440}
    spaced = {
        records.midnight + timedelta(minutes=records.minute_over(event) + gap)
        for event in records.history
        for gap in _gaps(law)
    }
    ends = {
        end for hold in records.all("holds") if active(hold, records.at)
        for end in (hold.get("until"), hold.get("lifted_at")) if end is not None
    }  # fmt: skip
    first = records.at.astimezone(CONTACT_ZONE).date()
    for ahead in range(SEARCH_DAYS):
        day = first + timedelta(days=ahead)
        start, end = instant_of(day, 0), instant_of(day + timedelta(days=1), 0)
        named = {start + timedelta(minutes=each) for each in minutes}
        for at in sorted(named | {each for each in spaced | ends if start <= each < end}):
            if at > records.at:
                yield at


@lru_cache(maxsize=8)
def _gaps(law: Law) -> tuple[int, ...]:
    return tuple(
        int(value["minutes"])
        for path in ("house.spacing_answered", "house.spacing_attempts")
        for _, value in law[path].values
        if value
    )
