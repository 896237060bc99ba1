"""Absences: from which day until which somebody is away, and who stands in."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Absence(models.Model):
    """Days on which one is away. Their cases stay theirs; meanwhile the substitute, or the whole team, has them."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="absences")
    substitute = models.ForeignKey(
        "store.User", on_delete=models.PROTECT, null=True, related_name="+"
    )  # null: the team
    from_on = models.DateField()
    until_on = models.DateField()  # the last day
    at = models.DateTimeField()
    by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="absence_ends_later"),
            models.CheckConstraint(
                condition=Q(substitute__isnull=True) | ~Q(substitute=F("user")), name="absence_is_covered_by_another"
            ),
            models.UniqueConstraint(fields=("user", "from_on", "until_on", "at"), name="absence_once"),
        )


class AbsenceEnded(models.Model):
    """Somebody came back before the last day; from then on their cases come to them again."""

    absence = models.OneToOneField(Absence, on_delete=models.PROTECT, primary_key=True, related_name="ended")
    at = models.DateTimeField()
    by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
