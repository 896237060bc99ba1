"""What becomes of an agreement besides the borrower's yes: offered, booked, taken back, given up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from ninja import Router

from duly.core.day import day_of
from duly.desk import planning, settling, stopping, waiving
from duly.desk.reach import within_reach
from duly.law import load
from duly.rules.rights import Act
from duly.store.models import Plan, Settlement, Waiver
from duly.web.account import account_of
from duly.web.api import agreed, shapes
from duly.web.api.refusing import told
from duly.web.api.routes import matches, tagged_as, writes

router = Router(tags=["agreements"])
Tagged = tuple[agreed.AgreementShown, dict[str, str]]
SHOWN: dict[str, Any] = {
    "needs": (Act.PLAN,), "answers": agreed.AgreementShown, "status": 200, "tagged": True,
}  # fmt: skip


@writes(router, "/settlements/{uuid:settlement_id}/offer", **SHOWN)
def offer_settlement(request: Any, settlement_id: UUID) -> Tagged:
    """向借款人提出已获批的减免结清。
    Put an approved settlement to the borrower.
    """
    return _moved(request, Settlement, settlement_id, settling.offer, settlement_id=settlement_id)


@writes(router, "/settlements/{uuid:settlement_id}/withdrawal", **SHOWN)
def withdraw_settlement(request: Any, settlement_id: UUID, asked: shapes.Reason) -> Tagged:
    """撤回借款人还没有同意的减免结清，写明理由。
    Take a settlement back to which the borrower has not said yes, with the reason.
    """
    given = {"settlement_id": settlement_id, "because": asked.because}
    return _moved(request, Settlement, settlement_id, settling.withdraw, **given)


@writes(router, "/waivers/{uuid:waiver_id}/booking", **SHOWN)
def book_waiver(request: Any, waiver_id: UUID) -> Tagged:
    """把已获批的减免入账，如果所减各项仍欠着。
    Book an approved waiver, if all of it is still owed.
    """
    found = within_reach(request.user, Waiver, waiver_id)
    with told():
        account = account_of(found.loan, day_of(request.at))
    return _moved(request, Waiver, waiver_id, waiving.apply, waiver_id=waiver_id, account=account, law=load("cn"))


@writes(router, "/waivers/{uuid:waiver_id}/withdrawal", **SHOWN)
def withdraw_waiver(request: Any, waiver_id: UUID, asked: shapes.Reason) -> Tagged:
    """撤回还没有入账的减免，写明理由。
    Take a waiver back that is not booked, with the reason.
    """
    return _moved(request, Waiver, waiver_id, waiving.withdraw, waiver_id=waiver_id, because=asked.because)


@writes(router, "/plans/{uuid:plan_id}/withdrawal", **SHOWN)
def withdraw_plan(request: Any, plan_id: UUID, asked: shapes.Reason) -> Tagged:
    """撤回还没有签字的分期，写明理由。
    Take a plan back that is not signed, with the reason.
    """
    return _moved(request, Plan, plan_id, planning.withdraw, plan_id=plan_id, because=asked.because)


@writes(router, "/plans/{uuid:plan_id}/giving-up", **SHOWN)
def give_up_plan(request: Any, plan_id: UUID, asked: shapes.Reason) -> Tagged:
    """记下借款人放弃已签的分期。
    Write down that the borrower gives a signed plan up.
    """
    return _moved(request, Plan, plan_id, planning.give_up, plan_id=plan_id, because=asked.because)


def _moved(request: Any, noun: Any, row_id: UUID, deed: Callable[..., Any], **given: Any) -> Tagged:
    """Do it under the borrower's lock, if it stands as the caller has read it."""
    found = within_reach(request.user, noun, row_id)
    with stopping.locked(found.borrower_id), told():
        found.refresh_from_db(fields=("state", "moved"))
        matches(request, found)
        made = deed(**given, at=request.at, by=request.user)
    return agreed.agreement_shown(made), {"ETag": tagged_as(made)}
