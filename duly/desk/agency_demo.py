"""An agency for the demonstration: invented, in good order, with a few loans placed with it the way every loan is."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from duly.desk import approving, mandates, placing
from duly.desk.placing import Telling
from duly.rules.compliance.cn.mandated import TERMS
from duly.rules.rights import Role
from duly.store.models import Agency, Case, Lender, Loan, Placement, Planned, User, Visit
from duly.store.models.loan import PRODUCTS

ID, NAME, LOANS = "AGENCY-DEMO", "明理商务服务有限公司（演示）", 12
WHY = "演示：账龄较长 demonstration: long overdue"


def with_a_file() -> Agency | None:
    """The agency of the demonstration: one whose file is more than what the book tells of an agency."""
    return Agency.objects.exclude(pia_id=None).order_by("id").first()


def agency(day: date) -> None:
    """Invent one where the book has none with a file; it is listed, and its file lacks nothing."""
    if with_a_file():
        return
    contract = {
        "id": "HT-2026-01", "from": str(day - timedelta(days=200)), "until": str(day + timedelta(days=165)),
        "terms": sorted(TERMS),
    }  # fmt: skip
    Agency.objects.create(
        id=ID, name=NAME, lender=Lender.objects.get(), phone="400-300-4000", listed=True, published=True,
        violation_record=False, contract=contract, last_evaluation_on=day - timedelta(days=60),
        last_inspection_on=day - timedelta(days=30), pia_id="PIA-2026-01", caller_ids=["02012345678"],
    )  # fmt: skip


@transaction.atomic
def placed(*, at: datetime, words_on: date) -> None:
    """Have strategy ask, compliance grant and the borrowers told; what is on no list of today first. Once, or not."""
    there = with_a_file()
    strategy, compliance = (User.objects.filter(role=role).first() for role in (Role.STRATEGY, Role.COMPLIANCE))
    if there is None or strategy is None or compliance is None or Placement.objects.exists():
        return
    cases = Case.objects.exclude(state="closed").values("borrower")
    free = Loan.objects.filter(borrower__in=cases, state="open", placed_with=None, current=False, overdue_minor__gt=0)
    free = free.exclude(borrower__in=Visit.objects.values("borrower"))  # the house goes there itself
    listed = Exists(Planned.objects.filter(day=at.date(), borrower=OuterRef("borrower")))
    refs = [str(loan.ref) for loan in free.annotate(listed=listed).order_by("listed", "late_since", "id")]
    refs = refs[: max(1, min(LOANS, len(refs) // 4))]  # most of the work stays with the house
    if not refs:
        return
    wanted = placing.ask(there.id, refs, WHY, at=at, by=strategy)
    approving.grant(approval_id=wanted.approval.id, because=WHY, at=at, by=compliance)
    telling = Telling(
        "https://www.bank.example/agencies", "www.bank.example", dict.fromkeys(PRODUCTS, "贷款"), words_on
    )
    done = placing.carry_out(wanted.approval.id, telling, at=at, by=strategy)
    if done.placements:
        placing.notified(there.id, "EMS-DEMO-001", sent_at=at, at=at, by=strategy)
        for agent in User.objects.filter(agency=there, role=Role.AGENCY_AGENT):
            mandates.issue(agent.id, until=at.date() + timedelta(days=90), at=at, by=strategy)
