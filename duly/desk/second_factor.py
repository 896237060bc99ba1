"""A second factor for whoever wants one: six digits from a telephone, besides the password."""

from __future__ import annotations

from base64 import b32encode
from datetime import datetime

from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from duly.desk import record
from duly.desk.outcomes import BadResult
from duly.desk.people import strong
from duly.store.models import User


def of(user: User) -> TOTPDevice | None:
    """The second factor that is asked for when the person signs in; None where they have none."""
    found: TOTPDevice | None = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    return found


@transaction.atomic
def begin(user: User) -> TOTPDevice:
    """A secret for the person's telephone, the same until it is confirmed; nothing is asked for before that."""
    User.objects.select_for_update().get(id=user.id)
    waiting: TOTPDevice | None = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    return waiting or TOTPDevice.objects.create(user=user, name=user.username, confirmed=False)


def secret(device: TOTPDevice) -> str:
    """The secret as it is typed where no picture can be taken."""
    return b32encode(device.bin_key).decode()


@transaction.atomic
def confirm(user: User, digits: str, *, at: datetime) -> TOTPDevice:
    """Ask for the second factor from now on. Raises BadResult for digits that are not those of the telephone."""
    User.objects.select_for_update().get(id=user.id)
    device: TOTPDevice | None = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    if device is None or of(user) is not None:
        raise BadResult("digits", "请重新开始", "begin again")
    if not _fits(device, digits):
        raise BadResult("digits", "数字不对或已过期，请用最新的六位", "these digits do not fit; use the newest six")
    device.confirmed = True
    device.save(update_fields=("confirmed",))
    record.of_the_house("change", {"user": user.username, "second_factor": True}, at=at, by=user)
    return device


@transaction.atomic
def remove(user: User, digits: str, *, at: datetime) -> None:
    """Ask for it no more. Raises BadResult for digits that are not those of the telephone."""
    device = of(user)
    if device is None:
        return
    if not _fits(device, digits):
        raise BadResult("digits", "数字不对或已过期，请用最新的六位", "these digits do not fit; use the newest six")
    TOTPDevice.objects.filter(user=user).delete()
    record.of_the_house("change", {"user": user.username, "second_factor": False}, at=at, by=user)


def _fits(device: TOTPDevice, digits: str) -> bool:
    """Whether the digits are right; after wrong ones the device makes everybody wait, longer each time."""
    allowed, _ = device.verify_is_allowed()
    return bool(allowed and digits.isascii() and digits.isdigit() and device.verify_token(digits))


@transaction.atomic
def new_password(user: User, old: str, new: str, *, at: datetime) -> None:
    """Change one's own password. Raises BadResult."""
    user = User.objects.select_for_update().get(id=user.id)
    if not user.check_password(old):
        raise BadResult("old", "现在的密码不对", "this is not the present password")
    strong(new, user, "new")
    user.set_password(new)
    user.save(update_fields=("password",))
    record.of_the_house("change", {"user": user.username, "password": "changed"}, at=at, by=user)
