"""Order a visit: what for, where, when, by whom; a second person's word; the notice. Nobody is at a door by this yet.

The judge is asked when it is ordered, as if the notice left now and the recorder worked: what even then would not be
permitted is not ordered. Authority is the clearance at the door (`duly.desk.going`).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import Q

from duly.core.day import day_bounds, day_of
from duly.desk import approving, record, recorders, visits_on, visits_refused
from duly.desk.placing import NotPermitted
from duly.desk.reach import NotFound, within, within_reach
from duly.desk.saying import reason
from duly.desk.stopping import locked
from duly.desk.visit_judged import KIND, is_clear, notice_words, rehearsed, taken
from duly.rules.account.asked import Refused
from duly.rules.machines.visit import BEFORE, OPEN, Event, State
from duly.rules.rights import Act, Role, may
from duly.rules.visit import A_DAY_MOST, APART_MINUTES, PLACES, PURPOSES, RISKS, TELL_HOURS, WINDOW_HOURS
from duly.store.agreed import about
from duly.store.models import Address, Borrower, Loan, Notice, Recorder, RiskCheck, User, Visit
from duly.store.models.clearance import ALLOWING
from duly.store.moving import move

VISITORS = [role.value for role in Role if may(role, Act.GO)]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A visit that somebody would order."""

    loan_id: UUID
    address_id: UUID
    purpose: str
    place: str
    from_at: datetime
    until_at: datetime
    first_id: int
    second_id: int
    recorder_id: UUID
    risks: Sequence[str]
    because: str


def order(wanted: Wanted, *, at: datetime, by: User) -> Visit:
    """Order a visit, and ask a second person for their word. Raises NotFound, Refused, NotPermitted."""
    if not may(by.role, Act.VISIT):
        raise NotFound("visit")
    loan = within_reach(by, Loan, wanted.loan_id)
    if loan.creditor_id != by.lender_id:
        raise NotFound(f"{loan.id}")
    if words := taken(wanted.because, day_of(at)):
        raise Refused("because", words, "门口不收钱、不签字 nothing is paid or signed at a door", "说明、帮助 to help")
    with locked(loan.borrower_id) as borrower:
        made = _made(wanted, loan, borrower, at, by)
        told = rehearsed(made, wanted.risks, at=at)
        if told["verdict"] not in ALLOWING:
            raise NotPermitted(told)
        made.save(force_insert=True)
        RiskCheck.objects.create(
            borrower=borrower, visit=made, found=sorted(set(wanted.risks)), is_clear=is_clear(wanted.risks), by=by,
            at=at,
        )  # fmt: skip
        approving.ask(
            kind=KIND, subject=about(made), borrower_id=borrower.id, because=made.because, at=at, by=by,
            what={"number": made.number, "purpose": made.purpose, "from": made.from_at.isoformat(),
                  "until": made.until_at.isoformat(), "risks": sorted(set(wanted.risks))},
        )  # fmt: skip
        write(made, "order", at=at, by=by)
    return made


def _made(wanted: Wanted, loan: Loan, borrower: Borrower, at: datetime, by: User) -> Visit:
    """The order, if the house itself has nothing against it. Raises Refused, NotFound."""
    visits_on.must_be_on(loan.creditor_id, at)
    if visits_refused.stands(borrower.id):
        raise Refused("borrower", "refused", "本人已谢绝外访 the borrower declines visits", "改用书面 write instead")
    _one_of("purpose", wanted.purpose, PURPOSES)
    _one_of("place", wanted.place, PLACES)
    for risk in wanted.risks:
        _one_of("risks", risk, RISKS)
    if not is_clear(wanted.risks):
        raise Refused(
            "risks", ", ".join(wanted.risks), "可能只有未成年人或体弱者在，不去 nobody goes where only they may be",
            "改用其他方式 another way",
        )  # fmt: skip
    if not at < wanted.from_at < wanted.until_at or day_of(wanted.from_at) != day_of(wanted.until_at):
        raise Refused("from", wanted.from_at.isoformat(), "时段须在今后同一天内 a window of one day to come", "")
    if wanted.until_at - wanted.from_at > timedelta(hours=WINDOW_HOURS):
        raise Refused(
            "until", wanted.until_at.isoformat(), f"时段至多 {WINDOW_HOURS} 小时 {WINDOW_HOURS} hours at the most",
            f"≤ {(wanted.from_at + timedelta(hours=WINDOW_HOURS)).isoformat()}",
        )  # fmt: skip
    if Visit.objects.filter(borrower=borrower, state__in=OPEN).exists():
        raise Refused("borrower", "open", "已有外访单在办 a visit is ordered already", "先取消 call it off first")
    first, second = _visitors(wanted, loan)
    _hold(first, second)
    for one in (first, second):
        _has_time(one, wanted)
    address = Address.objects.filter(
        id=wanted.address_id, borrower=borrower, party=None, kind__in=("home", "workplace"), state="valid"
    ).first()
    if address is None:
        raise Refused(
            "address", "", "须是本人的有效地址 a valid place of the borrower's own", "住址或单位 home, workplace"
        )
    recorder = recorders.theirs(first).select_for_update(no_key=True).filter(id=wanted.recorder_id).first()
    if recorder is None:
        raise Refused("recorder", "", "没有这台记录仪 there is no such recorder", "先登记 take it in first")
    if _is_taken(recorder, wanted):
        raise Refused(
            "recorder", recorder.serial, "这台记录仪同一时段已派出 this recorder goes to another door then",
            "换一台或换时段 another one, or another window",
        )  # fmt: skip
    return Visit(
        borrower=borrower, number=f"WF-{day_of(at).year}-{secrets.randbelow(10**8):08d}", loan=loan, address=address,
        purpose=wanted.purpose, place=wanted.place, from_at=wanted.from_at, until_at=wanted.until_at, first=first,
        second=second, recorder=recorder, because=reason(wanted.because), ordered_by=by, ordered_at=at,
        state=Visit.machine.start,
    )  # fmt: skip


def _one_of(path: str, word: str, words: Iterable[str]) -> None:
    if word not in words:
        raise Refused(path, word, "请从列表中选择 choose from the list", " | ".join(words))


def visitors_for(loan: Loan) -> list[User]:
    """Who may go: of the house that works the loan."""
    held = User.objects.filter(role__in=VISITORS, is_active=True, suspended=False, agency=loan.placed_with_id)
    if loan.placed_with_id is None:
        held = held.filter(lender=loan.creditor_id)
    return list(held.order_by("name", "username"))


def _visitors(wanted: Wanted, loan: Loan) -> tuple[User, User]:
    there = {one.id: one for one in visitors_for(loan)}
    if wanted.first_id == wanted.second_id or not {wanted.first_id, wanted.second_id} <= there.keys():
        raise Refused("visitors", "", "须是两名不同的在岗外访员 two different visitors who work the loan", "2")
    return there[wanted.first_id], there[wanted.second_id]


def _hold(first: User, second: User) -> None:
    """Let no other order promise these two at once."""
    list(User.objects.select_for_update(no_key=True).filter(id__in=(first.id, second.id)).order_by("id"))


def _has_time(visitor: User, wanted: Wanted) -> None:
    """Each has time for the way, and for no more than they can do well. Raises Refused."""
    start, end = day_bounds(day_of(wanted.from_at))
    that_day = list(named(visitor).filter(state__in=OPEN, from_at__gte=start, from_at__lt=end))
    apart = timedelta(minutes=APART_MINUTES)
    if len(that_day) >= A_DAY_MOST:
        raise Refused(
            "visitors", visitor.username, f"当天已有 {A_DAY_MOST} 次外访 has {A_DAY_MOST} visits that day", ""
        )
    for one in that_day:
        if abs(one.from_at - wanted.from_at) < apart:
            raise Refused(
                "from", wanted.from_at.isoformat(), f"与另一外访相隔不到 {APART_MINUTES} 分钟 "
                f"less than {APART_MINUTES} minutes from another visit of theirs", "",
            )  # fmt: skip


def _is_taken(recorder: Recorder, wanted: Wanted) -> bool:
    """Whether the device was promised to another visit in a window that meets this one."""
    others = Visit.objects.filter(recorder=recorder, state__in=OPEN)
    return others.filter(from_at__lt=wanted.until_at, until_at__gt=wanted.from_at).exists()


def named(user: User) -> Any:
    """The visits that name somebody as a visitor."""
    return Visit.objects.filter(Q(first=user) | Q(second=user))


def approve(*, visit_id: UUID, because: str, at: datetime, by: User) -> Visit:
    """Approve as the second person. Raises Refused, NoSuchMove."""
    with held(visit_id) as made:
        visits_on.must_be_on(made.loan.creditor_id, at)
        approving.grant_of(KIND, about(made), because, at=at, by=by)
        approving.use(kind=KIND, subject=about(made), at=at, by=by)
        moved(made, Event.APPROVE, because, at=at, by=by)
    return made


def reject(*, visit_id: UUID, because: str, at: datetime, by: User) -> Visit:
    """Refuse as the second person, with the reason. Raises Refused, NoSuchMove."""
    with held(visit_id) as made:
        approving.refuse_of(KIND, about(made), because, at=at, by=by)
        moved(made, Event.REJECT, because, at=at, by=by)
    return made


def call_off(*, visit_id: UUID, because: str, at: datetime, by: User | None) -> Visit:
    """Call it off, as long as nobody stands at the door. Raises Refused, NoSuchMove."""
    with held(visit_id) as made:
        approving.drop(KIND, about(made), at=at, by=by)
        moved(made, Event.CALL_OFF, reason(because), at=at, by=by)
    return made


def notified(
    visit_id: UUID, proof_id: str, *, sent_at: datetime, words_on: date, at: datetime, by: User
) -> Visit:  # fmt: skip
    """Write down that the notice was sent, with what proves it.

    Raises NotFound, Refused, NoSuchMove, TemplateRefused.
    """
    if not may(by.role, Act.VISIT):
        raise NotFound(f"{visit_id}")
    proof_id = reason(proof_id, "proof_id")[:64]
    within_reach(by, Visit, visit_id)
    with held(visit_id) as made:
        visits_on.must_be_on(made.loan.creditor_id, at)
        approved = made.moves.filter(event=Event.APPROVE).first()
        if sent_at > at or approved is None or sent_at < approved.at:
            raise Refused("sent_at", sent_at.isoformat(), "须在批准之后、现在之前 after it was approved and by now", "")
        words = notice_words(made, words_on=words_on)
        notice = Notice.objects.create(
            borrower=made.borrower, kind="visit", agency=made.first.agency, loans=[str(made.loan_id)],
            sent_at=sent_at, proof_id=proof_id, text_sha256=sha256(words.encode()).hexdigest(),
        )  # fmt: skip
        moved(made, Event.NOTICE, "告知已送出 the borrower is told", at=at, by=by, notice=notice)
    return made


def lapse(*, at: datetime) -> int:
    """End the orders whose window is over, and the visits of which nobody told what came of them; how many."""
    untold = Q(state=State.STARTED, until_at__lte=at - timedelta(hours=TELL_HOURS))
    over = Visit.objects.filter(Q(state__in=BEFORE, until_at__lte=at) | untold).values_list("id", flat=True)
    return sum(_lapse(one, at) for one in over)


def _lapse(visit_id: UUID, at: datetime) -> bool:
    with held(visit_id) as made:
        if made.state not in OPEN:
            return False
        moved(made, Event.LAPSE, "时段已过 its window is over", at=at, by=None)
    return True


def listed(user: User, *, most: int = 50) -> list[Visit]:
    """The visits to people whom somebody may see, the latest window first."""
    rows = within(user, Visit.objects.all())
    return list(rows.select_related("borrower", "first", "second", "loan").order_by("-from_at", "id")[:most])


@contextmanager
def held(visit_id: UUID) -> Iterator[Visit]:
    """A visit as it stands under its borrower's lock."""
    with locked(Visit.objects.values_list("borrower_id", flat=True).get(id=visit_id)):
        beside = ("loan__creditor", "address", "first__agency", "second__agency", "recorder", "borrower")
        yield Visit.objects.select_related(*beside).get(id=visit_id)


def moved(made: Visit, event: Event, because: str, *, at: datetime, by: User | None, **further: Any) -> None:
    """Let it move, and put that on the record. Whoever calls holds it."""
    move(made, event, at=at, by=by, because=because, **further)
    write(made, event, at=at, by=by)


def write(made: Visit, event: str, *, at: datetime, by: User | None, **further: str) -> None:
    """Put it on the record."""
    said = {"visit": str(made.id), "number": made.number, "event": str(event), "state": str(made.state)} | further
    record.write(str(made.borrower_id), "change", said, at=at, by=by)
