"""What may be known of a person: which values can exist, which two are the same, and how little is shown of one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly.rules.masking import SHOWN_MOST, masked
from duly.rules.personal import FIELDS, fault, is_person_id, kept, spelling

TOWN = "浙江省杭州市"
letters = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=60)
digits = st.text("0123456789", min_size=11, max_size=15)


def same(field: str, one: str, other: str) -> bool:
    return spelling(field, kept(field, one)) == spelling(field, kept(field, other))


class TestMasked:
    @pytest.mark.parametrize(
        ("field", "value", "shown"),
        [
            ("number", "13800138000", "138****8000"), ("number", "057187654321", "057*****4321"),
            ("number", "+85251234567", "+85*****4567"), ("number", "95588888", "******88"), ("number", "95588", "***"),
            ("name", "王静", "王**"), ("name", "王小明", "王**"), ("name", "欧阳修", "欧**"), ("name", "Anna Li", "A**"),
            ("id_number", "330102199003071234", "3301**********1234"), ("id_number", "33010219900307", "***"),
            ("email", "anna@example.com", "a***@***.com"), ("email", "anna", "***"),
            ("email", "0@", "***"), ("email", "a.b@c", "***"),
            ("place", "浙江省杭州市西湖区文三路1号", f"{TOWN}***"), ("place", "北京市朝阳区安定路5号院", "北京市***"),
            ("place", "文三路1号", "***"), ("place", "杭州市", "***"),
            ("account", "wx_anna", "w***"), ("account", "w", "***"), ("shoe size", "43", "***"),
        ],
    )  # fmt: skip
    def test_shows_what_the_screen_may(self, field: str, value: str, shown: str) -> None:
        assert masked(field, value) == shown

    @given(st.sampled_from(FIELDS), letters)
    def test_no_value_is_shown_whole_and_of_none_more_than_eight_letters(self, field: str, value: str) -> None:
        shown = masked(field, value).replace("*", "")

        assert "*" in masked(field, value)
        assert field == "email" or len(shown) <= SHOWN_MOST
        assert value.replace("*", "") == "" or value not in masked(field, value) or len(value) <= 1

    @given(digits)
    def test_of_a_phone_number_four_digits_at_least_are_hidden(self, number: str) -> None:
        assert masked("number", number).count("*") >= 4


class TestTheSameValue:
    @pytest.mark.parametrize("number", ["13800138000", "138 0013 8000", "138-0013-8000", "+8613800138000",
        "0086 13800138000", "8613800138000", "１３８００１３８０００", " 13800138000 "])  # fmt: skip
    def test_a_number_is_the_same_however_it_is_written(self, number: str) -> None:
        assert same("number", number, "13800138000")
        assert spelling("number", kept("number", number)) == "+8613800138000"

    def test_a_number_of_another_country_is_another(self) -> None:
        assert not same("number", "+1 3800138000", "13800138000")

    @pytest.mark.parametrize(
        ("field", "one", "other"),
        [
            ("number", "0571-87654321", "+86 571 8765 4321"), ("name", "王 静", "王静"), ("name", "ＡＮＮＡ", "anna"),
            ("name", "古丽·买买提", "古丽•买买提"), ("id_number", "11010119900307001x", "11010119900307001X"),
            ("email", "Anna@Example.com", "anna@example.com"), ("place", "杭州市 西湖区", "杭州市西湖区"),
        ],
    )  # fmt: skip
    def test_what_only_looks_different_is_the_same(self, field: str, one: str, other: str) -> None:
        assert same(field, one, other)

    @pytest.mark.parametrize(
        ("field", "one", "other"),
        [("number", "13800138000", "13800138001"), ("name", "王静", "王敬"), ("account", "Wang_1", "wang_1")],
    )
    def test_what_differs_is_another(self, field: str, one: str, other: str) -> None:
        assert not same(field, one, other)

    @given(st.sampled_from(FIELDS), letters)
    def test_a_value_that_is_kept_is_kept_as_it_is(self, field: str, value: str) -> None:
        assert kept(field, kept(field, value)) == kept(field, value)


class TestWhatCanExist:
    @pytest.mark.parametrize(
        ("field", "value", "kind", "code"),
        [
            ("number", "13800138000", "mobile", ""), ("number", "12800138000", "mobile", "phone"),
            ("number", "057187654321", "landline", ""), ("number", "13800138000", "landline", "phone"),
            ("number", "95588", "switchboard", ""), ("number", "", "mobile", "missing"), ("email", "a@b", "email", "email"),
            ("email", "a@b.cn", "email", ""), ("account", "x", "wechat", "handle"), ("account", "wx_anna", "wechat", ""),
            ("id_number", "110101199003070012", "", "person-id"), ("name", "王\u0000静", "", "text"),
            ("name", "王\ufffd", "", "text"), ("place", "杭" * 201, "home", "text-long"), ("place", "杭州市西湖区", "home", ""),
        ],
    )  # fmt: skip
    def test_is_told_by_a_code(self, field: str, value: str, kind: str, code: str) -> None:
        assert fault(field, value, kind) == code

    @pytest.mark.parametrize("number", ["11010119900230001X", "110101199013010010", "abc"])
    def test_a_number_of_identity_has_a_day_of_the_calendar(self, number: str) -> None:
        assert not is_person_id(number)
