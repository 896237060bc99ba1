"""The statement of a borrower's debts to one lender: every line, what is owed, the cost beside its cap, what if."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from duly.law import Law
from duly.rules.account.aging import age
from duly.rules.account.asked import Refused, asked
from duly.rules.account.coherent import belongs
from duly.rules.account.cost import CHARGES, Cost, cost, demanded
from duly.rules.account.grounds import TABLE, OutsideTable, outside_table
from duly.rules.account.ledger import PARTS, Replayed, replay
from duly.rules.account.opened import opened
from duly.rules.account.several import divide
from duly.rules.account.statement import Entry, entries
from duly.rules.account.statement_wire import StatedDebt, StatementQuestion
from duly.rules.account.statement_words import clause, money, rate_of, title, working
from duly.rules.account.wire import Account, Debt, Event, SharedPayment

HASHED = 16  # hexadecimal digits of the hash that people compare


@dataclass(frozen=True, slots=True)
class Stated:
    """One debt, worked out."""

    debt: StatedDebt
    account: Account
    received: list[tuple[Any, int]]
    seen: Replayed
    lines: list[Entry]
    cost: Cost | None
    due: dict[str, int]
    given_back: int
    outside: tuple[OutsideTable, ...]


def answer_statement(given: Any, law: Law) -> dict[str, Any]:
    """Answer one question that has been parsed from JSON. Raises Refused."""
    question = asked(StatementQuestion, given)
    stated = worked_out(question, law)
    told = {
        "currency": question.currency,
        "as_of": str(question.as_of),
        "lender": question.lender,
        "reference": question.reference,
        "contact": question.contact,
        "law": law.version,
        "debts": [_debt(one, law) for one in stated],
        "due": _sum([one.due for one in stated]),
        "later": _sum([_later(one) for one in stated]),
        "not_demanded": _sum([not_demanded(one) for one in stated]),
        "outstanding": _sum([_outstanding(one.seen) for one in stated]),
        "what_if": [_what_if(amount, stated, question) for amount in question.what_if],
        "asked": question.model_dump(mode="json", exclude={"id"}, exclude_unset=True),
    }
    return {**told, "hash": hash_of(told)}


def hash_of(told: dict[str, Any]) -> str:
    """The hash of all that a statement says, the same for every form in which it is shown."""
    body = {name: value for name, value in told.items() if name not in ("hash", "id")}
    written = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def worked_out(question: StatementQuestion, law: Law) -> list[Stated]:
    """Every debt of a question, in its order. Raises Refused."""
    return [_stated(at, debt, question, law) for at, debt in enumerate(question.debts)]


def _stated(at: int, debt: StatedDebt, question: StatementQuestion, law: Law) -> Stated:
    path = f"debts[{at}].account."
    belongs(debt.account, question, path, "对账单", "statement")
    if any(other.id == debt.id for other in question.debts[:at]):
        raise Refused(f"debts[{at}].id", debt.id, "出现两次 stands twice", "每个只出现一次 each once")
    for place, event in enumerate(debt.account.events):
        if event.kind in ("re_age", "re_amortise"):
            raise Refused(
                f"{path}events[{place}].kind", event.kind, "对账单不列重新分期 no line of a statement for it",
                "instalments as agreed anew, by duly plan",
            )  # fmt: skip
    received = _received(debt)
    account = opened(debt.account, path)
    seen = replay(account)
    spent, outside = None, outside_table(seen, debt.cost_table, signed_on=debt.signed_on, law=law)
    if received:
        if debt.signed_on is None:
            raise Refused(f"debts[{at}].signed_on", None, "缺少，无法定上限 missing: it decides the cap", "YYYY-MM-DD")
        spent = cost(seen, received, lender_kind=debt.lender_kind, signed_on=debt.signed_on, law=law, outside=outside)
    due, back = demanded(seen, spent.excess if spent else 0, outside)
    return Stated(debt, account, received, seen, entries(seen, received), spent, due, back, outside)


def _received(debt: StatedDebt) -> list[tuple[Any, int]]:
    """What was received, as told, or as the schedule pays it out or it was drawn."""
    if debt.received:
        return [(one.on, one.amount) for one in debt.received]
    if debt.account.schedule is not None:
        return [(one.on, one.amount) for one in debt.account.schedule.disbursements]
    return [(one.on, one.amount) for one in debt.account.events if one.kind == "draw" and one.amount]


def _debt(one: Stated, law: Law) -> dict[str, Any]:
    aged = age(one.account)
    coming = [owed for owed in one.seen.instalments if owed.agreed.due_on > one.seen.on and owed.total]
    following = coming[0] if coming and coming[0].agreed.due_on.year < 2199 else None
    return {
        "id": one.debt.id,
        "name": one.debt.name,
        "lender_kind": one.debt.lender_kind,
        "signed_on": None if one.debt.signed_on is None else str(one.debt.signed_on),
        "lines": _lines(one, law),
        "sum": sum(entry.amount for entry in one.lines),
        "due": {**one.due, "total": sum(one.due.values())},
        "later": _sum([_later(one)]),
        "not_demanded": _sum([not_demanded(one)]),
        "outstanding": _sum([_outstanding(one.seen)]),
        "credit": one.seen.credit,
        "given_back": one.given_back,
        "outside_table": [_outside(each, law) for each in one.outside],
        "days_past_due": aged.account.days,
        "past_due_since": None if aged.account.since is None else str(aged.account.since),
        "written_off_on": next((str(event.on) for event in one.seen.events if event.kind == "write_off"), None),
        "next_due": None
        if following is None
        else {"no": following.agreed.no, "due_on": str(following.agreed.due_on), "total": following.total},
        "cost": None if one.cost is None else _cost(one.cost, law),
    }


def _outside(one: OutsideTable, law: Law) -> dict[str, Any]:
    return {
        "label": one.label,
        "instalment": one.instalment,
        "amount": one.amount,
        "left": one.left,
        "paid": one.paid,
        "clause": clause(TABLE, law),
    }


def _lines(one: Stated, law: Law) -> list[dict[str, Any]]:
    total, told = 0, []
    for entry in one.lines:
        total += entry.amount
        said, how = title(entry), working(entry)
        told.append(
            {
                "on": str(entry.on),
                "what": entry.what,
                "instalment": entry.instalment,
                "amount": entry.amount,
                "total": total,
                "spans": [span.model_dump(mode="json") for span in entry.spans],
                "parts": dict(entry.parts),
                "clause": clause(entry.clause, law),
                "zh": said.zh,
                "en": said.en,
                "how_zh": how.zh,
                "how_en": how.en,
            }
        )
    return told


def _cost(spent: Cost, law: Law) -> dict[str, Any]:
    return {
        "charged": spent.charged,
        "simple_bp": spent.simple_bp,
        "xirr_bp": spent.xirr_bp,
        "cap_bp": spent.cap_bp,
        "cap": [clause(path, law) for path in spent.limits],
        "excess_simple": spent.excess_simple,
        "excess_xirr": spent.excess_xirr,
        "excess": spent.excess,
        "shown": {
            name: None if bp is None else rate_of(bp)
            for name, bp in (("simple", spent.simple_bp), ("xirr", spent.xirr_bp), ("cap", spent.cap_bp))
        },
    }


def _outstanding(seen: Replayed) -> dict[str, int]:
    return {part: sum(one.left[part] for one in seen.instalments) for part in PARTS}


def not_demanded(one: Stated) -> dict[str, int]:
    """What has fallen due and is above the cap: it stays in the books and is never demanded."""
    return {part: _fallen_due(one.seen)[part] - one.due[part] for part in PARTS}


def _later(one: Stated) -> dict[str, int]:
    """What is owed and has not fallen due."""
    return {part: _outstanding(one.seen)[part] - _fallen_due(one.seen)[part] for part in PARTS}


def _fallen_due(seen: Replayed) -> dict[str, int]:
    return {part: sum(one.left[part] for one in seen.instalments if one.agreed.due_on <= seen.on) for part in PARTS}


def _sum(each: list[dict[str, int]]) -> dict[str, int]:
    sums = {part: sum(one[part] for one in each) for part in PARTS}
    return {**sums, "total": sum(sums.values())}


def _what_if(amount: int, stated: list[Stated], question: StatementQuestion) -> dict[str, Any]:
    """If so much were paid today: what each debt would receive, and what would still be due and owed."""
    debts = [Debt(id=one.debt.id, annual_rate_bp=_rate(one), account=_within_cap(one)) for one in stated]
    shares, left = divide(SharedPayment(currency=question.currency, as_of=question.as_of, payment=amount, debts=debts))
    after = []
    for share in shares:
        due = [one for one in share.after.instalments if one.agreed.due_on <= question.as_of]
        paid = share.after.moved().get("payment", [])
        after.append(
            {
                "debt": share.debt,
                "amount": share.amount,
                "applied": {part: sum(line.amount for line in paid if line.part == part) for part in PARTS},
                "due": sum(one.total for one in due),
                "outstanding": sum(one.total for one in share.after.instalments),
                "days_past_due": age(share.after.account).account.days,
            }
        )
    return {"payment": amount, "shown": money(amount), "debts": after, "left": left}


def _within_cap(one: Stated) -> Account:
    """The account without the charges above the cap, so that no payment is spent on them; the oldest go first."""
    left, waived = not_demanded(one), []
    for owed in one.seen.instalments:
        for part in CHARGES:
            amount = min(left[part], owed.left[part]) if owed.agreed.due_on <= one.seen.on else 0
            left[part] -= amount
            if amount:
                waived.append(
                    Event.model_construct(  # a sum, which may be more than one amount is
                        id=f"cap:{owed.agreed.no}:{part}",
                        on=one.seen.on,
                        kind="waiver",
                        amount=amount,
                        instalment=owed.agreed.no,
                        part=part,
                    )
                )
    return one.account.model_copy(update={"events": [*one.account.events, *waived]})


def _rate(one: Stated) -> int | str:
    """The burden of a debt: its yearly rate, or that of its penalty where no other is told."""
    spans = [span.annual_rate_bp for owed in one.account.instalments for span in owed.spans]
    return spans[-1] if spans else one.account.penalty.annual_rate_bp if one.account.penalty else 0
