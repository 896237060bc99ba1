"""What is answered about an account, in the names of the wire: every payment divided, every instalment aged."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from duly.rules.account.aging import Late, Stay, age
from duly.rules.account.asked import asked
from duly.rules.account.ledger import PARTS, Line, Owed, Replayed, replay
from duly.rules.account.opened import opened
from duly.rules.account.several import PAYMENT, divide
from duly.rules.account.wire import Account, Debt, Event, SharedPayment


def allocate(given: Any) -> dict[str, Any]:
    """`duly allocate`: how each payment is divided, and what is left; with `known_on`, as known then and as known now.

    Raises Refused.
    """
    if isinstance(given, dict) and "debts" in given:
        payment = asked(SharedPayment, given)
        return _shared(
            payment.model_copy(update={"debts": [_opened(at, debt) for at, debt in enumerate(payment.debts)]})
        )
    account = asked(Account, given)
    return _both_views(account, lambda one: _allocated(replay(one)))


def aged(given: Any) -> dict[str, Any]:
    """`duly age`: days past due, amount and range of the account and of each instalment, and its history.

    Raises Refused.
    """
    return _both_views(asked(Account, given), _aged)


def _both_views(account: Account, answer: Callable[[Account], dict[str, Any]]) -> dict[str, Any]:
    now = answer(opened(account.model_copy(update={"known_on": None})))
    if account.known_on is None:
        return now
    return {**_head(account), "known_then": answer(opened(account)), "known_now": now}


def _opened(at: int, debt: Debt) -> Debt:
    return debt.model_copy(update={"account": opened(debt.account, f"debts[{at}].account.")})


def _shared(payment: SharedPayment) -> dict[str, Any]:
    shares, left = divide(payment)
    told = [
        {"debt": one.debt, "amount": one.amount, **_applied(one.after.moved().get(PAYMENT, [])), **_standing(one.after)}
        for one in shares
    ]
    return {"currency": payment.currency, "as_of": str(payment.as_of), "debts": told, "left": left}


def _head(account: Account) -> dict[str, Any]:
    return {"currency": account.currency, "as_of": str(account.as_of)}


def _allocated(seen: Replayed) -> dict[str, Any]:
    moved = seen.moved()
    waited: dict[date, list[Line]] = {}
    for line in moved.get("waited", []):
        waited.setdefault(line.since, []).append(line)
    return {
        **_head(seen.account),
        "payments": [
            _divided(one, moved.get(one.id, [])) for one in seen.events if one.kind in ("payment", "goodwill")
        ],
        "waited": [{"on": str(day), **_applied(lines)} for day, lines in waited.items()],
        **_standing(seen),
    }


def _divided(one: Event, lines: list[Line]) -> dict[str, Any]:
    told = {"id": one.id, "on": str(one.on), "kind": one.kind, "amount": one.amount, **_applied(lines)}
    return {**told, "left": (one.amount or 0) - sum(line.amount for line in lines)}


def _applied(lines: list[Line]) -> dict[str, Any]:
    return {
        "applied": {part: sum(line.amount for line in lines if line.part == part) for part in PARTS},
        "to": [{"instalment": line.instalment, "part": line.part, "amount": line.amount} for line in lines],
    }


def _standing(seen: Replayed) -> dict[str, Any]:
    past = [one for one in seen.instalments if one.agreed.due_on < seen.on]
    today = [one for one in seen.instalments if one.agreed.due_on == seen.on]
    written_off = next((one for one in seen.events if one.kind == "write_off"), None)
    return {
        "instalments": [_instalment(one) for one in seen.instalments],
        "overdue": _sums(past),
        "due_today": _sums(today),
        "outstanding": _sums(seen.instalments),
        "credit": seen.credit,
        "written_off": written_off is not None,
        "recovered": None if written_off is None else _recovered(seen, written_off),
    }


def _recovered(seen: Replayed, written_off: Event) -> dict[str, int]:
    """Money that came in since the write-off, by what it paid, less what was charged back again."""
    since = seen.events[seen.events.index(written_off) + 1 :]
    signs = {one.id: -1 if one.kind == "chargeback" else 1 for one in since if one.kind in ("payment", "chargeback")}
    moved = [(line, signs[line.by]) for line in seen.lines if line.by in signs]
    sums = {part: sum(sign * line.amount for line, sign in moved if line.part == part) for part in PARTS}
    return {**sums, "total": sum(sums.values())}


def _instalment(one: Owed) -> dict[str, Any]:
    cleared = None if one.cleared_on is None else str(one.cleared_on)
    return {
        "no": one.agreed.no, "due_on": str(one.agreed.due_on), **one.left, "total": one.total, "cleared_on": cleared,
    }  # fmt: skip


def _sums(owed: Iterable[Owed]) -> dict[str, int]:
    listed = list(owed)
    sums = {part: sum(one.left[part] for one in listed) for part in PARTS}
    return {**sums, "total": sum(sums.values())}


def _aged(account: Account) -> dict[str, Any]:
    found = age(account)
    late = [one for one, its in found.instalments if its.since is not None] if found.account.since else []
    grace = account.ageing.grace_days
    own_grace = grace if account.ageing.grace_of == "both" else 0
    return {
        **_head(account),
        **_late(found.account, grace),
        "overdue": _sums(late),
        "instalments": [{**_instalment(one), **_late(its, own_grace)} for one, its in found.instalments],
        "history": [_stay(one) for one in found.stays],
        "credit": found.replayed.credit,
    }


def _late(late: Late, grace_days: int) -> dict[str, Any]:
    beyond = max(0, late.days - grace_days)
    return {
        "days_past_due": late.days,
        "days_beyond_grace": beyond,
        "past_due_since": None if late.since is None else str(late.since),
        "paused_days": late.paused_days,
        "range": late.range,
    }


def _stay(one: Stay) -> dict[str, Any]:
    left = None if one.left_on is None else str(one.left_on)
    return {"range": one.range, "entered_on": str(one.entered_on), "left_on": left, "because": one.because}
