"""`duly statement`: what is owed and why, line by line, to the cent."""

from __future__ import annotations

from functools import partial

from duly.cli.account import FileArgument, answer_all


def statement(file: FileArgument = "-") -> None:
    """对账单 A borrower's debts, every amount with its date, base, rate, days and clause; the cost beside its cap."""
    from duly.law import load
    from duly.rules.account.statement_answer import answer_statement

    answer_all(file, partial(answer_statement, law=load("cn")))
