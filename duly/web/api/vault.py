"""Look at personal data for a purpose, and find whose a number or a name is. Each look is on the record."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Query, Router
from pydantic import BaseModel, Field

from duly import wiring
from duly.core.secret import Secret
from duly.desk.reach import NotFound, case_of
from duly.desk.vault import Withheld
from duly.rules.personal import FIELDS, LETTERS_MOST
from duly.rules.rights import Act
from duly.rules.unmasking import PURPOSES
from duly.store.models import Address, Borrower, Case, Party
from duly.web.api import shapes
from duly.web.api.cases import CASE
from duly.web.api.problems import Problem
from duly.web.api.refusing import told
from duly.web.api.routes import reads

router = Router(tags=["vault"])
SUBJECTS: dict[str, Any] = {"borrower": Borrower, "party": Party, "address": Address}
Field_ = Literal[FIELDS]  # type: ignore[valid-type]
LOOKS = tuple(one.word for one in PURPOSES if not one.cleared)
Subject = Literal["borrower", "party", "address"]
Of = Annotated[UUID | None, Query(description="不写为借款人本人 the borrower without it")]


class ValueShown(BaseModel):
    """A value in the clear. Keep it nowhere."""

    value: str


class WantedPerson(shapes.Taken):
    """What is known of somebody: the value stands in the body, since addresses are kept in logs."""

    field: Field_
    value: Annotated[str, Field(min_length=1, max_length=LETTERS_MOST, pattern=shapes.NO_NUL)]


class PersonFound(BaseModel):
    """Where the value lies: ids alone."""

    case: UUID | None
    borrower_ref: str
    subject: Subject
    of: UUID


class PeopleFound(BaseModel):
    items: list[PersonFound]


@reads(router, CASE + "/unmasked", needs=(Act.UNMASK,), answers=ValueShown, refuses=(409,))
def unmask(
    request: Any,
    case_id: UUID,
    field: Field_,
    purpose: Literal[LOOKS],  # type: ignore[valid-type]
    subject: Subject = "borrower",
    of: Of = None,
) -> ValueShown:
    """为写明的目的看一项个人信息的明文。查看和拒绝都留痕。
    One value of personal data in the clear, for a stated purpose. The look, or its refusal, is on the record.
    """
    borrower = case_of(request.user, case_id).borrower
    who = SUBJECTS[subject].objects.filter(**_of_subject(borrower, subject, of)).first()
    if who is None:
        raise NotFound(f"{of}")
    with told():
        value = wiring.vault().unmask(who, field, purpose=purpose, by=request.user, at=request.at)
    return ValueShown(value=_given(value).reveal())


@reads(router, "/people/search", needs=(Act.UNMASK,), answers=PeopleFound, refuses=(409,), method="POST")
def find_people(request: Any, asked: WantedPerson) -> PeopleFound:
    """按号码、姓名或证件号找人；只答编号，不答明文。检索留痕。
    Find people by a number, a name or an id number; ids are answered, and nothing in the clear. It is on the record.
    """
    with told():
        found = wiring.vault().search(asked.field, Secret(asked.value), by=request.user, at=request.at)
    rows = _given(found)
    whose = [one.borrower_id for one in rows]
    refs: dict[UUID, str] = dict(Borrower.objects.filter(id__in=whose).values_list("id", "ref"))
    cases = dict(Case.objects.filter(borrower__in=whose).order_by("opened_on").values_list("borrower_id", "id"))
    return PeopleFound(
        items=[
            PersonFound(
                case=cases.get(one.borrower_id), borrower_ref=refs[one.borrower_id], subject=one.subject, of=one.of
            )
            for one in rows
        ]
    )


def _of_subject(borrower: Borrower, subject: str, of: UUID | None) -> dict[str, Any]:
    """Whom of a borrower's matter a subject names."""
    if subject == "borrower":
        return {"id": borrower.id} if of in (None, borrower.id) else {"id": None}
    return {"borrower": borrower, "id": of}


def _given(what: Any) -> Any:
    """What was looked at. Raises Problem where it was withheld."""
    if isinstance(what, Withheld):
        raise Problem("withheld", detail=(what.why.zh, what.why.en))
    return what
