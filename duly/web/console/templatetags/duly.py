"""Words in two languages, amounts, days and minutes, as a page shows them."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from duly.book.regions import cities, provinces
from duly.core.day import CONTACT_ZONE, clock
from duly.core.sums import money
from duly.desk.timeline import Happening
from duly.law.cited import reference
from duly.nightly.sides import sides
from duly.nightly.words import Two
from duly.rules.rights import Act, may
from duly.store.models import Attempt
from duly.web.console import entries, limits, words
from duly.web.happenings import Said, said

register = template.Library()
register.filter("money", money)
CHINESE = re.compile("[㐀-鿿]")


def is_english() -> bool:
    """Whether the page speaks English."""
    return (get_language() or "").startswith("en")


@register.simple_tag
def say(zh: str, en: str, one: str = "", **given: Any) -> SafeString:
    """One sentence, in the language of the page; {names} in it are filled and escaped.

    `one` is the English of a single thing, where {n} counts things.
    """
    said = zh if not is_english() else one if one and given.get("n") == 1 else en
    return format_html(said, **given) if given else conditional_escape(said)


@register.filter
def spoken(words: Any) -> str:
    """Words that carry both languages: a pair, or anything that has `zh` and `en`."""
    if isinstance(words, tuple):
        return str(words[is_english()])
    if isinstance(words, dict):
        return str(words["en" if is_english() else "zh"])
    return str(words.en if is_english() else words.zh)


@register.filter
def callee(attempt: Attempt) -> Two:
    """What a simulated callee says who says nothing of note: the same of the same attempt."""
    says = list(words.CALLEE.values())
    return says[attempt.id.int % len(says)]


@register.filter
def side(text: str) -> str:
    """One language of a text that says the same in Chinese and then in English."""
    return sides(text)[is_english()]


@register.filter
def uncoded(said: str) -> str:
    """What a rule says in the language of the page, with no code in its brackets."""
    return limits.in_words(said, int(is_english()))


@register.simple_tag
def ground(source: str, clause: str = "") -> SafeString:
    """What a rule stands on: a house default in the language of the page, the law in its own words."""
    zh, en = reference(", ".join(filter(None, (source, clause))))
    if zh != en:
        return conditional_escape(en if is_english() else zh)
    return format_html('<span lang="zh-Hans">{}</span>', " · ".join(filter(None, (source, clause))))


@register.filter
def written(text: str) -> SafeString:
    """A name or a text as somebody wrote it; Chinese says that it is, for whoever has the page read out."""
    return format_html('<span lang="zh-Hans">{}</span>', text) if CHINESE.search(text) else conditional_escape(text)


@register.filter
def reasons(told: dict[str, Any]) -> list[tuple[dict[str, str], str]]:
    """Each rule that spoke in an answer, with what it said."""
    return list(zip(told["rules"], told["explanation"], strict=False))


@register.filter
def local(at: datetime | None) -> str:
    """An instant by the law's clock."""
    return "—" if at is None else at.astimezone(CONTACT_ZONE).strftime("%Y-%m-%d %H:%M")


@register.filter
def moment(at: datetime) -> str:
    """The same on a timeline: what is dated by its day alone shows no time of day."""
    told = local(at)
    return told[:-6] if told.endswith(("00:00", "23:59")) else told


@register.filter
def told(one: Happening) -> Said:
    """What a line of the timeline says."""
    return said(one)


@register.filter
def instant(written: str) -> datetime:
    """An instant as an answer of the judge writes it."""
    return datetime.fromisoformat(written)


@register.filter
def hour(at: datetime | None) -> str:
    """An instant's time of day by the law's clock."""
    return "—" if at is None else at.astimezone(CONTACT_ZONE).strftime("%H:%M")


@register.filter
def minute(of_day: int) -> str:
    """A minute of the day as HH:MM."""
    return clock(of_day)


@register.filter
def day(on: date | None) -> str:
    """A day."""
    return "—" if on is None else on.isoformat()


@register.filter
def in_words(on: date) -> str:
    """A day as somebody would say it, with the day of the week."""
    if is_english():
        return f"{on:%A} {on.day} {on:%B} {on.year}"
    return f"{on.year} 年 {on.month} 月 {on.day} 日，星期{'一二三四五六日'[on.weekday()]}"


@register.filter
def get(of: Any, key: Any) -> Any:
    """What stands under a key; None where nothing does."""
    return of.get(key) if of else None


@register.filter
def query(asked: dict[str, str]) -> str:
    """What is asked of a page, as its address says it."""
    return urlencode(asked)


@register.filter
def days_to(since: date | None, day: date) -> str:
    """How many days lie between two days."""
    return "—" if since is None else str((day - since).days)


@register.filter
def percent(basis_points: int | None) -> str:
    """Basis points as whole per cent."""
    return "—" if basis_points is None else f"{(basis_points + 50) // 100} %"


@register.filter
def addid(text: str, number: int) -> str:
    """A text with the number of a row behind it."""
    return f"{text}{number}"


@register.filter
def away(number: int) -> int:
    """A number without its sign."""
    return abs(number)


@register.filter
def can(user: Any, act: str) -> bool:
    """Whether the person may do something; the page behind a link asks again."""
    return may(user.role, Act(act))


@register.filter
def place(region: str) -> SafeString:
    """The province and prefecture of a region by its code, as they are called there."""
    province, city = provinces().get(region[:2], ""), cities().get(region[:4], "")
    named = province if city in ("", province, "市辖区") else f"{province} {city}"
    return format_html('{} <span lang="zh-Hans">{}</span>', region or "—", named)


@register.filter
def entry(said: dict[str, Any]) -> list[entries.Said]:
    """What an entry of the record says, each thing by its name."""
    return entries.told(said)
