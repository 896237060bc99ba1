"""The facts of acts that contact nobody, from a question's records."""

from __future__ import annotations

from datetime import date
from typing import Any

from duly.rules.compliance.cn.acting import VOCABULARY
from duly.rules.compliance.cn.asked import complained, disputed, loan_state, product
from duly.rules.compliance.cn.charges import fee_facts
from duly.rules.compliance.cn.mandated import mandate, model_facts, staff_facts
from duly.rules.compliance.cn.records import Records
from duly.rules.compliance.wire.told import Record

STATUS_TOPS = ((0, "N"), (30, "1"), (60, "2"), (90, "3"), (120, "4"), (150, "5"), (180, "6"))


def acting_facts(records: Records) -> dict[str, Any]:
    """The facts of `acting.Acting`; what no record tells is unknown."""
    action = records.action
    facts: dict[str, Any] = dict.fromkeys(VOCABULARY)
    facts |= {
        "day": records.day,
        "local_minute": records.minute,
        "direction": "internal",
        "act": action.get("purpose"),
        "by_agency": records.by_agency,
        **_agency(records),
        **_pay(action.get("pay_scheme") or {}),
        **_decision(action.get("decision") or {}),
        **_machine(records),
        **fee_facts(records),
        **_kept(records),
        **_use(records),
        **_complaint(records),
        **_report(records),
    }
    people = staff_facts(records)
    return facts | {"certified": people["certified"], "suspended": people["suspended"]}


def _agency(records: Records) -> dict[str, Any]:
    assignment = records.action.get("assignment") or {}
    agency = records.one("agencies", assignment.get("to"))
    giver = records.one("agencies", assignment.get("from")) or records.agency or {}
    found = mandate(agency, records)
    agency = agency or {}
    return {
        **{name: found[name] for name in found},
        "evaluation_days": _age(agency.get("last_evaluation_on"), records.day),
        "inspection_days": _age(agency.get("last_inspection_on"), records.day),
        "pre_expiry_evaluated": bool(agency.get("pre_expiry_evaluation_on")),
        "agency_assessed": bool(agency.get("pia_id")),
        "subdelegation_agreed": bool((giver.get("contract") or {}).get("subdelegation_consent")),
    }


def _age(day: date | None, today: date) -> int | None:
    return None if day is None else (today - day).days


def _pay(scheme: Record) -> dict[str, Any]:
    weights = scheme.get("weights_bp")
    if weights is None:
        return {}
    parts = ("compliance", "record_quality", "complaints", "data_security")
    return {
        "recovery_bp": weights.get("recovered_amount") or 0,
        "weights_bp": sum(value or 0 for value in weights.values()),
        "conduct_left_out": any(not weights.get(part) for part in parts),
    }


def _decision(decision: Record) -> dict[str, Any]:
    effect = decision.get("effect")
    return {
        "automated": decision.get("automated"),
        "major": None if effect is None else effect == "major",
        "explained": not decision.get("explanation_requested_at") or bool(decision.get("explanation_given")),
        "reviewed": bool(decision.get("human_review_id")),
    }


def _machine(records: Records) -> dict[str, Any]:
    processing = records.action.get("processing") or {}
    separate = [
        consent for consent in records.consents("voice_analysis")
        if records.stands(consent) and consent.get("given_by") == processing.get("subject")
    ]  # fmt: skip
    kind = processing.get("kind")
    return {
        **model_facts(records, needed=True),
        "voice_consented": bool(separate),
        "voiceprint": None if kind is None else kind == "voiceprint",
    }


def _kept(records: Records) -> dict[str, Any]:
    record = records.action.get("record") or {}
    made = record.get("created_on")
    lender = records.lender or next(iter(records.all("lenders")), {})
    proves = [
        debt for debt in records.all("debts")
        if (debt.get("plan") or {}).get("recording_id") in (record.get("recording_id"),)
        and record.get("recording_id") is not None and debt.get("status") != "settled"
    ]  # fmt: skip
    return {
        "record": record.get("kind"),
        "product": record.get("product") or product(records.debts),
        "lender": lender.get("kind"),
        "kept_days": _age(made, records.day),
        "kept_months": None if made is None else whole_months(made, records.day),
        "proves_open_plan": bool(proves),
    }


def whole_months(first: date, last: date) -> int:
    """Months that have passed whole."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def _use(records: Records) -> dict[str, Any]:
    action = records.action
    use, request = action.get("data_use") or {}, action.get("rights_request") or {}
    export = action.get("export") or {}
    basis = use.get("legal_basis")
    consents = [each for each in records.all("consents") if records.stands(each)]
    return {
        "archived": None if loan_state(records) is None else loan_state(records) == "settled",
        "use": use.get("use"),
        "has_basis": basis is not None or use.get("use") == "archive",
        "basis_withdrawn": basis == "consent" and not consents,
        "masked": bool(export.get("masked")),
        "identity_checked": bool(request.get("identity_checked")),
        "for_another": request.get("requested_by") != records.consumer.get("id", "P1"),
        "authority_proved": bool(request.get("authority_proof_id")),
    }


def _complaint(records: Records) -> dict[str, Any]:
    request = records.action.get("request") or {}
    complaint = records.one("complaints", records.action.get("complaint")) or {}
    accused = set(complaint.get("accused") or ())
    handler = records.one("staff", records.action.get("handler")) or {}
    return {
        "already_held": request.get("already_held"),
        "handler_accused": handler.get("id") in accused or bool(accused & set(handler.get("leads") or ())),
    }


def _report(records: Records) -> dict[str, Any]:
    furnishing = records.action.get("furnishing") or {}
    consented = [
        each for each in records.consents("credit_furnishing")
        if records.stands(each) and each.get("form") in ("written", "in_app_separate")
    ]  # fmt: skip
    marked = any(
        each.get("kind") == "credit_record" and each.get("status") == "open" and records.concerns(each)
        for each in records.all("disputes")
    )
    return {
        "adverse": furnishing.get("adverse"),
        "report_noticed": any(records.notices("adverse_credit")),
        "report_consented": bool(consented),
        "status_matches": _status_matches(furnishing.get("status_code"), records),
        "record_disputed": marked or bool(disputed(records)) or bool(complained(records) & {"identity", "fraud"}),
    }


def _status_matches(code: str | None, records: Records) -> bool | None:
    """The month's repayment status as the ledger has it; a code outside the usual ones is for a person to look at."""
    if code is None:
        return None
    debt = next(iter(records.debts), {})
    if debt.get("status") == "settled":
        return code in ("C", "N")
    dpd = debt.get("dpd")
    if dpd is None:
        return None
    return code == next((name for top, name in STATUS_TOPS if dpd <= top), "7")
