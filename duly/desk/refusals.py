"""What was refused, by rule and day, down to each decision with its whole answer."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from uuid import UUID

from django.db.models import QuerySet

from duly.core.day import day_bounds, day_of
from duly.desk.reach import within, within_reach
from duly.store.models import Attempt, Clearance, User

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Counts:
    """Decisions of some days: how many by day, and how often each rule stood in the way, the most frequent first.

    A refusal may have several rules, so that the rules add up to more than the refusals.
    """

    days: list[date]
    asked: dict[date, int]
    refused: dict[date, int]
    rules: list[tuple[str, dict[date, int], int]]

    @property
    def asked_in_all(self) -> int:
        return sum(self.asked.values())

    @property
    def refused_in_all(self) -> int:
        return sum(self.refused.values())


def counts(user: User, last: date, *, days: int = 7) -> Counts:
    """Count the decisions within reach of the `days` days that end with `last`."""
    wanted = [last - timedelta(days=back) for back in reversed(range(days))]
    start, end = day_bounds(wanted[0])[0], day_bounds(last)[1]
    made = within(user, Clearance.objects.filter(judged_at__gte=start, judged_at__lt=end))
    asked, refused = Counter[date](), Counter[date]()
    rules: defaultdict[str, Counter[date]] = defaultdict(Counter)
    for at, expires, named in made.values_list("judged_at", "expires_at", "answer__rules").iterator():
        day = day_of(at)
        asked[day] += 1
        if expires is None:
            refused[day] += 1
            for rule in {one["id"] for one in named}:
                rules[rule][day] += 1
    ordered = sorted(((rule, dict(by), by.total()) for rule, by in rules.items()), key=lambda one: (-one[2], one[0]))
    return Counts(wanted, dict(asked), dict(refused), ordered)


def refused_by(user: User, rule: str, day: date, *, after: int = 0) -> tuple[list[Clearance], int | None]:
    """Refusals of a day in which a rule stood in the way, the latest first; how many come before the next page."""
    start, end = day_bounds(day)
    made = _made(user).filter(expires_at=None, judged_at__gte=start, judged_at__lt=end)
    named = made.filter(answer__rules__icontains=f'"{rule}"').order_by("-judged_at", "id").iterator(chunk_size=500)
    wanted = after + AT_ONCE + 1
    found = list(islice((one for one in named if rule in {each["id"] for each in one.answer["rules"]}), wanted))
    return found[after : wanted - 1], wanted - 1 if len(found) == wanted else None


def decision(user: User, clearance_id: UUID) -> tuple[Clearance, Attempt | None]:
    """One decision, whole, with the attempt that used it. Raises NotFound."""
    found: Clearance = within_reach(user, Clearance, clearance_id)
    return found, Attempt.objects.filter(clearance=found).first()


def _made(user: User) -> QuerySet[Clearance]:
    return within(user, Clearance.objects.all()).select_related("borrower", "asked_by", "address")
