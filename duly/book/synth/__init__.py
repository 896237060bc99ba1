"""A synthetic book of any size, as queries: every row follows from the seed and the number of a loan alone.

Shares and habits are chosen to exercise every path, not measured anywhere; provinces' prefectures are equally likely.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from importlib.resources import files
from math import gcd

from duly.book import regions
from duly.book.sql import day_literal, text_literal
from duly.core.day import month_before
from duly.core.mendable import Mendable

LOANS_MOST = 50_000_000  # beyond it a draw for an instalment would repeat itself
CONTACTS_PER_LOAN_MOST = 5

STANDING = ("book", "agencies", "teams", "staff")  # small, made once
BY_LOAN = ("loans", "schedule", "charges", "payments")  # made by stretches of loans
BY_BORROWER = (
    "borrowers",
    "addresses",
    "contacts",
    "consents",
    "preferences",
    "holds",
    "promises",
    "plans",
    "complaints",
    "disputes",
    "hardships",
)  # made by stretches of borrowers

TERMS = (3, 6, 12, 24)  # instalments
RATES = (720, 1080, 1440, 1800, 2160, 2400)  # basis points a year
DIALECTS = {
    "31": "吴语", "32": "吴语", "33": "吴语", "35": "闽南语", "36": "赣语", "43": "湘语", "44": "粤语", "45": "粤语",
    "46": "海南话", "50": "西南官话", "51": "西南官话", "52": "西南官话", "53": "西南官话",
}  # fmt: skip
SCALE = 10**9


class CannotSynthesise(Mendable, ValueError):
    """A size that no synthetic book can have."""


@dataclass(frozen=True)
class Synth:
    """What a synthetic book is made from. The same values give the same rows, in the same order, always."""

    loans: int
    seed: int
    day: date = date(2026, 10, 1)
    months: int = 12  # of payments kept one by one; what is older came over as one payment a loan
    contacts_per_loan: Fraction = Fraction(2)

    def __post_init__(self) -> None:
        if not 1 <= self.loans <= LOANS_MOST:
            raise CannotSynthesise(
                f"--loans: 须在 1 至 {LOANS_MOST:,} 之间 "
                f"a synthetic book has from 1 to {LOANS_MOST:,} loans, not {self.loans:,}"
            )
        if not 1 <= self.months <= 36:
            raise CannotSynthesise(
                f"--months: 须在 1 至 36 之间 payments are kept for 1 to 36 months, not {self.months}"
            )
        if not 0 <= self.contacts_per_loan <= CONTACTS_PER_LOAN_MOST:
            raise CannotSynthesise(
                f"--contacts-per-loan: 须在 0 至 {CONTACTS_PER_LOAN_MOST} 之间 "
                f"past contacts of a loan are from 0 to {CONTACTS_PER_LOAN_MOST}, not {self.contacts_per_loan}"
            )

    @cached_property
    def borrowers(self) -> int:
        """Four of five loans are somebody's first."""
        return self.loans - self.loans // 5

    @property
    def first_date(self) -> date:
        """The day on which the book was begun."""
        first = self.day
        for _ in range(self.months):
            first = month_before(first)
        return first.replace(day=1)

    def settings(self) -> tuple[str, ...]:
        """Statements that prepare an engine: macros and variables that every query reads."""
        spread = _coprime_near_golden(self.borrowers)
        variables = {
            "seed": text_literal(str(self.seed)),
            "loans": str(self.loans),
            "borrowers": str(self.borrowers),
            "spread": str(spread),  # scatters loans over borrowers; `gather` is the way back
            "gather": str(pow(spread, -1, self.borrowers)),
            "day": day_literal(self.day),
            "month": str(self.day.year * 12 + self.day.month - 1),
            "day_of_month": str(self.day.day),
            "first_date": day_literal(self.first_date),
            "contacts_per_100_loans": str(int(self.contacts_per_loan * 100)),
            "agents": str(2 + self.loans // 200_000),  # of each team
            "terms": _list(TERMS),
            "rates": _list(RATES),
            "annuities": _list(annuity(rate, term) for rate in RATES for term in TERMS),
            "repaid": _list(share for rate in RATES for term in TERMS for share in repaid_shares(rate, term)),
            "provinces": _list(_pair(code, name) for code, name in regions.provinces().items()),
            "cities": _list(text_literal(code) for code in regions.cities()),
            "dialects": f"MAP {{{', '.join(f'{text_literal(k)}: {text_literal(v)}' for k, v in DIALECTS.items())}}}",
        }
        return (*(f"SET VARIABLE {name} = {value}" for name, value in variables.items()), text("draw"))

    def stretches(self, count: int, length: int) -> tuple[tuple[int, int], ...]:
        """Cut numbers from 0 to `count` into stretches [start, stop)."""
        return tuple((start, min(start + length, count)) for start in range(0, count, length))


def open_stretch(*, by: str, start: int, stop: int) -> str:
    """Build the statements that prepare one stretch of loans or borrowers for the queries of its tables."""
    return f"""
SET VARIABLE start = {start};
SET VARIABLE stop = {stop};
CREATE OR REPLACE TEMP VIEW numbers AS {text(f"numbers_by_{by}")};
{text("traits")};
{text("people") if by == "borrower" else ""}"""


def text(name: str) -> str:
    """The SQL that makes a table, or prepares it."""
    return (files(__package__) / f"{name}.sql").read_text("utf-8")


def annuity(rate: int, term: int) -> int:
    """The equal instalment of a loan of 1 at a yearly rate in basis points, in units of 1/SCALE, rounded down."""
    month = Fraction(rate, 10_000 * 12)
    return int(SCALE * month / (1 - (1 + month) ** -term))


def repaid_shares(rate: int, term: int) -> tuple[int, ...]:
    """Share of a loan repaid through instalment 0, 1 … 24, in units of 1/SCALE; all of it from the last one on."""
    month = Fraction(rate, 10_000 * 12)
    whole = (1 + month) ** term - 1
    return tuple(int(SCALE * ((1 + month) ** min(through, term) - 1) / whole) for through in range(max(TERMS) + 1))


def _coprime_near_golden(count: int) -> int:
    """A number without a factor in common with `count`, near 0.618 of it: its multiples wander over all numbers."""
    near = max(count * 618 // 1000, 1)
    return next(number for number in range(near, near + count + 1) if gcd(number, count) == 1)


def _list(values: object) -> str:
    return f"[{', '.join(str(value) for value in values)}]"  # type: ignore[attr-defined]


def _pair(code: str, name: str) -> str:
    return f"{{'code': {text_literal(code)}, 'title': {text_literal(name)}}}"
