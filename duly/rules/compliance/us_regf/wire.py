"""The judge of the Regulation F pack: permission by the rules, and the other questions by their own tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache

from duly.core.terms_sql import minutes_named
from duly.law import Law
from duly.rules.compliance.cn.records import minute
from duly.rules.compliance.judge import Gate, gate
from duly.rules.compliance.us_regf.asked import CALLS, Asked, consents_of
from duly.rules.compliance.us_regf.derived import facts_of
from duly.rules.compliance.us_regf.rules import RULES, call_count, hours, inconvenient_time, state_count, talk_pause
from duly.rules.compliance.wire.answer import Answer, entry, of_findings
from duly.rules.compliance.wire.reading import Question

OVERLAYS = ("US-MA",)
TIMED = (hours, inconvenient_time, call_count, talk_pause, state_count)
COVERED = "us.usc1692a.covered"
SEARCH_DAYS = 40
SHOWS_COLLECTION = re.compile(r"collect|debt|recover|credit services", re.I)
CONSENTS = {"email": re.compile(r"e-?mail", re.I), "text": re.compile(r"text|sms|messag", re.I)}
COMMUNICATIONS = ("phone_call", "mail", "email", "text", "im", "visit", "web_portal")


def judge(question: Question, law: Law) -> Answer:
    """Answer one question of whatever kind the pack knows."""
    asked = Asked(question.facts, question.at)
    covered = (question.facts.get("collector") or {}).get("is_fdcpa_debt_collector")
    unknown = [name for name in question.facts.get("overlays") or () if name not in OVERLAYS]
    if covered is False or unknown:
        told = "The collector is outside Regulation F." if covered is False else f"No overlay {', '.join(unknown)}."
        covers = entry(law[COVERED], "permit")
        return Answer("not_applicable", rules=[covers], explanation=[f"本规则包不适用。 {told}"])
    if covered is None:
        told = "无法判断：不知是否为债务催收人。 Cannot know whether Regulation F covers the collector."
        return Answer("review", rules=[entry(law[COVERED], "review")], explanation=[told])
    others = {
        "limited_content": _limited_content, "safe_harbor": _safe_harbor, "validation_notice": _validation_notice,
        "validation_period": _validation_period,
    }  # fmt: skip
    if question.ask in others:
        return others[question.ask](asked, law)
    if question.ask == "duty":
        validates = (
            question.action.get("purpose") == "validation_notice" or asked.content.get("kind") == "validation_notice"
        )
        return _validation_notice(asked, law) if validates else _no_such_duty(law)
    facts = facts_of(asked)
    asking = gate(law, RULES)
    answer = of_findings(asking, asking.judge(facts).findings, facts)
    if answer.verdict not in ("allow", "warn"):
        answer.next_allowed = next_allowed(asked, law)
    return answer


def next_allowed(asked: Asked, law: Law) -> datetime | None:
    """The first instant at which no rule of time or number would stop the same act any more."""
    timed = gate(law, TIMED)

    def stopped(at: datetime) -> bool:
        facts = facts_of(Asked(asked.facts, at))
        return timed.masks(facts, facts["day"])[0] != 0

    if not stopped(asked.at):
        return None
    return next((at for at in _candidates(asked, timed) if not stopped(at)), None)


def _candidates(asked: Asked, timed: Gate) -> Iterator[datetime]:
    minutes = {0, *minutes_named(*(each.own for each in timed.rules))}
    for each in asked.all("preferences"):
        minutes |= {minute(each.get("from"), 0) % 1440, minute(each.get("to"), 0) % 1440}
    for ahead in range(SEARCH_DAYS):
        found = set()
        for zone in asked.zones or [asked.zone]:
            start = asked.at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
            day = start + timedelta(days=ahead)
            found |= {day.replace(hour=each // 60, minute=each % 60).astimezone(asked.at.tzinfo) for each in minutes}
        yield from (at for at in sorted(found) if at > asked.at)


def _answer(law: Law, path: str, verdict: str, zh: str, en: str) -> Answer:
    effect = {"allow": "permit", "deny": "block", "review": "review"}[verdict]
    return Answer(verdict, rules=[entry(law[path], effect)], explanation=[f"{zh} {en}"])


def _not_triggered(law: Law) -> Answer:
    told = "义务尚未开始。 The duty has not begun: there was no initial communication yet."
    return Answer("not_triggered", rules=[entry(law["us.cfr1006.validation"], "permit")], explanation=[told])


def _no_such_duty(law: Law) -> Answer:
    told = "本规则包只回答验证信息的义务。 Of duties this pack answers for the validation notice alone."
    return Answer("not_triggered", rules=[entry(law["us.cfr1006.validation"], "permit")], explanation=[told])


def _limited_content(asked: Asked, law: Law) -> Answer:
    """Voicemail alone, all that is needed and nothing that is not."""
    said = asked.content
    business = said.get("business_name") or ""
    whole = (
        bool(business) and bool(said.get("asks_reply")) and bool(said.get("contact_names")) and bool(said.get("phone"))
    )
    more = said.get("extra") or said.get("mentions_debt") or said.get("truncated") or SHOWS_COLLECTION.search(business)
    third = not asked.consumers(asked.action.get("party")) and asked.action.get("party") is not None
    left = asked.action["channel"] == "voicemail" or said.get("voicemail") == "limited_content"
    if whole and not more and not third and left:
        return _answer(
            law, "us.cfr1006.limited_content", "allow", "是有限内容留言。", "It is a limited-content message."
        )
    return _answer(law, "us.cfr1006.limited_content", "deny", "不是有限内容留言。", "It is no limited-content message.")


def _safe_harbor(asked: Asked, law: Law) -> Answer:
    """The procedures of 1006.6(d) for this address."""
    path, channel, label = "us.cfr1006.electronic_procedures", asked.action["channel"], asked.action.get("address")
    facts = facts_of(asked)
    if facts["opted_out"] or facts["employer_mail"]:
        return _answer(law, path, "deny", "已退订或为雇主邮箱。", "Opted out, or an address of the employer.")
    limits = law[path].on(asked.today)
    used = [each for each in asked.written if each["channel"] == channel and each.get("address") in (None, label)]
    consents = [
        each for each in consents_of(asked)
        if CONSENTS[channel].search(each["consent_given"].get("scope") or "")
    ] if channel in CONSENTS else []  # fmt: skip
    if channel == "email":
        notices = [
            each for each in asked.events
            if each.get("outcome") == "creditor_email_transfer_notice" and each.get("opt_out_deadline")
            and (each["opt_out_deadline"] - asked.day_of(each["ts"])).days >= limits["opt_out_days_least"]
            and each["opt_out_deadline"] < asked.today
        ]  # fmt: skip
        met = bool(used or consents or notices)
    else:
        checks = [each for each in asked.events if each.get("outcome") == "not_reassigned"]
        fresh = [
            each for each in (*used, *consents, *checks)
            if (asked.today - asked.day_of(each["ts"])).days <= limits["days_most"]
        ]  # fmt: skip
        met = bool(used or consents) and bool(fresh)
    if met:
        return _answer(law, path, "allow", "程序已满足。", "The procedure is met.")
    return _answer(law, path, "review", "未能证明程序已满足。", "It is not shown that the procedure is met.")


def _initial(asked: Asked) -> datetime | None:
    """The first communication about the debt; pleadings and limited-content messages are none."""
    for each in asked.ours:
        conveyed = each.get("about_debt") is not False and each.get("outcome") not in (
            "no_answer", "busy", "not_in_service", "limited_content_voicemail", "voicemail_full",
            "voicemail_greeting_no_message", "ivr_abandoned", "message_call_me_back", "undeliverable_notice",
            "answered_by_other_person_no_debt_talk",
        )  # fmt: skip
        if each["channel"] in COMMUNICATIONS and conveyed and asked.consumers(each["party"]):
            at: datetime = each["ts"]
            return at
    return None


def _validation_notice(asked: Asked, law: Law) -> Answer:
    """In the initial communication, or within five days of it; not owed where the debt was paid before."""
    path = "us.cfr1006.validation"
    given = any(each.get("outcome") == "validation_notice_sent" for each in asked.ours)
    first, acting = _initial(asked), asked.content.get("kind") == "validation_notice"
    if first is None and asked.action["channel"] not in COMMUNICATIONS:
        return _not_triggered(law)
    paid = any(each.get("outcome") == "paid_in_full" for each in asked.events)
    last = (asked.day_of(first) if first else asked.today) + timedelta(days=law[path].on(asked.today)["days"])
    if given or paid or (asked.today <= last and (acting or first is not None or asked.action["channel"] in CALLS)):
        return _answer(law, path, "allow", "已提供、未到期或无须提供。", "Given, not late yet, or not owed.")
    if first is None:
        return _not_triggered(law)
    return _answer(law, path, "deny", "验证信息迟延或缺失。", "Validation information is late or missing.")


def _validation_period(asked: Asked, law: Law) -> Answer:
    """Receipt may be assumed five working days after sending; thirty days run from there."""
    limits = law["us.cfr1006.validation_period"].on(asked.today)
    received = asked.today
    left = limits["receipt_days"]
    while left:
        received += timedelta(days=1)
        left -= received.weekday() < 5 and received not in holidays(received.year) | holidays(received.year + 1)
    answer = Answer("value", rules=[entry(law["us.cfr1006.validation_period"], "permit")])
    answer.value = {"assumed_receipt": str(received), "period_end": str(received + timedelta(days=limits["days"]))}
    return answer


@lru_cache(maxsize=32)
def holidays(year: int) -> frozenset[date]:
    """Legal public holidays (5 USC 6103), moved to the weekday on which they are kept."""

    def nth(month: int, weekday: int, n: int) -> date:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))

    last_of_may = date(year, 5, 31)
    fixed = [date(year, 1, 1), date(year, 6, 19), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25)]
    kept = {day + timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0)) for day in fixed}
    return frozenset(
        kept
        | {nth(1, 0, 3), nth(2, 0, 3), last_of_may - timedelta(days=last_of_may.weekday())}
        | {nth(9, 0, 1), nth(10, 0, 2), nth(11, 3, 4)}
    )
