"""Duties that run by a clock: met, not yet due, overdue, or not begun."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from duly.core.calendar import working_days_after
from duly.core.day import CONTACT_ZONE
from duly.law import Law
from duly.rules import complaint as complaints
from duly.rules.compliance.cn.records import Records
from duly.rules.compliance.wire.answer import Answer, entry
from duly.rules.compliance.wire.told import Record

DEADLINES = {
    "answer_complaint": "complaint_answer", "fulfil_rights_request": "rights_request",
    "return_agency_data": "data_return", "notify_data_leak": "leak_notice", "furnish": "credit_objection_answer",
}  # fmt: skip


def duty(records: Records, law: Law) -> Answer:
    """Answer whether the duty named by the purpose is met, or not yet due."""
    purpose = records.action.get("purpose")
    known = {
        "return_agency_data": _data_return, "notify_data_leak": _leak, "answer_complaint": _complaint,
        "fulfil_rights_request": _rights,
    }  # fmt: skip
    if purpose in known:
        return known[purpose](records, law)
    return _told(_deadline(records, purpose, None), None, records, law, "house.rights_request", "")


def _data_return(records: Records, law: Law) -> Answer:
    assignment = records.action.get("assignment") or {}
    agency = records.one("agencies", assignment.get("to") or records.collector.get("id")) or next(
        (each for each in records.all("agencies") if each.get("mandate_ended_on")), None
    )
    ended = (agency or {}).get("mandate_ended_on")
    if agency is None or ended is None or ended >= records.day:
        return Answer("not_triggered")
    if agency.get("data_return_certificate_id"):
        return Answer("allow")
    last = working_days_after(ended, law["house.data_return"].on(records.day)["working_days"])
    due = datetime.combine(last + timedelta(days=1), time(), CONTACT_ZONE)
    found = _deadline(records, "return_agency_data", agency) or {"due_at": due}
    return _told(found, None, records, law, "cn.pipl.mandate_end", "incident")


def _leak(records: Records, law: Law) -> Answer:
    incident = records.one("incidents", records.action.get("incident")) or next(
        (each for each in records.all("incidents") if each.get("kind") == "data_leak"), None
    )
    if incident is None or incident.get("detected_at") is None or incident["detected_at"] > records.at:
        return Answer("not_triggered")
    steps = ("measures_taken_at", "authority_notified_at", "persons_notified_at")
    done = [incident.get(step) for step in steps]
    met = max(at for at in done if at is not None) if all(at is not None and at <= records.at for at in done) else None
    hours = law["house.leak_notice"].on(records.day)["hours"]
    due = incident["detected_at"] + timedelta(hours=hours)
    found = _deadline(records, "notify_data_leak", incident) or {"due_at": due}
    return _told(found, met, records, law, "cn.pipl.leak_notice", "incident")


def _complaint(records: Records, law: Law) -> Answer:
    complaint = records.one("complaints", records.action.get("complaint")) or next(
        iter(records.all("complaints")), None
    )
    if complaint is None or complaint.get("received_at") is None or complaint["received_at"] > records.at:
        return Answer("not_triggered")
    if complaint.get("status") == "withdrawn":
        return Answer("allow")
    received = complaint["received_at"].astimezone(CONTACT_ZONE).date()
    last = complaints.due(received, complaints.SIMPLE, None, as_of=records.day, law=law)
    due = datetime.combine(last.on + timedelta(days=1), time(), CONTACT_ZONE)
    found = _deadline(records, "answer_complaint", complaint) or {"due_at": due}
    return _told(found, complaint.get("answered_at"), records, law, last.limit, "")


def _rights(records: Records, law: Law) -> Answer:
    request = records.action.get("rights_request") or {}
    asked = request.get("requested_at")
    if asked is None or asked > records.at:
        return Answer("not_triggered")
    days = law["house.rights_request"].on(records.day)["days"]
    due = datetime.combine(asked.astimezone(CONTACT_ZONE).date() + timedelta(days=days + 1), time(), CONTACT_ZONE)
    found = _deadline(records, "fulfil_rights_request", None) or {"due_at": due}
    return _told(found, None, records, law, "house.rights_request", "")


def _deadline(records: Records, purpose: Any, about: Record | None) -> Record | None:
    """A deadline that the case system has fixed already."""
    for each in records.all("deadlines"):
        refers = each.get("refers_to")
        if each.get("type") == DEADLINES.get(purpose) and (about is None or refers in (None, about.get("id"))):
            return each
    return None


def _told(deadline: Record | None, met: datetime | None, records: Records, law: Law, path: str, effect: str) -> Answer:
    """Met in time, or time is left: allowed. Overdue: denied, with the clause."""
    if deadline is None:
        return Answer("not_triggered")
    due = deadline["due_at"]
    met = deadline.get("met_at") or met
    if met is not None and met > records.at:
        met = None
    if (met is not None and met <= due) or (met is None and records.at <= due):
        return Answer("allow")
    late = f"应于 {due:%Y-%m-%d %H:%M} 前完成，已逾期。 It was due by {due:%Y-%m-%d %H:%M}, and is late."
    return Answer("deny", rules=[entry(law[path], effect or "block")], explanation=[late])
