"""A borrower's accounts out of the book: the question that `duly statement` answers, for one closed day.

The book knows what was agreed and what happened, not every term: money meets fees, interest and principal of the oldest
instalment first and penalties last, as the night ages it, and penalties are those the book charged.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from duly.core.mendable import Mendable
from duly.nightly.closed import ClosedDay
from duly.nightly.explain.loans import meaning
from duly.nightly.explain.whose import whose
from duly.nightly.reading import Record

ORDER = [
    *(f"{when}.{part}" for when in ("past_due", "due", "in_advance") for part in ("fee", "interest", "principal")),
    *(f"{when}.penalty" for when in ("past_due", "due", "in_advance")),
]
PARTS = ("principal", "interest", "fee")


class Untold(Mendable, LookupError):
    """The book does not say what a statement needs; the text says where, and what is missing."""


def statement_question(closed: ClosedDay, asked: str) -> dict[str, Any]:
    """The statement of a borrower, or of the borrower of a loan, as a question in JSON. Raises NoSuchCase, Untold."""
    borrower = whose(closed, asked)
    loans = closed.reading.rows(
        "SELECT l.*, b.lender_name, b.lender_kind FROM loans l JOIN book b USING (book_id)"
        " WHERE borrower_id = $b ORDER BY loan_id",
        b=borrower,
    )
    return {
        "currency": closed.currency,
        "as_of": str(closed.day),
        "lender": loans[0]["lender_name"],
        "reference": borrower,
        "debts": [_debt(closed, loan) for loan in loans],
    }


def _debt(closed: ClosedDay, loan: Record) -> dict[str, Any]:
    due = _rows(closed, "schedule", loan, "instalment_no")
    if not due:
        raise Untold(f"{loan['loan_id']}: 台账里没有还款计划 the book holds no schedule of this loan")
    lent, limit = sum(row["principal_minor"] for row in due), loan["limit_minor"]
    signed = loan["signed_date"]
    is_known = signed is not None and limit == lent
    product = meaning("loans", "product", loan["product"])
    return {
        "id": loan["loan_id"],
        "name": f"{product.zh} {product.en}",
        "lender_kind": loan["lender_kind"],
        **({} if signed is None else {"signed_on": str(signed)}),
        "received": [{"on": str(signed), "amount": limit}] if is_known else [],
        "account": {
            "currency": closed.currency,
            "as_of": str(closed.day),
            "allocation": {"order": ORDER},
            "ageing": {"grace_days": loan["grace_days"], "pauses": _pauses(closed, loan)},
            "instalments": [_instalment(row) for row in due],
            "events": [*_paid(_rows(closed, "payments", loan, "paid_date, payment_id")), *_charged(closed, loan)],
        },
    }


def _rows(closed: ClosedDay, table: str, loan: Record, order: str) -> list[Record]:
    return closed.reading.rows(f"SELECT * FROM {table} WHERE loan_id = $loan ORDER BY {order}", loan=loan["loan_id"])


def _instalment(row: Record) -> dict[str, Any]:
    amounts = {part: row[f"{part}_minor"] for part in PARTS}
    return {"no": row["instalment_no"], "due_on": str(row["due_date"]), **amounts}


def _paid(rows: list[Record]) -> list[dict[str, Any]]:
    """Payments, and what took them back, whole or in part: all that took one back as one, on the day of the last.

    Raises Untold for money taken back that names no payment.
    """
    paid = {row["payment_id"]: row for row in rows if row["amount_minor"] > 0}
    events = [
        {"id": name, "on": str(row["paid_date"]), "kind": "payment", "amount": row["amount_minor"]}
        for name, row in paid.items()
    ]
    back: dict[str, list[Record]] = {}
    for row in rows:
        if row["amount_minor"] < 0 and row["reverses"] not in paid:
            raise Untold(
                f"{row['payment_id']}: 没有写明冲正的是哪一笔回款，无法逐项说明 takes money back and names no payment; "
                "this account cannot be explained line by line"
            )
        if row["amount_minor"] < 0:
            back.setdefault(row["reverses"], []).append(row)
    for name, taken in back.items():
        amount = -sum(row["amount_minor"] for row in taken)
        part = {"amount": amount} if amount < paid[name]["amount_minor"] else {}
        on = max(row["paid_date"] for row in taken)
        events.append({"id": taken[-1]["payment_id"], "on": str(on), "kind": "chargeback", "of": name} | part)
    return events


def _charged(closed: ClosedDay, loan: Record) -> list[dict[str, Any]]:
    """Penalties as the book charged them; a negative one takes the latest before it back."""
    kept: list[dict[str, Any]] = []
    for row in _rows(closed, "charges", loan, "charged_date, charge_id"):
        amount = row["amount_minor"]
        if amount > 0:
            event = {"id": f"charge:{row['charge_id']}", "on": str(row["charged_date"]), "kind": "charge"}
            kept.append(event | {"part": "penalty", "amount": amount})
        while amount < 0 and kept:
            taken = min(-amount, kept[-1]["amount"])
            kept[-1]["amount"] -= taken
            amount += taken
            if not kept[-1]["amount"]:
                kept.pop()
    return kept


def _pauses(closed: ClosedDay, loan: Record) -> list[dict[str, Any]]:
    """Days that do not count, those of holds that run into each other put together."""
    holds = closed.reading.rows(
        "SELECT first_date, last_date FROM holds WHERE pauses_ageing AND borrower_id = $b"
        " AND coalesce(loan_id, $loan) = $loan AND first_date <= $day ORDER BY first_date",
        b=loan["borrower_id"], loan=loan["loan_id"], day=closed.day,
    )  # fmt: skip
    merged: list[tuple[date, date | None]] = []
    for hold in holds:
        first, last = hold["first_date"], hold["last_date"]
        if merged and (merged[-1][1] is None or first <= merged[-1][1]):
            earlier, until = merged[-1]
            merged[-1] = earlier, None if until is None or last is None else max(until, last)
        else:
            merged.append((first, last))
    return [{"since": str(first), "until": None if last is None else str(last)} for first, last in merged]
