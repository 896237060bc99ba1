"""A borrower's account as the house's statement gives it, for the last closed day."""

from __future__ import annotations

from datetime import date
from typing import Any

from duly import wiring
from duly.law import load
from duly.nightly import accounts
from duly.nightly.closed import NotClosed, closed_days, opened
from duly.nightly.explain.whose import NoSuchCase
from duly.nightly.statement.view import view
from duly.rules.account.asked import Refused
from duly.rules.account.statement_answer import answer_statement
from duly.store.lake import NoBook
from duly.store.models import Borrower, Loan


class Untold(LookupError):
    """The account cannot be told; the text says why."""


def told_account(borrower: Borrower, day: date) -> dict[str, Any]:
    """The answer of the statement, as of the last day that was closed up to `day`, with how it is shown.

    Raises Untold.
    """
    try:
        told = answer_statement(_question(borrower, day), load("cn"))
    except Refused as refused:
        raise Untold(str(refused)) from refused
    return {"answer": told, "view": view(told)}


def account_of(loan: Loan, day: date) -> dict[str, Any]:
    """The account of a loan, in the account's contract, as of the last closed day. Raises Untold."""
    for debt in _question(loan.borrower, day)["debts"]:
        if debt["id"] == loan.ref:
            account: dict[str, Any] = debt["account"]
            return account
    raise Untold(f"{loan.ref}: 台账与作业台不一致 the book and the desk differ")


def _question(borrower: Borrower, day: date) -> dict[str, Any]:
    home = wiring.home(None)
    days = [one for one in closed_days(home) if one <= day]
    if not days:
        raise Untold("没有已日终的业务日 no business day has been closed")
    try:
        with opened(home, days[-1]) as closed:
            return accounts.statement_question(closed, borrower.ref)
    except (accounts.Untold, NotClosed, NoSuchCase, NoBook) as untold:
        raise Untold(str(untold)) from untold
