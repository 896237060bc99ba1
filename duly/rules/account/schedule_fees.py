"""Fees of a schedule: with a disbursement, with every instalment, or with one of them."""

from __future__ import annotations

from duly.core.interest import rounded_ratio
from duly.rules.account.schedule_parts import Fee
from duly.rules.account.schedule_wire import ScheduleQuestion


def fee_at_disbursement(question: ScheduleQuestion, amount: int) -> tuple[int, int]:
    """Fees of one disbursement: paid on the day, and added to the principal."""
    paid = financed = 0
    for fee in question.fees:
        if fee.due == "disbursement":
            one = _of(question, fee, amount)
            financed += one * fee.financed
            paid += one * (not fee.financed)
    return paid, financed


def fee_of(question: ScheduleQuestion, no: int, disbursed: int, opening: int, principal: int, interest: int) -> int:
    """Fees that are due with one instalment."""
    if not question.fees:
        return 0
    of = {
        "disbursed": disbursed,
        "balance": opening,
        "principal": principal,
        "interest": interest,
        "instalment": principal + interest,
    }
    return sum(_of(question, fee, of[fee.of]) for fee in question.fees if fee.due in ("each", no))


def _of(question: ScheduleQuestion, fee: Fee, base: int) -> int:
    if fee.amount is not None:
        return fee.amount
    return rounded_ratio(base * (fee.percent_bp or 0), 10_000, question.rounding.mode, question.rounding.multiple)
