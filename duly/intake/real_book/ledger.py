"""What is owed: each card as a loan with instalments, payments and statements.

The source says for each month what was billed, what was paid and how many months late the lender reports. Bills and
payments do not determine the reported lateness, so the oldest unpaid instalment is placed from it:

* A month before it asked for what was paid in that month, so it is covered; a month without payment asked for nothing.
* It asked for what was paid since, which did not suffice, and for the least payment besides.
* Each later month until September asked for the least payment: 5 % of the newest bill, or, where that is not positive,
  the smallest unit (marked `estimated`).
* In October the rest of the newest bill falls due, so that all unpaid is what the source says is owed.

The running totals then put the oldest unpaid instalment exactly where the lender's report puts it, and ageing finds it
from due dates and payments alone.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Any

from duly.book.reported import LEAST_PAYMENT_PERCENT
from duly.intake.real_book.source import Card

Row = dict[str, Any]

YEARS_FORWARD = 21  # 2005 → 2026, for every date alike
BUSINESS_DAY = date(2026, 10, 1)
OBSERVED_DATE = date(2026, 11, 1)
BOOK_ID = "TAIWAN-2005"
MINOR = 100  # whole dollars in, hundredths out
_YEAR, _LAST_MONTH = 2005 + YEARS_FORWARD, 9
_MONTHS = tuple(range(4, _LAST_MONTH + 1))  # April to September, the months of the source
_DUE_DAY, _PAID_DAY, _STATEMENT_DAY = 15, 10, 25  # the source names months only
_CARD_STATES = {-2: "no_use", -1: "paid_in_full", 0: "revolving"}


@functools.cache
def public_id(letter: str, row: int) -> str:
    """An opaque id that is the same in every run and tells nothing of the row."""
    digest = hashlib.blake2b(f"{letter}{row}".encode(), key=b"duly real book", digest_size=5).digest()
    return letter + base64.b32encode(digest).decode()


def loan(card: Card) -> Row:
    return {
        "loan_id": public_id("L", card.row),
        "borrower_id": public_id("B", card.row),
        "book_id": BOOK_ID,
        "product": "credit_card",
        "limit_minor": card.limit * MINOR,
        "grace_days": 0,
        "state": "open",
        "card_state": _CARD_STATES.get(card.reported[-1]),
    }


def schedule(card: Card) -> Iterator[Row]:
    """Instalments in order of due date; `estimated` where no bill gives the amount."""
    paid = {month: amount * MINOR for month, amount in zip(_MONTHS, card.paid, strict=True)}
    owed = max(card.billed[-1], 0) * MINOR
    least = owed * LEAST_PAYMENT_PERCENT // 100 or 1  # exact: bills are whole dollars
    unpaid_from = _LAST_MONTH + 1 - card.months_late
    dues = [(month, amount, False) for month, amount in paid.items() if month < unpaid_from and amount]
    for month in range(unpaid_from, _LAST_MONTH + 1):
        paid_since = sum(amount for at, amount in paid.items() if at >= month) if month == unpaid_from else 0
        dues.append((month, least + paid_since, not owed))
    if rest := max(owed - least * card.months_late, 0):
        dues.append((_LAST_MONTH + 1, rest, False))
    for number, (month, amount, estimated) in enumerate(dues, 1):
        yield {
            "loan_id": public_id("L", card.row),
            "instalment_no": number,
            "due_date": date(_YEAR, month, _DUE_DAY),
            "principal_minor": amount,
            "interest_minor": 0,
            "fee_minor": 0,
            "estimated": estimated,
        }


def payments(card: Card) -> Iterator[Row]:
    for month, amount in zip(_MONTHS, card.paid, strict=True):
        if amount:
            yield {
                "payment_id": f"{public_id('L', card.row)}-{month:02d}",
                "loan_id": public_id("L", card.row),
                "paid_date": date(_YEAR, month, _PAID_DAY),
                "amount_minor": amount * MINOR,
            }


def statements(card: Card) -> Iterator[Row]:
    for month, billed, paid, reported in zip(_MONTHS, card.billed, card.paid, card.reported, strict=True):
        yield {
            "loan_id": public_id("L", card.row),
            "statement_date": date(_YEAR, month, _STATEMENT_DAY),
            "billed_minor": billed * MINOR,
            "paid_minor": paid * MINOR,
            "months_late": reported,
        }
