"""What the API takes and shows of agencies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Path
from pydantic import BaseModel, Field

from duly.desk.agencies import PUBLISH, SUBJECTS, UNPUBLISH, Lacking
from duly.desk.agency_work import Row
from duly.desk.mandates import Standing
from duly.desk.placing import AT_ONCE, Left
from duly.nightly.sides import sides
from duly.store.models import Agency, Placement, User
from duly.web.api import shapes
from duly.web.api.problems import is_english
from duly.web.api.routes import tagged_as

AgencyId = Annotated[str, Path(min_length=1, max_length=64, pattern=shapes.NO_NUL)]
Short = Annotated[str, Field(max_length=64, pattern=shapes.NO_NUL)]
Ref = Annotated[str, Field(min_length=1, max_length=80, pattern=shapes.NO_NUL)]
Verb = Literal[PUBLISH, UNPUBLISH]  # type: ignore[valid-type]


class PublicAgency(BaseModel):
    name: str
    lender: str
    phone: str


class PublicList(BaseModel):
    items: list[PublicAgency]


class LackingShown(BaseModel):
    """What stands in the way of entrusting it with a case, by which rule, and since when: null is always."""

    rule: str
    said: str
    since: date | None


class AgencyShown(BaseModel):
    id: str
    name: str
    phone: str
    listed: bool | None
    published: bool | None
    mandate_ended_on: date | None
    lacking: list[LackingShown]


class Agencies(BaseModel):
    items: list[AgencyShown]


class AgencyPerson(BaseModel):
    user: int
    username: str
    role: str


class WholeAgency(AgencyShown):
    """The file, what was granted and waits to be done, who works there."""

    contract: dict[str, Any] | None
    last_evaluation_on: date | None
    last_inspection_on: date | None
    pia_id: str | None
    violation_record: bool | None
    granted_listing: str | None
    granted_placements: list[UUID]
    waiting_for_notice: int
    people: list[AgencyPerson]
    mandates: list[str]


class EnteredFile(shapes.Taken):
    """The file as it shall stand; what is left out is not known."""

    phone: Annotated[str, Field(max_length=20, pattern=shapes.NO_NUL)] = ""
    contract_id: Short = ""
    contract_from: date | None = None
    contract_until: date | None = None
    terms: list[Literal[SUBJECTS]] = Field(default_factory=list, max_length=len(SUBJECTS))  # type: ignore[valid-type]
    last_evaluation_on: date | None = None
    last_inspection_on: date | None = None
    pia_id: Short = ""
    violation_record: Literal["yes", "no"] | None = None


class WantedListing(shapes.Taken):
    verb: Verb
    because: shapes.Because


class GrantedListing(shapes.Taken):
    verb: Verb


class Asked(BaseModel):
    """What waits for a second person."""

    approval: UUID
    lapses_at: datetime


class Ended(BaseModel):
    recalled: int


class WantedPlacement(shapes.Taken):
    """Loans by their references."""

    loans: list[Ref] = Field(min_length=1, max_length=AT_ONCE)
    because: shapes.Because


class LeftShown(BaseModel):
    loan_ref: str
    why: str


class WantedPlaced(BaseModel):
    approval: UUID
    count: int
    left: list[LeftShown]


class PlacementShown(BaseModel):
    id: UUID
    loan_ref: str | None
    agency: str
    state: str
    placed_on: date
    waits_for_notice: bool
    etag: str


class Placements(BaseModel):
    items: list[PlacementShown]
    next: str | None


class Placed(BaseModel):
    placements: list[PlacementShown]
    left: list[LeftShown]


class SentNotices(shapes.Taken):
    sent_on: date
    proof_id: shapes.Evidence


class Notified(BaseModel):
    notices: int


class WantedMandate(shapes.Taken):
    agent: Annotated[int, Field(strict=True, ge=1, le=2**31)]
    until: date


class MandateShown(BaseModel):
    """Whether it stands, and if not why; `intact`: it says what was issued."""

    code: str
    valid: bool
    why_not: str | None
    intact: bool
    lender: str
    agency: str
    agent: str
    products: list[str]
    from_on: date
    until_on: date
    sha256: str


class PlacedRow(BaseModel):
    loan: UUID
    loan_ref: str | None
    case: UUID | None
    late_since: date | None
    overdue_minor: int
    currency: str
    tried_today: bool
    placement: UUID | None
    etag: str | None


class PlacedList(BaseModel):
    items: list[PlacedRow]
    next: str | None


def agency_shown(one: Agency, lacking: Sequence[Lacking]) -> AgencyShown:
    return AgencyShown(**_agency(one, lacking))


def _agency(one: Agency, lacking: Sequence[Lacking]) -> dict[str, Any]:
    return {
        "id": one.id, "name": one.name, "phone": one.phone, "listed": one.listed, "published": one.published,
        "mandate_ended_on": one.mandate_ended_on,
        "lacking": [LackingShown(rule=each.rule["id"], said=each.said, since=each.since) for each in lacking],
    }  # fmt: skip


def whole(
    one: Agency, lacking: Sequence[Lacking], *, granted_listing: str | None, batches: list[UUID], untold: int,
    people: Sequence[User], codes: list[str],
) -> WholeAgency:  # fmt: skip
    return WholeAgency(
        **_agency(one, lacking), contract=one.contract, last_evaluation_on=one.last_evaluation_on,
        last_inspection_on=one.last_inspection_on, pia_id=one.pia_id, violation_record=one.violation_record,
        granted_listing=granted_listing, granted_placements=batches, waiting_for_notice=untold, mandates=codes,
        people=[AgencyPerson(user=each.id, username=each.username, role=each.role) for each in people],
    )  # fmt: skip


def left_shown(one: Left) -> LeftShown:
    return LeftShown(loan_ref=one.ref, why=sides(one.why)[is_english()])


def placement_shown(one: Placement, untold: bool) -> PlacementShown:
    return PlacementShown(
        id=one.id, loan_ref=one.loan.ref, agency=one.agency_id, state=one.state, placed_on=one.placed_on,
        waits_for_notice=untold, etag=tagged_as(one),
    )  # fmt: skip


def mandate_shown(held: Standing) -> MandateShown:
    one = held.mandate
    return MandateShown(
        code=one.code, valid=held.valid, why_not=(held.en if is_english() else held.zh) or None, intact=held.intact,
        lender=one.agency.lender.name, agency=one.agency.name, agent=one.agent.username, products=one.products,
        from_on=one.from_on, until_on=one.until_on, sha256=one.sha256,
    )  # fmt: skip


def placed_row(row: Row) -> PlacedRow:
    one, placement = row.loan, row.placement
    return PlacedRow(
        loan=one.id, loan_ref=one.ref, case=row.case_id, late_since=one.late_since, overdue_minor=one.overdue_minor,
        currency=one.currency, tried_today=row.tried, placement=placement.id if placement else None,
        etag=tagged_as(placement) if placement else None,
    )  # fmt: skip
