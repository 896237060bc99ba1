"""The records of a question, as they stood at an instant, and the words by which they are heard."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from duly.rules.compliance.wire.reading import Unreadable

Record = dict[str, Any]
WIDER = ("spouse", "surviving_spouse", "parent_of_minor", "legal_guardian", "executor",
         "person_who_signed_estate_declaration", "confirmed_successor_in_interest")  # fmt: skip
CALLS = ("phone_call", "voicemail")
ELECTRONIC = ("text", "email", "im", "push")
WRITTEN = ("mail", "email", "text", "im", "web_portal")
NOT_CONNECTED = ("busy", "not_in_service")
NOT_REACHED = (
    "no_answer",
    "busy",
    "not_in_service",
    "voicemail_full",
    "voicemail_greeting_no_message",
    "ivr_abandoned",
)
AFTER_CEASE = (
    "notice that collection efforts are terminated", "notice that a remedy ordinarily invoked may be invoked",
    "notice that a specified remedy is intended",
)  # fmt: skip
STOP = re.compile(
    r"^\W*(stop|unsubscribe|end|quit|cancel|remove|opt.?out)\b"
    r"|\b(stop|quit|don'?t|do not) (text|e-?mail|call|messag|phon|send)",
    re.I,
)
CEASE = re.compile(
    r"\bcease\b|(stop|do not|don't|never) (all |any )?(contact|communicat|writ)|leave me alone"
    r"|(refuse|will not|won't|not going) to pay|(will not|won't) pay",
    re.I,
)
DISPUTE = re.compile(
    r"disput|not my debt|don'?t owe|do not owe|\bverif|validat(e|ion) (of|the|this)"
    r"|original creditor|wrong amount|never (had|opened)",
    re.I,
)
DEBT_ON_COVER = re.compile(r"debt|collect|owe|past due|overdue|delinquen|marked|final notice", re.I)
OPT_OUT = re.compile(r"\b(reply|text|send|click|link|unsubscribe|stop|opt)\b|https?:", re.I)
OTHER_WAY = re.compile(r"\b(call|phone|dial|write to|mail|post|letter|visit|go to|website)\b", re.I)
SIMPLE_WAY = re.compile(r"\b(reply|respond|click|link|unsubscribe|text|send)\b|https?:", re.I)
BUSY = re.compile(r"\bbusy\b|can'?(t|not) talk|not now|call back later", re.I)
LONG_AGO = 1000


@dataclass(frozen=True, eq=False)
class Asked:
    """A question's records at an instant."""

    facts: Record
    at: datetime

    @property
    def action(self) -> Record:
        action: Record = self.facts["action"]
        return action

    @property
    def content(self) -> Record:
        return self.action.get("content") or {}

    def all(self, table: str) -> list[Record]:
        return self.facts.get(table) or []

    @cached_property
    def consumer(self) -> Any:
        return (self.facts.get("consumer") or {}).get("id")

    @cached_property
    def zones(self) -> list[ZoneInfo]:
        """Every place where the consumer may be; the one place where it is known."""
        told = self.facts.get("consumer") or {}
        known = told.get("known_current_tz")
        if known and known.get("tz"):
            zone = _zone(known["tz"], "facts.consumer.known_current_tz.tz")
            day = self.at.astimezone(zone).date()
            if (known.get("from") or day) <= day <= (known.get("until") or day):
                return [zone]
        names = [each.get("tz") for each in told.get("location_evidence") or ()]
        if not all(names):
            return []  # one sign that points nowhere known may be the place that forbids
        return [_zone(name, "facts.consumer.location_evidence") for name in dict.fromkeys(names) if name]

    @cached_property
    def zone(self) -> Any:
        return self.zones[0] if self.zones else self.at.tzinfo

    def day_of(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    @property
    def today(self) -> date:
        return self.day_of(self.at)

    @cached_property
    def debts(self) -> list[Record]:
        named = self.action.get("debts")
        return [each for each in self.all("debts") if named is None or each.get("id") in named]

    @cached_property
    def keys(self) -> set[Any]:
        """Particular debts: student loans serviced under one number are one."""
        return {_key(each) for each in self.debts}

    def about(self, event: Record) -> set[Any]:
        named = event.get("debts")
        by_id = {
            each.get("id"): each.get("servicing_account_at_placement") or each.get("id") for each in self.all("debts")
        }
        return self.keys if named is None else {by_id.get(name, name) for name in named} & self.keys

    @cached_property
    def events(self) -> list[Record]:
        return sorted((each for each in self.all("events") if each["ts"] <= self.at), key=lambda each: each["ts"])

    @cached_property
    def ours(self) -> list[Record]:
        own = (self.facts.get("collector") or {}).get("id")
        return [each for each in self.events if each.get("collector") in (None, own)]

    def consumers(self, party: Any) -> bool:
        """Whether a person counts as the consumer (1006.6(a)), or owes one of these debts."""
        if party == self.consumer:
            return True
        person = next((each for each in self.all("parties") if each.get("id") == party), {})
        relation = person.get("relation") or ""
        return relation in WIDER or any(relation == f"co_borrower_on_{each.get('id')}" for each in self.debts)

    @cached_property
    def written(self) -> list[Record]:
        """What the consumer wrote."""
        return [
            each for each in self.events
            if each["direction"] == "inbound" and each["channel"] in WRITTEN and self.consumers(each["party"])
        ]  # fmt: skip


def _zone(name: str, path: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Unreadable(path, f"{name!r} is no time zone; write America/New_York") from None


def _key(debt: Record) -> Any:
    return debt.get("servicing_account_at_placement") or debt.get("id")


def place_of(asked: Asked) -> str | None:
    """A landline or a mailing address is tied to a place; a mobile or an e-mail address is not."""
    label = asked.action.get("address") or ("home" if asked.action["channel"] == "mail" else "")
    if label.startswith(("work", "employer", "office")):
        return "work"
    return "home" if label.startswith("home") else None


def consents_of(asked: Asked) -> list[Record]:
    found = []
    for each in asked.ours:
        given = each.get("consent_given")
        until = given.get("covers_until") if given else None
        if given and asked.consumers(each["party"]) and (until is None or asked.today <= until):
            found.append(each)
    return found
