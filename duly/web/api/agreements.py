"""Big decisions that wait for a second person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Router

from duly.desk import approving, deciding
from duly.desk.reach import NotFound, visible
from duly.rules.account.asked import Refused
from duly.rules.rights import Act
from duly.store.models import Approval, Case
from duly.web.api import shapes, shown
from duly.web.api.problems import Fault, Problem, sides
from duly.web.api.routes import matches, reads, tagged_as, writes

router = Router(tags=["agreements"])


@reads(router, "/approvals", needs=(Act.APPROVE,), answers=shown.Approvals)
def approvals(request: Any) -> shown.Approvals:
    """等待此人审批的事，最早的在前。
    What waits for this person's word, the oldest first.
    """
    waiting = approving.waiting(request.user, request.at)
    seen = visible(request.user).filter(id__in=[one.borrower_id for one in waiting if one.borrower_id])
    cases: dict[UUID | None, UUID] = dict(Case.objects.filter(borrower__in=seen).values_list("borrower_id", "id"))
    return shown.Approvals(
        items=[shown.approval_shown(one, cases.get(one.borrower_id), tagged_as(one)) for one in waiting]
    )


@writes(
    router, "/approvals/{uuid:approval_id}/decision", needs=(Act.APPROVE,), answers=shown.ApprovalShown, status=200,
    tagged=True,
)  # fmt: skip
def decide(request: Any, approval_id: UUID, asked: shapes.Decision) -> tuple[shown.ApprovalShown, dict[str, str]]:
    """作为第二人批准或拒绝，写明理由；所涉之事在同一个事务里变动。
    Grant or refuse, as the second person, with the reason; what it is about moves in the same transaction.
    """
    if approval_id not in {one.id for one in approving.waiting(request.user, request.at)}:
        raise NotFound(f"{approval_id}")
    with approving.held(approval_id) as held:
        matches(request, held)
        try:
            made = deciding.decide(
                approval_id=approval_id, is_granted=asked.answer == "grant", because=asked.because, at=request.at,
                by=request.user,
            )  # fmt: skip
        except Refused as refused:
            raise refusal(refused) from None
    found = Approval.objects.select_related("asked_by").get(id=made.id)
    return shown.approval_shown(found, None, tagged_as(found)), {"ETag": tagged_as(found)}


def refusal(refused: Refused) -> Problem:
    """What the desk refuses, with its field, reason and way out."""
    return Problem("invalid", (Fault(refused.path, *sides(refused.message), *sides(refused.accepted)),))
