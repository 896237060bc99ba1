"""How an exam is held: drawn by lot from every chapter, so many right, so long, and when the next one may be begun."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

import yaml

from duly.law import Law
from duly.rules.training.cases import CHAPTERS
from duly.rules.training.questions import Question, questions


@dataclass(frozen=True, slots=True)
class Terms:
    """`exam.yaml`. `limit` is what the law asks; the numbers are defaults of the house."""

    limit: str
    per_chapter: int
    pass_bp: int
    minutes_most: int
    wait_days: int
    valid_months: int
    ahead_days: int

    def needed(self, asked: int) -> int:
        """How many of so many have to be right, rounded up."""
        return -(-asked * self.pass_bp // 10_000)

    def next_try(self, failed_on: date) -> date:
        """The first day of the next try."""
        return failed_on + timedelta(days=self.wait_days)

    def last_day(self, passed_on: date) -> date:
        """The last day on which a certificate of that exam holds."""
        year, month = divmod(passed_on.month - 1 + self.valid_months, 12)
        year, month = passed_on.year + year, month + 1
        day = min(passed_on.day, calendar.monthrange(year, month)[1])
        return date(year, month, day) - timedelta(days=1)


@cache
def terms() -> Terms:
    """The terms that are shipped."""
    told: dict[str, Any] = yaml.safe_load(files("duly.rules.training").joinpath("exam.yaml").read_text("utf-8"))
    return Terms(**told)


def drawn(seed: str, law: Law, by: Terms) -> list[Question]:
    """The questions of an exam: as many of each chapter, no situation twice. The same seed draws the same."""
    every = questions(law).values()
    return [one for chapter in CHAPTERS for one in _of_chapter(seed, chapter, every, by.per_chapter)]


def _of_chapter(seed: str, chapter: str, every: Iterable[Question], most: int) -> list[Question]:
    chosen: dict[str, Question] = {}
    for one in sorted((one for one in every if one.chapter == chapter), key=lambda one: _lot(seed, one.id)):
        chosen.setdefault(one.case, one)
    return list(chosen.values())[:most]


def _lot(seed: str, name: str) -> str:
    return sha256(f"{seed}:{name}".encode()).hexdigest()
