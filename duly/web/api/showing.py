"""How each noun becomes what the API shows. People and numbers are masked here as they are on a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from duly.desk.case_file import CaseFile
from duly.desk.contact import Refused
from duly.desk.reach import NotFound, case_of
from duly.desk.timeline import Happening
from duly.desk.vault import Masked
from duly.nightly.sides import sides
from duly.store.models import Attempt, Clearance, Entry, Loan, Planned, User
from duly.web import happenings
from duly.web.api.routes import tagged_as
from duly.web.api.shown import (
    AddressShown,
    AttemptShown,
    Both,
    CaseShown,
    ClearanceShown,
    EntryShown,
    HappeningShown,
    ListedCall,
    LoanShown,
    OutlookShown,
    PromiseShown,
    RuleShown,
    StopShown,
)
from duly.web.masks import masks

Masks = Mapping[UUID, Masked]


def masks_of(file: CaseFile) -> Masks:
    """The masked name of the case's borrower, and each masked address."""
    return masks([file.borrower], file.addresses)


def loan_of(user: User, case_id: UUID, loan_id: UUID) -> Loan:
    """A loan of a case within reach. Raises NotFound."""
    borrower = case_of(user, case_id).borrower
    found = Loan.objects.select_related("creditor", "borrower").filter(id=loan_id, borrower=borrower).first()
    if found is None:
        raise NotFound(f"{loan_id}")
    return found


def listed_call(row: Planned, case: UUID | None, masks: Masks) -> ListedCall:
    return ListedCall(
        id=row.id, case=case, borrower_ref=row.borrower.ref, borrower_name=masks[row.borrower_id].text,
        loan_ref=row.loan.ref or "", address=row.address_id, why=row.why, position=row.position,
        taken_by=row.taken_by.username if row.taken_by else None, done_at=row.done_at,
    )  # fmt: skip


def case_shown(file: CaseFile, day: date, masks: Masks) -> CaseShown:
    return CaseShown(
        id=file.case.id, state=file.case.state, opened_on=file.case.opened_on, borrower_ref=file.borrower.ref,
        borrower_name=masks[file.borrower.id].text, days_past_due=file.days_past_due(day),
        overdue_minor=file.overdue_minor, currency=file.currency,
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
                id=one.id, kind=one.kind, source=one.source, state=one.state, party=one.party_id,
                masked=masks[one.id].text,
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
        loans=getattr(noun, "loans", None), etag=tagged_as(noun) if hasattr(noun, "moved") else None,
    )  # fmt: skip


def happening_shown(one: Happening) -> HappeningShown:
    noun, said, because = one.noun, happenings.said(one), sides(one.because)
    codes = ("code", "verdict", "state", "topic", "kind", "outcome")
    code = next((str(getattr(noun, name)) for name in codes if getattr(noun, name, "")), None)
    return HappeningShown(
        at=one.at, kind=one.kind, by=one.by.username if one.by else None, id=getattr(noun, "id", None),
        code=one.event or code, said=Both(zh=said.words.zh, en=said.words.en),
        because=Both(zh=because[0], en=because[1]) if one.because else None,
    )  # fmt: skip


def outlook_shown(address: UUID, permitted: bool, told: Mapping[str, Any]) -> OutlookShown:
    return OutlookShown(**_judged(address, permitted, told))


def attempt_shown(one: Attempt, case: UUID | None) -> AttemptShown:
    return AttemptShown(
        id=one.id, case=case, address=one.address_id, channel=one.channel, purpose=one.purpose, state=one.state,
        at=one.at, etag=tagged_as(one),
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
