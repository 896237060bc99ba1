"""Take in what somebody complains of or objects to with no call behind it: by post, at the counter, on the hotline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from duly.desk import outcomes, record, stopping
from duly.desk.answering import NOUNS, Moved
from duly.desk.outcomes import BadResult
from duly.desk.reach import NotFound, named, visible
from duly.store.models import Borrower, Complaint, Loan, Note, User
from duly.store.models.complaint import TOPICS
from duly.store.models.dispute import KINDS

ABOUT = {"complaint": TOPICS, "dispute": KINDS}
REF_MOST, AT_ONCE = 80, 20


def found(user: User, text: str, *, at: datetime) -> list[Borrower]:
    """Borrowers by their reference or a loan's, with a case or without: anybody may complain. The look is recorded."""
    text = text.strip()
    if not text or len(text) > REF_MOST:
        return []
    people = list(visible(user).filter(id__in=named(text)).order_by("ref")[:AT_ONCE])
    said = {"searched": sha256(text.encode()).hexdigest()[:16], "found": len(people)}
    record.of_the_house("view", said, at=at, by=user)
    return people


def borrower_of(user: User, borrower_id: UUID) -> Borrower:
    """Somebody within reach. Raises NotFound."""
    there = visible(user).filter(id=borrower_id).first()
    if there is None:
        raise NotFound(f"{borrower_id}")
    return there


def so_far(borrower: Borrower) -> int:
    """How many complaints and disputes there are: what a page knows, so that one is not taken in twice."""
    return sum(noun.objects.filter(borrower=borrower).count() for noun in NOUNS.values())


def take_in(
    *, borrower_id: UUID, kind: str, about: str, loans: Sequence[str], text: str, seen: int, at: datetime, by: User
) -> Any:
    """Keep it with what was said; collection stops with it. `loans` are the ids it is about, none being every one.

    Raises NotFound; BadResult, naming the field; Moved where one was taken in since the page was opened.
    """
    there = borrower_of(by, borrower_id)
    if kind not in ABOUT:
        raise BadResult("kind", "请选投诉或异议", "choose a complaint or a dispute")
    if about not in ABOUT[kind]:
        raise BadResult("about", "请选事由", "choose what it is about")
    with stopping.locked(there.id) as borrower:
        if so_far(borrower) != seen:
            raise Moved("刚才已收进一件，没有重复记录 One was taken in meanwhile; nothing was recorded twice")
        asked: dict[str, Any] = {"loans": _loans(borrower, loans), "at": at, "by": by}
        outcomes.note(borrower, text, at=at, by=by)
        if kind == "complaint":
            return stopping.complain(borrower, topic=about, **asked)
        return stopping.dispute(borrower, kind=about, **asked)


def _loans(borrower: Borrower, loans: Sequence[str]) -> list[str] | None:
    known = {str(one) for one in Loan.objects.filter(borrower=borrower).values_list("id", flat=True)}
    if not known.issuperset(loans):
        raise BadResult("loans", "借据不是这位借款人的", "a loan is not this borrower's")
    return [*loans] or None


def said(noun: Any) -> list[Note]:
    """What was noted when it was taken in: by hand, or as the note of the call in which it was said."""
    at = noun.received_at if isinstance(noun, Complaint) else noun.raised_at
    return list(Note.objects.filter(borrower=noun.borrower_id, at=at).select_related("by").order_by("id"))
