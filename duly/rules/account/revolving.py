"""Revolving credit as an account of instalments: every bill is one, and what no bill has asked for yet is the last.

A bill moves a part of the principal from what is unbilled to an instalment of its own, and adds the interest of the
days since the bill before. Both are events like any other, so payments, back-dating and ageing need nothing new.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from duly.core.interest import rounded
from duly.rules.account import kernel
from duly.rules.account.asked import Refused
from duly.rules.account.kernel import ROW
from duly.rules.account.ledger import Run
from duly.rules.account.spanned import exact_interest
from duly.rules.account.wire import Account, Event, Instalment, Revolving, Span

DAY = timedelta(days=1)
UNBILLED = 0  # the number of the instalment that holds what no bill has asked for
NEVER = date(2199, 12, 31)
BILL = "bill-"  # ids of the events that bills are made of


def billed(account: Account, path: str) -> Account:
    """The account with a bill for every statement day up to `as_of`. Raises Refused."""
    terms, draws = account.revolving, [event for event in account.events if event.kind == "draw"]
    assert terms is not None
    _fits(account, draws, path)
    drawn = [_drawn(event) for event in draws]
    events = [*(event for event in account.events if event.kind != "draw"), *drawn]
    bills: list[Instalment] = []
    done = min(event.on for event in draws)
    for number, day in enumerate(statement_days(terms, done, account.as_of), start=1):
        bills.append(Instalment(no=number, due_on=day + terms.due_after_days * DAY))
        listed = [Instalment(no=UNBILLED, due_on=NEVER), *bills]
        so_far = account.model_copy(update={"revolving": None, "instalments": listed, "events": events})
        spans, made = _bill(so_far, terms, number, done, day)
        bills[-1] = bills[-1].model_copy(update={"spans": spans})
        events = [*events, *made]
        done = day
    listed = [Instalment(no=UNBILLED, due_on=NEVER), *bills]
    return account.model_copy(update={"revolving": None, "instalments": listed, "events": events})


def statement_days(terms: Revolving, opened: date, until: date) -> list[date]:
    """The days of the bills after the first draw, up to a day."""
    days, year, month = [], opened.year, opened.month
    while (day := date(year, month, terms.statement_day)) <= until:
        if day > opened:
            days.append(day)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return days


def _fits(account: Account, draws: list[Event], path: str) -> None:
    if not draws:
        raise Refused(f"{path}events", 0, "没有支用 nothing was drawn", "kind: draw")
    for at, event in enumerate(account.events):
        if event.id.startswith(BILL):
            raise Refused(f"{path}events[{at}].id", event.id, "编号留作账单 ids of bills", f"not {BILL}…")
        if event.kind == "draw" and event.amount is None:
            raise Refused(f"{path}events[{at}].amount", None, "draw 须有 needs it", "必填 this field is required")


def _drawn(event: Event) -> Event:
    return event.model_copy(update={"kind": "charge", "part": "principal", "instalment": UNBILLED})


def _bill(account: Account, terms: Revolving, number: int, since: date, day: date) -> tuple[list[Span], list[Event]]:
    """How the interest of a bill came about, and what the bill moves and adds, before any payment of its day."""
    run = Run(account, day - DAY)
    spans: list[Span] = []
    for passed in range((day - since).days):
        on = since + passed * DAY
        run.to(on)
        base = _not_overdue(run, on)
        if spans and spans[-1].base == base:
            spans[-1] = spans[-1].model_copy(update={"until": on + DAY})
        else:
            spans.append(_span(terms, on, base))
    unbilled = _unbilled(run)
    least = max(-(-unbilled * terms.minimum_percent_bp // 10_000), terms.minimum_floor)
    moved, interest = min(unbilled, least), rounded(exact_interest(spans), terms.rounding)
    events = [
        _event(number, "principal", "charge", moved, day),
        _event(number, "interest", "charge", interest, day),
        _event(number, "moved", "waiver", moved, day),
    ]
    return spans, [one for one in events if one is not None]


def _span(terms: Revolving, on: date, base: int) -> Span:
    return Span(
        since=on, until=on + DAY, base=base, annual_rate_bp=terms.annual_rate_bp,
        day_count="ACT/360" if terms.days_in_year == 360 else "ACT/365",
    )  # fmt: skip


def _event(number: int, name: str, kind: Literal["charge", "waiver"], amount: int, day: date) -> Event | None:
    if not amount:
        return None
    return Event(
        id=f"{BILL}{number}:{name}", on=day, kind=kind, amount=amount,
        instalment=UNBILLED if kind == "waiver" else number, part="interest" if name == "interest" else "principal",
    )  # fmt: skip


def _not_overdue(run: Run, on: date) -> int:
    """Principal that bears interest on a day: what is overdue bears the penalty instead."""
    return sum(run.book[ROW * at + kernel.PRINCIPAL] for at, one in enumerate(run.rows) if one.due_on >= on)


def _unbilled(run: Run) -> int:
    return next(run.book[ROW * at + kernel.PRINCIPAL] for at, one in enumerate(run.rows) if one.no == UNBILLED)
