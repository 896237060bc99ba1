"""The records of a question, as they stood at an instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from duly.law import Law
from duly.rules.compliance.us_regf.words import AT_WORK
from duly.rules.compliance.wire.told import Record, Told, zone_named

SUCH_AS = "America/New_York"  # a zone as it is written
CALLS = ("phone_call", "voicemail")
ELECTRONIC = ("text", "email", "im", "push")
WRITTEN = ("mail", "email", "text", "im", "web_portal")
SILENT = ("payment_application", "furnish_to_cra", "court_filing", "none")  # nothing is said to the consumer
NOT_CONNECTED = ("busy", "not_in_service")
NOT_REACHED = (
    "no_answer", "busy", "not_in_service", "voicemail_full", "voicemail_greeting_no_message", "ivr_abandoned",
)  # fmt: skip
TALKED = ("conversation", "answered_consumer_busy", "met_debtor", "asked_to_leave")
WHERE = {"work": ("work", "employer", "office"), "home": ("home", "residence")}  # how a label of a place begins


@dataclass(frozen=True, eq=False)
class Asked(Told):
    """A question's records at an instant; `heard` is the moment up to which history is known."""

    heard: datetime
    law: Law

    def limits(self, path: str) -> dict[str, Any]:
        """The values of a limit on the day of the act; where it is not in force no rule of it speaks, and any do."""
        limit = self.law[path]
        if limit.force_dated.on(self.today) is not None:
            return limit.on(self.today)
        return limit.on(max(first for first, parts in limit.values if parts is not None))

    @property
    def channel(self) -> str:
        channel: str = self.action["channel"]
        return channel

    @property
    def party(self) -> Any:
        return self.action.get("party")

    @property
    def purpose(self) -> str:
        return self.action.get("purpose") or "collect"

    @cached_property
    def own_id(self) -> Any:
        return (self.facts.get("collector") or {}).get("id")

    @cached_property
    def zones(self) -> list[ZoneInfo]:
        """Every place where the person may be; the one place where it is known."""
        if self.party is not None and self.party != self.consumer.get("id") and self.person.get("tz"):
            return [zone_named(self.person["tz"], "facts.parties.tz", SUCH_AS)]
        return self.zones_known or self.zones_indicated

    @cached_property
    def zones_known(self) -> list[ZoneInfo]:
        """Where the consumer is known to be on that day; empty where nobody knows."""
        known = self.consumer.get("known_current_tz") or {}
        if not known.get("tz"):
            return []
        zone = zone_named(known["tz"], "facts.consumer.known_current_tz.tz", SUCH_AS)
        day = self.at.astimezone(zone).date()
        return [zone] if (known.get("from") or day) <= day <= (known.get("until") or day) else []

    @cached_property
    def zones_indicated(self) -> list[ZoneInfo]:
        names = [each.get("tz") for each in self.consumer.get("location_evidence") or ()]
        if not all(names):
            return []  # one sign that points nowhere known may be the place that forbids
        return [zone_named(name, "facts.consumer.location_evidence", SUCH_AS) for name in sorted({*names}) if name]

    @cached_property
    def zone(self) -> Any:
        return self.zones[0] if self.zones else self.at.tzinfo

    def day_of(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    @property
    def today(self) -> date:
        return self.day_of(self.at)

    def days_since(self, at: datetime) -> int:
        return (self.today - self.day_of(at)).days

    @cached_property
    def debts(self) -> list[Record]:
        """The debts concerned; where the act does not say which, any may be, and what is counted is not known."""
        named = self.action.get("debts")
        return [each for each in self.all("debts") if named is None or each.get("id") in named]

    @cached_property
    def ids(self) -> set[Any]:
        return {each.get("id") for each in self.debts}

    @cached_property
    def key_of(self) -> dict[Any, Any]:
        """The particular debt of each record: student loans serviced under one number are one (1006.14(b)(4))."""
        return {
            each.get("id"): (each.get("type") in (None, "student_loan") and each.get("servicing_account_at_placement"))
            or each.get("id")
            for each in self.all("debts")
        }  # fmt: skip

    @cached_property
    def keys(self) -> set[Any]:
        return {self.key_of[debt] for debt in self.ids}

    def keys_about(self, record: Record) -> set[Any]:
        """The particular debts of this act that a record concerns; every one where it names none."""
        named = record.get("debts")
        return self.keys if named is None else {self.key_of.get(name, name) for name in named} & self.keys

    def about(self, record: Record) -> bool:
        """Whether a record concerns a debt of this act, one by one."""
        named = record.get("debts")
        return named is None or not self.ids or bool(set(named) & self.ids)

    @property
    def debts_known(self) -> bool:
        return self.names_debts and self.facts.get("debts") is not None

    @cached_property
    def unheard(self) -> bool:
        """Whether nobody knows the history, or whose it is."""
        told = self.facts.get("events")
        return told is None or (self.own_id is None and any(each.get("collector") for each in told))

    @cached_property
    def events(self) -> list[Record]:
        known = (each for each in self.all("events") if each["ts"] <= self.heard)
        return sorted(known, key=lambda each: (each["ts"], each["direction"] == "outbound", str(sorted(each))))

    @cached_property
    def ours(self) -> list[Record]:
        return [each for each in self.events if each.get("collector") in (None, self.own_id)]

    @cached_property
    def stated(self) -> list[Record]:
        """What was stated about contact, up to now."""
        return [each for each in self.all("preferences") if each.get("ts") is None or each["ts"] <= self.heard]

    def stated_of(self, kind: str) -> list[Record]:
        return [each for each in self.stated if each.get("type") == kind]

    @cached_property
    def words(self) -> list[Record]:
        """What the consumer wrote or said, wherever we heard it."""
        spoken = [each for each in self.events if each["direction"] == "inbound" or each.get("outcome") in TALKED]
        return [each for each in spoken if each.get("text") and self.speaks_for_consumer(each["party"])]

    @cached_property
    def written(self) -> list[Record]:
        """What the consumer wrote to us."""
        return [
            each for each in self.ours
            if each["direction"] == "inbound" and each["channel"] in WRITTEN and self.speaks_for_consumer(each["party"])
        ]  # fmt: skip

    @cached_property
    def person(self) -> Record:
        return self.person_of(self.party)

    def person_of(self, party: Any) -> Record:
        return next((each for each in self.all("parties") if each.get("id") == party), {})

    def is_consumer(self, party: Any) -> bool:
        """Whether a person counts as the consumer (1006.6(a)), or owes one of these debts."""
        if party is not None and party == self.consumer.get("id"):
            return True
        relation = self.person_of(party).get("relation") or ""
        return self.is_wider(relation) or any(relation == f"co_borrower_on_{debt}" for debt in self.ids)

    def is_wider(self, relation: str) -> bool:
        """Whether a relation makes a consumer; a parent only of a minor, an estate only of somebody who died."""
        if relation == "parent_of_minor":
            return self.consumer.get("minor") is not False
        if relation in ("executor", "person_who_signed_estate_declaration", "surviving_spouse"):
            return self.consumer.get("deceased") is not False
        return relation in ("spouse", "legal_guardian", "confirmed_successor_in_interest")

    def speaks_for_consumer(self, party: Any) -> bool:
        relation = self.person_of(party).get("relation") or ""
        return self.is_consumer(party) or any(relation == f"consumer_attorney_for_{debt}" for debt in self.ids)

    @cached_property
    def place(self) -> str | None:
        """Where the message would arrive: a landline or a letter has a place, a mobile or an e-mail has not.

        Unless the consumer just told us where they are (comment 6(b)(1)(ii)-1).
        """
        label = self.action.get("address") or ("home" if self.channel in ("mail", "visit") else "")
        if self.channel != "email":
            found = next((place for place, begins in WHERE.items() if label.startswith(begins)), None)
            if found:
                return found
        if AT_WORK.search(self.action.get("collector_belief") or ""):
            return "work"
        told = (each for each in self.words if (self.at - each["ts"]).total_seconds() <= 4 * 3600)
        at_work = any(AT_WORK.search(each["text"]) for each in told if each["ts"] <= self.at)
        return "work" if at_work and self.channel not in SILENT else None


def same_address(record: Record, label: str | None) -> bool:
    """Whether a record is of an address; what either leaves open may be the same."""
    return record.get("address") is None or label is None or record["address"] == label
