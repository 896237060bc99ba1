"""A repayment schedule: one period after another, exact to the minor unit.

What happens later never changes what was due before: a change is worked in when its day has come, and the instalment is
then calculated anew, or the number of instalments is, or the last takes the rest.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from duly.core.interest import WHOLE, rate_of_bp, rounded_ratio
from duly.rules.account.ahead import Ahead
from duly.rules.account.asked import Refused
from duly.rules.account.schedule_fees import fee_at_disbursement, fee_of
from duly.rules.account.schedule_parts import (
    INSTALMENTS_MOST,
    DueDayChange,
    Paid,
    PaymentHoliday,
    Prepayment,
    RateChange,
)
from duly.rules.account.schedule_rows import Event, PaidOut, Row, kept_by, place_of
from duly.rules.account.schedule_wire import ScheduleQuestion
from duly.rules.account.spans import ONE_DAY, Period, Ratio, Spans, added

NOTHING: Ratio = (0, WHOLE)


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
        self._nothing_left_over()

    def _nothing_left_over(self) -> None:
        """Refuse what was asked for a time after the last instalment."""
        for place, holiday in enumerate(self.asked.payment_holidays):
            if holiday.until_no > len(self.rows):
                path = f"payment_holidays[{place}].until_no"
                raise Refused(path, holiday.until_no, "超出期数 after the last instalment", f"< {self.count}")
        for place, fee in enumerate(self.asked.fees):
            if isinstance(fee.due, int) and not any(row.no == fee.due for row in self.rows):
                raise Refused(f"fees[{place}].due", fee.due, "超出期数 after the last instalment", f"1 – {self.count}")
        for _, _, event in self.events:
            if not isinstance(event, RateChange):
                raise Refused(
                    place_of(self.asked, event), str(event.on), "在还清之后 after the end", "更早 an earlier day"
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
        for holiday in self.asked.payment_holidays:
            if holiday.from_no <= number + 1 <= holiday.until_no:
                self._skip(number, period, interest, holiday)
                return
        self._pay(number, period, interest, exact)

    # -- what happens within a period

    def _interest_of(self, number: int, period: Period) -> Ratio:
        """Work in what happens in the period and add up the interest of its parts."""
        exact, since, is_free = NOTHING, period.start, number < self.asked.grace.interest_free
        if not self.events:
            return self._interest(period, since, period.end, is_free)
        while self.events and (self.events[0][0] < period.end or not self.disbursed):
            day, _, event = self.events.popleft()
            day, kept = max(day, since), kept_by(self.asked, event)
            if kept != "term" and self.replan and self.disbursed and event.on > self.start:
                self._agree(number, added(exact, self._interest(period, since, period.end, is_free)))
            exact = added(exact, self._interest(period, since, day, is_free))
            since = day
            if isinstance(event, Paid):
                self._pay_out(event, kept)
            elif isinstance(event, RateChange):
                self.rate = rate_of_bp(event.annual_rate_bp)
                self._keep(kept)
            else:
                exact = self._prepay(event, exact, kept)
        if since == period.start and exact is NOTHING:
            return self._interest(period, since, period.end, is_free)
        return added(exact, self._interest(period, since, period.end, is_free))

    def _interest(self, period: Period, since: date, until: date, is_free: bool) -> Ratio:
        amount = self.base if self.asked.method == "flat" else self.balance
        if is_free or since == until or not amount:
            return NOTHING
        return self.spans.interest(period, since, until, amount, self.rate)

    def _agree(self, number: int, exact: Ratio) -> None:
        """Work out the instalment that a change is to keep, as it would be without the change."""
        if self.is_equal or self.has_shares:
            self._look_ahead(number, self.spans.rounded(exact), exact)

    def _pay_out(self, paid: Paid, kept: str) -> None:
        fee, financed = fee_at_disbursement(self.asked, paid.amount)
        is_first = not self.disbursed
        self.balance += paid.amount + financed
        self.base += paid.amount + financed
        self.to_pay_out -= 1
        self.disbursed.append(PaidOut(paid.on, paid.amount, fee, financed, self.balance))
        self._down_payment(paid, is_first)
        if not is_first and self.asked.instalment is None:
            self._keep(kept)

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

    def _prepay(self, paid: Prepayment, exact: Ratio, kept: str) -> Ratio:
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
                f"{place_of(self.asked, paid)}.amount",
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
        self._keep(kept)
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
        if (self.is_equal or self.has_shares) and (self.replan or self.recount):
            self._look_ahead(number, interest, exact)
        if number + 1 >= self.count and not self.to_pay_out:
            return self.balance
        if number < self.asked.grace.principal or not (self.is_equal or self.has_shares):
            return 0
        wanted = self.share - interest if self.is_equal else self._share_with(interest)
        return max(0, min(wanted, self.balance))

    def _look_ahead(self, number: int, interest: int, exact: Ratio) -> None:
        """Work out the share anew, or the number, as a change has asked for."""
        ahead = Ahead(self.asked, self.spans, number, self.balance, interest, self.rate, self.base)
        if self.replan and number >= self.asked.grace.principal:
            self.share, self.replan = ahead.share(self.count, exact), False
            if self.is_equal and self.first_instalment is None:
                self.first_instalment = self.share
        if self.recount:
            self.count, self.recount = ahead.count(self.share), False

    def _share_with(self, interest: int) -> int:
        """The share of principal; of flat interest the whole instalment is rounded to the multiple."""
        multiple = self.asked.instalment_multiple
        if self.asked.method != "flat" or multiple == 1:
            return self.share
        mode = self.asked.rounding.instalment_mode or self.asked.rounding.mode
        return rounded_ratio(self.share + interest, 1, mode, multiple) - interest

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
