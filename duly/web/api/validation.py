"""Why a field does not have the shape that the API wants, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

WORDS: Mapping[str, tuple[str, str, str, str]] = {  # kind of error: why, and what would be taken
    "missing": ("缺少", "is missing", "请补上", "give it"),
    "extra_forbidden": ("没有这个字段", "is no field of this request", "请去掉", "leave it out"),
    "json_invalid": ("不是 JSON", "is no JSON", "写成 JSON", "write JSON"),
    "uuid_parsing": ("不是编号", "is no id", "写成 UUID", "write a UUID"),
    "uuid_type": ("不是编号", "is no id", "写成 UUID", "write a UUID"),
    "string_type": ("不是文字", "is no text", "写成字符串", "write a string"),
    "string_unicode": ("不是文字", "is no text", "写成 UTF-8 文字", "write UTF-8 text"),
    "string_too_short": ("太短", "is too short", "至少 {min_length} 字", "at least {min_length} characters"),
    "string_too_long": ("太长", "is too long", "至多 {max_length} 字", "at most {max_length} characters"),
    "string_pattern_mismatch": (
        "写法不对",
        "is not written as it has to be",
        "须符合 {pattern}",
        "must match {pattern}",
    ),
    "literal_error": ("没有这个值", "is none of the values", "可用：{expected}", "one of {expected}"),
    "enum": ("没有这个值", "is none of the values", "可用：{expected}", "one of {expected}"),
    "bool_type": ("不是真假值", "is neither true nor false", "写 true 或 false", "write true or false"),
    "bool_parsing": ("不是真假值", "is neither true nor false", "写 true 或 false", "write true or false"),
    "int_type": ("不是整数", "is no whole number", "写成整数", "write a whole number"),
    "int_parsing": ("不是整数", "is no whole number", "写成整数", "write a whole number"),
    "int_from_float": ("不是整数", "is no whole number", "写成整数", "write a whole number"),
    "greater_than_equal": ("太小", "is too small", "不小于 {ge}", "at least {ge}"),
    "less_than_equal": ("太大", "is too large", "不大于 {le}", "at most {le}"),
    "list_type": ("不是列表", "is no list", "写成 JSON 数组", "write a JSON array"),
    "too_short": ("太少", "has too few", "至少 {min_length} 项", "at least {min_length}"),
    "too_long": ("太多", "has too many", "至多 {max_length} 项", "at most {max_length}"),
    "model_attributes_type": ("不是对象", "is no object", "写成 JSON 对象", "write a JSON object"),
    "model_type": ("不是对象", "is no object", "写成 JSON 对象", "write a JSON object"),
    "date_from_datetime_parsing": ("不是日期", "is no day", "写成 YYYY-MM-DD", "write YYYY-MM-DD"),
    "date_parsing": ("不是日期", "is no day", "写成 YYYY-MM-DD", "write YYYY-MM-DD"),
    "date_type": ("不是日期", "is no day", "写成 YYYY-MM-DD", "write YYYY-MM-DD"),
}
OTHERWISE = ("不能接受", "cannot be taken", "见接口文档", "see the reference of the API")


def words_of(error: Mapping[str, Any]) -> tuple[str, str, str, str, str]:
    """The field, why it is refused, and what would be taken; the value that was sent is not repeated."""
    place = [one for one in error["loc"] if one not in ("body", "query", "path", "header")]
    field = ".".join(str(one) for one in (place[1:] if place[:1] == ["asked"] else place)) or "body"
    given = {name: str(value) for name, value in (error.get("ctx") or {}).items()}
    zh, en, way_zh, way_en = WORDS.get(error["type"], OTHERWISE)
    return field, zh, en, way_zh.format_map(given), way_en.format_map(given)
