"""What some card holders are said to have told us: every fact invented, few, and the same in every run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from duly.core.day import instant_of
from duly.intake.real_book.ledger import BUSINESS_DAY, Row, public_id
from duly.intake.real_book.people import draw, is_drawn
from duly.intake.real_book.source import Card

# Of 10,000 card holders: (late ones, the others). Those who are late meet more of everything.
SHARES = {
    "hardship": (150, 10),
    "hardship ended": (30, 10),
    "dispute": (40, 4),
    "complaint": (60, 6),
    "complaint answered": (60, 12),
    "hold": (15, 2),
    "promise open": (200, 0),
    "promise kept": (40, 20),
    "promise broken": (150, 4),
    "plan kept": (120, 4),
    "plan breached": (40, 0),
    "cease": (30, 5),
    "no calls by machine": (80, 40),
    "no messages": (40, 20),
    "not this number": (20, 5),
    "quiet hours": (60, 20),
    "only these hours": (30, 10),
    "agrees to the evening": (60, 10),
    "agreed to the evening once": (15, 5),
    "agrees to more attempts": (20, 0),
}

_HARDSHIPS = ("income_loss", "serious_illness", "hospitalised", "pregnancy_childbirth", "bereavement", "disaster_area")
_DISPUTES = ("amount", "paid", "not_mine", "identity_theft")
_COMPLAINTS = ("conduct", "amount", "service")
_HOLDS = ("investigation", "bereavement", "legal")


def hardships(card: Card) -> Iterator[Row]:
    for fact, ended in (("hardship", None), ("hardship ended", _ago(card, 5))):
        if is_drawn(card, fact, SHARES):
            yield _fact(card, "hardship_id", fact) | {
                "kind": _one_of(card, fact, _HARDSHIPS),
                "reported_at": _ago(card, 40),
                "ended_at": ended,
            }


def disputes(card: Card) -> Iterator[Row]:
    if is_drawn(card, "dispute", SHARES):
        yield _fact(card, "dispute_id", "dispute") | {
            "loan_id": public_id("L", card.row),
            "topic": _one_of(card, "dispute", _DISPUTES),
            "raised_at": _ago(card, 12),
        }


def complaints(card: Card) -> Iterator[Row]:
    for fact, answered in (("complaint", None), ("complaint answered", _ago(card, 8))):
        if is_drawn(card, fact, SHARES):
            yield _fact(card, "complaint_id", fact) | {
                "topic": _one_of(card, fact, _COMPLAINTS),
                "received_at": _ago(card, 15),
                "answered_at": answered,
            }


def holds(card: Card) -> Iterator[Row]:
    """Holds stop contact only: none pauses ageing, which must stay as the lender reports it."""
    if is_drawn(card, "hold", SHARES):
        yield _fact(card, "hold_id", "hold") | {
            "reason": _one_of(card, "hold", _HOLDS),
            "first_date": BUSINESS_DAY - timedelta(days=14),
            "last_date": BUSINESS_DAY + timedelta(days=16),
            "pauses_ageing": False,
        }


def promises(card: Card) -> Iterator[Row]:
    for fact, state, days in (
        ("promise open", "open", 6),
        ("promise kept", "kept", -30),
        ("promise broken", "broken", -9),
    ):
        if is_drawn(card, fact, SHARES):
            yield _fact(card, "promise_id", fact) | {
                "loan_id": public_id("L", card.row),
                "made_at": _ago(card, 4 - min(days, 0)),
                "due_date": BUSINESS_DAY + timedelta(days=days),
                "amount_minor": 100_000,
                "state": state,
            }


def plans(card: Card) -> Iterator[Row]:
    for fact, state, missed in (
        ("plan kept", "active", None),
        ("plan breached", "breached", BUSINESS_DAY - timedelta(days=30)),
    ):
        if is_drawn(card, fact, SHARES):
            yield _fact(card, "plan_id", fact) | {
                "loan_id": public_id("L", card.row),
                "agreed_at": _ago(card, 75),
                "months": 12,
                "grace_days": 5,
                "missed_due_date": missed,
                "state": state,
            }


def preferences(card: Card) -> Iterator[Row]:
    number = f"{public_id('B', card.row)}-MOBILE"
    asked: tuple[tuple[str, Row], ...] = (
        ("cease", {"kind": "cease"}),
        ("no calls by machine", {"kind": "channel_opt_out", "channel": "ai_voice"}),
        ("no messages", {"kind": "channel_opt_out", "channel": "sms"}),
        ("not this number", {"kind": "address_opt_out", "address_id": number}),
        ("quiet hours", {"kind": "quiet_hours", "from_minute": 12 * 60, "to_minute": 14 * 60}),
        ("only these hours", {"kind": "contact_window", "from_minute": 18 * 60, "to_minute": 20 * 60}),
    )
    for fact, wish in asked:
        if is_drawn(card, fact, SHARES):
            yield _fact(card, "preference_id", fact) | wish | {"stated_at": _ago(card, 50)}


def consents(card: Card) -> Iterator[Row]:
    evening: Row = {"kind": "contact_hours", "from_minute": 22 * 60, "to_minute": 23 * 60}
    agreed: tuple[tuple[str, Row], ...] = (
        ("agrees to the evening", evening),
        ("agreed to the evening once", evening | {"withdrawn_at": _ago(card, 6)}),
        ("agrees to more attempts", {"kind": "more_attempts", "channel": "voice"}),
    )
    for fact, agreement in agreed:
        if is_drawn(card, fact, SHARES):
            given = _fact(card, "consent_id", fact)
            yield (
                given
                | agreement
                | {
                    "given_by": "borrower",
                    "given_at": _ago(card, 80),
                    "evidence_id": f"E-{given['consent_id']}",
                }
            )


def _fact(card: Card, key: str, fact: str) -> Row:
    borrower_id = public_id("B", card.row)
    return {key: f"{borrower_id}-{fact.replace(' ', '-')}", "borrower_id": borrower_id}


def _one_of(card: Card, fact: str, choices: tuple[str, ...]) -> str:
    return choices[draw(card, f"which {fact}", len(choices))]


def _ago(card: Card, days: int) -> datetime:
    """An instant of a working hour so many days before the business day."""
    return instant_of(BUSINESS_DAY - timedelta(days=days), 9 * 60 + draw(card, f"minute {days}", 8 * 60))
