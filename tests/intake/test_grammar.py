"""The strict grammar of every kind of value, over whole columns at once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import ric

from duly.core.table import Column, Kind
from duly.intake import grammar
from duly.intake.grammar import Notation
from duly.intake.reasons import BY_CODE

STATES = ("open", "settled")


@cache
def engine() -> duckdb.DuckDBPyConnection:
    opened = duckdb.connect()
    opened.execute("SET TimeZone = 'UTC'")
    return opened


def read(
    kind: Kind, texts: list[str | None], *, row_kind: str = "mobile", **notation: Any
) -> list[tuple[Any, str | None]]:
    """What each cell is worth, and its fault; a cell with a fault is worth nothing here."""
    column = Column(
        "x", kind, "", "", values=STATES, refused=(("bought", "unlawful"),), least=notation.pop("least", None)
    )
    made = grammar.cell(column, Notation(**notation), "t_x", "v_x")
    worth = "epoch_us(v_x)" if kind is Kind.INSTANT else "v_x"
    query = (
        f"SELECT {worth}, {made.fault} FROM (SELECT *, {made.value} AS v_x FROM (SELECT unnest(?::VARCHAR[]) AS t_x, "
        f"'{row_kind}' AS t_kind))"
    )
    found = engine().execute(query, [texts]).fetchall()
    return [(None if fault else _instant(value) if kind is Kind.INSTANT else value, fault) for value, fault in found]


def _instant(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)


ACCEPTED = [
    (Kind.ID, {}, "L-2026.10_a:b/c", "L-2026.10_a:b/c"),
    (Kind.ID, {}, "007", "007"),
    (Kind.ID, {}, "6E18", "6E18"),
    (Kind.TEXT, {}, "㐀𠮷 示例（演示）", "㐀𠮷 示例（演示）"),
    (Kind.ENUM, {}, "open", "open"),
    (Kind.MONEY, {}, "0", 0),
    (Kind.MONEY, {}, "-5", -500),
    (Kind.MONEY, {}, "1234.5", 123450),
    (Kind.MONEY, {}, "-0.01", -1),
    (Kind.MONEY, {}, "99999999999999.99", 9999999999999999),
    (Kind.MONEY, {"unit": "fen"}, "-123", -123),
    (Kind.MONEY, {"thousands": True}, "1,234,567.89", 123456789),
    (Kind.MONEY, {"thousands": True}, "123", 12300),
    (Kind.MONEY, {"parentheses": True}, "(12.30)", -1230),
    (Kind.MONEY, {"parentheses": True, "thousands": True}, "(1,012.30)", -101230),
    (Kind.COUNT, {}, "-2", -2),
    (Kind.COUNT, {}, "2147483647", 2147483647),
    (Kind.RATE, {}, "1800", 1800),
    (Kind.RATE, {"unit": "percent"}, "18.25%", 1825),
    (Kind.RATE, {"unit": "percent"}, "18", 1800),
    (Kind.DATE, {}, "2024-02-29", date(2024, 2, 29)),
    (Kind.DATE, {"dates": ("%m/%d/%Y",)}, "9/8/2016", date(2016, 9, 8)),
    (Kind.DATE, {"dates": ("%Y%m%d",)}, "20261001", date(2026, 10, 1)),
    (Kind.DATE, {"dates": ("%Y年%m月%d日",)}, "2026年10月1日", date(2026, 10, 1)),
    (Kind.DATE, {"dates": ("%m/%d/%Y %H:%M",)}, "9/14/2016 19:31", date(2016, 9, 14)),
    (Kind.DATE, {"dates": ("%Y%m%d", "%Y-%m-%d")}, "2026-10-01", date(2026, 10, 1)),
    (Kind.INSTANT, {}, "2026-10-01T09:30:00+08:00", datetime(2026, 10, 1, 1, 30, tzinfo=UTC)),
    (Kind.INSTANT, {}, "2026-10-01 09:30:00.5Z", datetime(2026, 10, 1, 9, 30, 0, 500000, tzinfo=UTC)),
    (Kind.INSTANT, {}, "2026-10-01 09:30+08", datetime(2026, 10, 1, 1, 30, tzinfo=UTC)),
    (Kind.INSTANT, {}, "2026-10-01T09:30:00-0330", datetime(2026, 10, 1, 13, 0, tzinfo=UTC)),
    (Kind.INSTANT, {"zone": "Asia/Shanghai"}, "2026-10-01 09:30:00", datetime(2026, 10, 1, 1, 30, tzinfo=UTC)),
    (Kind.INSTANT, {"zone": "Asia/Shanghai"}, "2026-10-01T09:30:00Z", datetime(2026, 10, 1, 9, 30, tzinfo=UTC)),
    (Kind.INSTANT, {"zone": "Asia/Shanghai", "dates": ("%m/%d/%Y %H:%M",)}, "1/2/2026 7:05",
     datetime(2026, 1, 1, 23, 5, tzinfo=UTC)),
    (Kind.MINUTE, {}, "08:30", 510),
    (Kind.MINUTE, {}, "24:00", 1440),
    (Kind.BOOL, {}, "TRUE", True),
    (Kind.BOOL, {}, "false", False),
    (Kind.PHONE, {}, "+86 138-0013-8000", "13800138000"),
    (Kind.PHONE, {}, "010-6512 3456", "01065123456"),
    (Kind.PHONE, {}, "95588", "95588"),
    (Kind.PERSON_ID, {}, "11010519491231002x", "11010519491231002X"),
    (Kind.REGION, {}, "44", "44"),
    (Kind.REGION, {}, "4403", "4403"),
    (Kind.REGION, {}, "440305", "440305"),
    (Kind.ADDRESS, {"row_kind": "mobile"}, "008613800138000", "13800138000"),
    (Kind.ADDRESS, {"row_kind": "mobile"}, "+85291234567", "+85291234567"),
    (Kind.ADDRESS, {"row_kind": "landline"}, "(0755) 8345 6789", "075583456789"),
    (Kind.ADDRESS, {"row_kind": "switchboard"}, "400-800-1234", "4008001234"),
    (Kind.ADDRESS, {"row_kind": "email"}, "Zhang.San@Example.COM", "zhang.san@example.com"),
    (Kind.ADDRESS, {"row_kind": "wechat"}, "zhang_san-1", "zhang_san-1"),
    (Kind.ADDRESS, {"row_kind": "home"}, "北京市朝阳区示例路1号", "北京市朝阳区示例路1号"),
]  # fmt: skip

REFUSED = [
    (Kind.ID, {}, "合同1", "id"),
    (Kind.ID, {}, "a b", "id"),
    (Kind.ID, {}, "a" * 65, "id"),
    (Kind.ID, {}, "１２３", "id"),
    (Kind.ID, {}, "L-1\u3000", "id"),
    (Kind.ID, {}, "6.22848E+18", "id-scientific"),
    (Kind.ID, {}, "6E+18", "id-scientific"),
    (Kind.TEXT, {}, "two\nlines", "text"),
    (Kind.TEXT, {}, "a\tb", "text"),
    (Kind.TEXT, {}, "张\ufffd", "text-damaged"),
    (Kind.TEXT, {}, "x" * 4001, "text-long"),
    (Kind.ENUM, {}, "OPEN", "enum"),
    (Kind.ENUM, {}, "bought", "unlawful"),
    (Kind.MONEY, {}, "１２３.４５", "amount"),
    (Kind.MONEY, {}, "1_000", "amount"),
    (Kind.MONEY, {}, "NaN", "amount"),
    (Kind.MONEY, {}, "inf", "amount"),
    (Kind.MONEY, {}, "1e999", "amount"),
    (Kind.MONEY, {}, "1E3", "amount"),
    (Kind.MONEY, {}, "+1", "amount"),
    (Kind.MONEY, {}, "--1", "amount"),
    (Kind.MONEY, {}, "1-", "amount"),
    (Kind.MONEY, {}, "1,000", "amount"),
    (Kind.MONEY, {}, "(1)", "amount"),
    (Kind.MONEY, {}, "¥1", "amount"),
    (Kind.MONEY, {}, ".5", "amount"),
    (Kind.MONEY, {}, "5.", "amount"),
    (Kind.MONEY, {}, "1.2.3", "amount"),
    (Kind.MONEY, {}, "0x10", "amount"),
    (Kind.MONEY, {}, "壹佰元", "amount"),
    (Kind.MONEY, {}, "1.005", "amount-places"),
    (Kind.MONEY, {}, "123456789012345", "amount-range"),
    (Kind.MONEY, {}, "1" * 40, "amount-range"),
    (Kind.MONEY, {"unit": "fen"}, "1.5", "amount"),
    (Kind.MONEY, {"unit": "fen"}, "9223372036854775808", "amount-range"),
    (Kind.MONEY, {"thousands": True}, "1,23", "amount"),
    (Kind.MONEY, {"thousands": True}, "12,3456", "amount"),
    (Kind.MONEY, {"thousands": True}, ",123", "amount"),
    (Kind.MONEY, {"parentheses": True}, "(-1)", "amount"),
    (Kind.MONEY, {"parentheses": True}, "(1", "amount"),
    (Kind.COUNT, {}, "1.0", "count"),
    (Kind.COUNT, {}, "2147483648", "count-range"),
    (Kind.COUNT, {"least": 1}, "0", "count-range"),
    (Kind.RATE, {}, "18%", "rate"),
    (Kind.RATE, {"unit": "percent"}, "18.255", "rate"),
    (Kind.RATE, {"least": 0}, "-1", "count-range"),
    (Kind.DATE, {}, "2023-02-29", "date-impossible"),
    (Kind.DATE, {}, "2026-13-01", "date-impossible"),
    (Kind.DATE, {}, "2026-1-1", "date"),
    (Kind.DATE, {}, "01/10/2026", "date"),
    (Kind.DATE, {}, "26-10-01", "date"),
    (Kind.DATE, {}, "2026-10-01 00:00:00", "date"),
    (Kind.DATE, {}, "45000", "date"),
    (Kind.DATE, {}, "infinity", "date-range"),
    (Kind.DATE, {}, "1899-12-31", "date-range"),
    (Kind.DATE, {}, "9999-12-31", "date-range"),
    (Kind.DATE, {"dates": ("%m/%d/%Y",)}, "13/1/2016", "date"),
    (Kind.DATE, {"dates": ("%m/%d/%Y",)}, "2/30/2016", "date-impossible"),
    (Kind.DATE, {"dates": ("%m/%d/%Y",)}, "1/2/16", "date"),
    (Kind.DATE, {"dates": ("%Y%m%d",)}, "2026101", "date"),
    (Kind.INSTANT, {}, "2026-10-01 09:30:00", "instant"),
    (Kind.INSTANT, {}, "2026-10-01", "instant"),
    (Kind.INSTANT, {}, "2026-02-30T09:30:00Z", "instant-impossible"),
    (Kind.INSTANT, {}, "2026-10-01T24:00:00Z", "instant"),
    (Kind.INSTANT, {}, "1791-10-01T09:30:00Z", "date-range"),
    (Kind.INSTANT, {"zone": "Asia/Shanghai"}, "1986-05-04 02:30:00", "instant-impossible"),  # skipped by summer time
    (Kind.MINUTE, {}, "8:30", "minute"),
    (Kind.MINUTE, {}, "24:01", "minute"),
    (Kind.BOOL, {}, "1", "bool"),
    (Kind.BOOL, {}, "是", "bool"),
    (Kind.PHONE, {}, "12800138000", "phone"),
    (Kind.PHONE, {}, "1380013800", "phone"),
    (Kind.PHONE, {}, "1.38E+10", "phone"),
    (Kind.PHONE, {}, "１３８００１３８０００", "phone"),
    (Kind.PERSON_ID, {}, "110105194912310021", "person-id"),
    (Kind.REGION, {}, "4", "region"),
    (Kind.REGION, {}, "440", "region"),
    (Kind.REGION, {}, "440305001", "region"),
    (Kind.REGION, {}, "广东", "region"),
    (Kind.REGION, {}, "４４", "region"),
    (Kind.PERSON_ID, {}, "110105199902310022", "person-id"),
    (Kind.PERSON_ID, {}, "110105491231002", "person-id"),
    (Kind.ADDRESS, {"row_kind": "mobile"}, "01065123456", "phone"),
    (Kind.ADDRESS, {"row_kind": "landline"}, "65123456", "phone"),
    (Kind.ADDRESS, {"row_kind": "email"}, "zhang@", "email"),
    (Kind.ADDRESS, {"row_kind": "wechat"}, "1abc", "handle"),
    (Kind.ADDRESS, {"row_kind": "home"}, "路\n1号", "text"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "notation", "text", "worth"), ACCEPTED)
def test_a_right_cell_is_worth(kind: Kind, notation: dict[str, Any], text: str, worth: Any) -> None:
    assert read(kind, [text], **notation) == [(worth, None)]


@pytest.mark.parametrize(("kind", "notation", "text", "code"), REFUSED)
def test_a_wrong_cell_is_refused_for(kind: Kind, notation: dict[str, Any], text: str, code: str) -> None:
    assert code in BY_CODE
    assert read(kind, [text], **notation) == [(None, code)]


def test_an_empty_cell_is_unknown_and_no_fault() -> None:
    assert all(read(kind, [None]) == [(None, None)] for kind in Kind)


many = settings(max_examples=30, deadline=None)


@given(st.lists(st.integers(-(10**16) + 1, 10**16 - 1), min_size=1))
@many
def test_every_amount_comes_back_from_its_decimal_form(amounts: list[int]) -> None:
    decimals = [f"{Decimal(minor) / 100:.2f}" for minor in amounts]

    assert read(Kind.MONEY, decimals) == [(minor, None) for minor in amounts]
    assert read(Kind.MONEY, list(map(str, amounts)), unit="fen") == [(minor, None) for minor in amounts]


@given(st.lists(st.text(max_size=12) | st.text("-0123456789.,eE_ ()１２", max_size=8), min_size=1, max_size=100))
@many
def test_no_text_is_an_amount_unless_it_is_plain_digits(texts: list[str]) -> None:
    for text, (worth, fault) in zip(texts, read(Kind.MONEY, list(texts)), strict=True):
        if fault is None:
            assert set(text) <= set("-0123456789.")
            assert Decimal(text) * 100 == worth


@given(st.lists(st.dates(date(1900, 1, 1), date(2199, 12, 31)), min_size=1))
@many
def test_a_day_is_the_same_in_every_form(days: list[date]) -> None:
    forms = {
        (): [day.isoformat() for day in days],
        ("%m/%d/%Y",): [f"{day.month}/{day.day}/{day.year}" for day in days],
        ("%Y%m%d",): [f"{day:%Y%m%d}" for day in days],
        ("%Y年%m月%d日",): [f"{day.year}年{day.month}月{day.day}日" for day in days],
    }

    assert all(read(Kind.DATE, texts, dates=form) == [(day, None) for day in days] for form, texts in forms.items())


@given(
    st.lists(st.tuples(st.datetimes(datetime(1990, 1, 1), datetime(2190, 1, 1)), st.integers(-840, 840)), min_size=1)
)
@many
def test_an_instant_is_the_same_by_every_offset(walls: list[tuple[datetime, int]]) -> None:
    texts = []
    for wall, minutes in walls:
        offset = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
        texts.append((wall + timedelta(minutes=minutes)).isoformat() + offset)

    assert read(Kind.INSTANT, texts) == [(wall.replace(tzinfo=UTC), None) for wall, _ in walls]


@given(st.integers(110000, 659999), st.dates(date(1900, 1, 1), date(2020, 12, 31)), st.integers(0, 999))
@many
def test_a_person_id_is_right_with_one_last_letter_only(place: int, born: date, order: int) -> None:
    numbers = [f"{place}{born:%Y%m%d}{order:03d}{last}" for last in "0123456789X"]

    accepted = [
        number[-1] for number, (_, fault) in zip(numbers, read(Kind.PERSON_ID, numbers), strict=True) if not fault
    ]

    assert accepted == [ric.calc_check_digit(numbers[0])]
