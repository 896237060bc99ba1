"""Agencies, staff and models of a question: who may act at all."""

from __future__ import annotations

from typing import Any

from duly.rules.compliance.cn.records import Records
from duly.rules.compliance.wire.told import Record

TERMS = {"purpose", "term", "method", "data_kinds", "protection", "rights_duties", "supervision"}
TESTS = {"fairness", "reliability", "accuracy"}


def agency_facts(records: Records) -> dict[str, Any]:
    """The agency that would act; nothing of it is unknown where none does."""
    agency = records.agency
    found = mandate(agency, records)
    noticed = any(notice.get("agency") == (agency or {}).get("id") for notice in records.notices("outsourcing"))
    placed = [debt.get("assigned_to") for debt in records.debts]
    return {
        "by_agency": records.by_agency,
        "outsourcing_noticed": noticed,
        "agency_listed": found["listed"],
        "agency_published": found["published"],
        "agency_violent": found["violent"],
        "contract_complete": found["contract_complete"],
        "contract_running": found["contract_running"],
        "mandate_ended": found["mandate_ended"],
        "case_elsewhere": any(each is not None and each != records.collector.get("id") for each in placed),
    }


def mandate(agency: Record | None, records: Records) -> dict[str, bool | None]:
    """What the lender's file says of an agency."""
    agency = agency or {}
    contract = agency.get("contract") or {}
    terms, first, last = contract.get("terms"), contract.get("from"), contract.get("until")
    ended = agency.get("mandate_ended_on")
    return {
        "listed": agency.get("listed"),
        "published": agency.get("published"),
        "violent": agency.get("violation_record"),
        "contract_complete": None if terms is None else set(terms) >= TERMS,
        "contract_running": None if first is None or last is None else first <= records.day <= last,
        "mandate_ended": ended is not None and ended < records.day,
    }


def staff_facts(records: Records) -> dict[str, Any]:
    """The people who would act. A machine needs none."""
    names = records.action.get("staff")
    if records.action.get("actor", "human") != "human" and not names:
        return {"certified": True, "suspended": False, "own_staff": True}
    if not names:
        return {"certified": None, "suspended": None, "own_staff": None}
    people = [records.one("staff", name) or {} for name in names]
    ends = [person.get("certificate_expires_on") for person in people]
    employers = [person.get("employer") for person in people]
    return {
        "certified": None if None in ends else all(end >= records.day for end in ends if end is not None),
        "suspended": any(person.get("suspended") for person in people),
        "own_staff": None if None in employers else all(each == records.collector.get("id") for each in employers),
    }


def machine_facts(records: Records) -> dict[str, Any]:
    robot = records.action.get("actor") == "robot"
    return {"by_machine": robot or records.action.get("actor") == "system", **model_facts(records, needed=robot)}


def model_facts(records: Records, *, needed: bool) -> dict[str, Any]:
    """The model that would act, by the report on its very version; an automatic message has none to test."""
    if not needed:
        return {"model_tested": True, "human_handover": True, "model_assessed": True, "tells_machine": True}
    model = records.one("models", records.action.get("model"))
    if model is None:
        return dict.fromkeys(("model_tested", "human_handover", "model_assessed", "tells_machine"))
    report = model.get("test_report") or {}
    tested = report.get("model_version") == model.get("version") and set(report.get("covers") or ()) >= TESTS
    return {
        "model_tested": tested,
        "human_handover": model.get("human_handover"),
        "model_assessed": None if "pia_id" not in model else bool(model["pia_id"]),
        "tells_machine": model.get("discloses_machine"),
    }
