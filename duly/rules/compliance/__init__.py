"""The gate: what may be done to reach one person, judged by every rule at once."""

from __future__ import annotations

from duly.core.verdict import Finding, NoRules, Severity, Verdict
from duly.rules.compliance.cn.pack import RULES
from duly.rules.compliance.judge import Contact, Gate, gate, judge, judge_facts
from duly.rules.compliance.rule import BoundRule, Rule

__all__ = [
    "RULES",
    "BoundRule",
    "Contact",
    "Finding",
    "Gate",
    "NoRules",
    "Rule",
    "Severity",
    "Verdict",
    "gate",
    "judge",
    "judge_facts",
]
