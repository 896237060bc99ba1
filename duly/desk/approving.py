"""Two persons for big decisions: one asks, another grants or refuses, and what was granted is used once.

The database holds to it whatever stands here; what stands here says it in sentences before the database has to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from duly.core.sums import money
from duly.desk import record
from duly.desk.saying import reason
from duly.rules.account.asked import Refused
from duly.rules.authority import Kind, authority
from duly.rules.machines.approval import OPEN, Event, State
from duly.store.models import Approval, Borrower, User
from duly.store.models.record import HOUSE
from duly.store.moving import move

AT_ONCE = 500


@contextmanager
def locked(borrower_id: UUID | None) -> Iterator[None]:
    """One transaction that holds the end of the borrower's chain, or of the house's."""
    with transaction.atomic():
        if borrower_id is not None:
            Borrower.objects.select_for_update().get(id=borrower_id)
        else:
            record.lock_house()
        yield


def ask(
    *, kind: str, subject: str, because: str, at: datetime, by: User, borrower_id: UUID | None = None,
    what: Mapping[str, Any] | None = None, charges_minor: int = 0, principal_minor: int = 0, currency: str = "",
) -> Approval:  # fmt: skip
    """Ask for a decision that one person may not take alone.

    Raises Refused for what this person may not ask, what nobody here may grant, and what was asked for already.
    """
    wanted = _kind(kind)
    if by.role not in wanted.asks:
        raise Refused("by", by.role, "这个岗位不能申请此事 this role may not ask for it", " | ".join(wanted.asks))
    because = reason(because)
    times = authority().times(currency)
    if wanted.is_money and not times:
        raise Refused(
            "currency", currency, "没有人对这种货币有审批权 nobody has authority in this currency",
            " | ".join(authority().currencies),
        )  # fmt: skip
    if not wanted.may_grant(charges_minor, principal_minor, times=times):
        raise Refused(
            "amount", charges_minor + principal_minor, "超过本机构任何人的审批上限 more than anybody here may grant",
            _ceilings(wanted, times, currency),
        )  # fmt: skip
    with locked(borrower_id):
        if Approval.objects.filter(kind=kind, subject=subject, state__in=OPEN).exists():
            raise Refused(
                "subject", subject, "此事已有申请在办 it has been asked for", "等待或撤回原申请 wait, or withdraw it"
            )
        made = Approval.objects.create(
            borrower_id=borrower_id, lender_id=_lender_of(by), kind=kind, subject=subject, what=dict(what or {}),
            currency=currency, charges_minor=charges_minor, principal_minor=principal_minor, asked_by=by, asked_at=at,
            lapses_at=at + timedelta(hours=wanted.lapses_after_hours), because=because, state=State.ASKED,
        )  # fmt: skip
        _write(made, "ask", because, at=at, by=by)
    return made


def grant(*, approval_id: UUID, because: str, at: datetime, by: User) -> Approval:
    """Grant what another person asked for. Raises Refused, NoSuchMove."""
    return _decide(approval_id, Event.GRANT, because, at=at, by=by)


def refuse(*, approval_id: UUID, because: str, at: datetime, by: User) -> Approval:
    """Refuse what another person asked for, with the reason. Raises Refused, NoSuchMove."""
    return _decide(approval_id, Event.REFUSE, because, at=at, by=by)


def revoke(*, approval_id: UUID, because: str, at: datetime, by: User) -> Approval:
    """Take back what was granted and not used yet. Raises Refused, NoSuchMove."""
    return _decide(approval_id, Event.REVOKE, because, at=at, by=by)


def withdraw(*, approval_id: UUID, because: str, at: datetime, by: User) -> Approval:
    """Take back what one asked for oneself. Raises Refused, NoSuchMove."""
    with held(approval_id) as found:
        if found.asked_by_id != by.id:
            raise Refused("by", by.username, "只有申请人能撤回 only who asked withdraws it", "驳回 refuse it")
        _move(found, Event.WITHDRAW, reason(because), at=at, by=by)
    return found


def use(*, kind: str, subject: str, at: datetime, by: User) -> Approval:
    """Use up what was granted, in the transaction of what it was granted for. Whoever calls holds the lock.

    Raises Refused where nobody granted it, or its time is over.
    """
    held = Approval.objects.filter(kind=kind, subject=subject, state=State.GRANTED, lapses_at__gt=at).first()
    if held is None:
        wanted = _kind(kind)
        raise Refused(
            "approval", None, f"{wanted.zh}须由另一人批准 {wanted.en}: another person has to grant it",
            " | ".join(wanted.may_grant()),
        )  # fmt: skip
    _move(held, Event.USE, "已用于所申请之事 used for what was asked", at=at, by=by)
    return held


def grant_of(kind: str, subject: str, because: str, *, at: datetime, by: User) -> Approval:
    """Grant what is asked for a subject. Raises Refused, NoSuchMove."""
    return grant(approval_id=_asked(kind, subject), because=because, at=at, by=by)


def refuse_of(kind: str, subject: str, because: str, *, at: datetime, by: User) -> Approval:
    """Refuse what is asked for a subject. Raises Refused, NoSuchMove."""
    return refuse(approval_id=_asked(kind, subject), because=because, at=at, by=by)


def drop(kind: str, subject: str, *, at: datetime, by: User | None) -> None:
    """Withdraw what this person asked for a subject that needs it no more; what others asked lapses by itself."""
    for one in Approval.objects.filter(kind=kind, subject=subject, state__in=OPEN).filter(asked_by=by):
        _move(one, Event.WITHDRAW, "不再需要 needed no more", at=at, by=by)


def waiting(by: User, at: datetime) -> list[Approval]:
    """What waits for a second person and this person may grant, the oldest first."""
    asked = Approval.objects.filter(lender_id=by.lender_id, state=State.ASKED, lapses_at__gt=at)
    return [
        one
        for one in asked.exclude(asked_by=by).select_related("asked_by").order_by("asked_at", "id")
        if by.role in _may_grant(one)
    ]


def lapse(*, at: datetime, then: Callable[[Approval], None] = lambda _: None) -> int:
    """End what nobody decided or used in time; how many. May run anywhere, at any time.

    `then` is done with each, in its transaction.
    """
    over = Approval.objects.filter(state__in=OPEN, lapses_at__lte=at).order_by("lapses_at")
    return sum(_lapse(one, at, then) for one in over.values_list("id", flat=True)[:AT_ONCE])


def _lapse(approval_id: UUID, at: datetime, then: Callable[[Approval], None]) -> bool:
    with held(approval_id) as asked:
        if asked.state not in OPEN:
            return False
        _move(asked, Event.LAPSE, "过期未办 its time is over", at=at, by=None)
        then(asked)
    return True


def _decide(approval_id: UUID, event: Event, because: str, *, at: datetime, by: User) -> Approval:
    with held(approval_id) as found:
        kind = _kind(found.kind)
        may = _may_grant(found) if event is Event.GRANT else kind.may_grant()
        if found.asked_by_id == by.id:
            raise Refused(
                "by", by.username, "申请人不能审批自己的申请 nobody decides what they asked for", " | ".join(may)
            )
        if by.role not in may or by.lender_id != found.lender_id or by.suspended or not by.is_active:
            raise Refused("by", by.role, "没有这项审批权 without the authority to decide this", " | ".join(may))
        if event is Event.GRANT and at >= found.lapses_at:
            raise Refused("at", at.isoformat(), "申请已过期 its time is over", "重新申请 ask again")
        _move(found, event, reason(because), at=at, by=by)
    return found


def _asked(kind: str, subject: str) -> UUID:
    found = (
        Approval.objects.filter(kind=kind, subject=subject).order_by("-asked_at").values_list("id", flat=True).first()
    )
    if found is None:
        raise Refused("approval", None, "没有待批的申请 nothing is asked for", "先申请 ask first")
    return found


@contextmanager
def held(approval_id: UUID) -> Iterator[Approval]:
    """An approval as it stands under the lock of whom it is about."""
    with locked(Approval.objects.values_list("borrower_id", flat=True).get(id=approval_id)):
        yield Approval.objects.get(id=approval_id)


def _move(held: Approval, event: Event, because: str, *, at: datetime, by: User | None) -> None:
    move(held, event, at=at, by=by, because=because)
    _write(held, event, because, at=at, by=by)


def _write(held: Approval, event: str, because: str, *, at: datetime, by: User | None) -> None:
    said = {
        "approval": str(held.id),
        "kind": held.kind,
        "subject": held.subject,
        "event": str(event),
        "because": because,
    }
    chain = HOUSE if held.borrower_id is None else str(held.borrower_id)
    record.write(chain, "approve", said, at=at, by=by)


def _kind(name: str) -> Kind:
    kinds = authority().kinds
    if name not in kinds:
        raise Refused("kind", name, "没有这种审批 there is no such approval", " | ".join(kinds))
    return kinds[name]


def _may_grant(asked: Approval) -> tuple[str, ...]:
    times = authority().times(asked.currency)
    return _kind(asked.kind).may_grant(asked.charges_minor, asked.principal_minor, times=times)


def _lender_of(by: User) -> str:
    return str(by.lender_id if by.agency is None else by.agency.lender_id)


def _ceilings(kind: Kind, times: int, currency: str) -> str:
    """The highest ceiling, in a sentence that shows the way out."""
    highest = max(
        (one for one in kind.grants.values() if one), key=lambda one: (one.charges_minor, one.principal_minor)
    )
    charges, principal = (money(most * times, currency) for most in (highest.charges_minor, highest.principal_minor))
    return (
        f"息费至多 {charges}、本金至多 {principal}；更多由贷款人自行决定 "
        f"charges up to {charges}, principal up to {principal}; for more the lender itself decides"
    )
