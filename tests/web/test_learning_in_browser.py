"""From the course to the certificate, and an exam that is not passed, in a real browser and in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from duly import law as laws
from duly.rules.training.questions import Question, questions
from tests.web.languages import ONE, some
from tests.web.test_roles_in_browser import holds, press

LAW = laws.load("cn")


def plain(text: str) -> str:
    return " ".join(text.split())


def written(one: Question, tongue: str) -> list[str]:
    """What a page shows of a question: the situation, what is asked, what was said, the options."""
    parts = [getattr(each, tongue) for each in (one.situation, one.asked)] + [one.said] * bool(one.said)
    return [plain(text) for text in (*parts, *(getattr(each, tongue) for each in one.options))]


def option_of(page: Any, lang: str, *, right: bool) -> int:
    """Read the question on the page as a person does, and know which of its options is right, or wrong."""
    section, tongue = page.locator("section.panel"), "zh" if lang == "zh-CN" else "en"
    shown = [section.locator("> p").first.inner_text(), section.locator("h2").inner_text()]
    shown += section.locator("blockquote").all_inner_texts()
    shown += [one.split(" ", 1)[1] for one in page.locator("button[name=chosen]").all_inner_texts()]
    keys = {one.key for one in questions(LAW).values() if written(one, tongue) == [plain(text) for text in shown]}
    (key,) = keys
    options = page.locator("button[name=chosen]").count()
    return key if right else (key + 1) % options


def sit(one: Any, lang: str, *, right: bool) -> None:
    """Begin an exam and answer every question with the key of its option."""
    page = one.page
    one.goto("/learn")
    press(one, "form[action$='/learn/exam'] button.main")
    holds(one, lang)
    while page.locator("button[name=chosen]").count():
        before = page.locator("h1").inner_text()
        page.keyboard.press(str(option_of(page, lang, right=right) + 1))
        page.wait_for_function("before => document.querySelector('h1')?.innerText !== before", arg=before)
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize(
    ("lang", "learner", "lead"), some(("en", "agency-agent", "agency-manager"), ("zh-CN", "agent", "lead"))
)
def test_who_learns_passes_is_certified_and_who_fails_is_told_why_and_when(
    tab: Any, lang: str, learner: str, lead: str
) -> None:
    one, other = tab(lang), tab(lang)
    one.sign_in(learner)
    page = one.page
    one.goto("/learn")
    holds(one, lang)
    before = page.locator("section.panel").first.locator("tbody tr").count()
    page.locator("a[href^='/learn/course/']").first.click()
    page.wait_for_url("**/learn/course/*")
    assert page.locator("section.panel details").count() >= 3  # the answer of each situation, folded
    page.locator("section.panel summary").first.click()
    holds(one, lang)

    sit(one, lang, right=True)
    assert ("通过" if lang == "zh-CN" else "passed") in page.locator(".notice").inner_text()
    holds(one, lang)
    other.sign_in(lead)
    other.goto("/certificates")
    holds(other, lang)
    press(other, "form[action*='/issue/'] button.main")
    holds(other, lang)
    one.goto("/learn")
    assert page.locator("section.panel").first.locator("tbody tr").count() > before
    holds(one, lang)

    sit(one, lang, right=False)
    assert ("未通过" if lang == "zh-CN" else "not passed") in page.locator(".notice").inner_text()
    assert page.locator(".chip.stop", has_text="您的答案" if lang == "zh-CN" else "your answer").count() > 20
    holds(one, lang)
    one.goto("/learn")
    page.click("form[action$='/learn/exam'] button.main")
    page.wait_for_selector("p.fault")
    one.faults[:] = [fault for fault in one.faults if "409" not in fault]  # the browser's own word on the refusal
    assert ("可再考" if lang == "zh-CN" else "may be begun on") in page.locator("p.fault").inner_text()
    holds(one, lang)


@ONE
def test_help_is_one_press_away_from_every_page_and_a_case_comes_along(tab: Any, lang: str) -> None:
    one = tab(lang)
    one.sign_in("agent")
    assert one.page.locator("header a[href='/speak']").count() == 1
    one.page.keyboard.press("n")
    one.page.wait_for_url("**/case/*")
    one.page.locator("a[href^='/speak?case=']").click()
    one.page.wait_for_url("**/speak?case=*")

    assert one.page.locator("input[name=case]").get_attribute("value") in one.page.url
    holds(one, lang)
