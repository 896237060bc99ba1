"""Once something is granted: the next step of whoever asked, and where it is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from duly.desk import agencies, erasing, placing, visits_on
from duly.desk.reach import within
from duly.nightly.words import Two
from duly.rules.machines.visit import State as VisitState
from duly.rules.rights import Act, may
from duly.store.models import Agency, Approval, Case, Plan, Settlement, User, Visit, Waiver
from duly.web.console.granting import Said

OF_A_LOAN: dict[str, tuple[Any, str, Two]] = {  # the state in which the asker goes on, and what is done then
    "plan": (Plan, "offered", Two("写下借款人的同意", "Write down the borrower's yes")),
    "settlement": (Settlement, "approved", Two("向借款人提出", "Put it to the borrower")),
    "waiver": (Waiver, "approved", Two("入账", "Book it")),
}
NOTICE = Two("告知借款人", "Tell the borrower of it")
LISTING = {"publish": Two("公示", "Carry out: publish it"), "unpublish": Two("撤下", "Carry out: take it off")}


def placing_of(count: int) -> Two:
    """What is done with a granted list of loans."""
    return Two(f"委出：{count} 笔借据", f"Carry out: place {count} {'loan' if count == 1 else 'loans'}")


def step_of(asked: Approval, by: User, at: datetime) -> Said | None:
    """The next step, with a link to where it is done; None where nothing is to be done, or not by this person."""
    if asked.kind in OF_A_LOAN:
        return _of_loan(asked, by)
    if asked.kind == "visit_order":
        return _visit(asked, by)
    tells = STEPS.get(asked.kind)
    return tells(asked, by) if tells and asked.state == "granted" and asked.lapses_at > at else None


def _of_loan(asked: Approval, by: User) -> Said | None:
    model, state, words = OF_A_LOAN[asked.kind]
    row = model.objects.filter(id=UUID(asked.subject), state=state).first()
    case = Case.objects.filter(borrower=asked.borrower_id).order_by("-opened_on")
    found = within(by, case).values_list("id", flat=True).first()
    if row is None or found is None or not may(by.role, Act.PLAN):
        return None
    return Said(words, reverse("agree", args=[found, row.loan_id]) + f"#{asked.kind}")


def _visit(asked: Approval, by: User) -> Said | None:
    if not may(by.role, Act.VISIT):
        return None
    found = within(by, Visit.objects.filter(id=UUID(asked.subject), state=VisitState.APPROVED)).first()
    return None if found is None else Said(NOTICE, reverse("visit", args=[found.id]))


def _placement(asked: Approval, by: User) -> Said | None:
    if not may(by.role, Act.PLACE):
        return None
    words = placing_of(len(asked.what["loans"]))
    return Said(words, reverse("agency", args=[asked.what["agency"]]))


def _listing(asked: Approval, by: User) -> Said | None:
    agency = Agency.objects.filter(id=asked.what["agency"]).first()
    if agency is None or not (may(by.role, Act.AGENCIES) or may(by.role, Act.PLACE)):
        return None
    return Said(LISTING[asked.what["do"]], reverse("agency", args=[agency.id]))


def _switch(_asked: Approval, by: User) -> Said | None:
    opens = may(by.role, Act.SWITCH_VISITS)
    return Said(Two("开通外访", "Switch visits on"), reverse("visits_switch")) if opens else None


def _erasing(asked: Approval, by: User) -> Said | None:
    case = within(by, Case.objects.filter(borrower=asked.borrower_id)).order_by("-opened_on").first()
    if case is None or not may(by.role, Act.ERASE):
        return None
    return Said(Two("永久删除", "Erase it for good"), reverse("personal", args=[case.id]))


STEPS: dict[str, Callable[[Approval, User], Said | None]] = {
    placing.KIND: _placement, agencies.LISTING: _listing, visits_on.KIND: _switch,
    erasing.KIND: _erasing,
}  # fmt: skip
