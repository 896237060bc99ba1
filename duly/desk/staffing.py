"""Who works here, as an operator keeps it: role and team, suspended or not, a new password. All of it on the record."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from axes.utils import reset as unlock
from django.db import transaction
from django.db.models import BooleanField, Case, Q, QuerySet, When
from django_otp.plugins.otp_totp.models import TOTPDevice

from duly.core.day import day_of
from duly.desk import record
from duly.desk.people import BadPerson, belongs
from duly.desk.reach import NotFound
from duly.rules.rights import Role
from duly.store.models import Certificate, Planned, User

AT_ONCE = 100
NOBODY_SIGNS_IN = Q(password="") | Q(password__startswith="!")  # loaded from the book, with no password set
PARTS = 4  # of four signs each: 64 bits


@dataclass(frozen=True, slots=True)
class Card:
    """One person with what they may show: certificates, the latest first, and whether a second factor is asked for."""

    user: User
    certificates: list[Certificate]
    has_second_factor: bool

    def valid_on(self, day: date) -> int:
        """How many of the certificates hold on a day."""
        return sum(one.passed_on <= day <= one.expires_on for one in self.certificates)


def people(asked: str = "", *, role: str = "", after: int = 0) -> tuple[list[User], int | None]:
    """People by name or user name, and by role, whoever can sign in before who is only in the lender's book.

    And how many come before the next page.
    """
    signs_in = Case(When(NOBODY_SIGNS_IN, then=False), default=True, output_field=BooleanField())
    found: QuerySet[User] = User.objects.select_related("team", "agency")
    found = found.order_by(signs_in.desc(), "username")
    if asked:
        found = found.filter(Q(username__icontains=asked) | Q(name__icontains=asked))
    if role:
        found = found.filter(role=role)
    rows = list(found[after : after + AT_ONCE + 1])
    return rows[:AT_ONCE], after + AT_ONCE if len(rows) > AT_ONCE else None


def counted() -> dict[str, int]:
    """How many can sign in, how many of them are suspended, and how many stand in the lender's book alone."""
    everybody = User.objects.filter(is_active=True)
    there = everybody.exclude(NOBODY_SIGNS_IN)
    return {
        "comes_in": there.count(), "suspended": there.filter(suspended=True).count(),
        "in_the_book": everybody.filter(NOBODY_SIGNS_IN).count(),
    }  # fmt: skip


def card(user_id: int) -> Card:
    """One person. Raises NotFound."""
    user = User.objects.select_related("team", "agency").filter(id=user_id).first()
    if user is None:
        raise NotFound(f"{user_id}")
    certificates = list(Certificate.objects.filter(user=user).order_by("-expires_on", "product", "channel"))
    return Card(user, certificates, TOTPDevice.objects.filter(user=user, confirmed=True).exists())


@transaction.atomic
def change(*, user_id: int, role: str, team: str | None, suspended: bool, at: datetime, by: User) -> bool:
    """Give a person another role or team, suspend or reinstate them; False where it is so already.

    Raises NotFound; BadPerson.
    """
    user = _other(user_id, by)
    if role not in set(Role):
        raise BadPerson("role", "没有这个角色，请选择", "there is no such role; choose one")
    stays_in = belongs(Role(role), team or None, outside=user.agency_id is not None)
    wanted = (role, stays_in.id if stays_in else None, suspended)
    was = (user.role, user.team_id, user.suspended)
    if wanted == was:
        return False
    user.role, user.team_id, user.suspended = wanted
    user.save(update_fields=("role", "team", "suspended"))
    if suspended or was[1] != user.team_id:
        Planned.objects.filter(day=day_of(at), taken_by=user, done_at=None).update(taken_by=None, taken_at=None)
    said = {"user": user.username, "from": list(was), "to": list(wanted)}
    record.of_the_house("change", said, at=at, by=by)
    return True


@transaction.atomic
def reset(*, user_id: int, at: datetime, by: User) -> str:
    """Give a person a new password, end their sessions and take their second factor away, for a lost one; the password.

    It is shown once and kept nowhere. Raises NotFound; BadPerson.
    """
    user = _other(user_id, by)
    password = drawn_password()
    user.set_password(password)
    user.save(update_fields=("password",))
    TOTPDevice.objects.filter(user=user).delete()
    unlock(username=user.username)
    record.of_the_house("change", {"user": user.username, "password": "reset"}, at=at, by=by)
    return password


def drawn_password() -> str:
    """A password that nobody has used before."""
    return "-".join(secrets.token_hex(2) for _ in range(PARTS))


def _other(user_id: int, by: User) -> User:
    user = User.objects.select_for_update().filter(id=user_id).first()
    if user is None:
        raise NotFound(f"{user_id}")
    if user.id == by.id:
        raise BadPerson("user", "自己的账户由另一位运维来改", "one's own account is changed by another operator")
    return user
