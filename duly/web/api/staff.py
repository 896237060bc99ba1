"""Who works here, as an operator keeps it. A password is told once, and is part of no answer that is kept."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Query, Router
from pydantic import BaseModel, Field

from duly.core.day import day_of
from duly.desk import people, staffing
from duly.desk.staffing import Card
from duly.rules.rights import Act, Role
from duly.store.models import Certificate, User
from duly.web.api import cursor as cursors
from duly.web.api import shapes
from duly.web.api.refusing import told
from duly.web.api.routes import matches_tag, reads, tag_of, writes
from duly.web.api.work import Cursor

router = Router(tags=["staff"])
ONE = "/staff/{int:user_id}"
Asked = Annotated[str, Query(max_length=64, pattern=shapes.NO_NUL)]
Name = Annotated[str, Field(min_length=1, max_length=64, pattern=shapes.NO_NUL)]
ROLES = tuple(one.value for one in Role)


class UserShown(BaseModel):
    user: int
    username: str
    name: str
    role: str
    team: str | None
    agency: str | None
    suspended: bool


class UsersShown(BaseModel):
    items: list[UserShown]
    next: str | None


class CertificateShown(BaseModel):
    id: int
    product: str
    channel: str
    region: str
    passed_on: date
    expires_on: date
    state: str


class CardShown(UserShown):
    has_second_factor: bool
    certificates: list[CertificateShown]
    valid: int = Field(description="今天有效几张 how many hold today")
    etag: str


class NewUser(shapes.Taken):
    """Somebody new. They cannot sign in before a password was drawn for them."""

    username: Name
    name: Annotated[str, Field(min_length=1, max_length=100, pattern=shapes.NO_NUL)]
    role: Literal[ROLES]  # type: ignore[valid-type]
    team: Name | None = None
    agency: Name | None = None


class ChangedUser(shapes.Taken):
    role: Literal[ROLES]  # type: ignore[valid-type]
    team: Name | None = None
    suspended: shapes.Flag


class PasswordShown(BaseModel):
    """Shown once, and kept nowhere."""

    password: str


Tagged = tuple[CardShown, dict[str, str]]


@reads(router, "/staff", needs=(Act.STAFF,), answers=UsersShown)
def staff(
    request: Any,
    q: Asked = "",
    role: Literal[ROLES] | None = None,  # type: ignore[valid-type]
    cursor: Cursor = "",
) -> UsersShown:
    """在这里工作的人，按用户名。
    Who works here, by user name.
    """
    rows, further = staffing.people(q.strip(), role=role or "", after=cursors.read(cursor, start=0))
    return UsersShown(items=[UserShown(**_user(one)) for one in rows], next=cursors.written(further))


@reads(router, ONE, needs=(Act.STAFF,), answers=CardShown)
def staff_one(request: Any, user_id: int) -> Tagged:
    """一个人的岗位、小组和合格证。
    One person: role, team, certificates.
    """
    return _card(staffing.card(user_id), day_of(request.at))


@writes(router, "/staff", needs=(Act.STAFF,), answers=CardShown)
def add_staff(request: Any, asked: NewUser) -> Tagged:
    """添加一个人；再用 `/password` 给他一个初始密码。
    Add somebody; then draw a first password for them by `/password`.
    """
    with told():
        made = people.add(
            username=asked.username.strip(), name=asked.name.strip(), role=Role(asked.role), team=asked.team,
            agency=asked.agency, password=staffing.drawn_password(), at=request.at, by=request.user,
        )  # fmt: skip
    return _card(staffing.card(made.id), day_of(request.at))


@writes(router, ONE, needs=(Act.STAFF,), answers=CardShown, status=200, tagged=True, method="PUT")
def change_staff(request: Any, user_id: int, asked: ChangedUser) -> Tagged:
    """换岗位、换小组、停岗或复岗。
    Another role or team; suspended or not.
    """
    list(User.objects.select_for_update().filter(id=user_id))  # two who have read the same do not both write
    matches_tag(request, _tag(staffing.card(user_id).user))
    with told():
        staffing.change(
            user_id=user_id, role=asked.role, team=asked.team, suspended=asked.suspended, at=request.at, by=request.user
        )
    return _card(staffing.card(user_id), day_of(request.at))


@reads(router, ONE + "/password", needs=(Act.STAFF,), answers=PasswordShown, method="POST")
def reset_password(request: Any, user_id: int) -> PasswordShown:
    """抽一个新密码，只显示这一次；再要一次就再换一次。会话结束，丢失的第二因素取消。
    Draw a new password, shown this once; asked again, it is drawn anew. Sessions end, the second factor goes.
    """
    with told():
        return PasswordShown(password=staffing.reset(user_id=user_id, at=request.at, by=request.user))


def _user(one: User) -> dict[str, Any]:
    return {
        "user": one.id, "username": one.username, "name": one.name, "role": one.role, "team": one.team_id,
        "agency": one.agency_id, "suspended": one.suspended,
    }  # fmt: skip


def _tag(one: User) -> str:
    return tag_of(f"{one.role} {one.team_id} {one.suspended}")


def certificate_shown(one: Certificate) -> CertificateShown:
    return CertificateShown(
        id=one.id, product=one.product, channel=one.channel, region=one.region, passed_on=one.passed_on,
        expires_on=one.expires_on, state=one.state,
    )  # fmt: skip


def _card(card: Card, day: date) -> Tagged:
    tag = _tag(card.user)
    return CardShown(
        **_user(card.user), has_second_factor=card.has_second_factor, valid=card.valid_on(day), etag=tag,
        certificates=[certificate_shown(one) for one in card.certificates],
    ), {"ETag": tag}  # fmt: skip
