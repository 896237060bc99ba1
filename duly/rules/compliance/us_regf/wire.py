"""The judge of the Regulation F pack: permission by the rules, and the other questions by their own tests."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from duly.core.terms_sql import minutes_named
from duly.law import Law
from duly.rules.compliance.judge import Gate, gate
from duly.rules.compliance.rule import Rule
from duly.rules.compliance.us_regf.asked import Asked
from duly.rules.compliance.us_regf.clock import window_said
from duly.rules.compliance.us_regf.derived import facts_of
from duly.rules.compliance.us_regf.duties import duty, validation_notice
from duly.rules.compliance.us_regf.leaves import leaves
from duly.rules.compliance.us_regf.questions import limited_content, safe_harbor, validation_period
from duly.rules.compliance.us_regf.rules import RULES, TIMED_RULES
from duly.rules.compliance.wire.answer import Answer, entry, of_findings
from duly.rules.compliance.wire.reading import Question
from duly.rules.compliance.wire.told import minute, needs_law

OVERLAYS = ("US-MA",)
COVERED = "us.usc1692a.covered"
SEARCH_DAYS = 40
ANSWERS = {
    "permission": lambda asked, law: permission(asked, law),
    "duty": duty,
    "limited_content": limited_content,
    "safe_harbor": safe_harbor,
    "validation_notice": validation_notice,
    "validation_period": validation_period,
}


def judge(question: Question, law: Law) -> Answer:
    """Answer one question of whatever kind the pack knows."""
    collector = question.facts.get("collector") or {}
    covered = collector.get("is_fdcpa_debt_collector")
    if covered is None and collector.get("role") == "original_creditor_own_name":
        covered = False
    if covered is False:
        told = "本规则包不适用。 The collector is outside Regulation F."
        return Answer("not_applicable", rules=[entry(law[COVERED], "permit")], explanation=[told])
    if covered is None:
        told = "无法判断：不知是否为债务催收人。 Cannot know whether Regulation F covers the collector."
        return Answer("review", rules=[entry(law[COVERED], "review")], explanation=[told])
    asked = Asked(question.facts, question.at, question.at, law)
    needs_law(law, asked.today, "us.cfr1006.hours")
    answer = ANSWERS[question.ask](asked, law)
    unknown = [name for name in question.facts.get("overlays") or () if name not in OVERLAYS]
    return _beside(answer, unknown, law) if unknown and question.ask == "permission" else answer


def _beside(answer: Answer, unknown: list[str], law: Law) -> Answer:
    """A State whose rules the pack does not hold: what federal law forbids stays forbidden, the rest is not decided."""
    told = f"本规则包没有 {', '.join(unknown)}。 The pack holds no {', '.join(unknown)}; only federal law was asked."
    if answer.verdict in ("allow", "warn"):
        state = entry(law["us.cfr1006.state_law"], "review")
        return Answer("not_applicable", rules=[*answer.rules, state], explanation=[*answer.explanation, told])
    answer.explanation.append(told)
    return answer


def permission(asked: Asked, law: Law) -> Answer:
    """May the act be performed now? What gives leave is named where leave is given."""
    facts = facts_of(asked)
    asking = gate(law, RULES)
    answer = of_findings(asking, asking.judge(facts).findings, facts)
    if answer.verdict not in ("allow", "warn"):
        answer.next_allowed = next_allowed(asked, law) if answer.time_may_heal else None
        answer.requires = ["contact_history"] if asked.unheard else []
        return answer
    for path, why in leaves(asked, facts, asking):
        answer.rules.append(entry(law[path], "permit"))
        answer.explanation.append(f"{law[path].zh}：{why[0]} {law[path].en}: {why[1]}")
    return answer


def next_allowed(asked: Asked, law: Law, rules: tuple[Rule, ...] = TIMED_RULES) -> datetime | None:
    """The first instant at which no rule of time or number would stop the same act any more."""
    timed = gate(law, rules)

    def stopped(at: datetime) -> bool:
        facts: dict[str, Any] = facts_of(Asked(asked.facts, at, asked.heard, law))
        return timed.masks(facts, facts["day"])[0] != 0

    if not stopped(asked.at):
        return None
    return next((at for at in _candidates(asked, timed) if not stopped(at)), None)


def _candidates(asked: Asked, timed: Gate) -> list[datetime]:
    """Every moment at which the answer may change: midnights, and the limits and wishes, at each place."""
    minutes = {0, *minutes_named(*(each.own for each in timed.rules))}
    for each in asked.all("preferences"):
        minutes |= {minute(each.get("from"), 0) % 1440, minute(each.get("to"), 1440) % 1440}
    said = [(each.get("text") or "", each.get("ts")) for each in (*asked.all("preferences"), *asked.words)]
    said += [((each.get("consent_given") or {}).get("scope") or "", None) for each in asked.events]
    for window in filter(None, (window_said(asked, text, at) for text, at in said)):
        minutes |= {window.opens % 1440, window.closes % 1440}
    found = set()
    for zone in asked.zones or [asked.zone]:
        start = asked.at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
        for ahead in range(SEARCH_DAYS):
            day = start + timedelta(days=ahead)
            found |= {day.replace(hour=each // 60, minute=each % 60).astimezone(asked.at.tzinfo) for each in minutes}
    return sorted(at for at in found if at > asked.at)
