"""What the desk refuses, as a page says it: beside its field, in one language, amounts as money."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from duly.core.sums import money
from duly.desk.objecting import Objected
from duly.nightly.sides import sides
from duly.nightly.words import Two
from duly.rules.account.asked import Refused
from duly.web.console import words

LIMIT = re.compile(r"([≤≥]) (\S+)")
LATIN, CHINESE = re.compile("[A-Za-z]{2}"), re.compile("[㐀-鿿]")
SUMS = {"amount", "amount_minor", *words.BUDGET}
SAME = {"amount_minor": "amount"}  # one field of a form, by two names
DATED = {"plan": "first_due_on", "settlement": "pay_by"}  # what a refusal of the whole change is about: its day
CODES = words.PARTS | words.GROUNDS | words.ROLES
WAYS = {
    "true": Two("请勾选", "tick it"), "1–": Two("从 1 起的整数", "a whole number from 1"),
    "1–200": Two("1 到 200 字", "1 to 200 characters"),
    "500 | 500.00": Two("例如 500 或 500.00", "for example 500 or 500.00"),
    "YYYY-MM-DD": Two("例如 2026-12-01", "for example 2026-12-01"),
}  # fmt: skip


class Spoken(NamedTuple):
    """One refusal; `label` is what the form calls the field, `way` what would be taken."""

    field: str
    label: Two | None
    message: Two
    way: Two | None


Faults = dict[str, list[Spoken]]


def spoken(refused: Refused, currency: str, form: str = "") -> Faults:
    """Every objection by the field it stands beside; under "" what is about no field."""
    every = refused.objections if isinstance(refused, Objected) else (refused,)
    return by_field(_one(one, currency, form) for one in every)


def said(text: str) -> Faults:
    """A refusal that is about no field."""
    return by_field([Spoken("", None, Two(*sides(text)), None)])


def by_field(every: Iterable[Spoken]) -> Faults:
    found: Faults = {}
    for one in every:
        found.setdefault(one.field, []).append(one)
    return found


def _one(refused: Refused, currency: str, form: str) -> Spoken:
    field = refused.path.rpartition(".")[2]
    field = DATED.get(form, field) if field == "change" else SAME.get(field, field)
    label: Mapping[str, Two] = words.FIELDS
    named = label.get(field)
    return Spoken(
        "" if named is None else field, named, Two(*sides(refused.message)), _way(refused.accepted, field, currency)
    )


def _way(accepted: str, field: str, currency: str) -> Two | None:
    """What would be taken, in words; nothing where only a program could read it."""
    if accepted in WAYS:
        return WAYS[accepted]
    if limit := LIMIT.fullmatch(accepted):
        return _limit(limit[1], limit[2], field, currency)
    codes = accepted.split(" | ")
    if all(one in CODES for one in codes):
        named = [CODES[one] for one in codes]
        return Two("、".join(one.zh for one in named), ", ".join(one.en for one in named))
    zh, en = sides(accepted)
    return Two(zh, en) if accepted and (CHINESE.search(zh) or not LATIN.search(zh)) else None


def _limit(sign: str, most: str, field: str, currency: str) -> Two:
    if field in SUMS and most.isdigit():
        if most == "0" and sign == "≤":
            return Two("这一项没有所欠，没有可减的", "nothing of it is owed")
        most = money(int(most), currency)
    zh, en = {"≤": ("至多", "at most"), "≥": ("至少", "at least")}[sign]
    if sign == "≥" and "-" in most:
        zh, en = "不早于", "not before"
    return Two(f"{zh} {most}", f"{en} {most}")
