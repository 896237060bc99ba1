"""Do what was asked exactly once, however often it is asked under one key.

The key, the effect and the answer are one transaction: a process that dies leaves all of them or none. Who comes with
the same key meanwhile waits at the database and then reads the answer. What had no effect is not remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import IntegrityError, OperationalError, connection, transaction

from duly.store import points
from duly.store.models import Once, User

KEPT = timedelta(days=7)  # a house default; clients are promised a day
WAIT_SECONDS = 10


class KeyOfAnother(ValueError):
    """The key was used for another request; a new request takes a new key."""


class Busy(RuntimeError):
    """Somebody else is at it for longer than anybody waits; nothing was done, and it may be asked again."""


class _Known(Exception):
    """The key is there already."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered, as it leaves."""

    status: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: of whom, under which key, and the hash of all that was asked."""

    user: User
    key: str
    request: str


def exactly_once(asked: Asked, effect: Callable[[], Answer], *, at: datetime) -> tuple[Answer, bool]:
    """The answer, and whether it was made now; what `effect` raises undoes the key with it.

    Raises KeyOfAnother, Busy.
    """
    kept = _kept(asked)
    if kept is not None:
        return kept, False
    try:
        return _done(asked, effect, at), True
    except _Known:
        kept = _kept(asked)
        if kept is None:  # whoever was at it gave up between the two looks
            raise Busy(asked.key) from None
        return kept, False
    except OperationalError as fault:
        if not is_lock(fault):
            raise
        raise Busy(asked.key) from fault


def _kept(asked: Asked) -> Answer | None:
    found = Once.objects.filter(user=asked.user, key=asked.key).first()
    if found is None:
        return None
    if found.request != asked.request:
        raise KeyOfAnother(asked.key)
    assert found.status is not None, "no transaction ends without the answer"
    return Answer(found.status, found.body, found.headers)


@transaction.atomic(durable=True)
def _done(asked: Asked, effect: Callable[[], Answer], at: datetime) -> Answer:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'")
    try:
        made = Once.objects.create(user=asked.user, key=asked.key, request=asked.request, at=at)
    except IntegrityError:
        raise _Known from None
    points.reach("once.begun")
    answer = effect()
    points.reach("once.done")
    told = {"status": answer.status, "body": answer.body, "headers": dict(answer.headers)}
    Once.objects.filter(id=made.id).update(**told)
    return answer


def is_lock(fault: OperationalError) -> bool:
    """Whether somebody else held what is written for longer than anybody waits; the database itself is well."""
    state = getattr(fault.__cause__, "sqlstate", "")
    return state in ("55P03", "40P01") or "locked" in str(fault)


def forget(*, at: datetime) -> int:
    """Take away the keys that nobody can come with any more; how many."""
    return Once.objects.filter(at__lt=at - KEPT).delete()[0]
