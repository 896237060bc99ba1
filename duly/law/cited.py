"""Where a limit stands, in one language at a time: the law keeps its own words, the house says its own in both."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from duly.law import strict

HOUSE = "本机构规定（非法律）", "House rule, not law"
UNCONFIRMED = "待核实", "unconfirmed"
_HOUSE, _UNCONFIRMED = f"{HOUSE[0]}{HOUSE[1]}：", f"（{UNCONFIRMED[0]} {UNCONFIRMED[1]}）"


def citation(references: tuple[str, ...], *, is_house: bool, is_recalled: bool) -> str:
    """Where it stands, as a decision keeps it; a house rule never reads as law, an unverified one says so."""
    text = "；".join(references)
    if is_house:
        return f"{_HOUSE}{text}"
    return f"{text}{_UNCONFIRMED}" if is_recalled else text


def reference(text: str) -> tuple[str, str]:
    """What one reference says in Chinese and in English; a law's own words are both."""
    chinese, english = _house()
    return chinese.get(text, text), english.get(text, text)


def citation_sides(kept: str) -> tuple[str, str]:
    """A citation that was kept, taken apart into its Chinese and its English."""
    if kept.startswith(_HOUSE):
        zh, en = _all(kept.removeprefix(_HOUSE))
        return f"{HOUSE[0]}：{zh}", f"{HOUSE[1]}: {en}"
    if kept.endswith(_UNCONFIRMED):
        law = kept.removesuffix(_UNCONFIRMED)
        return f"{law}（{UNCONFIRMED[0]}）", f"{law} ({UNCONFIRMED[1]})"
    return kept, kept


def _all(text: str) -> tuple[str, str]:
    """References in a row: a known one may hold the sign that stands between them."""
    if reference(text) != (text, text):
        return reference(text)
    both = [reference(one) for one in text.split("；")]
    return "；".join(zh for zh, _ in both), "; ".join(en for _, en in both)


@cache
def _house() -> tuple[dict[str, str], dict[str, str]]:
    """The Chinese of what is written in English, and the English of what is written in Chinese."""
    file = files("duly.law").joinpath("house_references.yaml")
    english: dict[str, str] = strict.read(file.read_text("utf-8"), name="house_references.yaml")
    return {en: zh for zh, en in english.items()}, english
