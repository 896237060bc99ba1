"""YAML read without guessing: no key twice, no bare time, no float, nothing that is not plainly what it says."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import yaml

from duly.core.day import NotADay, parse_day
from duly.core.mendable import Mendable

_TIME = re.compile(r"\d{1,2}:\d{2}(:\d{2})?")


class BadLaw(Mendable, ValueError):
    """A file of the law that cannot be read as it stands. The message names file, key and what is accepted."""


def read(text: str, *, name: str) -> dict[str, Any]:
    """Read one file as a mapping. Keys that are days become dates; every other key is text.

    Raises BadLaw.
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as broken:
        raise BadLaw(f"{name}: 不是 YAML not readable as YAML: {' '.join(str(broken).split())}") from None
    if not isinstance(node, yaml.MappingNode):
        what = "是空的 is empty" if node is None else "不是键值 holds no keys"
        raise BadLaw(f"{name}: {what}；请写成每行 write lines of `key: value`")
    value = _value(node, name)
    assert isinstance(value, dict)
    return value


def _value(node: yaml.Node, where: str) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, where)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, f"{where}[{position}]") for position, item in enumerate(node.value)]
    return _scalar(node, where)


def _mapping(node: yaml.MappingNode, where: str) -> dict[Any, Any]:
    read_so_far: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            raise BadLaw(
                f"{where}, line {key_node.start_mark.line + 1}: 键须是一个词或一天 a key is one word or one day"
            )
        key = _day(key_node, where) if key_node.tag.endswith(":timestamp") else key_node.value
        if key in read_so_far:
            raise BadLaw(f"{where}, line {key_node.start_mark.line + 1}: {key} 写了两次 is given twice; keep one")
        read_so_far[key] = _value(value_node, f"{where}: {key}")
    return read_so_far


def _scalar(node: yaml.Node, where: str) -> Any:
    text: str = node.value
    line = node.start_mark.line + 1
    if node.style is None and _TIME.fullmatch(text):  # type: ignore[attr-defined]
        raise BadLaw(
            f'{where}, line {line}: 时刻须加引号 a bare {text} is not a time in YAML; quote it: "{text.zfill(5)}"'
        )
    kind = node.tag.rsplit(":", 1)[-1]
    if kind == "str":
        return text
    if kind == "int" and re.fullmatch(r"-?(0|[1-9]\d*)", text):
        return int(text)
    if kind == "bool" and text in ("true", "false"):
        return text == "true"
    if kind == "null" and text in ("null", ""):
        return None
    if kind == "timestamp":
        return _day(node, where)
    raise BadLaw(
        f"{where}, line {line}: {text!r} 不被接受，请写文字、整数、日期、true、false 或 null "
        "is not accepted; write text, a whole number, a day, true, false or null"
    )


def _day(node: yaml.Node, where: str) -> date:
    try:
        return parse_day(node.value)
    except NotADay as not_a_day:
        raise BadLaw(f"{where}, line {node.start_mark.line + 1}: {not_a_day}") from None
