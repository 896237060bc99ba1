"""The try-it page: prepared questions with the answers that the judge gives now, in one file that asks nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from duly.law import load
from duly.law.strict import read
from duly.nightly.report import page_of
from duly.nightly.words import Two
from duly.rules.compliance.wire import answer
from duly.rules.words import check

VERDICTS = {
    "allow": ("放行", "Allowed"),
    "warn": ("放行，有提示", "Allowed, with a remark"),
    "review": ("须人工复核", "A person decides"),
    "requires": ("须先具备条件", "Blocked until it exists"),
    "deny": ("拒绝", "Refused"),
    "not_applicable": ("不适用", "Does not apply"),
}
FORCES = {
    "LAW": ("法律法规", "statute"), "RULE": ("监管规章", "regulator's rule"), "STD": ("国家标准", "national standard"),
    "ASSN": ("行业自律", "association guideline"), "P": ("本机构规定，非法律", "house rule, not law"),
    "STATUTE": ("美国法律", "US statute"), "REGULATION": ("美国联邦法规", "US federal regulation"),
    "COMMENT": ("官方解释", "official interpretation"), "STATE": ("州法", "State law"),
    "GUIDANCE": ("监管手册", "regulator's handbook"),
}  # fmt: skip
CERTAINTIES = {
    "Q": ("原文核对", "wording seen"), "S": ("二手来源", "secondary source"), "R": ("待核实", "not verified"),
    "P": ("自定", "our own default"), "quoted": ("原文核对", "wording seen"),
    "secondary": ("二手来源", "secondary source"), "recalled": ("待核实", "not verified"),
}  # fmt: skip
PACKS = {"us": "us-regf", "uk": "uk"}  # of a topic that asks of another place than the mainland
_TOLD = re.compile(r"(.*[\u3000-\u9fff\uff00-\uffef])\s+([^\u4e00-\u9fff]+)", re.DOTALL)


def render() -> str:
    """Write the page as one HTML text that asks for nothing outside itself."""
    return page_of(
        "duly.nightly.tryit",
        "page",
        asked=asked(),
        topics={name: Two(*said) for name, said in _prepared()["topics"].items()},
        heard=heard(),
        verdicts={code: Two(*said) for code, said in VERDICTS.items()},
        versions={name: load(name).version for name in _prepared()["base"]},
        forces={code: Two(*said) for code, said in FORCES.items()},
        certainties={code: Two(*said) for code, said in CERTAINTIES.items()},
    )


def asked() -> list[dict[str, Any]]:
    """Every prepared question with its variations, each with its JSON and what the judge answers to it."""
    return [
        {
            "id": f"q{no}",
            "topic": each["topic"],
            "said": Two(each["zh"], each["en"]),
            "tries": [
                {"label": label, "question": question, "told": told, "explained": list(map(_two, told["explanation"]))}
                for label, question in variations(each)
                for told in (answer(question),)
            ],
        }
        for no, each in enumerate(_prepared()["questions"], 1)
    ]


def heard() -> list[dict[str, Any]]:
    """Every prepared sentence with what is wrong with it: marked, explained, and what may be said instead."""
    return [{"text": text, "marked": _marked(text), "found": check(text).findings} for text in _prepared()["sentences"]]


@cache
def _prepared() -> dict[str, Any]:
    name = "questions.yaml"
    return read(files(__package__).joinpath(name).read_text("utf-8"), name=name)


def variations(each: Mapping[str, Any]) -> Iterator[tuple[Two, dict[str, Any]]]:
    """A question with each of its variations: what differs, in words, and the whole question."""
    base = _prepared()["base"][PACKS.get(each["topic"], "cn")]
    plain = {**base, "facts": _laid(base["facts"], each.get("set", {}))}
    now = plain["facts"]["action"]["ts"]
    for minute in each.get("minutes", ()):
        yield Two(minute, minute), _with(plain, {"action": {"ts": f"{now[:11]}{minute}{now[16:]}"}})
    for day in each.get("days", ()):
        yield Two(day, day), _with(plain, {"action": {"ts": f"{day}T{each['at']}{now[16:]}"}})
    for number in each.get("calls", ()):
        calls = [_call(plain, each["outcome"], 0, hour) for hour in range(9, 9 + number)]
        yield Two(f"已有 {number} 次", f"{number} so far"), _with(plain, {"events": calls})
    for number in each.get("week", ()):
        calls = [_call(plain, each["outcome"], days, 10) for days in range(number)]
        yield Two(f"已有 {number} 次", f"{number} so far"), _with(plain, {"events": calls})
    for days in each.get("talked", ()):
        calls = [_call(plain, "conversation", days, 10)]
        yield Two(f"{days} 天前", f"{days} days ago"), _with(plain, {"events": calls})
    for zh, en, changed in each.get("try", ()):
        yield Two(zh, en), _with(plain, changed)
    if not set(each) & {"minutes", "days", "calls", "week", "talked", "try"}:
        yield Two("这样做", "As it stands"), plain


def _with(question: Mapping[str, Any], changed: Mapping[str, Any]) -> dict[str, Any]:
    return {**question, "facts": _laid(question["facts"], changed)}


def _laid(under: Any, over: Any) -> Any:
    """Objects are merged, everything else is replaced."""
    if not (isinstance(under, Mapping) and isinstance(over, Mapping)):
        return deepcopy(over)
    return {**deepcopy(dict(under)), **{key: _laid(under.get(key), value) for key, value in over.items()}}


def _call(question: Mapping[str, Any], outcome: str, days: int, hour: int) -> dict[str, Any]:
    """An earlier call to the same person, some days before the question, by the hour."""
    facts = question["facts"]
    at = facts["action"]["ts"]
    day = date.fromisoformat(at[:10]) - timedelta(days=days)
    talked = outcome == "conversation"
    call = {
        "ts": f"{day}T{hour:02d}:00:00{at[19:]}", "channel": "phone_call", "direction": "outbound", "party": "P1",
        "debts": ["D1"], "collector": facts["collector"]["id"], "outcome": outcome,
    }  # fmt: skip
    of_china = {"address": "N1", "actor": "human", "mode": "interactive", "answered": talked, "effective": talked}
    return call | (of_china if question["pack"] == "cn" else {})


def _two(said: str) -> Two:
    parted = _TOLD.fullmatch(said)
    return Two(*parted.groups()) if parted else Two(said, said)


def _marked(text: str) -> Markup:
    """The sentence with every span that a rule objects to marked; spans that overlap are marked as one."""
    said, at = Markup(), 0
    inside = {place for one in check(text).findings for place in range(one.start, one.end)}
    while at < len(text):
        end = next((place for place in range(at, len(text)) if (place in inside) != (at in inside)), len(text))
        said += Markup("<mark>{}</mark>").format(text[at:end]) if at in inside else text[at:end]
        at = end
    return said
