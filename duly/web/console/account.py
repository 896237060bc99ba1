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
from duly.store.models import Borrower


class Untold(LookupError):
    """The account cannot be told; the text says why."""


def told_account(borrower: Borrower, day: date) -> dict[str, Any]:
    """The answer of the statement, as of the last day that was closed up to `day`, with how it is shown.

    Raises Untold.
    """
    home = wiring.home(None)
    days = [one for one in closed_days(home) if one <= day]
    if not days:
        raise Untold("没有已日终的业务日 no business day has been closed")
    try:
        with opened(home, days[-1]) as closed:
            told = answer_statement(accounts.statement_question(closed, borrower.ref), load("cn"))
    except (accounts.Untold, NotClosed, NoSuchCase, NoBook, Refused) as untold:
        raise Untold(str(untold)) from untold
    return {"answer": told, "view": view(told)}
