"""What lies ahead of one due day: how much to pay each time, or how many times."""

from __future__ import annotations

from dataclasses import dataclass
from math import lcm

from duly.core.interest import WHOLE, rounded_ratio
from duly.rules.account.annuity import equal_instalment
from duly.rules.account.asked import Refused
from duly.rules.account.schedule_parts import INSTALMENTS_MOST
from duly.rules.account.schedule_wire import ScheduleQuestion
from duly.rules.account.spans import Ratio, Spans


@dataclass(frozen=True, slots=True)
class Ahead:
    """A balance before the payment of one due day, its interest, the rate from there on, and what was lent so far."""

    asked: ScheduleQuestion
    spans: Spans
    number: int
    balance: int
    interest: int
    rate: int
    lent: int

    def share(self, count: int, exact: Ratio) -> int:
        """The equal instalment, or the equal share of principal, up to so many instalments in all."""
        asked, left = self.asked, count - self.number
        mode, multiple = (
            asked.rounding.instalment_mode or asked.rounding.mode,
            max(asked.instalment_multiple, asked.rounding.multiple),
        )
        if asked.method != "equal_instalment":
            return self._principal(left, mode, 1 if asked.method == "flat" else multiple)
        owed, later, one = self._owed(count, exact)
        share = rounded_ratio(*equal_instalment(owed, later, asked.balloon, one), mode, multiple)
        return self._spread(count, share, multiple) if asked.last_instalment == "spread" else share

    def _principal(self, left: int, mode: str, multiple: int) -> int:
        if self.asked.principal_percent_bp is not None:
            return rounded_ratio(self.lent * self.asked.principal_percent_bp, 10_000, mode, multiple)
        return rounded_ratio(max(0, self.balance - self.asked.balloon), left, mode, multiple)

    def _owed(self, count: int, exact: Ratio) -> tuple[Ratio, list[int], int]:
        """What is owed on the due day with exact interest, and the interest on one unit in each period after it."""
        left = range(self.number + 1, count)
        if self.asked.instalment_by == "nominal":
            each = self.rate * self.spans.nominal
            return (self.balance * (WHOLE + each), WHOLE), [each for _ in left], WHOLE
        periods, free = self.spans.until(count), self.asked.grace.interest_free
        over = lcm(*{period.over for period in periods})
        later = [0 if one < free else self.rate * periods[one].parts * (over // periods[one].over) for one in left]
        return (self.balance * exact[1] + exact[0], exact[1]), later, WHOLE * over

    def _spread(self, count: int, share: int, step: int) -> int:
        """Move the instalment as long as the last then differs less."""
        differs, left = self._last(count, share) - share, count - self.number
        while differs:
            towards = 1 if differs > 0 else -1
            moved = share + towards * max(1, abs(differs) // (left * step)) * step
            then = self._last(count, moved) - moved
            if abs(then) >= abs(differs):
                break
            share, differs = moved, then
        return share

    def _last(self, count: int, share: int) -> int:
        """What would be due last."""
        balance, interest = self.balance, self.interest
        for one in range(self.number + 1, count):
            balance -= max(0, min(share - interest, balance))
            interest = self._interest(one, balance)
        return balance + interest - self.asked.balloon

    def _interest(self, number: int, balance: int) -> int:
        rate = 0 if number < self.asked.grace.interest_free else self.rate
        return self.spans.whole_interest(self.spans[number], balance, rate)

    def count(self, share: int) -> int:
        """How many instalments there are in all until nothing is left. Raises Refused where it never ends."""
        balance, one, interest = self.balance, self.number, self.interest
        while True:
            due = share - interest if self.asked.method == "equal_instalment" else share
            principal = 0 if one < self.asked.grace.principal else due
            if principal >= balance:
                return one + 1
            if due <= 0 or one + 1 >= INSTALMENTS_MOST:
                raise Refused("instalment", share, "还不清 it is never repaid", f"> {interest}")
            balance, one = balance - principal, one + 1
            interest = self._interest(one, balance)
