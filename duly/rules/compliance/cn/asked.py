"""The facts of a plan, from a question's records: the same that the night derives from the book."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from duly.rules.compliance.cn.counted import counted
from duly.rules.compliance.cn.facts import PATIENT
from duly.rules.compliance.cn.records import LEGAL_STAGES, Records, known_any
from duly.rules.compliance.wire.told import Record, in_window, named_windows, within

CHANNEL = {
    "phone_call": "voice", "text": "sms", "mail": "letter", "social_media_public_post": "public_post",
    **{name: name for name in ("push", "im", "email", "visit", "voicemail", "postcard", "in_app", "web_portal",
                               "public_post")},
}  # fmt: skip
PURPOSE = {"reminder": "remind", "locate": "ask_contact"}
ROLE = {"co_debtor": "co_borrower"}
KIND = {"building_door": "home"}
AGREED = ("promise", "call_back")  # with the person, about being collected from; service goes on
NEVER_DISPUTES = ("credit_record",)
REFUSAL = re.compile(
    r"(别|不要|不许|勿)再?(给我|来)?(打|联系|找我|来电|发|问我|骚扰)|不愿意?转告"
    r"|\b(do not|don'?t|never|stop) (\w+ )?(ask|call|contact|text|bother|phon)",
    re.IGNORECASE,
)


def plan_facts(records: Records, counts: dict[str, Any] | None = None) -> dict[str, Any]:
    """The facts of `facts.Facts`, its day and minute among them; `counts`, where the history was counted before."""
    action = records.action
    channel = CHANNEL.get(action["channel"])
    if channel == "voice" and action.get("actor") == "robot":
        channel = "ai_voice"
    purpose = _purpose(records)
    return {
        "day": records.day,
        "local_minute": records.minute,
        "direction": action.get("direction", "outbound"),
        "channel": channel,
        "mode": action.get("mode", "interactive") if channel in ("voice", "ai_voice") else None,
        "purpose": purpose,
        "party_role": role_of(records),
        "overdue": _overdue(records),
        "product": product(records.debts),
        "loan_state": loan_state(records),
        "plan_kept": known_any(_kept(debt, records) for debt in records.debts),
        **_borrower(records),
        **_address(records, channel),
        **_choices(records),
        **_stops(records),
        **_persons(records),
        **(counted(records) if counts is None else counts),
    }


def _purpose(records: Records) -> str:
    """Towards others than the borrower the intent of the words counts, where it is told."""
    action = records.action
    told: str = action.get("purpose") or "collect"
    if not records.is_borrower:
        told = (action.get("content") or {}).get("intent") or told
    return PURPOSE.get(told, told)


def role_of(records: Records) -> str | None:
    """Whose side the person is on; who signed for a debt owes it."""
    if records.is_borrower:
        return "borrower"
    person = records.person
    if person is None:
        return None
    signed, asked = set(person.get("co_signed") or ()), {debt.get("id") for debt in records.debts}
    if signed & asked:
        return "co_borrower" if asked <= signed else "unrelated"  # nobody owes what they did not sign
    if person.get("id") == records.consumer.get("guardian"):
        return "guardian"
    role = person.get("role")
    if role == "co_debtor" and signed:
        return "unrelated"
    return ROLE.get(role, role) if role else None


def product(debts: list[Record]) -> str | None:
    """A card among the debts brings the rules about cards."""
    found = [debt.get("product") for debt in debts]
    return "credit_card" if "credit_card" in found else next(iter(found), None)


def _overdue(records: Records) -> bool | None:
    return known_any(None if debt.get("dpd") is None else debt["dpd"] > 0 for debt in records.debts)


def loan_state(records: Records) -> str | None:
    """Settled as soon as one debt of the act is: nothing more may be asked for it."""
    states = [_state(debt, records.at) for debt in records.debts]
    return "settled" if "settled" in states else next(iter(states), None)


def _state(debt: Record, at: datetime) -> str | None:
    settled = debt.get("settled_at")
    if settled is not None:
        return "settled" if settled <= at else "open"
    return debt.get("status")


def _kept(debt: Record, records: Records) -> bool | None:
    """An active plan is kept through the grace of its oldest missed instalment, whatever its status says by then."""
    if "plan" not in debt:
        return None
    plan = debt["plan"]
    if plan is None or plan.get("status") not in (None, "active"):
        return False
    if plan.get("status") is None:
        return None
    agreed, missed = plan.get("agreed_at"), plan.get("missed_due_on")
    if agreed is not None and agreed > records.at:
        return False
    return missed is None or records.day <= missed + timedelta(days=plan.get("grace_days") or 0)


def _borrower(records: Records) -> dict[str, Any]:
    consumer = records.consumer
    return {
        "deceased": known_none(consumer, "deceased"),
        "minor": known_none(consumer, "minor"),
        "capacity": consumer.get("capacity"),
        "hardship_open": bool(consumer.get("circumstances")),
    }


def known_none(record: Record, name: str) -> bool | None:
    """A truth whose absence is unknown, and whose null says no."""
    return None if name not in record else bool(record[name])


def _address(records: Records, channel: str | None) -> dict[str, Any]:
    address = records.address
    if address is None:
        unaddressed = channel in (*PATIENT, "push") and channel not in ("letter", "postcard")
        return {
            "address_on_file": True if unaddressed else None,
            "address_kind": "app_account" if unaddressed else None,
            "address_owner": role_of(records) if unaddressed else None,
            "address_source": "contract" if unaddressed else None,
            "address_state": "valid" if unaddressed else None,
            "owner_refused": _refused(records),
        }
    source = address.get("source")
    if source == "public_lawful" and not address.get("source_ref"):
        source = None
    return {
        "address_on_file": True,
        "address_kind": KIND.get(address.get("kind") or "", address.get("kind")),
        "address_owner": _owner(records, address),
        "address_source": source,
        "address_state": _address_state(records, address),
        "owner_refused": _refused(records),
    }


def _owner(records: Records, address: Record) -> str | None:
    if "owner" not in address:
        return None
    owner = address["owner"]
    if owner is None:
        return "unrelated"
    if owner == records.consumer.get("id"):
        return "borrower"
    if owner == records.action.get("party"):
        return role_of(records)
    person = records.one("parties", owner) or {}
    role = person.get("role")
    return ROLE.get(role, role) if role else None


def _address_state(records: Records, address: Record) -> str:
    heard = [event for event in records.events if event.get("address") == address.get("id")]
    if any(event.get("outcome") == "wrong_number" for event in heard) or records.signalled("wrong_number", heard):
        return "wrong_number"
    if any(event.get("outcome") == "line_blocked" for event in heard) or records.signalled("line_blocked", heard):
        return "blocked"
    return address.get("status") or "valid"


def _refused(records: Records) -> bool:
    """A refusal is final for this person, on every number and for every agency."""
    person = records.person
    if person is None:
        return False
    refused = person.get("refused_at")
    if refused is not None and refused <= records.at:
        return True
    said = [event for event in records.events if event.get("party") == person.get("id")]
    words = (event.get("text") or "" for event in said if event.get("text"))
    return records.signalled("refused_contact", said) or any(REFUSAL.search(text) for text in words)


def _choices(records: Records) -> dict[str, Any]:
    """Consents and preferences as they stand at the minute."""
    night = [each for each in records.consents("night_contact") if _covers(records, each)]
    agreed = any(records.stands(each) for each in night)
    windows = [named_windows([*records.preferences(kind)]) for kind in ("contact_window", "agreed_limit")]
    left = list(records.preferences("channel_opt_out"))
    untold = None if [*records.preferences(None)] else False  # a wish of which nobody knows what it is
    visit = records.action.get("visit") or {}
    return {
        "agreed_hours": agreed,
        "spoiled_consent": bool(night) and not agreed,
        "agreed_attempts": any((each.get("max_per_day") or 0) > 6 for each in records.preferences("agreed_limit")),
        "ceased": False,
        "channel_left": any(each.get("address") is None for each in left) or untold,
        "number_left": any(each.get("address") is not None for each in left),
        "in_quiet_hours": any(in_window(each, records.local) for each in records.preferences("inconvenient_time")),
        "outside_window": any(named and not within(named, records.local) for named in windows),
        "visit_approved": bool(visit.get("supervisor_approval_id")),
        "visit_time_agreed": any(
            records.stands(each) and _covers(records, each) for each in records.consents("visit_time")
        ),
    }


def _covers(records: Records, consent: Record) -> bool:
    channels = consent.get("channels")
    if channels is None or records.action["channel"] not in channels:
        return False
    given: datetime | None = consent.get("given_at")
    first: date | None = consent.get("valid_from") or (given.date() if given else None)
    return in_window(consent, records.local, first=first, last=consent.get("valid_until"))


def _stops(records: Records) -> dict[str, Any]:
    holds = [each for each in records.all("holds") if records.concerns(each) and active(each, records.at)]
    kinds = {each.get("type") for each in holds}
    others = ("legal", "insolvency", "fraud", *(AGREED if _purpose(records) == "service" else ()))
    waiting = [each for each in holds if each.get("type") not in others]
    said = [event for event in records.events if event.get("party") == records.consumer.get("id")]
    topics = complained(records)
    objections = disputed(records)
    fraud = bool(topics & {"identity", "fraud"} or objections & {"identity_theft", "not_mine"} or "fraud" in kinds)
    return {
        "legal_hold": True if kinds & {"legal", "insolvency"} else known_any(map(_in_court, records.debts)),
        "house_hold": bool(waiting),
        "house_hold_days": _days_left(waiting, records),
        "objection_open": bool(topics - {"service", "other"} or objections)
        or records.signalled("disputes_amount", said),
        "identity_theft": fraud or records.signalled("claims_fraud", said),
    }


def active(hold: Record, at: datetime) -> bool:
    begun, until, lifted = hold.get("from"), hold.get("until"), hold.get("lifted_at")
    over = (until is not None and until <= at) or (lifted is not None and lifted <= at)
    return not over and (begun is None or begun <= at)


def _days_left(holds: list[Record], records: Records) -> int | None:
    """Days until the last of them ends; unknown where one is open."""
    ends = [each.get("until") for each in holds]
    if not holds:
        return 0
    if any(end is None for end in ends):
        return None
    last: datetime = max(end for end in ends if end is not None)
    return (last.astimezone(records.local.tzinfo).date() - records.day).days + 1


def _in_court(debt: Record) -> bool | None:
    if "legal_case" not in debt:
        return None
    case = debt["legal_case"]
    if case is None:
        return False
    stage = case.get("stage")
    if stage is None:
        return None
    return LEGAL_STAGES.index(stage) >= LEGAL_STAGES.index("filed") and not case.get("contact_approved")


def complained(records: Records) -> set[str]:
    found = set()
    for each in records.all("complaints"):
        received, answered = each.get("received_at"), each.get("answered_at")
        still = each.get("status") not in ("answered", "withdrawn") or (answered is not None and answered > records.at)
        if records.concerns(each) and still and (received is None or received <= records.at):
            found.add(each.get("topic") or "amount")
    return found


def disputed(records: Records) -> set[str]:
    found = set()
    for each in records.all("disputes"):
        raised, resolved = each.get("raised_at"), each.get("resolved_at")
        still = each.get("status") not in ("resolved", "rejected") or (resolved is not None and resolved > records.at)
        if records.concerns(each) and still and (raised is None or raised <= records.at):
            found.add(each.get("kind") or "amount")
    return found - set(NEVER_DISPUTES)


def _persons(records: Records) -> dict[str, Any]:
    person = records.person or {}
    guarantee, estate = person.get("guarantee") or {}, person.get("estate") or {}
    debts = {debt.get("id") for debt in records.debts}
    ends = guarantee.get("ends_on")
    in_force = bool(guarantee.get("contract_id")) and debts <= set(guarantee.get("debts") or ())
    return {
        "guarantee_in_force": (None if ends is None else records.day <= ends) if in_force else False,
        "determination_on_file": bool(person.get("legal_determination_id")),
        "estate_procedure": bool(estate.get("procedure_id")),
    }
