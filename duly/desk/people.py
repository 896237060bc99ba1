"""People who work here: added, and told apart by what they may do."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from duly.desk import record
from duly.desk.outcomes import BadResult
from duly.rules.rights import Reach, Role, reach
from duly.store.models import Agency, Lender, Team, User
from duly.store.models.user import OUTSIDE

Named = TypeVar("Named", Team, Agency)


class BadPerson(BadResult):
    """Somebody who cannot be kept like that: the field, why, and what is accepted."""


@transaction.atomic
def add(
    *, username: str, role: Role, name: str, team: str | None, agency: str | None, password: str, at: datetime,
    by: User | None,
) -> User:  # fmt: skip
    """Add a person. Raises BadPerson."""
    if not username.strip() or User.objects.filter(username=username).exists():
        raise BadPerson(
            "username", f"“{username}”为空或已有人用，请换一个", f"“{username}” is empty or taken; choose another"
        )
    works_at = _one(Agency, "agency", agency)
    stays_in = belongs(role, team, outside=agency is not None)
    person = User(
        username=username, name=name, role=role, team=stays_in, agency=works_at,
        lender=None if agency else Lender.objects.order_by("id").first(),
    )  # fmt: skip
    strong(password, person, "password")
    person.set_password(password)
    person.save()
    record.of_the_house("change", {"user": username, "role": role.value}, at=at, by=by)
    return person


def belongs(role: Role, team: str | None, *, outside: bool) -> Team | None:
    """The team of somebody in a role, of an agency or of the house. Raises BadPerson for what does not fit."""
    if outside != (role.value in OUTSIDE):
        raise BadPerson(
            "role",
            "机构的人只能是机构角色，机构角色须写机构，本机构的人不能",
            "people of an agency have a role of an agency, which names the agency; the house's own people have not",
        )
    if reach(role) is Reach.TEAM and team is None:
        raise BadPerson("team", "这个角色须有小组，请选择", "this role needs a team; choose one")
    return _one(Team, "team", team)


def comes_in(person: User) -> bool:
    """Whether they can sign in: whoever is only in the lender's book has no password and cannot."""
    return bool(person.password) and person.has_usable_password()


def strong(password: str, person: User, field: str) -> None:
    """Raise BadPerson for a password that is easily guessed."""
    try:
        validate_password(password, person)
    except ValidationError:
        raise BadPerson(
            field,
            "至少 12 个字符，不常见，也不像用户名",
            "at least 12 characters, not a common one, not like the user name",
        ) from None


def _one(noun: type[Named], field: str, asked: str | None) -> Named | None:
    if asked is None:
        return None
    found: Named | None = noun._default_manager.filter(id=asked).first()
    if found is None:
        there = ", ".join(noun._default_manager.order_by("id").values_list("id", flat=True)[:12])
        raise BadPerson(field, f"没有“{asked}”，有的是 {there}", f"there is no “{asked}”; there are {there}")
    return found
