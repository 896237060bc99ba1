"""An agent's hour, in a real browser: the next case, a call, its result, and the one after; in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.languages import BOTH

PLANS = {  # what the simulated callee said, and the key-path a sensible agent takes
    "reached": ("undecided", {}),
    "not_reached": ("no_answer", {}),
}


@BOTH
def test_an_agent_works_case_after_case_with_the_keyboard(tab: Any, lang: str) -> None:
    one = tab(lang)
    one.sign_in("agent")
    one.holds()
    page = one.page

    for _ in range(2):
        page.keyboard.press("n")
        page.wait_for_url("**/case/*")
        page.wait_for_selector("#script blockquote, #script .notice")
        one.holds()
        if page.locator("[data-key=c]").count():
            page.keyboard.press("c")
            page.wait_for_selector("form#result")
        one.holds()
        codes = page.locator("input[name=code]")
        values = [codes.nth(at).get_attribute("value") for at in range(codes.count())]
        wanted = "undecided" if "undecided" in values else "no_answer"
        page.keyboard.press("asdfghjklqwertyuiozxvbm"[values.index(wanted)])
        page.keyboard.press("Enter")
        page.wait_for_selector(".done")
        one.holds()
    if lang == "en":
        one.goto("/worklist?only=all")
        named = sorted(one.page.locator("[lang=zh-Hans]").all_inner_texts(), key=len, reverse=True)
        one.english(*named, "王静", "示例银行", "（演示）")


def test_a_field_that_cannot_be_taken_is_told_beside_it(tab: Any) -> None:
    one = tab("en")
    one.sign_in("lead")
    one.goto("/worklist?only=all")
    page = one.page
    page.locator("tbody a").last.click()
    page.wait_for_url("**/case/*")
    page.fill("#notes textarea", "call 13800138000")
    page.click("#notes button")

    page.wait_for_selector("#note-fault")

    assert "vault" in page.inner_text("#note-fault")
    page.wait_for_load_state("networkidle")
    one.faults[:] = [fault for fault in one.faults if "422" not in fault]  # the browser's own word on the refusal
    one.holds()


def test_the_door_is_locked_after_five_wrong_passwords(tab: Any) -> None:
    one = tab()
    page = one.page
    for _ in range(6):
        page.goto(f"{one.served.address}/sign-in")
        if not page.locator("[name=username]").count():
            break
        page.fill("[name=username]", "somebody")
        page.fill("[name=password]", "wrong-wrong-wrong")
        page.click("button.main")
        page.wait_for_load_state("networkidle")

    assert "暂时锁定" in page.inner_text("main")


@pytest.mark.parametrize("path", ["/", "/worklist", "/sign-in"])
def test_pages_fit_a_phone_and_the_dark(tab: Any, path: str) -> None:
    one = tab()
    one.page.set_viewport_size({"width": 390, "height": 844})
    one.page.emulate_media(color_scheme="dark")
    if path != "/sign-in":
        one.sign_in("agent")
    one.goto(path)

    one.holds()
