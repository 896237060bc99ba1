"""The questions about a message, an address and a notice: limited content, safe harbour, the validation period."""

from __future__ import annotations

import re
from datetime import timedelta

from duly.law import Law
from duly.rules.compliance.us_regf.agreed import consents
from duly.rules.compliance.us_regf.asked import CALLS, Asked, same_address
from duly.rules.compliance.us_regf.derived import facts_of
from duly.rules.compliance.us_regf.holidays import receipt_assumed
from duly.rules.compliance.us_regf.media import used_by
from duly.rules.compliance.us_regf.words import DEBT, SHOWS_COLLECTION, STOP, media_named
from duly.rules.compliance.wire.answer import Answer, entry
from duly.rules.compliance.wire.told import Record

NAMES_CREDITOR = re.compile(r"cred|bank|lend|orig|hosp|clinic", re.I)
EFFECTS = {"allow": "permit", "deny": "block", "review": "review", "not_triggered": "permit"}


def answered(law: Law, path: str, verdict: str, zh: str, en: str) -> Answer:
    """An answer that rests on one limit."""
    return Answer(verdict, rules=[entry(law[path], EFFECTS[verdict])], explanation=[f"{zh} {en}"])


def limited_content(asked: Asked, law: Law) -> Answer:
    """Voicemail for the consumer, all that is needed and nothing that is not (1006.2(j))."""
    said, path = asked.content, "us.cfr1006.limited_content"
    business = said.get("business_name") or ""
    whole = business and said.get("asks_reply") and any(said.get("contact_names") or ()) and said.get("phone")
    more = (
        said.get("extra") or said.get("mentions_debt") or said.get("truncated") or SHOWS_COLLECTION.search(business)
        or DEBT.search(said.get("body") or "")
    )  # fmt: skip
    third = asked.party is not None and not asked.is_consumer(asked.party)
    left = asked.channel == "voicemail" or (asked.channel in CALLS and said.get("voicemail") == "limited_content")
    if whole and not more and not third and left:
        return answered(law, path, "allow", "是有限内容留言。", "It is a limited-content message.")
    return answered(law, path, "deny", "不是有限内容留言。", "It is no limited-content message.")


def safe_harbor(asked: Asked, law: Law) -> Answer:
    """The procedures of 1006.6(d)(4) and (5) for this address; they protect, and are no condition of sending."""
    path, facts = "us.cfr1006.electronic_procedures", facts_of(asked)
    known = [each["outcome"] for each in _checks(asked) if each.get("outcome") in ("reassigned", "not_reassigned")]
    led_astray = any(
        each.get("outcome") == "read_by_other_person_reported" and same_address(each, asked.action.get("address"))
        and each["channel"] == asked.channel
        for each in asked.events
    )  # fmt: skip
    employer = facts["employer_mail"] and not facts["employer_mail_used"] and not _agreed(asked, "email")
    if facts["opted_out"] or employer or led_astray or (asked.channel == "text" and known[-1:] == ["reassigned"]):
        why = "Opted out, an address of the employer, reassigned, or known to have been read by somebody else."
        return answered(law, path, "deny", "已退订、雇主邮箱、号码易主或已被他人读到。", why)
    limits = law[path].on(asked.today)
    met = {"email": _email_met, "text": _text_met}.get(asked.channel)
    if met is not None and not asked.unheard and met(asked, limits):
        return answered(law, path, "allow", "程序已满足。", "The procedure is met.")
    answer = answered(law, path, "review", "未能证明程序已满足。", "It is not shown that the procedure is met.")
    if asked.channel == "text" and _text_grounds(asked):
        answer.requires = ["reassigned_number_check"]
    return answer


def _agreed(asked: Asked, channel: str) -> list[Record]:
    return [each for each in consents(asked) if channel in media_named(each["consent_given"].get("scope") or "")]


def _checks(asked: Asked) -> list[Record]:
    label = asked.action.get("address")
    return [
        each for each in asked.events if each["channel"] == "reassigned_number_check" and same_address(each, label)
    ]  # fmt: skip


def _email_met(asked: Asked, limits: dict[str, int]) -> bool:
    """The consumer used it or agreed; the creditor gave notice in time; or the collector before us had it so."""
    if used_by(asked, asked.ours, "email") or _agreed(asked, "email"):
        return True
    if asked.action.get("address") == "employer_provided":
        return False
    notices = [
        each for each in asked.events
        if each.get("outcome") == "creditor_email_transfer_notice" and each.get("opt_out_deadline")
        and asked.about(each)
    ]  # fmt: skip
    if any(
        (each["opt_out_deadline"] - asked.day_of(each["ts"])).days >= limits["opt_out_days_least"]
        and each["opt_out_deadline"] < asked.today
        and not any(STOP.search(said["text"]) and said["ts"] > each["ts"] for said in asked.words)
        for each in notices
    ):
        return True
    before = [each for each in asked.events if each not in asked.ours and _is_collector(asked, each)]
    return bool(used_by(asked, before, "email"))


def _is_collector(asked: Asked, event: Record) -> bool:
    """Whether the event is of another collector, and not of the creditor."""
    name = str(event.get("collector") or "")
    relation = asked.person_of(event.get("collector")).get("relation") or ""
    return not relation.startswith("creditor_of") and not NAMES_CREDITOR.search(name)


def _text_grounds(asked: Asked) -> list[Record]:
    return [*used_by(asked, asked.ours, "text"), *_agreed(asked, "text")]


def _text_met(asked: Asked, limits: dict[str, int]) -> bool:
    """The consumer texted or agreed, and did so, or the number was checked, within sixty days."""
    grounds = _text_grounds(asked)
    if not grounds:
        return False
    last = max(each["ts"] for each in grounds)
    checks = [
        each["ts"] for each in _checks(asked)
        if each.get("outcome") == "not_reassigned"
        and (each.get("since") is None or each["since"] <= asked.day_of(last))
    ]  # fmt: skip
    return any(asked.days_since(at) <= limits["days_most"] for at in (last, *checks))


def validation_period(asked: Asked, law: Law) -> Answer:
    """Receipt may be assumed five working days after sending; thirty days run from there. Spoken, it is at once."""
    limit = law["us.cfr1006.validation_period"]
    limits = limit.on(asked.today)
    spoken = asked.channel in ("phone_call", "visit")
    received = asked.today if spoken else receipt_assumed(asked.today, limits["receipt_days"])
    answer = Answer("value", rules=[entry(limit, "permit")])
    answer.value = {"assumed_receipt": str(received), "period_end": str(received + timedelta(days=limits["days"]))}
    answer.explanation = [f"验证期至 {answer.value['period_end']}。 The period ends on {answer.value['period_end']}."]
    return answer
