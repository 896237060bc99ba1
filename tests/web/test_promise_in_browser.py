"""The day of a promise in a real browser: picked by the keys, with its name; what cannot be named cannot be picked."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.languages import some
from tests.web.test_roles_in_browser import holds

LETTERS = "asdfghjklqwertyuiozxvbm"


def reached(page: Any, one: Any) -> None:
    """Call case after case until a borrower answers."""
    for _ in range(12):
        one.goto("/")
        page.keyboard.press("n")
        page.wait_for_url("**/case/*")
        page.wait_for_selector("#script blockquote, #script .notice")
        if page.locator("[data-key=c]").count():
            page.keyboard.press("c")
            page.wait_for_selector("form#result")
        if page.locator("input[value=promise]").count():
            return
        page.keyboard.press("a")
        page.keyboard.press("Enter")
        page.wait_for_selector(".done")
    raise AssertionError("nobody answers")


def choose_promise(page: Any) -> None:
    codes = [each.get_attribute("value") for each in page.locator("input[name=code]").all()]
    page.keyboard.press(LETTERS[codes.index("promise")])


@pytest.mark.parametrize(
    ("lang", "first", "reason"),
    some(("en", "National Day", "is past"), ("zh-CN", "国庆节", "已经过去")),
)
def test_the_day_of_a_promise_is_picked_by_the_keys_and_stands_in_the_case(
    tab: Any, lang: str, first: str, reason: str
) -> None:
    one = tab(lang)
    one.sign_in("agent")
    page = one.page
    reached(page, one)
    choose_promise(page)
    holds(one, lang)
    assert first in page.inner_text(".picks label >> nth=0")

    page.locator("fieldset.days summary").press("Enter")
    holds(one, lang)
    shut = page.locator(".month input:disabled")
    assert {reason} == {each.get_attribute("aria-label").split(" ", 2)[2] for each in shut.all()}
    assert page.locator(".month input:enabled").count() == 32

    page.locator("[name=amount]").fill("10")
    page.locator("#note-text").fill("half a note")
    page.locator(".picks input").first.focus()
    page.keyboard.press("ArrowDown")
    day = page.locator(".picks input:checked").get_attribute("value")
    page.keyboard.press("Enter")
    page.wait_for_selector(".done")
    holds(one, lang)
    assert day in page.inner_text("#file")  # the case beside it is not the one of before
    assert page.input_value("#note-text") == "half a note"
    page.click(".done p a >> nth=-1")
    page.wait_for_url("**/case/*")
    assert day in page.inner_text("main")


def test_a_promise_without_a_day_comes_back_with_the_reason_and_keeps_what_was_typed(tab: Any) -> None:
    one = tab("en")
    one.sign_in("agent")
    page = one.page
    reached(page, one)
    choose_promise(page)
    page.locator("[name=amount]").fill("12.34")
    page.click("form#result button.main")
    page.wait_for_selector("fieldset.days + .fault")

    assert page.inner_text("fieldset.days + .fault") == "choose the day by which it will be paid"
    assert page.locator("[name=amount]").input_value() == "12.34"
    one.faults[:] = [fault for fault in one.faults if "422" not in fault]  # the browser's own word on the refusal
    holds(one, "en")
