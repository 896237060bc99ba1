"""What an entry of the record says, for a reader: each thing by its name, a code in words, an amount as one.

What cannot be named shows itself; the entry as it was hashed stands in the evidence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from duly.core.day import CONTACT_ZONE
from duly.nightly.evidence.words import CODES, TABLES
from duly.nightly.sides import sides
from duly.nightly.words import Two
from duly.rules.authority import authority
from duly.rules.machines.words import words
from duly.rules.unmasking import BY_WORD
from duly.web.console.words import WORDS

UNNAMED = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}")  # a random id, a hash
OF_NOBODY = ("use", "lapse")  # moves whose reason nobody types
TYPED = ("because", "purpose", "text", "why")  # by somebody: never taken apart
SHORT = 8
SWITCHED = {"on": Two("开通", "on"), "off": Two("关闭", "off"), "invited": Two("本人邀请", "invited by the borrower")}
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d[0-9:.]*(Z|[+-]\d\d:\d\d)")


class Said(NamedTuple):
    """One thing of an entry; `whole` where only its beginning is shown."""

    name: str
    words: Two
    shown: Two
    whole: str


def told(said: Mapping[str, Any]) -> list[Said]:
    """Everything that an entry says, in its order."""
    return [_said(name, _moved(said, name) or value) for name, value in said.items()]


def _moved(said: Mapping[str, Any], name: str) -> Two | None:
    """What a code is called for what the entry speaks of: a look's purpose, a noun's move, what two persons decide."""
    value, machines = str(said[name]), words()
    if name == "because" and said.get("event") in OF_NOBODY:
        return Two(*sides(value))
    if name == "visits" and value in SWITCHED:
        return SWITCHED[value]
    if name == "scopes":
        return _joined([WORDS["rights"].get(one, Two(one, one)) for one in said[name]])
    if name == "purpose" and value in WORDS["looks"]:
        return WORDS["looks"][value]
    if name == "purpose" and value in BY_WORD:
        return Two(BY_WORD[value].zh, BY_WORD[value].en)
    if name == "subject" and value in TABLES:
        return Two(*TABLES[value])
    if name == "kind" and "approval" in said and (matter := authority().kinds.get(value)):
        return Two(matter.zh, matter.en)
    for noun in sorted(said.keys() & machines.keys()):
        called = machines[noun]
        if word := {"event": called.events, "state": called.states}.get(name, {}).get(value):
            return Two(*word)
    return None


def _said(name: str, value: Any) -> Said:
    if isinstance(value, str) and UNNAMED.fullmatch(value):
        return Said(name, _name(name), Two(value[:SHORT], value[:SHORT]), value)
    return Said(name, _name(name), _shown(name, value), "")


def _name(name: str) -> Two:
    if found := WORDS["entry"].get(name):
        return found
    return Two(*TABLES.get(name, (name.replace("_", " "),) * 2))


def _shown(name: str, value: Any) -> Two:
    if isinstance(value, Two):
        return value
    if isinstance(value, bool):
        return Two("是", "yes") if value else Two("否", "no")
    if isinstance(value, Mapping):
        parts = [(_name(str(each)), _shown(str(each), one)) for each, one in value.items()]
        return _joined([Two(*(f"{key} {what}" for key, what in zip(*part, strict=True))) for part in parts])
    if isinstance(value, list):
        return _joined([_shown(name, one) for one in value])
    if isinstance(value, int) and name.endswith("_minor"):
        return Two(*[f"{value / 100:,.2f}"] * 2)
    if isinstance(value, int) and name.endswith("_bp"):
        return Two(*[f"{value / 100:g} %"] * 2)
    if isinstance(value, str) and INSTANT.fullmatch(value):
        at = datetime.fromisoformat(value).astimezone(CONTACT_ZONE)
        return Two(*[f"{at:%Y-%m-%d %H:%M}"] * 2)
    if isinstance(value, str) and value in CODES:
        return Two(*CODES[value])
    if value is None:
        return Two("—", "—")
    return Two(str(value), str(value)) if name in TYPED else Two(*sides(str(value)))


def _joined(parts: list[Two]) -> Two:
    return Two("、".join(one.zh for one in parts) or "—", ", ".join(one.en for one in parts) or "—")
