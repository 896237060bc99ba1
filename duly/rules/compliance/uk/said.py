"""What would be said, shown or charged. Words that nobody checked are unknown: there is no English checker here."""

from __future__ import annotations

import re
from typing import Any

from duly.rules.compliance.uk.asked import Asked, any_of
from duly.rules.compliance.wire.told import Record

WRITTEN = ("text", "push", "im", "in_app", "email", "mail", "postcard", "web_portal")
DEBT = re.compile(r"\bdebts?\b|arrears|\bowe|overdue|past due|outstanding|repay|balance", re.I)
FALSE_REASON = re.compile(r"deliver|parcel|courier|\bprize\b|you have won", re.I)
PRESSES = re.compile(
    r"sell (your|the) |take out a loan|borrow (from|money)|re-?mortgage|within \d+ hours|(today|now|at once) or\b"
    r"|pay (it |the )?(all|in full) (today|now|at once|immediately)",
    re.I,
)
COVER = re.compile(r"debt|collect|recover|\bowe|overdue|arrears|final notice|bailiff|marked", re.I)
PRIVATE = re.compile(r"private|confidential|addressee only", re.I)
OCCUPIER = re.compile(r"occupier|householder|resident", re.I)
AUTHORITY = ("F-AUTH", "F-LENDERID", "F-FALSE")
PRESSURE = ("F-BORROW", "F-SEIZE")
SPREADS = ("F-PRIV", "F-THIRD")
ELSEWHERE = {*AUTHORITY, *PRESSURE, *SPREADS, "F-FEE", "F-POST"}  # any other finding counts as uncivil
CLAIMED = {  # what is claimed of a court, and from which stage of a case it is true
    "decided": ("prepared", "filed", "accepted", "payment_order", "judgment", "enforcement"),
    "filed": ("filed", "accepted", "payment_order", "judgment", "enforcement"),
    "judgment": ("judgment", "enforcement"),
    "enforcement": ("enforcement",),
}


def said_of(asked: Asked) -> dict[str, Any]:
    """The facts of the content."""
    said, text = asked.content, _text(asked)
    heard = _flags(asked)
    claims = said.get("claims") or {}
    threatens = said.get("threatens_legal_action") is True or claims.get("legal_action") in ("threatened", "decided")
    sues = asked.channel == "court_filing" or threatens
    return {
        "discloses": _discloses(asked, text),
        "identified": said.get("identity_verified") is True,
        "public": asked.channel in ("public_post", "social_media_public_post", "postcard")
        or said.get("visible_to_others") is True or (asked.action.get("visit") or {}).get("note_left") == "shows_debt"
        or "F-POST" in (heard or ()),
        "cover_shows": bool(COVER.search(said.get("envelope") or "")),
        "cover_private": bool(PRIVATE.search(said.get("envelope") or "")),
        "to_occupier": bool(OCCUPIER.search(said.get("addressee") or "")),
        "false_reason": bool(FALSE_REASON.search(text)) or _flagged(heard, ()),
        "spreads": _flagged(heard, SPREADS),
        "misrepresents": any_of((_flagged(heard, AUTHORITY), *_poses(asked), *_misstates(asked, claims))),
        "presses": bool(PRESSES.search(text)) or said.get("suggests_borrowing") is True or _flagged(heard, PRESSURE),
        "abusive": None if heard is None else bool(heard - ELSEWHERE),
        "fee_unagreed": any_of((_fee(asked, claims.get("fees")), _flagged(heard, ("F-FEE",)))),
        "sues": sues,
        "escalates": sues or asked.channel == "visit",
    }  # fmt: skip


def _text(asked: Asked) -> str:
    return " ".join(filter(None, (asked.content.get("text"), asked.content.get("body"))))


def _flags(asked: Asked) -> set[str] | None:
    """What a checker found in the words; None where there are words, or should be, and nobody checked them."""
    flags = asked.content.get("flags")
    if flags is not None:
        return set(flags)
    return None if _text(asked) or asked.channel in WRITTEN else set()


def _flagged(heard: set[str] | None, codes: tuple[str, ...]) -> bool | None:
    return None if heard is None else bool(heard & set(codes))


def _discloses(asked: Asked, text: str) -> bool | None:
    told = asked.content.get("discloses_debt")
    if isinstance(told, bool):
        return told
    if text:
        return bool(DEBT.search(text))
    return None if asked.content or asked.channel in WRITTEN else False


def _poses(asked: Asked) -> tuple[bool, ...]:
    """The ways of posing as another: in words, on paper, in dress."""
    said, role = asked.content, (asked.facts.get("collector") or {}).get("role")
    return (
        said.get("imitates_authority") is True,
        said.get("speaks_as") == "authority",
        said.get("speaks_as") == "lender" and role == "agency",
        (asked.action.get("visit") or {}).get("clothing") == "uniform_like",
    )


def _misstates(asked: Asked, claims: Record) -> tuple[bool | None, ...]:
    """What is claimed and is not so: of a court, of a blacklist, of a bureau, of the sum."""
    totals = [(each.get("balance") or {}).get("total") for each in asked.debts]
    amount = claims.get("amount")
    wrong = None if None in totals else amount != sum(filter(None, totals))
    return (
        _unfounded(asked, claims.get("legal_action")),
        claims.get("blacklist") is True,
        claims.get("credit_reporting") == "repair_offer",
        False if amount is None else wrong,
    )


def _unfounded(asked: Asked, claimed: str | None) -> bool | None:
    """Whether a suit or judgment is claimed that no case on file bears out."""
    if claimed not in CLAIMED:
        return False
    if any("legal_case" not in each for each in asked.debts):
        return None
    return any((each["legal_case"] or {}).get("stage") not in CLAIMED[claimed] for each in asked.debts)


def _fee(asked: Asked, fees: Any) -> bool | None:
    if not fees:
        return None if asked.purpose == "charge_fee" else False
    return any_of(None if each.get("in_contract") is None else not each["in_contract"] for each in fees)
