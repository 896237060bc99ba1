"""People who work here, what they may do, and whether they have learnt how."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from duly.rules.machines.certificate import CERTIFICATE
from duly.rules.rights import Role
from duly.store.models.noun import Move, Moved, one_of

OUTSIDE = [Role.AGENCY_MANAGER.value, Role.AGENCY_AGENT.value, Role.AGENCY_VISITOR.value]


class User(AbstractBaseUser):
    """One person of the lender or of an agency."""

    username = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=20)
    lender = models.ForeignKey("store.Lender", on_delete=models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey("store.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey("store.Team", on_delete=models.PROTECT, null=True, related_name="agents")
    is_active = models.BooleanField(default=True)
    suspended = models.BooleanField(default=False)  # from collection work
    rests_until = models.DateTimeField(null=True)  # after a call that was hard on them; no next case before

    USERNAME_FIELD = "username"
    objects = BaseUserManager()

    class Meta:
        constraints = (
            one_of("role", Role, "user_role"),
            models.CheckConstraint(
                condition=Q(role__in=OUTSIDE, agency__isnull=False) | (~Q(role__in=OUTSIDE) & Q(agency__isnull=True)),
                name="user_of_an_agency_or_of_the_house",
            ),
        )


class Certificate(Moved):
    """Training and exam that were passed, and for what. Without one there is no dial button."""

    machine = CERTIFICATE

    state = models.CharField(max_length=20, default=CERTIFICATE.start)
    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="certificates")
    product = models.CharField(max_length=30)
    channel = models.CharField(max_length=20)
    region = models.CharField(max_length=6, blank=True)  # code of a province; blank is everywhere
    passed_on = models.DateField()
    expires_on = models.DateField()  # the last day on which it holds
    exam = models.ForeignKey("store.Exam", on_delete=models.PROTECT, null=True, related_name="certificates")
    issued_by = models.ForeignKey("store.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            one_of("state", CERTIFICATE.states, "certificate_state"),
            models.CheckConstraint(  # null: from the lender's own files, before the course
                condition=Q(exam__isnull=True, issued_by__isnull=True) | Q(exam__isnull=False, issued_by__isnull=False),
                name="certificate_issued_by_somebody",
            ),
            models.UniqueConstraint(
                fields=("user", "product", "channel", "region", "passed_on"), name="certificate_once"
            ),
            models.CheckConstraint(condition=Q(expires_on__gte=models.F("passed_on")), name="certificate_ends_later"),
        )


class CertificateMove(Move):
    of = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="moves")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("of", "seq"), name="certificate_move_once"),)
