"""What tables, columns, values and kinds of value mean, in Chinese and in English."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

import yaml

from duly.core.table import Column, Kind, Table

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")

# How a value of each kind is written in a file.
FORMS: dict[Kind, dict[Lang, str]] = {
    Kind.ID: {"zh": "1–64 个字符：A–Z a–z 0–9 . _ - : /", "en": "1–64 of A–Z a–z 0–9 . _ - : /"},
    Kind.TEXT: {"zh": "任意文字，不含控制字符", "en": "any words, no control characters"},
    Kind.ENUM: {"zh": "所列值之一", "en": "one of the values listed"},
    Kind.MONEY: {
        "zh": "列名不带 _minor（或用中文列名）：元，如 1234.56；带 _minor：分，如 123456",
        "en": "under a name without _minor: major units, 1234.56; with _minor: whole minor units, 123456",
    },
    Kind.COUNT: {"zh": "整数", "en": "whole number"},
    Kind.RATE: {"zh": "整数基点，10000 = 100 %", "en": "whole basis points, 10000 = 100 %"},
    Kind.DATE: {"zh": "年-月-日，如 2026-10-01", "en": "YYYY-MM-DD"},
    Kind.INSTANT: {
        "zh": "带时区的时刻，如 2026-10-01T09:30:00+08:00",
        "en": "ISO 8601 with offset, 2026-10-01T09:30:00+08:00",
    },
    Kind.MINUTE: {"zh": "时:分，00:00–24:00", "en": "HH:MM, 00:00–24:00"},
    Kind.BOOL: {"zh": "true 或 false；空为不明", "en": "true or false; empty is unknown"},
    Kind.PHONE: {"zh": "电话号码，可带国家代码", "en": "digits with an optional country code"},
    Kind.PERSON_ID: {"zh": "18 位居民身份证号", "en": "18-digit resident identity number"},
    Kind.REGION: {"zh": "行政区划代码，2、4 或 6 位数字", "en": "administrative division, 2, 4 or 6 digits"},
    Kind.ADDRESS: {
        "zh": "号码、邮箱、账号或地点，视同行的类型而定",
        "en": "number, e-mail, account or place, by the kind of its row",
    },
}


def of_table(table: Table, lang: Lang) -> str:
    """What the table holds, in a sentence."""
    return table.en if lang == "en" else _zh()["tables"][table.name]


def of_column(table: Table, column: Column, lang: Lang) -> str:
    """What the column says, in a sentence."""
    columns = _zh()["columns"]
    return column.en if lang == "en" else columns.get(f"{table.name}.{column.name}") or columns[column.name]


def of_value(table: Table, column: Column, value: str, lang: Lang) -> str:
    """What a value of an enumerated column is called."""
    values = _zh()["values"]
    return value if lang == "en" else values.get(f"{table.name}.{column.name}.{value}") or values[value]


@cache
def _zh() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = yaml.safe_load((files(__package__) / "zh.yaml").read_text("utf-8"))
    return words
