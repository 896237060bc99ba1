"""Tokens: by which a program acts for one person. Printed once; the store keeps a hash."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from duly.desk import record
from duly.rules.rights import RIGHTS, Act, Role
from duly.store.models import Token, User

BEGINS = "duly_"
SHOWN = len(BEGINS) + 6
DAYS_MOST = 366  # a house default: a token that nobody renews is one that nobody remembers


class BadToken(ValueError):
    """A token that cannot be made or ended; the text names the field, the reason and the way out."""


@transaction.atomic(durable=True)
def issue(
    *, username: str, name: str, scopes: Sequence[Act], days: int, at: datetime, by: User | None
) -> tuple[Token, str]:
    """Make a token with a part of a person's rights; the token itself is in the answer and nowhere else.

    Raises BadToken.
    """
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise BadToken(f"user {username!r}: 没有这个用户 there is no such user")
    beyond = sorted(set(scopes) - RIGHTS[Role(user.role)])
    if not scopes or beyond:
        may = ", ".join(sorted(RIGHTS[Role(user.role)]))
        raise BadToken(f"scope {', '.join(beyond)}: 须在此人的权限之内 must lie within the person's rights: {may}")
    if not 1 <= days <= DAYS_MOST:
        raise BadToken(f"days {days}: 须为 1 至 {DAYS_MOST} 天 must be 1 to {DAYS_MOST}")
    if not name.strip() or len(name) > 80:
        raise BadToken("name: 须写明用途，至多 80 字 say in at most 80 characters what it is for")
    text = BEGINS + secrets.token_urlsafe(32)
    made = Token.objects.create(
        user=user, name=name.strip(), prefix=text[:SHOWN], hash=_hash(text), scopes=sorted({*scopes}), made_at=at,
        expires_at=at + timedelta(days=days),
    )  # fmt: skip
    said = {"token": str(made.id), "user": username, "scopes": made.scopes}
    record.of_the_house("change", said, at=at, by=by)
    return made, text


def find(text: str, *, at: datetime) -> Token | None:
    """The token, if it is good now and its person works here."""
    found = Token.objects.filter(hash=_hash(text), revoked_at=None, expires_at__gt=at, user__is_active=True)
    return found.select_related("user__team", "user__agency__lender", "user__lender").first()


@transaction.atomic(durable=True)
def revoke(token_id: UUID, *, at: datetime, by: User | None) -> Token:
    """End a token at once. Raises BadToken."""
    found = Token.objects.filter(id=token_id, revoked_at=None).select_for_update(of=("self",)).first()
    if found is None:
        raise BadToken(f"token {token_id}: 没有，或已撤销 there is none such, or it was revoked")
    found.revoked_at = at
    found.save(update_fields=("revoked_at",))
    record.of_the_house("change", {"token": str(found.id), "revoked": True}, at=at, by=by)
    return found


def _hash(text: str) -> str:
    """It is 256 random bits, so that a plain hash suffices: nobody can try them all."""
    return sha256(text.encode()).hexdigest()
