"""What the house knows of a person, by name alone, and erasing it: two persons, once, for good."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Router
from pydantic import BaseModel

from duly import wiring
from duly.desk import erasing, record
from duly.desk.reach import case_of
from duly.rules.personal import FIELDS
from duly.rules.rights import Act
from duly.store.models import Address, Borrower, Party
from duly.web.api import agreed, shapes
from duly.web.api.cases import CASE
from duly.web.api.refusing import told
from duly.web.api.routes import reads, writes

router = Router(tags=["vault"])
PERSONAL = CASE + "/personal"
VALUE = PERSONAL + "/{uuid:of}/{field}"
Subject = Literal["borrower", "party", "address"]
SUBJECTS: dict[type, Subject] = {Borrower: "borrower", Party: "party", Address: "address"}
Field_ = Literal[FIELDS]  # type: ignore[valid-type]


class Personal(BaseModel):
    """One value that the vault holds or held; never the value. `erased_at` once it is gone."""

    subject: Subject
    of: UUID
    field: Field_
    stage: erasing.Stage
    erased_at: datetime | None


class EverythingPersonal(BaseModel):
    items: list[Personal]


@reads(router, PERSONAL, needs=(Act.ERASE, Act.SEE_CASE), answers=EverythingPersonal)
def personal(request: Any, case_id: UUID) -> EverythingPersonal:
    """我们知道此人的哪些信息、删除到哪一步；不给出值。查看留痕。
    What is known of a person and how far its erasing has come; no values. Looking at it is on the record.
    """
    found = case_of(request.user, case_id)
    record.look(found.borrower, at=request.at, by=request.user)
    return EverythingPersonal(items=[_shown(one) for one in erasing.values(found.borrower, request.at)])


@writes(router, VALUE + "/erasure-requests", needs=(Act.ERASE, Act.SEE_CASE), answers=agreed.ApprovalShown)
def ask_erasure(request: Any, case_id: UUID, of: UUID, field: Field_, asked: shapes.Reason) -> agreed.ApprovalShown:
    """申请删除一项；由合规的另一人审批。
    Ask that a value be erased; another person, of compliance, decides.
    """
    borrower = case_of(request.user, case_id).borrower
    with told():
        made = erasing.ask(borrower, of, field, because=asked.because, at=request.at, by=request.user)
    return agreed.approval_shown(made, case_id)


@writes(router, VALUE + "/erasure", needs=(Act.ERASE, Act.SEE_CASE), answers=Personal)
def erase(request: Any, case_id: UUID, of: UUID, field: Field_) -> Personal:
    """永久删除已获批准的一项；以后的文件也不会再把它带来。
    Destroy a value for good, as another person granted it; no later file brings it again.
    """
    borrower = case_of(request.user, case_id).borrower
    with told():
        return _shown(erasing.carry_out(wiring.vault(), borrower, of, field, at=request.at, by=request.user))


def _shown(one: erasing.Value) -> Personal:
    return Personal(
        subject=SUBJECTS[type(one.who)], of=one.who.id, field=one.field, stage=one.stage,
        erased_at=None if one.erased is None else one.erased.at,
    )  # fmt: skip
