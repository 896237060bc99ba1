"""A template is filled exactly or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duly.core.money import Money
from duly.rules.templates import Approval, Template, TemplateRefused, load, render
from duly.rules.templates.values import shown, vocabulary

DAY = date(2026, 12, 1)
DOMAINS = ("anhe.example",)
TEMPLATES = tuple(load())
ANSWER = load()["complaint_answer.zh"]
CHARACTERS = st.text(st.one_of(st.characters(), st.sampled_from("{}<>\n\r\u2028\u202e\u200b林小满的 ")), max_size=40)


def refused(one: Template, **values: object) -> str:
    """What a template says is at fault when some of its example's values are replaced."""
    with pytest.raises(TemplateRefused) as fault:
        render(one, {**one.example(), **values}, on=DAY, domains=DOMAINS)
    assert fault.value.zh
    return fault.value.about


@settings(max_examples=300)
@given(st.sampled_from(TEMPLATES), st.data())
def test_no_value_whatever_leaves_a_brace_a_line_or_a_hidden_sign(one: Template, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(one.names))
    value = data.draw(CHARACTERS)
    try:
        text = render(one, {**one.example(), name: value}, on=DAY, domains=DOMAINS)
    except TemplateRefused:
        return
    assert not set(text) & set("{}<>\r\u2028\u202e\u200b")
    assert text.count("\n") == one.text.count("\n")
    assert value in text


@given(
    st.sampled_from(TEMPLATES), st.data(), st.one_of(st.none(), st.booleans(), st.floats(), st.binary(), st.integers())
)
def test_a_value_of_another_type_is_refused_by_its_name(one: Template, data: st.DataObject, value: object) -> None:
    name = data.draw(st.sampled_from(one.names))
    if vocabulary()[name].type == "count":
        value = str(value)

    assert refused(one, **{name: value}) == name


@given(st.integers(0, 10**15), st.sampled_from(["CNY", "USD"]), st.sampled_from(["zh", "en"]))
def test_money_is_shown_to_the_last_minor_unit(minor: int, currency: str, language: str) -> None:
    text = shown(vocabulary()["total"], Money(minor, currency), language)

    assert int("".join(one for one in text if one.isdigit())) == minor
    assert text.startswith(f"{currency} ") if language == "en" else text.endswith(("元", "美元"))


@pytest.mark.parametrize(
    ("minor", "zh", "en"),
    [(0, "0.00元", "CNY 0.00"), (5, "0.05元", "CNY 0.05"), (123456789, "1,234,567.89元", "CNY 1,234,567.89")],
)
def test_money_reads_as_people_write_it(minor: int, zh: str, en: str) -> None:
    assert shown(vocabulary()["total"], Money(minor, "CNY"), "zh") == zh
    assert shown(vocabulary()["total"], Money(minor, "CNY"), "en") == en


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9), st.integers(-1, 1))
def test_the_parts_make_the_total_to_the_last_minor_unit(principal: int, interest: int, fees: int, off: int) -> None:
    one = load()["in_app.zh"]
    values = {
        "principal": Money(principal, "CNY"), "interest": Money(interest, "CNY"), "fees": Money(fees, "CNY"),
    }  # fmt: skip
    total = principal + interest + fees + off
    if off or total < 0:
        assert refused(one, **values, total=Money(total, "CNY")) == "total"
    else:
        assert "合计" in render(one, {**one.example(), **values, "total": Money(total, "CNY")}, on=DAY)


def test_the_instalments_make_the_plan() -> None:
    one = load()["plan_agreement.zh"]

    assert refused(one, last_instalment=Money(10820, "CNY")) == "plan_total"
    assert refused(one, instalments=11) == "plan_total"

    assert (
        refused(one, instalments=0, instalment=Money(0, "CNY"), last_instalment=Money(129885, "CNY")) == "instalments"
    )


@pytest.mark.parametrize(
    ("template", "first", "last"),
    [("visit_notice.zh", "visit_from", "visit_to"), ("outsourcing_notice.zh", "mandate_from", "mandate_to")],
)
def test_what_ends_before_it_begins_is_refused(template: str, first: str, last: str) -> None:
    one = load()[template]
    assert refused(one, **{first: one.example()[last] + timedelta(days=1)}) == last


@pytest.mark.parametrize(
    ("words", "code"),
    [("你这个老赖", "F-INSULT"), ("不还就上门找你家里人", "F-THREAT"), ("可以先找朋友借点", "F-BORROW")],
)
def test_words_that_may_not_be_said_are_refused_even_where_they_were_approved(words: str, code: str) -> None:
    one = load()["letter.zh"]
    changed = replace(one, text=f"{one.text}\n{words}")
    changed = replace(changed, approval=Approval("editor", DAY, changed.hash))

    assert refused(changed) == code


def test_free_words_may_name_a_day() -> None:
    assert "2026-11-20" in render(ANSWER, {**ANSWER.example(), "facts": "2026-11-20 打了四次电话"}, on=DAY)


def test_amounts_of_two_currencies_do_not_add_up() -> None:
    assert refused(load()["in_app.zh"], fees=Money(1235, "USD")) == "in_app.zh"


def test_a_currency_without_a_known_minor_unit_is_refused() -> None:
    assert refused(load()["settlement_certificate.zh"], paid_total=Money(100, "JPY")) == "paid_total"


def test_a_value_too_few_and_one_too_many_are_named() -> None:
    one = load()["sms.zh"]
    few = {name: value for name, value in one.example().items() if name != "hotline"}
    for values, about in ((few, "hotline"), ({**one.example(), "total": 1}, "total")):
        with pytest.raises(TemplateRefused) as fault:
            render(one, values, on=DAY)
        assert fault.value.about == about


def test_what_is_not_approved_or_not_in_use_is_never_filled() -> None:
    one = load()["sms.zh"]
    for other, day in (
        (replace(one, approval=None), DAY),
        (replace(one, text=one.text + "。"), DAY),
        (replace(one, effective_until=DAY), DAY),
        (one, one.effective_from - timedelta(days=1)),
    ):
        with pytest.raises(TemplateRefused) as fault:
            render(other, other.example(), on=day)
        assert fault.value.about == one.id


@pytest.mark.parametrize(
    "value",
    [
        "林\n小满",
        "林\r小满",
        "林\u2028小满",
        "林\u202e小满",
        "林\u200b小满",
        "<b>林</b>",
        "{total}",
        "{0.__class__}",
        "%s%n$",
        "【央行】林小满",
        "t.cn",
        "www",
        "林小满 http://a.cn",
        "a@b.cn",
        "13800138000",
        "老赖",
        "",
        " 林小满",
        "林" * 31,
        "Лин",  # looks like Latin and is not
        "１３８",
    ],
)
def test_a_hostile_name_is_refused(value: str) -> None:
    if value != "www":
        assert refused(load()["letter.zh"], borrower=value) == "borrower"


@pytest.mark.parametrize(
    "value", ["欧阳娜娜", "阿依古丽·买买提", "J. Smith", "Jean-Luc O'Neil", "José Núñez", "𠮷田", "㐂"]
)
def test_a_persons_own_name_is_written_as_it_is(value: str) -> None:
    one = load()["letter.zh"]
    assert value in render(one, {**one.example(), "borrower": value}, on=DAY)


@pytest.mark.parametrize(
    "value",
    [
        "请加微信转账，见 http://a.cn",
        "见 a。cn",
        "见 ａ．ｃｎ",
        "写信到 a@b",
        "请打 138 0013 8000",
        "请打一三八零零一三八零零零",
        "企鹅号 123456",
        "转到 6222-0200-1234-5678",
        "您这个老赖",
        "再不还钱就上门找你家里人",
        "第一行\n第二行",
        "<script>",
        "`rm`",
        "$5 | x",
        "一" * 601,
    ],
)
def test_free_words_may_not_carry_a_link_a_number_markup_or_a_threat(value: str) -> None:
    assert refused(ANSWER, facts=value) == "facts"


def test_what_the_words_around_it_deny_does_not_excuse_a_value() -> None:
    denying = replace(ANSWER, text=f"{ANSWER.text}我们不会说{{person}}")
    denying = replace(denying, approval=Approval("editor", DAY, denying.hash))

    assert refused(denying, person="老赖") == "person"


@pytest.mark.parametrize(
    "value",
    [
        "http://www.anhe.example/agencies",
        "https://anhe.example.evil.example",
        "https://evilanhe.example",
        "https://t.cn/Ab3",
        "https://user@www.anhe.example",
        "https://www.anhe.example:8443/",
        "https://www.anhe.example/?next=evil",
        "https://www.anhe.example/#x",
        "https://www.anhe.example/..",
        "https://www.anhe.example\\@evil.example",
        "https://аnhe.example",
        "www.anhe.example",
        "https://www.anhe.example/a b",
        "https://www.anhe.example/" + "a" * 100,
    ],
)
def test_a_link_leads_to_an_official_domain_and_shows_where(value: str) -> None:
    assert refused(load()["outsourcing_notice.zh"], list_url=value) == "list_url"


def test_without_an_official_domain_no_link_is_written() -> None:
    one = load()["outsourcing_notice.zh"]
    with pytest.raises(TemplateRefused, match="list_url"):
        render(one, one.example(), on=DAY)


@pytest.mark.parametrize(
    ("template", "name", "value"),
    [
        ("letter.zh", "contract_end", "6222020012343086"),
        ("letter.zh", "contract_end", "30８6"),
        ("letter.zh", "hotline", "400-100-2000;99"),
        ("letter.zh", "hotline", "++86"),
        ("letter.zh", "due_day", "2026-11-10"),
        ("in_app.zh", "days_late", -1),
        ("in_app.zh", "days_late", True),
        ("letter.zh", "principal", 120000),
        ("letter.zh", "principal", Money(-1, "CNY")),
        ("call_opening.zh", "staff_number", "A1 027"),
        ("letter.zh", "as_of", datetime(2026, 12, 1, 9)),  # of no zone
    ],
)
def test_an_ill_shaped_value_is_refused_by_name(template: str, name: str, value: object) -> None:
    assert refused(load()[template], **{name: value}) == name


@pytest.mark.parametrize("named", ["王静", "Wang Jing", "马德", "任敬芳", "白磊", "范发翔"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_person_is_called_by_their_name_whatever_it_sounds_like(named: str, language: str) -> None:
    template = load()[f"third_party_call.{language}"]
    values = {"brand": "安禾消金", "staff_name": named, "person": named, "hotline": "400-100-2000"}

    assert render(template, values, on=date(2026, 11, 26)).count(named) == 2


@pytest.mark.parametrize("named", ["警察张", "法院执行局", "催收小王", "欠款人张三"])
def test_a_name_that_borrows_an_office_is_refused(named: str) -> None:
    template = load()["third_party_call.zh"]
    values = {"brand": "安禾消金", "staff_name": named, "person": "林小满", "hotline": "400-100-2000"}

    with pytest.raises(TemplateRefused, match="staff_name"):
        render(template, values, on=date(2026, 11, 26))
