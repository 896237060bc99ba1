"""What stops collection of a debt: refusals, disputes, limitation; and what comes before a report or a deletion."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from duly.rules.compliance.us_regf.agreed import consents
from duly.rules.compliance.us_regf.asked import SILENT, Asked
from duly.rules.compliance.us_regf.media import is_refusal
from duly.rules.compliance.us_regf.validation import came_back, period_end
from duly.rules.compliance.us_regf.words import DELETES, DISPUTE, HURRIES, RECORDINGS, SUES
from duly.rules.compliance.wire.told import Record

AFTER_CEASE = (
    "notice that collection efforts are terminated", "notice that a remedy ordinarily invoked may be invoked",
    "notice that a specified remedy is intended",
)  # fmt: skip
ASKS_TO_PAY = re.compile(r"pay now|please pay|payment plan|settlement offer|call us to pay|pay today", re.I)
NO_COLLECTION = (
    "payment_confirmation", "notice that collection efforts are terminated", "notice another law requires by mail",
    "bankruptcy_proof_of_claim",
)  # fmt: skip
LONG_AGO, NEVER = 1000, -1
SPOUSES = ("spouse", "surviving_spouse")  # consumers for 1006.6 alone, so a talk with them is none with the consumer


def stops_of(asked: Asked) -> dict[str, Any]:
    """Every fact about stops, suits, reports and records."""
    channel, said, unheard = asked.channel, asked.content, asked.unheard
    kind, silent = said.get("kind"), channel in SILENT
    words = f"{said.get('body') or ''} {said.get('extra') or ''}"
    sues = (channel == "court_filing" and kind != "bankruptcy_proof_of_claim") or threatens(asked)
    end = period_end(asked)
    stands = open_dispute(asked)
    return {
        "ceased": not silent and (None if unheard else ceased(asked)),
        "permitted_notice": _permitted(asked),
        "disputed": None if unheard or not (stands or asked.names_debts) else stands,
        "collects": _collects(asked),
        "overshadows": end is not None and asked.today <= end and not silent
        and (threatens(asked) or bool(HURRIES.search(words))),
        "sues": sues,
        "time_barred": _barred(asked),
        "days_told": None if channel == "furnish_to_cra" and (unheard or not asked.names_debts) else _days_told(asked),
        "directed_elsewhere": channel == "payment_application" and _directed_elsewhere(asked),
        "marked_disputed": said.get("dispute_flag") is True,
        "ever_disputed": ever_disputed(asked) or (None if unheard or not asked.debts_known else False),
        "deletes": bool(DELETES.search(asked.purpose)) and channel not in ("phone_call", "text", "email", "mail"),
        "years_kept": None if unheard else years_kept(asked),
    }  # fmt: skip


def threatens(asked: Asked) -> bool:
    said = asked.content
    told = said.get("threatens_legal_action")
    if told is None:
        return bool(SUES.search(f"{said.get('body') or ''} {said.get('extra') or ''}"))
    return bool(told)


def refused_at(asked: Asked) -> Record | None:
    """The last written refusal that still stands: received, about these debts, and of all contact."""
    found = None
    for each in asked.written:
        if is_refusal(asked, each) and asked.about(each):
            found = each
    if found is not None and any(
        each["ts"] > found["ts"] and each["direction"] == "inbound" for each in consents(asked)
    ):
        return None
    return found


def ceased(asked: Asked) -> bool:
    return refused_at(asked) is not None


def _permitted(asked: Asked) -> bool:
    """One of the three notices of 1006.6(c)(2); of a mortgage, also the notice that another law requires."""
    kind = asked.content.get("kind")
    mortgage = bool(asked.debts) and all(each.get("type") == "mortgage" for each in asked.debts)
    required = kind == "notice another law requires by mail" and mortgage
    return (kind in AFTER_CEASE and not ASKS_TO_PAY.search(asked.content.get("body") or "")) or required


def _collects(asked: Asked) -> bool:
    """Whether the act goes on collecting: everything but answers, services, and acts that ask for nothing."""
    if asked.channel in ("payment_application", "none"):
        return False
    if asked.channel == "furnish_to_cra":
        return asked.content.get("dispute_flag") is not True
    return asked.purpose not in ("respond", "service") and asked.content.get("kind") not in NO_COLLECTION


def is_dispute(event: Record) -> bool:
    """Words that dispute the debt, or a record that says which part is disputed, or whether it repeats."""
    told = event.get("portion") is not None or event.get("new_material_information") is not None
    return told or bool(DISPUTE.search(event.get("text") or ""))


def disputes(asked: Asked) -> list[Record]:
    """What disputes these debts, or asks who the original creditor was, in writing and in time."""
    end = period_end(asked)
    found = []
    for each in asked.written:
        posted = each.get("posted_at") or each["ts"]
        late = end is not None and asked.day_of(min(posted, each["ts"])) > end
        accepted = each["channel"] == "mail" or each.get("collector_accepts_medium") is not False
        if is_dispute(each) and not late and accepted and asked.about(each):
            found.append(each)
    return found


def open_dispute(asked: Asked) -> bool:
    """Disputed in writing within the validation period, and not verified since; a repetition needs only a notice."""
    verified = False
    for each in disputes(asked):
        other_part = each.get("portion") and asked.action.get("portion") not in (None, each["portion"])
        if other_part:
            continue
        later = {
            answer.get("outcome") for answer in asked.ours
            if answer["direction"] == "outbound" and answer["ts"] > each["ts"] and asked.about(answer)
        }  # fmt: skip
        repeats = verified and not each.get("new_material_information")
        if not ("verification_sent" in later or (repeats and "duplicative_dispute_notice_sent" in later)):
            return True
        verified = True
    return False


def ever_disputed(asked: Asked) -> bool:
    """Disputed in any way, by word of mouth too, and whether or not it was verified."""
    portion = asked.action.get("portion")
    heard = any(
        is_dispute(each) and asked.about(each)
        and (not each.get("portion") or portion in (None, each["portion"]))
        for each in asked.words
    )  # fmt: skip
    return heard or any(each.get("disputed") for each in asked.debts)


def _directed_elsewhere(asked: Asked) -> bool:
    """The consumer said which debt a payment is for, and it is none of these (1006.30(c)(2))."""
    named: set[str] = set()
    for each in asked.events:
        if each["direction"] == "inbound" and re.search(r"\b(apply|put|toward|pay)", each.get("text") or "", re.I):
            told = {debt for debt in map(str, asked.key_of) if re.search(rf"\b{re.escape(debt)}\b", each["text"])}
            named = told or named
    return bool(named) and not named & {str(debt) for debt in asked.ids}


def _barred(asked: Asked) -> bool | None:
    """Whether limitation has run out; a day that is not known bars, one that is null never comes."""
    if not asked.debts_known:
        return None
    if any(each.get("sol_expires_on") is not None and each["sol_expires_on"] < asked.today for each in asked.debts):
        return True
    return None if any("sol_expires_on" not in each for each in asked.debts) else False


def _days_told(asked: Asked) -> int:
    """Days since the consumer was written to about every one of the debts; long ago where spoken to (1006.30(a))."""
    return min((_told(asked, debt) for debt in asked.ids), default=NEVER)


def _told(asked: Asked, debt: Any) -> int:
    best, days = NEVER, asked.limits("us.cfr1006.furnishing")["days"]  # in which a letter may come back
    for each in asked.ours:
        named = each.get("debts")
        own = asked.is_consumer(each["party"]) and asked.person_of(each["party"]).get("relation") not in SPOUSES
        if not own or (named is not None and debt not in named) or each.get("about_debt") is False:
            continue
        if each.get("outcome") in ("conversation", "met_debtor") and each["channel"] in ("phone_call", "visit"):
            return LONG_AGO
        sent = each["direction"] == "outbound" and each["channel"] in ("mail", "email", "text", "im")
        if sent and each.get("outcome") != "undeliverable_notice" and not came_back(asked, each, days):
            best = max(best, asked.days_since(each["ts"]))
    return best


def years_kept(asked: Asked) -> int:
    """Whole years since the last collection activity, or since the last recorded call."""
    recordings = bool(RECORDINGS.search(asked.purpose))
    days = [
        asked.day_of(each["ts"]) for each in asked.ours
        if asked.about(each) and (not recordings or each["channel"] == "phone_call")
    ]  # fmt: skip
    if not days:
        return LONG_AGO
    last, today = max(days), asked.today
    return sum(today > _anniversary(last, year) for year in range(1, today.year - last.year + 1))


def _anniversary(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
