"""Read the data of this package strictly: no unknown key, no key twice, nothing guessed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from importlib.resources import files
from typing import Any

from duly.law import strict
from duly.law.strict import BadLaw
from duly.rules.templates.faults import BadTemplate

LANGUAGES = ("zh", "en")


def held(name: str) -> dict[str, Any]:
    """The contents of one file that stands beside this module."""
    return read(files("duly.rules.templates").joinpath(name).read_text("utf-8"), name)


def read(text: str, name: str) -> dict[str, Any]:
    """Read a mapping. Raises BadTemplate with the file and the line."""
    try:
        return strict.read(text, name=name)
    except BadLaw as bad:
        raise BadTemplate(f"无法读取 not accepted: {bad}") from None


def keys(given: Any, name: str, required: Collection[str], optional: Collection[str] = ()) -> Mapping[str, Any]:
    """The mapping itself where it has all required keys and no unknown one. Raises BadTemplate."""
    if not isinstance(given, dict):
        raise BadTemplate(f"{name}: 应为键值 write keys: {', '.join([*required, *optional])}")
    if unknown := [str(key) for key in given if key not in {*required, *optional}]:
        accepted = ", ".join([*required, *optional])
        raise BadTemplate(f"{name}: 未知的键 unknown key: {', '.join(unknown)}；可用 accepted: {accepted}")
    if lacking := [key for key in required if given.get(key) in (None, "", [], {})]:
        raise BadTemplate(f"{name}: 缺少 missing: {', '.join(lacking)}")
    return given
