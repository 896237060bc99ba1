"""The facts of one act: the clock at every place, the person, and what the other modules count and hear."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from duly.rules.compliance.cn.records import DAYS, minute
from duly.rules.compliance.us_regf.asked import (
    BUSY,
    CALLS,
    DEBT_ON_COVER,
    NOT_REACHED,
    Asked,
    Record,
    consents_of,
    place_of,
)
from duly.rules.compliance.us_regf.counted import calls_of
from duly.rules.compliance.us_regf.stated import media_of, stops_of


def facts_of(asked: Asked) -> dict[str, Any]:
    """Every fact of the vocabulary."""
    return {
        "day": asked.today,
        "direction": asked.action.get("direction", "outbound"),
        "channel": asked.action["channel"],
        **_clock(asked),
        **_persons(asked),
        **calls_of(asked),
        **media_of(asked),
        **stops_of(asked),
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
        "inconvenient_place": place_of(asked) in places if place_of(asked) else False,
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


def _replying(asked: Asked) -> bool:
    """One reply, in the medium in which the consumer wrote, within a day."""
    same = [each for each in asked.events if each["channel"] == asked.action["channel"]
            and each["party"] == asked.action.get("party")]  # fmt: skip
    last = same[-1] if same else None
    return last is not None and last["direction"] == "inbound" and asked.at - last["ts"] <= timedelta(days=1)


def _consented(asked: Asked) -> bool:
    court = asked.facts.get("court_permission")
    return bool(court and (court.get("ts") is None or court["ts"] <= asked.at)) or bool(consents_of(asked))


def _persons(asked: Asked) -> dict[str, Any]:
    party = asked.action.get("party")
    person = next((each for each in asked.all("parties") if each.get("id") == party), {})
    relation = person.get("relation") or ""
    ids = [each.get("id") for each in asked.debts]
    consumer = None if party is None else asked.consumers(party)
    told = (
        bool(consumer)
        or party == "CRA"
        or relation.startswith(("creditor_attorney", "collector_attorney"))
        or any(relation == f"{role}_{each}" for role in ("creditor_of", "consumer_attorney_for") for each in ids)
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
        "at_work": place_of(asked) == "work" or asked.action.get("address") == "employer_provided",
        "employer_forbids": any(each.get("type") == "employer_prohibits_contact"
                                and (not each.get("ts") or each["ts"] <= asked.at)
                                for each in asked.all("preferences")),
    }  # fmt: skip


def _represented(asked: Asked, ids: list[Any]) -> bool:
    """Represented in one of these debts, by somebody known or easily found; what a record leaves out is none."""
    for each in asked.all("preferences"):
        if each.get("type") != "represented_by_attorney" or (each.get("ts") and each["ts"] > asked.at):
            continue
        covers = each.get("debts") is None or bool(set(each["debts"]) & set(ids))
        known = each.get("attorney_name_known") or each.get("readily_ascertainable") or each.get("attorney")
        if covers and known:
            return True
    return False
