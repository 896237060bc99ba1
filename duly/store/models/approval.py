"""Approvals: a big decision that one person asks for and another one grants."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import models
from django.db.models import F, Q

from duly.rules.authority import authority
from duly.rules.machines.approval import APPROVAL, OPEN
from duly.store.models.noun import Move, Moved, one_of


class Approval(Moved):
    """What is asked for, up to where, and by whom. Who grants it stands in its moves, and is another person.

    `subject` names what it is about: the id of a row without dashes, or another name that its kind understands.
    """

    machine = APPROVAL

    id: models.UUIDField[UUID, UUID] = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    borrower = models.ForeignKey("store.Borrower", on_delete=models.PROTECT, null=True, related_name="+")  # null: house
    lender = models.ForeignKey("store.Lender", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=100)
    what = models.JSONField(default=dict)  # the limits within which it may be used, for people to read
    currency = models.CharField(max_length=3, blank=True)  # blank: not counted in money
    charges_minor = models.BigIntegerField(default=0)  # of one loan, with what was given up before
    principal_minor = models.BigIntegerField(default=0)
    asked_by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    because = models.CharField(max_length=200)

    class Meta:
        constraints = (
            one_of("kind", authority().kinds, "approval_kind"),
            one_of("state", APPROVAL.states, "approval_state"),
            models.CheckConstraint(condition=~Q(because=""), name="approval_says_why"),
            models.CheckConstraint(condition=Q(lapses_at__gt=F("asked_at")), name="approval_lapses_later"),
            models.CheckConstraint(
                condition=Q(charges_minor__gte=0, principal_minor__gte=0), name="approval_of_no_negative_sum"
            ),
            models.UniqueConstraint(
                fields=("kind", "subject"), condition=Q(state__in=[str(state) for state in OPEN]),
                name="approval_one_open_of_a_subject",
            ),
        )  # fmt: skip
        indexes = (
            models.Index(fields=("lender", "state", "asked_at"), name="approval_waiting"),
            models.Index(fields=("kind", "subject"), name="approval_about"),
        )


class ApprovalMove(Move):
    of = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="moves")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("of", "seq"), name="approval_move_once"),)
