"""A change of terms, answered: what signing does to the limitation clock first, then old and new side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from duly.law import Law
from duly.rules.account.affordability import LIMIT, Affordable, affordable, terms_offered
from duly.rules.account.asked import asked
from duly.rules.account.coherent import belongs
from duly.rules.account.ledger import PARTS, Replayed, replay
from duly.rules.account.opened import opened
from duly.rules.account.plan_followed import answer_followed
from duly.rules.account.plan_wire import Personalised, PlanQuestion, Settlement, Waiver
from duly.rules.account.plans import Changed, change
from duly.rules.account.statement_words import clause, money
from duly.rules.account.told_first import NEVER_YEAR, expires_on, told_first
from duly.rules.account.wire import Account, Instalment
from duly.rules.classification import BOUND
from duly.rules.clocks import months_later, years_later
from duly.rules.plan import Judged, Proposal, judge_plan

RESTRUCTURED = ("personalised", "deferment", "re_age", "re_amortise", "reschedule")


def answer_plan(given: Any, law: Law) -> dict[str, Any]:
    """Answer one question that has been parsed from JSON: a change of terms, or how a signed plan is kept.

    Raises Refused.
    """
    if isinstance(given, dict) and "signed_on" in given:
        return answer_followed(given, law)
    question = asked(PlanQuestion, given)
    belongs(question.account, question, "account.", "方案", "plan")
    account = opened(question.account, "account.")
    seen = replay(account)
    made = change(question, seen)
    old = [_row(one.agreed.no, one.agreed.due_on, one.left) for one in seen.instalments if one.total]
    new = [_row(one.no, one.due_on, _parts(one)) for one in made.instalments]
    budget = affordable(question.budget, on=question.as_of, law=law) if question.budget else None
    return {
        "currency": question.currency,
        "as_of": str(question.as_of),
        "said_first": _said_first(question, seen, made, law),
        "verdict": _verdict(question, made, budget, law),
        "old": _side(old),
        "new": _side(new),
        "difference": _difference(seen, made, old, new),
        "affordability": None if budget is None else _afforded(budget, made),
        "offers": _offers(question, seen, budget, law),
        "restructured": _flag(question, made, law),
        "account": _after(account, made).model_dump(mode="json", exclude_defaults=True),
    }


def _parts(one: Instalment) -> dict[str, int]:
    return {part: getattr(one, part) for part in PARTS}


def _row(no: int, due_on: date, parts: dict[str, int]) -> dict[str, Any]:
    return {"no": no, "due_on": str(due_on), **parts, "total": sum(parts.values())}


def _side(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    sums = {part: sum(row[part] for row in rows) for part in (*PARTS, "total")}
    dated = [row["due_on"] for row in rows if not row["due_on"].startswith(str(NEVER_YEAR))]
    return {"instalments": list(rows), "sum": sums, "count": len(rows), "last_due_on": max(dated, default=None)}


def _difference(
    seen: Replayed, made: Changed, old: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """What the change costs or saves in all, and what becomes of each part that is in the old and not in the new."""
    before, after = sum(row["total"] for row in old), sum(row["total"] for row in new)
    return {
        "total": after - before,
        "waived": made.waived,
        "interest_not_charged": made.dropped_interest,
        "interest_added": after - before + made.dropped_interest + sum(made.waived.values()),
        "shown": money(after - before),
    }


def _said_first(question: PlanQuestion, seen: Replayed, made: Changed, law: Law) -> dict[str, Any]:
    """Signing acknowledges the debt, and the limitation period starts anew: to be said before anything is signed."""
    before = expires_on(seen, as_of=question.as_of, law=law)
    if isinstance(question.change, Waiver):
        zh, en = "减免不影响诉讼时效。", "A waiver does not touch the limitation period."
        return {"restarts": False, "expires_on": str(before), "zh": zh, "en": en}
    due_on = max(one.due_on for one in made.instalments)
    return told_first("sign", before=before, due_on=due_on, as_of=question.as_of, law=law)


def _verdict(question: PlanQuestion, made: Changed, budget: Affordable | None, law: Law) -> dict[str, Any]:
    """The rules on plans, for a personalised one; and whether it can be afforded, for every change with instalments."""
    judged = _judged(question, law)
    against = list(judged.forbidden) if judged else []
    wanting = list(judged.wanting) if judged else []
    fits = True if isinstance(question.change, (Settlement, Waiver)) else _fits(budget, made.instalments)
    warned = [] if fits else [LIMIT]
    ladder = (("deny", against), ("requires", wanting), ("review", fits is None), ("warn", warned))
    return {
        "verdict": next((name for name, holds in ladder if holds), "allow"),
        "rules": [clause(path, law) for path in (*against, *wanting, *warned)],
        "missing_blocks": list(judged.missing_blocks) if judged else [],
        "months_most": judged.months_most if judged else None,
    }


def _judged(question: PlanQuestion, law: Law) -> Judged | None:
    asked_for = question.change
    if not isinstance(asked_for, Personalised):
        return None
    proposal = Proposal(
        product=question.product,
        months=max(asked_for.months, _months_from_signing(question.as_of, asked_for)),
        blocks=asked_for.blocks,
        hardship_proved=asked_for.hardship_evidence_id is not None,
        willingness_recorded=asked_for.willingness_recorded,
        charge=asked_for.charge_for_plan,
    )
    return judge_plan(proposal, as_of=question.as_of, law=law)


def _months_from_signing(signed_on: date, asked_for: Personalised) -> int:
    """The longest term runs from the signing to the last instalment, however late the first of them is."""
    last = months_later(asked_for.first_due_on, asked_for.months - 1)
    months = (last.year - signed_on.year) * 12 + last.month - signed_on.month
    return months + (last > months_later(signed_on, months))


def _fits(budget: Affordable | None, instalments: Iterable[Instalment]) -> bool | None:
    """Whether every month can be afforded; None where that is not known, True where nobody asked."""
    if budget is None:
        return True
    if budget.monthly is None:
        return None
    by_month: dict[tuple[int, int], int] = {}
    for one in instalments:
        month = (one.due_on.year, one.due_on.month)
        by_month[month] = by_month.get(month, 0) + sum(_parts(one).values())
    return max(by_month.values(), default=0) <= budget.monthly


def _afforded(budget: Affordable, made: Changed) -> dict[str, Any]:
    return {
        "income": budget.income,
        "expenses": budget.expenses,
        "left": budget.left,
        "living_minimum": budget.living_minimum,
        "monthly": budget.monthly,
        "fits": _fits(budget, made.instalments),
    }


def _offers(question: PlanQuestion, seen: Replayed, budget: Affordable | None, law: Law) -> list[dict[str, Any]]:
    """The same plan over other terms: what a month would cost, what in all, and whether it can be afforded."""
    asked_for = question.change
    if not isinstance(asked_for, Personalised):
        return []
    judged, offers = _judged(question, law), []
    for months in terms_offered(judged.months_most if judged else asked_for.months):
        made = change(question.model_copy(update={"change": asked_for.model_copy(update={"months": months})}), seen)
        sums = [sum(_parts(one).values()) for one in made.instalments]
        fits = _fits(budget, made.instalments) if budget else None
        offers.append({"months": months, "monthly": max(sums), "total": sum(sums), "fits": fits})
    return offers


def _flag(question: PlanQuestion, made: Changed, law: Law) -> dict[str, Any] | None:
    """Whether the loan is a restructured asset from now on, and the earliest day on which it may cease to be."""
    if question.change.kind not in RESTRUCTURED:
        return None
    wants, days = law.on(question.as_of)["cn.rc23.observation"], sorted(one.due_on for one in made.instalments)
    payments = wants["payments_least"]
    earliest = years_later(days[0], wants["years_least"])
    if len(days) >= payments:
        earliest = max(earliest, days[payments - 1])
    return {
        "flag": True,
        "by": "law" if question.lender_kind in BOUND else "house",
        "first_due_on": str(days[0]),
        "earliest_lift_on": str(earliest),
        "payments_least": payments,
        "clause": clause("cn.rc23.observation", law),
    }


def _after(account: Account, made: Changed) -> Account:
    """The account as it goes on: the new instalments, the old terms of arrears and payment, nothing happened yet."""
    return account.model_copy(
        update={"instalments": made.instalments, "events": [], "schedule": None, "revolving": None, "known_on": None}
    )
