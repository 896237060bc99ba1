"""What a change of terms makes of an account: new instalments in place of what is open, and what is given up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from duly.core.interest import interest, parts_between, rate_of_bp, rounded
from duly.rules.account.asked import Refused
from duly.rules.account.cost import accrued_interest
from duly.rules.account.ledger import PARTS, Owed, Replayed
from duly.rules.account.periods import due_days
from duly.rules.account.plan_wire import (
    Change,
    Deferment,
    Personalised,
    PlanQuestion,
    ReAge,
    ReAmortise,
    Reschedule,
    Settlement,
    Waiver,
)
from duly.rules.account.schedule import schedule
from duly.rules.account.schedule_checks import checked
from duly.rules.account.schedule_parts import Paid
from duly.rules.account.schedule_wire import ScheduleQuestion
from duly.rules.account.wire import Instalment
from duly.rules.clocks import months_later
from duly.rules.payment import pro_rata

CHARGES = ("penalty", "fee", "interest")
Given = dict[str, int]


@dataclass(frozen=True, slots=True)
class Changed:
    """The instalments after a change, and of each part what is waived or, as agreed interest not yet due, dropped."""

    instalments: list[Instalment]
    waived: Given
    dropped_interest: int = 0


def change(question: PlanQuestion, seen: Replayed) -> Changed:
    """Work the change in. Raises Refused for one that does not fit the account."""
    open_ones = [one for one in seen.instalments if one.total]
    if not open_ones:
        raise Refused("account", 0, "没有欠款 nothing is owed", "an account with something owed")
    if seen.credit:
        raise Refused("account.events", seen.credit, "有余款未用 money waits to be used", "use or refund it first")
    asked = question.change
    first = getattr(asked, "first_due_on", None) or getattr(asked, "pay_by", None)
    if first is not None and first < question.as_of:
        raise Refused("change", str(first), "早于签署日 before the day of signing", f"≥ {question.as_of}")
    made: Callable[[Change, Sequence[Owed], Replayed], Changed] = _CHANGES[type(asked)]
    return made(asked, open_ones, seen)


def _sums(owed: Sequence[Owed]) -> Given:
    return {part: sum(one.left[part] for one in owed) for part in PARTS}


def _left(one: Owed, due_on: date | None = None) -> Instalment:
    return _instalment(one.agreed.no, due_on or one.agreed.due_on, one.left)


def _instalment(no: int, due_on: date, parts: Given) -> Instalment:
    return Instalment(
        no=no, due_on=due_on, penalty=parts["penalty"], fee=parts["fee"], interest=parts["interest"],
        principal=parts["principal"],
    )  # fmt: skip


def _none() -> Given:
    return dict.fromkeys(PARTS, 0)


def _deferred(asked: Deferment, owed: Sequence[Owed], seen: Replayed) -> Changed:
    """Every open instalment later by as many months; what is overdue falls due first, as many months from now."""
    moved = [_left(one, months_later(max(one.agreed.due_on, seen.on), asked.months)) for one in owed]
    principal, until = _sums(owed)["principal"], months_later(seen.on, asked.months)
    parts = parts_between(seen.on, until, "ACT/365")
    more = rounded(interest(principal, rate_of_bp(asked.annual_rate_bp), parts), "down")
    moved[0] = moved[0].model_copy(update={"interest": moved[0].interest + more})
    return Changed(moved, _none())


def _spread(sums: Given, days: Sequence[date], first_no: int) -> list[Instalment]:
    """Each part in equal shares over the days, the earlier ones with the odd units."""
    shares = {part: pro_rata(amount, [1] * len(days)) for part, amount in sums.items()}
    return [_instalment(first_no + at, day, {part: shares[part][at] for part in PARTS}) for at, day in enumerate(days)]


def _re_aged(asked: ReAge, owed: Sequence[Owed], seen: Replayed) -> Changed:
    sums, dropped = _sums(owed), 0
    if asked.future_interest == "dropped":
        dropped = _future_interest(owed, seen.on)
        sums["interest"] -= dropped
    days = due_days(asked.first_due_on, asked.every.count, asked.every.unit, asked.instalments)
    return Changed(_spread(sums, days, _next_no(seen)), _none(), dropped)


def _re_amortised(_: ReAmortise, owed: Sequence[Owed], seen: Replayed) -> Changed:
    late = [one for one in owed if one.agreed.due_on < seen.on]
    rest = [one for one in owed if one.agreed.due_on >= seen.on]
    if not late:
        raise Refused("account", 0, "没有逾期 nothing is overdue", "an account with something overdue")
    if not rest:
        raise Refused("account", 0, "没有未到期的各期 no instalment remains", "re_age | reschedule")
    more = _spread(_sums(late), [one.agreed.due_on for one in rest], 0)
    added = [
        _instalment(one.agreed.no, one.agreed.due_on, {part: one.left[part] + getattr(extra, part) for part in PARTS})
        for one, extra in zip(rest, more, strict=True)
    ]
    return Changed(added, _none())


def _personalised(asked: Personalised, owed: Sequence[Owed], seen: Replayed) -> Changed:
    return _rescheduled(
        Reschedule(
            kind="reschedule", annual_rate_bp=asked.annual_rate_bp, instalments=asked.months,
            first_due_on=asked.first_due_on,
        ),
        owed,
        seen,
    )  # fmt: skip


def _rescheduled(asked: Reschedule, owed: Sequence[Owed], seen: Replayed) -> Changed:
    """Principal by the new schedule, charges and interest that has run beside it; interest that has not is dropped."""
    sums, dropped = _sums(owed), _future_interest(owed, seen.on)
    sums["interest"] -= dropped
    run = min(accrued_interest(seen), dropped)
    sums["interest"], dropped = sums["interest"] + run, dropped - run
    charges = {part: sums[part] for part in CHARGES}
    principal = sums["principal"]
    if asked.charges == "capitalised":
        principal, charges = principal + sum(charges.values()), dict.fromkeys(CHARGES, 0)
    if not principal:
        raise Refused("account", 0, "没有本金 no principal is owed", "re_age | settlement | waiver")
    rows = [row for row in schedule(checked(_terms(asked, principal, seen))).rows if row.due or row.principal]
    shares = {part: _charges(amount, len(rows), asked.charges) for part, amount in charges.items()}
    made = [
        Instalment(
            no=_next_no(seen) + at, due_on=row.due_on, principal=row.principal,
            interest=row.interest + shares["interest"][at], fee=shares["fee"][at], penalty=shares["penalty"][at],
        )
        for at, row in enumerate(rows)
    ]  # fmt: skip
    return Changed(made, _none(), dropped)


def _charges(amount: int, count: int, how: str) -> list[int]:
    return [amount, *[0] * (count - 1)] if how == "first" else pro_rata(amount, [1] * count)


def _terms(asked: Reschedule, principal: int, seen: Replayed) -> ScheduleQuestion:
    return ScheduleQuestion(
        currency=seen.account.currency, method=asked.method, disbursements=(Paid(on=seen.on, amount=principal),),
        annual_rate_bp=asked.annual_rate_bp, instalments=asked.instalments, every=asked.every,
        first_due_on=asked.first_due_on, annual_cost=False,
    )  # fmt: skip


def _settled(asked: Settlement, owed: Sequence[Owed], seen: Replayed) -> Changed:
    """One last payment: principal first, so that it is the charges that are given up before principal is."""
    sums = _sums(owed)
    if asked.amount > sum(sums.values()):
        raise Refused("change.amount", asked.amount, "多于所欠 more than is owed", f"≤ {sum(sums.values())}")
    left, pays = asked.amount, _none()
    for part in reversed(PARTS):
        pays[part] = min(left, sums[part])
        left -= pays[part]
    waived = {part: sums[part] - pays[part] for part in PARTS}
    return Changed([_instalment(_next_no(seen), asked.pay_by, pays)], waived)


def _waived(asked: Waiver, owed: Sequence[Owed], _: Replayed) -> Changed:
    left = {one.agreed.no: dict(one.left) for one in owed}
    waived = _none()
    for at, item in enumerate(asked.items):
        owes = left.get(item.instalment, {}).get(item.part, 0)
        if item.amount > owes:
            raise Refused(f"change.items[{at}].amount", item.amount, "多于所欠 more than is owed", f"≤ {owes}")
        left[item.instalment][item.part] -= item.amount
        waived[item.part] += item.amount
    kept = [one for one in owed if sum(left[one.agreed.no].values())]
    return Changed([_instalment(one.agreed.no, one.agreed.due_on, left[one.agreed.no]) for one in kept], waived)


def _future_interest(owed: Sequence[Owed], on: date) -> int:
    """Agreed interest of instalments that are not due yet: it has not run, at least not all of it."""
    return sum(min(one.left["interest"], one.agreed.interest) for one in owed if one.agreed.due_on > on)


def _next_no(seen: Replayed) -> int:
    return max(one.agreed.no for one in seen.instalments) + 1


_CHANGES: dict[type, Callable[..., Changed]] = {
    Deferment: _deferred,
    ReAge: _re_aged,
    ReAmortise: _re_amortised,
    Personalised: _personalised,
    Reschedule: _rescheduled,
    Settlement: _settled,
    Waiver: _waived,
}
