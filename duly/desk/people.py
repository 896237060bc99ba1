"""People who work here: added, and told apart by what they may do."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from duly.desk import record
from duly.rules.rights import Reach, Role, reach
from duly.store.models import Agency, Lender, Team, User
from duly.store.models.user import OUTSIDE

Named = TypeVar("Named", Team, Agency)


class BadPerson(ValueError):
    """Somebody who cannot be added; the text names the field, the reason and the way out."""


@transaction.atomic
def add(
    *, username: str, role: Role, name: str, team: str | None, agency: str | None, password: str, at: datetime,
    by: User | None,
) -> User:  # fmt: skip
    """Add a person. Raises BadPerson."""
    if not username.strip() or User.objects.filter(username=username).exists():
        raise BadPerson(f"username {username!r}: 为空或已有人用 is empty or taken")
    if (agency is not None) != (role.value in OUTSIDE):
        raise BadPerson(
            "agency: 机构角色须写机构，本机构角色不写 a role of an agency names it, a role of the house does not"
        )
    if reach(role) is Reach.TEAM and team is None:
        raise BadPerson("team: 这个角色须有小组 this role needs a team")
    person = User(
        username=username, name=name, role=role, team=_one(Team, "team", team), agency=_one(Agency, "agency", agency),
        lender=None if agency else Lender.objects.order_by("id").first(),
    )  # fmt: skip
    try:
        validate_password(password, person)
    except ValidationError as weak:
        raise BadPerson(f"password: {' '.join(weak.messages)}") from None
    person.set_password(password)
    person.save()
    record.of_the_house("change", {"user": username, "role": role.value}, at=at, by=by)
    return person


def _one(noun: type[Named], field: str, asked: str | None) -> Named | None:
    if asked is None:
        return None
    found: Named | None = noun._default_manager.filter(id=asked).first()
    if found is None:
        there = ", ".join(noun._default_manager.order_by("id").values_list("id", flat=True)[:12])
        raise BadPerson(f"{field} {asked!r}: 没有；有的是 there is none; there are {there}")
    return found
