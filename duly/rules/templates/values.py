"""The typed variables of all templates, and their values as people read them.

One vocabulary serves every template: `total` is money wherever it stands, so no wording can give it a new meaning.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from duly.core.day import CONTACT_ZONE, NotADay, parse_day
from duly.core.money import Money
from duly.rules.templates.faults import BadTemplate, TemplateRefused
from duly.rules.templates.held import LANGUAGES, held, keys
from duly.rules.words import Context, check

CURRENCIES = {  # of a hundred minor units each
    "CNY": "元", "USD": "美元", "HKD": "港元", "EUR": "欧元", "GBP": "英镑", "TWD": "新台币元",
}  # fmt: skip
LONGEST = 2000  # what a text may take when its variable names no length of its own
_MONTHS = (  # of the page, whatever the machine's locale
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_LETTER = (
    r"A-Za-zÀ-ÖØ-öø-ɏ\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"  # no script that looks like Latin
)
_LINK = re.compile(r"://|www\.|[a-z0-9-]\.(?:[a-z]{2,}|中国)|@[a-z]", re.IGNORECASE)
_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b", re.ASCII)
_NUMBER = re.compile(r"(?:\d[ -]?){6,}|[零〇一二三四五六七八九]{6,}")
_PLAIN = re.compile(rf"[{_LETTER}0-9 ,.;:!?'\"()&/%+\-·、，。；：！？“”‘’（）《》—…]*")
_NAME = re.compile(rf"[{_LETTER}]+(?:(?:[·' -]|\. )[{_LETTER}]+)*\.?")
_INSTITUTION = re.compile(rf"[{_LETTER}0-9][{_LETTER}0-9 &·'()（）,-]*\.?")


@dataclass(frozen=True, slots=True)
class Variable:
    """One name of the vocabulary: its type, what it means, examples, and how long a text may be."""

    name: str
    type: str
    zh: str
    en: str
    example: Mapping[str, Any]  # by language
    longest: int


@cache
def vocabulary() -> Mapping[str, Variable]:
    """Every variable a template may use, by name."""
    return {name: _variable(name, one) for name, one in held("variables.yaml").items()}


def _variable(name: str, given: Any) -> Variable:
    where = f"variables.yaml: {name}"
    one = keys(given, where, ("type", "zh", "en", "example"), ("longest",))
    if one["type"] not in TYPES:
        raise BadTemplate(f"{where}: type: {one['type']!r} 不是 is none of {', '.join(TYPES)}")
    example = one["example"]
    spoken = isinstance(example, dict) and set(example) == set(LANGUAGES)
    longest = one.get("longest", LONGEST)
    return Variable(name, one["type"], one["zh"], one["en"],
                    example if spoken else dict.fromkeys(LANGUAGES, example), longest)  # fmt: skip


def from_json(variable: Variable, given: Any) -> Any:
    """A value as it stands in a file: money as {minor, currency}, days and instants as ISO text; the rest as it is.

    Raises TemplateRefused, naming the variable.
    """
    try:
        if variable.type == "money" and isinstance(given, dict) and set(given) == {"minor", "currency"}:
            return Money(given["minor"], given["currency"])
        if variable.type == "day" and isinstance(given, str):
            return parse_day(given)
        if variable.type == "instant" and isinstance(given, str):
            return datetime.fromisoformat(given)
    except (NotADay, ValueError):
        raise _refused(variable, f"{given!r} 读不懂", "cannot be read") from None
    return given


def shown(variable: Variable, value: Any, language: str, domains: Collection[str] = ()) -> str:
    """A value as a person reads it in a language. Raises TemplateRefused where it is not exactly of its type."""
    return TYPES[variable.type](variable, value, language, domains)


def _refused(variable: Variable, zh: str, en: str) -> TemplateRefused:
    return TemplateRefused(variable.name, f"{variable.zh}：{zh}", f"({variable.en}: {en})")


def _money(variable: Variable, value: Any, language: str, _: Collection[str]) -> str:
    if not isinstance(value, Money) or type(value.minor) is not int:
        raise _refused(variable, "须为最小货币单位的整数和币种", "must be whole minor units with a currency")
    if value.currency not in CURRENCIES:
        raise _refused(variable, f"币种须为 {'、'.join(CURRENCIES)}", f"the currency is one of {', '.join(CURRENCIES)}")
    if value.minor < 0:
        raise _refused(variable, "金额不得为负", "an amount is not below zero")
    whole, part = divmod(value.minor, 100)
    amount = f"{whole:,}.{part:02d}"
    return f"{amount}{CURRENCIES[value.currency]}" if language == "zh" else f"{value.currency} {amount}"


def _day(variable: Variable, value: Any, language: str, _: Collection[str]) -> str:
    if type(value) is not date:
        raise _refused(variable, "须为日期", "must be a day")
    return _dated(value, language)


def _dated(day: date, language: str) -> str:
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _instant(variable: Variable, value: Any, language: str, _: Collection[str]) -> str:
    """On the clock of contact in mainland China, which is named."""
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise _refused(variable, "须为带时区的时刻", "must be an instant with its zone")
    try:
        local = value.astimezone(CONTACT_ZONE)
    except OverflowError:
        raise _refused(variable, "超出日历", "lies outside the calendar") from None
    zone = "（北京时间）" if language == "zh" else " (Beijing time)"
    return f"{_dated(local.date(), language)}{' ' if language == 'zh' else ', '}{local:%H:%M}{zone}"


def _text(variable: Variable, value: Any, *_: Any) -> str:
    text = _clean(variable, value)
    if not _PLAIN.fullmatch(text):
        raise _refused(variable, "含有标记或不常用的符号", "holds markup or an unusual sign")
    if _NUMBER.search(_DATE.sub("", text)):
        raise _refused(variable, "号码须放在号码变量里", "a number to call or pay to belongs in a variable of its own")
    return text


def _name(variable: Variable, value: Any, *_: Any) -> str:
    text = _clean(variable, value, by_sound=False, addressee="contact")  # who may read it owes nothing
    if not _NAME.fullmatch(text):
        raise _refused(variable, "姓名只含文字、空格和间隔号", "a name holds letters, spaces and separators only")
    return text


def _institution(variable: Variable, value: Any, *_: Any) -> str:
    text = _clean(variable, value)
    if not _INSTITUTION.fullmatch(text) or _NUMBER.search(text):
        raise _refused(
            variable, "机构名称只含文字、数字和括号", "an institution's name holds letters, digits and brackets"
        )
    return text


def _clean(variable: Variable, value: Any, *, by_sound: bool = True, addressee: str = "debtor") -> str:
    """Text of one line without hidden characters, braces, links or forbidden words."""
    if not isinstance(value, str) or not value.strip() or value != value.strip():
        raise _refused(variable, "须为文字，首尾无空格", "must be text without blanks around it")
    if len(value) > variable.longest:
        raise _refused(variable, f"最多 {variable.longest} 字", f"holds {variable.longest} characters at most")
    if any(unicodedata.category(one)[0] in "CM" or one in "\u2028\u2029" for one in value):
        raise _refused(variable, "含有换行或不可见字符", "holds a line break or a hidden character")
    plain = unicodedata.normalize("NFKC", value)
    if _LINK.search(plain.replace("。", ".")):
        raise _refused(variable, "不得夹带链接", "may not carry a link")
    if (heard := check(value, Context(addressee=addressee), by_sound=by_sound)).flag:
        raise _refused(variable, f"含有禁用语“{heard.findings[0].words}”", "holds forbidden words")
    return value


def _shaped(pattern: str, zh: str, en: str) -> Callable[..., str]:
    shape = re.compile(pattern, re.ASCII)

    def shaped(variable: Variable, value: Any, *_: Any) -> str:
        if not isinstance(value, str) or not shape.fullmatch(value):
            raise _refused(variable, zh, en)
        return value

    return shaped


def _count(variable: Variable, value: Any, *_: Any) -> str:
    if type(value) is not int or not 0 <= value <= 100_000:
        raise _refused(variable, "须为不为负的整数", "must be a whole number, not below zero")
    return str(value)


def _official_url(variable: Variable, value: Any, language: str, domains: Collection[str]) -> str:
    """An https address below one of the official domains, with a plain path and nothing else."""
    if not isinstance(value, str) or not re.fullmatch(r"https://[a-z0-9.-]+(?:/[A-Za-z0-9_-]+)*/?", value, re.ASCII):
        raise _refused(
            variable, "须为 https 开头的完整网址，不带参数", "must be a whole https address without parameters"
        )
    host = urlsplit(value).hostname or ""
    if len(value) > 100 or not any(host == one or host.endswith(f".{one}") for one in domains):
        known = ", ".join(sorted(domains)) or "无 none"
        raise _refused(variable, f"{host} 不在官方域名之列", f"is under none of the official domains: {known}")
    return value


TYPES: Mapping[str, Callable[..., str]] = {
    "money": _money,
    "day": _day,
    "instant": _instant,
    "text": _text,
    "name": _name,
    "institution": _institution,
    "phone": _shaped(r"\+?\d(?:-?\d){2,18}", "须为电话号码", "must be a phone number of digits and hyphens"),
    "official_url": _official_url,
    "digits": _shaped(r"\d{4}", "只给末四位数字", "gives the last four digits, no more"),
    "code": _shaped(r"[A-Za-z0-9][A-Za-z0-9-]{1,30}", "须为编号", "must be a number of letters, digits and hyphens"),
    "count": _count,
}
