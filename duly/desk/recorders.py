"""Recorders of visits: which there are, and whether one works; what was not tried this shift nobody knows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from duly.desk import record
from duly.desk.reach import NotFound
from duly.desk.saying import reason
from duly.rules.account.asked import Refused
from duly.rules.rights import Act, may
from duly.rules.visit import RECORDER_CHECKED_HOURS
from duly.store.models import Agency, Recorder, RecorderChecked, User


def theirs(user: User) -> QuerySet[Recorder]:
    """The devices of the person's own house: the lender's, or an agency's."""
    if user.agency_id is not None:
        return Recorder.objects.filter(agency=user.agency_id).order_by("serial")
    return Recorder.objects.filter(lender=user.lender_id).order_by("serial")


def enter(serial: str, *, agency_id: str | None, at: datetime, by: User) -> Recorder:
    """Take a device in. Raises NotFound, Refused."""
    if not may(by.role, Act.VISIT):
        raise NotFound("recorders")
    serial = reason(serial, "serial")[:40]
    if agency_id and not Agency.objects.filter(id=agency_id, lender=by.lender_id).exists():
        raise NotFound(agency_id)
    if Recorder.objects.filter(serial=serial).exists():
        raise Refused("serial", serial, "这台已登记 this one is known already", "")
    made = Recorder.objects.create(serial=serial, lender_id=str(by.lender_id), agency_id=agency_id or None)
    record.of_the_house("change", {"recorder": str(made.id), "do": "enter"}, at=at, by=by)
    return made


def check(recorder_id: UUID, *, audio: bool, video: bool, at: datetime, by: User) -> RecorderChecked:
    """Write down that somebody tried it, and what worked. Raises NotFound."""
    found = theirs(by).filter(id=recorder_id).first()
    if found is None or not (may(by.role, Act.GO) or may(by.role, Act.VISIT)):
        raise NotFound(f"{recorder_id}")
    made = RecorderChecked.objects.create(recorder=found, at=at, by=by, audio=audio, video=video)
    record.of_the_house("change", {"recorder": str(found.id), "audio": audio, "video": video}, at=at, by=by)
    return made


def told(recorder: Recorder, at: datetime, *, runs: bool) -> dict[str, Any] | None:
    """What the judge hears of it; None where nobody tried it this shift. `runs`: it is switched on now."""
    since = at - timedelta(hours=RECORDER_CHECKED_HOURS)
    last = recorder.checks.filter(at__gt=since, at__lte=at).order_by("-at", "-id").first()
    return None if last is None else {"audio": last.audio, "video": last.video, "working": runs}
