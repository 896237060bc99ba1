"""What an explanation consists of: passages in two languages, each with the facts it was written from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from duly.core.day import CONTACT_ZONE
from duly.core.verdict import Finding
from duly.nightly.words import Two


@dataclass(frozen=True, slots=True)
class Passage:
    """One link of the chain. `differs` says what, worked out again, came out otherwise than the night wrote."""

    code: str
    name: Two
    lines: tuple[Two, ...]
    facts: Mapping[str, Any]
    findings: tuple[Finding, ...] = ()
    differs: tuple[Two, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """The whole chain for one borrower on one day."""

    asked: str
    day: date
    borrower_id: str
    loan_id: str  # the one that decides
    passages: tuple[Passage, ...]
    law_version: str
    book_version: int

    @property
    def differs(self) -> tuple[Two, ...]:
        return tuple(two for passage in self.passages for two in passage.differs)

    def to_json(self) -> dict[str, Any]:
        """The same as one object: ISO 8601 days and instants, money in whole minor units, both languages."""
        return {
            "asked": self.asked,
            "day": self.day.isoformat(),
            "borrower_id": self.borrower_id,
            "loan_id": self.loan_id,
            "law_version": self.law_version,
            "book_version": self.book_version,
            "agrees": not self.differs,
            "differs": [two._asdict() for two in self.differs],
            "passages": [_passage(passage) for passage in self.passages],
        }


def differing(what: Two, written: Any, now: Any) -> tuple[Two, ...]:
    """What to say where something worked out again is not what the night wrote; nothing where it is."""
    if written == now:
        return ()
    return (Two(f"{what.zh}：日终记 {written}，现在得 {now}。", f"{what.en}: the night wrote {written}, now {now}."),)


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "code": passage.code,
        "name": passage.name._asdict(),
        "zh": [line.zh for line in passage.lines],
        "en": [line.en for line in passage.lines],
        "facts": _plain(passage.facts),
        "findings": [_finding(finding) for finding in passage.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.word,
        "unknown": finding.unknown,
        "zh": finding.zh,
        "en": finding.en,
        "citation": finding.citation,
        "force": finding.force,
        "certainty": finding.certainty,
        "lacks": list(finding.lacks),
        "retry_at": _plain(finding.retry_at),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(CONTACT_ZONE).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value
