"""Days and instants in a lender's files: a form says exactly which texts it accepts."""

from __future__ import annotations

import re

from duly.intake.sql import literal

ISO_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
ISO_INSTANT = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?"
    r"(Z|[+\-](0[0-9]|1[0-4])(:?[0-5][0-9])?)"
)
TYPED = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S")  # how a typed cell of a spreadsheet or a column file is written
PLAUSIBLE = "DATE '1900-01-01' AND DATE '2199-12-31'"

_PARTS = {
    "Y": "[0-9]{4}",
    "m": "(0?[1-9]|1[0-2])",
    "d": "(0?[1-9]|[12][0-9]|3[01])",
    "H": "([01]?[0-9]|2[0-3])",
    "M": "[0-5][0-9]",
    "S": "[0-5][0-9]",
}
_PADDED = {"m": "(0[1-9]|1[0-2])", "d": "(0[1-9]|[12][0-9]|3[01])", "H": "([01][0-9]|2[0-3])"}


class BadForm(ValueError):
    """A date form that is not accepted."""


def pattern(form: str) -> str:
    """The regular expression of a form such as %m/%d/%Y; parts that touch must be padded with zeros.

    Raises BadForm for two-digit years, unknown parts and forms without year, month and day.
    """
    if "%y" in form:
        raise BadForm(
            f"{form!r}: 两位年份，世纪不猜，请用 %Y a two-digit year, and a century is never guessed; export with %Y"
        )
    pieces = re.split(r"%([A-Za-z%])", form)
    parts = pieces[1::2]
    if unknown := [part for part in parts if part not in _PARTS]:
        raise BadForm(f"{form!r}: 有 has %{unknown[0]}; 日期写法由这些组成 a form is made of %Y %m %d %H %M %S")
    if len(set(parts)) != len(parts) or not {"Y", "m", "d"} <= set(parts):
        raise BadForm(f"{form!r}: 须各写一次 must name once each %Y, %m, %d")
    packed = "" in pieces[2:-1:2]
    accepted = _PARTS | _PADDED if packed else _PARTS
    return _plainly(pieces[0]) + "".join(
        accepted[part] + _plainly(after) for part, after in zip(parts, pieces[2::2], strict=True)
    )


def _plainly(words: str) -> str:
    return "".join(letter if letter.isalnum() or letter in " /:-,年月日时分秒" else f"[{letter}]" for letter in words)


def refuse_ambiguous(forms: tuple[str, ...]) -> None:
    """Two forms that read one text as two days cannot stand together.

    Raises BadForm.
    """
    for form in forms:
        swapped = form.replace("%m", "\0").replace("%d", "%m").replace("\0", "%d")
        if swapped != form and swapped in forms:
            raise BadForm(
                f"{form!r}, {swapped!r}: 同一文字会读成不同的日子，只留一个 "
                "read the same text as two different days; keep one"
            )


def day(text: str, value: str, forms: tuple[str, ...]) -> tuple[str, str]:
    """SQL of a day's value and of its fault."""
    if not forms:
        worth = f"try_cast({text} AS DATE)"
        is_iso = f"regexp_full_match({text}, {literal(ISO_DAY)})"
        wrong = f"WHEN {value} IS NULL OR {value}::VARCHAR <> {text} THEN CASE WHEN {is_iso}"
    else:
        worth = f"try_strptime({text}, [{', '.join(map(literal, forms))}])::DATE"
        worth = f"CASE WHEN {_fits(text, list(forms))} THEN {worth} END"
        wrong = f"WHEN {value} IS NULL THEN CASE WHEN {_fits(text, list(forms))}"
    fault = f"{wrong} THEN 'date-impossible' ELSE 'date' END WHEN {value} NOT BETWEEN {PLAUSIBLE} THEN 'date-range'"
    return worth, fault


def instant(text: str, value: str, forms: tuple[str, ...], zone: str) -> tuple[str, str]:
    """SQL of an instant's value and of its fault. Without a zone only ISO 8601 with an offset is accepted."""
    seconds = f"regexp_replace({text}, '([T ][0-9]{{2}}:[0-9]{{2}})(Z|[+\\-].*)$', '\\1:00\\2')"
    aware = f"CASE WHEN regexp_full_match({text}, {literal(ISO_INSTANT)}) THEN try_cast({seconds} AS TIMESTAMPTZ) END"
    if not zone:
        fits, worth = f"regexp_full_match({text}, {literal(ISO_INSTANT)})", aware
    else:
        local_forms = [*forms] or ["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
        wall = f"try_strptime({text}, [{', '.join(map(literal, local_forms))}])"
        at = f"timezone({literal(zone)}, {wall})"
        exists = f"timezone({literal(zone)}, {at}) = {wall}"  # an hour skipped by summer time does not come back
        fits = f"({_fits(text, local_forms)} OR regexp_full_match({text}, {literal(ISO_INSTANT)}))"
        worth = f"CASE WHEN {_fits(text, local_forms)} THEN CASE WHEN {exists} THEN {at} END ELSE {aware} END"
    fault = f"WHEN {value} IS NULL THEN CASE WHEN {fits} THEN 'instant-impossible' ELSE 'instant' END"
    plausible = f"WHEN {value}::DATE NOT BETWEEN {PLAUSIBLE} THEN 'date-range'"
    return worth, f"{fault} {plausible}"


def _fits(text: str, forms: list[str]) -> str:
    return f"regexp_full_match({text}, {literal('|'.join(map(pattern, forms)))})"
