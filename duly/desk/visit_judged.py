"""A visit as the judge hears of it, and in the approved words: advice before, and the question at the door."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from duly.desk import facts, recorders
from duly.desk.calling import OPENING, speaking_as
from duly.desk.facts import Proposed, Systems
from duly.desk.known import known
from duly.rules.compliance.wire import answer
from duly.rules.machines.visit import State
from duly.rules.templates import library
from duly.rules.templates.render import render
from duly.rules.visit import NOT_ALONE, SIGNED
from duly.rules.words import Context, check
from duly.store.agreed import about
from duly.store.models import Approval, Lender, RiskCheck, User, Visit

KIND, CHANNEL = "visit_order", "visit"
NOBODY = "某某"  # stands in the words that are hashed: whose name is sent stands in the vault alone
PLANNED = "planned"  # what is not there yet, in the question of whether it would do


@dataclass(frozen=True, slots=True)
class Ready:
    """What the visitors say of themselves as they stand there."""

    recorder_runs: bool
    plainly_dressed: bool


def is_clear(risks: Iterable[str]) -> bool:
    """Whether anybody may go there at all."""
    return not set(risks) & set(NOT_ALONE)


def rehearsed(visit: Visit, risks: Iterable[str], *, at: datetime) -> dict[str, Any]:
    """What the judge would say at the start of the window, if notice were sent now and the recorder worked: advice."""
    told = in_the_judges_words(visit, at=visit.from_at, is_approved=True, ready=Ready(True, True))
    told |= {
        "notice_id": PLANNED, "recorder": {"audio": True, "video": True, "working": True},
        "supervisor_approval_id": PLANNED, "risk_check_id": PLANNED if is_clear(risks) else None,
    }  # fmt: skip
    asked = _asked(visit, visit.first, told, visit.from_at, recording="up")
    sent = {"id": PLANNED, "type": "visit", "agency": None, "debts": [str(visit.loan_id)], "sent_at": at.isoformat(),
            "delivered_at": None, "proof_id": PLANNED}  # fmt: skip
    asked["facts"]["notices"].append(sent)
    return answer(asked)


def outlook(visit: Visit, by: User, *, at: datetime, ready: Ready) -> dict[str, Any]:
    """What the judge would say at this instant, over what is known now: advice, and no clearance."""
    told = in_the_judges_words(visit, at=at, is_approved=visit.state != State.ORDERED, ready=ready)
    return answer(_asked(visit, by, told, at, recording=recording_of(told)))


def _asked(visit: Visit, by: User, told: dict[str, Any], at: datetime, *, recording: str) -> dict[str, Any]:
    proposed = proposed_of(visit, by, told, at)
    rows = known(visit.borrower_id, by, CHANNEL, at, proposed.beside)
    return facts.asked(rows, proposed, Systems("up", recording))


def recording_of(told: Mapping[str, Any]) -> str:
    """The state of the recorder as the judge hears of recording in general."""
    return "up" if told["recorder"] and all(told["recorder"].values()) else "down"


def in_the_judges_words(visit: Visit, *, at: datetime, is_approved: bool, ready: Ready) -> dict[str, Any]:
    """The order, its notice, its check of risks and its recorder; what nobody knows stays out, and blocks."""
    notice = visit.moves.exclude(notice=None).values_list("notice_id", flat=True).first() if visit.moved else None
    check = RiskCheck.objects.filter(visit=visit, is_clear=True).first()
    granted = Approval.objects.filter(kind=KIND, subject=about(visit), state="used").first() if visit.moved else None
    recorder = recorders.told(visit.recorder, at, runs=ready.recorder_runs)
    return {
        "order_id": str(visit.id) if is_approved else None, "notice_id": notice and str(notice),
        "risk_check_id": check and str(check.id), "supervisor_approval_id": granted and str(granted.id),
        "place": visit.place, "clothing": "plain" if ready.plainly_dressed else "uniform_like",
        "recorder": recorder or {}, "films_interior": False, "note_left": "none", "takes_property": False,
    }  # fmt: skip


def proposed_of(visit: Visit, by: User, told: dict[str, Any], at: datetime) -> Proposed:
    """The contact at the door, judged as strictly as if it were to collect."""
    beside = visit.second if by.id == visit.first_id else visit.first
    return Proposed(
        address=visit.address, by=by, channel=CHANNEL, purpose="collect", at=at, content=speaking_as(by, OPENING),
        visit=told, beside=beside,
    )  # fmt: skip


def notice_words(visit: Visit, *, words_on: date) -> str:
    """What the borrower is told, with nobody's name in it. Raises TemplateRefused."""
    lender = visit.loan.creditor
    agency = visit.first.agency
    values = {
        "lender": lender.name, "borrower": NOBODY, "order_number": visit.number, "visit_from": visit.from_at,
        "visit_to": visit.until_at, **spoken_of(visit, lender), "complaint_line": lender.complaint_line,
    }  # fmt: skip
    template = library.load()[f"visit_notice{'_agency' if agency else ''}.zh"]
    given = {name: value for name, value in values.items() if name in template.names and value != ""}
    return render(template, given, on=words_on)


def spoken_of(visit: Visit, lender: Lender) -> dict[str, str]:
    """Who comes, and where to ask whether they are genuine."""
    agency = visit.first.agency
    return {
        "staff_name": visit.first.name, "staff_number": visit.first.username, "colleague_name": visit.second.name,
        "colleague_number": visit.second.username, "hotline": lender.hotline, "agency": agency.name if agency else "",
    }  # fmt: skip


def taken(text: str, day: date) -> str:
    """The words by which a text tells of money or a signature at a door; "" where there are none."""
    paid = [one.words for one in check(text, Context(as_of=day)).findings if one.code == "F-PAY"]
    signed = SIGNED.search(text)
    return paid[0] if paid else signed[0] if signed else ""
