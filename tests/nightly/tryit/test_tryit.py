"""The try-it page: what it shows is what the judge says now, and anybody can read it."""

from __future__ import annotations

import html
import json
import re

import pytest

from duly.law import PACKS
from duly.nightly import tryit
from duly.rules.compliance.wire import answer

from ..report.test_in_browser import AXE, DESK, PHONE, RULES, browser  # noqa: F401  (a fixture)


@pytest.fixture(scope="module")
def page() -> str:
    return tryit.render()


def test_the_page_holds_every_question_with_what_the_judge_says_to_its_json_now(page: str) -> None:
    shown = re.findall(r'data-verdict="(\w+)".*?<pre[^>]*>(.*?)</pre>', page, re.DOTALL)

    assert len(shown) == sum(len(one["tries"]) for one in tryit.asked()) > 75
    for verdict, asked in shown:
        assert answer(json.loads(html.unescape(asked)))["verdict"] == verdict


def test_every_pack_is_asked_and_each_answers_both_yes_and_no() -> None:
    told = {(each["question"]["pack"], each["told"]["verdict"]) for one in tryit.asked() for each in one["tries"]}

    for pack in PACKS:
        assert {(pack, "allow"), (pack, "deny")} <= told, pack


def test_what_the_page_names_of_a_rule_is_said_in_words() -> None:
    rules = [rule for one in tryit.asked() for each in one["tries"] for rule in each["told"]["rules"]]

    assert {rule["force"] for rule in rules} <= tryit.FORCES.keys()
    assert {rule["certainty"] for rule in rules} <= tryit.CERTAINTIES.keys()


def test_no_prepared_question_is_one_that_the_judge_cannot_read() -> None:
    for one in tryit.asked():
        for each in one["tries"]:
            assert "QUESTION" not in {rule["id"] for rule in each["told"]["rules"]}, one["said"].zh
            assert not each["told"]["ignored"], one["said"].zh


def test_a_sentence_is_shown_whole_with_its_words_marked() -> None:
    for one in tryit.heard():
        assert one["marked"].striptags() == one["text"]
        assert ("<mark>" in one["marked"]) == bool(one["found"])


@pytest.mark.parametrize(
    ("viewport", "scheme", "query"),
    [(DESK, "light", ""), (DESK, "dark", "?lang=en"), (PHONE, "light", "?lang=en"), (PHONE, "dark", "")],
)
def test_anybody_can_read_it(browser, page, tmp_path, viewport, scheme, query):  # noqa: F811
    """No finding of axe at WCAG 2.2 AA, nothing to scroll sideways, no request; arrow keys step through."""
    file = tmp_path / "page.html"
    file.write_text(page, "utf-8")
    context = browser.new_context(viewport=viewport, color_scheme=scheme, bypass_csp=True)
    tab = context.new_page()
    noise: list[str] = []
    tab.on("pageerror", lambda error: noise.append(str(error)))
    tab.on("request", lambda asked: None if asked.url.startswith(("file:", "data:")) else noise.append(asked.url))
    tab.goto(file.as_uri() + query)
    tab.locator("#q1-t1").focus()
    tab.keyboard.press("ArrowRight")
    assert tab.locator("#q1-p2").is_visible()
    assert not tab.locator("#q1-p1").is_visible()
    tab.add_script_tag(path=AXE)

    found = tab.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)

    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]] == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert noise == []
    context.close()
