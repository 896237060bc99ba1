"""`duly schedule`: repayment schedules, exact to the minor unit."""

from __future__ import annotations

from duly.cli.account import FileArgument, answer_all


def schedule(file: FileArgument = "-") -> None:
    """还款计划 Repayment schedule of a loan: every instalment, the sums, the yearly cost, and the conventions used."""
    from duly.rules.account.schedule_answer import answer_schedule

    answer_all(file, answer_schedule)
