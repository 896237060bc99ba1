"""What the house would do for one borrower: ordered rows as data, the first that holds decides."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import md5
from importlib import resources
from typing import Any

import yaml

from duly.core.mendable import Mendable

Value = str | int | bool | None

FACTS = {  # name → type; the band is unknown where nobody is late
    "deceased": bool,
    "hardship": bool,
    "dispute": bool,
    "complaint": bool,
    "plan_kept": bool,
    "promise": bool,
    "cease": bool,
    "hold": bool,
    "payment_unclear": bool,
    "reachable": bool,
    "app": bool,
    "contact_person": bool,
    "dpd": int,
    "overdue_minor": int,
    "bucket": str,
    "band": str,
    "arm": str,
}
TREATMENTS = ("leave_in_peace", "offer_relief", "remind", "call", "restore_contact")
PURPOSES = ("collect", "remind", "service", "ask_contact", "relay")
POINTS = 10_000  # a borrower's place among all, 0–9999


class BrokenTreatmentTable(Mendable, ValueError):
    """A treatment table that does not say what it should; the text names the row and what is accepted."""


@dataclass(frozen=True, slots=True)
class Test:
    """One cell: a fact, an operator, a value."""

    fact: str
    operator: str
    value: Any

    def holds(self, case: Mapping[str, Value]) -> bool:
        """Whether the fact is known and fits."""
        known = case[self.fact]
        return known is not None and OPERATORS[self.operator](known, self.value)


OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "is": operator.eq,
    "in": lambda known, values: known in values,
    "less than": operator.lt,
    "at least": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row, known by its English name.

    `reason` says why somebody is left in peace; `channel` and `template` what is planned otherwise.
    """

    name: str
    zh: str
    when: tuple[Test, ...]
    then: str
    reason: str | None = None
    channel: str | None = None
    template: str | None = None

    @property
    def id(self) -> str:
        return self.name.replace(" ", "_").replace(",", "")


@dataclass(frozen=True, slots=True)
class Arms:
    """Who is treated how for comparison: by stable hash, for good."""

    salt: str
    holdout_bp: int
    challenger_bp: int

    def of(self, borrower_id: str) -> str:
        """The arm of a borrower: the first 32 bits of md5(salt + id), modulo 10,000."""
        point = int(md5((self.salt + borrower_id).encode(), usedforsecurity=False).hexdigest()[:8], 16) % POINTS
        if point < self.holdout_bp:
            return "holdout"
        return "challenger" if point < self.holdout_bp + self.challenger_bp else "champion"


@dataclass(frozen=True, slots=True)
class Template:
    """What an approved wording is for: its purpose, whom it speaks to, over which kinds of address, best first."""

    purpose: str
    to: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TreatmentTable:
    name: str
    rows: tuple[Row, ...]
    arms: Arms
    hours: Mapping[str, tuple[int, int]]  # channel → minutes of the day [from, to)
    templates: Mapping[str, Template]

    def decide(self, case: Mapping[str, Value]) -> Row:
        """The first row that holds for the facts of one borrower."""
        return next(row for row in self.rows if all(test.holds(case) for test in row.when))


def load(text: str | None = None) -> TreatmentTable:
    """Read a treatment table strictly; the house's own where no text is given.

    Raises BrokenTreatmentTable, naming the row, what is wrong and what is accepted.
    """
    if text is None:
        text = resources.files("duly.rules").joinpath("treatment.yaml").read_text("utf-8")
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as broken:
        raise BrokenTreatmentTable(f"处置表不是 YAML the treatment table is not YAML: {broken}") from broken
    if not isinstance(raw, dict) or set(raw) != {"name", "arms", "hours", "templates", "rows"}:
        raise BrokenTreatmentTable(
            "处置表恰好有这些键 a treatment table has exactly the keys: name, arms, hours, templates, rows"
        )
    rows = tuple(_row(one) for one in raw["rows"] or ())
    if not rows or rows[-1].when:
        raise BrokenTreatmentTable("末行须总是成立 the last row must hold always: `when: {}`")
    if len({row.id for row in rows}) != len(rows):
        raise BrokenTreatmentTable("两行同名，名称须唯一 two rows carry the same name; a row is known by its name")
    hours = {channel: _window(channel, window) for channel, window in raw["hours"].items()}
    templates = {name: _template(name, one) for name, one in raw["templates"].items()}
    for row in rows:
        if row.then != "leave_in_peace" and (row.channel not in hours or row.template not in templates):
            raise BrokenTreatmentTable(
                f"row {row.name!r}: 渠道须有时段，模板须在 templates 下 "
                "its channel needs hours, its template a line under templates"
            )
    return TreatmentTable(raw["name"], rows, _arms(raw["arms"]), hours, templates)


def _row(raw: Any) -> Row:
    if not isinstance(raw, dict) or not isinstance(raw.get("row"), str):
        raise BrokenTreatmentTable(f"每行须有 row 名称 a row needs a name under `row`: {raw!r}")
    name = raw["row"]
    if extra := set(raw) - {"row", "zh", "when", "then", "reason", "channel", "template"}:
        raise BrokenTreatmentTable(f"row {name!r}: 未知的键 has the unknown key {', '.join(sorted(extra))}")
    if not isinstance(raw.get("zh"), str):
        raise BrokenTreatmentTable(f"row {name!r}: 缺中文名 needs its Chinese name under `zh`")
    if raw.get("then") not in TREATMENTS:
        raise BrokenTreatmentTable(
            f"row {name!r}: then {raw.get('then')!r}: 须为其一 `then` is one of {', '.join(TREATMENTS)}"
        )
    leaves = raw["then"] == "leave_in_peace"
    if leaves != bool(raw.get("reason")) or leaves == bool(raw.get("channel") and raw.get("template")):
        raise BrokenTreatmentTable(
            f"row {name!r}: leave_in_peace 须有 reason，其余须有 channel 与 template "
            "leave_in_peace needs a reason, all else a channel and a template"
        )
    tests = tuple(_test(name, fact, cell) for fact, cell in (raw.get("when") or {}).items())
    return Row(name, raw["zh"], tests, raw["then"], raw.get("reason"), raw.get("channel"), raw.get("template"))


def _test(row: str, fact: str, cell: Any) -> Test:
    if fact not in FACTS:
        raise BrokenTreatmentTable(
            f"row {row!r}: 没有事实 {fact!r}，可用 asks for {fact!r}; known facts are {', '.join(FACTS)}"
        )
    if not isinstance(cell, dict) or len(cell) != 1 or next(iter(cell)) not in OPERATORS:
        raise BrokenTreatmentTable(
            f"row {row!r}, {fact}: 写一个比较和值 write one of {', '.join(OPERATORS)} with a value"
        )
    how, value = next(iter(cell.items()))
    values = value if how == "in" else [value]
    if not isinstance(values, list) or not values or any(type(one) is not FACTS[fact] for one in values):
        raise BrokenTreatmentTable(f"row {row!r}, {fact} {how}: {value!r} 类型不符 is not {FACTS[fact].__name__}")
    return Test(fact, how, tuple(values) if how == "in" else value)


def _arms(raw: Any) -> Arms:
    try:
        arms = Arms(**raw)
    except TypeError as broken:
        raise BrokenTreatmentTable(
            "arms: 恰好有这些键 has exactly the keys salt, holdout_bp, challenger_bp"
        ) from broken
    if not 0 < arms.holdout_bp <= arms.holdout_bp + arms.challenger_bp <= POINTS:
        raise BrokenTreatmentTable(
            "arms: 对照组长期保留，至少 1 bp，合计至多 10000 bp "
            "the hold-out is permanent, so at least 1 bp; the shares stay within 10000 bp"
        )
    return arms


def _template(name: str, raw: Any) -> Template:
    try:
        template = Template(raw["purpose"], raw["to"], tuple(raw["kinds"]))
    except (TypeError, KeyError) as broken:
        raise BrokenTreatmentTable(f"template {name!r}: 写作 write {{purpose: …, to: …, kinds: [mobile]}}") from broken
    if template.purpose not in PURPOSES or template.to not in ("borrower", "contact") or not template.kinds:
        raise BrokenTreatmentTable(
            f"template {name!r}: 目的须为 purpose is one of {', '.join(PURPOSES)}; "
            "给本人或联系人 to borrower or contact"
        )
    return template


def _window(channel: str, raw: Any) -> tuple[int, int]:
    try:
        opens, closes = (int(raw[edge][:2]) * 60 + int(raw[edge][3:]) for edge in ("from", "to"))
    except (TypeError, KeyError, ValueError) as broken:
        raise BrokenTreatmentTable(f'hours of {channel}: 写作 write {{from: "10:00", to: "20:00"}}, quoted') from broken
    if not 0 <= opens < closes <= 1440:
        raise BrokenTreatmentTable(
            f"hours of {channel}: from 早于 to，在同一天 `from` comes before `to`, within one day"
        )
    return opens, closes
