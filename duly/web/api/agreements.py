"""What is agreed on a loan: a plan, a waiver, a sum that closes it; and the second person's word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from ninja import Router

from duly.core.day import day_of
from duly.desk import approving, deciding, planning, settling, stopping, waiving
from duly.desk.reach import NotFound, visible, within_reach
from duly.law import load
from duly.rules.rights import Act
from duly.store.models import Approval, Case, Plan, Settlement, Waiver
from duly.web.account import account_of
from duly.web.api import agreed, shapes, showing
from duly.web.api.refusing import told
from duly.web.api.routes import matches, reads, tagged_as, writes

router = Router(tags=["agreements"])
LOAN = "/cases/{uuid:case_id}/loans/{uuid:loan_id}"
Tagged = tuple[agreed.AgreementShown, dict[str, str]]
ApprovalTagged = tuple[agreed.ApprovalShown, dict[str, str]]
MINE_MOST = 100
ASKS = (Act.PLAN, Act.PLACE, Act.AGENCIES, Act.ANSWER, Act.STAFF)  # the rights of those who ask a second person


@reads(router, LOAN + "/agreements", needs=(Act.PLAN,), answers=agreed.Agreements)
def agreements(request: Any, case_id: UUID, loan_id: UUID) -> agreed.Agreements:
    """一笔借据的分期、减免与减免结清。
    Plans, waivers and settlements of one loan, the latest first of each.
    """
    of = {"loan": showing.loan_of(request.user, case_id, loan_id)}
    plans = Plan.objects.filter(**of).order_by("-proposed_at")
    asked = [one.objects.filter(**of).order_by("-requested_at") for one in (Waiver, Settlement)]
    return agreed.Agreements(items=[agreed.agreement_shown(one) for rows in (plans, *asked) for one in rows])


@reads(router, LOAN + "/plans/work-out", needs=(Act.PLAN,), answers=agreed.WorkedOut, refuses=(409,), method="POST")
def work_out_plan(request: Any, case_id: UUID, loan_id: UUID, asked: shapes.TriedPlan) -> agreed.WorkedOut:
    """测算一个分期，与现状并列；什么也不写。
    Work a plan out beside what holds today; nothing is written.
    """
    loan = showing.loan_of(request.user, case_id, loan_id)
    with told():
        made = planning.work_out(
            loan=loan, account=account_of(loan, day_of(request.at)), change=_change(asked), budget=asked.budget,
            on=day_of(request.at), law=load("cn"),
        )  # fmt: skip
    return agreed.WorkedOut(told=made)


@writes(router, LOAN + "/plans", needs=(Act.PLAN,), answers=agreed.AgreementShown)
def propose_plan(request: Any, case_id: UUID, loan_id: UUID, asked: shapes.WantedPlan) -> Tagged:
    """提出分期：按能负担多少测算，不知能否负担时由第二人先看。
    Offer a plan, worked out by what can be afforded; where nobody knows that, a second person looks first.
    """
    further = {"budget": asked.budget, "unaffordable_knowingly": asked.unaffordable_knowingly}
    return _made(request, case_id, loan_id, planning.propose, asked, change=_change(asked), **further)


@writes(router, LOAN + "/waivers", needs=(Act.PLAN,), answers=agreed.AgreementShown)
def request_waiver(request: Any, case_id: UUID, loan_id: UUID, asked: shapes.WantedWaiver) -> Tagged:
    """申请减免；超出本人权限的由第二人审批。
    Ask that items be waived; a second person decides what is beyond one's own authority.
    """
    items = [{"instalment": one.instalment, "part": one.part, "amount": one.amount_minor} for one in asked.items]
    return _made(request, case_id, loan_id, waiving.request, asked, items=items, ground=asked.ground)


@writes(router, LOAN + "/settlements", needs=(Act.PLAN,), answers=agreed.AgreementShown)
def request_settlement(request: Any, case_id: UUID, loan_id: UUID, asked: shapes.WantedSettlement) -> Tagged:
    """申请以一笔约定的金额结清；由第二人审批。
    Ask that an agreed sum closes the loan; a second person decides.
    """
    wanted = {"amount_minor": asked.amount_minor, "pay_by": asked.pay_by}
    return _made(request, case_id, loan_id, settling.request, asked, **wanted)


@writes(router, "/plans/{uuid:plan_id}/acceptance", needs=(Act.PLAN,), answers=agreed.AgreementShown, status=200,
        tagged=True)  # fmt: skip
def accept_plan(request: Any, plan_id: UUID, asked: shapes.SaidYes) -> Tagged:
    """记下借款人同意分期；事先须告知对诉讼时效的影响。从此不再催收。
    Write down that the borrower said yes to a plan, told first what that does to the limitation period.
    """
    return _yes(request, Plan, plan_id, planning.accept, "plan_id", asked)


@writes(router, "/plans/{uuid:plan_id}/signature", needs=(Act.PLAN,), answers=agreed.AgreementShown, status=200,
        tagged=True)  # fmt: skip
def sign_plan(request: Any, plan_id: UUID, asked: shapes.SaidYes) -> Tagged:
    """记下借款人已签字。
    Write down that the borrower signed a plan.
    """
    return _yes(request, Plan, plan_id, planning.sign, "plan_id", asked)


@writes(
    router, "/settlements/{uuid:settlement_id}/acceptance", needs=(Act.PLAN,), answers=agreed.AgreementShown,
    status=200, tagged=True,
)  # fmt: skip
def accept_settlement(request: Any, settlement_id: UUID, asked: shapes.SaidYes) -> Tagged:
    """记下借款人同意减免结清；事先须告知对诉讼时效的影响。
    Write down that the borrower said yes to a settlement, told first what that does to the limitation period.
    """
    return _yes(request, Settlement, settlement_id, settling.accept, "settlement_id", asked)


@reads(router, "/approvals", needs=(Act.APPROVE,), answers=agreed.Approvals)
def approvals(request: Any) -> agreed.Approvals:
    """等待此人审批的事，最早的在前。
    What waits for this person's word, the oldest first.
    """
    return _approvals(request, approving.waiting(request.user, request.at))


@reads(router, "/approvals/mine", needs=(), one_of=ASKS, answers=agreed.Approvals)
def my_approvals(request: Any) -> agreed.Approvals:
    """此人申请过的事和结果，最近的在前。
    What this person asked for and what became of it, the latest first.
    """
    mine = Approval.objects.filter(asked_by=request.user).select_related("asked_by").order_by("-asked_at", "id")
    return _approvals(request, list(mine[:MINE_MOST]))


@writes(router, "/approvals/{uuid:approval_id}/withdrawal", needs=(), one_of=ASKS, answers=agreed.ApprovalShown,
        status=200, tagged=True)  # fmt: skip
def withdraw_approval(request: Any, approval_id: UUID, asked: shapes.Reason) -> ApprovalTagged:
    """撤回自己的申请，写明理由。
    Withdraw what one asked for oneself, with the reason.
    """
    if not Approval.objects.filter(id=approval_id, asked_by=request.user).exists():
        raise NotFound(f"{approval_id}")
    with approving.held(approval_id) as held, told():
        matches(request, held)
        deciding.withdraw(approval_id=approval_id, because=asked.because, at=request.at, by=request.user)
    return _approval(approval_id)


@writes(router, "/approvals/{uuid:approval_id}/decision", needs=(Act.APPROVE,), answers=agreed.ApprovalShown,
        status=200, tagged=True)  # fmt: skip
def decide(request: Any, approval_id: UUID, asked: shapes.Decision) -> ApprovalTagged:
    """作为第二人批准或拒绝，写明理由；所涉之事在同一个事务里变动。
    Grant or refuse, as the second person, with the reason; what it is about moves in the same transaction.
    """
    if approval_id not in {one.id for one in approving.waiting(request.user, request.at)}:
        raise NotFound(f"{approval_id}")
    with approving.held(approval_id) as held, told():
        matches(request, held)
        deciding.decide(
            approval_id=approval_id, is_granted=asked.answer == "grant", because=asked.because, at=request.at,
            by=request.user,
        )  # fmt: skip
    return _approval(approval_id)


def _approvals(request: Any, found: list[Approval]) -> agreed.Approvals:
    seen = visible(request.user).filter(id__in=[one.borrower_id for one in found if one.borrower_id])
    cases: dict[UUID | None, UUID] = dict(Case.objects.filter(borrower__in=seen).values_list("borrower_id", "id"))
    return agreed.Approvals(items=[agreed.approval_shown(one, cases.get(one.borrower_id)) for one in found])


def _approval(approval_id: UUID) -> ApprovalTagged:
    found = Approval.objects.select_related("asked_by").get(id=approval_id)
    return agreed.approval_shown(found, None), {"ETag": tagged_as(found)}


def _change(asked: shapes.TriedPlan) -> dict[str, Any]:
    """The change of terms, in the plan's contract."""
    beside = {"budget", "because", "unaffordable_knowingly"}
    return asked.model_dump(mode="json", exclude=beside) | {"kind": "personalised"}


def _made(request: Any, case_id: UUID, loan_id: UUID, deed: Callable[..., Any], asked: Any, **further: Any) -> Tagged:
    """Work it out on the loan's account, and write it."""
    loan = showing.loan_of(request.user, case_id, loan_id)
    with told():
        account = account_of(loan, day_of(request.at))
        made = deed(
            loan_id=loan.id, account=account, because=asked.because, at=request.at, by=request.user, law=load("cn"),
            **further,
        )  # fmt: skip
    return _tagged(made)


def _yes(request: Any, noun: Any, row_id: UUID, deed: Callable[..., Any], name: str, asked: shapes.SaidYes) -> Tagged:
    found = within_reach(request.user, noun, row_id)
    with stopping.locked(found.borrower_id), told():
        found.refresh_from_db(fields=("state", "moved"))
        matches(request, found)
        made = deed(**{name: row_id}, **asked.model_dump(), at=request.at, by=request.user)
    return _tagged(made)


def _tagged(made: Any) -> Tagged:
    return agreed.agreement_shown(made), {"ETag": tagged_as(made)}
