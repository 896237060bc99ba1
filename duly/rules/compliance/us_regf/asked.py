"""The facts of one act, from a question's records as they stood at an instant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from duly.rules.compliance.cn.records import DAYS, minute

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
            zone = ZoneInfo(known["tz"])
            day = self.at.astimezone(zone).date()
            if (known.get("from") or day) <= day <= (known.get("until") or day):
                return [zone]
        names = [each.get("tz") for each in told.get("location_evidence") or ()]
        return [ZoneInfo(name) for name in dict.fromkeys(names) if name]

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


def _key(debt: Record) -> Any:
    return debt.get("servicing_account_at_placement") or debt.get("id")


def facts_of(asked: Asked) -> dict[str, Any]:
    """Every fact of the vocabulary."""
    return {
        "day": asked.today,
        "direction": asked.action.get("direction", "outbound"),
        "channel": asked.action["channel"],
        **_clock(asked),
        **_persons(asked),
        **_calls(asked),
        **_media(asked),
        **_stops(asked),
    }


def _clock(asked: Asked) -> dict[str, Any]:
    locals_ = [asked.at.astimezone(zone) for zone in asked.zones]
    minutes = [each.hour * 60 + each.minute for each in locals_]
    late = [each.hour * 60 + each.minute + bool(each.second or each.microsecond) for each in locals_]
    stated = [each for each in asked.all("preferences") if each.get("ts") is None or each["ts"] <= asked.at]
    said = [each.get("text") or "" for each in stated if each.get("type") == "statement"]
    blocked = [each for each in stated if each.get("type") == "inconvenient_time"]
    only = [each for each in stated if each.get("type") == "contact_window"]
    places = {each.get("place") for each in stated if each.get("type") == "inconvenient_place"}
    return {
        "earliest_minute": min(minutes, default=None),
        "latest_minute": max(late, default=None),
        "inconvenient": any(_in_window(each, at) for each in blocked for at in locals_)
        or any(not _in_window(each, at) for each in only for at in locals_),
        "statement_unclear": any(not BUSY.search(text) for text in said),
        "inconvenient_place": _place(asked) in places if _place(asked) else False,
        "replying": _replying(asked),
        "consented": _consented(asked),
    }


def _in_window(record: Record, local: datetime) -> bool:
    opens, closes = minute(record.get("from"), 0), minute(record.get("to"), 1440)
    now, days = local.hour * 60 + local.minute, record.get("days")

    def on(back: int) -> bool:
        return days is None or DAYS[(local.weekday() - back) % 7] in days

    if closes > opens:
        return opens <= now < closes and on(0)
    return (now >= opens and on(0)) or (now < closes and on(1))


def _place(asked: Asked) -> str | None:
    """A landline or a mailing address is tied to a place; a mobile or an e-mail address is not."""
    label = asked.action.get("address") or ("home" if asked.action["channel"] == "mail" else "")
    if label.startswith(("work", "employer", "office")):
        return "work"
    return "home" if label.startswith("home") else None


def _replying(asked: Asked) -> bool:
    """One reply, in the medium in which the consumer wrote, within a day."""
    same = [each for each in asked.events if each["channel"] == asked.action["channel"]
            and each["party"] == asked.action.get("party")]  # fmt: skip
    last = same[-1] if same else None
    return last is not None and last["direction"] == "inbound" and asked.at - last["ts"] <= timedelta(days=1)


def _consents(asked: Asked) -> list[Record]:
    found = []
    for each in asked.ours:
        given = each.get("consent_given")
        until = given.get("covers_until") if given else None
        if given and asked.consumers(each["party"]) and (until is None or asked.today <= until):
            found.append(each)
    return found


def _consented(asked: Asked) -> bool:
    court = asked.facts.get("court_permission")
    return bool(court and (court.get("ts") is None or court["ts"] <= asked.at)) or bool(_consents(asked))


def _persons(asked: Asked) -> dict[str, Any]:
    party = asked.action.get("party")
    person = next((each for each in asked.all("parties") if each.get("id") == party), {})
    relation = person.get("relation") or ""
    ids = [each.get("id") for each in asked.debts]
    consumer = None if party is None else asked.consumers(party)
    told = (
        bool(consumer)
        or party == "CRA"
        or relation.startswith("creditor_of_")
        or (relation.startswith(("consumer_attorney_for_", "creditor_attorney", "collector_attorney")))
    )
    locating = asked.action.get("purpose") == "location_information" and not consumer
    said = asked.content
    before = [
        each for each in asked.ours
        if each["party"] == party and each["direction"] == "outbound" and each.get("outcome") not in NOT_REACHED
        and (each.get("purpose") == "location_information" or each["channel"] in CALLS)
    ]  # fmt: skip
    return {
        "to_consumer": consumer,
        "may_be_told": None if party is None else told,
        "locating": locating,
        "location_proper": said.get("gives_own_name") is True and not said.get("mentions_debt")
        and not (said.get("states_employer") and not said.get("employer_asked"))
        and asked.action["channel"] != "postcard" and not DEBT_ON_COVER.search(said.get("envelope") or ""),
        "located_before": locating and bool(before)
        and not asked.facts.get("reasonable_belief_earlier_answer_wrong"),
        "attorney_known": _represented(asked, ids),
        "at_work": _place(asked) == "work" or asked.action.get("address") == "employer_provided",
        "employer_forbids": any(each.get("type") == "employer_prohibits_contact"
                                and (not each.get("ts") or each["ts"] <= asked.at)
                                for each in asked.all("preferences")),
    }  # fmt: skip


def _represented(asked: Asked, ids: list[Any]) -> bool:
    for each in asked.all("preferences"):
        if each.get("type") != "represented_by_attorney" or (each.get("ts") and each["ts"] > asked.at):
            continue
        covers = each.get("debts") is None or bool(set(each["debts"]) & set(ids))
        known = each.get("attorney_name_known") or each.get("readily_ascertainable") or each.get("attorney")
        if covers and known:
            return True
    return False


def _calls(asked: Asked) -> dict[str, Any]:
    consumer = asked.consumers(asked.action.get("party"))
    court, overlays = asked.action.get("purpose") or "", asked.facts.get("overlays") or ()
    excluded = {
        "call_excluded": _excluded(asked) or not (consumer or asked.action.get("purpose") == "location_information"),
        "state_binds": "US-MA" in overlays and consumer,
    }
    if asked.facts.get("events") is None:
        return excluded | dict.fromkeys(("calls", "days_since_talk", "bunched", "state_calls"))
    made = [
        each for each in asked.ours
        if each["direction"] == "outbound" and each["channel"] in CALLS and each["party"] == asked.action.get("party")
        and each.get("outcome") not in NOT_CONNECTED
    ]  # fmt: skip
    week = [each for each in made if (asked.today - asked.day_of(each["ts"])).days <= 6]
    month = [each for each in made if (asked.today - asked.day_of(each["ts"])).days <= 29]
    talks = [
        each for each in asked.ours
        if each["channel"] == "phone_call" and each.get("outcome") == "conversation"
        and each.get("about_debt") is not False and each["party"] == asked.action.get("party") and asked.about(each)
    ]  # fmt: skip
    recent = [each for each in made if asked.at - each["ts"] <= timedelta(minutes=5)]
    today = [each for each in week if asked.day_of(each["ts"]) == asked.today]
    required = court.startswith("call required")
    return excluded | {
        "calls": _most(asked, [each for each in week if not _was_consented(asked, each)]),
        "days_since_talk": min([LONG_AGO, *((asked.today - asked.day_of(each["ts"])).days for each in talks)]),
        "bunched": (bool(recent) or len(today) >= 6) and not required,
        "state_calls": _most(asked, month if _place(asked) == "work" else week),
    }


def _most(asked: Asked, calls: list[Record]) -> int:
    """The highest count of any debt: a call about several counts for each."""
    return max((sum(key in asked.about(each) for each in calls) for key in asked.keys), default=0)


def _excluded(asked: Asked) -> bool:
    """Direct prior consent lasts seven days with the day of its receipt, and ends with a conversation."""
    return any(_fresh(asked, each, asked.at) for each in _consents(asked))


def _fresh(asked: Asked, consent: Record, at: datetime) -> bool:
    talked = any(
        each["channel"] == "phone_call" and each.get("outcome") == "conversation" and consent["ts"] < each["ts"] < at
        for each in asked.ours
    )
    return 0 <= (asked.day_of(at) - asked.day_of(consent["ts"])).days <= 6 and consent["ts"] < at and not talked


def _was_consented(asked: Asked, call: Record) -> bool:
    return any(_fresh(asked, each, call["ts"]) for each in asked.ours if each.get("consent_given"))


def _media(asked: Asked) -> dict[str, Any]:
    channel, said = asked.action["channel"], asked.content
    notice = said.get("opt_out_notice")
    has_content = asked.action.get("content") is not None
    return {
        "opted_out": any(_leaves(each, channel) for each in asked.written)
        or any(each.get("type") == "channel_opt_out" for each in asked.all("preferences")
               if not each.get("ts") or each["ts"] <= asked.at),
        "electronic": channel in ELECTRONIC,
        "opt_out_offered": bool(notice and OPT_OUT.search(notice)) if has_content else None,
        "employer_mail": channel == "email" and asked.action.get("address") == "employer_provided",
        "in_public": channel in ("postcard", "public_post", "social_media_public_post")
        or (channel == "mail" and bool(DEBT_ON_COVER.search(said.get("envelope") or ""))),
        "says_collector": True,
    }  # fmt: skip


def _leaves(event: Record, channel: str) -> bool:
    """Odd wording counts; a medium that is named counts before the one that was used."""
    text = event.get("text") or ""
    if not STOP.search(text):
        return False
    named = {"phone_call": r"call|phon", "text": r"text|sms|messag", "email": r"e-?mail"}
    meant = {name for name, words in named.items() if re.search(words, text, re.I)} or {event["channel"]}
    return channel in meant or (channel == "voicemail" and "phone_call" in meant)


def _stops(asked: Asked) -> dict[str, Any]:
    channel, said = asked.action["channel"], asked.content
    kind = said.get("kind")
    sues = (channel == "court_filing" and kind in ("complaint", "foreclosure")) or bool(
        said.get("threatens_legal_action")
    )
    ends = [each.get("sol_expires_on") for each in asked.debts]
    barred = any(end is not None and end < asked.today for end in ends)
    open_dispute = disputed(asked)
    return {
        "ceased": any(CEASE.search(each.get("text") or "") and asked.about(each) for each in asked.written),
        "permitted_notice": kind in AFTER_CEASE,
        "disputed": open_dispute and channel not in ("payment_application", "furnish_to_cra", "court_filing"),
        "sues": sues,
        "time_barred": True if barred else (None if sues and None in ends else False),
        "told_before_report": _told(asked) if channel == "furnish_to_cra" else True,
        "pays_disputed": channel == "payment_application"
        and (open_dispute or any(each.get("disputed") for each in asked.debts)),
    }


def disputed(asked: Asked) -> bool:
    """Disputed in writing within the validation period, and neither verified nor answered as a repetition since."""
    ends = [each["validation_end"] for each in asked.events if each.get("validation_end")]
    for each in asked.written:
        late = bool(ends) and asked.day_of(each["ts"]) > max(ends)
        if not DISPUTE.search(each.get("text") or "") or late or not asked.about(each):
            continue
        if each.get("portion") and (asked.action.get("portion") or "").startswith("undisputed"):
            continue
        answered = any(
            later["direction"] == "outbound" and later["ts"] > each["ts"]
            and later.get("outcome") in ("verification_sent", "duplicative_dispute_notice_sent")
            for later in asked.events
        )  # fmt: skip
        if not answered:
            return True
    return False


def _told(asked: Asked) -> bool:
    """Spoken to about the debt, or written to fourteen days before with nothing returned."""
    for each in asked.ours:
        if not asked.consumers(each["party"]) or not asked.about(each):
            continue
        if each["channel"] == "phone_call" and each.get("outcome") == "conversation":
            return True
        sent = each["direction"] == "outbound" and each["channel"] in ("mail", "email", "text")
        returned = any(
            later.get("outcome") == "undeliverable_notice" and later["ts"] >= each["ts"] for later in asked.events
        )
        if sent and not returned and (asked.today - asked.day_of(each["ts"])).days >= 14:
            return True
    return False
