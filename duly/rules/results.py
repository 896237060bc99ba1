"""What can come of a contact: result codes in two levels, what each sets in motion, and the step that must follow.

The codes, their words and their effects are a house default; `results.yaml` is theirs to read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


class Does(StrEnum):
    """What a result sets in motion, in the transaction that records it."""

    NONE = "none"
    PROMISE = "promise"
    AGAIN = "again"
    HOLD_HARDSHIP = "hold_hardship"
    HOLD_CARE = "hold_care"
    HOLD_DECEASED = "hold_deceased"
    DISPUTE_PAID = "dispute_paid"
    DISPUTE_AMOUNT = "dispute_amount"
    DISPUTE_NOT_MINE = "dispute_not_mine"
    COMPLAINT = "complaint"
    NO_MORE_CALLS = "no_more_calls"
    WRONG_NUMBER = "wrong_number"
    OUT_OF_SERVICE = "out_of_service"
    THIRD_REFUSES = "third_refuses"
    COOL_DOWN = "cool_down"
    NO_MORE_VISITS = "no_more_visits"


ASKED = ("loan", "amount", "due_on", "topic", "again_at")


@dataclass(frozen=True, slots=True)
class Words:
    """One code in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class ResultCode:
    """One result: the group that fits it, what it asks for and does, and what must follow."""

    code: str
    group: str
    words: Words
    does: Does
    next: str
    asks: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The first level; `came` is what the carrier must have said, or nobody knows.

    `heard` is the outcome in the judge's words, where it is not that of the code; `at_a_door` is for visits alone.
    """

    words: Words
    came: str
    heard: str = ""
    at_a_door: bool = False
    only_for: str = ""  # a role of whom the contact went to: a contact person owes nothing and agrees to nothing
    not_for: tuple[str, ...] = ()

    def fits(self, came: str | None, role: str) -> bool:
        """Whether it can have come of a contact to a person of that role, "" being the borrower."""
        return came in (None, self.came) and self.only_for in ("", role) and role not in self.not_for


@cache
def _told() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load(files("duly.rules").joinpath("results.yaml").read_text("utf-8"))
    return told


def _words(told: Mapping[str, str]) -> Words:
    return Words(told["zh"], told["en"])


def groups() -> dict[str, Group]:
    """The first level, in order."""
    return {
        code: Group(
            _words(told), told["came"], told.get("heard", ""), told.get("at_a_door", False), told.get("only_for", ""),
            tuple(told.get("not_for", ())),
        )
        for code, told in _told()["groups"].items()
    }  # fmt: skip


def talked_to_them(code: str) -> bool:
    """Whether a result says that the borrower themselves was spoken with, on a line or at a door."""
    group = groups()[results()[code].group]
    return group.heard in ("conversation", "met_debtor") and not group.only_for


@cache
def results() -> dict[str, ResultCode]:
    """The second level, in order. Raises ValueError where the table names what there is not."""
    made = {
        code: ResultCode(
            code, told["group"], _words(told), Does(told["does"]), told["next"],
            tuple(told.get("asks", ())), tuple(told.get("signals", ())),
        )
        for code, told in _told()["results"].items()
    }  # fmt: skip
    for one in made.values():
        if one.group not in _told()["groups"] or one.next not in _told()["next"] or not set(one.asks) <= set(ASKED):
            raise ValueError(f"results.yaml: {one.code} names a group, a step or a field that there is not")
    return made


def steps() -> dict[str, Words]:
    """The steps that may have to follow."""
    return {code: _words(told) for code, told in _told()["next"].items()}


def reasons() -> dict[str, Words]:
    """Why somebody is behind, as they said it."""
    return {code: _words(told) for code, told in _told()["reasons"].items()}


RESULTS: tuple[str, ...] = tuple(_told()["results"])
