"""An agent's hour without a mouse: through the door, the palette, a view of one's own, the keys, call after call."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.languages import some
from tests.web.test_roles_in_browser import holds

LETTERS = "asdfghjklqwertyuiozxvbm"


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Any, selector: str) -> None:
    """Walk there with the Tab key, as somebody without a mouse has to."""
    for _ in range(80):
        if page.evaluate("selector => document.activeElement?.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {selector}")


def leave(page: Any) -> None:
    """What lies over the page is gone."""
    press(page, "Escape")
    page.wait_for_function("!document.querySelector('dialog[open]')")


def go(page: Any, words: str) -> None:
    """By the palette."""
    press(page, "/")
    page.wait_for_selector("#palette[open]")
    page.keyboard.type(words)
    press(page, "Enter")
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize(
    ("lang", "worklist", "view", "day"),
    some(("en", "worklist", "L-2", "my day"), ("zh-CN", "作业清单", "L-1", "我的一天")),
)
def test_everything_is_reached_and_done_by_keys(tab: Any, lang: str, worklist: str, view: str, day: str) -> None:
    one = tab(lang)
    page = one.page
    page.goto(f"{one.served.address}/sign-in")
    tab_to(page, "[name=username]")
    page.keyboard.type("agent")
    tab_to(page, "[name=password]")
    page.keyboard.type(one.served.passwords["agent"])
    press(page, "Enter")
    page.wait_for_selector("form[action='/next']")

    press(page, "?")
    page.wait_for_selector("#shortcuts[open]")
    holds(one, lang)
    leave(page)
    press(page, "/")
    page.wait_for_selector("#palette[open]")
    holds(one, lang)
    leave(page)
    go(page, worklist)
    page.wait_for_url("**/worklist")
    tab_to(page, ".views summary")
    press(page, "Enter")
    tab_to(page, ".views [name=name]")
    page.keyboard.type(view)
    press(page, "Enter")
    page.wait_for_selector(f".views a:text-is('{view}')")
    one.holds()
    go(page, day)
    page.wait_for_url(f"{one.served.address}/")
    go(page, view)
    page.wait_for_url("**/worklist?*")

    press(page, "/", "Enter")  # the first command is the next case
    for _ in range(2):
        page.wait_for_url("**/case/*")
        page.wait_for_selector("#script blockquote, #script .notice")
        if page.locator("[data-key=c]").count():
            press(page, "c")
            page.wait_for_selector("form#result")
        values = [each.get_attribute("value") for each in page.locator("input[name=code]").all()]
        press(page, LETTERS[values.index("undecided" if "undecided" in values else "no_answer")], "Enter")
        page.wait_for_selector(".done")
        before = page.url
        press(page, "n")
        page.wait_for_url(lambda url, before=before: url != before)
