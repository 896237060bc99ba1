"""The day so far, hour by hour: asked, refused, made, reached, promised, complained. No borrower stands in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Sum

from duly.core.day import CONTACT_ZONE, day_bounds
from duly.rules.machines.attempt import NEVER_LEFT
from duly.rules.results import results, talked_to_them
from duly.store.models import Attempt, Clearance, Complaint, Dispute, Promise, Result

OPENS, CLOSES = 8, 21  # the first and the last hour that is always shown
MEASURES = ("asked", "refused", "made", "reached", "promises", "complaints")


@dataclass(frozen=True, slots=True)
class DaySoFar:
    """Counts by measure and hour of the law's clock, and what was promised, in minor units by currency.

    `refused` are of those asked, `reached` are conversations with the borrower, `complaints` are with disputes.
    """

    by_hour: dict[str, dict[int, int]]
    promised: dict[str, int]

    @property
    def hours(self) -> list[int]:
        """The working hours, and earlier or later ones with anything in them; none on a day without."""
        there = {hour for counts in self.by_hour.values() for hour in counts}
        return list(range(min(OPENS, *there), max(CLOSES, *there) + 1)) if there else []

    def total(self, measure: str) -> int:
        return sum(self.by_hour[measure].values())

    @property
    def totals(self) -> dict[str, int]:
        return {measure: self.total(measure) for measure in MEASURES}


def day_so_far(day: date) -> DaySoFar:
    """Count what the desk did on a day, over the whole house."""
    start, end = day_bounds(day)
    judged = Clearance.objects.filter(judged_at__gte=start, judged_at__lt=end)
    made = Attempt.objects.filter(at__gte=start, at__lt=end).exclude(state__in=NEVER_LEFT)
    written = Result.objects.filter(at__gte=start, at__lt=end)
    with_them = [code for code in results() if talked_to_them(code)]
    raised = (
        *Complaint.objects.filter(received_at__gte=start, received_at__lt=end).values_list("received_at", flat=True),
        *Dispute.objects.filter(raised_at__gte=start, raised_at__lt=end).values_list("raised_at", flat=True),
    )
    promised = Promise.objects.filter(made_on=day).values("currency").annotate(minor=Sum("amount_minor"))
    return DaySoFar(
        by_hour={
            "asked": _hours(judged.values_list("judged_at", flat=True)),
            "refused": _hours(judged.filter(expires_at=None).values_list("judged_at", flat=True)),
            "made": _hours(made.values_list("at", flat=True)),
            "reached": _hours(written.filter(code__in=with_them).values_list("at", flat=True)),
            "promises": _hours(written.filter(code="promise").values_list("at", flat=True)),
            "complaints": _hours(raised),
        },
        promised={one["currency"]: one["minor"] for one in promised.order_by("currency")},
    )


def _hours(instants: Iterable[datetime]) -> dict[int, int]:
    return dict(Counter(at.astimezone(CONTACT_ZONE).hour for at in instants))
