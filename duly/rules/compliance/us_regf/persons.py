"""Who would be contacted: a consumer in the wider sense, somebody who may be told, or a third person."""

from __future__ import annotations

from typing import Any

from duly.rules.compliance.us_regf.asked import CALLS, NOT_REACHED, SILENT, Asked, same_address
from duly.rules.compliance.us_regf.words import CALL_ME, DEBT, DEBT_ON_COVER, EMPLOYER_FORBIDS, POSTJUDGMENT

WIDER = ("parent_of_minor", "legal_guardian", "executor", "person_who_signed_estate_declaration", "surviving_spouse",
         "confirmed_successor_in_interest", "spouse")  # fmt: skip


def persons_of(asked: Asked) -> dict[str, Any]:
    """Every fact about the person, the workplace and the attorney."""
    party, relation = asked.party, asked.person.get("relation") or ""
    consumer = None if party is None else asked.is_consumer(party) and _in_every(asked, relation, "co_borrower_on")
    locating = asked.purpose == "location_information" and not consumer
    astray = _goes_astray(asked)
    return {
        "contacts": asked.channel not in SILENT,
        "to_consumer": consumer,
        "wider": bool(consumer) and party != asked.consumer.get("id"),
        "nearly_wider": not consumer and relation in (*WIDER, "parent_of_adult"),
        "deceased": party is not None and party == asked.consumer.get("id") and bool(asked.consumer.get("deceased")),
        "may_be_told": None if party is None else _may_be_told(asked, bool(consumer)) and not astray,
        "overheard": _overheard(asked),
        "locating": locating,
        "location_proper": _proper(asked),
        "located_before": locating and _located_before(asked),
        "attorney_known": _represented(asked),
        "attorney_silent": _attorney_silent(asked),
        "at_work": asked.place == "work" or asked.action.get("address") == "employer_provided",
        "employer_forbids": bool(asked.stated_of("employer_prohibits_contact"))
        or any(EMPLOYER_FORBIDS.search(each.get("text") or "") for each in asked.stated_of("statement"))
        or any(EMPLOYER_FORBIDS.search(each["text"]) for each in asked.words),
    }


def _may_be_told(asked: Asked, consumer: bool) -> bool:
    """The persons of 1692c(b), each in the debt they have a part in; or what a judgment needs."""
    return consumer or is_listed(asked) or bool(POSTJUDGMENT.search(asked.purpose))


def is_listed(asked: Asked) -> bool:
    """An attorney, a bureau or the creditor: they may be told, and calls to them are not counted."""
    relation, roles = asked.person.get("relation") or "", ("creditor_of", "consumer_attorney_for")
    counsel = relation.startswith(("creditor_attorney", "attorney_of_creditor", "collector_attorney"))
    part = relation.startswith(roles) and bool(asked.ids) and all(_in_every(asked, relation, role) for role in roles)
    return asked.party == "CRA" or counsel or part


def _in_every(asked: Asked, relation: str, role: str) -> bool:
    """Whether a part in one debt is a part in all that the act is about; other relations know no single debt."""
    return not relation.startswith(role) or all(relation == f"{role}_{debt}" for debt in asked.ids)


def _goes_astray(asked: Asked) -> bool:
    """The address is known to reach somebody else: reassigned since, or read by another person."""
    if asked.channel not in ("phone_call", "voicemail", "text", "email", "im"):
        return False
    known = [
        each["outcome"] for each in asked.events
        if each.get("outcome") in ("reassigned", "not_reassigned", "read_by_other_person_reported")
        and (each["channel"] in (asked.channel, "reassigned_number_check")) and asked.channel != "email"
        and same_address(each, asked.action.get("address"))
    ]  # fmt: skip
    read = [
        each for each in asked.events
        if each.get("outcome") == "read_by_other_person_reported" and each["channel"] == asked.channel
        and same_address(each, asked.action.get("address"))
    ]  # fmt: skip
    return bool(read) or (bool(known) and known[-1] == "reassigned")


def _overheard(asked: Asked) -> bool:
    """A message that tells of a debt reaches a person who may not be told."""
    by, said = asked.action.get("heard_by"), asked.content
    if not by or asked.is_wider(by) or by in ("consumer", "self"):
        return False
    return bool(said.get("mentions_debt")) or bool(DEBT.search(f"{said.get('body') or ''} {said.get('extra') or ''}"))


def _proper(asked: Asked) -> bool:
    """Own name, the employer only when asked, no debt, closed and plain, and no attorney to go to instead."""
    said = asked.content
    return (
        said.get("gives_own_name") is True
        and not said.get("mentions_debt")
        and not (said.get("states_employer") and not said.get("employer_asked"))
        and asked.channel not in ("postcard", "public_post", "social_media_public_post")
        and not DEBT_ON_COVER.search(said.get("envelope") or "")
        and not (_represented(asked) and not _attorney_silent(asked))
    )


def _located_before(asked: Asked) -> bool:
    """The person was reached before, did not ask to be called again, and has no better answer now."""
    before = [
        each for each in asked.ours
        if each["party"] == asked.party and each["direction"] == "outbound" and asked.about(each)
        and each.get("outcome") not in NOT_REACHED
        and (each.get("purpose") == "location_information" or each["channel"] in CALLS)
    ]  # fmt: skip
    invited = any(
        each["party"] == asked.party and each["ts"] >= before[-1]["ts"]
        and (each.get("consent_given") or CALL_ME.search(each.get("text") or ""))
        for each in asked.events
    ) if before else False  # fmt: skip
    return bool(before) and not invited and not asked.facts.get("reasonable_belief_earlier_answer_wrong")


def _represented(asked: Asked) -> bool:
    """Represented in one of these debts, by somebody on file, known or easily found; what is left out is none."""
    counsel = {f"consumer_attorney_for_{debt}" for debt in asked.ids}
    if any(each.get("relation") in counsel for each in asked.all("parties")):
        return True
    for each in asked.stated_of("represented_by_attorney"):
        covers = each.get("debts") is None or not asked.ids or bool(set(each["debts"]) & asked.ids)
        if covers and (each.get("attorney_name_known") or each.get("readily_ascertainable") or each.get("attorney")):
            return True
    return False


def _attorney_silent(asked: Asked) -> bool:
    """The attorney was written to and has not answered: whether long enough, a person has to say."""
    counsel = [
        each for each in asked.ours
        if (asked.person_of(each["party"]).get("relation") or "").startswith("consumer_attorney_for")
        and asked.about(each)
    ]  # fmt: skip
    return bool(counsel) and all(
        each["direction"] == "outbound" and each.get("outcome") != "conversation" for each in counsel
    )
