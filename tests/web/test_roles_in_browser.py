"""The other roles in a real browser: a lead moves work, a complaint is answered, the record is proved."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.web.languages import ONE

NAMES = (  # and what people wrote
    "明理商务服务有限公司",
    "已用于所申请之事",
    "演示：账龄较长 demonstration: long overdue",
    "王静",
    "李岚",
    "赵敏",
    "陈正",
    "何清",
    "周策",
    "孙运",
    "钱审",
    "许衡",
    "吴明",
    "郑安",
    "周明",
    "沈远",
    "许静",
    "示例银行",
    "示例消费金融有限公司",
    "示例催收机构",
    "（演示）",
)
TEAMS = re.compile(r"[㐀-鿿]{2,3}组")


def holds(one: Any, lang: str) -> None:
    """What every page is held to; in English nothing is Chinese but names and what the law is called."""
    one.holds()
    if lang == "en":
        teams = TEAMS.findall(one.page.inner_text("body"))
        law = one.page.locator("[lang=zh-Hans]").all_inner_texts()
        lines = sorted({line for text in law for line in text.split("\n")}, key=len, reverse=True)
        one.english(*lines, *NAMES, *teams)  # a name may stand in a line, and would leave the rest of it


def press(one: Any, button: str) -> None:
    one.page.click(button)
    one.page.wait_for_load_state("networkidle")


@ONE
def test_a_lead_moves_a_case_a_whole_list_and_lets_somebody_stand_in(tab: Any, lang: str) -> None:
    one = tab(lang)
    one.sign_in("lead")
    one.goto("/team")
    page = one.page
    holds(one, lang)
    rows = page.locator("tr", has=page.locator("a.button[href$='/assign']"))
    row = rows.last if lang == "zh-CN" else rows.first  # a case that the other language has not moved
    ref = row.locator("a").first.inner_text()
    row.locator("a.button").click()
    page.wait_for_url("**/assign")
    holds(one, lang)

    person = page.locator("input[name=to][value*='/']").first
    page.locator("details", has=person).locator("summary").click()
    person.check()
    page.fill("[name=because]", "本人熟悉情况" if lang == "zh-CN" else "knows the matter")
    press(one, "form[action$='/reassign'] button")

    assert "?moved=1" in page.url
    named = page.locator("tr", has_text=ref).last.inner_text()
    assert ("全组" if lang == "zh-CN" else "the team") not in named
    holds(one, lang)

    page.locator("tbody a[href^='/team/']").first.click()
    page.wait_for_url(re.compile("/team/[0-9]+$"))
    holds(one, lang)
    page.select_option("[name=to]", index=1)
    page.fill("form[action$='/hand-over'] [name=because]", "请假" if lang == "zh-CN" else "on leave")
    press(one, "form[action$='/hand-over'] button")
    assert "?moved=" in page.url

    page.locator("tbody a[href^='/team/']").last.click()
    page.wait_for_url(re.compile("/team/[0-9]+$"))
    press(one, "form[action$='/away'] button")
    assert page.locator("form[action*='/back/']").count() == 1
    holds(one, lang)
    press(one, "form[action*='/back/'] button")
    assert page.locator("form[action*='/back/']").count() == 0


@ONE
def test_a_complaint_is_answered_and_the_page_of_before_answers_nothing(tab: Any, lang: str) -> None:
    one, before = tab(lang), tab(lang)
    for each in (one, before):
        each.sign_in("complaints")
        each.goto("/complaints")
    holds(one, lang)
    page = one.page
    where = page.locator("tbody a").first.get_attribute("href")
    for each in (one, before):
        each.goto(where)
    holds(one, lang)

    for each in (one, before):
        each.page.fill("[name=text]", "已核实并更正。" if lang == "zh-CN" else "Looked into and put right.")
        press(each, "form[action$='/act'] button")

    assert page.locator("textarea").input_value() == ""
    assert before.page.locator(".fault").count() == 1
    holds(one, lang)
    one.goto("/complaints?only=all")
    holds(one, lang)


@pytest.mark.parametrize(
    ("role", "paths"),
    [("quality", ["/quality"]), ("strategy", ["/night"]), ("operator", ["/staff", "/account"]),
     ("auditor", ["/record", "/record/house", "/refusals"])],
)  # fmt: skip
@ONE
def test_the_pages_of_the_others_hold(tab: Any, role: str, paths: list[str], lang: str) -> None:
    one = tab(lang)
    one.sign_in(role)
    for path in paths:
        one.goto(path)
        holds(one, lang)


def test_the_whole_record_is_proved_on_the_page(tab: Any) -> None:
    one = tab("en")
    one.sign_in("auditor")
    one.goto("/record")
    one.page.click("form[action$='/prove'] button")

    one.page.wait_for_selector("#proved b")

    assert "All of it holds" in one.page.inner_text("#proved")
    one.holds()


def test_the_report_of_a_night_opens_under_its_own_policy(tab: Any) -> None:
    one = tab("en")
    one.sign_in("strategy")
    one.goto("/night")
    one.page.locator("section.panel li a").first.click()
    one.page.wait_for_load_state("networkidle")

    assert one.page.locator("svg").count() > 3
    assert one.faults == []


@pytest.mark.parametrize(
    ("role", "path"),
    [("lead", "/team"), ("complaints", "/complaints"), ("compliance", "/rules"), ("strategy", "/night")],
)
def test_pages_fit_a_phone_and_the_dark(tab: Any, role: str, path: str) -> None:
    one = tab()
    one.page.set_viewport_size({"width": 390, "height": 844})
    one.page.emulate_media(color_scheme="dark")
    one.sign_in(role)
    one.goto(path)

    one.holds()
