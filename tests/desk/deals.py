"""What the tests of plans, waivers, settlements and approvals share: more people of the house, and an account."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from duly import law as laws
from duly.core.day import day_of
from duly.desk import contact, planning, settling, waiving
from duly.rules.rights import Role
from duly.store.models import Agency, Plan, Settlement, User, Waiver
from tests.desk.house import MORNING, UP, House

LAW = laws.load("cn")
TODAY = day_of(MORNING)
WHY = "协商一致"
ALL_BLOCKS = [
    "balance",
    "repayment_terms",
    "interest_and_fees",
    "no_new_cards_promise",
    "rights_duties_breach",
    "other",
]
BUDGET = {"wages": 620_000, "housing": 180_000, "food": 120_000, "living_minimum": 210_000}  # 3,200.00 is left


def person(role: Role, no: int = 1, **changed: Any) -> User:
    """Somebody of the house in another role."""
    told = {"username": f"{role}{no}", "name": "李宁", "role": role, "lender_id": "L1"}
    return User.objects.create(**told | changed)


def of_an_agency(house: House, role: Role = Role.AGENCY_AGENT, no: int = 9) -> User:
    agency, _ = Agency.objects.get_or_create(id="A1", defaults={"name": "示例催收", "lender": house.lender})
    return User.objects.create(username=f"{role}{no}", name="周明", role=role, agency=agency)


def account(owed: int = 240_000, penalty: int = 0, *events: Any, due_on: str = "2026-11-13") -> dict[str, Any]:
    """One instalment of principal with 200.00 of interest, and the penalty so far."""
    return {
        "currency": "CNY", "as_of": str(TODAY), "events": list(events),
        "instalments": [
            {"no": 1, "due_on": due_on, "principal": owed, "interest": 20_000, "penalty": penalty},
        ],
    }  # fmt: skip


def change(months: int = 12, **changed: Any) -> dict[str, Any]:
    return {
        "kind": "personalised", "months": months, "first_due_on": "2026-12-20", "blocks": ALL_BLOCKS,
        "hardship_evidence_id": "E1", "willingness_recorded": True,
    } | changed  # fmt: skip


def proposed(house: House, **changed: Any) -> Plan:
    """A plan that the agent worked out."""
    return planning.propose(
        **{"loan_id": house.loan.id, "account": account(), "change": change(), "budget": BUDGET, "because": WHY,
           "at": MORNING, "by": house.agent, "law": LAW} | changed
    )  # fmt: skip


def signed(house: House, **changed: Any) -> Plan:
    made = proposed(house, **changed)
    return planning.sign(plan_id=made.id, evidence_id="REC-1", told_first=True, at=MORNING, by=house.agent)


def waived(house: House, amount: int, part: str = "penalty", **changed: Any) -> Waiver:
    """A waiver of one item that the agent asks for."""
    return waiving.request(
        **{"loan_id": house.loan.id, "account": account(penalty=5_000_000), "ground": "hardship", "because": WHY,
           "items": [{"instalment": 1, "part": part, "amount": amount}], "at": MORNING, "by": house.agent, "law": LAW}
        | changed
    )  # fmt: skip


def settlement(house: House, amount: int = 230_000, **changed: Any) -> Settlement:
    """A settlement that the agent asks for: of 2,600.00 the borrower pays 2,300.00."""
    return settling.request(
        **{"loan_id": house.loan.id, "account": account(), "amount_minor": amount, "because": WHY, "law": LAW,
           "pay_by": TODAY + timedelta(days=10), "at": MORNING, "by": house.agent} | changed
    )  # fmt: skip


def may_call(house: House, at: Any = MORNING) -> bool:
    """Whether an ordinary call would be cleared."""
    made = contact.reserve(borrower_id=house.borrower.id, proposed=house.call(at=at), systems=UP)
    return not isinstance(made, contact.Refused)
