"""A decision is a value with its reasons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum


class NoRules(ValueError):
    """Nobody was asked; silence is not permission."""


class Severity(IntEnum):
    """How strongly a finding speaks; the strictest decides."""

    ALLOW = 0
    WARN = 1
    REVIEW = 2  # a person has to look first
    REQUIRES = 3  # blocked until something exists
    DENY = 4

    @property
    def blocks(self) -> bool:
        return self > Severity.WARN

    @property
    def word(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's objection, or its statement that it cannot know."""

    rule: str
    severity: Severity
    unknown: bool  # a fact or a limit the rule needs is not known
    zh: str
    en: str
    citation: str
    force: str
    certainty: str
    lacks: tuple[str, ...] = ()  # names of the facts that are not known
    retry_at: datetime | None = None  # from this instant the rule no longer objects; None = time does not heal it


@dataclass(frozen=True, slots=True)
class Verdict:
    """All findings on one contact. Every finding is kept: the second reason to refuse matters as much as the first."""

    findings: tuple[Finding, ...]
    law_version: str

    @classmethod
    def of(cls, findings: Iterable[Finding], law_version: str) -> Verdict:
        return cls(tuple(findings), law_version)

    @property
    def severity(self) -> Severity:
        return max((finding.severity for finding in self.findings), default=Severity.ALLOW)

    @property
    def allowed(self) -> bool:
        return not self.severity.blocks

    @property
    def refused_by(self) -> tuple[str, ...]:
        """Rules that block, in the order of the pack."""
        return tuple(finding.rule for finding in self.findings if finding.severity.blocks)

    @property
    def unknown_in(self) -> tuple[str, ...]:
        """Those of them that lack a fact."""
        return tuple(finding.rule for finding in self.findings if finding.unknown and finding.severity.blocks)
