"""One account made of lists, replayed by the kernel, and read again in the words of the question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import gcd

from duly.core.interest import RATE_ONE, rate_of_bp
from duly.rules.account import kernel
from duly.rules.account.asked import Refused
from duly.rules.account.coherent import fits
from duly.rules.account.kernel import LOG_ROW, NOWHERE, ROW
from duly.rules.account.periods import due_days
from duly.rules.account.schedule_parts import Every
from duly.rules.account.wire import Account, Event, Instalment, Penalty

PARTS = ("penalty", "fee", "interest", "principal")
WHENS = ("past_due", "due", "in_advance")
FUTURES = ("next", "last", "reamortise")
ODDS = ("first", "last", "rest", "rounded")
KINDS = {
    "penalty_rate": kernel.RATE,
    "stop_accrual": kernel.STOP,
    "write_off": kernel.STOP,
    "resume_accrual": kernel.RESUME,
    "charge": kernel.CHARGE,
    "waiver": kernel.WAIVER,
    "payment": kernel.PAYMENT,
    "goodwill": kernel.PAYMENT,
    "chargeback": kernel.CHARGEBACK,
    "refund": kernel.REFUND,
    "re_amortise": kernel.RE_AMORTISE,
    "re_age": kernel.RE_AGE,
}  # in the order in which events of one day happen
OWN = ("charge", "chargeback", "refund", "re_age")  # may bring instalments of their own, numbered in this order
ROOM_MOST = 2_000_000  # movements of one account


@dataclass(frozen=True, slots=True)
class Line:
    """One movement: what moved it (an event's id, `accrual` or `waited`), and of a penalty its base and days."""

    by: str
    instalment: int
    part: str
    amount: int
    base: int
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Owed:
    """An instalment as it stands: what is owed of each part, and the day it was cleared."""

    agreed: Instalment
    left: dict[str, int]
    cleared_on: date | None

    @property
    def total(self) -> int:
        return sum(self.left.values())


@dataclass(frozen=True, slots=True)
class Replayed:
    """An account on a day: its instalments, what happened in the order in which it did, every movement, the credit."""

    account: Account
    on: date
    instalments: tuple[Owed, ...]
    events: tuple[Event, ...]
    lines: tuple[Line, ...]
    credit: int

    def moved(self) -> dict[str, list[Line]]:
        """The lines by what moved them."""
        by: dict[str, list[Line]] = {}
        for line in self.lines:
            by.setdefault(line.by, []).append(line)
        return by


def replay(account: Account, until: date | None = None) -> Replayed:
    """Let everything happen that is known, and the days pass. Raises Refused for an account that contradicts itself."""
    fits(account)
    run = Run(account, until or account.as_of)
    run.to(run.until)
    return run.seen()


class Run:
    """An account on its way through the days."""

    def __init__(self, account: Account, until: date) -> None:
        self.account, self.until = account, until
        self.events = counted(account, until)
        self.rows, self.own = _rows(account, self.events)
        self.order = _turns(account.allocation.order) + _turns(account.allocation.late_order or [])
        whole, self.rates = _rates(account.penalty, self.events)
        self.terms = _terms(account, whole)
        self.at = {one.id: e for e, one in enumerate(self.events)}
        self.row_of = {one.no: row for row, one in enumerate(self.rows)}
        self.happened = [cell for e in range(len(self.events)) for cell in self._event(e)]
        self.room = 16 * (len(self.rows) + len(self.events))
        self._begin()

    def _begin(self) -> None:
        first = min([self.rows[0].due_on, *(one.on for one in self.events), self.until])
        agreed_on = {no: one.on for one in self.events if one.kind == "re_age" for no in self.own[one.id]}
        self.book = [cell for one in self.rows for cell in _row(one, agreed_on.get(one.no))]
        self.state = [first.toordinal(), 0, int(self.account.penalty is not None), self.rates.get("", 0), 0]
        self.log = [0] * (LOG_ROW * self.room)
        self.next = 0

    def to(self, day: date) -> None:
        """Go on to a day, through the events until its end; begin again with a longer log where it was too short."""
        due = self.next
        while due < len(self.events) and self.events[due].on <= day:
            due += 1
        kernel.replay(
            self.book, 0, len(self.rows), self.happened, self.next, due, day.toordinal(),
            self.order, self.terms, self.state, self.log,
        )  # fmt: skip
        self.next = due
        if self.state[kernel.LINES] > self.room:
            if self.room > ROOM_MOST:
                raise Refused("events", len(self.events), "变动过多 too many movements", f"≤ {ROOM_MOST}")
            self.room = 4 * self.state[kernel.LINES]
            self._begin()
            self.to(day)

    def seen(self) -> Replayed:
        """The account as it stands."""
        names = {kernel.ACCRUAL: "accrual", kernel.WAITED: "waited", **{e: one.id for e, one in enumerate(self.events)}}
        ends = range(0, LOG_ROW * self.state[kernel.LINES], LOG_ROW)
        lines = tuple(_line(self.log[at : at + LOG_ROW], names, self.rows) for at in ends)
        owed = tuple(_owed(one, self.book[ROW * at : ROW * (at + 1)]) for at, one in enumerate(self.rows))
        on = date.fromordinal(self.state[kernel.REACHED])
        return Replayed(self.account, on, owed, tuple(self.events), lines, self.state[kernel.CREDIT])

    def _event(self, e: int) -> list[int]:
        one = self.events[e]
        amount, aim, again = one.amount or 0, NOWHERE, NOWHERE
        if one.kind == "penalty_rate":
            amount = self.rates[one.id]
        elif one.kind == "chargeback":
            aim = self.at[one.of or ""]
            amount = one.amount or self.events[aim].amount or 0
        elif one.kind in ("re_age", "re_amortise"):
            amount = _spread_how(one)
        elif one.kind != "refund":
            number = self.own[one.id][0] if one.id in self.own else one.instalment
            if number is not None:
                aim = ROW * self.row_of[number] + (PARTS.index(one.part) if one.part else 0)
        if one.kind in ("chargeback", "refund") and again_where(self.account, one) is not None:
            again = ROW * self.row_of[self.own[one.id][0] if one.id in self.own else _next_due(self.account, one)]
        return [one.on.toordinal(), KINDS[one.kind], amount, aim, again]


def _spread_how(event: Event) -> int:
    moves = sum(kernel.MOVES << PARTS.index(part) for part in event.parts or PARTS)
    return (
        kernel.DROPS * (event.future_interest == "dropped") + kernel.MOVES_TODAY * (event.due_today == "moved") + moves
    )


def counted(account: Account, until: date) -> list[Event]:
    """The events that count, in the order in which they happen: nothing later, not yet known, or taken back."""
    known_on = account.known_on or date.max
    known = [one for one in account.events if one.on <= until and (one.recorded_on or one.on) <= known_on]
    gone = {one.of for one in known if one.kind in ("reversal", "undo_write_off")}
    here = {one.id for one in known} - gone
    kinds = list(KINDS)
    return sorted(
        (one for one in known if one.kind in KINDS and one.id in here and (one.of is None or one.of in here)),
        key=lambda one: (one.on, kinds.index(one.kind), one.recorded_on or one.on, one.id),
    )


def again_where(account: Account, event: Event) -> str | None:
    """Which instalment owes again what an event takes back or gives back too much: `its_day`, `next_due` or neither."""
    how = account.allocation
    where = how.charged_back if event.kind == "chargeback" else how.refund_beyond if event.kind == "refund" else None
    return where if where in ("its_day", "next_due") else None


def _next_due(account: Account, event: Event) -> int:
    """The number of the instalment that falls due next; of those of one day the first. Raises ValueError for none."""
    return min((one.due_on, one.no) for one in account.instalments if one.due_on >= event.on)[1]


def _rows(account: Account, events: list[Event]) -> tuple[list[Instalment], dict[str, list[int]]]:
    """The instalments by due day, and the numbers of those that are an event's own.

    Numbers follow the last agreed one and count events that are not known yet, so that they stay when those are: first
    charges that name no instalment, then what is owed again, then new spreads.
    """
    last = max(one.no for one in account.instalments)
    numbers, rows = {}, list(account.instalments)
    here = {one.id for one in events}
    for one in sorted(account.events, key=lambda one: (_rank(one), one.on, one.id)):
        days = _own_days(account, one)
        if days:
            numbers[one.id] = list(range(last + 1, last + 1 + len(days)))
            last += len(days)
        if one.id in here:
            # made, and not read: these numbers go on where those that may be written end
            rows += [
                Instalment.model_construct(no=no, due_on=day)
                for no, day in zip(numbers.get(one.id, []), days, strict=True)
            ]
    return sorted(rows, key=lambda one: (one.due_on, one.no)), numbers


def _rank(event: Event) -> int:
    return OWN.index(event.kind) if event.kind in OWN else len(OWN)


def _own_days(account: Account, event: Event) -> list[date]:
    """The due days of the instalments that an event brings with it."""
    if event.kind == "charge" and event.instalment is None:
        return [event.due_on or event.on]
    if event.kind == "re_age":
        every = event.every or Every()
        return due_days(event.first_due_on or event.on, every.count, every.unit, event.instalments or 0)
    where = again_where(account, event)
    if where == "next_due" and any(one.due_on >= event.on for one in account.instalments):
        return []
    return [] if where is None else [event.on]


def _row(one: Instalment, agreed_on: date | None = None) -> list[int]:
    agreed = 0 if agreed_on is None else -agreed_on.toordinal()
    return [one.penalty, one.fee, one.interest, one.principal, one.due_on.toordinal(), 0, agreed, 0]


def _rates(penalty: Penalty | None, events: list[Event]) -> tuple[int, dict[str, int]]:
    """What a rate is a part of, and each rate by the event that sets it; the empty name is the first one."""
    if penalty is None:
        return 1, {}
    rates = {"": penalty.annual_rate_bp} | {
        one.id: one.annual_rate_bp for one in events if one.annual_rate_bp is not None
    }
    exact = {name: rate_of_bp(rate) for name, rate in rates.items()}
    whole = RATE_ONE * penalty.days_in_year
    common = gcd(whole, *exact.values())
    return whole // common, {name: rate // common for name, rate in exact.items()}


def _turns(order: list[str]) -> list[int]:
    """Each turn as `4 * when + part`; parts alone hold for what is past due, then due, then in advance."""
    if order and "." not in order[0]:
        order = [f"{when}.{part}" for when in WHENS for part in order]
    split = [turn.split(".") for turn in order]
    return [len(PARTS) * WHENS.index(when) + PARTS.index(part) for when, part in split]


def _terms(account: Account, whole: int) -> kernel.Terms:
    penalty, how = account.penalty, account.allocation
    return kernel.Terms(
        whole=whole,
        on_principal=int(penalty is not None and "principal" in penalty.base),
        on_interest=int(penalty is not None and "interest" in penalty.base),
        grace_days=penalty.grace_days if penalty else 0,
        grace_forgives=int(penalty is not None and penalty.grace == "forgiven"),
        vertical=int(how.direction == "vertical"),
        future=FUTURES.index(how.in_advance),
        applies_credit=int(how.excess == "applied"),
        turns=len(_turns(how.order)),
        switch_days=how.switch_days,
        odd=ODDS.index(how.odd),
        back_as_principal=int(how.charged_back_as == "principal"),
    )


def _line(cells: list[int], names: dict[int, str], rows: list[Instalment]) -> Line:
    return Line(
        by=names[cells[kernel.EVENT]],
        instalment=rows[cells[kernel.CELL] // ROW].no,
        part=PARTS[cells[kernel.CELL] % ROW],
        amount=cells[kernel.MOVED],
        base=cells[kernel.BASE],
        since=date.fromordinal(cells[kernel.SINCE]),
        until=date.fromordinal(cells[kernel.UNTIL]),
    )


def _owed(one: Instalment, cells: list[int]) -> Owed:
    cleared = cells[kernel.CLEARED]
    return Owed(one, dict(zip(PARTS, cells, strict=False)), date.fromordinal(cleared) if cleared > 0 else None)
