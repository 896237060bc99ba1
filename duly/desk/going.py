"""Go on a visit: set out, arrive, start with a clearance, tell what came of it; and what the visitors see on their way.

The start is a contact like any other: judged, cleared and reserved in one transaction with the borrower's row locked.
Where the judge refuses, nobody knocks. Where staff are is kept for their safety; where a borrower is, never.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from duly.core.carrier import Receipt
from duly.core.day import day_bounds, day_of
from duly.core.machine import NoSuchMove
from duly.desk import contact, outcomes, visit_judged, visiting, visits_on
from duly.desk.contact import Refused as RefusedByTheJudge
from duly.desk.facts import Systems
from duly.desk.outcomes import Told
from duly.desk.placing import NotPermitted
from duly.desk.reach import NotFound
from duly.desk.saying import unprintable, without_personal
from duly.desk.visit_judged import Ready, taken
from duly.desk.visiting import held, moved, named
from duly.law import Law
from duly.rules.account.asked import Refused
from duly.rules.clocks import months_later
from duly.rules.machines import attempt as attempts
from duly.rules.machines.visit import OPEN, Event, State
from duly.rules.results import groups, results
from duly.rules.rights import Act, may
from duly.rules.visit import SET_OUT_HOURS
from duly.store.models import Attempt, User, Visit, VisitRecording
from duly.store.models.clearance import ALLOWING

PLACE_LETTERS_MOST, LATEST = 100, 20
ENDS = {
    "door_refuses": Event.REFUSE, "door_leave": Event.REFUSE, "door_other_leave": Event.REFUSE,
    "door_nobody": Event.FIND_NOBODY, "door_moved": Event.FIND_NOBODY,
    "door_unsafe": Event.BREAK_OFF, "door_not_safe": Event.BREAK_OFF,
}  # fmt: skip
SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Stop:
    """One visit of a day, and why it comes when it comes."""

    visit: Visit
    zh: str
    en: str


def route(user: User, at: datetime) -> list[Stop]:
    """The day's visits that name the person and of which the borrower was told: by the hour told, then by region."""
    start, end = day_bounds(day_of(at))
    shown = (State.NOTICED, State.ON_THE_WAY, State.ARRIVED, State.STARTED)
    rows = named(user).filter(from_at__gte=start, from_at__lt=end, state__in=shown)
    rows = rows.select_related("borrower", "loan__creditor", "address", "first__agency", "second__agency", "recorder")
    return [*_explained(rows.order_by("from_at", "borrower__region", "id"))]


def over(user: User, at: datetime) -> QuerySet[Visit]:
    """The day's visits that named the person and came to an end, whichever, in the order of their windows."""
    start, end = day_bounds(day_of(at))
    rows: QuerySet[Visit] = named(user).filter(from_at__gte=start, from_at__lt=end).exclude(state__in=OPEN)
    return rows.order_by("from_at", "id")


def _explained(visits: Iterable[Visit]) -> Iterable[Stop]:
    before: Visit | None = None
    for one in visits:
        if before is None:
            yield Stop(one, "当天最早约定的时段", "the earliest window told")
        elif before.from_at == one.from_at:
            yield Stop(one, "同一时段，按地区相邻", "the same window, the next region")
        else:
            yield Stop(one, "按告知借款人的时段", "by the window that the borrower was told")
        before = one


def one(user: User, visit_id: UUID) -> Visit:
    """A visit that names the person; another's is answered like none. Raises NotFound."""
    found = named(user).filter(id=visit_id, state__in=OPEN).first()
    if found is None or not may(user.role, Act.GO) or user.suspended or not user.is_active:
        raise NotFound(f"{visit_id}")
    found_one: Visit = found
    return found_one


def set_out(visit_id: UUID, *, place: str = "", at: datetime, by: User) -> Visit:
    """Set out, if the judge would permit the visit at the start of its window.

    Raises NotFound, Refused, NotPermitted, NoSuchMove.
    """
    one(by, visit_id)
    with held(visit_id) as made:
        visits_on.must_be_on(made.loan.creditor_id, at)
        if not made.from_at - timedelta(hours=SET_OUT_HOURS) <= at < made.until_at:
            raise Refused(
                "at", at.isoformat(), f"时段前 {SET_OUT_HOURS} 小时内出发 set out within {SET_OUT_HOURS} hours before",
                f"≥ {(made.from_at - timedelta(hours=SET_OUT_HOURS)).isoformat()}",
            )  # fmt: skip
        told = visit_judged.outlook(made, by, at=max(at, made.from_at), ready=Ready(True, True))
        if told["verdict"] not in ALLOWING:
            raise NotPermitted(told)
        moved(made, Event.SET_OUT, "出发 on the way", at=at, by=by, place=_place(place))
    return made


def arrive(visit_id: UUID, *, place: str = "", at: datetime, by: User) -> Visit:
    """Say that one is there. Raises NotFound, Refused, NoSuchMove."""
    one(by, visit_id)
    with held(visit_id) as made:
        moved(made, Event.ARRIVE, "到达 arrived", at=at, by=by, place=_place(place))
    return made


def _place(text: str) -> str:
    """Where a visitor is, as they or their device told. Raises Refused."""
    if unprintable(text):
        raise Refused("place", "…", "有看不见的字符 holds a sign that nobody can see", "文字和标点 letters and points")
    return without_personal(text.strip()[:PLACE_LETTERS_MOST], "place")


@transaction.atomic(durable=True)
def start(visit_id: UUID, ready: Ready, *, at: datetime, by: User) -> Attempt | RefusedByTheJudge:
    """Knock, if every rule permits it at this instant; otherwise why not. Raises NotFound, NoSuchMove, Refused."""
    return start_within(visit_id, ready, at=at, by=by)


def start_within(visit_id: UUID, ready: Ready, *, at: datetime, by: User) -> Attempt | RefusedByTheJudge:
    """The same in the transaction of whoever calls."""
    one(by, visit_id)
    with held(visit_id) as made:
        made.machine.after(made.state, Event.START)
        visits_on.must_be_on(made.loan.creditor_id, at)
        if not made.from_at <= at < made.until_at:
            raise Refused(
                "at", at.isoformat(), "不在告知借款人的时段内 outside the window that the borrower was told",
                f"{made.from_at.isoformat()} – {made.until_at.isoformat()}",
            )  # fmt: skip
        told = visit_judged.in_the_judges_words(made, at=at, is_approved=True, ready=ready)
        reserved = contact.reserve_within(
            borrower_id=made.borrower_id, proposed=visit_judged.proposed_of(made, by, told, at),
            systems=Systems("up", visit_judged.recording_of(told)),
        )  # fmt: skip
        if isinstance(reserved, RefusedByTheJudge):
            return reserved
        contact.carry_within(reserved, at=at)
        moved(made, Event.START, "凭放行开始 begun with a clearance", at=at, by=by, attempt=reserved)
    return reserved


def tell(visit_id: UUID, told: Told, *, id_shown: bool, at: datetime, by: User) -> Visit:
    """Write down what came of it; the effects of the result, and the end of the visit, in one transaction.

    Raises NotFound, NoSuchMove, BadResult, AlreadyRecorded.
    """
    one(by, visit_id)
    with held(visit_id) as made:
        if made.state != State.STARTED:
            raise NoSuchMove(f"外访未开始 the visit has not begun: {made.state}")
        attempt = Attempt.objects.get(visit_move__of=made)
        code = results().get(told.code)
        if code is None or not groups()[code.group].at_a_door:
            raise outcomes.BadResult("code", "请选择结果", "choose a result")
        _takes_nothing(told.note, day_of(at))
        group = groups()[code.group]
        met = group.came == "reached"
        if attempt.state == attempts.State.SENDING:
            receipt = Receipt(group.heard, answered=met, signals=tuple(code.signals))
            contact.note_within(attempt, receipt, at=at)
        outcomes.write(attempt=attempt, told=told, at=at, by=by)
        event = ENDS.get(code.code, Event.FINISH)
        moved(made, event, f"{code.words.zh} {code.words.en}", at=at, by=by, id_shown=id_shown if met else None)
    return made


def _takes_nothing(note: str, day: date) -> None:
    """Nothing is paid or signed at a door, and no note tells of it as if it were. Raises BadResult."""
    if words := taken(note, day):
        raise outcomes.BadResult(
            "note",
            f"“{words}”：门口不收钱、不签字；已经发生的，用“求助”告诉合规",
            "nothing is paid or signed at a door; what has happened, tell compliance under Help",
        )


def _begun(user: User) -> QuerySet[Visit]:
    begun: QuerySet[Visit] = named(user).filter(moves__attempt__isnull=False)
    return begun


def without_recording(user: User) -> list[Visit]:
    """The visits of the person that are over and of which no recording is named yet, the latest first."""
    return list(_begun(user).exclude(state=State.STARTED).filter(recordings=None).order_by("-from_at", "id")[:LATEST])


def keep_recording(visit_id: UUID, *, file_id: str, sha256: str, law: Law, at: datetime, by: User) -> VisitRecording:
    """Write down which recording belongs to a visit, and until when it is kept. Raises NotFound, Refused."""
    found = _begun(by).filter(id=visit_id).first()
    if found is None or not may(by.role, Act.GO):
        raise NotFound(f"{visit_id}")
    if not SHA256.fullmatch(sha256) or not 0 < len(file_id.strip()) <= 64 or unprintable(file_id):
        raise Refused("sha256", sha256[:64], "须写文件编号和 64 位哈希 the file's id and its hash", "")
    months = law["house.visit_recordings_kept"].on(day_of(at))["months_least"]
    with held(visit_id) as made:
        kept, is_new = VisitRecording.objects.get_or_create(
            visit=made, sha256=sha256,
            defaults={"borrower": made.borrower, "file_id": without_personal(file_id.strip(), "file_id"), "by": by,
                      "at": at, "kept_until": months_later(day_of(at), months)},
        )  # fmt: skip
        if is_new:
            visiting.write(made, "recording", at=at, by=by, sha256=sha256)
    return kept
