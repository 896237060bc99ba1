"""Agencies in a real browser, in both languages: the public list, the file, the agency's own list and a case of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.languages import ONE


@ONE
def test_everybody_reads_the_public_list(tab: Any, lang: str) -> None:
    one = tab(lang)
    one.goto("/agencies")

    assert "明理商务服务有限公司" in one.page.inner_text("main")
    one.holds()


@ONE
@pytest.mark.parametrize("role", ["compliance", "strategy"])
def test_a_file_is_read_where_it_is_kept_and_where_loans_are_placed(tab: Any, lang: str, role: str) -> None:
    one = tab(lang)
    one.sign_in(role)
    one.goto("/agency-files")
    one.holds()
    one.page.click("main tbody a")
    one.page.wait_for_url("**/agency-files/*")
    for closed in one.page.query_selector_all("main details:not([open]) summary"):
        closed.click()
    one.holds()


@ONE
def test_an_agent_of_the_agency_takes_a_case_of_its_own_and_its_mandate_is_verified(tab: Any, lang: str) -> None:
    one = tab(lang)
    one.sign_in("agency-agent")
    one.goto("/worklist")
    assert one.page.locator("tbody tr td a").count()
    one.holds()
    one.page.keyboard.press("n")
    one.page.wait_for_url("**/case/*")
    one.page.wait_for_selector("#script blockquote, #script .notice")
    one.holds()

    strategy = tab(lang)
    strategy.sign_in("strategy")
    strategy.goto("/agency-files")
    strategy.page.click("main tbody a")
    strategy.page.wait_for_url("**/agency-files/*")
    strategy.page.click("a[href^='/mandate/']:not([href$='paper'])")
    strategy.page.wait_for_url("**/mandate/*")
    strategy.holds()


def test_a_manager_reads_what_is_placed(tab: Any) -> None:
    one = tab("en")
    one.sign_in("agency-manager")
    one.goto("/placed")
    for closed in one.page.query_selector_all("main details:not([open]) summary"):
        closed.click()
    one.holds()
