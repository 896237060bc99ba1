"""One limit of the law: its values by first day, where they stand, and how sure we are of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from duly.core.day import clock
from duly.core.mendable import Mendable
from duly.core.terms import Dated, Limited, Meaning
from duly.law import cited
from duly.law.strict import BadLaw

FORCES = {
    "statute": ("法律法规", "statute"),
    "rule": ("监管规章", "regulator's rule"),
    "standard": ("国家标准", "national standard"),
    "association": ("行业自律", "association guideline"),
    "us_statute": ("美国法律", "US statute"),
    "regulation": ("美国联邦法规", "US federal regulation"),
    "comment": ("官方解释", "official interpretation"),
    "state": ("州法", "State law"),
    "guidance": ("监管手册", "regulator's handbook"),
    "house": ("本机构规定", "house rule, not law"),
}
CERTAINTIES = {
    "quoted": ("原文核对", "wording of the clause seen"),
    "seen": ("二手来源", "seen in a secondary source"),
    "recalled": ("待核实", "recalled, not verified"),
    "ours": ("自定", "our own default"),
}
COUNTS = ("answered", "effective", "attempts", "texts", "pushes", "messages")
PER = ("creditor", "borrower", "number", "contact_person", "day", "week", "case")
ACROSS = ("lender", "agencies")

_REQUIRED = ("id", "title", "values", "norm", "force", "certainty", "reference", "checked", "lawyer_confirmed")
_OPTIONAL = ("clock", "counts", "per", "across", "note")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")


class NotYetInForce(Mendable, LookupError):
    """A limit was asked for on a day on which it has no value."""


@dataclass(frozen=True, slots=True, eq=False)
class Limit:
    """A dated, cited value. `values` are ascending by first day; None means no longer in force from that day."""

    path: str
    id: str
    zh: str
    en: str
    values: tuple[tuple[date, dict[str, Any] | None], ...]
    norm: str
    force: str
    certainty: str
    reference: tuple[str, ...]
    checked: date
    lawyer_confirmed: bool
    clock: str = ""
    counts: str = ""
    per: tuple[str, ...] = ()
    across: tuple[str, ...] = ()
    note: str = ""
    dated: dict[str, Dated] = field(default_factory=dict, repr=False)  # by part
    force_dated: Dated = field(kw_only=True, repr=False)  # whether it is in force

    @property
    def first_day(self) -> date:
        return self.values[0][0]

    @property
    def is_house(self) -> bool:
        return self.force == "house"

    @property
    def citation(self) -> str:
        """Where it stands; a house rule never reads as law, an unverified one says so."""
        return cited.citation(self.reference, is_house=self.is_house, is_recalled=self.certainty == "recalled")

    @property
    def citation_sides(self) -> tuple[str, str]:
        """The same in Chinese and in English; a law's own words stay as they are."""
        return cited.citation_sides(self.citation)

    @property
    def terms(self) -> Limited:
        """The values as terms of a condition."""
        return Limited(self.dated)

    def on(self, day: date) -> dict[str, Any]:
        """The values in force on a day: times as minutes, sets of words as tuples.

        Raises NotYetInForce for a day before the first value or after the limit ended.
        """
        if self.force_dated.on(day) is None:
            says = "ended before" if day >= self.first_day else f"is in force from {self.first_day}, not yet on"
            raise NotYetInForce(
                f"{self.path} ({self.id}): {day} 没有有效的限值 {says} {day}; judge with a law that covers the day"
            )
        return {part: dated.on(day) for part, dated in self.dated.items()}

    def shown_on(self, day: date) -> dict[str, str]:
        """The values as a person reads them; empty where not in force."""
        return {part: show(dated.meaning, dated.on(day)) for part, dated in self.dated.items()}


def show(meaning: Meaning, value: Any) -> str:
    """A value as a person reads it."""
    if value is None:
        return "不明"
    if meaning is Meaning.MINUTE:
        return clock(value) if 0 <= value <= 1440 else f"{value} min"
    if meaning is Meaning.TRUTH:
        return "是" if value else "否"
    return "、".join(value) if meaning is Meaning.WORDS else str(value)


def from_mapping(read: dict[str, Any], *, path: str, name: str) -> Limit:
    """Build a limit from the content of its file, refusing whatever is missing, unknown or of a wrong kind.

    Raises BadLaw.
    """
    accepted = _REQUIRED + _OPTIONAL
    unknown = ", ".join(sorted(map(str, set(read) - set(accepted))))
    _refuse_unless(not unknown, name, f"unknown key {unknown}; accepted: {', '.join(accepted)}")
    missing = [key for key in _REQUIRED if read.get(key) in (None, "", [], {})]
    _refuse_unless(not missing, name, f"{', '.join(missing)} is missing; every limit states {', '.join(_REQUIRED)}")
    title = read["title"]
    _refuse_unless(isinstance(title, dict) and set(title) == {"zh", "en"} and all(map(_is_text, title.values())),
                   name, "title is {zh: …, en: …}")  # fmt: skip
    for key, known in (("force", FORCES), ("certainty", CERTAINTIES)):
        _refuse_unless(read[key] in known, name, f"{key}: {read[key]!r} is none of {', '.join(known)}")
    _refuse_unless(_is_text(read["id"]) and _is_text(read["norm"]), name, "id and norm are text")
    _refuse_unless(isinstance(read["checked"], date), name, "checked is a day, YYYY-MM-DD")
    _refuse_unless(isinstance(read["lawyer_confirmed"], bool), name, "lawyer_confirmed is true or false")
    house = read["force"] == "house"
    ours = house == (read["certainty"] == "ours") == path.startswith("house")
    _refuse_unless(ours, name, "a house rule lies in law/house…, has force house and certainty ours; nothing else does")
    values = _values(read["values"], name)
    return Limit(
        path=path,
        id=read["id"],
        zh=title["zh"],
        en=title["en"],
        values=values,
        norm=read["norm"],
        force=read["force"],
        certainty=read["certainty"],
        reference=_texts(read["reference"], "reference", name),
        checked=read["checked"],
        lawyer_confirmed=read["lawyer_confirmed"],
        clock=read.get("clock", ""),
        note=read.get("note", ""),
        dated=_dated(path, values),
        force_dated=Dated(
            path, "", Meaning.TRUTH, tuple((day, None if parts is None else True) for day, parts in values)
        ),
        **_counting(read, name),
    )


def _counting(read: dict[str, Any], name: str) -> dict[str, Any]:
    """A number without its counting rule is half a rule: counts, per and across come together or not at all."""
    given = [key for key in ("counts", "per", "across") if key in read]
    if not given:
        return {}
    _refuse_unless(len(given) == 3, name, "a counting limit states counts, per and across, all three")
    _refuse_unless(read["counts"] in COUNTS, name, f"counts: {read['counts']!r} is none of {', '.join(COUNTS)}")
    per, across = _texts(read["per"], "per", name), _texts(read["across"], "across", name)
    _refuse_unless(set(per) <= set(PER), name, f"per lists some of {', '.join(PER)}")
    _refuse_unless(set(across) <= set(ACROSS), name, f"across lists some of {', '.join(ACROSS)}")
    return {"counts": read["counts"], "per": per, "across": across}


def _values(read: Any, name: str) -> tuple[tuple[date, dict[str, Any] | None], ...]:
    _refuse_unless(isinstance(read, dict) and all(isinstance(day, date) for day in read), name,
                   "values are given by first day: {2025-02-28: {…}}")  # fmt: skip
    days = list(read)
    _refuse_unless(days == sorted(days), name, f"values are not in order of day: {', '.join(map(str, days))}")
    values = tuple(
        (day, None if parts is None else _parts(parts, f"{name}: values: {day}")) for day, parts in read.items()
    )
    _refuse_unless(values[0][1] is not None, name, "the first value cannot be null; a limit begins by being in force")
    shapes = {
        tuple((part, _meaning(value)) for part, value in parts.items()) for _, parts in values if parts is not None
    }
    _refuse_unless(len(shapes) == 1, name, "every first day gives the same parts, of the same kinds")
    return values


def _parts(read: Any, name: str) -> dict[str, Any]:
    named = isinstance(read, dict) and all(re.fullmatch(r"[a-z][a-z0-9_]*", str(key)) for key in read)
    _refuse_unless(named, name, "a value is {part: …}, in lower-case names; {} where the text only forbids or requires")
    return {part: _part(value, f"{name}: {part}") for part, value in read.items()}


def _part(value: Any, name: str) -> Any:
    """A count, a time in minutes, or a set of words."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    if isinstance(value, str) and _TIME.fullmatch(value):
        return Minute(int(value[:2]) * 60 + int(value[3:]))
    if isinstance(value, list) and value and all(map(_is_text, value)) and len(set(value)) == len(value):
        return tuple(value)
    raise BadLaw(
        f"{name}: {value!r} 不被接受，请写整数、带引号的时刻或词的列表 "
        'is not accepted; write a whole number, a quoted time "HH:MM" or a list of words'
    )


class Minute(int):
    """A time of day, in minutes; apart from a count, which is a number too."""


def _meaning(value: Any) -> Meaning:
    if isinstance(value, Minute):
        return Meaning.MINUTE
    return Meaning.WORDS if isinstance(value, tuple) else Meaning.COUNT


def _dated(path: str, values: tuple[tuple[date, dict[str, Any] | None], ...]) -> dict[str, Dated]:
    first = values[0][1] or {}
    return {
        part: Dated(
            path,
            part,
            _meaning(sample),
            tuple((day, None if parts is None else _plain(parts[part])) for day, parts in values),
        )
        for part, sample in first.items()
    }


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, int) else value


def _texts(read: Any, key: str, name: str) -> tuple[str, ...]:
    _refuse_unless(
        isinstance(read, list) and bool(read) and all(map(_is_text, read)), name, f"{key} is a list of texts, not empty"
    )
    return tuple(read)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _refuse_unless(accepted: bool, name: str, why: str) -> None:
    if not accepted:
        raise BadLaw(f"{name}: {why}")
