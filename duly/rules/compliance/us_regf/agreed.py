"""What makes an act convenient after all: consent, a court, and the one reply to what the consumer began."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from duly.rules.compliance.us_regf.asked import ELECTRONIC, WHERE, Asked
from duly.rules.compliance.us_regf.clock import named_since, presumed, unfit
from duly.rules.compliance.us_regf.words import (
    CEASE,
    CONFIRMATION,
    DIRECT,
    FORBIDS,
    REMINDER,
    RIGHT_NOW,
    STOP,
    THIRD,
    media_named,
    names_hours,
    window_in,
)
from duly.rules.compliance.wire.told import Record

ANY_TIME = (
    "any time",
    "anytime",
    "any hour",
    "whenever",
    "at all hours",
    "day or night",
    "outside",
    "after hours",
    "unusual",
    "inconvenient",
)


ALSO_CALLED = {
    "neighbour": ("neighbor",), "supervisor": ("boss", "employer"), "sibling": ("brother", "sister"),
    "roommate": ("room-mate",), "parent_of_adult": ("mother", "father", "mom", "dad", "parent"),
}  # fmt: skip
PLACES_NAMED = {
    "work": re.compile(r"\bwork|\bemployer|\boffice|\bjob\b", re.I), "home": re.compile(r"\bhome|\bresidence", re.I),
}  # fmt: skip


def agreed_of(asked: Asked) -> dict[str, Any]:
    """Whether consent covers this act, whether one was tried in vain, and whether the act is a reply."""
    scopes = [each for each in consents(asked) if covers(asked, each)]
    offered = [
        each for each in asked.events
        if each.get("consent_given") and asked.about(each) and asked.is_consumer(each["party"])
    ]  # fmt: skip
    begun = _begun_by_consumer(asked)
    return {
        "consented": _court_permits_now(asked) or bool(scopes),
        "consent_offered": bool(offered),
        "replying": begun is not None,
        "reply_at_time": begun is not None and _at_that_time(asked, begun),
        "reply_spent": _spent(asked),
        "attorney_agrees": _court_permits_consumer(asked)
        or _attorney_agrees(asked)
        or any(_direct(asked, each) for each in consents(asked)),
        "third_party_agreed": names_person(asked, _by_court(asked))
        or any(names_person(asked, each["consent_given"].get("scope") or "") for each in consents(asked)),
    }


def consents(asked: Asked) -> list[Record]:
    """Consents given directly to us that hold on this day, each in a communication that was itself allowed."""
    return [each for each in asked.ours if each.get("consent_given") and holds(asked, each)]


def holds(asked: Asked, given: Record) -> bool:
    """Whether a consent still holds: not past its last day, not withdrawn, and not got at a forbidden time."""
    until = given["consent_given"].get("covers_until")
    if not asked.is_consumer(given["party"]) or not asked.about(given) or (until is not None and asked.today > until):
        return False
    if _got_wrongly(asked, given):
        return False
    withdrawn = (
        each for each in asked.words
        if each["ts"] > given["ts"] and ("withdraw" in each["text"].lower() or "revoke" in each["text"].lower()
                                         or STOP.search(each["text"]))
        and (media_named(each["text"]) or {each["channel"]}) & (_media(given) or {each["channel"]})
    )  # fmt: skip
    return next(withdrawn, None) is None


def _got_wrongly(asked: Asked, given: Record) -> bool:
    """Got in a contact of ours that 1006.6(b)(1)-(3) forbade: by its time, its place, or past an attorney."""
    if given["direction"] != "outbound":
        return False
    at, work = given["ts"], str(given.get("address") or "").startswith(WHERE["work"])
    before = [each for each in asked.stated if each.get("ts") is not None and each["ts"] < at]
    kinds = {each.get("type") for each in before if each.get("place") in (None, "work")}
    past = any(
        each.get("type") == "represented_by_attorney" and (each.get("debts") is None or set(each["debts"]) & asked.ids)
        for each in before
    )
    return unfit(asked, at) or past or (work and bool(kinds & {"employer_prohibits_contact", "inconvenient_place"}))


def _media(given: Record) -> set[str]:
    return media_named(given["consent_given"].get("scope") or "")


def names_medium(asked: Asked, scope: str) -> bool:
    """Whether words of leave are not about another medium than this act's."""
    named = media_named(scope)
    channel = "phone_call" if asked.channel == "voicemail" else asked.channel
    return not named or channel in named


def covers(asked: Asked, given: Record) -> bool:
    """Whether a consent makes this time or place convenient; what its words leave open it does not."""
    scope = given["consent_given"].get("scope") or ""
    if (
        not scope
        or not names_medium(asked, scope)
        or named_since(asked, given["ts"])
        or (THIRD.search(scope) and not window_in(scope))
    ):
        return False
    kind = {"payment_confirmation": CONFIRMATION, "automatic_payment_reminder": REMINDER}.get(
        str(asked.content.get("kind"))
    )
    at_once = RIGHT_NOW.search(scope) and asked.at - given["ts"] <= timedelta(hours=1)
    return bool((kind and kind.search(scope)) or at_once or _names_time(asked, scope) or _names_place(asked, scope))


def _names_time(asked: Asked, scope: str) -> bool:
    if any(words in scope.lower() for words in ANY_TIME) and not FORBIDS.search(scope):
        return True
    window, locals_ = window_in(scope), [asked.at.astimezone(zone) for zone in asked.zones]
    if window is None or not locals_ or not all(window.holds(local) for local in locals_):
        return False
    return names_hours(scope) or all(presumed(asked, local) for local in locals_)


def _names_place(asked: Asked, scope: str) -> bool:
    if asked.action.get("address") == "employer_provided":
        named = any(word in scope.lower() for word in ("work", "employer", "office", "this address"))
    else:
        named = asked.place is not None and asked.place in scope.lower()
    return named and not unfit(asked, asked.at)


def names_person(asked: Asked, scope: str) -> bool:
    """Whether a consent or a court names this third person, or somebody in this relation."""
    scope, relation = scope.lower(), asked.person.get("relation") or ""
    names = [relation.replace("_", " ").lower(), *relation.lower().split("_of_")[:1], *ALSO_CALLED.get(relation, ())]
    by_id = asked.party is not None and re.search(rf"\b{re.escape(str(asked.party).lower())}\b", scope)
    return bool(by_id) or any(name and name in scope for name in (*names, "anyone", "anybody", "third part"))


def _direct(asked: Asked, given: Record) -> bool:
    """The consumer, who wrote or called of their own accord, agreed to be contacted without the attorney."""
    return given["direction"] == "inbound" and bool(DIRECT.search(given["consent_given"].get("scope") or ""))


def _by_court(asked: Asked) -> str:
    """What a court permitted by now, in its words; what they do not name it did not permit."""
    court = asked.facts.get("court_permission") or {}
    scope = court.get("scope") or ""
    spoken = court.get("ts") is not None and court["ts"] <= asked.heard
    return scope if spoken and names_medium(asked, scope) and not FORBIDS.search(scope) else ""


def _court_permits_now(asked: Asked) -> bool:
    """Whether a court named the hour, where it is one that needs leave, and the place, where that is the workplace."""
    scope = _by_court(asked)
    employer = asked.action.get("address") == "employer_provided"
    place = asked.place or ("work" if employer else None)
    named = place is not None and bool(PLACES_NAMED[place].search(scope))
    hour = _names_time(asked, scope)
    return bool(scope) and (hour or named) and (hour or not unfit(asked, asked.at)) and (named or place != "work")


def _court_permits_consumer(asked: Asked) -> bool:
    """Whether a court let us reach the consumer though an attorney is known."""
    return bool(re.search(rf"{DIRECT.pattern}|consumer|debtor|borrower", _by_court(asked), re.I))


def _begun_by_consumer(asked: Asked) -> Record | None:
    """The contact this act answers: the last word in this medium was the person's, and not long ago."""
    same = [
        each for each in asked.events
        if each["party"] == asked.party and _medium(each["channel"]) == _medium(asked.channel)
    ]  # fmt: skip
    last = same[-1] if same else None
    long = timedelta(days=14 if asked.channel == "mail" else 1)
    if last is None or last["direction"] != "inbound" or not timedelta() <= asked.at - last["ts"] <= long:
        return None
    refuses = STOP.search(last.get("text") or "") or CEASE.search(last.get("text") or "")
    return None if refuses else last  # a refusal asks for silence, not for an answer


def _medium(channel: str) -> str:
    return "phone_call" if channel == "voicemail" else channel


def _at_that_time(asked: Asked, begun: Record) -> bool:
    """The reply is due at the time, or the place, at which the consumer wrote (comment 6(b)(1)-2)."""
    if asked.place is not None and begun.get("address") == asked.action.get("address"):
        return True
    since = (begun["ts"] + timedelta(minutes=15 * step) for step in range(97))
    return all(unfit(asked, at) for at in since if at <= asked.at)


def _spent(asked: Asked) -> bool:
    """The consumer began something not long ago, but it was answered already, or came by another medium."""
    recent = [
        each for each in asked.events
        if each["direction"] == "inbound" and each["party"] == asked.party
        and each["channel"] in (*ELECTRONIC, "phone_call") and timedelta() <= asked.at - each["ts"] <= timedelta(days=1)
    ]  # fmt: skip
    return bool(recent) and _begun_by_consumer(asked) is None


def _attorney_agrees(asked: Asked) -> bool:
    return any(
        each.get("consent_given") and each["direction"] == "inbound"
        and any(asked.person_of(each["party"]).get("relation") == f"consumer_attorney_for_{debt}" for debt in asked.ids)
        for each in asked.events
    )  # fmt: skip


def fresh_for_calls(asked: Asked, at: Any, key: Any, call: Record | None = None) -> bool:
    """Whether a call at an instant, about a particular debt, is one the person agreed to (1006.14(b)(3)(i))."""
    return any(
        each is not call and _fresh(asked, each, at) and key in asked.keys_about(each) for each in _call_consents(asked)
    )


def _call_consents(asked: Asked) -> list[Record]:
    return [
        each for each in asked.ours
        if each.get("consent_given") and each["party"] == asked.party and names_call(each)
        and not _got_wrongly(asked, each)
    ]  # fmt: skip


def names_call(given: Record) -> bool:
    scope = given["consent_given"].get("scope") or ""
    named = media_named(scope)
    return bool(scope) and (not named or "phone_call" in named) and not THIRD.search(scope)


def _fresh(asked: Asked, given: Record, at: Any) -> bool:
    """So many days with the day of receipt, or less if so limited; a conversation ends it."""
    until, day = given["consent_given"].get("covers_until"), asked.day_of(at)
    talked = any(
        each["channel"] == "phone_call" and each.get("outcome") == "conversation" and each["party"] == given["party"]
        and given["ts"] < each["ts"] < at
        for each in asked.ours
    )  # fmt: skip
    days = asked.limits("us.cfr1006.call_consent")["days"]
    lasts = 0 <= (day - asked.day_of(given["ts"])).days < days and given["ts"] <= at
    return lasts and (until is None or day <= until) and not talked


def lapsed_for_calls(asked: Asked, key: Any) -> bool:
    """Whether the person agreed to calls once, and that no longer counts."""
    return any(
        each.get("consent_given") and each["party"] == asked.party and key in asked.keys_about(each)
        for each in asked.events
    ) and not fresh_for_calls(asked, asked.at, key)
