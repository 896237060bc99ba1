"""The strict grammar of each kind of value, as SQL over a whole column: what it is worth, or why it is refused.

A cell is text without the plain spaces around it; an empty cell is NULL and allowed where the column is not required.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from duly.core.ids import ID
from duly.core.table import Column, Kind
from duly.intake import addresses, dates
from duly.intake.sql import literal

SCIENTIFIC = r"[0-9](\.[0-9]+)?[eE]\+[0-9]{1,3}"  # the sign alone makes it no id
CONTROL = r"[\x{00}-\x{1f}\x{7f}-\x{9f}\x{2028}\x{2029}\x{feff}]|^ | $|^$"  # and what trimming would change
AMOUNT = r"-?[0-9]{1,14}(\.[0-9]{1,2})?"  # below a hundred trillion yuan
MINOR = r"-?[0-9]{1,18}"
REGION = r"([0-9]{2}){1,3}"  # province, city, county (GB/T 2260)
TEXT_LENGTH_MOST = 4000
COUNT_MOST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Notation:
    """How a lender writes what the contract leaves open; the defaults are the contract's own forms."""

    unit: str = ""  # of money: yuan | fen; of a rate: percent | bp
    thousands: bool = False
    parentheses: bool = False
    dates: tuple[str, ...] = ()  # forms such as %m/%d/%Y; ISO where empty
    zone: str = ""  # of instants written without an offset


@dataclass(frozen=True, slots=True)
class Cell:
    """SQL over the columns named `text` (the cell) and `value` (what it is worth).

    `value` reads only the text and gives NULL where it cannot; `fault` gives a reason code or NULL.
    """

    value: str
    fault: str = field(default="NULL")


def cell(column: Column, notation: Notation, text: str, value: str) -> Cell:
    """The grammar of one column; `text` and `value` are the names under which SQL finds them."""
    made = _GRAMMARS[column.kind](column, notation, text, value)
    missing = f"WHEN {text} IS NULL THEN {literal('missing') if column.required else 'NULL'}"
    return Cell(made.value, f"CASE {missing} {made.fault} END")


def matches(text: str, pattern: str) -> str:
    return f"regexp_full_match({text}, {literal(pattern)})"


def _when(condition: str, code: str) -> str:
    return f"WHEN {condition} THEN {literal(code)}"


def _id(column: Column, notation: Notation, text: str, value: str) -> Cell:
    why = f"CASE WHEN {matches(text, SCIENTIFIC)} THEN 'id-scientific' ELSE 'id' END"
    return Cell(text, f"WHEN NOT {matches(text, ID)} THEN {why}")


def _text(column: Column, notation: Notation, text: str, value: str) -> Cell:
    return Cell(
        text,
        f"{_when(f'length({text}) > {TEXT_LENGTH_MOST}', 'text-long')} "
        f"{_when(f'contains({text}, chr(65533))', 'text-damaged')} "
        f"{_when(f'regexp_matches({text}, {literal(CONTROL)})', 'text')}",
    )


def _enum(column: Column, notation: Notation, text: str, value: str) -> Cell:
    unlawful = [word for word, _ in column.refused]
    return Cell(
        text,
        f"{_when(_among(text, unlawful), 'unlawful')} {_when('NOT ' + _among(text, column.values), 'enum')}",
    )


def _among(text: str, words: Sequence[str]) -> str:
    """SQL of membership. Not IN: of a long list the engine makes a join, and a join does not keep the rows in order."""
    return f"list_contains([{', '.join(map(literal, words))}]::VARCHAR[], {text})"


def plain_number(text: str, notation: Notation) -> str:
    """SQL that takes declared ornaments off a number; a number ornamented wrongly is left as it is."""
    plain = text
    if notation.thousands:
        grouped = matches(text, r"\(?-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?\)?")
        plain = f"CASE WHEN {grouped} THEN replace({text}, ',', '') ELSE {text} END"
    if notation.parentheses:
        plain = f"regexp_replace({plain}, '^\\(([0-9.]+)\\)$', '-\\1')"
    return plain


def _money(column: Column, notation: Notation, text: str, value: str) -> Cell:
    plain = plain_number(text, notation)
    if notation.unit == "fen":
        return Cell(
            f"CASE WHEN {matches(plain, MINOR)} THEN try_cast({plain} AS BIGINT) END",
            f"{_when(matches(plain, '-?[0-9]{19,}'), 'amount-range')} {_when(f'{value} IS NULL', 'amount')}",
        )
    return Cell(
        f"CASE WHEN {matches(plain, AMOUNT)} THEN (try_cast({plain} AS DECIMAL(18, 2)) * 100)::BIGINT END",
        f"WHEN {value} IS NOT NULL THEN NULL "
        f"{_when(matches(plain, '-?[0-9]{15,}([.][0-9]*)?'), 'amount-range')} "
        f"{_when(matches(plain, '-?[0-9]+[.][0-9]{3,}'), 'amount-places')} ELSE 'amount'",
    )


def _count(column: Column, notation: Notation, text: str, value: str) -> Cell:
    return Cell(
        f"CASE WHEN {matches(text, '-?[0-9]{1,10}')} THEN try_cast({text} AS INTEGER) END",
        f"{_when(matches(text, '-?[0-9]{10,}') + f' AND {value} IS NULL', 'count-range')} "
        f"{_when(f'{value} IS NULL', 'count')} {_least(column, value)}",
    )


def _rate(column: Column, notation: Notation, text: str, value: str) -> Cell:
    if notation.unit == "percent":
        number = f"rtrim({text}, '%')"
        return Cell(
            f"CASE WHEN {matches(number, '-?[0-9]{1,5}([.][0-9]{1,2})?')}"
            f" THEN (try_cast({number} AS DECIMAL(9, 2)) * 100)::INTEGER END",
            f"{_when(f'{value} IS NULL', 'rate')} {_least(column, value)}",
        )
    return Cell(
        f"CASE WHEN {matches(text, '-?[0-9]{1,7}')} THEN try_cast({text} AS INTEGER) END",
        f"{_when(f'{value} IS NULL', 'rate')} {_least(column, value)}",
    )


def _least(column: Column, value: str) -> str:
    return _when(f"{value} < {column.least}", "count-range") if column.least is not None else ""


def _date(column: Column, notation: Notation, text: str, value: str) -> Cell:
    return Cell(*dates.day(text, value, notation.dates))


def _instant(column: Column, notation: Notation, text: str, value: str) -> Cell:
    return Cell(*dates.instant(text, value, notation.dates, notation.zone))


def _minute(column: Column, notation: Notation, text: str, value: str) -> Cell:
    form = matches(text, "([01][0-9]|2[0-3]):[0-5][0-9]|24:00")
    minutes = f"(substr({text}, 1, 2)::SMALLINT * 60 + substr({text}, 4, 2)::SMALLINT)::SMALLINT"
    return Cell(f"CASE WHEN {form} THEN {minutes} END", _when(f"{value} IS NULL", "minute"))


def _bool(column: Column, notation: Notation, text: str, value: str) -> Cell:
    return Cell(
        f"CASE lower({text}) WHEN 'true' THEN true WHEN 'false' THEN false END", _when(f"{value} IS NULL", "bool")
    )


def _phone(column: Column, notation: Notation, text: str, value: str) -> Cell:
    return Cell(addresses.number(text), _when(f"NOT {addresses.is_phone(value)}", "phone"))


def _person_id(column: Column, notation: Notation, text: str, value: str) -> Cell:
    return Cell(f"upper({text})", _when(f"NOT {addresses.is_person_id(value)}", "person-id"))


def _region(column: Column, notation: Notation, text: str, value: str) -> Cell:
    return Cell(text, _when(f"NOT {matches(text, REGION)}", "region"))


def _address(column: Column, notation: Notation, text: str, value: str) -> Cell:
    kind = "t_kind"  # the text of the row's own kind
    return Cell(
        addresses.plain(kind, text),
        f"{_when(f'NOT {addresses.is_right_phone(kind, value)}', 'phone')} "
        f"{_when(f'NOT {addresses.is_right_email(kind, value)}', 'email')} "
        f"{_when(f'NOT {addresses.is_right_handle(kind, value)}', 'handle')} "
        f"{_text(column, notation, value, value).fault}",
    )


_GRAMMARS = {
    Kind.ID: _id,
    Kind.TEXT: _text,
    Kind.ENUM: _enum,
    Kind.MONEY: _money,
    Kind.COUNT: _count,
    Kind.RATE: _rate,
    Kind.DATE: _date,
    Kind.INSTANT: _instant,
    Kind.MINUTE: _minute,
    Kind.BOOL: _bool,
    Kind.PHONE: _phone,
    Kind.PERSON_ID: _person_id,
    Kind.REGION: _region,
    Kind.ADDRESS: _address,
}
