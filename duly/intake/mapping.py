"""A lender's mapping: how the files of one lender are read; written once in YAML, checked strictly, kept."""

from __future__ import annotations

import fnmatch
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from duly.book.contract import BY_NAME
from duly.core.mendable import Mendable
from duly.core.table import Kind, Table
from duly.intake import dates
from duly.intake.headers import meaning
from duly.intake.text import ENCODINGS
from duly.store import files

UNITS = {Kind.MONEY: ("yuan", "fen"), Kind.RATE: ("percent", "bp")}


class BadMapping(Mendable, ValueError):
    """A mapping that cannot be followed."""


@dataclass(frozen=True, slots=True)
class TableMap:
    """How one table is made from a file. Keys of `names` are the lender's words, of all others ours."""

    table: str
    names: dict[str, str] = field(default_factory=dict)
    templates: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    enums: dict[str, dict[str, str]] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    dates: dict[str, tuple[str, ...]] = field(default_factory=dict)
    when: str = ""  # a column of the lender; a row without a value there makes no row of this table

    @property
    def known(self) -> Table:
        return BY_NAME[self.table]


@dataclass(frozen=True, slots=True)
class FileMap:
    """Which tables come from files whose name matches."""

    match: str
    tables: tuple[TableMap, ...] = ()
    ignore: tuple[str, ...] = ()
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """How the files of one lender are read."""

    files: tuple[FileMap, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    zone: str = ""
    thousands: bool = False
    parentheses: bool = False
    dates: tuple[str, ...] = ()
    instants: tuple[str, ...] = ()
    source: str = ""  # the YAML itself, kept with the batch

    def file(self, name: str) -> FileMap | None:
        """The first entry whose pattern fits a file name."""
        return next((entry for entry in self.files if fnmatch.fnmatchcase(name, entry.match)), None)

    def dates_for(self, kind: Kind) -> tuple[str, ...]:
        return {Kind.DATE: self.dates, Kind.INSTANT: self.instants}.get(kind, ())


def load(path: Path) -> Mapping:
    """Read a mapping.

    Raises BadMapping, naming the key and what is accepted.
    """
    try:
        words = path.read_text("utf-8")
    except FileNotFoundError:
        raise BadMapping(
            f"{path}: 没有这个映射文件 there is no mapping at this place; write one, or leave the option out"
        ) from None
    except UnicodeDecodeError:
        raise BadMapping(f"{path.name}: 不是 UTF-8，请另存为 UTF-8 is not UTF-8; save it as UTF-8") from None
    return parse(words, name=path.name)


def choose(folder: Path, lender: str | None, path: Path | None) -> Mapping | None:
    """The mapping of a file, else the one kept for a lender, else none.

    Raises BadMapping.
    """
    if path is not None:
        return load(path)
    return load(_kept(folder, lender)) if lender else None


def keep(folder: Path, lender: str, mapping: Mapping | None) -> None:
    """Keep a mapping for the next files of a lender."""
    if mapping is not None:
        folder.mkdir(parents=True, exist_ok=True)
        files.write_text(_kept(folder, lender), mapping.source, point="intake.mapping")


def _kept(folder: Path, lender: str) -> Path:
    if not re.fullmatch(r"[A-Za-z0-9_\-\u4e00-\u9fff]{1,64}", lender):
        raise BadMapping(
            f"{lender!r}: 不能作为机构映射的名称，请用 1–64 个文字、数字、- 或 _ "
            "cannot name a lender's mapping; use 1–64 letters, digits, - and _"
        )
    return folder / f"{lender}.yaml"


def parse(words: str, *, name: str) -> Mapping:
    """Read a mapping from YAML.

    Raises BadMapping.
    """
    try:
        value = yaml.load(words, Loader=_Strict)
    except yaml.YAMLError as error:
        raise BadMapping(f"{name}: 不是 YAML is not YAML: {' '.join(str(error).split())}") from error
    top = _keys(
        value, name, ("files",), ("encoding", "delimiter", "zone", "thousands", "parentheses", "dates", "instants")
    )
    made = Mapping(
        tuple(
            _file(entry, f"{name}: files[{place}]") for place, entry in enumerate(_list(top["files"], f"{name}: files"))
        ),
        _one_of(top.get("encoding", ""), ("", *ENCODINGS), f"{name}: encoding"),
        _one_of(top.get("delimiter", ""), ("", ",", "\t", ";", "|"), f"{name}: delimiter"),
        _zone(top.get("zone", ""), name),
        _truth(top.get("thousands", False), f"{name}: thousands"),
        _truth(top.get("parentheses", False), f"{name}: parentheses"),
        _forms(top.get("dates", []), f"{name}: dates"),
        _forms(top.get("instants", []), f"{name}: instants"),
        words,
    )
    if made.instants and not made.zone:
        raise BadMapping(
            f"{name}: 时刻没有写时差，请用 zone 写明时区 "
            "instants are given without an offset, so zone must say whose clock, for example Asia/Shanghai"
        )
    return made


def _file(value: Any, where: str) -> FileMap:
    entry = _keys(value, where, ("match", "tables"), ("ignore", "sheet"))
    tables = _list(entry["tables"], f"{where}: tables")
    return FileMap(
        _words(entry["match"], f"{where}: match"),
        tuple(_table(table, f"{where}: tables[{place}]") for place, table in enumerate(tables)),
        tuple(
            _words(word, f"{where}: ignore") for word in _list(entry.get("ignore", []), f"{where}: ignore", empty=True)
        ),
        _words(entry.get("sheet", "-"), f"{where}: sheet") if "sheet" in entry else "",
    )


def _table(value: Any, where: str) -> TableMap:
    entry = _keys(value, where, ("table",), ("names", "templates", "constants", "enums", "units", "dates", "when"))
    table = BY_NAME[_one_of(entry["table"], tuple(BY_NAME), f"{where}: table")]

    def ours(key: str) -> dict[str, Any]:
        found = _dict(entry.get(key, {}), f"{where}: {key}")
        for word in found:
            if meaning(table, word) is None:
                raise _no_column(f"{where}: {key}", table.name, word)
        return found

    names = _dict(entry.get("names", {}), f"{where}: names")
    for theirs, word in names.items():
        if meaning(table, _words(word, f"{where}: names: {theirs}")) is None:
            raise _no_column(f"{where}: names: {theirs}", table.name, word)
    units = {}
    for word, unit in ours("units").items():
        column = table.column(word)
        units[word] = _one_of(unit, UNITS.get(column.kind, ()), f"{where}: units: {word}")
    return TableMap(
        table.name,
        names,
        {word: _words(pattern, f"{where}: templates: {word}") for word, pattern in ours("templates").items()},
        {word: _words(constant, f"{where}: constants: {word}") for word, constant in ours("constants").items()},
        {
            word: {
                k: _words(v, f"{where}: enums: {word}: {k}") for k, v in _dict(pairs, f"{where}: enums: {word}").items()
            }
            for word, pairs in ours("enums").items()
        },
        units,
        {word: _forms(forms, f"{where}: dates: {word}") for word, forms in ours("dates").items()},
        _words(entry["when"], f"{where}: when") if "when" in entry else "",
    )


def _no_column(where: str, table: str, word: str) -> BadMapping:
    there = ", ".join(column.name for column in BY_NAME[table].columns)
    return BadMapping(f"{where}: {table} 没有列 {word!r}，可用 has no column {word!r}; it has: {there}")


class _Strict(yaml.SafeLoader):
    """YAML in which every scalar is the text that was written, and no key stands twice."""


def _pairs(loader: _Strict, node: yaml.MappingNode) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node)
        if key in made:
            raise yaml.constructor.ConstructorError(None, None, f"键重复 key {key!r} stands twice", key_node.start_mark)
        made[key] = loader.construct_object(value_node, deep=True)
    return made


_Strict.yaml_implicit_resolvers = {}
_Strict.add_constructor("tag:yaml.org,2002:map", _pairs)


def _keys(value: Any, where: str, required: tuple[str, ...], optional: tuple[str, ...]) -> dict[str, Any]:
    found = _dict(value, where)
    for key in found:
        if key not in required + optional:
            there = ", ".join(required + optional)
            raise BadMapping(f"{where}: 没有这个键 unknown key {key!r}; 可用 accepted: {there}")
    for key in required:
        if key not in found:
            raise BadMapping(f"{where}: 缺少 {key} is missing")
    return found


def _dict(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadMapping(f"{where}: 应为若干行“键: 值” is not a set of `key: value` lines")
    return value


def _list(value: Any, where: str, *, empty: bool = False) -> list[Any]:
    if not isinstance(value, list) or not (value or empty):
        raise BadMapping(f"{where}: 应为至少一项的列表 is not a list with at least one entry")
    return value


def _words(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BadMapping(f"{where}: 是空的，请写文字 is empty; write a text")
    return value


def _one_of(value: Any, accepted: tuple[str, ...], where: str) -> str:
    if value not in accepted:
        there = ", ".join(filter(None, accepted)) or "无 nothing"
        raise BadMapping(f"{where}: {value!r} 不被接受 is not accepted; 可用 accepted: {there}")
    return str(value)


def _truth(value: Any, where: str) -> bool:
    if value not in (True, False, "true", "false"):
        raise BadMapping(f"{where}: {value!r} 不是真假值 is neither true nor false")
    return value in (True, "true")


def _zone(value: Any, name: str) -> str:
    try:
        return ZoneInfo(value).key if value else ""
    except (ZoneInfoNotFoundError, ValueError, TypeError):
        raise BadMapping(
            f"{name}: zone {value!r} 不是时区，例如写 is no time zone; write for example Asia/Shanghai"
        ) from None


def _forms(value: Any, where: str) -> tuple[str, ...]:
    forms = tuple(_words(form, where) for form in _list(value, where, empty=True))
    try:
        for form in forms:
            dates.pattern(form)
        dates.refuse_ambiguous(forms)
    except dates.BadForm as bad:
        raise BadMapping(f"{where}: {bad}") from None
    return forms
