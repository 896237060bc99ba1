"""What is asked of the words, and what is answered."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

SPEAKERS = ("lender", "agency", "robot", "debtor", "contact")
ADDRESSEES = ("debtor", "contact", "heir", "third_person", "collector")
KINDS = ("outbound", "transcript", "note", "training")
LEGAL_CASES = ("none", "prepared", "filed", "accepted", "payment_order", "judgment", "enforcement")
LIMITATIONS = ("running", "expired")

_CHOICES = {
    "speaker": SPEAKERS,
    "addressee": ADDRESSEES,
    "kind": KINDS,
    "legal_case": LEGAL_CASES,
    "limitation": LIMITATIONS,
}


@dataclass(frozen=True, slots=True)
class Context:
    """Who speaks to whom, when, and what is true of the loan; a name not listed is refused, never guessed."""

    speaker: str = "lender"
    addressee: str = "debtor"
    kind: str = "outbound"
    as_of: date | None = None
    legal_case: str = "none"
    limitation: str = "running"
    ledger_total: int | None = None
    transfer_noticed: bool | None = None

    def __post_init__(self) -> None:
        for name, choices in _CHOICES.items():
            value = getattr(self, name)
            if value not in choices:
                raise ValueError(f"{name}: {value!r} 不是已知取值 is none of {', '.join(choices)}")
        if self.as_of is not None and type(self.as_of) is not date:
            raise ValueError(f"as_of: {self.as_of!r} 不是日期 is not a date")
        if self.ledger_total is not None and type(self.ledger_total) is not int:
            raise ValueError(f"ledger_total: {self.ledger_total!r} 不是整数分 is not whole minor units")
        if self.transfer_noticed is not None and type(self.transfer_noticed) is not bool:
            raise ValueError(f"transfer_noticed: {self.transfer_noticed!r} 不是真或假 is not true or false")


CONTEXT_FIELDS = tuple(one.name for one in fields(Context))


@dataclass(frozen=True, slots=True)
class Finding:
    """One violation: the words in the original text, the rule they break, why, and what may be said instead."""

    code: str
    start: int
    end: int
    words: str
    rule: str
    why_zh: str
    why_en: str
    instead_zh: str
    instead_en: str
    sure: bool = True  # False where only the manner of the whole sentence speaks against it: a person should look


@dataclass(frozen=True, slots=True)
class Heard:
    """The answer about one text; without a flag there are no codes."""

    findings: tuple[Finding, ...] = ()

    @property
    def flag(self) -> bool:
        return bool(self.findings)

    @property
    def codes(self) -> tuple[str, ...]:
        """Each code once, in the order in which it is first heard."""
        return tuple(dict.fromkeys(finding.code for finding in self.findings))


CLEAN = Heard()
