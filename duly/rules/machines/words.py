"""What a reader sees for a noun, its states and its events, in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from duly.core.machine import Machine
from duly.law.strict import read
from duly.rules.machines import MACHINES


class BrokenWords(ValueError):
    """The words do not fit the machines; the text names where and what is missing or too much."""


class Word(NamedTuple):
    """One thing, in both languages."""

    zh: str
    en: str


class Words(NamedTuple):
    """The words of one noun."""

    noun: Word
    states: dict[str, Word]
    events: dict[str, Word]


@cache
def words() -> dict[str, Words]:
    """The words of every machine, by noun."""
    return load(files("duly.rules.machines").joinpath("words.yaml").read_text("utf-8"))


def load(text: str, machines: Iterable[Machine] = MACHINES) -> dict[str, Words]:
    """Read the words strictly. Raises BrokenWords, or BadLaw for what is not readable."""
    told = read(text, name="words.yaml")
    wanted = {machine.noun: machine for machine in machines}
    _same("words.yaml", told, wanted)
    return {noun: _of(machine, told[noun]) for noun, machine in wanted.items()}


def _of(machine: Machine, told: Any) -> Words:
    _same(machine.noun, told, ("noun", "states", "events"))
    _same(f"{machine.noun}: states", told["states"], machine.states)
    _same(f"{machine.noun}: events", told["events"], {event for _, event in machine.moves})
    return Words(
        _word(machine.noun, told["noun"]),
        *({str(name): _word(name, one) for name, one in told[part].items()} for part in ("states", "events")),
    )


def _same(where: str, told: Any, wanted: Iterable[str]) -> None:
    found, there = set(told) if isinstance(told, dict) else set(), {str(one) for one in wanted}
    if found != there:
        raise BrokenWords(
            f"{where}: 缺少 lacks {sorted(there - found) or '–'}，多出 has besides {sorted(found - there) or '–'}"
        )


def _word(name: str, told: Any) -> Word:
    if not isinstance(told, list) or len(told) != 2 or not all(isinstance(one, str) and one for one in told):
        raise BrokenWords(f"{name}: 请写 write [中文, English]")
    return Word(*told)
