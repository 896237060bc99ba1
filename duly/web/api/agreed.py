"""What the API shows of what is agreed on a loan, and of what waits for a second person."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from duly.desk import granting
from duly.store.models import Approval
from duly.web.api.routes import tagged_as


class AgreementShown(BaseModel):
    """A plan, a waiver or a settlement as it stands; what is no part of its kind is null."""

    id: UUID
    what: str
    loan: UUID
    state: str
    since: datetime
    instalments: int | None = None
    first_due_on: date | None = None
    last_due_on: date | None = None
    total_minor: int | None = None
    fits: bool | None = Field(
        default=None, description="是否负担得起；不知道则为空 whether it can be afforded; null: unknown"
    )
    offer_ends_on: date | None = None
    said_first: dict[str, Any] | None = Field(
        default=None, description="同意之前须告知的话 what has to be said before a yes"
    )
    ground: str | None = None
    items: list[dict[str, Any]] | None = None
    amount_minor: int | None = None
    pay_by: date | None = None
    etag: str


class Agreements(BaseModel):
    items: list[AgreementShown]


class ApprovalShown(BaseModel):
    """What is asked for, by whom and why; null is the case of a borrower whom one may not see."""

    id: UUID
    kind: str
    state: str
    case: UUID | None
    what: dict[str, Any] = Field(description="所批准的全部内容 everything that would be granted, by its name")
    charges_minor: int
    principal_minor: int
    currency: str
    asked_by: str
    asked_at: datetime
    lapses_at: datetime
    because: str
    etag: str


class Approvals(BaseModel):
    items: list[ApprovalShown]


class WorkedOut(BaseModel):
    """What a change of terms would make of a loan, in the plan's own contract."""

    told: dict[str, Any]


OWN = (
    "instalments", "first_due_on", "last_due_on", "total_minor", "fits", "offer_ends_on", "said_first", "ground",
    "items", "amount_minor", "pay_by",
)  # fmt: skip


def agreement_shown(noun: Any) -> AgreementShown:
    """A plan, a waiver or a settlement."""
    what = noun._meta.model_name
    own = {name: getattr(noun, name) for name in OWN if hasattr(noun, name)}
    since = noun.proposed_at if what == "plan" else noun.requested_at
    return AgreementShown(
        id=noun.id, what=what, loan=noun.loan_id, state=noun.state, since=since, etag=tagged_as(noun), **own
    )


def approval_shown(one: Approval, case: UUID | None) -> ApprovalShown:
    return ApprovalShown(
        id=one.id, kind=one.kind, state=one.state, case=case, what=granting.told(one), charges_minor=one.charges_minor,
        principal_minor=one.principal_minor, currency=one.currency, asked_by=one.asked_by.username,
        asked_at=one.asked_at, lapses_at=one.lapses_at, because=one.because, etag=tagged_as(one),
    )  # fmt: skip
