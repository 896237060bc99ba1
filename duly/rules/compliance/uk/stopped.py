"""What stands against recovery: disputes, advice, limitation, breathing space, holds, plans."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise
from typing import Any

from duly.rules.compliance.uk.asked import LONG_AGO, Asked, any_of
from duly.rules.compliance.wire.told import Record

SCHEMES = ("breathing_space", "mental_health_crisis")
SCHEME_NATIONS = ("England", "Wales")
GROUNDS = ("amount", "identity_theft", "not_mine", "paid")
NATIONS = (*SCHEME_NATIONS, "Scotland", "Northern Ireland")
SAID_BARRED = re.compile(
    r"(statute|time)[- ]?barred|limitation (act|period)|prescription and limitation"
    r"|(debt|claim|obligation) (has |is |was )?(been )?(prescribed|extinguished)|prescribed (debt|claim|obligation)",
    re.I,
)


def stops_of(asked: Asked) -> dict[str, Any]:
    """The facts that stop recovery."""
    state, ends = _nation(asked), [each.get("sol_expires_on") for each in asked.debts]
    decision = asked.action.get("decision") or {}
    reviewed = bool(decision.get("human_review_id"))
    return {
        **_disputes(asked),
        "forborne": reviewed or _planned(asked),
        "refuses_offer": asked.purpose == "refuse_plan",
        "reviewed": reviewed,
        **_adviser(asked),
        "time_barred": any_of(None if end is None else end < asked.today for end in ends) if ends else None,
        "scotland": None if state is None else state == "Scotland",
        "said_barred": _said_barred(asked),
        "complaint_open": any(_open(asked, each) for each in asked.all("complaints")),
        "scheme_binds": None if state is None else state in SCHEME_NATIONS,
        **_schemes(asked),
        "held": any(_ours(asked, each) for each in _holds(asked)),
        "plan_kept": any_of(_kept(asked, debt) for debt in asked.debts) if asked.debts else None,
        "settled": any_of(None if each.get("status") is None else each["status"] == "settled" for each in asked.debts)
        if asked.debts else None,
    }  # fmt: skip


def _nation(asked: Asked) -> str | None:
    """Which of the four; a word that is none of them is as good as none."""
    told = (asked.consumer.get("state") or "").strip().casefold()
    return next((nation for nation in NATIONS if nation.casefold() == told), None)


def _disputes(asked: Asked) -> dict[str, Any]:
    """A dispute stays open until its outcome is dated; one closed without an outcome was not investigated."""
    raised = [
        each for each in asked.all("disputes")
        if asked.concerns(each) and asked.begun(each, "raised_at") and each.get("kind") in (None, *GROUNDS)
    ]  # fmt: skip
    still = [each for each in raised if each.get("status") in (None, "open") or not _dated(asked, each)]
    bare = [each for each in still if each.get("status") in ("resolved", "rejected") and not each.get("resolved_at")]
    flagged = any(each.get("disputed") is True for each in asked.debts)
    return {"disputed": flagged or _unheard(asked) or len(still) > len(bare), "uninvestigated": bool(bare)}


def _unheard(asked: Asked) -> bool:
    """Whether the borrower disputed in talking and no record of a dispute followed."""
    said = [
        each["ts"] for each in asked.events or ()
        if asked.concerns(each) and set(each.get("signals") or ()) & {"claims_fraud", "disputes_amount"}
    ]  # fmt: skip
    raised = [each.get("raised_at") for each in asked.all("disputes") if asked.concerns(each)]
    return any(not any(day is None or day >= at for day in raised) for at in said)


def _dated(asked: Asked, dispute: Record) -> bool:
    return dispute.get("resolved_at") is not None and dispute["resolved_at"] <= asked.at


def _open(asked: Asked, complaint: Record) -> bool:
    answered = complaint.get("answered_at")
    closed = complaint.get("status") == "withdrawn" or (answered is not None and answered <= asked.at)
    return asked.concerns(complaint) and asked.begun(complaint, "received_at") and not closed


def _planned(asked: Asked) -> bool | None:
    """Whether a plan was at least proposed for each debt."""
    if not asked.debts or any("plan" not in each for each in asked.debts):
        return None
    return all(each["plan"] is not None for each in asked.debts)


def _kept(asked: Asked, debt: Record) -> bool | None:
    if "plan" not in debt:
        return None
    plan = debt["plan"] or {}
    missed = plan.get("missed_due_on")
    late = missed is not None and asked.today > missed + timedelta(days=plan.get("grace_days") or 0)
    return plan.get("status") == "active" and not late


def _holds(asked: Asked) -> list[Record]:
    """Holds that began and were not lifted; what ends them is for each kind to say."""
    return [
        each for each in asked.all("holds")
        if asked.concerns(each) and asked.begun(each, "from")
        and not (each.get("lifted_at") and each["lifted_at"] <= asked.at)
    ]  # fmt: skip


def _ours(asked: Asked, hold: Record) -> bool:
    """A hold that no scheme of the law measures, or that the scheme does not reach."""
    kind, until = hold.get("type"), hold.get("until")
    beyond = kind in SCHEMES and _nation(asked) not in (None, *SCHEME_NATIONS)
    return (kind not in (*SCHEMES, "debt_advice") or beyond) and (until is None or asked.at < until)


def _adviser(asked: Asked) -> dict[str, Any]:
    holds = [each for each in _holds(asked) if each.get("type") == "debt_advice"]
    return {
        "adviser_days": _least(asked, [each.get("from") for each in holds]),
        "adviser_more": any(each.get("until") is not None and asked.at < each["until"] for each in holds),
    }


def _schemes(asked: Asked) -> dict[str, Any]:
    spaces = [
        each for each in asked.all("holds") if each.get("type") == "breathing_space" and asked.begun(each, "from")
    ]
    running = [each for each in _holds(asked) if each.get("type") == "breathing_space"]
    crises = [each for each in _holds(asked) if each.get("type") == "mental_health_crisis"]
    ended = [min(each["until"], asked.at) if each.get("until") else asked.at for each in crises]
    starts = sorted(each["from"] for each in spaces if each.get("from"))
    gaps = [later - earlier for earlier, later in pairwise(starts)]
    return {
        "space_days": _least(asked, [each.get("from") for each in running]),
        "space_gap": gaps[-1].days if gaps and running else LONG_AGO,
        "crisis_days": _least(asked, ended),
    }


def _least(asked: Asked, instants: list[Any]) -> int | None:
    """Days since the latest of them; long ago where there is none, unknown where one is not dated."""
    ages = [asked.days_since(each) for each in instants]
    known = [age for age in ages if age is not None]
    return None if len(known) < len(ages) else min(known, default=LONG_AGO)


def _said_barred(asked: Asked) -> bool | None:
    if asked.events is None:
        return None
    return any(
        (each["direction"] == "inbound" or each["channel"] == "phone_call")
        and each["party"] == asked.consumer.get("id") and asked.concerns(each)
        and SAID_BARRED.search(each.get("text") or "") is not None
        for each in asked.events
    )  # fmt: skip
