"""That a borrower wants no visits, and that they ask for one after all."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from duly.desk import record
from duly.desk.saying import reason
from duly.rules.machines.visit import BEFORE, Event
from duly.store.models import Borrower, User, Visit, VisitInvited, VisitRefused
from duly.store.moving import move


def note(borrower: Borrower, *, at: datetime, by: User) -> VisitRefused:
    """Write down that visits have ended; those that wait end with it. Whoever calls holds the borrower's lock."""
    made = VisitRefused.objects.create(borrower=borrower, said_at=at, by=by)
    for each in Visit.objects.filter(borrower=borrower, state__in=BEFORE):
        move(each, Event.REFUSE, at=at, by=by, because="借款人谢绝外访 the borrower declines visits")
    return made


def stands(borrower_id: UUID) -> bool:
    """Whether they want none now: what was refused last is later than what was asked for last."""
    refused = VisitRefused.objects.filter(borrower=borrower_id).order_by("-said_at").first()
    return refused is not None and not _invited_since(refused)


def _invited_since(refused: VisitRefused) -> bool:
    return VisitInvited.objects.filter(borrower=refused.borrower_id, said_at__gt=refused.said_at).exists()


def invited(borrower: Borrower, *, evidence_id: str, at: datetime, by: User) -> VisitInvited:
    """Write down that the borrower themselves asks for a visit. Whoever calls holds the borrower's lock.

    It never undoes that somebody was asked to leave: the judge goes on hearing that. Raises Refused.
    """
    proof = reason(evidence_id, "evidence_id")[:64]
    made = VisitInvited.objects.create(borrower=borrower, said_at=at, evidence_id=proof, by=by)
    record.write(str(borrower.id), "change", {"visits": "invited", "evidence": proof}, at=at, by=by)
    return made
