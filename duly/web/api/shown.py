"""What the API shows, shape by shape."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field


class Both(BaseModel):
    """One sentence in both languages."""

    zh: str
    en: str


class Person(BaseModel):
    """Who asks, and what they may do by this way of asking."""

    username: str
    name: str
    role: str
    team: str | None
    agency: str | None
    rights: list[str] = Field(description="这一登录方式可用的权限 rights by this way of signing in")
    by: str = Field(description="token · session")
    at: datetime = Field(description="作业台的时钟 the desk's clock")
    rests_until: datetime | None


class ListedCall(BaseModel):
    """One line of a worklist, with why it is there."""

    id: UUID
    case: UUID | None
    borrower_ref: str
    borrower_name: str
    loan_ref: str
    address: UUID
    why: str
    position: int
    taken_by: str | None
    done_at: datetime | None


class ListedCalls(BaseModel):
    items: list[ListedCall]
    next: str | None = Field(description="下一页的 cursor cursor of the next page; null at the end")
    listed: int
    done: int
    done_by_me: int


class NextCall(BaseModel):
    """The next case; nothing of an agency's work is listed by the night, so that it has a case and no line."""

    item: ListedCall | None = Field(description="没有可打的则为空 null where nothing waits that may be called now")
    case: UUID | None


class CaseFound(BaseModel):
    id: UUID
    borrower_ref: str
    state: str
    opened_on: date


class CasesFound(BaseModel):
    items: list[CaseFound]


class LoanShown(BaseModel):
    id: UUID
    ref: str | None
    creditor: str
    placed_with: str | None
    product: str
    currency: str
    state: str
    late_since: date | None
    overdue_minor: int


class AddressShown(BaseModel):
    id: UUID
    kind: str
    source: str
    state: str
    party: UUID | None = Field(description="空为借款人本人 null is the borrower")
    masked: str


class PromiseShown(BaseModel):
    id: UUID
    loan: UUID
    amount_minor: int
    currency: str
    made_on: date
    due_on: date
    state: str


class StopShown(BaseModel):
    """A complaint, dispute, hold or wish: what stands in the way of collecting."""

    id: UUID
    what: str
    kind: str
    state: str
    since: datetime
    until: datetime | None
    loans: list[str] | None = Field(description="空为全部借据 null is every loan")
    etag: str | None = Field(description="有状态才有 where it has a state")


class CaseShown(BaseModel):
    id: UUID
    state: str
    opened_on: date
    borrower_ref: str
    borrower_name: str
    days_past_due: int | None
    overdue_minor: int
    currency: str
    loans: list[LoanShown]
    addresses: list[AddressShown]
    promises: list[PromiseShown]
    stops: list[StopShown]


class HappeningShown(BaseModel):
    at: datetime
    kind: str
    by: str | None
    id: UUID | None
    code: str | None
    said: Both
    because: Both | None = Field(description="由什么所致，或从何得知 what did it, or from where it is known")


class Happenings(BaseModel):
    items: list[HappeningShown]


class RuleShown(BaseModel):
    """One rule that spoke, with its clause, force and certainty, in the words of the judge's contract."""

    id: str
    source: str
    clause: str
    force: str
    certainty: str
    effect: str


class OutlookShown(BaseModel):
    """What the judge would say now: advice, and no clearance."""

    address: UUID
    permitted: bool
    verdict: str
    rules: list[RuleShown]
    reasons: list[str]
    requires: list[Any]
    next_allowed: datetime | None = Field(description="单凭时间即可的最早时刻 when time alone would permit it")


class Outlooks(BaseModel):
    items: list[OutlookShown]


class AttemptShown(BaseModel):
    """An attempt, and the tag of what was read: it is the ETag too."""

    id: UUID
    case: UUID | None
    address: UUID
    channel: str
    purpose: str
    state: str
    at: datetime
    etag: str


class ClearanceShown(OutlookShown):
    """Leave to call once, with the attempt that is reserved under it; or the refusal with its reasons."""

    id: UUID
    judged_at: datetime
    expires_at: datetime | None
    attempt: AttemptShown | None


class ProofShown(BaseModel):
    """A proof that the borrower cannot be reached, as it was drawn up; whether it holds the judge says each time."""

    id: UUID
    basis: str
    built_at: datetime
    addresses: list[str]


class NumberShown(BaseModel):
    """Where a call that is on its way goes to."""

    number: str


class ResultShown(BaseModel):
    id: UUID
    attempt: UUID
    code: str
    at: datetime
    must_follow: str


class NoteShown(BaseModel):
    id: UUID
    at: datetime
    text: str


class EntryShown(BaseModel):
    seq: int
    at: datetime
    by: str | None
    act: str
    said: dict[str, Any]
    before: str
    hash: str


class Entries(BaseModel):
    items: list[EntryShown]
    next: str | None


class Code(BaseModel):
    code: str
    group: str | None = None
    came: str | None = None
    does: str | None = None
    asks: list[str] | None = None
    next: str | None = None
    zh: str
    en: str


class Codes(BaseModel):
    """Codes of results in two levels, what each asks for and sets in motion, and the step that must follow."""

    groups: list[Code]
    results: list[Code]
    reasons: list[Code]
    steps: list[Code]


class FaultShown(BaseModel):
    field: str
    reason: str
    way_out: str


class ProblemShown(BaseModel):
    """RFC 9457, with the fields that cannot be taken."""

    type: str
    title: str
    status: int
    detail: str
    way_out: str
    errors: list[FaultShown]
