"""Media and words: what was opted out of, how the message looks, and what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from duly.rules.compliance.us_regf.asked import CALLS, ELECTRONIC, Asked, same_address
from duly.rules.compliance.us_regf.words import (
    ABUSES,
    ASKS_MORE,
    CEASE,
    CONFIRMS_OPT_OUT,
    DEBT,
    DEBT_ON_COVER,
    HERE,
    ONLY_BY,
    PITCHES,
    REQUIRED,
    RESUME,
    SAYS_COLLECTOR,
    SHOWS_COLLECTION,
    SIMPLE_WAY,
    STOP,
    TIMED_WISH,
    media_named,
    media_refused,
    window_in,
)
from duly.rules.compliance.wire.told import Record

EVERY = frozenset({"phone_call", "text", "email", "mail", "im", "push", "in_app", "web_portal", "visit"})
OWN_ADDRESS = re.compile(r"debt collector'?s?'? (return )?address( only)?", re.I)
AT_PLACE = re.compile(r"\b(?:at|to|on|my) (?:my )?(work|home|job|office|cell|mobile|landline)\b", re.I)
PLACES = {"job": "work", "office": "work", "cell": "mobile", "landline": "home"}


@dataclass(frozen=True)
class Refusal:
    """A medium that a person will not be contacted by; by one address, or one place, where they said so."""

    at: datetime | None
    media: frozenset[str]
    address: str | None = None
    place: str | None = None


def media_of(asked: Asked) -> dict[str, Any]:
    """Every fact about media and wording."""
    channel, said = asked.channel, asked.content
    refused = [each for each in refusals(asked) if _bars(asked, each)]
    body = said.get("body") or ""
    return {
        "opted_out": True if refused else (None if asked.unheard else False),
        "confirms_opt_out": bool(refused) and _confirms(asked, refused),
        "required_by_law": bool(REQUIRED.search(asked.purpose))
        or (said.get("kind") == "notice another law requires by mail" and channel == "mail"),
        "electronic": channel in ELECTRONIC,
        "opt_out_offered": simple_way(said.get("opt_out_notice")) if asked.action.get("content") is not None else None,
        "employer_mail": channel == "email" and asked.action.get("address") == "employer_provided",
        "employer_mail_used": _employer_mail_used(asked),
        "in_public": channel in ("postcard", "public_post", "social_media_public_post")
        or (channel == "mail" and marked(said.get("envelope") or "")),
        "anonymous": channel in CALLS and said.get("gives_own_name") is False and said.get("voicemail") is None,
        "unsaid": _unsaid(asked),
        "abusive": bool(ABUSES.search(body)) or bool(ABUSES.search(said.get("extra") or "")),
    }  # fmt: skip


def _unsaid(asked: Asked) -> bool:
    """A message whose wording speaks of a debt and nowhere of a debt collector (1006.18(e))."""
    body, kind = asked.content.get("body") or "", asked.content.get("kind") or ""
    written = asked.channel in (*ELECTRONIC, "mail") and asked.is_consumer(asked.party)
    exempt = kind.startswith(("notice ", "validation_notice", "payment_confirmation"))
    return written and not exempt and bool(DEBT.search(body)) and not SAYS_COLLECTOR.search(body)


def marked(envelope: str) -> bool:
    """Whether an envelope says more than where it comes from, or a name that tells of collection."""
    words = OWN_ADDRESS.sub("", envelope)
    return bool(DEBT_ON_COVER.search(words) or SHOWS_COLLECTION.search(words))


def simple_way(notice: str | None) -> bool:
    """A reply or a link; no letter, call or bare website, no fee, and nothing asked beyond the wish (1006.6(e))."""
    return bool(notice and SIMPLE_WAY.search(notice) and not ASKS_MORE.search(notice))


def refusals(asked: Asked) -> Iterator[Refusal]:
    """Every medium that was refused and not taken up again since."""
    for each in asked.stated_of("channel_opt_out"):
        media = media_refused(f"{each.get('text') or ''} {each.get('how') or ''}")
        found = Refusal(each.get("ts"), frozenset(media) or EVERY, place=each.get("place"))
        if not _resumed(asked, found):
            yield found
    for each in asked.stated_of("statement"):
        if STOP.search(each.get("text") or "") and media_named(each.get("text") or ""):
            yield _refusal(each.get("ts"), each.get("text") or "", None, None)
    for each in asked.words:
        timed = window_in(each["text"]) and TIMED_WISH.search(each["text"])
        if STOP.search(each["text"]) and not timed and not is_refusal(asked, each):
            found = _refusal(each["ts"], each["text"], each["channel"], each.get("address"))
            if each["party"] == asked.party and not _resumed(asked, found):
                yield found


def is_refusal(asked: Asked, event: Record) -> bool:
    """Whether a record asks in writing that all contact cease, or refuses to pay (1006.6(c)(1))."""
    text = event.get("text") or ""
    accepted = event["channel"] not in ELECTRONIC or event.get("collector_accepts_medium") is not False
    some = ONLY_BY.search(text) and "pay" not in text.lower()
    return event in asked.written and bool(CEASE.search(text)) and not some and accepted


def _refusal(at: datetime | None, text: str, channel: str | None, address: str | None) -> Refusal:
    """A medium that is named counts before the one that was used; a bare STOP is of the address it came from."""
    media = frozenset(media_refused(text)) or frozenset({channel or ""})
    at_place = AT_PLACE.search(text)
    place = PLACES.get(at_place[1].lower(), at_place[1].lower()) if at_place else None
    bare = not media_refused(text) and not CEASE.search(text)
    here = bare or (HERE.search(text) and channel in media)
    return Refusal(at, media, address if here and place is None else None, place)


def _resumed(asked: Asked, refusal: Refusal) -> bool:
    """Taken up again: the person later agreed to the medium, or wrote START by it."""
    for each in asked.ours:
        if (refusal.at is not None and each["ts"] <= refusal.at) or each["direction"] != "inbound":
            continue
        agreed = media_named((each.get("consent_given") or {}).get("scope") or "")
        if refusal.media != EVERY and refusal.media & agreed:
            return True
        if each["channel"] in refusal.media and RESUME.search(each.get("text") or "") and refusal.media != EVERY:
            return True
    return False


def _bars(asked: Asked, refusal: Refusal) -> bool:
    channel = "phone_call" if asked.channel == "voicemail" else asked.channel
    label = asked.action.get("address")
    if channel not in refusal.media:
        return False
    if refusal.place is not None:
        return asked.place == refusal.place or label is None or label.startswith(refusal.place)
    return refusal.address is None or label is None or refusal.address == label


def _confirms(asked: Asked, refused: list[Refusal]) -> bool:
    """One electronic message that says nothing but that the wish was heard (1006.14(h)(2)(i))."""
    body, said = asked.content.get("body") or "", asked.content
    bare = (
        bool(CONFIRMS_OPT_OUT.search(body))
        and not (DEBT.search(body) or PITCHES.search(body))
        and not said.get("extra")
    )
    last = max((each.at for each in refused if each.at is not None), default=None)
    sent = any(
        each["direction"] == "outbound" and each["channel"] == asked.channel and last is not None and each["ts"] > last
        for each in asked.ours
    )
    return asked.channel in ELECTRONIC and bare and not sent


def _employer_mail_used(asked: Asked) -> bool:
    """The consumer wrote from the employer's address about the debt (1006.22(f)(3))."""
    return any(
        each["channel"] == "email" and each.get("address") == "employer_provided" and asked.about(each)
        for each in asked.written
    )


def used_by(asked: Asked, records: list[Record], channel: str) -> list[Record]:
    """What the consumer wrote about these debts by a medium, from the address of this act."""
    label = asked.action.get("address")
    return [
        each for each in records
        if each["channel"] == channel and each["direction"] == "inbound" and same_address(each, label)
        and asked.about(each) and each.get("about_debt") is not False and asked.is_consumer(each["party"])
        and not STOP.search(each.get("text") or "")
    ]  # fmt: skip
