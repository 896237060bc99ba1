"""How late an account is, in all and each instalment, since when, how much, and through which ranges it went."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from duly.rules.account import kernel
from duly.rules.account.coherent import fits
from duly.rules.account.kernel import NOWHERE
from duly.rules.account.ledger import PARTS, Owed, Replayed, Run
from duly.rules.account.wire import Account, AgeingRules

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Late:
    """How late on a day: the due day it counts from, the days that count, and the range; no since, not late."""

    since: date | None = None
    days: int = 0
    paused_days: int = 0
    range: str | None = None


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay in a range: the first day in it, the first day out of it, and what ended it."""

    range: str
    entered_on: date
    left_on: date | None
    because: str | None


@dataclass(frozen=True, slots=True)
class Aged:
    """The age of an account and of each of its instalments, and its stays in ranges so far."""

    account: Late
    instalments: tuple[tuple[Owed, Late], ...]
    stays: tuple[Stay, ...]
    replayed: Replayed


def age(account: Account) -> Aged:
    """Age an account on its `as_of`. Raises Refused."""
    fits(account)
    run, rules = Run(account, account.as_of), account.ageing
    stays: list[Stay] = []
    days = _days_of_change(run, rules)
    for at, day in enumerate(days):
        run.to(day)
        until = days[at + 1] if at + 1 < len(days) else account.as_of + DAY
        _stay(stays, rules, _since(run, rules, day), day, until)
    run.to(account.as_of)  # before the first due day no day changes anything, and money may have come in
    seen = run.seen()
    late = lateness(_since(run, rules, account.as_of), account.as_of, rules)
    own_rules = rules if rules.grace_of == "both" else rules.model_copy(update={"grace_days": 0})
    each = tuple(
        (one, lateness(_own_since(one, account.as_of, rules), account.as_of, own_rules)) for one in seen.instalments
    )
    return Aged(late, each, tuple(stays), seen)


def lateness(since: date | None, on: date, rules: AgeingRules) -> Late:
    """Count the days past a due day that are not paused, and name their range."""
    if since is None:
        return Late()
    paused = paused_days(since, on, rules)
    days = (on - since).days + rules.first_day - paused
    return Late(since, days, paused, range_of(days, rules))


def rests(rules: AgeingRules) -> list[tuple[date, date]]:
    """The first and the last day of each rest of the count, in order; without an end it lasts for ever."""
    later = DAY if rules.pause_first_day == "counts" else timedelta()
    return sorted((pause.since + later, pause.until or date.max) for pause in rules.pauses)


def paused_days(since: date, on: date, rules: AgeingRules) -> int:
    """Days that would count, from the due day `since` up to `on`, on which the count rests."""
    first = since + (1 - rules.first_day) * DAY
    return sum(max(0, (min(ended, on) - max(begun, first)).days + 1) for begun, ended in rests(rules))


def range_of(days: int, rules: AgeingRules) -> str | None:
    """The range of so many days past due; none within the days of grace, or where no range holds them."""
    if days <= rules.grace_days:
        return None
    counted = days if rules.grace_counts else days - rules.grace_days
    return next(
        (one.name for one in rules.ranges if one.first <= counted and (one.last is None or counted <= one.last)), None
    )


def _since(run: Run, rules: AgeingRules, on: date) -> date | None:
    """The due day of the oldest instalment that makes the account late."""
    counting = kernel.Ageing(
        sum(1 << PARTS.index(part) for part in rules.parts), rules.instalment_tolerance, rules.tolerance
    )
    day = on.toordinal() + rules.first_day
    found = kernel.oldest(run.book, 0, len(run.rows), day, counting)
    return None if found == NOWHERE else run.rows[found].due_on


def _own_since(one: Owed, on: date, rules: AgeingRules) -> date | None:
    owed = sum(one.left[part] for part in rules.parts)
    late = one.agreed.due_on < on + rules.first_day * DAY and owed > rules.instalment_tolerance
    return one.agreed.due_on if late else None


def _days_of_change(run: Run, rules: AgeingRules) -> list[date]:
    """Days on which another instalment may be the oldest late one; every day where a penalty counts as late."""
    first, last = run.rows[0].due_on, run.until
    if "penalty" in rules.parts and run.account.penalty is not None:
        return [first + n * DAY for n in range((last - first).days + 1)]
    fell_due = {one.due_on + (1 - rules.first_day) * DAY for one in run.rows} | {one.due_on for one in run.rows}
    days = fell_due | {one.on for one in run.events} | {last}
    return sorted(day for day in days if first <= day <= last)


def _stay(stays: list[Stay], rules: AgeingRules, since: date | None, day: date, until: date) -> None:
    """Go through the ranges of the days `day:until`, over which the oldest late instalment stays the same."""
    for first, name in _ranges(rules, since, day, until):
        here = stays[-1] if stays and stays[-1].left_on is None else None
        if here is not None and here.range != name:
            stays[-1] = Stay(here.range, here.entered_on, first, _roll(here.range, name, rules))
        if name is not None and (here is None or here.range != name):
            stays.append(Stay(name, first, None, None))


def _roll(left: str, entered: str | None, rules: AgeingRules) -> str:
    """Why a range was left: cured, back into a lighter one, or forward into a heavier one."""
    if entered is None:
        return "cure"
    first = {one.name: one.first for one in rules.ranges}
    return "forward" if first[entered] > first[left] else "back"


def _ranges(rules: AgeingRules, since: date | None, day: date, until: date) -> Iterator[tuple[date, str | None]]:
    """Each day of `day:until` on which the range is another than the day before, and its name."""
    if since is None or day >= until:
        yield day, None
        return
    before: str | None = ""
    pauses = rests(rules)
    days = lateness(since, day, rules).days
    while day < until:
        name = range_of(days, rules)
        if name != before:
            yield day, name
        before, day = name, day + DAY
        days += not _paused(day, pauses)


def _paused(day: date, pauses: list[tuple[date, date]]) -> bool:
    """Whether the count rests on a day; the pauses are in order."""
    at = bisect_right(pauses, (day, date.max)) - 1
    return at >= 0 and day <= pauses[at][1]
