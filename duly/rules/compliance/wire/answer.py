"""Writing an answer: our findings in the words of the contract. Its names and severities stay in this package."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from duly.core.verdict import Finding, Severity
from duly.law import Law, Limit
from duly.rules.compliance.judge import Gate

FORCE = {
    "statute": "LAW", "rule": "RULE", "standard": "STD", "association": "ASSN", "house": "P",
    "us_statute": "STATUTE", "regulation": "REGULATION", "comment": "COMMENT", "state": "STATE",
    "guidance": "GUIDANCE",
}  # fmt: skip
CERTAINTY_CN = {"quoted": "Q", "seen": "S", "recalled": "R", "ours": "P"}
CERTAINTY = {"quoted": "quoted", "seen": "secondary", "recalled": "recalled", "ours": "P"}
EFFECT = {Severity.DENY: "block", Severity.REQUIRES: "require", Severity.REVIEW: "review", Severity.WARN: "warn"}


@dataclass(slots=True)
class Answer:
    """One answer, to be written as one line of JSON."""

    verdict: str
    rules: list[dict[str, str]] = field(default_factory=list)
    requires: list[str] = field(default_factory=list)
    next_allowed: datetime | None = None
    value: dict[str, Any] | None = None
    explanation: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    pack: str = ""
    pack_version: str = ""

    @property
    def time_may_heal(self) -> bool:
        """Whether it is blocked, and by nothing that does not end by itself."""
        stops = any(rule["effect"] == "stop" for rule in self.rules)
        return self.verdict not in ("allow", "warn") and not stops

    def wire(self, zone: ZoneInfo) -> dict[str, Any]:
        """The object of the contract; `value` only where there is one."""
        at = self.next_allowed.astimezone(zone).isoformat() if self.next_allowed else None
        told: dict[str, Any] = {
            "verdict": self.verdict, "rules": self.rules, "requires": self.requires, "next_allowed": at,
            "explanation": self.explanation, "ignored": self.ignored, "pack": self.pack,
            "pack_version": self.pack_version,
        }  # fmt: skip
        return told if self.value is None else {**told, "value": self.value}


def entry(limit: Limit, effect: str) -> dict[str, str]:
    """A limit as the contract lists a rule."""
    source, _, clause = limit.reference[0].partition(", ")
    certainty = CERTAINTY_CN if limit.path.split(".")[0] in ("cn", "house") else CERTAINTY
    return {
        "id": public_id(limit.id), "source": source, "clause": clause, "force": FORCE[limit.force],
        "certainty": certainty[limit.certainty], "effect": effect,
    }  # fmt: skip


def public_id(limit_id: str) -> str:
    """The id of the digest: several limits of ours may come from one row of it."""
    return limit_id.partition(":")[0].removesuffix("-P")


def of_findings(gate: Gate, findings: Sequence[Finding], facts: Mapping[str, Any]) -> Answer:
    """What findings say together, the strictest first."""
    by_id = {bound.id: bound for bound in gate.rules}
    ordered = sorted(findings, key=lambda finding: -finding.severity)
    answer = Answer("allow")
    if ordered:
        answer.verdict = ordered[0].severity.word
    for finding in ordered:
        bound = by_id[finding.rule]
        effect = EFFECT[finding.severity]
        if bound.rule.effect and finding.severity is Severity.DENY and not finding.unknown:
            effect = bound.rule.effect
        answer.rules.append(entry(bound.limit, effect))
        answer.explanation.append(f"{finding.zh} {finding.en}")
        if finding.severity.blocks:
            answer.requires += [word for word, fact in bound.rule.needs.items() if facts.get(fact) is not True]
    answer.requires = sorted(set(answer.requires))
    return answer


def fault(path: str, why: str, pack: str, law: Law | None) -> Answer:
    """A question that cannot be read is answered, and never with leave."""
    return Answer(
        "deny",
        rules=[{"id": "QUESTION", "source": "judge contract", "clause": path, "force": "P", "certainty": "P",
                "effect": "block"}],
        explanation=[f"无法读懂该请求（{path}）：不予放行。 The question cannot be read ({path}): {why}"],
        pack=pack,
        pack_version=law.version if law else "",
    )  # fmt: skip


def names(values: Iterable[str]) -> str:
    return ", ".join(values)
