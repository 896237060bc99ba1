"""What every question about an account shares: strict fields, amounts, rates and days, and the form of a refusal."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, ValidationError

from duly.core.interest import NotARate, rate_of_bp

AMOUNT_MOST = 10**13  # minor units, of one amount: sums of a thousand of them still fit in 64 bits
RATE_MOST_BP = 100_000  # 1,000 % a year

Question = TypeVar("Question", bound="Asked")


class Asked(BaseModel):
    """A part of a question: unknown fields, other types and silent conversions are refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Refused(ValueError):
    """A question that cannot be answered: where, what stands there, why, and what would be accepted."""

    def __init__(self, path: str, value: object, message: str, accepted: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path, self.value, self.message, self.accepted = path, value, message, accepted

    def told(self) -> dict[str, Any]:
        """The refusal as one JSON object."""
        return {
            "error": {"path": self.path, "value": self.value, "message": self.message, "accepted": self.accepted},
        }


RATE = re.compile(r"[0-9]{1,6}(\.[0-9]{1,4})?")


def _rate(value: Any) -> int | str:
    is_text = isinstance(value, str) and RATE.fullmatch(value)
    if not is_text and (not isinstance(value, int) or isinstance(value, bool)):
        raise NotARate("不是以基点写的利率 is no rate in basis points")
    bp: int | str = value
    if rate_of_bp(bp) > rate_of_bp(RATE_MOST_BP):
        raise NotARate(f"不是 0 到 {RATE_MOST_BP} 个基点 is not 0 to {RATE_MOST_BP} basis points")
    return bp


Amount = Annotated[int, Field(ge=0, le=AMOUNT_MOST, description="整数最小货币单位（分） whole minor units")]
PositiveAmount = Annotated[int, Field(ge=1, le=AMOUNT_MOST, description="整数最小货币单位（分） whole minor units")]
RateBp = Annotated[
    int | str,
    PlainValidator(_rate),
    Field(description='年利率，基点：720，或 "948.22" yearly rate in basis points: 720, or "948.22"'),
]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$", description="ISO 4217 货币代码 currency code")]
Day = Annotated[date, Field(ge=date(1970, 1, 1), le=date(2199, 12, 31), description="YYYY-MM-DD")]
Id = Annotated[str, Field(min_length=1, max_length=200)]


def asked(model: type[Question], given: Any) -> Question:
    """Read a question that has been parsed from JSON. Raises Refused, naming the first place that is wrong."""
    try:
        return model.model_validate_json(json.dumps(given))
    except ValidationError as wrong:
        raise _refused(wrong, given) from None


def parsed(text: str) -> Any:
    """One JSON value. Raises Refused for what is no JSON, and for a name that is given twice in one object."""
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as broken:
        if isinstance(broken, Refused):
            raise
        raise Refused("$", text[:80], f"不是 JSON not JSON: {broken}", "一个 JSON 对象 one JSON object") from None


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for name, value in pairs:
        if name in read:
            raise Refused(name, value, "同名字段出现两次 the field is given twice", "每个字段一次 each field once")
        read[name] = value
    return read


def _no_number(text: str) -> Any:
    raise Refused("$", text, "不是数 not a number", "整数，或文本形式的小数 whole numbers, or decimals as text")


def _refused(wrong: ValidationError, given: Any) -> Refused:
    """The first fault; where a value may be of several types, what each of them would accept."""
    faults = wrong.errors(include_url=False)
    path, value = _place(given, faults[0]["loc"])
    here = [one for one in faults if _place(given, one["loc"])[0] == path]
    accepted = list(dict.fromkeys(ACCEPTED.get(one["type"]) or _said(one["msg"]) for one in here))
    if isinstance(value, (dict, list)):
        value = f"{type(value).__name__} of {len(value)}"
    return Refused(path or "$", value, _said(faults[0]["msg"]), " | ".join(accepted))


def _said(message: str) -> str:
    return message.removeprefix("Value error, ")


def _place(given: Any, steps: Iterable[int | str]) -> tuple[str, Any]:
    """The path into what was given, and what stands there; a step that only names a type is left out."""
    path = ""
    for step in steps:
        if isinstance(given, dict):
            path, given = f"{path}.{step}".lstrip("."), given.get(step)
        elif isinstance(given, list) and isinstance(step, int):
            path, given = f"{path}[{step}]", given[step] if step < len(given) else None
    return path, given


ACCEPTED = {
    "missing": "必填 this field is required",
    "extra_forbidden": "没有这个字段 no such field; see docs/reference/account-json.md",
    "int_type": "整数 a whole number",
    "int_from_float": "整数 a whole number",
    "string_type": "文本 text",
    "bool_type": "true 或 or false",
    "date_type": "YYYY-MM-DD",
    "date_parsing": "YYYY-MM-DD",
    "date_from_datetime_inexact": "YYYY-MM-DD",
    "list_type": "数组 an array",
    "model_type": "对象 an object",
}
