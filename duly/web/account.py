"""A borrower's account as the house's statement gives it, for the last closed day."""

from __future__ import annotations

from datetime import date
from typing import Any

from duly import wiring
from duly.desk import waiving
from duly.law import load
from duly.nightly import accounts
from duly.nightly.closed import NotClosed, closed_days, opened
from duly.nightly.explain.whose import NoSuchCase
from duly.nightly.statement.view import view
from duly.rules.account.asked import Refused
from duly.rules.account.statement_answer import answer_statement
from duly.store.lake import NoBook
from duly.store.models import Borrower, Loan, Waiver


class Untold(LookupError):
    """The account cannot be told; the text says why."""


def told_account(borrower: Borrower, day: date, *, what_if_minor: int | None = None) -> dict[str, Any]:
    """The answer of the statement, as of the last day that was closed up to `day`, with how it is shown.

    `what_if_minor` is a payment to be worked out as if it were made that day. Raises Untold.
    """
    asked = question_of(borrower, day) | ({} if what_if_minor is None else {"what_if": [what_if_minor]})
    try:
        told = answer_statement(asked, load("cn"))
    except Refused as refused:
        raise Untold(str(refused)) from refused
    return {"answer": told, "view": view(told)}


def _waived(question: dict[str, Any], borrower: Borrower) -> dict[str, Any]:
    """The same with what the desk has waived, which the book has no table for; it counts from the day it was booked."""
    loans = Loan.objects.filter(id__in=Waiver.objects.filter(borrower=borrower).values("loan"))
    booked = {loan.ref: waiving.events(loan) for loan in loans}
    for debt in question["debts"]:
        debt["account"]["events"] = [*debt["account"]["events"], *booked.get(debt["id"], ())]
    return question


def account_of(loan: Loan, day: date) -> dict[str, Any]:
    """The account of a loan, in the account's contract, as of the last closed day. Raises Untold."""
    for debt in question_of(loan.borrower, day)["debts"]:
        if debt["id"] == loan.ref:
            account: dict[str, Any] = debt["account"]
            return account
    raise Untold(f"{loan.ref}: 台账与作业台不一致 the book and the desk differ")


def question_of(borrower: Borrower, day: date) -> dict[str, Any]:
    """What the statement is asked about a borrower, out of the last day closed up to `day`. Raises Untold."""
    home = wiring.home(None)
    days = [one for one in closed_days(home) if one <= day]
    if not days:
        raise Untold("没有已日终的业务日 no business day has been closed")
    try:
        with opened(home, days[-1]) as closed:
            return _waived(accounts.statement_question(closed, borrower.ref), borrower)
    except (accounts.Untold, NotClosed, NoSuchCase, NoBook) as untold:
        raise Untold(str(untold)) from untold
