"""What a borrower can pay a month: ten answers, what is left, and what has to be left to live on.

The same sum for the agent, the chat and the portal. Where the necessary living cost of the place is not known, what can
be afforded is not known either, and a person decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from duly.law import Law
from duly.rules.account.plan_wire import Budget

INCOME = ("wages", "other_income", "support")
EXPENSES = ("housing", "food", "transport", "medical", "education", "dependants", "other_debts")
LIMIT = "house.plan_affordable"
TERMS = (6, 12, 18, 24, 36, 48, 60)


@dataclass(frozen=True, slots=True)
class Affordable:
    """A month's sum, in minor units; `monthly` is what a plan may ask for, None where that is not known."""

    income: int
    expenses: int
    left: int
    living_minimum: int | None
    monthly: int | None


def affordable(budget: Budget, *, on: date, law: Law) -> Affordable:
    """What is left of the income after expenses, and after at least the necessary living cost.

    Living costs that were told are never counted below the necessary ones: who eats too little does not pay more.
    """
    income = sum(getattr(budget, name) for name in INCOME)
    expenses = sum(getattr(budget, name) for name in EXPENSES)
    if budget.living_minimum is None:
        return Affordable(income, expenses, income - expenses, None, None)
    living = max(expenses - budget.other_debts, budget.living_minimum) + budget.other_debts
    share = law.on(on)[LIMIT]["share_bp"]
    return Affordable(
        income, expenses, income - expenses, budget.living_minimum, max(0, income - living) * share // 10_000
    )


def terms_offered(most: int) -> Iterator[int]:
    """Terms in months to choose from, up to the longest allowed."""
    yield from (months for months in TERMS if months < most)
    yield most
