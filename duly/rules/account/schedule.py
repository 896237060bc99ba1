"""A repayment schedule: one period after another, exact to the minor unit.

What happens later never changes what was due before: a change is worked in when its day has come, and the instalment is
then calculated anew, or the number of instalments is, or the last takes the rest.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from duly.core.interest import WHOLE, rate_of_bp, rounded_ratio
from duly.rules.account.annuity import equal_instalment
from duly.rules.account.asked import Refused
from duly.rules.account.schedule_fees import fee_at_disbursement, fee_of
from duly.rules.account.schedule_wire import (
    INSTALMENTS_MOST,
    DueDayChange,
    Paid,
    PaymentHoliday,
    Prepayment,
    RateChange,
    ScheduleQuestion,
)
from duly.rules.account.spans import ONE_DAY, Period, Ratio, Spans, added

NOTHING: Ratio = (0, WHOLE)


class Row(NamedTuple):
    """One payment, or one that is put off: the balance just before it and just after it."""

    kind: str
    no: int | None
    from_on: date
    due_on: date
    days: int
    opening: int
    principal: int
    interest: int
    fee: int
    due: int
    balance: int
    capitalised: int = 0
    deferred: int = 0


class PaidOut(NamedTuple):
    """One disbursement: what is paid out, the fees on that day, and the balance after it."""

    on: date
    amount: int
    fee: int
    fee_financed: int
    balance: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """All rows in order, and the equal amount that was due first, where there is one."""

    rows: list[Row]
    disbursed: list[PaidOut]
    instalment: int | None
    spans: Spans


def schedule(question: ScheduleQuestion) -> Schedule:
    """The schedule of terms that have been checked. Raises Refused for what cannot be worked out."""
    run = _Run(question)
    run.all_periods()
    return Schedule(run.rows, run.disbursed, run.first_instalment, run.spans)


Event = Paid | RateChange | Prepayment


class _Run:
    """What is owed at one moment, and what has been written so far."""

    def __init__(self, question: ScheduleQuestion) -> None:
        self.asked = question
        self.start = min(one.on for one in question.disbursements)
        self.spans = Spans(question, self.start)
        self.rate = rate_of_bp(question.annual_rate_bp)
        self.is_equal = question.method == "equal_instalment"
        self.has_shares = question.method in ("equal_principal", "flat")
        self.count = 1 if question.method == "bullet" else len(question.due_on) or question.instalments or 0
        self.recount = not self.count
        self.count = self.count or INSTALMENTS_MOST
        self.balance = self.deferred = self.base = 0
        self.share = question.instalment or 0
        self.replan = question.instalment is None
        self.first_instalment: int | None = question.instalment
        self.rows: list[Row] = []
        self.disbursed: list[PaidOut] = []
        self.charged, self.flat_total = 0, Fraction(0)
        self.events = deque(self._events())
        self.to_pay_out = len(question.disbursements)
        self.day_changes = deque(sorted(question.due_day_changes, key=lambda one: one.from_on))
        self.settled_to: date | None = None

    def _events(self) -> list[tuple[date, int, Event]]:
        """Everything that happens, with the day from which interest feels it; on one day rates come first."""
        asked, shift = self.asked, ONE_DAY * (self.asked.interest.counts != "first_day")
        first = ONE_DAY * (self.asked.interest.counts == "both_days")
        found: list[tuple[date, int, Event]] = [(one.on - shift, 0, one) for one in asked.rate_changes]
        found += [(one.on - first, 1, one) for one in asked.disbursements]
        found += [(one.on, 2, one) for one in asked.prepayments]
        return sorted(found, key=lambda one: one[:2])

    def all_periods(self) -> None:
        """Go through the periods until nothing is owed and nothing will be."""
        number = 0
        while number < self.count and (self.balance or self.deferred or self.to_pay_out):
            self._period(number)
            number += 1
        for _, _, event in self.events:
            if not isinstance(event, RateChange):
                raise Refused(
                    _path(self.asked, event), str(event.on), "在还清之后 after the end", "更早 an earlier day"
                )

    def _period(self, number: int) -> None:
        self._change_due_day(number)
        period = self.spans[number]
        self.settled_to = period.start
        exact = self._interest_of(number, period)
        if not (self.balance or self.deferred or exact[0] or self.to_pay_out):
            return
        interest = self.spans.rounded(exact)
        if self.asked.method == "flat":
            interest = self._flat_interest(number, exact, interest)
        holiday = next((one for one in self.asked.payment_holidays if one.from_no <= number + 1 <= one.until_no), None)
        if holiday is not None:
            self._skip(number, period, interest, holiday)
        else:
            self._pay(number, period, interest, exact)

    # -- what happens within a period

    def _interest_of(self, number: int, period: Period) -> Ratio:
        """Work in what happens in the period and add up the interest of its parts."""
        exact, since, is_free = NOTHING, period.start, number < self.asked.grace.interest_free
        while self.events and self.events[0][0] < period.end:
            day, _, event = self.events.popleft()
            day = max(day, since)
            exact = added(exact, self._interest(period, since, day, is_free))
            since = day
            if isinstance(event, Paid):
                self._pay_out(event)
            elif isinstance(event, RateChange):
                self.rate = rate_of_bp(event.annual_rate_bp)
                self._keep(event.keep)
            else:
                exact = self._prepay(event, exact)
        if since == period.start and exact is NOTHING:
            return self._interest(period, since, period.end, is_free)
        return added(exact, self._interest(period, since, period.end, is_free))

    def _interest(self, period: Period, since: date, until: date, is_free: bool) -> Ratio:
        amount = self.base if self.asked.method == "flat" else self.balance
        if is_free or since == until or not amount:
            return NOTHING
        return self.spans.interest(period, since, until, amount, self.rate)

    def _pay_out(self, paid: Paid) -> None:
        fee, financed = fee_at_disbursement(self.asked, paid.amount)
        is_first = not self.disbursed
        self.balance += paid.amount + financed
        self.base += paid.amount + financed
        self.to_pay_out -= 1
        self.disbursed.append(PaidOut(paid.on, paid.amount, fee, financed, self.balance))
        self._down_payment(paid, is_first)
        if not is_first and self.asked.instalment is None:
            self._keep({"instalment": "term", "term": "instalment", "last": "both"}[self.asked.re_amortise])

    def _down_payment(self, paid: Paid, is_first: bool) -> None:
        terms = self.asked.down_payment
        if terms is None or not (is_first or terms.of == "each"):
            return
        at_once = terms.amount if terms.amount is not None else self._part(paid.amount, terms.percent_bp or 0)
        if at_once > paid.amount:
            raise Refused("down_payment.amount", at_once, "多于放款 more than is paid out", f"0 – {paid.amount}")
        opening, self.balance, self.base = self.balance, self.balance - at_once, self.base - at_once
        self.rows.append(
            Row("down_payment", 0, paid.on, paid.on, 0, opening, at_once, 0, 0, at_once, self.balance, 0, self.deferred)
        )

    def _part(self, amount: int, percent_bp: int) -> int:
        return rounded_ratio(amount * percent_bp, 10_000, self.asked.rounding.mode, self.asked.rounding.multiple)

    def _prepay(self, paid: Prepayment, exact: Ratio) -> Ratio:
        """Take a payment before it is due; returns the interest that still waits for the next instalment."""
        owed = self.spans.rounded(exact) + self.deferred
        if paid.settle:
            interest, principal = owed, self.balance
        else:
            amount = paid.amount or 0
            interest = min(amount, owed) if paid.interest == "first" else 0
            principal = amount - interest
        if principal > self.balance:
            most = self.balance + (owed if paid.interest == "first" else 0)
            raise Refused(
                f"{_path(self.asked, paid)}.amount",
                paid.amount,
                "多于所欠 more than is owed",
                f"1 – {most} | settle: true",
            )
        opening, since = self.balance, self.settled_to or paid.on
        self.balance -= principal
        if paid.settle or paid.interest == "first":
            self.deferred, exact, self.settled_to = owed - interest, NOTHING, paid.on
        days, due = (paid.on - since).days, principal + interest
        self.rows.append(
            Row(
                "prepayment", None, since, paid.on, days, opening, principal, interest, 0, due, self.balance, 0,
                self.deferred,
            )
        )  # fmt: skip
        self.charged += interest
        self._keep("term" if paid.reduce == "instalment" else "instalment")
        return exact

    def _keep(self, what: str) -> None:
        """Remember what a change keeps, until the next instalment is worked out."""
        if what == "term":
            self.replan, self.recount = True, False
        elif what == "instalment" and not self.replan:
            self.recount = True

    def _change_due_day(self, number: int) -> None:
        while self.day_changes and self.spans.due[number] >= self.day_changes[0].from_on:
            change: DueDayChange = self.day_changes.popleft()
            self.spans.change_day(number, change.day)
            if number:
                self._keep(change.keep)

    # -- what is due at its end

    def _pay(self, number: int, period: Period, interest: int, exact: Ratio) -> None:
        grace, opening, capitalised = self.asked.grace, self.balance, 0
        principal = self._principal(number, interest, exact)
        self.balance -= principal
        if number < grace.interest:
            self.deferred, interest = self.deferred + interest, 0
            if number + 1 == grace.interest and grace.interest_then == "capitalised":
                capitalised, self.deferred, self.replan = self.deferred, 0, True
                self.balance += capitalised
        else:
            interest, self.deferred = interest + self.deferred, 0
        fee = fee_of(self.asked, number + 1, self.base, opening, principal, interest)
        self._write("instalment", number, period, opening, (principal, interest, fee), capitalised)

    def _write(
        self, kind: str, number: int, period: Period, opening: int, due: tuple[int, int, int], capitalised: int
    ) -> None:
        since, (principal, interest, fee) = self.settled_to or period.start, due
        days = (period.end - since).days
        self.rows.append(
            Row(
                kind, number + 1, since, period.due_on, days, opening, principal, interest, fee, sum(due), self.balance,
                capitalised, self.deferred,
            )
        )  # fmt: skip

    def _principal(self, number: int, interest: int, exact: Ratio) -> int:
        method = self.asked.method
        if method == "minimum_payment":
            return self.balance if number + 1 == self.count else self._least(number, interest)
        if self.is_equal or self.has_shares:
            if number >= self.asked.grace.principal and self.replan:
                self._plan(number, interest, exact)
            if self.recount:
                self._count(number, interest)
        if number + 1 >= self.count and not self.to_pay_out:
            return self.balance
        if number < self.asked.grace.principal or not (self.is_equal or self.has_shares):
            return 0
        wanted = self.share - interest if self.is_equal else self._share_with(interest)
        return max(0, min(wanted, self.balance))

    def _share_with(self, interest: int) -> int:
        """The share of principal; of flat interest the whole instalment is rounded to the multiple."""
        multiple = self.asked.instalment_multiple
        if self.asked.method != "flat" or multiple == 1:
            return self.share
        return rounded_ratio(self.share + interest, 1, self.asked.rounding.mode, multiple) - interest

    def _least(self, number: int, interest: int) -> int:
        least = self.asked.minimum_payment
        fee = fee_of(self.asked, number + 1, self.base, self.balance, 0, interest)
        part = self._part(self.balance + (interest if least.of == "with_interest" else 0), least.percent_bp)
        due = part + interest * ("interest" in least.plus) + fee * ("fees" in least.plus)
        return max(0, min(max(due, least.floor) - interest - fee, self.balance))

    def _flat_interest(self, number: int, exact: Ratio, interest: int) -> int:
        """Interest on what was first lent; the last period takes what the roundings have left."""
        self.flat_total += Fraction(*exact)
        if number + 1 == self.count:
            total = self.flat_total
            interest = max(0, self.spans.rounded((total.numerator, total.denominator)) - self.charged)
        self.charged += interest
        return interest

    def _skip(self, number: int, period: Period, interest: int, holiday: PaymentHoliday) -> None:
        opening = self.balance
        paid = capitalised = 0
        if holiday.interest == "accrues":
            self.deferred += interest
        elif holiday.interest == "capitalised":
            self.balance, capitalised, self.replan = self.balance + interest, interest, True
        elif holiday.interest == "paid":
            paid, self.deferred = interest + self.deferred, 0
        if holiday.term == "extended":
            self.count += 1
        else:
            self.replan = True
        if number + 1 >= self.count:
            where = f"payment_holidays[{self.asked.payment_holidays.index(holiday)}].until_no"
            raise Refused(where, holiday.until_no, "没有其后的一期 no instalment is left after it", f"< {self.count}")
        self._write("holiday", number, period, opening, (0, paid, 0), capitalised)

    # -- how much each time, and how many times

    def _factor(self, number: int) -> int:
        """The interest on one unit in a whole period, times WHOLE."""
        return 0 if number < self.asked.grace.interest_free else self.rate * self.spans[number].parts

    def _plan(self, number: int, interest: int, exact: Ratio) -> None:
        asked, left = self.asked, self.count - number
        mode, multiple = asked.rounding.mode, max(asked.instalment_multiple, asked.rounding.multiple)
        self.replan = False
        if not self.is_equal:
            self.share = rounded_ratio(self.balance, left, mode, 1 if asked.method == "flat" else multiple)
            return
        if asked.instalment_by == "nominal":
            later = [self.rate * self.spans.nominal] * (left - 1)
            owed = (self.balance * (WHOLE + self.rate * self.spans.nominal), WHOLE)
        else:
            later = [self._factor(one) for one in range(number + 1, self.count)]
            owed = (self.balance * exact[1] + exact[0], exact[1])
        self.share = rounded_ratio(*equal_instalment(owed, later), mode, multiple)
        if asked.last_instalment == "spread":
            self._spread(number, interest, multiple)
        if self.first_instalment is None:
            self.first_instalment = self.share

    def _spread(self, number: int, interest: int, step: int) -> None:
        """Move the instalment as long as the last then differs less."""
        differs, left = self._last(number, interest, self.share) - self.share, self.count - number
        while differs:
            towards = 1 if differs > 0 else -1
            moved = self.share + towards * max(1, abs(differs) // (left * step)) * step
            then = self._last(number, interest, moved) - moved
            if abs(then) >= abs(differs):
                return
            self.share, differs = moved, then

    def _last(self, number: int, interest: int, share: int) -> int:
        """What would be due last."""
        balance = self.balance
        for one in range(number + 1, self.count):
            balance -= max(0, min(share - interest, balance))
            interest = self._whole_interest(one, balance)
        return balance + interest

    def _whole_interest(self, number: int, balance: int) -> int:
        rate = 0 if number < self.asked.grace.interest_free else self.rate
        return self.spans.whole_interest(self.spans[number], balance, rate)

    def _count(self, number: int, interest: int) -> None:
        """How many instalments it takes to pay what is owed, the share being given."""
        balance, one = self.balance, number
        self.recount = False
        while True:
            due = self.share - interest if self.is_equal else self.share
            principal = 0 if one < self.asked.grace.principal else due
            if principal >= balance:
                break
            if due <= 0 or one + 1 >= INSTALMENTS_MOST:
                raise Refused("instalment", self.share, "还不清 it is never repaid", f"> {interest}")
            balance, one = balance - principal, one + 1
            interest = self._whole_interest(one, balance)
        self.count = one + 1


def _path(question: ScheduleQuestion, event: Event) -> str:
    """Where in the question something stands."""
    for name in ("disbursements", "prepayments", "rate_changes"):
        for place, one in enumerate(getattr(question, name)):
            if one is event:
                return f"{name}[{place}]"
    return "$"
