"""The facts of one act: the clock, the persons, the visit, and what the other modules hear and find stopped."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from duly.rules.compliance.uk.asked import Asked, any_of
from duly.rules.compliance.uk.facts import TIMED
from duly.rules.compliance.uk.said import said_of
from duly.rules.compliance.uk.stopped import stops_of
from duly.rules.compliance.wire.told import Record, in_window, named_windows, within

NEUTRAL = (
    "service", "respond", "locate", "relay", "identify_estate", "location_information", "payment_info", "refuse_plan",
    "answer_complaint", "assign_complaint_handler", "fulfil_rights_request", "notify_data_leak", "furnish",
    "request_document", "delete_records", "use_data", "export_data", "analyse_voice", "staff_login",
)  # fmt: skip
NO_DEMAND = ("furnish_to_cra", "payment_application")
LOCATING = ("locate", "relay", "identify_estate", "location_information")
OWES = ("co_debtor", "guarantor")
ACTS_FOR = ("representative", "guardian")
HARD = (
    "serious_illness", "hospitalised", "disaster_area", "detained", "pregnancy_childbirth", "bereavement",
    "mental_health", "disability", "vulnerable",
)  # fmt: skip
DEMANDS = ("collection letter", "payment request")
AT_WORK = ("work", "employer", "office")
TRAINED = ("vulnerab", "specialist", "care")


def facts_of(asked: Asked) -> dict[str, Any]:
    """Every fact of the vocabulary."""
    said = said_of(asked)
    return {
        "day": asked.today,
        "direction": asked.action.get("direction") or "outbound",
        "channel": asked.channel,
        "recovers": _recovers(asked, said),
        "reminds": asked.purpose == "reminder",
        **_clock(asked),
        **_counts(asked),
        **_persons(asked),
        **said,
        **_visit(asked),
        **stops_of(asked),
    }


def _recovers(asked: Asked, said: dict[str, Any]) -> bool:
    """Whether an act asks for payment, charges or sues; what is called a service and demands all the same does."""
    demands = asked.content.get("kind") in DEMANDS or bool((asked.content.get("claims") or {}).get("fees"))
    return said["sues"] or demands or (asked.purpose not in NEUTRAL and asked.channel not in NO_DEMAND)


def _clock(asked: Asked) -> dict[str, Any]:
    stated, local = asked.preferences, asked.local
    ours = [each for each in stated if not each.get("channels") or asked.channel in each["channels"]]
    avoid = [each for each in ours if each.get("type") == "inconvenient_time"]
    kinds_of_hours = ("contact_window", "agreed_limit")
    only = [named_windows([each for each in ours if each.get("type") == kind]) for kind in kinds_of_hours]
    words = [each for each in stated if each.get("type") in ("statement", None)]
    kinds = [each.get("type") for each in asked.debts]
    return {
        "minute": local.hour * 60 + local.minute,
        "mortgage": "mortgage" in kinds if asked.names_debts else None,
        "asked_not_now": any(in_window(each, local) for each in avoid)
        or any(windows and not within(windows, local) for windows in only),
        "asked_not_so": any(_avoided(asked, each) for each in stated),
        "request_unclear": bool(words) or (not stated and asked.signalled(asked.consumer.get("id"), "refused_contact")),
        "replying": _replying(asked),
    }


def _avoided(asked: Asked, wish: Record) -> bool:
    address = asked.action.get("address") or ""
    match wish.get("type"):
        case "channel_opt_out":
            named, at = wish.get("channels"), wish.get("address")
            return (named is None or asked.channel in named) and (at is None or at == address)
        case "inconvenient_place":
            return address.startswith(wish.get("place") or "nowhere")
        case "employer_prohibits_contact":
            return address.startswith(AT_WORK)
    return False


def _replying(asked: Asked) -> bool:
    """One reply, in the medium in which the person wrote, within a day."""
    same = [
        each for each in asked.events or () if each["channel"] == asked.channel and each["party"] == asked.party
    ]  # fmt: skip
    return bool(same) and same[-1]["direction"] == "inbound" and asked.at - same[-1]["ts"] <= timedelta(days=1)


def _counts(asked: Asked) -> dict[str, Any]:
    """Attempts to reach this person, answered or not, by whomever."""
    agreed = [each["max_per_day"] for each in asked.preferences if each.get("max_per_day") is not None]
    if asked.events is None:
        return {"contacts_today": None, "contacts_week": None, "asked_not_more": None if agreed else False}
    ages = [
        asked.days_since(each["ts"]) for each in asked.events
        if each["direction"] == "outbound" and each["channel"] in TIMED and each["party"] == asked.party
    ]  # fmt: skip
    return {
        "contacts_today": ages.count(0),
        "contacts_week": sum(age is not None and age <= 6 for age in ages),
        "asked_not_more": any(ages.count(0) >= most for most in agreed),
    }


def _persons(asked: Asked) -> dict[str, Any]:
    person, role = asked.person, asked.person.get("role")
    relation = person.get("relation") or ""
    to_borrower = None if asked.party is None else asked.party == asked.consumer.get("id")
    ids = [each.get("id") for each in asked.debts]
    acts_for = role in ACTS_FOR or any(relation == f"consumer_attorney_for_{each}" for each in ids)
    owes = role in OWES or any(relation == f"co_borrower_on_{each}" for each in ids)
    estate = role == "estate_administrator" or relation == "executor"
    told = acts_for or owes or (estate and asked.consumer.get("deceased") is True) or asked.party == "CRA"
    refused = person.get("refused_at")
    staff = [each for each in asked.all("staff") if each.get("id") in (asked.action.get("staff") or ())]
    return {
        "to_borrower": to_borrower,
        "may_be_told": None if to_borrower is None else to_borrower or told,
        "acts_for": acts_for,
        "represented": any(
            each.get("type") == "represented_by_attorney" and asked.concerns(each) for each in asked.preferences
        ),
        "locating": asked.purpose in LOCATING,
        "refused": (refused is not None and refused <= asked.at) or asked.signalled(asked.party, "refused_contact"),
        "capacity": asked.consumer.get("capacity"),
        "vulnerable": _vulnerable(asked),
        "specialist": any(word in (each.get("team") or "").lower() for each in staff for word in TRAINED),
        "deceased": asked.consumer.get("deceased"),
        "minor": any_of((person.get("minor") is True, asked.consumer.get("minor"))) if to_borrower else
        person.get("minor") is True,
        "estate": estate,
        "at_work": (asked.action.get("address") or "").startswith(AT_WORK),
        "work_agreed": _agreed(asked, "office"),
    }  # fmt: skip


def _vulnerable(asked: Asked) -> bool | None:
    """Unknown where the borrower was in distress and nobody wrote down why."""
    told = asked.consumer.get("circumstances")
    if told is None and asked.signalled(asked.consumer.get("id"), "distress"):
        return None
    return bool(set(told or ()) & set(HARD))


def _visit(asked: Asked) -> dict[str, Any]:
    visit = asked.action.get("visit") or {}
    notices = [
        each for each in asked.all("notices")
        if each.get("id") == visit.get("notice_id") is not None and each.get("type") == "visit" and each.get("sent_at")
        and each["sent_at"] < asked.at and each.get("proof_id")
    ]  # fmt: skip
    asked_out = any(
        each["channel"] == "visit" and (each.get("outcome") == "asked_to_leave"
                                        or "asked_to_leave" in (each.get("signals") or ()))
        and each.get("call_id") == asked.action.get("call_id") and asked.days_since(each["ts"]) == 0
        for each in asked.events or ()
    )  # fmt: skip
    consent = visit.get("entry_consent") or {}
    return {
        "step": asked.action.get("step") or "start",
        "place": visit.get("place"),
        "place_agreed": _agreed(asked, visit.get("place")),
        "visit_noticed": bool(notices),
        "notice_days": asked.days_since(notices[0]["sent_at"]) if notices else None,
        "entry_agreed": consent.get("given_by") == asked.consumer.get("id") and bool(consent.get("evidence_id")),
        "takes": visit.get("takes_property") is True,
        "told_to_leave": asked_out,
    }


def _agreed(asked: Asked, place: str | None) -> bool:
    """Whether the borrower expressly agreed to be visited there; a clause in small print is no agreement."""
    return any(
        each.get("scope") == "workplace_contact" and place == "office" and each.get("form") != "boilerplate_clause"
        and each.get("given_by") == asked.consumer.get("id") and asked.begun(each, "given_at")
        and not (each.get("revoked_at") and each["revoked_at"] <= asked.at)
        and (each.get("valid_until") is None or asked.today <= each["valid_until"])
        for each in asked.all("consents")
    )  # fmt: skip
