"""Duties: the validation notice, and what follows disputes, refusals, opt-outs, reports and records."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from duly.law import Law
from duly.rules.compliance.us_regf.asked import Asked
from duly.rules.compliance.us_regf.derived import facts_of
from duly.rules.compliance.us_regf.media import refusals
from duly.rules.compliance.us_regf.questions import answered
from duly.rules.compliance.us_regf.stops import AFTER_CEASE, disputes, open_dispute, refused_at
from duly.rules.compliance.us_regf.validation import COMMUNICATIONS, acting, initial, named, notices, paid_by
from duly.rules.compliance.wire.answer import Answer
from duly.rules.compliance.wire.told import Record

Told = tuple[str, str, str]
MET = ("allow", "义务已履行或未到期。", "The duty is met, or not due yet.")
OVERDUE = ("deny", "义务未履行。", "The duty is not met.")
NOT_BEGUN = ("not_triggered", "义务尚未开始。", "The duty has not begun.")


def duty(asked: Asked, law: Law) -> Answer:
    """Whether the duty that the purpose names is met at this instant."""
    if acting(asked):
        return validation_notice(asked, law)
    for words, path, told in DUTIES:
        if words.search(asked.purpose):
            return validation_notice(asked, law) if told is None else answered(law, path, *told(asked, law))
    zh = "本规则包不认识该义务；认识：验证通知、核实异议、停止催收、退订、报送前告知、争议标注、记录留存。"
    en = (
        "The pack knows no such duty; it knows validation_notice, verification, cease, opt_out,"
        " notice_before_furnishing, dispute_mark and record_retention."
    )
    return answered(law, "us.cfr1006.validation", "not_triggered", zh, en)


def validation_notice(asked: Asked, law: Law) -> Answer:
    """In the initial communication, or within five days of it; not owed where the debt was paid before."""
    path = "us.cfr1006.validation"
    first, act = initial(asked), acting(asked)
    if first is None and not act and not _begins(asked):
        zh, en = "义务尚未开始：尚无首次沟通。", "The duty has not begun: there was no initial communication yet."
        return answered(law, path, "not_triggered", zh, en)
    if act and not named(asked):
        zh, en = "通知须写明遗产代理人姓名。", "The notice has to name a person who acts for the estate."
        return answered(law, "us.cfr1006.validation_addressee", "deny", zh, en)
    last = (asked.day_of(first) if first else asked.today) + timedelta(days=law[path].on(asked.today)["days"])
    in_time = any(asked.day_of(each["ts"]) <= last for each in notices(asked))
    if in_time or paid_by(asked, last) or asked.today <= last:
        return answered(law, path, "allow", "已提供、未到期或无须提供。", "Given, not late yet, or not owed.")
    return answered(law, path, "deny", "验证信息迟延或缺失。", "Validation information is late or missing.")


def _begins(asked: Asked) -> bool:
    """Whether the act would itself be the initial communication with a consumer."""
    said = asked.content
    silent = said.get("voicemail") == "limited_content" or said.get("kind") in (
        "complaint",
        "bankruptcy_proof_of_claim",
    )
    return asked.channel in COMMUNICATIONS and not silent and asked.is_consumer(asked.party)


def _after(asked: Asked, at: datetime) -> list[Record]:
    """What we sent or dialled after an instant, to a consumer and about these debts."""
    return [
        each for each in asked.ours
        if each["direction"] == "outbound" and each["ts"] > at and asked.about(each)
        and asked.is_consumer(each["party"]) and each["channel"] in COMMUNICATIONS
    ]  # fmt: skip


ANSWERING = ("verification_sent", "duplicative_dispute_notice_sent", "validation_notice_sent", "undeliverable_notice")


def _verifies(asked: Asked, law: Law) -> Told:
    """No day is set for verification; what is forbidden is to go on collecting without it."""
    found = disputes(asked)
    if not found:
        return NOT_BEGUN
    went_on = any(each.get("outcome") not in ANSWERING and each.get("purpose") not in ("respond", "service")
                  for each in _after(asked, found[-1]["ts"]))  # fmt: skip
    return OVERDUE if open_dispute(asked) and went_on else MET


def _ceases(asked: Asked, law: Law) -> Told:
    refused = refused_at(asked)
    if refused is None:
        return NOT_BEGUN
    broken = [each for each in _after(asked, refused["ts"]) if each.get("text") not in AFTER_CEASE
              and each.get("purpose") != "respond" and each["channel"] != "mail"]  # fmt: skip
    return OVERDUE if broken else MET


def _opts_out(asked: Asked, law: Law) -> Told:
    found = list(refusals(asked))
    if not found:
        return NOT_BEGUN
    broken = any(
        each["channel"] in refusal.media and refusal.address in (None, each.get("address"))
        and each.get("purpose") != "respond"
        for refusal in found if refusal.at is not None
        for each in _after(asked, refusal.at)
    )  # fmt: skip
    return OVERDUE if broken else MET


def _tells_before(asked: Asked, law: Law) -> Told:
    if asked.channel != "furnish_to_cra" and not any(each["channel"] == "furnish_to_cra" for each in asked.ours):
        return NOT_BEGUN
    days = facts_of(asked)["days_told"]
    return MET if days is not None and days >= law["us.cfr1006.furnishing"].on(asked.today)["days"] else OVERDUE


def _marks(asked: Asked, law: Law) -> Told:
    facts = facts_of(asked)
    if not facts["ever_disputed"]:
        return NOT_BEGUN
    return MET if facts["marked_disputed"] else OVERDUE


def _keeps(asked: Asked, law: Law) -> Told:
    """Records are kept for three years; whoever asks after that owes nothing any more."""
    return MET if asked.ours else NOT_BEGUN


DUTIES: tuple[tuple[re.Pattern[str], str, Callable[[Asked, Law], Told] | None], ...] = (
    (re.compile(r"validat", re.I), "us.cfr1006.validation", None),
    (re.compile(r"mark|flag", re.I), "us.usc1692e.dispute_mark", _marks),
    (re.compile(r"verif|disput|original.creditor", re.I), "us.cfr1006.dispute", _verifies),
    (re.compile(r"cease|refus", re.I), "us.cfr1006.cease", _ceases),
    (re.compile(r"opt.?out|medium", re.I), "us.cfr1006.medium", _opts_out),
    (re.compile(r"furnish|report|bureau|cra\b", re.I), "us.cfr1006.furnishing", _tells_before),
    (re.compile(r"record|retain|retention|keep", re.I), "us.cfr1006.records", _keeps),
)
