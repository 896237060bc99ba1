# Made of duly/store/models by tools/migration.py.

import uuid

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import duly.rules.machines.certificate
import duly.store.models.record


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Lender",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=20)),
                ("brand", models.CharField(blank=True, max_length=16)),
                ("caller_ids", models.JSONField(default=list)),
                ("accounts", models.JSONField(default=list)),
                ("payment_channels", models.JSONField(default=list)),
                ("hotline", models.CharField(blank=True, max_length=20)),
                ("complaint_line", models.CharField(blank=True, max_length=20)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "bank",
                                    "consumer_finance",
                                    "network_micro_loan",
                                    "micro_loan",
                                    "claim_purchaser",
                                    "private_lender",
                                ],
                            )
                        ),
                        name="lender_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Borrower",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("ref", models.CharField(max_length=64, unique=True)),
                ("region", models.CharField(blank=True, max_length=6)),
                ("deceased", models.BooleanField(null=True)),
                ("deceased_on", models.DateField(null=True)),
                ("minor", models.BooleanField(null=True)),
                ("capacity", models.CharField(max_length=10, null=True)),
                ("circumstances", models.JSONField(default=list)),
                ("heeded", models.BigIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("capacity__in", ["full", "limited", "none"])), name="borrower_capacity"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("deceased_on__isnull", True), ("deceased", True), _connector="OR"),
                        name="borrower_day_of_death",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("state", models.CharField(max_length=20)),
                ("moved", models.PositiveSmallIntegerField(default=0)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "borrower",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.borrower"
                    ),
                ),
                (
                    "lender",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.lender"),
                ),
                ("kind", models.CharField(max_length=20)),
                ("subject", models.CharField(max_length=100)),
                ("what", models.JSONField(default=dict)),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("charges_minor", models.BigIntegerField(default=0)),
                ("principal_minor", models.BigIntegerField(default=0)),
                ("asked_at", models.DateTimeField()),
                ("lapses_at", models.DateTimeField()),
                ("because", models.CharField(max_length=200)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["lender", "state", "asked_at"], name="approval_waiting"),
                    models.Index(fields=["kind", "subject"], name="approval_about"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "waiver",
                                    "settlement",
                                    "plan",
                                    "bulk_placement",
                                    "agency_listing",
                                    "erase",
                                    "visits_on",
                                    "visit_order",
                                ],
                            )
                        ),
                        name="approval_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["asked", "granted", "refused", "withdrawn", "lapsed", "used", "revoked"])
                        ),
                        name="approval_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("because", ""), _negated=True), name="approval_says_why"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("lapses_at__gt", models.F("asked_at"))), name="approval_lapses_later"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("charges_minor__gte", 0), ("principal_minor__gte", 0)),
                        name="approval_of_no_negative_sum",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["asked", "granted"])),
                        fields=("kind", "subject"),
                        name="approval_one_open_of_a_subject",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Agency",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                (
                    "lender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agencies", to="store.lender"
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=20)),
                ("listed", models.BooleanField(null=True)),
                ("published", models.BooleanField(null=True)),
                (
                    "listing",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.approval"
                    ),
                ),
                ("violation_record", models.BooleanField(null=True)),
                ("contract", models.JSONField(null=True)),
                ("last_evaluation_on", models.DateField(null=True)),
                ("last_inspection_on", models.DateField(null=True)),
                ("pia_id", models.CharField(max_length=64, null=True)),
                ("mandate_ended_on", models.DateField(null=True)),
                ("data_return_certificate_id", models.CharField(max_length=64, null=True)),
                ("caller_ids", models.JSONField(default=list)),
                ("accounts", models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100)),
                ("region", models.CharField(blank=True, max_length=6)),
                ("dialects", models.CharField(blank=True, max_length=200)),
                ("opens_minute", models.PositiveSmallIntegerField()),
                ("closes_minute", models.PositiveSmallIntegerField()),
                ("calls_per_agent", models.PositiveSmallIntegerField(default=60)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closes_minute__lte", 1440), ("opens_minute__lt", models.F("closes_minute"))
                        ),
                        name="team_hours",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("username", models.CharField(max_length=64, unique=True)),
                ("name", models.CharField(max_length=100)),
                ("role", models.CharField(max_length=20)),
                (
                    "lender",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.lender"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.agency"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="agents", to="store.team"
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("suspended", models.BooleanField(default=False)),
                ("rests_until", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "agent",
                                    "lead",
                                    "quality",
                                    "compliance",
                                    "complaints",
                                    "strategy",
                                    "legal",
                                    "operator",
                                    "auditor",
                                    "agency_manager",
                                    "agency_agent",
                                    "visitor",
                                    "agency_visitor",
                                ],
                            )
                        ),
                        name="user_role",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("agency__isnull", False),
                                ("role__in", ["agency_manager", "agency_agent", "agency_visitor"]),
                            ),
                            models.Q(
                                models.Q(
                                    ("role__in", ["agency_manager", "agency_agent", "agency_visitor"]), _negated=True
                                ),
                                ("agency__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="user_of_an_agency_or_of_the_house",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "substitute",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gte", models.F("from_on"))), name="absence_ends_later"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("substitute__isnull", True),
                            models.Q(("substitute", models.F("user")), _negated=True),
                            _connector="OR",
                        ),
                        name="absence_is_covered_by_another",
                    ),
                    models.UniqueConstraint(fields=("user", "from_on", "until_on", "at"), name="absence_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AbsenceEnded",
            fields=[
                (
                    "absence",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="ended",
                        serialize=False,
                        to="store.absence",
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "borrower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.borrower"
                    ),
                ),
                ("ref", models.CharField(max_length=80, null=True, unique=True)),
                ("role", models.CharField(max_length=24)),
                ("relation", models.CharField(blank=True, max_length=40)),
                ("refused_at", models.DateTimeField(null=True)),
                ("terms", models.JSONField(default=dict)),
            ],
            options={
                "indexes": [models.Index(fields=["borrower"], name="party_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "contact",
                                    "co_debtor",
                                    "guarantor",
                                    "related_third_person",
                                    "heir",
                                    "estate_administrator",
                                    "guardian",
                                    "representative",
                                    "unrelated",
                                ],
                            )
                        ),
                        name="party_role",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Address",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "borrower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.borrower"
                    ),
                ),
                ("ref", models.CharField(max_length=80, null=True, unique=True)),
                (
                    "party",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.party"
                    ),
                ),
                ("kind", models.CharField(max_length=16)),
                ("source", models.CharField(max_length=26)),
                ("source_ref", models.CharField(blank=True, max_length=100)),
                ("reserved", models.BooleanField(default=False)),
                ("state", models.CharField(default="valid", max_length=16)),
                ("token", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [models.Index(fields=["token"], name="address_token")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "mobile",
                                    "landline",
                                    "switchboard",
                                    "home",
                                    "workplace",
                                    "email",
                                    "wechat",
                                    "app_account",
                                    "building_door",
                                ],
                            )
                        ),
                        name="address_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "source__in",
                                [
                                    "contract",
                                    "reserved",
                                    "debtor_authorised",
                                    "public_lawful",
                                    "reserved_contact",
                                    "credit_bureau_authorised",
                                ],
                            )
                        ),
                        name="address_source_lawful",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["valid", "not_in_service", "reassigned", "blocked"])),
                        name="address_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source", "public_lawful"), _negated=True),
                            models.Q(("source_ref", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="address_public_names_its_source",
                    ),
                    models.UniqueConstraint(fields=("borrower", "kind", "token"), name="address_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Alarm",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="AlarmSeen",
            fields=[
                (
                    "alarm",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="seen",
                        serialize=False,
                        to="store.alarm",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("done", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Exam",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="exams", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("seed", models.CharField(max_length=32)),
                ("questions", models.JSONField()),
                ("asked", models.PositiveSmallIntegerField()),
                ("needed", models.PositiveSmallIntegerField()),
                ("law_version", models.CharField(max_length=64)),
                ("wanted", models.JSONField()),
                ("begun_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("user", "number"), name="exam_once"),
                    models.CheckConstraint(
                        condition=models.Q(("needed__gte", 1), ("needed__lte", models.F("asked")), ("number__gte", 1)),
                        name="exam_can_be_passed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("begun_at"))), name="exam_ends_later"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "exam",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="store.exam"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("chosen", models.PositiveSmallIntegerField()),
                ("is_right", models.BooleanField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("exam", "place"), name="answer_once"),
                    models.CheckConstraint(
                        condition=models.Q(("chosen__lte", 3), ("place__gte", 1)), name="answer_to_a_question"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApprovalMove",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("seq", models.PositiveSmallIntegerField()),
                ("event", models.CharField(max_length=30)),
                ("to_state", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("because", models.CharField(max_length=200)),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="store.approval"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("of", "seq"), name="approval_move_once")],
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "borrower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.borrower"
                    ),
                ),
                ("ref", models.CharField(max_length=80, null=True, unique=True)),
                ("state", models.CharField(max_length=20)),
                ("moved", models.PositiveSmallIntegerField(default=0)),
                ("opened_on", models.DateField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["reminder", "phone", "agency", "visit", "legal", "cured", "closed"])
                        ),
                        name="case_state",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "closed"), _negated=True),
                        fields=("borrower",),
                        name="case_one_open_of_a_borrower",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assigned",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "borrower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.borrower"
                    ),
                ),
                ("ref", models.CharField(max_length=80, null=True, unique=True)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assigned", to="store.case"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.team"),
                ),
                (
                    "agent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["team", "borrower"], name="assigned_to_team"),
                    models.Index(fields=["borrower"], name="assigned_of"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Clearance",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "borrower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.borrower"
                    ),
                ),
                ("ref", models.CharField(max_length=80, null=True, unique=True)),
                (
                    "address",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.address"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("channel", models.CharField(max_length=20)),
                ("purpose", models.CharField(max_length=20)),
                ("judged_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(null=True)),
                ("verdict", models.CharField(max_length=14)),
                ("answer", models.JSONField()),
                ("question", models.BinaryField()),
                ("facts_sha256", models.CharField(max_length=64)),
                ("heeded", models.BigIntegerField()),
                ("pack_version", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [models.Index(fields=["borrower", "judged_at"], name="clearance_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verdict__in", ["allow", "warn", "review", "requires", "deny", "not_applicable"])
                        ),
                        name="clearance_verdict",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("expires_at__isnull", False), ("verdict__in", ("allow", "warn"))),
                            models.Q(
                                models.Q(("verdict__in", ("allow", "warn")), _negated=True),
                                ("expires_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="clearance_expires_if_it_permits",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "borrower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.borrower"
                    ),
                ),
                ("ref", models.CharField(max_length=80, null=True, unique=True)),
                ("state", models.CharField(max_length=20)),
                ("moved", models.PositiveSmallIntegerField(default=0)),
                (
                    "clearance",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attempt", to="store.clearance"
                    ),
                ),
                (
                    "address",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.address"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("channel", models.CharField(max_length=20)),
                ("purpose", models.CharField(max_length=20)),
                ("mode", models.CharField(max_length=14)),
                ("caller_id", models.CharField(blank=True, max_length=32)),
                ("loans", models.JSONField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["borrower", "at"], name="attempt_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["reserved", "sending", "lapsed", "sent", "delivered", "failed", "unknown", "closed"],
                            )
                        ),
                        name="attempt_state",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AttemptMove",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("seq", models.PositiveSmallIntegerField()),
                ("event", models.CharField(max_length=30)),
                ("to_state", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("because", models.CharField(max_length=200)),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="store.attempt"
                    ),
                ),
                ("outcome", models.CharField(blank=True, max_length=30)),
                ("signals", models.JSONField(default=list)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("of", "seq"), name="attempt_move_once")],
            },
        ),
        migrations.CreateModel(
            name="CaseMove",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("seq", models.PositiveSmallIntegerField()),
                ("event", models.CharField(max_length=30)),
                ("to_state", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("because", models.CharField(max_length=200)),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="store.case"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("of", "seq"), name="case_move_once")],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                ("moved", models.PositiveSmallIntegerField(default=0)),
                ("state", models.CharField(default=duly.rules.machines.certificate.State["ISSUED"], max_length=20)),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("product", models.CharField(max_length=30)),
                ("channel", models.CharField(max_length=20)),
                ("region", models.CharField(blank=True, max_length=6)),
                ("passed_on", models.DateField()),
                ("expires_on", models.DateField()),
                (
                    "exam",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="store.exam",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["issued", "expired", "revoked"])), name="certificate_state"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("exam__isnull", True), ("issued_by__isnull", True)),
                            models.Q(("exam__isnull", False), ("issued_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="certificate_issued_by_somebody",
                    ),
                    models.UniqueConstraint(
                        fields=("user", "product", "channel", "region", "passed_on"), name="certificate_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_on__gte", models.F("passed_on"))), name="certificate_ends_later"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CertificateMove",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("seq", models.PositiveSmallIntegerField()),
                ("event", models.CharField(max_length=30)),
                ("to_state", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("because", models.CharField(max_length=200)),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="store.certificate"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("of", "seq"), name="certificate_move_once")],
            },
        ),
        migrations.CreateModel(
            name="Complaint",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "borrower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.borrower"
                    ),
                ),
                ("ref", models.CharField(max_length=80, null=True, unique=True)),
                ("state", models.CharField(max_length=20)),
                ("moved", models.PositiveSmallIntegerField(default=0)),
                ("topic", models.CharField(max_length=12)),
                ("loans", models.JSONField(null=True)),
                ("received_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["borrower"], name="complaint_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("topic__in", ["amount", "identity", "fraud", "conduct", "service", "other"])
                        ),
                        name="complaint_topic",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "answered", "withdrawn"])), name="complaint_state"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ComplaintMove",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("seq", models.PositiveSmallIntegerField()),
                ("event", models.CharField(max_length=30)),
                ("to_state", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("because", models.CharField(max_length=200)),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="store.complaint"
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=4000)),
                ("told_on", models.DateField(null=True)),
                ("approved_by", models.CharField(blank=True, max_length=24)),
                ("approved_on", models.DateField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("of", "seq"), name="complaint_move_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("event__in", ["extend", "extend_further"])),
                        fields=("of", "event"),
                        name="complaint_extended_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("event__in", ["extend", "extend_further"]),
                                ("told_on__isnull", False),
                                models.Q(("because", ""), _negated=True),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("event__in", ["extend", "extend_further"]), _negated=True),
                                ("told_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="complaint_extended_with_notice",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_by__in", ("superior_body", "head_office_executive")),
                                ("approved_on__isnull", False),
                                ("event", "extend_further"),
                            ),
                            models.Q(
                                models.Q(("event", "extend_further"), _negated=True),
                                ("approved_by", ""),
                                ("approved_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="complaint_extended_further_with_leave",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "borrower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.borrower"
                    ),
                ),
                ("ref", models.CharField(max_length=80, null=True, unique=True)),
                ("scope", models.CharField(max_length=20)),
                ("given_at", models.DateTimeField()),
                ("form", models.CharField(max_length=20, null=True)),
                ("evidence_id", models.CharField(max_length=64, null=True)),
                ("terms", models.JSONField(default=dict)),
            ],
            options={
                "indexes": [models.Index(fields=["borrower"], name="consent_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "scope__in",
                                [
                                    "night_contact",
                                    "visit_time",
                                    "workplace_contact",
                                    "credit_furnishing",
                                    "credit_query",
                                    "data_provision",
                                    "voice_analysis",
                                ],
                            )
                        ),
                        name="consent_scope",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("form__in", ["recorded_call", "written", "in_app_separate", "boilerplate_clause"])
                        ),
                        name="consent_form",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentRevoked",
            fields=[
                (
                    "consent",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="revoked",
                        serialize=False,
                        to="store.consent",
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Dispute",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "borrower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.borrower"
                    ),
                ),
                ("ref", models.CharField(max_length=80, null=True, unique=True)),
                ("state", models.CharField(max_length=20)),
                ("moved", models.PositiveSmallIntegerField(default=0)),
                ("kind", models.CharField(max_length=16)),
                ("loans", models.JSONField(null=True)),
                ("raised_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["borrower"], name="dispute_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["amount", "identity_theft", "not_mine", "paid", "credit_record"])
                        ),
                        name="dispute_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "resolved", "rejected"])), name="dispute_state"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DisputeMove",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("seq", models.PositiveSmallIntegerField()),
                ("event", models.CharField(max_length=30)),
                ("to_state", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("because", models.CharField(max_length=200)),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="store.dispute"
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=4000)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("of", "seq"), name="dispute_move_once")],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("chain", models.CharField(max_length=36)),
                ("seq", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("act", models.CharField(max_length=10)),
                ("said", duly.store.models.record.Spelt()),
                (
                    "before",
                    models.CharField(
                        default="0000000000000000000000000000000000000000000000000000000000000000", max_length=64
                    ),
                ),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "act__in",
                                ["clear", "refuse", "unmask", "search", "view", "export", "approve", "change", "erase"],
                            )
                        ),
                        name="entry_act",
                    ),
                    models.UniqueConstraint(fields=("chain", "seq"), name="entry_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Erased",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "borrower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.borrower"
                    ),
                ),
                ("ref", models.CharField(max_length=80, null=True, unique=True)),
                ("subject", models.CharField(max_length=8)),
                ("of", models.UUIDField()),
                ("field", models.CharField(max_length=9)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("because", models.CharField(max_length=200)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("subject__in", ["borrower", "party", "address"])), name="erased_subject"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("field__in", ["name", "id_number", "number", "email", "account", "place"])),
                        name="erased_field",
                    ),
                    models.UniqueConstraint(fields=("borrower", "of", "field"), name="erased_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "borrower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.borrower"
                    ),
                ),
                ("ref", models.CharField(max_length=80, null=True, unique=True)),
                ("state", models.CharField(max_length=20)),
                ("moved", models.PositiveSmallIntegerField(default=0)),
                ("kind", models.CharField(max_length=12)),
                ("loans", models.JSONField(null=True)),
                ("from_at", models.DateTimeField()),
                ("until_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["borrower"], name="hold_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "legal",
                                    "hardship",
                                    "fraud",
                                    "complaint",
                                    "insolvency",
                                    "disaster",
                                    "care",
                                    "deceased",
                                ],
                            )
                        ),
                        name="hold_kind",
                    ),
                    models.CheckConstraint(condition=models.Q(("state__in", ["placed", "lifted"])), name="hold_state"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hardship",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "borrower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.borrower"
                    ),
                ),
                ("ref", models.CharField(max_length=80, null=True, unique=True)),
                ("state", models.CharField(max_length=20)),
                ("moved", models.PositiveSmallIntegerField(default=0)),
                (
                    "hold",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hardship", to="store.hold"
                    ),
                ),
                ("reason", models.CharField(max_length=16)),
                ("reported_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["borrower"], name="hardship_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "reason__in",
                                [
                                    "lost_work",
                                    "less_income",
                                    "late_wages",
                                    "business",
                                    "illness",
                                    "family",
                                    "many_debts",
                                    "disaster",
                                    "accident",
                                    "detention",
                                    "birth",
                                    "bereavement",
                                    "disability",
                                    "other",
                                ],
                            )
                        ),
                        name="hardship_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["reported", "evidence_asked", "granted", "declined", "withdrawn", "observed", "ended"],
                            )
                        ),
                        name="hardship_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HardshipMove",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("seq", models.PositiveSmallIntegerField()),
                ("event", models.CharField(max_length=30)),
                ("to_state", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("because", models.CharField(max_length=200)),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="store.hardship"
                    ),
                ),
                ("evidence_id", models.CharField(blank=True, max_length=64)),
                ("relief", models.CharField(blank=True, max_length=12)),
                ("until", models.DateField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("of", "seq"), name="hardship_move_once"),
                    models.CheckConstraint(
                        condition=models.Q(("relief__in", ["", "pause", "plan", "deferment", "waiver", "settlement"])),
                        name="hardship_relief",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("event", "grant"), _negated=True),
                            models.Q(models.Q(("relief", ""), _negated=True), ("until__isnull", False)),
                            _connector="OR",
                        ),
                        name="hardship_granted_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("event", "observe"), _negated=True), ("until__isnull", False), _connector="OR"
                        ),
                        name="hardship_observed_until",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("event", "decline"), _negated=True),
                            models.Q(("because", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="hardship_declined_with_reasons",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Heard",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "borrower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.borrower"
                    ),
                ),
                ("ref", models.CharField(max_length=80, null=True, unique=True)),
                ("at", models.DateTimeField()),
                ("channel", models.CharField(max_length=20)),
                ("direction", models.CharField(max_length=8)),
                ("said", models.JSONField(default=dict)),
            ],
            options={
                "indexes": [models.Index(fields=["borrower", "at"], name="heard_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("direction__in", ["inbound", "outbound"])), name="heard_direction"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HoldMove",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("seq", models.PositiveSmallIntegerField()),
                ("event", models.CharField(max_length=30)),
                ("to_state", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("because", models.CharField(max_length=200)),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="store.hold"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("of", "seq"), name="hold_move_once")],
            },
        ),
        migrations.CreateModel(
            name="Hook",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("url", models.CharField(max_length=500)),
                ("events", models.JSONField()),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Loan",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "borrower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.borrower"
                    ),
                ),
                ("ref", models.CharField(max_length=80, null=True, unique=True)),
                (
                    "creditor",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.lender"),
                ),
                (
                    "placed_with",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.agency"
                    ),
                ),
                ("product", models.CharField(max_length=24)),
                ("contract_end", models.CharField(blank=True, max_length=4)),
                ("currency", models.CharField(max_length=3)),
                ("signed_on", models.DateField(null=True)),
                ("late_since", models.DateField(null=True)),
                ("current", models.BooleanField(null=True)),
                ("state", models.CharField(max_length=12)),
                ("settled_at", models.DateTimeField(null=True)),
                ("overdue_minor", models.BigIntegerField(default=0)),
                ("terms", models.JSONField(default=dict)),
            ],
            options={
                "indexes": [models.Index(fields=["borrower"], name="loan_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "product__in",
                                ["online_consumer_loan", "consumer_loan", "credit_card", "micro_loan", "personal_loan"],
                            )
                        ),
                        name="loan_product",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "settled", "written_off"])), name="loan_state"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("overdue_minor__gte", 0)), name="loan_overdue_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                ("state", models.CharField(max_length=20)),
                ("moved", models.PositiveSmallIntegerField(default=0)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=16, unique=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mandates", to="store.agency"
                    ),
                ),
                (
                    "agent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("products", models.JSONField()),
                ("loans", models.PositiveIntegerField()),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("issued_at", models.DateTimeField()),
                ("told", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["issued", "revoked"])), name="mandate_state"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gte", models.F("from_on"))), name="mandate_ends_later"
                    ),
                    models.CheckConstraint(condition=models.Q(("loans__gte", 1)), name="mandate_for_something"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "issued")), fields=("agent",), name="mandate_one_of_an_agent"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MandateMove",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("seq", models.PositiveSmallIntegerField()),
                ("event", models.CharField(max_length=30)),
                ("to_state", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("because", models.CharField(max_length=200)),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="store.mandate"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("of", "seq"), name="mandate_move_once")],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "borrower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.borrower"
                    ),
                ),
                ("ref", models.CharField(max_length=80, null=True, unique=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "attempt",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.attempt"
                    ),
                ),
                ("text", models.CharField(max_length=2000)),
            ],
            options={
                "indexes": [models.Index(fields=["borrower", "at"], name="note_of")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="note_says_something")
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "borrower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.borrower"
                    ),
                ),
                ("ref", models.CharField(max_length=80, null=True, unique=True)),
                ("kind", models.CharField(max_length=16)),
                (
                    "agency",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.agency"
                    ),
                ),
                ("loans", models.JSONField(null=True)),
                ("sent_at", models.DateTimeField()),
                ("delivered_at", models.DateTimeField(null=True)),
                ("proof_id", models.CharField(max_length=64, null=True)),
                ("text_sha256", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "indexes": [models.Index(fields=["borrower"], name="notice_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["outsourcing", "adverse_credit", "visit"])), name="notice_kind"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Once",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("key", models.CharField(max_length=200)),
                ("request", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("headers", models.JSONField(default=dict)),
                ("body", models.TextField(blank=True)),
            ],
            options={
                "indexes": [models.Index(fields=["at"], name="once_at")],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "key"), name="once_for_a_key"),
                    models.CheckConstraint(
                        condition=models.Q(("status__isnull", True), ("status__lt", 300), _connector="OR"),
                        name="once_it_was_done",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderRefused",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.case"
                    ),
                ),
                ("ground", models.CharField(max_length=8)),
                ("ordered", models.CharField(max_length=200)),
                ("because", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["at"], name="order_refused_at")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ground__in", ["unlawful", "unsafe"])), name="order_refused_ground"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ordered", ""), _negated=True), models.Q(("because", ""), _negated=True)
                        ),
                        name="order_refused_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Token",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tokens", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("prefix", models.CharField(max_length=16)),
                ("hash", models.CharField(max_length=64, unique=True)),
                ("scopes", models.JSONField()),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("made_at"))), name="token_ends_after_it_began"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Paced",
            fields=[
                (
                    "token",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="paced",
                        serialize=False,
                        to="store.token",
                    ),
                ),
                ("full_us", models.BigIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("full_us__gte", 0)), name="paced_since_1970")
                ],
            },
        ),
        migrations.CreateModel(
            name="Placement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "borrower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.borrower"
                    ),
                ),
                ("ref", models.CharField(max_length=80, null=True, unique=True)),
                ("state", models.CharField(max_length=20)),
                ("moved", models.PositiveSmallIntegerField(default=0)),
                (
                    "loan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="placements", to="store.loan"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="placements", to="store.agency"
                    ),
                ),
                (
                    "approval",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.approval"
                    ),
                ),
                ("placed_on", models.DateField()),
                (
                    "placed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("placed_at", models.DateTimeField()),
                ("verdict", models.CharField(max_length=14)),
                ("answer", models.JSONField()),
                ("facts_sha256", models.CharField(max_length=64)),
                ("notice_sha256", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency", "state"], name="placement_with"),
                    models.Index(fields=["borrower"], name="placement_of"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["placed", "recalled", "returned"])), name="placement_state"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["allow", "warn"])), name="placement_was_allowed"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "placed")), fields=("loan",), name="placement_one_of_a_loan"
                    ),
                    models.UniqueConstraint(fields=("loan", "placed_on"), name="placement_one_owner_a_day"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlacementMove",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("seq", models.PositiveSmallIntegerField()),
                ("event", models.CharField(max_length=30)),
                ("to_state", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("because", models.CharField(max_length=200)),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="store.placement"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("of", "seq"), name="placement_move_once")],
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "borrower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.borrower"
                    ),
                ),
                ("ref", models.CharField(max_length=80, null=True, unique=True)),
                ("state", models.CharField(max_length=20)),
                ("moved", models.PositiveSmallIntegerField(default=0)),
                (
                    "loan",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.loan"),
                ),
                ("currency", models.CharField(max_length=3)),
                ("kind", models.CharField(max_length=14)),
                ("change", models.JSONField()),
                ("account", models.JSONField()),
                ("counted", models.JSONField(default=list)),
                ("said_first", models.JSONField()),
                ("instalments", models.PositiveSmallIntegerField()),
                ("first_due_on", models.DateField()),
                ("last_due_on", models.DateField()),
                ("month_most_minor", models.BigIntegerField()),
                ("total_minor", models.BigIntegerField()),
                ("grace_days", models.PositiveSmallIntegerField(default=0)),
                ("affordability", models.JSONField(null=True)),
                ("fits", models.BooleanField(null=True)),
                ("asks_approval", models.BooleanField()),
                ("offer_ends_on", models.DateField()),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["borrower"], name="plan_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "proposed",
                                    "offered",
                                    "withdrawn",
                                    "accepted",
                                    "kept",
                                    "lapsed",
                                    "in_grace",
                                    "broken",
                                    "completed",
                                    "given_up",
                                ],
                            )
                        ),
                        name="plan_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["personalised", "deferment", "re_age", "re_amortise", "reschedule"])
                        ),
                        name="plan_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("fits", True), ("fits__isnull", False)), ("asks_approval", True), _connector="OR"
                        ),
                        name="plan_afforded_or_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("instalments__gt", 0), ("month_most_minor__gt", 0), ("total_minor__gt", 0)),
                        name="plan_of_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_due_on__gte", models.F("first_due_on"))),
                        name="plan_ends_after_it_begins",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["accepted", "kept", "in_grace"])),
                        fields=("loan",),
                        name="plan_one_in_force_of_a_loan",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanMove",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("seq", models.PositiveSmallIntegerField()),
                ("event", models.CharField(max_length=30)),
                ("to_state", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("because", models.CharField(max_length=200)),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="store.plan"
                    ),
                ),
                ("evidence_id", models.CharField(blank=True, max_length=64)),
                ("told_first", models.BooleanField(default=False)),
                ("missed_due_on", models.DateField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("of", "seq"), name="plan_move_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("event__in", ["accept", "sign"]), _negated=True),
                            models.Q(("told_first", True), models.Q(("evidence_id", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="plan_agreed_knowingly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("event", "miss"), _negated=True),
                            ("missed_due_on__isnull", False),
                            _connector="OR",
                        ),
                        name="plan_miss_has_its_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Planned",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "borrower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.borrower"
                    ),
                ),
                ("ref", models.CharField(max_length=80, null=True, unique=True)),
                ("day", models.DateField()),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="planned", to="store.team"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                (
                    "loan",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.loan"),
                ),
                (
                    "address",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.address"
                    ),
                ),
                ("why", models.CharField(max_length=64)),
                ("priority", models.BigIntegerField()),
                ("earliest_minute", models.PositiveSmallIntegerField()),
                ("latest_minute", models.PositiveSmallIntegerField()),
                (
                    "taken_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("taken_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("day", "team", "position"), name="planned_position_once"),
                    models.UniqueConstraint(fields=("borrower", "day"), name="planned_once_a_day"),
                    models.UniqueConstraint(
                        condition=models.Q(("done_at__isnull", True), ("taken_by__isnull", False)),
                        fields=("day", "taken_by"),
                        name="planned_one_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "borrower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.borrower"
                    ),
                ),
                ("ref", models.CharField(max_length=80, null=True, unique=True)),
                ("kind", models.CharField(max_length=20)),
                ("said_at", models.DateTimeField()),
                ("terms", models.JSONField(default=dict)),
            ],
            options={
                "indexes": [models.Index(fields=["borrower"], name="preference_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "inconvenient_time",
                                    "inconvenient_place",
                                    "contact_window",
                                    "agreed_limit",
                                    "channel_opt_out",
                                ],
                            )
                        ),
                        name="preference_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "borrower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.borrower"
                    ),
                ),
                ("ref", models.CharField(max_length=80, null=True, unique=True)),
                ("state", models.CharField(max_length=20)),
                ("moved", models.PositiveSmallIntegerField(default=0)),
                (
                    "loan",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.loan"),
                ),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("made_on", models.DateField()),
                ("due_on", models.DateField()),
            ],
            options={
                "indexes": [models.Index(fields=["borrower"], name="promise_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "kept", "broken", "withdrawn"])), name="promise_state"
                    ),
                    models.CheckConstraint(condition=models.Q(("amount_minor__gt", 0)), name="promise_of_something"),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("made_on"))), name="promise_lies_ahead"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PromiseMove",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("seq", models.PositiveSmallIntegerField()),
                ("event", models.CharField(max_length=30)),
                ("to_state", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("because", models.CharField(max_length=200)),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="store.promise"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("of", "seq"), name="promise_move_once")],
            },
        ),
        migrations.CreateModel(
            name="Recorder",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("serial", models.CharField(max_length=40, unique=True)),
                (
                    "lender",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.lender"),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.agency"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RecorderChecked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="store.recorder"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("audio", models.BooleanField()),
                ("video", models.BooleanField()),
            ],
            options={
                "indexes": [models.Index(fields=["recorder", "at"], name="recorder_checked_at")],
            },
        ),
        migrations.CreateModel(
            name="Result",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "borrower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.borrower"
                    ),
                ),
                ("ref", models.CharField(max_length=80, null=True, unique=True)),
                (
                    "attempt",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="result", to="store.attempt"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
                ("code", models.CharField(max_length=20)),
                ("reason", models.CharField(blank=True, max_length=20)),
                ("again_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["borrower", "at"], name="result_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "code__in",
                                [
                                    "promise",
                                    "asks_plan",
                                    "hardship",
                                    "says_paid",
                                    "disputes_amount",
                                    "not_mine",
                                    "complains",
                                    "leave_me",
                                    "call_back",
                                    "undecided",
                                    "refuses",
                                    "distress",
                                    "vulnerable",
                                    "abuse",
                                    "wrong_number",
                                    "not_present",
                                    "third_refuses",
                                    "said_deceased",
                                    "passes_on",
                                    "contact_refuses",
                                    "contact_wrong",
                                    "contact_deceased",
                                    "minor_answered",
                                    "guardian_plan",
                                    "guardian_relief",
                                    "guardian_informed",
                                    "guardian_amount",
                                    "guardian_complains",
                                    "guardian_refuses",
                                    "guardian_denies",
                                    "guardian_deceased",
                                    "no_answer",
                                    "busy",
                                    "rejected",
                                    "not_in_service",
                                    "door_plan",
                                    "door_relief",
                                    "door_information",
                                    "door_talked",
                                    "door_paid",
                                    "door_amount",
                                    "door_not_mine",
                                    "door_complains",
                                    "door_care",
                                    "door_refuses",
                                    "door_leave",
                                    "door_unsafe",
                                    "door_someone",
                                    "door_other_leave",
                                    "door_minor",
                                    "door_deceased",
                                    "door_nobody",
                                    "door_moved",
                                    "door_not_safe",
                                ],
                            )
                        ),
                        name="result_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "reason__in",
                                [
                                    "",
                                    "forgot",
                                    "late_wages",
                                    "lost_work",
                                    "less_income",
                                    "business",
                                    "illness",
                                    "family",
                                    "many_debts",
                                    "disaster",
                                    "disputed",
                                    "unwilling",
                                    "not_said",
                                ],
                            )
                        ),
                        name="result_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "borrower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.borrower"
                    ),
                ),
                ("ref", models.CharField(max_length=80, null=True, unique=True)),
                ("state", models.CharField(max_length=20)),
                ("moved", models.PositiveSmallIntegerField(default=0)),
                ("number", models.CharField(max_length=20, unique=True)),
                (
                    "loan",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.loan"),
                ),
                (
                    "address",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.address"
                    ),
                ),
                ("purpose", models.CharField(max_length=10)),
                ("place", models.CharField(max_length=20)),
                ("from_at", models.DateTimeField()),
                ("until_at", models.DateTimeField()),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "recorder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.recorder"
                    ),
                ),
                ("because", models.CharField(max_length=200)),
                (
                    "ordered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("ordered_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["borrower", "from_at"], name="visit_of"),
                    models.Index(fields=["first", "from_at"], name="visit_first"),
                    models.Index(fields=["second", "from_at"], name="visit_second"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "ordered",
                                    "approved",
                                    "rejected",
                                    "noticed",
                                    "on_the_way",
                                    "arrived",
                                    "started",
                                    "done",
                                    "refused_by_borrower",
                                    "nobody_home",
                                    "broken_off",
                                    "lapsed",
                                    "called_off",
                                ],
                            )
                        ),
                        name="visit_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("purpose__in", ["listen", "explain", "relief", "deliver"])),
                        name="visit_purpose",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "place__in",
                                [
                                    "home",
                                    "office",
                                    "public_place",
                                    "hospital",
                                    "school",
                                    "funeral",
                                    "wedding",
                                    "place_of_worship",
                                ],
                            )
                        ),
                        name="visit_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_at__gt", models.F("from_at"))), name="visit_ends_later"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first", models.F("second")), _negated=True), name="visit_by_two_persons"
                    ),
                    models.CheckConstraint(condition=models.Q(("because", ""), _negated=True), name="visit_says_why"),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ["ordered", "approved", "noticed", "on_the_way", "arrived", "started"])
                        ),
                        fields=("borrower",),
                        name="visit_one_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RiskCheck",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "borrower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.borrower"
                    ),
                ),
                ("ref", models.CharField(max_length=80, null=True, unique=True)),
                (
                    "visit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="risk_check", to="store.visit"
                    ),
                ),
                ("found", models.JSONField()),
                ("is_clear", models.BooleanField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["borrower"], name="risk_check_of")],
            },
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "borrower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.borrower"
                    ),
                ),
                ("ref", models.CharField(max_length=80, null=True, unique=True)),
                (
                    "result",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="scores", to="store.result"
                    ),
                ),
                ("seq", models.PositiveSmallIntegerField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
                ("sheet", models.CharField(max_length=64)),
                ("marks", models.JSONField()),
                ("total_bp", models.PositiveSmallIntegerField()),
                ("feedback", models.CharField(max_length=2000)),
            ],
            options={
                "indexes": [models.Index(fields=["borrower", "at"], name="score_of")],
                "constraints": [
                    models.UniqueConstraint(fields=("result", "seq"), name="score_once"),
                    models.CheckConstraint(
                        condition=models.Q(("seq__gte", 1), ("total_bp__lte", 10000)), name="score_within_the_sheet"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("feedback", ""), _negated=True), name="score_says_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("chains", models.PositiveIntegerField()),
                ("entries", models.PositiveBigIntegerField()),
                ("root", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Settlement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "borrower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.borrower"
                    ),
                ),
                ("ref", models.CharField(max_length=80, null=True, unique=True)),
                ("state", models.CharField(max_length=20)),
                ("moved", models.PositiveSmallIntegerField(default=0)),
                (
                    "loan",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.loan"),
                ),
                ("currency", models.CharField(max_length=3)),
                ("penalty_minor", models.BigIntegerField(default=0)),
                ("fee_minor", models.BigIntegerField(default=0)),
                ("interest_minor", models.BigIntegerField(default=0)),
                ("principal_minor", models.BigIntegerField(default=0)),
                ("amount_minor", models.BigIntegerField()),
                ("pay_by", models.DateField()),
                ("offer_ends_on", models.DateField()),
                ("said_first", models.JSONField()),
                ("account", models.JSONField()),
                ("counted", models.JSONField(default=list)),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("requested_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["borrower"], name="settlement_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "requested",
                                    "approved",
                                    "rejected",
                                    "withdrawn",
                                    "offered",
                                    "accepted",
                                    "expired",
                                    "settled",
                                    "lapsed",
                                ],
                            )
                        ),
                        name="settlement_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gt", 0)), name="settlement_for_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fee_minor__gte", 0),
                            ("interest_minor__gte", 0),
                            ("penalty_minor__gte", 0),
                            ("principal_minor__gte", 0),
                        ),
                        name="settlement_gives_up_no_negative_sum",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("pay_by__gte", models.F("offer_ends_on"))),
                        name="settlement_paid_after_accepted",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["requested", "approved", "offered", "accepted"])),
                        fields=("loan",),
                        name="settlement_one_open_of_a_loan",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SettlementMove",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("seq", models.PositiveSmallIntegerField()),
                ("event", models.CharField(max_length=30)),
                ("to_state", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("because", models.CharField(max_length=200)),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="store.settlement"
                    ),
                ),
                ("evidence_id", models.CharField(blank=True, max_length=64)),
                ("told_first", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("of", "seq"), name="settlement_move_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("event", "accept"), _negated=True),
                            models.Q(("told_first", True), models.Q(("evidence_id", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="settlement_accepted_knowingly",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Slot",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "borrower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.borrower"
                    ),
                ),
                ("ref", models.CharField(max_length=80, null=True, unique=True)),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="slots", to="store.attempt"
                    ),
                ),
                ("limit", models.CharField(max_length=64)),
                ("key", models.CharField(max_length=64)),
                ("day", models.DateField()),
                ("n", models.PositiveSmallIntegerField()),
                ("most", models.PositiveSmallIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("borrower", "limit", "key", "day", "n"), name="slot_once"),
                    models.CheckConstraint(
                        condition=models.Q(("n__gte", 1), ("n__lte", models.F("most"))), name="slot_within_the_limit"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Telling",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "hook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tellings", to="store.hook"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.entry"),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField()),
                ("leased_until", models.DateTimeField(null=True)),
                ("told_at", models.DateTimeField(null=True)),
                ("given_up_at", models.DateTimeField(null=True)),
                ("came", models.CharField(default="", max_length=40)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("given_up_at__isnull", True), ("told_at__isnull", True)),
                        fields=["due_at"],
                        name="telling_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("hook", "entry"), name="telling_once"),
                    models.CheckConstraint(
                        condition=models.Q(("told_at__isnull", True), ("given_up_at__isnull", True), _connector="OR"),
                        name="telling_ends_one_way",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tip",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("text", models.CharField(max_length=4000)),
                ("on", models.DateField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="tip_says_something")
                ],
            },
        ),
        migrations.CreateModel(
            name="Unreachable",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "borrower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.borrower"
                    ),
                ),
                ("ref", models.CharField(max_length=80, null=True, unique=True)),
                ("built_at", models.DateTimeField()),
                ("basis", models.CharField(max_length=42)),
                ("addresses", models.JSONField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["borrower", "-built_at"], name="unreachable_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("basis__in", ["all_numbers_invalid", "three_attempts_on_three_consecutive_days"])
                        ),
                        name="unreachable_basis",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Vaulted",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "borrower",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.borrower",
                    ),
                ),
                ("subject", models.CharField(max_length=8)),
                ("of", models.UUIDField()),
                ("field", models.CharField(max_length=9)),
                ("key_id", models.CharField(max_length=16)),
                ("nonce", models.BinaryField()),
                ("ciphertext", models.BinaryField()),
                ("blind", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["blind"], name="vaulted_blind"),
                    models.Index(fields=["key_id", "id"], name="vaulted_by_key"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("subject__in", ["borrower", "party", "address"])), name="vaulted_subject"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("field__in", ["name", "id_number", "number", "email", "account", "place"])),
                        name="vaulted_field",
                    ),
                    models.UniqueConstraint(fields=("borrower", "of", "field"), name="vaulted_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="View",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="views", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("page", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=40)),
                ("asked", models.JSONField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("page__in", ["worklist", "complaints"])), name="view_of_a_page"
                    ),
                    models.UniqueConstraint(fields=("user", "page", "name"), name="view_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitInvited",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "borrower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.borrower"
                    ),
                ),
                ("ref", models.CharField(max_length=80, null=True, unique=True)),
                ("said_at", models.DateTimeField()),
                ("evidence_id", models.CharField(max_length=64)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["borrower", "said_at"], name="visit_invited_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("evidence_id", ""), _negated=True), name="visit_invited_proved"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitMove",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("seq", models.PositiveSmallIntegerField()),
                ("event", models.CharField(max_length=30)),
                ("to_state", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("because", models.CharField(max_length=200)),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="store.visit"
                    ),
                ),
                (
                    "notice",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.notice"
                    ),
                ),
                (
                    "attempt",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visit_move",
                        to="store.attempt",
                    ),
                ),
                ("id_shown", models.BooleanField(null=True)),
                ("place", models.CharField(blank=True, max_length=100)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("of", "seq"), name="visit_move_once")],
            },
        ),
        migrations.CreateModel(
            name="VisitRecording",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "borrower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.borrower"
                    ),
                ),
                ("ref", models.CharField(max_length=80, null=True, unique=True)),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="recordings", to="store.visit"
                    ),
                ),
                ("file_id", models.CharField(max_length=64)),
                ("sha256", models.CharField(max_length=64)),
                ("kept_until", models.DateField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["borrower"], name="visit_recording_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file_id", ""), _negated=True), models.Q(("sha256", ""), _negated=True)
                        ),
                        name="visit_recording_named",
                    ),
                    models.UniqueConstraint(fields=("visit", "sha256"), name="visit_recording_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitRefused",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "borrower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.borrower"
                    ),
                ),
                ("ref", models.CharField(max_length=80, null=True, unique=True)),
                ("said_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["borrower", "said_at"], name="visit_refused_of")],
            },
        ),
        migrations.CreateModel(
            name="VisitSwitch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "lender",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.lender"),
                ),
                ("is_on", models.BooleanField()),
                ("from_at", models.DateTimeField()),
                (
                    "approval",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.approval"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
                ("because", models.CharField(max_length=200)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("from_at__gte", models.F("at"))), name="visit_switch_not_backwards"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("because", ""), _negated=True), name="visit_switch_says_why"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Waiver",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "borrower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.borrower"
                    ),
                ),
                ("ref", models.CharField(max_length=80, null=True, unique=True)),
                ("state", models.CharField(max_length=20)),
                ("moved", models.PositiveSmallIntegerField(default=0)),
                (
                    "loan",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.loan"),
                ),
                ("currency", models.CharField(max_length=3)),
                ("penalty_minor", models.BigIntegerField(default=0)),
                ("fee_minor", models.BigIntegerField(default=0)),
                ("interest_minor", models.BigIntegerField(default=0)),
                ("principal_minor", models.BigIntegerField(default=0)),
                ("ground", models.CharField(max_length=12)),
                ("items", models.JSONField()),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("requested_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["borrower"], name="waiver_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["requested", "approved", "rejected", "withdrawn", "applied", "undone"])
                        ),
                        name="waiver_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ground__in", ["hardship", "complaint", "our_error", "above_cap", "goodwill", "agreement"])
                        ),
                        name="waiver_ground",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fee_minor__gte", 0),
                            ("interest_minor__gte", 0),
                            ("penalty_minor__gte", 0),
                            ("principal_minor__gte", 0),
                            (
                                "principal_minor__gt",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("penalty_minor"), "*", models.Value(-1)
                                        ),
                                        "-",
                                        models.F("fee_minor"),
                                    ),
                                    "-",
                                    models.F("interest_minor"),
                                ),
                            ),
                        ),
                        name="waiver_of_something",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["requested", "approved"])),
                        fields=("loan",),
                        name="waiver_one_pending_of_a_loan",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WaiverMove",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("seq", models.PositiveSmallIntegerField()),
                ("event", models.CharField(max_length=30)),
                ("to_state", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("because", models.CharField(max_length=200)),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="store.waiver"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("of", "seq"), name="waiver_move_once")],
            },
        ),
        migrations.AddField(
            model_name="approval",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
    ]
