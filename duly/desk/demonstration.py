"""The people of a demonstration: one for each role, with a password that lives as long as the run."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet

from duly.desk.agency_demo import with_a_file
from duly.rules.rights import Role
from duly.store.models import Borrower, Case, Certificate, Lender, Loan, Planned, Recorder, Team, User
from duly.store.models.user import OUTSIDE

NAMES = {
    Role.AGENT: "王静", Role.LEAD: "李岚", Role.QUALITY: "赵敏", Role.COMPLIANCE: "陈正", Role.COMPLAINTS: "何清",
    Role.STRATEGY: "周策", Role.LEGAL: "许衡", Role.OPERATOR: "孙运", Role.AUDITOR: "钱审",
    Role.AGENCY_MANAGER: "吴明", Role.AGENCY_AGENT: "郑安", Role.VISITOR: "周明", Role.AGENCY_VISITOR: "沈远",
}  # fmt: skip
ROUNDS = 1_000  # a password that is drawn and lives for one run need not be slow to guess; signing in hardens it
CHANNELS = ("phone_call", "text", "push", "im", "email", "mail", "visit")


@dataclass(frozen=True, slots=True)
class Seat:
    """Who sits where: a name to sign in with, and its password for this run."""

    role: Role
    username: str
    password: str


@transaction.atomic(durable=True)
def people(day: date) -> list[Seat]:
    """Make or find one user for each role, each with a new password; certified for what the book holds."""
    lender = Lender.objects.get()
    agency = with_a_file()
    listed = Planned.objects.filter(day=day).values("team").annotate(n=Count("id")).order_by("-n", "team")
    team = Team.objects.get(id=listed[0]["team"]) if listed else Team.objects.order_by("id")[0]
    seats = []
    for role, name in NAMES.items():
        outside = role.value in OUTSIDE
        if outside and agency is None:
            continue
        seat = Seat(role, role.value.replace("_", "-"), "-".join(secrets.token_hex(2) for _ in range(4)))
        user, _ = User.objects.update_or_create(
            username=seat.username,
            defaults={
                "name": name, "role": role, "password": _kept(seat.password), "is_active": True,
                "team": team if role in (Role.AGENT, Role.LEAD, Role.QUALITY, Role.VISITOR) else None,
                "agency": agency if outside else None, "lender": None if outside else lender,
            },
        )  # fmt: skip
        _certify(user, day)
        seats.append(seat)
    _for_visits(lender, team, day)
    return seats


def _kept(password: str) -> str:
    hasher = PBKDF2PasswordHasher()
    return str(hasher.encode(password, hasher.salt(), ROUNDS))


def _for_visits(lender: Lender, team: Team, day: date) -> None:
    """A colleague for the visitor, who never signs in, and a recorder; visits themselves stay off."""
    colleague, _ = User.objects.get_or_create(
        username="visitor-2",
        defaults={
            "name": "许静",
            "role": Role.VISITOR,
            "password": _kept(secrets.token_urlsafe(24)),
            "team": team,
            "lender": lender,
        },
    )
    _certify(colleague, day)
    Recorder.objects.get_or_create(serial="REC-DEMO-1", lender=lender)


def _certify(user: User, day: date) -> None:
    passed = day - timedelta(days=90)
    for product in Loan.objects.values_list("product", flat=True).distinct():
        for channel in CHANNELS:
            Certificate.objects.get_or_create(
                user=user, product=product, channel=channel, region="", passed_on=passed,
                defaults={"expires_on": passed + timedelta(days=365)},
            )  # fmt: skip


def with_a_case() -> QuerySet[Borrower]:
    """Whom anybody at the desk may come to see."""
    placed = Loan.objects.filter(borrower=OuterRef("pk"), placed_with__isnull=False)
    return Borrower.objects.filter(Exists(Case.objects.filter(borrower=OuterRef("pk"))) | Exists(placed))


def contract_numbers() -> None:
    """Give each of their loans the last digits of a contract that never was, so that it can be told from another."""
    lacking = list(Loan.objects.filter(contract_end="", borrower__in=with_a_case()))
    for loan in lacking:
        loan.contract_end = f"{loan.id.int % 10_000:04d}"
    Loan.objects.bulk_update(lacking, ("contract_end",), batch_size=2_000)
