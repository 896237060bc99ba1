"""The facts of the moment, from a question's records: who acts, with what, saying what."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from duly.law import Law, Limit
from duly.rules.compliance.cn.asked import CHANNEL, role_of
from duly.rules.compliance.cn.charges import fee_facts
from duly.rules.compliance.cn.claims import claim_facts
from duly.rules.compliance.cn.counted import answered, own_numbers, reached_events
from duly.rules.compliance.cn.mandated import agency_facts, machine_facts, staff_facts
from duly.rules.compliance.cn.records import Records
from duly.rules.compliance.cn.sending import CODES, named
from duly.rules.compliance.wire.told import Record
from duly.rules.words import Context, check

CONTENT_NEEDED = ("text", "push", "im", "email", "mail", "postcard", "in_app", "voicemail")
SPOKEN = ("phone_call", "visit")
DEBT_FIELDS = {"amount", "amount_to_pay", "days_overdue", "due_date", "other_debts"}
PAYMENT_FIELDS = {"amount_to_pay", "payee", "payment_channel"}
LETTER_BLOCKS = {"name_balance", "reason_rules", "rights_duties", "check_repay_object", "contact", "seal", "other"}
DEBT_WORDS = re.compile(r"欠款|逾期|欠了?(我们)?钱|应还|拖欠|还款|还钱|债|overdue|owe|debt|balance due", re.IGNORECASE)
BURST_IN_HOUR = 10


def moment_facts(records: Records, law: Law) -> dict[str, Any]:
    """The facts of `sending.Sending` that a plan does not know."""
    action, content = records.action, records.action.get("content")
    step = action.get("step", "start")
    channel = action["channel"]
    debtor_side = role_of(records) in ("borrower", "co_borrower", "guarantor", "guardian")
    return {
        "step": step,
        "opens": step == "start" and debtor_side and (content is not None or channel in CONTENT_NEEDED),
        **agency_facts(records),
        **machine_facts(records),
        **staff_facts(records),
        **_lines(records),
        **_words(records, content),
        **claim_facts(records),
        **fee_facts(records),
        **_third(records),
        **_visit(records, law["house.visit_order"]),
        **_now(records, step),
    }


def _lines(records: Records) -> dict[str, Any]:
    """The number and the account that the other person would see, and the recording."""
    action, lender, agency = records.action, records.lender, records.agency
    systems = records.facts.get("systems") or {}
    recording = action.get("recording")
    up = systems.get("recording")
    on = None if recording is None or up is None else recording and up == "up"
    return {
        "caller_registered": _registered(action.get("caller_id"), lender, agency, "caller_ids"),
        "account_registered": _registered(action.get("sender_account"), lender, agency, "accounts"),
        "recorded": False if recording is False or up == "down" else on,
    }


def _registered(shown: Any, lender: Record | None, agency: Record | None, table: str) -> bool | None:
    lists = [owner.get(table) for owner in (lender, agency) if owner is not None]
    if shown is None or not lists or all(each is None for each in lists):
        return None
    return any(shown in (each or ()) for each in lists)


def _words(records: Records, content: Record | None) -> dict[str, Any]:
    """What would be said, shown or sent; derived from the text where nobody described it."""
    said = content or {}
    text, silent = said.get("text"), content is None and records.action["channel"] not in CONTENT_NEEDED
    lender = records.lender or {}
    name = lender.get("name")
    fields = set(said.get("fields_shown") or ())
    return {
        "institution_named": _told(said, "institution_named", silent=None, text=text,
                                   seen=lambda words: bool(name) and str(name) in words),
        "on_behalf_stated": said.get("on_behalf_of") is not None and said["on_behalf_of"] == lender.get("id"),
        "speaks_as_lender": said.get("speaks_as") == "lender",
        "poses_as_authority": bool(said.get("imitates_authority")) or said.get("speaks_as") == "authority",
        "recording_stated": bool(said.get("recording_stated")),
        "discloses_debt": False if silent else _discloses(said, fields, text),
        "identity_verified": bool(said.get("identity_verified")),
        "seen_by_others": bool(said.get("visible_to_others") and (said.get("discloses_debt") or fields & DEBT_FIELDS)),
        "payment_elsewhere": _elsewhere(said, lender),
        "suggests_borrowing": bool(said.get("suggests_borrowing")),
        "suggests_payer": bool(said.get("suggests_third_party_payment")),
        "posted": records.action["channel"] in ("public_post", "social_media_public_post")
        or (records.address or {}).get("kind") == "building_door",
        "letter_complete": set(said.get("blocks") or ()) | ({"seal"} if said.get("seal") else set()) >= LETTER_BLOCKS,
        "envelope_neutral": (said.get("envelope") or "neutral") == "neutral",
        "address_reserved": bool((records.address or {}).get("reserved")),
        "machine_stated": bool(said.get("machine_stated")),
        "effect_explained": bool((records.action.get("document") or {}).get("effect_explained")),
        "id_shown": bool(said.get("id_shown")),
        **_findings(records, said),
    }  # fmt: skip


def _told(said: Record, name: str, *, silent: bool | None, text: Any, seen: Any) -> bool | None:
    if name in said and said[name] is not None:
        return bool(said[name])
    return seen(text) if text is not None else silent


def _discloses(said: Record, fields: set[str], text: Any) -> bool | None:
    if said.get("discloses_debt") is not None:
        return bool(said["discloses_debt"])
    if fields & DEBT_FIELDS:
        return True
    return bool(DEBT_WORDS.search(text)) if text is not None else None


def _elsewhere(said: Record, lender: Record) -> bool | None:
    asked, allowed = said.get("payment_channel"), lender.get("payment_channels")
    if asked is None:
        return False
    return None if allowed is None else asked not in allowed


def _findings(records: Records, said: Record) -> dict[str, bool]:
    """What the language check found: told by the caller, or asked here of the text."""
    found = said.get("flags")
    if found is None:
        text = said.get("text")
        found = check(text, _context(records)).codes if text else ()
    return {named(code): code in found for code in CODES}


def _context(records: Records) -> Context:
    roles = {"contact": "contact", "heir": "heir", "estate_administrator": "heir", "unrelated": "third_person",
             "related_third_person": "third_person"}  # fmt: skip
    robot = records.action.get("actor") == "robot"
    stages = [(debt.get("legal_case") or {}).get("stage") for debt in records.debts]
    expiries = [debt.get("sol_expires_on") for debt in records.debts]
    totals = [(debt.get("balance") or {}).get("total") for debt in records.debts]
    stage = next((each for each in stages if each), "none")
    return Context(
        speaker="robot" if robot else ("agency" if records.by_agency else "lender"),
        addressee=roles.get(role_of(records) or "", "debtor"),
        as_of=records.day,
        legal_case=stage if stage != "insolvency" else "enforcement",
        limitation="expired" if any(end is not None and end < records.day for end in expiries) else "running",
        ledger_total=None if not totals or None in totals else sum(total or 0 for total in totals),
    )


def _third(records: Records) -> dict[str, Any]:
    person, said = records.person or {}, records.action.get("content") or {}
    estate = person.get("estate") or {}
    heard = [event for event in records.events if event.get("party") == person.get("id")]
    amount, value = (said.get("claims") or {}).get("amount"), estate.get("value_received")
    age, guarantee = person.get("age"), person.get("guarantee") or {}
    fields = set(said.get("fields_shown") or ())
    return {
        "offer_recorded": records.signalled("offered_to_pay", heard),
        "shows_more_than_payment": bool(fields - PAYMENT_FIELDS),
        "person_minor": bool(person.get("minor")) or (age is not None and age < 14)
        or records.signalled("minor_answered", records.running),
        "guarantee_general": guarantee.get("type") != "joint" and not guarantee.get("suit_filed"),
        "proof_on_file": _proof(records),
        "estate_renounced": estate.get("status") == "renounced",
        "beyond_estate": amount is not None and value is not None and amount > value,
    }  # fmt: skip


def _proof(records: Records) -> bool | None:
    """A proof stands until the borrower is reached or calls back; it covers every number the borrower left."""
    proof = records.facts.get("unreachable_proof")
    if not proof or proof.get("built_at") is None:
        return False
    built = proof["built_at"]
    if built > records.at or any(event["ts"] > built for event in reached_events(records)):
        return False
    return {each.get("id") for each in own_numbers(records)} <= set(proof.get("addresses") or ())


def _visit(records: Records, order: Limit) -> dict[str, Any]:
    notice, gentler = (order.dated[part].on(records.day) for part in ("notice_hours", "gentler_days"))
    visit = records.action.get("visit") or {}
    recorder, entry = visit.get("recorder"), visit.get("entry_consent") or {}
    before = [event for event in records.events if event["channel"] == "visit"]
    refused = records.signalled("asked_to_leave", before) or any(
        event.get("outcome") == "asked_to_leave" for event in before
    )
    works = recorder and [recorder.get(part) for part in ("audio", "video", "working")]
    staff = records.action.get("staff")
    return {
        "visitors": None if staff is None else len(set(staff)),
        "recorder_works": None if not works or None in works else all(works),
        "place": visit.get("place"),
        "entry_consented": bool(entry.get("given_by")) and bool(entry.get("evidence_id")),
        "films_interior": bool(visit.get("films_interior")),
        "asked_to_leave": refused,
        "note_shows_debt": visit.get("note_left") == "shows_debt",
        "uniform_like": visit.get("clothing") == "uniform_like",
        "takes_property": bool(visit.get("takes_property")),
        "visit_ordered": bool(visit.get("order_id")),
        "visit_noticed": _noticed(records, visit.get("notice_id"), notice),
        "risk_checked": bool(visit.get("risk_check_id")),
        "gentler_tried": gentler is not None and any(
            event["channel"] in CHANNEL and event["channel"] != "visit" and event["direction"] == "outbound"
            and event["ts"] >= records.at - timedelta(days=gentler)
            for event in records.history
        ),
    }  # fmt: skip


def _noticed(records: Records, notice_id: Any, hours: int | None) -> bool:
    """So many hours before at the latest."""
    return (
        hours is not None
        and notice_id is not None
        and any(
            notice.get("id") == notice_id and notice["sent_at"] <= records.at - timedelta(hours=hours)
            for notice in records.notices("visit")
        )
    )


def _now(records: Records, step: str) -> dict[str, Any]:
    today = [event for event in records.events if records.minutes_of(event) >= 0]
    heard = [event for event in today if event.get("party") == records.action.get("party")]
    hour = [
        event for event in records.history
        if event["direction"] == "outbound" and event["ts"] > records.at - timedelta(hours=1)
        and event["party"] == records.action.get("party")
    ]  # fmt: skip
    return {
        "distress": records.signalled("distress", heard),
        "burst": len(hour) >= BURST_IN_HOUR,
        "handover_asked": records.signalled("handover_requested", records.running),
        "over_agreed": any(_reached(records, each) for each in records.preferences("agreed_limit")),
        "under_way": step in ("continue", "enter"),
    }


def _reached(records: Records, agreed: Record) -> bool:
    """Whether today's contacts have used up the number agreed; what nobody answered does not use it."""
    most, channels = agreed.get("max_per_day"), agreed.get("channels")
    if most is None:
        return False
    made = [
        event for event in records.history
        if event["direction"] == "outbound" and records.minutes_of(event) >= 0
        and event["party"] == records.action.get("party") and (channels is None or event["channel"] in channels)
        and (event["channel"] != "phone_call" or answered(event))
    ]  # fmt: skip
    return bool(len(made) >= most)
