"""What the consumer stated: opt-outs, refusals, disputes; and what that leaves open."""

from __future__ import annotations

import re
from typing import Any

from duly.rules.compliance.us_regf.asked import (
    AFTER_CEASE,
    CEASE,
    DEBT_ON_COVER,
    DISPUTE,
    ELECTRONIC,
    OPT_OUT,
    OTHER_WAY,
    SIMPLE_WAY,
    STOP,
    Asked,
    Record,
)

SILENT = ("payment_application", "furnish_to_cra", "court_filing", "none")  # nothing is said to the consumer


def media_of(asked: Asked) -> dict[str, Any]:
    channel, said = asked.action["channel"], asked.content
    notice = said.get("opt_out_notice")
    has_content = asked.action.get("content") is not None
    return {
        "opted_out": _opted_out(asked, channel),
        "electronic": channel in ELECTRONIC,
        "opt_out_offered": bool(notice and OPT_OUT.search(notice) and not _costly(notice)) if has_content else None,
        "employer_mail": channel == "email" and asked.action.get("address") == "employer_provided",
        "in_public": channel in ("postcard", "public_post", "social_media_public_post")
        or (channel == "mail" and bool(DEBT_ON_COVER.search(said.get("envelope") or ""))),
        "says_collector": True,
    }  # fmt: skip


def _costly(notice: str) -> bool:
    """A letter, a call or a bare website is no simple way to opt out (comment 6(e)-1)."""
    return bool(OTHER_WAY.search(notice)) and not SIMPLE_WAY.search(notice)


def _opted_out(asked: Asked, channel: str) -> bool | None:
    """Whether the medium was refused, in writing or by word of mouth; unknown where nobody knows the history."""
    stated = (each for each in asked.all("preferences") if not each.get("ts") or each["ts"] <= asked.at)
    if any(each.get("type") == "channel_opt_out" for each in stated):
        return True
    if asked.facts.get("events") is None:
        return None
    heard = [each for each in asked.events if each["direction"] == "inbound" or each["channel"] == "phone_call"]
    return any(_leaves(each, channel) for each in heard if asked.consumers(each["party"]))


def _leaves(event: Record, channel: str) -> bool:
    """Odd wording counts; a medium that is named counts before the one that was used."""
    text = event.get("text") or ""
    if not STOP.search(text):
        return False
    named = {"phone_call": r"call|phon", "text": r"text|sms|messag", "email": r"e-?mail"}
    meant = {name for name, words in named.items() if re.search(words, text, re.I)} or {event["channel"]}
    return channel in meant or (channel == "voicemail" and "phone_call" in meant)


def stops_of(asked: Asked) -> dict[str, Any]:
    channel, said = asked.action["channel"], asked.content
    kind = said.get("kind")
    sues = (channel == "court_filing" and kind in ("complaint", "foreclosure")) or bool(
        said.get("threatens_legal_action")
    )
    ends = [each.get("sol_expires_on") for each in asked.debts]
    barred = any(end is not None and end < asked.today for end in ends)
    open_dispute = disputed(asked)
    unheard = asked.facts.get("events") is None
    return {
        "ceased": channel not in SILENT and (None if unheard else _ceased(asked)),
        "permitted_notice": kind in AFTER_CEASE,
        "disputed": channel not in SILENT and (None if unheard else open_dispute),
        "sues": sues,
        "time_barred": True if barred else (None if sues and None in ends else False),
        "told_before_report": _told(asked) if channel == "furnish_to_cra" else True,
        "pays_disputed": channel == "payment_application"
        and (open_dispute or any(each.get("disputed") for each in asked.debts)),
    }


def _ceased(asked: Asked) -> bool:
    return any(CEASE.search(each.get("text") or "") and bool(asked.about(each)) for each in asked.written)


def disputed(asked: Asked) -> bool:
    """Disputed in writing within the validation period, and neither verified nor answered as a repetition since."""
    ends = [each["validation_end"] for each in asked.events if each.get("validation_end")]
    for each in asked.written:
        late = bool(ends) and asked.day_of(each["ts"]) > max(ends)
        if not DISPUTE.search(each.get("text") or "") or late or not asked.about(each):
            continue
        if each["channel"] in ELECTRONIC and each.get("collector_accepts_medium") is False:
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
