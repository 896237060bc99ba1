"""What the header of a column means, and which headers may not be there at all."""

from __future__ import annotations

import re

from duly.core.table import Column, Kind, Table

# Data that no lender may hand us (CN-PARTY-11): refused even where a mapping would ignore the column.
FORBIDDEN = re.compile(
    r"通讯录|电话本|通话记录|通话详单|短信记录|短信列表|联系人列表|亲友列表|亲属列表|定位|相册|应用列表"
    r"|address_?book|phone_?book|phone_?contacts|contacts?_?(json|list|book|dump)|sms_?(log|list|record|history|inbox)"
    r"|call_?(log|record|history|detail)|(relatives?|friends?|colleagues?)(_?(list|json))?$"
    r"|^(gps|geo)(_|$)|(^|_)(geo)?locations?$|^(lat|lng|latitude|longitude)$"
    r"|app_?list|installed_?apps|photo_?(album|list)|social_?graph",
    re.IGNORECASE,
)


def meaning(table: Table, word: str) -> tuple[Column, str] | None:
    """The column a header means, and the unit of its amounts.

    `amount` and 金额 hold decimal major units (yuan), `amount_minor` whole minor units (fen).
    """
    for column in table.columns:
        is_money = column.kind is Kind.MONEY
        if word == column.name:
            return column, "fen" if is_money else ""
        if word == column.zh or (is_money and word == column.name.removesuffix("_minor")):
            return column, "yuan" if is_money else ""
    return None


def is_forbidden(header: str) -> bool:
    """Whether a header speaks of data that no lender may hand us."""
    return FORBIDDEN.search(header) is not None


def faults(headers: tuple[str, ...], name: str) -> list[str]:
    """What is wrong with the headers of a file, whatever table it holds."""
    found = [
        f"{name}: column {header!r} looks like a phone address book, call log, messages or whereabouts of a "
        "person; such "
        "data has no lawful source and is never taken in (CN-PARTY-11): remove the column. "
        "通讯录、通话记录、短信、定位等没有合法来源，不得录入，请删除该列"
        for header in headers
        if is_forbidden(header)
    ]
    twice = sorted({header for header in headers if header and headers.count(header) > 1})
    found += [f"{name}: column {header!r} is there twice; keep one" for header in twice]
    if "" in headers:
        found.append(f"{name}: column {headers.index('') + 1} has no name; name it or remove it")
    return found
