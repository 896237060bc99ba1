"""Repayment plans: a schedule of one loan agreed afresh."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from duly.rules.machines.plan import IN_FORCE, PLAN, Event
from duly.store.models.noun import Move, OfALoan, one_of

KINDS = ("personalised", "deferment", "re_age", "re_amortise", "reschedule")
YES = [Event.ACCEPT.value, Event.SIGN.value]


class Plan(OfALoan):
    """What was worked out and is offered. While it is in force nobody collects on the loan."""

    machine = PLAN

    kind = models.CharField(max_length=14)
    change = models.JSONField()  # as the account's contract words it
    account = models.JSONField()  # the account as it goes on once it is signed
    counted = models.JSONField(default=list)  # ids of the events that were counted before; only later ones keep it
    said_first = models.JSONField()  # what signing does to the limitation period, in both languages
    instalments = models.PositiveSmallIntegerField()
    first_due_on = models.DateField()
    last_due_on = models.DateField()
    month_most_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    grace_days = models.PositiveSmallIntegerField(default=0)
    affordability = models.JSONField(null=True)  # income, expenses, what is left; null: nobody asked
    fits = models.BooleanField(null=True)  # whether every month can be afforded; null: nobody knows
    asks_approval = models.BooleanField()
    offer_ends_on = models.DateField()  # the last day on which it may be accepted, and then signed
    proposed_by = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()

    class Meta:
        constraints = (
            one_of("state", PLAN.states, "plan_state"),
            one_of("kind", KINDS, "plan_kind"),
            models.CheckConstraint(  # of what is null a CHECK says nothing
                condition=Q(fits__isnull=False, fits=True) | Q(asks_approval=True), name="plan_afforded_or_approved"
            ),
            models.CheckConstraint(
                condition=Q(instalments__gt=0, total_minor__gt=0, month_most_minor__gt=0), name="plan_of_something"
            ),
            models.CheckConstraint(condition=Q(last_due_on__gte=F("first_due_on")), name="plan_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=("loan",), condition=Q(state__in=[str(state) for state in IN_FORCE]),
                name="plan_one_in_force_of_a_loan",
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=("borrower",), name="plan_of"),)


class PlanMove(Move):
    of = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="moves")
    evidence_id = models.CharField(max_length=64, blank=True)
    told_first = models.BooleanField(default=False)  # the borrower heard it before saying yes
    missed_due_on = models.DateField(null=True)  # of the oldest instalment that is not paid

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("of", "seq"), name="plan_move_once"),
            models.CheckConstraint(
                condition=~Q(event__in=YES) | (Q(told_first=True) & ~Q(evidence_id="")), name="plan_agreed_knowingly"
            ),
            models.CheckConstraint(
                condition=~Q(event=Event.MISS.value) | Q(missed_due_on__isnull=False), name="plan_miss_has_its_day"
            ),
        )
