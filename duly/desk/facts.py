"""What is known of a borrower at this moment, as a question to the judge.

Written from rows as they stand in the transaction that asks (`duly.desk.known`). What is not known stays out, and so it
blocks; null would say that it is known to be none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from duly.core.day import day_bounds, day_of
from duly.desk.agreed import agreed, later
from duly.desk.known import known
from duly.rules.machines.attempt import NEVER_LEFT
from duly.store.models import Address, Borrower, User
from duly.store.reading import Rows

Record = dict[str, Any]
BY_A_PERSON = "human"  # a wish about machines says nothing of people
BORROWER = "P1"  # the borrower's own name in a question, by custom of the contract
UNANSWERED = {"no_answer", "busy", "not_in_service", "rejected", "line_blocked"}
NOBODY_HOME, TALKED = "nobody_home", ("conversation", "met_debtor")  # at a door, and anywhere


@dataclass(frozen=True, slots=True)
class Systems:
    """State of what a permission depends on. Nobody knows better than the one who asks them, so it is given."""

    contact_counter: str = "up"
    recording: str = "down"


@dataclass(frozen=True, slots=True)
class Proposed:
    """A contact that somebody would make now."""

    address: Address
    by: User
    channel: str
    purpose: str
    at: datetime
    mode: str = "interactive"
    caller_id: str = ""
    sender_account: str = ""
    content: Record | None = None
    visit: Record | None = None  # what a visit is made with, in the judge's words
    beside: User | None = None  # who comes along on it


def question(borrower: Borrower, proposed: Proposed, systems: Systems) -> Record:
    """The whole question, in the judge's contract, over the rows as they stand now."""
    return asked(known(borrower.id, proposed.by, proposed.channel, proposed.at, proposed.beside), proposed, systems)


def asked(rows: Rows, proposed: Proposed, systems: Systems) -> Record:
    """The question over rows that were read."""
    loans, by = rows["loans"], proposed.by
    plans = agreed(rows, proposed.at)
    events = [*map(_heard, rows["heard"]), *_attempted(rows["attempts"], proposed.at)]
    agencies = _agencies(rows["agencies"], by, loans, events)
    return {
        "pack": "cn",
        "ask": "permission",
        "facts": {
            "collector": _collector(by, agencies),
            "lenders": [lender_told(each) for each in rows["lenders"]],
            "agencies": [agency_told(each) for each in agencies],
            "staff": [_staff(one, loans, rows["certificates"]) for one in _people(proposed)],
            "consumer": _consumer(rows["borrower"][0]),
            "parties": [_party(each) for each in rows["parties"]],
            "addresses": [_address(each) for each in rows["addresses"]],
            "debts": [_debt(loan, plans.get(loan.id), proposed.at) for loan in loans],
            "preferences": [
                {"id": each.id, "type": each.kind, "ts": _instant(each.said_at), **each.terms}
                for each in rows["preferences"]
                if each.terms.get("actor", BY_A_PERSON) == BY_A_PERSON and not _taken_back(each, rows["invitations"])
            ],
            "consents": [_consent(each) for each in rows["consents"]],
            "holds": [
                *map(_hold, rows["holds"]), *map(_promised, rows["promises"]), *map(_to_call_again, rows["call_backs"])
            ],
            "complaints": [_complaint(each) for each in rows["complaints"]],
            "disputes": [_dispute(each) for each in rows["disputes"]],
            "notices": [_notice(each) for each in rows["notices"]],
            "unreachable_proof": next(map(_unreachable, rows["unreachable"]), None),
            "events": events,
            "systems": {"contact_counter": systems.contact_counter, "recording": systems.recording},
            "action": _action(proposed, loans, systems),
        },
    }  # fmt: skip


def _agencies(agencies: list[Any], by: User, loans: Iterable[Any], events: Iterable[Record]) -> list[Any]:
    """Every agency that acts, works a loan, or acted before; a creditor of that name acted for itself."""
    held = {by.agency_id, *(loan.placed_with_id for loan in loans)}
    acted = {event.get("collector") for event in events} - {loan.creditor_id for loan in loans}
    return [each for each in agencies if each.id in held | acted]


def lender_told(lender: Any) -> Record:
    """A lender, in the judge's words."""
    return {
        "id": lender.id, "name": lender.name, "kind": lender.kind, "caller_ids": lender.caller_ids,
        "accounts": lender.accounts, "payment_channels": lender.payment_channels,
    }  # fmt: skip


def _party(party: Any) -> Record:
    return {
        "id": party.id, "role": party.role, "relation": party.relation or None,
        "refused_at": _instant(party.refused_at), **party.terms,
    }  # fmt: skip


def _notice(notice: Any) -> Record:
    return {
        "id": notice.id, "type": notice.kind, "agency": notice.agency_id, "debts": notice.loans,
        "sent_at": _instant(notice.sent_at), "delivered_at": _instant(notice.delivered_at), "proof_id": notice.proof_id,
    }  # fmt: skip


def _unreachable(proof: Any) -> Record:
    return {
        "id": str(proof.id), "built_at": _instant(proof.built_at), "basis": proof.basis, "addresses": proof.addresses,
    }  # fmt: skip


def _people(proposed: Proposed) -> list[User]:
    return [proposed.by] if proposed.beside is None else [proposed.by, proposed.beside]


def _taken_back(preference: Any, invitations: Iterable[Any]) -> bool:
    """A wish for no visits, and no other, stands until the borrower themselves asked for one later."""
    is_about_visits = preference.kind == "channel_opt_out" and preference.terms.get("channels") == ["visit"]
    return is_about_visits and any(each.said_at > preference.said_at for each in invitations)


def _collector(by: User, agencies: Iterable[Any]) -> Record:
    if by.agency_id is None:
        return {"id": by.lender_id, "role": "lender"}
    lender = next(each.lender_id for each in agencies if each.id == by.agency_id)
    return {"id": by.agency_id, "role": "agency", "lender": lender}


def _staff(by: User, loans: Iterable[Any], held: Iterable[Any]) -> Record:
    """A person may act up to the first day on which a certificate for one of the products is wanting."""
    ends: dict[str, date] = {}
    for each in held:
        if each.user_id != by.id:
            continue
        ends[each.product] = max(each.expires_on, ends.get(each.product, each.expires_on))
    wanted = {loan.product for loan in loans}
    until = min(ends[product] for product in wanted) if wanted and wanted <= ends.keys() else None
    return {
        "id": str(by.id), "employer": by.agency_id or by.lender_id, "suspended": by.suspended or not by.is_active,
        "certificate_expires_on": until and until.isoformat(),
    }  # fmt: skip


def agency_told(agency: Any) -> Record:
    """The file of an agency, in the judge's words."""
    return {
        "id": agency.id, "name": agency.name, "lender": agency.lender_id, "pia_id": agency.pia_id,
        "mandate_ended_on": _iso(agency.mandate_ended_on), "caller_ids": agency.caller_ids, "accounts": agency.accounts,
        "data_return_certificate_id": agency.data_return_certificate_id,
        **_known(
            listed=agency.listed, published=agency.published, violation_record=agency.violation_record,
            contract=agency.contract, last_evaluation_on=_iso(agency.last_evaluation_on),
            last_inspection_on=_iso(agency.last_inspection_on),
        ),
    }  # fmt: skip


def _known(**facts: Any) -> Record:
    return {name: fact for name, fact in facts.items() if fact is not None}


def _consumer(borrower: Any) -> Record:
    return {
        "id": BORROWER, "circumstances": borrower.circumstances, "deceased_on": _iso(borrower.deceased_on),
        **_known(deceased=borrower.deceased, minor=borrower.minor, capacity=borrower.capacity),
    }  # fmt: skip


def _address(address: Any) -> Record:
    return {
        "id": address.id, "kind": address.kind, "owner": _person(address.party_id), "source": address.source,
        "source_ref": address.source_ref or None, "reserved": address.reserved, "status": address.state,
    }  # fmt: skip


def _debt(loan: Any, ours: Record | None, at: datetime) -> Record:
    days = 0 if loan.current else (day_of(at) - loan.late_since).days if loan.late_since else None
    return {
        "id": loan.id, "creditor": loan.creditor_id, "product": loan.product, "status": loan.state,
        "settled_at": _instant(loan.settled_at), "assigned_to": loan.placed_with_id,
        **_known(signed_on=_iso(loan.signed_on), dpd=days), **loan.terms,
        **({} if ours is None else {"plan": later(loan.terms.get("plan"), ours)}),
    }  # fmt: skip


def _consent(consent: Any) -> Record:
    return {
        "id": consent.id, "given_by": BORROWER, "given_at": _instant(consent.given_at), "scope": consent.scope,
        **_known(form=consent.form), "evidence_id": consent.evidence_id, "revoked_at": _instant(consent.revoked_at),
        **consent.terms,
    }  # fmt: skip


def _hold(hold: Any) -> Record:
    return {
        "id": hold.id, "type": hold.kind, "debts": hold.loans, "from": _instant(hold.from_at),
        "until": _instant(hold.until_at), "lifted_at": _ended(hold, "lifted"),
    }  # fmt: skip


def _promised(promise: Any) -> Record:
    """Who said when it will be paid is left in peace until that day is over, as the night leaves them."""
    begun, _ = day_bounds(promise.made_on)
    _, end = day_bounds(promise.due_on)
    return {
        "id": promise.id, "type": "promise", "debts": [promise.loan_id], "from": _instant(begun),
        "until": _instant(end), "lifted_at": None,
    }  # fmt: skip


def _to_call_again(result: Any) -> Record:
    """Who named an hour is not called before it."""
    return {
        "id": result.id, "type": "call_back", "from": _instant(result.at), "until": _instant(result.again_at),
        "lifted_at": None,
    }  # fmt: skip


def _complaint(complaint: Any) -> Record:
    return {
        "id": complaint.id, "topic": complaint.topic, "debts": complaint.loans,
        "received_at": _instant(complaint.received_at), "status": complaint.state,
        "answered_at": _ended(complaint, "answered"),
    }  # fmt: skip


def _dispute(dispute: Any) -> Record:
    return {
        "id": dispute.id, "kind": dispute.kind, "debts": dispute.loans, "raised_at": _instant(dispute.raised_at),
        "status": dispute.state, "resolved_at": _ended(dispute, "resolved", "rejected"),
    }  # fmt: skip


def _ended(noun: Any, *states: str) -> str | None:
    return _instant(noun.moved_at) if noun.state in states else None


def _heard(heard: Any) -> Record:
    return {"ts": _instant(heard.at), "channel": heard.channel, "direction": heard.direction, **heard.said}


def _attempted(attempts: Iterable[Any], at: datetime) -> Iterable[Record]:
    """Own attempts. One whose outcome nobody knows yet counts as if it had reached the person.

    One dated later than now was made by a machine whose clock is ahead; it has happened all the same.
    """
    for each in attempts:
        if each.state in NEVER_LEFT:
            continue
        yield {
            "ts": _instant(min(each.at, at)), "channel": each.channel, "direction": "outbound", "purpose": each.purpose,
            "party": _person(each.party_id), "address": each.address_id, "debts": each.loans,
            "collector": each.agency_id or each.lender_id, "actor": "human", "mode": each.mode,
            "caller_id": each.caller_id or None, "signals": each.signals or [],
            **_came(each.outcome),
        }  # fmt: skip


def _came(outcome: str | None) -> Record:
    if not outcome:
        return {}
    return {"outcome": outcome, "answered": outcome not in (*UNANSWERED, NOBODY_HOME), "effective": outcome in TALKED}


def _action(proposed: Proposed, loans: Iterable[Any], systems: Systems) -> Record:
    return {
        "ts": _instant(proposed.at), "channel": proposed.channel, "party": _person(proposed.address.party_id),
        "address": str(proposed.address.id), "purpose": proposed.purpose,
        "staff": [str(one.id) for one in _people(proposed)],
        "debts": [loan.id for loan in loans if loan.state == "open" and _works(proposed.by, loan)],
        "mode": proposed.mode, "recording": systems.recording == "up", "content": proposed.content,
        **_known(
            caller_id=proposed.caller_id or None, sender_account=proposed.sender_account or None, visit=proposed.visit
        ),
    }  # fmt: skip


def _works(by: User, loan: Any) -> bool:
    """Everybody speaks of what they work: an agency of the loans placed with it, the house of the others."""
    return bool(loan.placed_with_id == by.agency_id)


def _person(party_id: Any) -> str:
    return BORROWER if party_id is None else str(party_id)


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
