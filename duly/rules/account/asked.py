"""What every question about an account shares: strict fields, amounts, rates and days, and the form of a refusal."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from math import isfinite
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, ValidationError

from duly.core.interest import NotARate, rate_of_bp

AMOUNT_MOST = 10**13  # minor units, of one amount: sums of a thousand of them still fit in 64 bits
RATE_MOST_BP = 100_000  # 1,000 % a year
SHOWN_MOST = 80  # characters of a value that is shown in a refusal

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
CODE, TURN = r"^[A-Z]{3}$", r"^(?:(?:past_due|due|in_advance)\.)?(?:penalty|fee|interest|principal)$"
Currency = Annotated[str, Field(pattern=CODE, description="ISO 4217 货币代码 currency code")]
Day = Annotated[date, Field(ge=date(1970, 1, 1), le=date(2199, 12, 31), description="YYYY-MM-DD")]
Id = Annotated[str, Field(min_length=1, max_length=200)]


def asked(model: type[Question], given: Any) -> Question:
    """Read a question that has been parsed from JSON. Raises Refused, naming the first place that is wrong."""
    try:
        return model.model_validate_json(json.dumps(given))
    except RecursionError:
        raise Refused("$", None, "嵌套过深 nested too deep", "一个 JSON 对象 one JSON object") from None
    except ValidationError as wrong:
        raise _refused(wrong, given) from None


def parsed(text: str) -> Any:
    """One JSON value. Raises Refused for what is no JSON, and for a name that is given twice in one object.

    Of an array the other items are still of use: the Refused stands in the place of the item.
    """
    try:
        read = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number, parse_float=_finite)
        if "\\u" in text:
            json.dumps(read, ensure_ascii=False, default=str).encode()  # refuses half of a surrogate pair
    except (ValueError, RecursionError) as broken:
        if isinstance(broken, Refused):
            raise
        raise Refused("$", _shown(text), f"不是 JSON not JSON: {broken}", "一个 JSON 对象 one JSON object") from None
    if isinstance(read, Refused):
        raise read
    return read


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any] | Refused:
    """An object, or the Refused that stands for it as a name in it, or further within, is given twice."""
    read: dict[str, Any] = {}
    for name, value in pairs:
        within = _within(name, value)
        if within is not None:
            return within
        if name in read:
            return Refused(
                _shown(name), _shown(value), "同名字段出现两次 the field is given twice", "每个字段一次 each field once"
            )
        read[name] = value
    return read


def _within(path: str, value: Any) -> Refused | None:
    if isinstance(value, Refused):
        return Refused(f"{path}.{value.path}", value.value, value.message, value.accepted)
    if isinstance(value, list):
        found = (_within(f"{path}[{at}]", one) for at, one in enumerate(value))
        return next((one for one in found if one is not None), None)
    return None


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        _no_number(text)
    return number


def _no_number(text: str) -> Any:
    raise Refused("$", text, "不是数 not a number", "整数，或文本形式的小数 whole numbers, or decimals as text")


def _refused(wrong: ValidationError, given: Any) -> Refused:
    """The first fault; where a value may be of several types, what each of them would accept."""
    faults = wrong.errors(include_url=False)
    path, value = _place(given, faults[0]["loc"])
    here = [one for one in faults if _place(given, one["loc"])[0] == path]
    said = [_words(one["type"], one.get("ctx", {}), one["msg"]) for one in here]
    accepted = list(dict.fromkeys(accepts for _, accepts in said))
    return Refused(path or "$", _shown(value), said[0][0], " | ".join(accepted))


def _place(given: Any, steps: Iterable[int | str]) -> tuple[str, Any]:
    """The path into what was given, and what stands there; a step that only names a type is left out."""
    path, steps = "", list(steps)
    for at, step in enumerate(steps):
        if isinstance(given, dict):
            if step not in given and at < len(steps) - 1:
                continue
            path, given = f"{path}.{step}".lstrip("."), given.get(step)
        elif isinstance(given, list) and isinstance(step, int):
            path, given = f"{path}[{step}]", given[step] if step < len(given) else None
    return path, given


def _shown(value: Any) -> Any:
    """What stands there, no longer than a person wants to read."""
    if isinstance(value, (dict, list)):
        return f"{type(value).__name__} of {len(value)}"
    if isinstance(value, str):
        value = value.encode(errors="replace").decode()
    long = isinstance(value, (str, int)) and len(str(value)) > SHOWN_MOST
    return f"{str(value)[:SHOWN_MOST]}…" if long else value


def _words(kind: str, limits: dict[str, Any], otherwise: str) -> tuple[str, str]:
    """What is wrong and what would be accepted, by the type of the error."""
    if isinstance(limits.get("error"), NotARate):
        kind = "rate"
    told, accepted = MESSAGES.get(kind, ("不被接受 not accepted: {otherwise}", "{otherwise}"))
    known = {**limits, "otherwise": limits.get("error", otherwise), "reads": READS.get(limits.get("pattern", ""), "")}
    return told.format(**known), accepted.format(**known)


READS = {  # a pattern is for programs: how a person reads it
    CODE: "三个大写字母，例如 three capital letters, for example CNY",
    TURN: (
        "penalty | fee | interest | principal，前面可加 or with before it past_due. | due. | in_advance.，"
        "例如 for example past_due.penalty"
    ),
}
NO_NUMBER = ("不是整数 not a whole number", "整数 a whole number")
NO_TEXT = ("不是文本 not text", "文本 text")
NO_DAY = ("不是日期 not a day", "YYYY-MM-DD")
TOO_LONG = "过多或过长 too many, or too long"
MESSAGES = {
    "missing": ("缺少 missing", "必填 this field is required"),
    "extra_forbidden": ("没有这个字段 no such field", "docs/reference/account-json.md"),
    "int_type": NO_NUMBER,
    "int_from_float": NO_NUMBER,
    "int_parsing": NO_NUMBER,
    "int_parsing_size": NO_NUMBER,
    "string_type": NO_TEXT,
    "bool_type": ("不是真假值 neither true nor false", "true | false"),
    "date_type": NO_DAY,
    "date_parsing": NO_DAY,
    "date_from_datetime_parsing": NO_DAY,
    "date_from_datetime_inexact": NO_DAY,
    "list_type": ("不是数组 not an array", "数组 an array"),
    "model_type": ("不是对象 not an object", "对象 an object"),
    "greater_than_equal": ("太小 too small", "≥ {ge}"),
    "less_than_equal": ("太大 too big", "≤ {le}"),
    "literal_error": ("没有这个值 no such value", "{expected}"),
    "string_pattern_mismatch": ("写法不符 not written so", "{reads}"),
    "string_too_short": ("太短 too short", "≥ {min_length}"),
    "string_too_long": (TOO_LONG, "≤ {max_length}"),
    "too_short": ("太少 too few", "≥ {min_length}"),
    "too_long": (TOO_LONG, "≤ {max_length}"),
    "json_invalid": ("嵌套过深 nested too deep", "一个 JSON 对象 one JSON object"),
    "rate": ("不是可用的利率 not a rate: {error}", '0–100000, 720 | "948.22"'),
}
