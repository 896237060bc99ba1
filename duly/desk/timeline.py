"""Everything done about a borrower's case, in order: what began, what it came to, and who or what moved it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from duly.core.day import instant_of
from duly.rules.results import results
from duly.store.models import (
    Attempt,
    Borrower,
    Case,
    Clearance,
    Complaint,
    Dispute,
    Heard,
    Hold,
    Note,
    Notice,
    Plan,
    Promise,
    Result,
    Settlement,
    User,
    VisitMove,
    Waiver,
)

AT_ONCE = 60  # lines of a timeline
VISIT_BESIDE = ("by", "of", "notice")
FROM_THE_BOOK = "贷款人的台账 the lender's book"
INVENTED, INVENTED_SAID = "invented/", "虚构 invented"  # how the past of a demonstration is named, and told apart
LAST_SECOND = timedelta(days=1, seconds=-1)


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the timeline. Where nobody did it, `because` says what did, or from where it is known.

    `noun` is what it happened to; `event` the move of it, "" where it began.
    """

    at: datetime
    kind: str
    noun: Any
    by: User | None = None
    event: str = ""
    to_state: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class VisitStep:
    """One step of a visit: which, what happened, and what proves that the borrower was told."""

    id: UUID
    code: str
    number: str
    proof_id: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """How a noun with moves is told: when it began, who began it, and whether that is a day or an instant."""

    noun: type[Any]
    began: str
    by: str = ""
    of_the_day: Callable[[date], datetime] | None = None
    is_ours: bool = False  # never a row of the lender's book: whatever moved it first also began it


def _begin(day: date) -> datetime:
    return instant_of(day, 0)


def _end(day: date) -> datetime:
    """A promise of a day was made in a call of that day."""
    return instant_of(day, 0) + LAST_SECOND


MOVED = (  # of two in one instant the first stands above
    Told(Case, "opened_on", of_the_day=_begin, is_ours=True),
    Told(Promise, "made_on", of_the_day=_end),
    Told(Plan, "proposed_at", by="proposed_by"),
    Told(Settlement, "requested_at", by="requested_by"),
    Told(Waiver, "requested_at", by="requested_by"),
    Told(Hold, "from_at"),
    Told(Complaint, "received_at"),
    Told(Dispute, "raised_at"),
)


def timeline(borrower: Borrower, *, most: int = AT_ONCE) -> list[Happening]:
    """What happened, the latest first."""
    found = [*_done(borrower, most), *_moved(borrower, most), *_told(borrower, most)]
    return sorted(found, key=lambda one: one.at, reverse=True)[:most]


def _done(borrower: Borrower, most: int) -> Iterator[Happening]:
    """What our people did, asked for and wrote."""
    of = {"borrower": borrower}
    for result in Result.objects.filter(**of).select_related("by", "attempt").order_by("-at")[:most]:
        yield Happening(result.at, "result", results()[result.code], result.by)
    for attempt in Attempt.objects.filter(**of, result=None).select_related("by").order_by("-at")[:most]:
        yield Happening(attempt.at, "attempt", attempt, attempt.by)
    refused = Clearance.objects.filter(**of, expires_at=None).select_related("asked_by").order_by("-judged_at")
    for clearance in refused[:most]:
        yield Happening(clearance.judged_at, "refused", clearance, clearance.asked_by)
    for note in Note.objects.filter(**of).select_related("by").order_by("-at")[:most]:
        yield Happening(note.at, "note", note, note.by)
    for move in VisitMove.objects.filter(of__borrower=borrower).select_related(*VISIT_BESIDE).order_by("-at")[:most]:
        proof = move.notice.proof_id if move.notice else None
        yield Happening(move.at, "visit", VisitStep(move.of_id, move.event, move.of.number, proof), move.by)


def _moved(borrower: Borrower, most: int) -> Iterator[Happening]:
    """What was agreed, stopped or opened, and each of its moves."""
    for told in MOVED:
        kind, moves = str(told.noun._meta.model_name), told.noun.moves.rel.related_model
        steps = moves.objects.filter(of__borrower=borrower).select_related("of", "by").order_by("-at", "-seq")[:most]
        first = {move.of_id: move.because for move in steps if move.seq == 1}
        for move in steps:
            if (move.event, move.at) != ("offer", getattr(move.of, told.began)):  # offered as it was worked out
                yield Happening(move.at, kind, move.of, move.by, move.event, move.to_state, move.because)
        rows = told.noun.objects.filter(borrower=borrower).order_by(f"-{told.began}")
        for noun in (rows.select_related(told.by) if told.by else rows)[:most]:
            began = getattr(noun, told.began)
            at = told.of_the_day(began) if told.of_the_day else began
            because = first.get(noun.id, "") if told.is_ours else known_from(noun.ref)
            yield Happening(at, kind, noun, getattr(noun, told.by) if told.by else None, because=because)


def _told(borrower: Borrower, most: int) -> Iterator[Happening]:
    """What was heard, and what was sent because the law wants it."""
    for notice in Notice.objects.filter(borrower=borrower).order_by("-sent_at")[:most]:
        yield Happening(notice.sent_at, "notice", notice, because=known_from(notice.ref))
    yield from _heard(borrower, most)


def _heard(borrower: Borrower, most: int) -> Iterator[Happening]:
    for heard in Heard.objects.filter(borrower=borrower).order_by("-at")[:most]:
        yield Happening(heard.at, "heard", heard, because=known_from(heard.ref))


def known_from(ref: str | None) -> str:
    """From where a row is known that did not begin here."""
    if ref is None:
        return ""
    return INVENTED_SAID if ref.startswith(INVENTED) else FROM_THE_BOOK


def contacts(borrower: Borrower, *, most: int = AT_ONCE) -> list[Happening]:
    """Every contact that was made or may have been made, the latest first: what the borrower may read of us."""
    made = [
        Happening(one.at, "attempt", one, one.by)
        for one in Attempt.objects.filter(borrower=borrower)
        .exclude(state="lapsed")
        .select_related("by")
        .order_by("-at")[:most]
    ]
    return sorted([*made, *_heard(borrower, most)], key=lambda one: one.at, reverse=True)[:most]
