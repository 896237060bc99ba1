"""A pack of evidence handed out over the web, by page or to a program: for a purpose, people masked in it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from duly import wiring
from duly.core.day import day_of
from duly.desk import evidence
from duly.desk.evidence import Matter, NoSuchMatter, NotYours
from duly.desk.outcomes import BadResult, worded
from duly.desk.reach import NotFound
from duly.nightly.evidence.index import Asked
from duly.nightly.evidence.owed import statement
from duly.nightly.evidence.pack import made
from duly.nightly.statement.paper import CannotPrint
from duly.store.keyring import VaultClosed
from duly.store.models import User

PURPOSE_MOST = 200


def matter_of(borrower_id: UUID, user: User) -> Matter:
    """What there is to prove about a borrower. Raises NotFound for whoever may not have it."""
    try:
        return evidence.matter(borrower=str(borrower_id), by=user)
    except (NoSuchMatter, NotYours):
        raise NotFound(f"{borrower_id}") from None


def packed(matter: Matter, *, purpose: str, lang: str, at: datetime, by: User) -> bytes:
    """The pack as a ZIP. That it was handed out is on the record before it leaves. Raises BadResult for the purpose."""
    purpose = worded("purpose", purpose, at=at, most=PURPOSE_MOST)
    owed, absent = statement(wiring.home(None), matter.borrower.ref, day_of(at), lang)
    try:
        people = evidence.people(matter.borrower, wiring.vault(), clear=False, by=by, at=at)
    except VaultClosed as closed:
        people, absent = [], {**absent, "people": str(closed)}
    try:
        done = made(matter, Asked(at, by.username, purpose, lang, people), owed, absent)
    except CannotPrint:
        raise BadResult(
            "purpose", "有字符无法印出，请用文字和标点", "holds a sign that cannot be printed; use letters and points"
        ) from None
    evidence.hand_out(matter, {"pack": done.fingerprint, "purpose": purpose}, at=at, by=by)
    return done.data
