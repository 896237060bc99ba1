"""Clearance for a line of one's own, and what came of the call."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from ninja import Router

from duly import wiring
from duly.core.day import CONTACT_ZONE
from duly.desk import clearing, outcomes, stopping
from duly.desk.contact import Refused
from duly.desk.facts import Systems
from duly.desk.outcomes import AlreadyRecorded, BadResult, Told
from duly.desk.reach import NotFound, case_of, within_reach
from duly.desk.unreachable import Unproven, draw_up
from duly.desk.vault import NotInTheVault, Withheld
from duly.nightly.sides import sides
from duly.rules.results import results
from duly.rules.rights import Act
from duly.store.keyring import DoesNotOpen, VaultClosed
from duly.store.models import Address, Attempt, Case
from duly.web.api import shapes, showing, shown
from duly.web.api.problems import Fault, Problem
from duly.web.api.routes import matches, reads, tagged_as, writes

router = Router(tags=["contacts"])
CASE = "/cases/{uuid:case_id}"
WAY_OUT = "先按规定联系本人 try the borrower first, as the rules ask"
ATTEMPT = "/attempts/{uuid:attempt_id}"
Tagged = tuple[shown.AttemptShown, dict[str, str]]


@writes(router, "/clearances", needs=(Act.CONTACT,), answers=shown.ClearanceShown)
def clear(request: Any, asked: shapes.WantedCall) -> shown.ClearanceShown:
    """为自有线路的一次通话申请放行：预留一次联系，或给出拒绝及理由。
    Ask for clearance of a call over a line of one's own: the attempt is reserved, or the refusal comes with reasons.

    A clearance lasts 120 seconds and serves for one call. Depart before the line dials; tell what came of it after.
    """
    content = {
        "institution_named": asked.institution_named, "recording_stated": asked.recording_stated,
        "discloses_debt": asked.discloses_debt,
    }  # fmt: skip
    made = clearing.clear(
        clearing.Wanted(asked.address, asked.caller_id, content), at=request.at, by=request.user,
        systems=Systems(contact_counter=wiring.systems().contact_counter, recording=asked.recording),
    )  # fmt: skip
    return showing.clearance_shown(made, None if isinstance(made, Refused) else _shown(made)[0])


@writes(router, CASE + "/addresses/{uuid:address_id}/unreachable", needs=(Act.CONTACT,), answers=shown.ProofShown)
def prove_unreachable(request: Any, case_id: UUID, address_id: UUID) -> shown.ProofShown:
    """出具失联证明，以便联系这位联系人；内容出自联系记录，不够则说明缺什么。
    Draw up the proof that the borrower cannot be reached, which opens the way to this contact person; it is made from
    the record of attempts, and where that is not enough it is said what is missing.
    """
    borrower = case_of(request.user, case_id).borrower
    if not Address.objects.filter(id=address_id, borrower=borrower).exists():
        raise NotFound(f"{address_id}")
    try:
        made = draw_up(address_id=address_id, by=request.user, systems=wiring.systems(), at=request.at)
    except Unproven as unproven:
        faults = tuple(Fault("address", *sides(why), *sides(WAY_OUT)) for why in unproven.why)
        raise Problem("not_permitted", faults) from None
    return shown.ProofShown(id=made.id, basis=made.basis, built_at=made.built_at, addresses=made.addresses)


@reads(router, ATTEMPT, needs=(Act.SEE_CASE,), answers=shown.AttemptShown)
def attempt(request: Any, attempt_id: UUID) -> Tagged:
    """一次联系的现状和 ETag。
    One attempt as it stands, with its tag.
    """
    return _shown(within_reach(request.user, Attempt, attempt_id))


@writes(router, ATTEMPT + "/departure", needs=(Act.CONTACT,), answers=shown.AttemptShown, status=200, tagged=True)
def depart(request: Any, attempt_id: UUID) -> Tagged:
    """告知线路现在拨出；凭证失效或此后有新情况则拒绝。
    Say that the line dials now; refused where the clearance lapsed or something was said since.
    """
    with _held(request, clearing.of(attempt_id, by=request.user)) as held:
        clearing.depart(held, at=request.at)
    return _shown(held)


@reads(router, ATTEMPT + "/number", needs=(Act.CONTACT,), answers=shown.NumberShown, refuses=(409,))
def number(request: Any, attempt_id: UUID) -> shown.NumberShown:
    """已拨出的通话打给哪个号码；只告知拨打的线路，并留痕。
    Where a call that has departed goes to; told to the line that makes it alone, and on the record.
    """
    try:
        told = clearing.number(clearing.of(attempt_id, by=request.user), vault=wiring.vault(), at=request.at)
    except (VaultClosed, NotInTheVault, DoesNotOpen):
        raise Problem("closed_vault") from None
    if isinstance(told, Withheld):
        raise Problem("closed_vault", detail=(told.why.zh, told.why.en))
    return shown.NumberShown(number=told.reveal())


@writes(router, ATTEMPT + "/outcome", needs=(Act.CONTACT,), answers=shown.AttemptShown, status=200, tagged=True)
def tell_outcome(request: Any, attempt_id: UUID, asked: shapes.Heard) -> Tagged:
    """告知线路上的结果；unknown 视同已接触到本人。
    Tell what the line says came of the call. `unknown` counts as if the person was reached.
    """
    with _held(request, clearing.of(attempt_id, by=request.user)) as held:
        clearing.tell(held, outcome=asked.outcome, signals=tuple(asked.signals), at=request.at)
    return _shown(held)


@writes(router, ATTEMPT + "/result", needs=(Act.CONTACT,), answers=shown.ResultShown, tagged=True)
def write_result(request: Any, attempt_id: UUID, asked: shapes.WrittenResult) -> shown.ResultShown:
    """写下结果；它引发的承诺或停催在同一个事务里发生。
    Write the result: what it sets in motion, a promise or a stop, happens in the same transaction.
    """
    with _held(request, within_reach(request.user, Attempt, attempt_id)) as held:
        try:
            made = outcomes.write(attempt=held, told=_told(asked), at=request.at, by=request.user)
        except AlreadyRecorded:
            raise Problem("already_recorded") from None
        except BadResult as fault:
            field = "amount_minor" if fault.field == "amount" else fault.field
            raise Problem("invalid", (Fault(field, fault.zh, fault.en),)) from None
    return shown.ResultShown(
        id=made.id, attempt=held.id, code=made.code, at=made.at, must_follow=results()[made.code].next
    )


@contextmanager
def _held(request: Any, found: Attempt) -> Iterator[Attempt]:
    """The attempt under its borrower's lock, if it stands as the caller has read it."""
    with stopping.locked(found.borrower_id):
        found.refresh_from_db(fields=("state", "moved"))
        matches(request, found)
        yield found


def _shown(made: Attempt) -> Tagged:
    case = Case.objects.exclude(state="closed").filter(borrower_id=made.borrower_id).values_list("id", flat=True)
    return showing.attempt_shown(made, case.first()), {"ETag": tagged_as(made)}


def _told(asked: shapes.WrittenResult) -> Told:
    """The result as the desk's use case takes it: as somebody would type it."""
    minor, again = asked.amount_minor, asked.again_at
    return Told(
        code=asked.code, reason=asked.reason or "", note=asked.note, loan=str(asked.loan or ""),
        amount="" if minor is None else f"{minor // 100}.{minor % 100:02d}", due_on=str(asked.due_on or ""),
        topic=asked.topic or "", again_at=again.astimezone(CONTACT_ZONE).isoformat() if again else "",
    )  # fmt: skip
