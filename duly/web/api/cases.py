"""Cases: found, read, noted, and whatever stops collection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from ninja import Query, Router

from duly import wiring
from duly.core.day import day_of
from duly.desk import calling, case_file, holds, outcomes, reach, record, stopping
from duly.desk import timeline as timelines
from duly.desk.outcomes import BadResult
from duly.desk.reach import case_of, within_reach
from duly.rules.rights import Act
from duly.store.models import Address, Borrower, Hold, Loan
from duly.store.models.record import HOUSE
from duly.web.api import cursor as cursors
from duly.web.api import shapes, showing, shown
from duly.web.api.problems import Fault, Problem
from duly.web.api.routes import matches, reads, tagged_as, writes
from duly.web.api.work import Cursor, Most

router = Router(tags=["cases"])
CASE = "/cases/{uuid:case_id}"
Ref = Annotated[str, Query(min_length=1, max_length=80, pattern=shapes.NO_NUL)]


@reads(router, "/cases", needs=(Act.SEE_CASE,), answers=shown.CasesFound)
def find_cases(request: Any, ref: Ref) -> shown.CasesFound:
    """按借款人或借据的编号找案件。检索留痕。
    Cases by the reference of a borrower or a loan. The search is on the record.
    """
    return shown.CasesFound(
        items=[
            shown.CaseFound(id=one.id, borrower_ref=one.borrower.ref, state=one.state, opened_on=one.opened_on)
            for one in reach.find(request.user, ref, at=request.at)
        ]
    )


@reads(router, CASE, needs=(Act.SEE_CASE,), answers=shown.CaseShown)
def case(request: Any, case_id: UUID) -> shown.CaseShown:
    """一个案件的全部，人名和号码脱敏。查看留痕。
    One case, whole, with people and numbers masked. Looking at it is on the record.
    """
    found = case_of(request.user, case_id)
    record.look(found.borrower, at=request.at, by=request.user)
    file = case_file.read(found, day_of(request.at))
    return showing.case_shown(file, day_of(request.at), showing.masks_of(file))


@reads(router, CASE + "/timeline", needs=(Act.SEE_CASE,), answers=shown.Happenings)
def timeline(request: Any, case_id: UUID, limit: Most = 60) -> shown.Happenings:
    """发生过什么，最近的在前。查看留痕。
    What happened, the latest first. Looking at it is on the record.
    """
    found = case_of(request.user, case_id)
    record.look(found.borrower, at=request.at, by=request.user)
    lines = timelines.timeline(found.borrower, most=limit)
    return shown.Happenings(items=[showing.happening_shown(one) for one in lines])


@reads(router, CASE + "/outlooks", needs=(Act.CONTACT,), answers=shown.Outlooks)
def outlooks(request: Any, case_id: UUID) -> shown.Outlooks:
    """现在可以打吗？对每个号码的裁定预告，不预留任何东西。
    May I call now? What the judge would say of a call to each number; nothing is reserved by asking.
    """
    found = case_of(request.user, case_id)
    numbers = Address.objects.filter(borrower=found.borrower, kind__in=calling.CALLABLE).order_by("kind", "id")
    asked = {"user": request.user, "borrower": found.borrower, "systems": wiring.systems(), "at": request.at}
    looks = calling.outlooks(addresses=numbers.select_related("party"), **asked)
    return shown.Outlooks(items=[showing.outlook_shown(one.address.id, one.permitted, one.told) for one in looks])


@reads(router, CASE + "/record", needs=(Act.READ_RECORD,), answers=shown.Entries)
def case_record(request: Any, case_id: UUID, cursor: Cursor = "", limit: Most = 50) -> shown.Entries:
    """案件的记录：每个决定、查看、改动，逐条带前一条的散列。
    The record of a case: every decision, look and change, each with the hash of the one before.
    """
    found = case_of(request.user, case_id)
    return _entries(str(found.borrower_id), cursor, limit)


@reads(router, "/record", needs=(Act.READ_RECORD,), answers=shown.Entries)
def house_record(request: Any, cursor: Cursor = "", limit: Most = 50) -> shown.Entries:
    """与借款人无关的记录。
    The record of what concerns no borrower.
    """
    return _entries(HOUSE, cursor, limit)


def _entries(chain: str, cursor: str, limit: int) -> shown.Entries:
    rows, after = record.page(chain, after=cursors.read(cursor, start=0), most=limit)
    return shown.Entries(items=[showing.entry_shown(one) for one in rows], next=cursors.written(after))


@writes(router, CASE + "/notes", needs=(Act.NOTE,), answers=shown.NoteShown)
def write_note(request: Any, case_id: UUID, asked: shapes.WrittenNote) -> shown.NoteShown:
    """写催记，须通过用语检查；号码和姓名在保险库里。
    Keep a note that the words allow; numbers and names belong in the vault.
    """
    found = case_of(request.user, case_id)
    with stopping.locked(found.borrower_id) as borrower:
        try:
            made = outcomes.note(borrower, asked.text, at=request.at, by=request.user)
        except BadResult as fault:
            raise Problem("invalid", (Fault("text", fault.zh, fault.en),)) from None
    return shown.NoteShown(id=made.id, at=made.at, text=made.text)


@writes(router, CASE + "/complaints", needs=(Act.STOP,), answers=shown.StopShown)
def complain(request: Any, case_id: UUID, asked: shapes.ToldComplaint) -> shown.StopShown:
    """受理投诉：相关催收随之停下，已预留的取消。
    Take a complaint in: collection on what it is about stops with it, and what was reserved is taken back.
    """
    with stopping.locked(case_of(request.user, case_id).borrower_id) as borrower:
        loans = loans_of(borrower, asked.loans)
        made = stopping.complain(borrower, topic=asked.topic, loans=loans, at=request.at, by=request.user)
    return showing.stop_shown(made)


@writes(router, CASE + "/disputes", needs=(Act.STOP,), answers=shown.StopShown)
def dispute(request: Any, case_id: UUID, asked: shapes.ToldDispute) -> shown.StopShown:
    """受理异议：相关催收随之停下，已预留的取消。
    Take an objection in: collection on what it is about stops with it, and what was reserved is taken back.
    """
    with stopping.locked(case_of(request.user, case_id).borrower_id) as borrower:
        loans = loans_of(borrower, asked.loans)
        made = stopping.dispute(borrower, kind=asked.kind, loans=loans, at=request.at, by=request.user)
    return showing.stop_shown(made)


@writes(router, CASE + "/holds", needs=(Act.STOP,), answers=shown.StopShown)
def hold(request: Any, case_id: UUID, asked: shapes.ToldHold) -> shown.StopShown:
    """暂停催收若干天，或直到有人解除。
    Put collection on hold, for some days or until somebody lifts it.
    """
    with stopping.locked(case_of(request.user, case_id).borrower_id) as borrower:
        loans = loans_of(borrower, asked.loans)
        made = stopping.hold(borrower, kind=asked.kind, loans=loans, days=asked.days, at=request.at, by=request.user)
    return showing.stop_shown(made)


@writes(router, CASE + "/opt-outs", needs=(Act.STOP,), answers=shown.StopShown)
def opt_out(request: Any, case_id: UUID, asked: shapes.ToldOptOut) -> shown.StopShown:
    """记下借款人不愿以这种方式或在这个地址被联系。
    Write down that the borrower does not want to be contacted this way, or at this address.
    """
    with stopping.locked(case_of(request.user, case_id).borrower_id) as borrower:
        address = Address.objects.filter(borrower=borrower, id=asked.address).first() if asked.address else None
        if asked.address and address is None:
            way = ("用本案件的地址", "use an address of this case")
            raise Problem("invalid", (Fault("address", "本案件没有这个地址", "is no address of this case", *way),))
        told: dict[str, Any] = {"channels": asked.channels, "address": address}
        made = stopping.opt_out(borrower, **told, at=request.at, by=request.user)
    return showing.stop_shown(made)


@writes(router, "/holds/{uuid:hold_id}/end", needs=(Act.LIFT,), answers=shown.StopShown, status=200, tagged=True)
def lift_hold(request: Any, hold_id: UUID, asked: shapes.Reason) -> tuple[shown.StopShown, dict[str, str]]:
    """解除暂停，写明理由；此后能否联系由闸口重新裁定。
    End a hold, with the reason; whether contact is permitted then the gate decides anew.
    """
    found = within_reach(request.user, Hold, hold_id)
    with stopping.locked(found.borrower_id):
        found.refresh_from_db(fields=("state", "moved"))
        matches(request, found)
        try:
            made = holds.lift(hold_id=hold_id, because=asked.because, at=request.at, by=request.user)
        except holds.AlreadyLifted:
            raise Problem("no_such_move") from None
        except BadResult as fault:
            raise Problem("invalid", (Fault(fault.field, fault.zh, fault.en),)) from None
    return showing.stop_shown(made), {"ETag": tagged_as(made)}


def loans_of(borrower: Borrower, wanted: Sequence[UUID] | None) -> list[str] | None:
    """The loans as the desk names them. Raises Problem for one that is none of the borrower's."""
    if wanted is None:
        return None
    theirs = set(Loan.objects.filter(borrower=borrower).values_list("id", flat=True))
    for place, one in enumerate(wanted):
        if one not in theirs:
            way = ("用本案件的借据", "use a loan of this case")
            raise Problem("invalid", (Fault(f"loans.{place}", "本案件没有这笔借据", "is no loan of this case", *way),))
    return [str(one) for one in wanted]
