"""Exams: what was asked of whom, and what they answered."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import models
from django.db.models import F, Q


class Exam(models.Model):
    """One try of one person. The questions are drawn with `seed`; whoever knows it draws them again."""

    id: models.UUIDField[UUID, UUID] = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="exams")
    number = models.PositiveSmallIntegerField()  # of the person's tries
    seed = models.CharField(max_length=32)
    questions = models.JSONField()  # ids, in the order in which they are asked
    asked = models.PositiveSmallIntegerField()  # how many they are
    needed = models.PositiveSmallIntegerField()  # how many of them have to be right
    law_version = models.CharField(max_length=64)  # that judges the answers
    wanted = models.JSONField()  # {products, channels, region}: what certificates are asked for
    begun_at = models.DateTimeField()
    ends_at = models.DateTimeField()  # the first instant at which no answer is taken any more

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "number"), name="exam_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1, needed__gte=1, needed__lte=F("asked")), name="exam_can_be_passed"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("begun_at")), name="exam_ends_later"),
        )


class Answer(models.Model):
    """One answer to one question; the first stands."""

    id = models.BigAutoField(primary_key=True)
    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="answers")
    place = models.PositiveSmallIntegerField()  # of the question in the exam, from 1
    chosen = models.PositiveSmallIntegerField()  # place of the option, from 0
    is_right = models.BooleanField()  # as the judge said then
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("exam", "place"), name="answer_once"),
            models.CheckConstraint(condition=Q(place__gte=1, chosen__lte=3), name="answer_to_a_question"),
        )
