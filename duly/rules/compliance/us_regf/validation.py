"""Validation information: the communication that starts the duty, the notice, and the period after it."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from duly.rules.compliance.us_regf.asked import CALLS, ELECTRONIC, Asked, same_address
from duly.rules.compliance.us_regf.holidays import receipt_assumed
from duly.rules.compliance.us_regf.words import media_named
from duly.rules.compliance.wire.told import Record

COMMUNICATIONS = ("phone_call", "voicemail", "mail", "email", "text", "im", "visit", "postcard")
TOLD_NOTHING = (
    "no_answer", "busy", "not_in_service", "limited_content_voicemail", "voicemail_full",
    "voicemail_greeting_no_message", "ivr_abandoned", "message_call_me_back", "undeliverable_notice",
    "answered_by_other_person_no_debt_talk", "answered_consumer_busy", "answered_then_dropped",
)  # fmt: skip
ESTATE = re.compile(r"\bestate of\b", re.I)
ESTATE_ALONE = re.compile(r"\b(the )?estate of\b.*?(?=[,;/(\n–—]|\b(c/o|care of|attn|attention|by|through)\b|$)", re.I)
NO_NAMES = re.compile(
    r"\b(the|of|as|for|to|by|through|care|attn|attention|dear|mr|mrs|ms|dr|unknown|whom it may concern|occupant|heirs?"
    r"|executors?|executrix|administrators?|administratrix|personal|representatives?|trustees?|estate|successors?"
    r"|family|next kin|deceased|late)\b",
    re.I,
)
NAME = re.compile(r"[^\W\d_][^\W\d_'’.-]+")


def initial(asked: Asked) -> datetime | None:
    """The first communication with a consumer about these debts; pleadings and limited-content messages are none."""
    for each in asked.ours:
        told = each.get("about_debt") is True or (
            each.get("about_debt") is None and each.get("outcome") not in TOLD_NOTHING
        )
        told = told and not came_back(asked, each)
        spoken = each["direction"] == "outbound" or each.get("outcome") in ("conversation", "met_debtor")
        if (
            each["channel"] in COMMUNICATIONS
            and told
            and spoken
            and asked.is_consumer(each["party"])
            and asked.about(each)
        ):
            at: datetime = each["ts"]
            return at
    return None


def notices(asked: Asked) -> list[Record]:
    """The validation notices that were sent and did not come back."""
    return [
        each for each in asked.ours
        if each.get("outcome") == "validation_notice_sent" and asked.about(each) and not came_back(asked, each)
    ]  # fmt: skip


def came_back(asked: Asked, sent: Record, days: int | None = None) -> bool:
    """Whether a notice said that a letter or message could not be delivered, within so many days of it."""
    return any(
        each.get("outcome") == "undeliverable_notice" and each["ts"] >= sent["ts"]
        and each["channel"] == sent["channel"]
        and (each.get("address") is None or sent.get("address") is None or each["address"] == sent["address"])
        and (days is None or (asked.day_of(each["ts"]) - asked.day_of(sent["ts"])).days <= days)
        for each in asked.events
    )  # fmt: skip


def period_end(asked: Asked) -> date | None:
    """The last day for a dispute; None while no notice was given."""
    limits = asked.limits("us.cfr1006.validation_period")  # where a notice does not say when its period ends
    ends = [
        each.get("validation_end")
        or receipt_assumed(asked.day_of(each["ts"]), limits["receipt_days"]) + timedelta(days=limits["days"])
        for each in asked.ours
        if asked.about(each) and (each.get("validation_end") or each.get("outcome") == "validation_notice_sent")
    ]
    return max(ends, default=None)


def paid_by(asked: Asked, day: date) -> bool:
    return any(
        each.get("outcome") == "paid_in_full" and asked.about(each) and asked.day_of(each["ts"]) <= day
        for each in asked.events
    )


def acting(asked: Asked) -> bool:
    """Whether the act is itself a validation notice."""
    return asked.content.get("kind") == "validation_notice"


def named(asked: Asked) -> bool:
    """Whether the notice is addressed to a person: where the consumer died, to one by name who acts for the estate."""
    addressee = asked.content.get("addressee") or ""
    if ESTATE.search(addressee):
        if not _person_beside(addressee):
            return False
    elif not asked.consumer.get("deceased"):
        return True
    return asked.party != asked.consumer.get("id") and asked.is_consumer(asked.party)


def _person_beside(addressee: str) -> bool:
    """Whether a first and a last name stand beside the estate; what holds a number is an address and no name."""
    beside = re.split(r"[,;/()\n–—]", ESTATE_ALONE.sub(",", addressee))
    return any(
        len(NAME.findall(NO_NAMES.sub(" ", each))) >= 2 and not any(letter.isdigit() for letter in each)
        for each in beside
    )


def _agreed_form(asked: Asked) -> bool:
    """Whether the consumer agreed to receive such things electronically (1006.42(b))."""
    return any(
        media_named(each["consent_given"].get("scope") or "") & {"email", "text"}
        for each in asked.ours if each.get("consent_given") and asked.is_consumer(each["party"])
    )  # fmt: skip


def disclosure_of(asked: Asked) -> dict[str, Any]:
    """Whether a disclosure would reach a person who can keep it (1006.42)."""
    label = asked.action.get("address")
    back = [
        each for each in asked.events
        if each.get("outcome") == "undeliverable_notice" and each["channel"] == asked.channel
        and same_address(each, label)
    ]  # fmt: skip
    fleeting = asked.channel in CALLS and initial(asked) is not None
    return {
        "discloses": acting(asked),
        "cannot_keep": fleeting or asked.channel in ("postcard", "public_post", "social_media_public_post"),
        "unagreed_form": asked.channel in ELECTRONIC and initial(asked) is not None and not _agreed_form(asked),
        "known_wrong": bool(back),
        "addressed": named(asked),
    }
