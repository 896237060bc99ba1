"""Tell other programs what happened: signed, at least once, and of matters that the hook's person may see alone.

What is to be told is put down by the database in the transaction of the entry of the record (`duly/store/fronts.py`).
Whoever sends takes some with a lease, sends without a transaction open, and writes down what came of it.
"""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Protocol
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from duly.core.carrier import CarrierDown
from duly.desk import record
from duly.desk.reach import visible
from duly.rules.events import EVENTS, event_of
from duly.store import points
from duly.store.models import Case, Hook, Telling, User

AT_ONCE = 20
LEASE = timedelta(seconds=120)  # longer than all that are taken at once may need to time out
WAITS = tuple(timedelta(seconds=one) for one in (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400))
SECRET_BYTES = 32
GONE = 410  # how an address says that it wants no more


class BadHook(ValueError):
    """A hook that cannot be made or ended; the text names the field, the reason and the way out."""


class Sender(Protocol):
    """Something that takes a message to an address on the network."""

    def refuses(self, url: str) -> str:
        """Why an address is never sent to; empty where it may be."""
        ...

    def send(self, url: str, headers: dict[str, str], body: bytes) -> int:
        """The status of the answer. Raises CarrierDown."""
        ...


@dataclass(frozen=True, slots=True)
class Sent:
    """How many were told, have to be tried again, were given up, and were none of the hook's business."""

    told: int = 0
    again: int = 0
    given_up: int = 0
    withheld: int = 0


@transaction.atomic(durable=True)
def hook(*, username: str, url: str, events: Sequence[str], sender: Sender, at: datetime, by: User | None) -> Hook:
    """Make a hook for a person. Raises BadHook."""
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise BadHook(f"user {username!r}: 没有这个用户 there is no such user")
    unknown = sorted(set(events) - set(EVENTS))
    if unknown or not events:
        raise BadHook(f"event {', '.join(unknown)}: 没有；可用的是 there is none; there are {', '.join(EVENTS)}")
    if why := sender.refuses(url):
        raise BadHook(f"url {url}: {why}")
    made = Hook.objects.create(user=user, url=url, events=sorted({*events}), made_at=at)
    record.of_the_house("change", {"hook": str(made.id), "user": username, "events": made.events}, at=at, by=by)
    return made


@transaction.atomic(durable=True)
def end(hook_id: UUID, *, at: datetime, by: User | None) -> None:
    """Tell an address nothing any more, not even what waits. Raises BadHook."""
    if not Hook.objects.filter(id=hook_id, ended_at=None).update(ended_at=at):
        raise BadHook(f"hook {hook_id}: 没有，或已停用 there is none such, or it has ended")
    Telling.objects.filter(hook_id=hook_id, told_at=None, given_up_at=None).update(given_up_at=at, came="ended")
    record.of_the_house("change", {"hook": str(hook_id), "ended": True}, at=at, by=by)


def secret_of(made: Hook, key: str) -> str:
    """The secret of a hook, as Standard Webhooks write it: derived from the house's key, and kept nowhere."""
    about = f"duly webhook {made.id}".encode()
    derived = HKDF(algorithm=SHA256(), length=SECRET_BYTES, salt=None, info=about).derive(key.encode())
    return f"whsec_{base64.b64encode(derived).decode()}"


def signed(message: str, at: datetime, body: bytes, secret: str) -> dict[str, str]:
    """The headers of Standard Webhooks: id, timestamp, and the signature over both and the body."""
    stamp = str(int(at.timestamp()))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signature = hmac.digest(key, f"{message}.{stamp}.".encode() + body, "sha256")
    return {
        "webhook-id": message, "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{base64.b64encode(signature).decode()}", "content-type": "application/json",
    }  # fmt: skip


def send(*, sender: Sender, key: str, at: datetime, wall: datetime) -> Sent:
    """Send what is due. May run anywhere, at any time, more than once at a time.

    `at` is the desk's clock, `wall` the world's: the other side looks at its own when it checks the timestamp.
    """
    count = {"told": 0, "again": 0, "given_up": 0, "withheld": 0}
    for one in _taken(at):
        points.reach("telling.taken")
        count[_tell(one, sender, key, at, wall)] += 1
    return Sent(**count)


@transaction.atomic(durable=True)
def _taken(at: datetime) -> list[Telling]:
    """Some that are due and that nobody is at, leased."""
    free = Q(leased_until=None) | Q(leased_until__lte=at)
    due = Telling.objects.filter(free, told_at=None, given_up_at=None, due_at__lte=at).order_by("due_at", "id")
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    ids = list(due.values_list("id", flat=True)[:AT_ONCE])
    Telling.objects.filter(id__in=ids).update(leased_until=at + LEASE)
    found = Telling.objects.filter(id__in=ids).select_related("hook__user", "entry").order_by("due_at", "id")
    return list(found)


def _tell(one: Telling, sender: Sender, key: str, at: datetime, wall: datetime) -> str:
    entry, made = one.entry, one.hook
    event = event_of(entry.act, entry.said)
    if event not in made.events or not visible(made.user).filter(id=entry.chain).exists():
        return _came(one, "withheld", "not theirs", at)
    case = Case.objects.filter(borrower_id=entry.chain).order_by("-opened_on").values_list("id", flat=True).first()
    told = {
        "type": event, "timestamp": entry.at.astimezone(UTC).isoformat(),
        "data": {"case": case and str(case), "act": entry.act, **entry.said},
    }  # fmt: skip
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    message = "msg_" + sha256(f"{made.id}{entry.hash}".encode()).hexdigest()[:32]  # the same however often it is sent
    try:
        status = sender.send(made.url, signed(message, wall, body, secret_of(made, key)), body)
    except CarrierDown as fault:
        return _again(one, str(fault)[:40], at)
    if 200 <= status < 300:
        return _came(one, "told", str(status), at)
    if status == GONE:
        end(made.id, at=at, by=None)
        return "given_up"
    return _again(one, str(status), at)


def _again(one: Telling, came: str, at: datetime) -> str:
    if one.tries >= len(WAITS):
        return _came(one, "given_up", came, at)
    due = at + WAITS[one.tries]
    _mine(one).update(tries=one.tries + 1, due_at=due, leased_until=None, came=came)
    return "again"


def _came(one: Telling, what: str, came: str, at: datetime) -> str:
    ends = {"given_up_at": at} if what == "given_up" else {"told_at": at}
    _mine(one).update(tries=one.tries + 1, leased_until=None, came=came, **ends)
    return what


def _mine(one: Telling) -> QuerySet[Telling]:
    """The row, as long as the lease is still ours: whoever was slower than it has lost it to another."""
    return Telling.objects.filter(id=one.id, leased_until=one.leased_until, told_at=None, given_up_at=None)
