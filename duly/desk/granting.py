"""What a second person would grant: everything an approval asks for, by its name, for whoever shows it.

Nobody grants blind. Amounts end in `_minor` and stand in `currency`, days in `_on`, instants in `_at`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist

from duly.store.models import Address, Agency, Approval, Lender, Loan, Plan, Settlement, Visit, Waiver

Named = dict[str, Any]
PARTS = ("penalty_minor", "fee_minor", "interest_minor", "principal_minor")
BUDGET = {
    "income_minor": "income", "expenses_minor": "expenses", "left_minor": "left",
    "living_minimum_minor": "living_minimum", "affordable_minor": "monthly",
}  # fmt: skip


def told(asked: Approval) -> Named:
    """What would be granted. Of a row that is gone, what was asked for."""
    try:
        return OF[asked.kind](asked)
    except (ObjectDoesNotExist, ValueError):
        return dict(asked.what)


def unaffordable(asked: Approval) -> bool:
    """Whether it is a plan of which the house itself says that it cannot be afforded."""
    return asked.kind == "plan" and asked.what.get("fits") is False


def _plan(asked: Approval) -> Named:
    made = _row(Plan, asked)
    told = made.affordability or {}
    return _of_loan(made) | {
        "instalments": made.instalments, "month_most_minor": made.month_most_minor, "total_minor": made.total_minor,
        "first_due_on": str(made.first_due_on), "last_due_on": str(made.last_due_on), "grace_days": made.grace_days,
        "fits": made.fits, **{name: told.get(said) for name, said in BUDGET.items()},
        "unaffordable_knowingly": asked.what.get("unaffordable_knowingly", False),
        "hardship_evidence_id": made.change.get("hardship_evidence_id"),
        "willingness_recorded": made.change.get("willingness_recorded"), "offer_ends_on": str(made.offer_ends_on),
        "said_first": {lang: made.said_first[lang] for lang in ("zh", "en")},
    }  # fmt: skip


def _waiver(asked: Approval) -> Named:
    made = _row(Waiver, asked)
    items = [
        {"instalment": one["instalment"], "part": one["part"], "amount_minor": one["amount"]} for one in made.items
    ]
    return _of_loan(made) | {"ground": made.ground, "items": items} | _given_up(made) | _in_all(asked)


def _settlement(asked: Approval) -> Named:
    made = _row(Settlement, asked)
    said = {lang: made.said_first[lang] for lang in ("zh", "en")}
    pays = {"amount_minor": made.amount_minor, "pay_by_on": str(made.pay_by)}
    ends = {"offer_ends_on": str(made.offer_ends_on), "said_first": said}
    return _of_loan(made) | pays | _given_up(made) | _in_all(asked) | ends


def _placement(asked: Approval) -> Named:
    loans = Loan.objects.filter(id__in=[UUID(one) for one in asked.what["loans"]]).order_by("ref", "id")
    rows = [
        {"id": str(one.id), "loan": one.ref, "overdue_minor": one.overdue_minor, "currency": one.currency}
        for one in loans
    ]
    sums: dict[str, int] = {}
    for one in loans:
        sums[one.currency] = sums.get(one.currency, 0) + (one.overdue_minor or 0)
    totals = [{"currency": currency, "overdue_minor": total} for currency, total in sorted(sums.items())]
    return _agency(asked) | {"count": len(rows), "totals": totals, "loans": rows}


def _listing(asked: Approval) -> Named:
    agency = Agency.objects.get(id=asked.what["agency"])
    contract = agency.contract or {}
    return _agency(asked) | {
        "do": asked.what["do"], "phone": agency.phone, "contract_from_on": contract.get("from"),
        "contract_until_on": contract.get("until"), "last_evaluation_on": _day(agency.last_evaluation_on),
        "last_inspection_on": _day(agency.last_inspection_on), "violation_record": agency.violation_record,
    }  # fmt: skip


def _agency(asked: Approval) -> Named:
    agency = Agency.objects.get(id=asked.what["agency"])
    return {"agency": {"id": agency.id, "name": agency.name}}


def _switch(asked: Approval) -> Named:
    return {"visits": "on", "lender": Lender.objects.get(id=asked.lender_id).name}


def _visit(asked: Approval) -> Named:
    made = _row(Visit, asked)
    return {
        "visit": str(made.id), "number": made.number, "loan": made.loan.ref, "purpose": made.purpose,
        "place": made.place, "address": made.address.kind, "from_at": made.from_at.isoformat(),
        "until_at": made.until_at.isoformat(), "visitors": [made.first.name, made.second.name],
        "agency": None if made.first.agency is None else {"id": made.first.agency.id, "name": made.first.agency.name},
        "recorder": made.recorder.serial, "risks": asked.what.get("risks", []),
    }  # fmt: skip


def _erasure(asked: Approval) -> Named:
    """What is destroyed for good; of an address, which kind it is."""
    of, _, field = asked.subject.partition(":")
    address = Address.objects.filter(id=UUID(of), borrower=asked.borrower_id).first()
    return {"erased": field, "address": None if address is None else address.kind}


OF: dict[str, Callable[[Approval], Named]] = {
    "plan": _plan, "waiver": _waiver, "settlement": _settlement, "bulk_placement": _placement,
    "agency_listing": _listing, "visits_on": _switch, "visit_order": _visit, "erase": _erasure,
}  # fmt: skip


def _row(model: Any, asked: Approval) -> Any:
    return model.objects.get(id=UUID(asked.subject))


def _of_loan(made: Any) -> Named:
    return {"loan": made.loan.ref, "currency": made.currency, "overdue_minor": made.loan.overdue_minor}


def _given_up(made: Any) -> Named:
    return {f"given_up_{part}": getattr(made, part) for part in PARTS}


def _in_all(asked: Approval) -> Named:
    """With what was given up of the loan before: a ceiling holds for all of it."""
    return {"in_all_charges_minor": asked.charges_minor, "in_all_principal_minor": asked.principal_minor}


def _day(on: Any) -> str | None:
    return None if on is None else str(on)
