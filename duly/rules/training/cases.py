"""The situations that the course asks about, and the words it asks in. Answers stand nowhere: the judge gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from duly.core.day import CONTACT_ZONE
from duly.rules.compliance import Contact
from duly.rules.compliance.cn.facts import SAID
from duly.rules.results import Words

WORDS = "words"  # the chapter whose situations are sentences


@dataclass(frozen=True, slots=True)
class Case:
    """A contact that somebody would make; `facts` are those that differ from the ordinary."""

    id: str
    chapter: str
    limit: str  # its path: what it is about
    contact: Contact
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sentence:
    """Something that somebody would say to a borrower, in Chinese, as it is said."""

    id: str
    text: str


def _read(name: str) -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load(files("duly.rules.training").joinpath(name).read_text("utf-8"))
    return told


TEXTS: dict[str, dict[str, Words]] = {
    part: {code: Words(*pair) for code, pair in told.items()}
    for part, told in (_read("words.yaml") | {"values": SAID}).items()
}
CHAPTERS = TEXTS["chapters"]
LETTERED = frozenset(TEXTS["values"])  # values that there is a word for


@cache
def cases() -> dict[str, Case]:
    """Every contact of the course, by id."""
    return {
        one["id"]: Case(one["id"], chapter, one["id"].split("/")[0], _contact(one["contact"]), one["facts"])
        for chapter, of_it in _told()["contacts"].items()
        for one in of_it
    }


@cache
def sentences() -> dict[str, Sentence]:
    """Every sentence of the course, by id."""
    return {one["id"]: Sentence(one["id"], one["text"]) for one in _told()["sentences"]}


@cache
def ordinary() -> dict[str, Any]:
    """The facts of a contact that nobody objects to."""
    told: dict[str, Any] = _told()["ordinary"]
    return told


@cache
def _told() -> dict[str, Any]:
    return _read("cases.yaml")


def _contact(told: Mapping[str, str]) -> Contact:
    at = datetime.strptime(told["at"], "%Y-%m-%d %H:%M").replace(tzinfo=CONTACT_ZONE)
    return Contact(**{**told, "at": at})  # type: ignore[arg-type]
