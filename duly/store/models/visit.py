"""Visits: the order, what was checked before it, where its people were, and that a borrower wants none."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import models
from django.db.models import F, Q

from duly.rules.machines.visit import OPEN, VISIT
from duly.rules.visit import PLACES, PURPOSES
from duly.store.models.noun import Move, Owned, Stateful, one_of


class VisitSwitch(models.Model):
    """From when on a lender's visits are on, or off again; the latest that has begun counts, and none is off."""

    lender = models.ForeignKey("store.Lender", on_delete=models.PROTECT, related_name="+")
    is_on = models.BooleanField()
    from_at = models.DateTimeField()
    approval = models.OneToOneField("store.Approval", on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    because = models.CharField(max_length=200)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(from_at__gte=F("at")), name="visit_switch_not_backwards"),
            models.CheckConstraint(condition=~Q(because=""), name="visit_switch_says_why"),
        )


class Recorder(models.Model):
    """A device that records a visit, sound and pictures."""

    id: models.UUIDField[UUID, UUID] = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    serial = models.CharField(max_length=40, unique=True)
    lender = models.ForeignKey("store.Lender", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("store.Agency", on_delete=models.PROTECT, null=True, related_name="+")


class RecorderChecked(models.Model):
    """That somebody tried it, and what worked. The latest counts."""

    recorder = models.ForeignKey(Recorder, on_delete=models.PROTECT, related_name="checks")
    at = models.DateTimeField()
    by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    audio = models.BooleanField()
    video = models.BooleanField()

    class Meta:
        indexes = (models.Index(fields=("recorder", "at"), name="recorder_checked_at"),)


class Visit(Stateful):
    """A visit order: to whom, where, what for, when, and by which two persons."""

    machine = VISIT

    number = models.CharField(max_length=20, unique=True)  # the borrower is told it, and can ask by it; drawn
    loan = models.ForeignKey("store.Loan", on_delete=models.PROTECT, related_name="+")
    address = models.ForeignKey("store.Address", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=10)
    place = models.CharField(max_length=20)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    first = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    recorder = models.ForeignKey(Recorder, on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=200)
    ordered_by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()

    class Meta:
        constraints = (
            one_of("state", VISIT.states, "visit_state"),
            one_of("purpose", PURPOSES, "visit_purpose"),
            one_of("place", PLACES, "visit_place"),
            models.CheckConstraint(condition=Q(until_at__gt=F("from_at")), name="visit_ends_later"),
            models.CheckConstraint(condition=~Q(first=F("second")), name="visit_by_two_persons"),
            models.CheckConstraint(condition=~Q(because=""), name="visit_says_why"),
            models.UniqueConstraint(
                fields=("borrower",), condition=Q(state__in=[str(state) for state in OPEN]), name="visit_one_open"
            ),
        )
        indexes = (
            models.Index(fields=("borrower", "from_at"), name="visit_of"),
            models.Index(fields=("first", "from_at"), name="visit_first"),
            models.Index(fields=("second", "from_at"), name="visit_second"),
        )


class VisitMove(Move):
    of = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="moves")
    notice = models.OneToOneField("store.Notice", on_delete=models.PROTECT, null=True, related_name="+")
    attempt = models.OneToOneField("store.Attempt", on_delete=models.PROTECT, null=True, related_name="visit_move")
    id_shown = models.BooleanField(null=True)  # at the door, without being asked; null: nobody was met
    place = models.CharField(max_length=100, blank=True)  # where the visitor was, as they or their device told

    class Meta:
        constraints = (models.UniqueConstraint(fields=("of", "seq"), name="visit_move_once"),)


class RiskCheck(Owned):
    """What was looked into before anybody goes there, and whether they may."""

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="risk_check")
    found = models.JSONField()  # of the list of risks
    is_clear = models.BooleanField()
    by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("borrower",), name="risk_check_of"),)


class VisitRefused(Owned):
    """The borrower wants no visits. It stands until they themselves ask for one later."""

    said_at = models.DateTimeField()
    by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = (models.Index(fields=("borrower", "said_at"), name="visit_refused_of"),)


class VisitInvited(Owned):
    """The borrower asks to be visited, with what proves that they did."""

    said_at = models.DateTimeField()
    evidence_id = models.CharField(max_length=64)
    by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(evidence_id=""), name="visit_invited_proved"),)
        indexes = (models.Index(fields=("borrower", "said_at"), name="visit_invited_of"),)


class VisitRecording(Owned):
    """That a recording is kept elsewhere, and by which hash it is the one."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="recordings")
    file_id = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    kept_until = models.DateField()
    by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(file_id="") & ~Q(sha256=""), name="visit_recording_named"),
            models.UniqueConstraint(fields=("visit", "sha256"), name="visit_recording_once"),
        )  # fmt: skip
        indexes = (models.Index(fields=("borrower",), name="visit_recording_of"),)
