"""Numbers, e-mails and accounts, as SQL: the plain form kept in the book, and whether it can exist at all."""

from __future__ import annotations

from duly.intake.sql import literal
from duly.rules.personal import (
    ABROAD,
    ACCOUNT,
    EMAIL,
    HANDLE,
    LANDLINE,
    MOBILE,
    PERSON_ID,
    PHONE_KINDS,
    SWITCHBOARD,
    WEIGHTS,
)


def _is(text: str, pattern: str) -> str:
    return f"coalesce(regexp_full_match({text}, {literal(pattern)}), false)"


def number(text: str) -> str:
    """SQL of a phone number without spaces, hyphens, brackets and +86; anything else stays and fails."""
    bare = f"regexp_replace({text}, '[ ()\\-]', '', 'g')"
    return f"regexp_replace({bare}, '^(\\+86|0086|86)([0-9]{{10,12}})$', '\\2')"


def is_phone(value: str) -> str:
    """Whether a plain number can exist: a mobile, a landline with area code, a short code, or abroad."""
    return _is(value, f"{MOBILE}|{SWITCHBOARD}|{ABROAD}")


def plain(kind: str, text: str) -> str:
    """SQL of an address as kept, by the kind of its row."""
    phones = ", ".join(map(literal, PHONE_KINDS))
    return (
        f"CASE WHEN {kind} IN ({phones}) THEN {number(text)} WHEN {kind} = 'email' THEN lower({text}) ELSE {text} END"
    )


def is_right_phone(kind: str, value: str) -> str:
    """False where the row is of a phone kind and the value cannot be one of that kind."""
    return (
        f"CASE {kind} WHEN 'mobile' THEN {_is(value, f'{MOBILE}|{ABROAD}')}"
        f" WHEN 'landline' THEN {_is(value, f'{LANDLINE}|{ABROAD}')}"
        f" WHEN 'switchboard' THEN {_is(value, f'{SWITCHBOARD}|{ABROAD}')} ELSE true END"
    )


def is_right_email(kind: str, value: str) -> str:
    return f"CASE WHEN {kind} = 'email' THEN {_is(value, EMAIL)} ELSE true END"


def is_right_handle(kind: str, value: str) -> str:
    wechat, app = _is(value, HANDLE), _is(value, ACCOUNT)
    return f"CASE {kind} WHEN 'wechat' THEN {wechat} WHEN 'app_account' THEN {app} ELSE true END"


def is_person_id(value: str) -> str:
    """Whether an 18-character number has a real birth date and the right check digit (GB 11643).

    The first six digits are not held against a list of places: places are dissolved, numbers stay.
    """
    total = " + ".join(
        f"coalesce(try_cast(substr({value}, {place}, 1) AS INTEGER), 0) * {weight}"
        for place, weight in enumerate(WEIGHTS, start=1)
    )
    form = _is(value, PERSON_ID)
    born = f"try_strptime(substr({value}, 7, 8), '%Y%m%d') IS NOT NULL"
    return f"({form} AND {born} AND substr('10X98765432', ({total}) % 11 + 1, 1) = substr({value}, 18, 1))"
