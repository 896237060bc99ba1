"""What is said to have been done toward late card holders in the week before: invented, so that limits have a past."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from duly.core.day import instant_of
from duly.intake.real_book.ledger import BUSINESS_DAY, Row, public_id
from duly.intake.real_book.people import AGENCY_ID, SHARES, draw, is_drawn
from duly.intake.real_book.source import Card

CALLED_SHARE = 3000  # of 10,000 late card holders were called within the week before
CALLED_THIS_MORNING_SHARE = 120  # of 10,000 were called before nine on the day itself
WROTE_IN_SHARE = 60  # of 10,000 wrote to us themselves

_OUTCOMES = (
    *("no_answer",) * 9, *("conversed",) * 4, *("answered",) * 2, *("busy",) * 2, "switched_off", "refused", "unknown",
)  # fmt: skip
_THIS_MORNING = ("conversed", "answered", "no_answer", "busy")


def contacts(card: Card) -> Iterator[Row]:
    """Calls of the days before, calls of this morning, and messages from late card holders."""
    if not card.months_late:
        return
    if draw(card, "called", 10_000) < CALLED_SHARE:
        for number in range(1 + draw(card, "calls", 3)):
            days, minute = 1 + draw(card, f"days {number}", 7), 9 * 60 + draw(card, f"minute {number}", 9 * 60)
            yield _call(card, f"CALL{number}", days, minute, _outcome(card, number))
    if draw(card, "called this morning", 10_000) < CALLED_THIS_MORNING_SHARE:
        outcome = _THIS_MORNING[draw(card, "outcome of this morning", len(_THIS_MORNING))]
        yield _call(card, "TODAY", 0, 8 * 60 + 5 + draw(card, "minute of this morning", 50), outcome)
    if draw(card, "wrote in", 10_000) < WROTE_IN_SHARE:
        yield _call(card, "WROTE", 2, 20 * 60, "conversed") | {
            "channel": "im", "mode": None, "direction": "inbound", "purpose": "service", "address_id": None,
            "actor": "lender", "actor_id": None,
        }  # fmt: skip


def _outcome(card: Card, number: int) -> str:
    if is_drawn(card, "number dead", SHARES):
        return "not_in_service"
    return _OUTCOMES[draw(card, f"outcome {number}", len(_OUTCOMES))]


def _call(card: Card, which: str, days_ago: int, minute: int, outcome: str) -> Row:
    borrower_id = public_id("B", card.row)
    agency = draw(card, "actor", 10) == 0
    return {
        "contact_id": f"{borrower_id}-{which}",
        "borrower_id": borrower_id,
        "address_id": f"{borrower_id}-MOBILE",
        "at": instant_of(BUSINESS_DAY - timedelta(days=days_ago), minute),
        "channel": "voice",
        "mode": "interactive",
        "direction": "outbound",
        "purpose": "collect",
        "party_role": "borrower",
        "actor": "agency" if agency else "lender",
        "actor_id": AGENCY_ID if agency else "TEAM-CENTRE-01",
        "outcome": outcome,
    }
