"""Every amount of a debt as a line: when, what, on which base, at which rate, for how long, by which clause.

The lines add up: their sum is the principal that is outstanding and all charges that have fallen due, less what was
paid ahead. A penalty is told in one line as long as its base and rate stay the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from duly.rules.account.ledger import Line, Replayed
from duly.rules.account.revolving import BILL, UNBILLED
from duly.rules.account.wire import Event, Instalment, Penalty, Span

CONTRACT = "contract"
ORDER, CARD_ORDER = "cn.civil_code.payment_order", "cn.cc11.card_order"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a statement; `amount` above zero is owed more, below zero owed less."""

    on: date
    what: str
    amount: int
    instalment: int | None = None
    spans: tuple[Span, ...] = ()
    clause: str = CONTRACT
    event: Event | None = None
    parts: tuple[tuple[str, int], ...] = ()


def entries(seen: Replayed, received: list[tuple[date, int]]) -> list[Entry]:
    """All lines up to the day, oldest first."""
    listed = [*_principal(seen, received), *_agreed(seen), *_penalties(seen), *_events(seen)]
    ranks = ("opening", "principal", "interest", "fee", "penalty")
    return sorted(
        (one for one in listed if one.amount and one.on <= seen.on),
        key=lambda one: (one.on, ranks.index(one.what) if one.what in ranks else len(ranks), one.instalment or 0),
    )


def _principal(seen: Replayed, received: list[tuple[date, int]]) -> Iterator[Entry]:
    """What was lent: as it was paid out, else as the instalments add up to, before all else that is known."""
    lent = sum(one.agreed.principal for one in seen.instalments)
    if lent and sum(amount for _, amount in received) == lent:
        yield from (Entry(day, "principal", amount) for day, amount in received)
    elif lent:
        known = [day for day, _ in received] + [one.on for one in seen.events]
        agreed = [one.agreed.due_on for one in seen.instalments]
        spans = [span.since for one in seen.instalments for span in one.agreed.spans]
        yield Entry(min([*known, *agreed, *spans, seen.on]), "opening", lent)


def _agreed(seen: Replayed) -> Iterator[Entry]:
    for owed in seen.instalments:
        one = owed.agreed
        yield Entry(one.due_on, "interest", one.interest, one.no, tuple(one.spans))
        yield Entry(one.due_on, "fee", one.fee, one.no)
        yield Entry(one.due_on, "penalty", one.penalty, one.no)


def _penalties(seen: Replayed) -> Iterator[Entry]:
    """Penalties, the days put together over which base and rate were the same."""
    terms = seen.account.penalty
    if terms is None:
        return
    waiting: dict[int, Entry] = {}
    for line in seen.lines:
        if line.by != "accrual":
            continue
        new = Entry(line.until, "penalty", line.amount, line.instalment, (_span(line, terms, seen),))
        old = waiting.get(line.instalment)
        if old is not None and _goes_on(old.spans[0], new.spans[0]):
            span = old.spans[0].model_copy(update={"until": new.spans[0].until})
            new = replace(new, amount=old.amount + new.amount, spans=(span,))
        elif old is not None:
            yield old
        waiting[line.instalment] = new
    yield from waiting.values()


def _goes_on(old: Span, new: Span) -> bool:
    return old.until == new.since and old.base == new.base and old.annual_rate_bp == new.annual_rate_bp


def _span(line: Line, terms: Penalty, seen: Replayed) -> Span:
    """The days of a penalty, at the rate that held on the first of them; its base may be more than one amount is."""
    rate = terms.annual_rate_bp
    for event in seen.events:
        if event.kind == "penalty_rate" and event.on <= line.since and event.annual_rate_bp is not None:
            rate = event.annual_rate_bp
    return Span.model_construct(
        since=line.since, until=line.until, base=line.base, annual_rate_bp=rate,
        day_count="ACT/360" if terms.days_in_year == 360 else "ACT/365",
    )  # fmt: skip


def _events(seen: Replayed) -> Iterator[Entry]:
    bills = {f"{BILL}{one.agreed.no}:interest": one.agreed for one in seen.instalments}
    moved = seen.moved()
    for event in seen.events:
        yield from _event(seen, event, bills, moved.get(event.id, []))


def _event(seen: Replayed, event: Event, bills: dict[str, Instalment], lines: list[Line]) -> Iterator[Entry]:
    amount = event.amount or 0
    if event.id in bills:
        bill = bills[event.id]
        yield Entry(event.on, "interest", amount, bill.no, tuple(bill.spans))
    elif event.id.startswith(BILL):
        return  # a bill moves principal from one instalment to another: nothing is owed more
    elif event.kind == "charge":
        drawn = event.instalment == UNBILLED and event.part == "principal"
        yield Entry(event.on, "draw" if drawn else "charge", amount, event.instalment, event=event)
    elif event.kind in ("payment", "goodwill"):
        clause = CARD_ORDER if seen.account.allocation.late_order else ORDER
        yield Entry(event.on, event.kind, -amount, event.instalment, clause=clause, event=event, parts=_parts(lines))
    elif event.kind == "waiver":
        yield Entry(event.on, "waiver", -sum(line.amount for line in lines), event.instalment, event=event)
    elif event.kind == "chargeback":
        back = event.amount or next(one.amount or 0 for one in seen.events if one.id == event.of)
        yield Entry(event.on, "chargeback", back, event=event, parts=_parts(lines))
    elif event.kind == "refund":
        yield Entry(event.on, "refund", amount, event=event)


def _parts(lines: list[Line]) -> tuple[tuple[str, int], ...]:
    parts = ("penalty", "fee", "interest", "principal")
    sums = [(part, sum(line.amount for line in lines if line.part == part)) for part in parts]
    return tuple((part, amount) for part, amount in sums if amount)
