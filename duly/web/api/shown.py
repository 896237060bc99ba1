"""What the API shows, and how each noun becomes it. People and numbers are masked here as they are on a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from duly.desk.case_file import CaseFile, Happening
from duly.desk.contact import Refused
from duly.store.models import Approval, Attempt, Clearance, Entry, Planned

Masks = Mapping[UUID, str]


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
    item: ListedCall | None = Field(description="没有可打的则为空 null where nothing waits that may be called now")


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


class ApprovalShown(BaseModel):
    id: UUID
    kind: str
    state: str
    case: UUID | None
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


def listed_call(row: Planned, case: UUID | None, masks: Masks) -> ListedCall:
    return ListedCall(
        id=row.id, case=case, borrower_ref=row.borrower.ref, borrower_name=masks[row.borrower_id],
        loan_ref=row.loan.ref or "", address=row.address_id, why=row.why, position=row.position,
        taken_by=row.taken_by.username if row.taken_by else None, done_at=row.done_at,
    )  # fmt: skip


def case_shown(file: CaseFile, day: date, masks: Masks) -> CaseShown:
    return CaseShown(
        id=file.case.id, state=file.case.state, opened_on=file.case.opened_on, borrower_ref=file.borrower.ref,
        borrower_name=masks[file.borrower.id], days_past_due=file.days_past_due(day), overdue_minor=file.overdue_minor,
        currency=file.currency,
        loans=[
            LoanShown(
                id=one.id, ref=one.ref, creditor=one.creditor.name,
                placed_with=one.placed_with.name if one.placed_with else None, product=one.product,
                currency=one.currency, state=one.state, late_since=one.late_since, overdue_minor=one.overdue_minor,
            )
            for one in file.loans
        ],
        addresses=[
            AddressShown(
                id=one.id, kind=one.kind, source=one.source, state=one.state, party=one.party_id, masked=masks[one.id]
            )
            for one in file.addresses
        ],
        promises=[
            PromiseShown(
                id=one.id, loan=one.loan_id, amount_minor=one.amount_minor, currency=one.currency, made_on=one.made_on,
                due_on=one.due_on, state=one.state,
            )
            for one in file.promises
        ],
        stops=[*stops_shown(file.complaints), *stops_shown(file.disputes), *stops_shown(file.holds),
               *stops_shown(file.preferences)],
    )  # fmt: skip


def stops_shown(nouns: Iterable[Any]) -> list[StopShown]:
    return [stop_shown(one) for one in nouns]


def stop_shown(noun: Any) -> StopShown:
    """A complaint, dispute, hold or preference."""
    what = noun._meta.model_name
    since = {"complaint": "received_at", "dispute": "raised_at", "hold": "from_at", "preference": "said_at"}[what]
    return StopShown(
        id=noun.id, what=what, kind=noun.topic if what == "complaint" else noun.kind,
        state=getattr(noun, "state", "said"), since=getattr(noun, since), until=getattr(noun, "until_at", None),
        loans=getattr(noun, "loans", None),
    )  # fmt: skip


def happening_shown(one: Happening) -> HappeningShown:
    noun = one.noun
    codes = ("code", "verdict", "state", "topic", "kind", "outcome")
    code = next((str(getattr(noun, name)) for name in codes if getattr(noun, name, "")), None)
    return HappeningShown(
        at=one.at, kind=one.kind, by=one.by.username if one.by else None, id=getattr(noun, "id", None), code=code
    )


def outlook_shown(address: UUID, permitted: bool, told: Mapping[str, Any]) -> OutlookShown:
    return OutlookShown(**_judged(address, permitted, told))


def attempt_shown(one: Attempt, case: UUID | None, etag: str) -> AttemptShown:
    return AttemptShown(
        id=one.id, case=case, address=one.address_id, channel=one.channel, purpose=one.purpose, state=one.state,
        at=one.at, etag=etag,
    )  # fmt: skip


def clearance_shown(made: Attempt | Refused, attempt: AttemptShown | None) -> ClearanceShown:
    cleared: Clearance = made.clearance
    return ClearanceShown(
        id=cleared.id, judged_at=cleared.judged_at, expires_at=cleared.expires_at, attempt=attempt,
        **_judged(cleared.address_id, attempt is not None, cleared.answer),
    )  # fmt: skip


def _judged(address: UUID, permitted: bool, told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "address": address, "permitted": permitted, "verdict": told["verdict"],
        "rules": [RuleShown(**{name: rule[name] for name in RuleShown.model_fields}) for rule in told["rules"]],
        "reasons": [*told["explanation"]], "requires": [*told["requires"]],
        "next_allowed": told["next_allowed"] and datetime.fromisoformat(told["next_allowed"]),
    }  # fmt: skip


def entry_shown(one: Entry) -> EntryShown:
    return EntryShown(
        seq=one.seq, at=one.at, by=one.by.username if one.by else None, act=one.act, said=one.said, before=one.before,
        hash=one.hash,
    )  # fmt: skip


def approval_shown(one: Approval, case: UUID | None, etag: str) -> ApprovalShown:
    return ApprovalShown(
        id=one.id, kind=one.kind, state=one.state, case=case, charges_minor=one.charges_minor,
        principal_minor=one.principal_minor, currency=one.currency, asked_by=one.asked_by.username,
        asked_at=one.asked_at, lapses_at=one.lapses_at, because=one.because, etag=etag,
    )  # fmt: skip
