"""Agreeing on a loan: a plan worked out by what can be afforded, a waiver, a sum that closes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from duly.core.day import day_of
from duly.core.machine import NoSuchMove
from duly.desk import objecting, planning, settling, waiving
from duly.desk.reach import case_of, within_reach
from duly.law import load
from duly.rules.account.asked import Refused
from duly.rules.rights import Act
from duly.store.models import Loan, Plan, Settlement, Waiver
from duly.store.models.waiver import GROUNDS
from duly.web.account import Untold, account_of
from duly.web.console import refusing, words
from duly.web.console.needs import needs
from duly.web.console.pages.asked import day, minor_units, some
from duly.web.masks import masks

WRONG = 422
BLOCKS = ("balance", "repayment_terms", "interest_and_fees", "no_new_cards_promise", "rights_duties_breach", "other")
BUDGET = (
    "wages", "other_income", "support", "housing", "food", "transport", "medical", "education", "dependants",
    "other_debts", "living_minimum",
)  # fmt: skip
DONE = {"plan": planning, "waiver": waiving, "settlement": settling}


def _shown(request: Any, case_id: UUID, loan_id: UUID, **more: Any) -> dict[str, Any]:
    found = case_of(request.user, case_id)
    loan = Loan.objects.select_related("creditor", "borrower").get(id=within_reach(request.user, Loan, loan_id).id)
    of = {"loan": loan}
    return {
        "case": found, "loan": loan, "words": words, "masks": masks([found.borrower]), "budget": BUDGET,
        "grounds": GROUNDS, "first_due": day_of(request.at) + timedelta(days=30),
        "plans": Plan.objects.filter(**of).order_by("-proposed_at"),
        "waivers": Waiver.objects.filter(**of).order_by("-requested_at"),
        "settlements": Settlement.objects.filter(**of).order_by("-requested_at"),
        "pay_by": day_of(request.at) + timedelta(days=14), **more,
    }  # fmt: skip


@require_GET
@needs(Act.PLAN)
def agree(request: Any, case_id: UUID, loan_id: UUID) -> HttpResponse:
    """What was agreed on a loan, and what could be."""
    return render(request, "console/agree.html", _shown(request, case_id, loan_id))


@require_POST
@needs(Act.PLAN)
def work_out(request: Any, case_id: UUID, loan_id: UUID) -> HttpResponse:
    """Work a plan out beside what holds today; nothing is written."""

    return _tried(request, case_id, loan_id, _worked_out(request), form="plan")


def _worked_out(request: Any) -> Callable[[Loan, Mapping[str, Any]], dict[str, Any]]:
    """What a plan would make of the loan, and what the rules have against proposing it: by field, and in all."""

    def answer(loan: Loan, account: Mapping[str, Any]) -> dict[str, Any]:
        change, on, law = _change(request.POST), day_of(request.at), load("cn")
        told = planning.work_out(
            loan=loan, account=account, change=change, budget=_budget(request.POST), on=on, law=law
        )
        found = objecting.objections(told, change, law)
        against = refusing.spoken(objecting.Objected(found), loan.currency, "plan") if found else {}
        return {"told": told, "against": against, "forbidden": [one for every in against.values() for one in every]}

    return answer


@require_POST
@needs(Act.PLAN)
def propose(request: Any, case_id: UUID, loan_id: UUID, what: str) -> HttpResponse:
    """Offer a plan, or ask for a waiver or a settlement; a second person decides where one's own word is not enough."""

    def plan(loan: Loan, account: Mapping[str, Any]) -> dict[str, Any]:
        planning.propose(
            loan_id=loan.id, account=account, change=_change(request.POST), budget=_budget(request.POST),
            unaffordable_knowingly=request.POST.get(objecting.KNOWING) == "yes", **common,
        )  # fmt: skip
        return {}

    def waiver(loan: Loan, account: Mapping[str, Any]) -> dict[str, Any]:
        item = {
            "instalment": some(request.POST.get("instalment", ""), "instalment"), "part": request.POST.get("part", ""),
            "amount": minor_units(request.POST.get("amount", ""), "amount"),
        }  # fmt: skip
        waiving.request(loan_id=loan.id, account=account, items=[item], ground=request.POST.get("ground", ""), **common)
        return {}

    def settlement(loan: Loan, account: Mapping[str, Any]) -> dict[str, Any]:
        settling.request(
            loan_id=loan.id, account=account, amount_minor=minor_units(request.POST.get("amount", ""), "amount"),
            pay_by=day(request.POST.get("pay_by", ""), "pay_by"), **common,
        )  # fmt: skip
        return {}

    common = {"because": request.POST.get("because", ""), "at": request.at, "by": request.user, "law": load("cn")}
    deeds = {"plan": plan, "waiver": waiver, "settlement": settlement}
    kept = _worked_out(request) if what == "plan" else None
    return _tried(request, case_id, loan_id, deeds[what], form=what, kept=kept)


@require_POST
@needs(Act.PLAN)
def say_yes(request: Any, case_id: UUID, loan_id: UUID, what: str, row_id: UUID) -> HttpResponse:
    """Write down that the borrower agreed, having heard first what that does to the limitation period."""
    noun: Any = {"plan": Plan, "settlement": Settlement}[what]
    row = within_reach(request.user, noun, row_id)
    told = {
        f"{what}_id": row.id, "evidence_id": request.POST.get("evidence_id", ""),
        "told_first": request.POST.get("told_first") == "yes", "at": request.at, "by": request.user,
    }  # fmt: skip

    def answer(_loan: Loan, _account: Mapping[str, Any]) -> dict[str, Any]:
        deed = planning.sign if what == "plan" and row.state == "accepted" else DONE[what].accept
        deed(**told)
        return {}

    return _tried(request, case_id, loan_id, answer, form=row.id)


@require_POST
@needs(Act.PLAN)
def carry_out(request: Any, case_id: UUID, loan_id: UUID, what: str, row_id: UUID) -> HttpResponse:
    """Do what was approved: book a waiver, put a settlement to the borrower."""
    noun: Any = {"waiver": Waiver, "settlement": Settlement}[what]
    row = within_reach(request.user, noun, row_id)
    deed = {"at": request.at, "by": request.user}

    def answer(_loan: Loan, account: Mapping[str, Any]) -> dict[str, Any]:
        if what == "waiver":
            waiving.apply(waiver_id=row.id, account=account, law=load("cn"), **deed)
        else:
            settling.offer(settlement_id=row.id, **deed)
        return {}

    return _tried(request, case_id, loan_id, answer, form=row.id)


def _tried(
    request: Any,
    case_id: UUID,
    loan_id: UUID,
    answer: Callable[[Loan, Mapping[str, Any]], dict[str, Any]],
    *,
    form: Any,
    kept: Callable[[Loan, Mapping[str, Any]], dict[str, Any]] | None = None,
) -> HttpResponse:
    """Do it; a refusal comes back beside its field, with what was typed and, by `kept`, what was worked out."""
    shown = _shown(request, case_id, loan_id, typed={form: request.POST})
    loan, faults = shown["loan"], refusing.Faults()
    try:
        account = account_of(loan, day_of(request.at))
        made = answer(loan, account)
    except Refused as refused:
        faults = refusing.spoken(refused, loan.currency, str(form))
        made = _again(kept, loan, account)
    except (Untold, NoSuchMove) as fault:
        faults, made = refusing.said(str(fault)), {}
    if not (made or faults):
        return redirect("agree", case_id, loan_id)
    beside = {form: made.pop("against", {}) | faults}
    return render(request, "console/agree.html", shown | made | {"faults": beside}, status=WRONG if faults else 200)


def _again(
    kept: Callable[[Loan, Mapping[str, Any]], dict[str, Any]] | None, loan: Loan, account: Mapping[str, Any]
) -> dict[str, Any]:
    """What was worked out, once more; nothing where it cannot be."""
    try:
        return {} if kept is None else kept(loan, account)
    except Refused:
        return {}


def _change(asked: Mapping[str, str]) -> dict[str, Any]:
    evidence = asked.get("hardship_evidence_id", "").strip()
    return {
        "kind": "personalised", "months": some(asked.get("months", ""), "months"),
        "first_due_on": asked.get("first_due_on", ""), "blocks": list(BLOCKS),
        "hardship_evidence_id": evidence or None, "willingness_recorded": asked.get("willing") == "yes",
    }  # fmt: skip


def _budget(asked: Mapping[str, str]) -> dict[str, Any] | None:
    """The ten questions about a month; none answered is no budget, and then nobody knows what can be afforded."""
    given = {name: minor_units(asked[name], name) for name in BUDGET if asked.get(name, "").strip()}
    return {"wages": 0, "housing": 0, "food": 0} | given if given else None
