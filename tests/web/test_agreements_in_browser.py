"""A plan in a real browser: worked out and asked for by an agent, granted by the lead, agreed to by the borrower."""

from __future__ import annotations

from typing import Any

import pytest

NAMES = ("王静", "李岚", "示例", "银行", "消费金融")


def open_agreements(one: Any, back: int = 1) -> Any:
    """Of the last case on the list, or of one so far before it."""
    one.goto("/worklist?only=all")
    cases = one.page.locator("tbody a")
    cases.nth(cases.count() - back).click()
    one.page.wait_for_url("**/case/*")
    one.page.locator("a[href*='/agree/']").first.click()
    one.page.wait_for_url("**/agree/*")
    return one.page


def work_out(page: Any, months: str, **budget: str) -> None:
    page.fill("[name=months]", months)
    for name, amount in budget.items():
        page.fill(f"[name={name}]", amount)
    page.fill("[name=hardship_evidence_id]", "E-1")
    page.check("[name=willing]")
    page.click("form[action$='work-out'] > button:not(.main)")
    page.wait_for_load_state("networkidle")


@pytest.fixture()
def agent_tab(tab: Any) -> Any:
    one = tab("zh-CN")
    one.sign_in("agent")
    return one


@pytest.mark.parametrize(
    ("lang", "back", "why", "none"),
    [
        ("en", 1, "income to be shown by the first instalment", "Nothing waits"),
        ("zh-CN", 2, "首期前补收入证明", "没有"),
    ],
)
def test_what_nobody_knows_to_be_affordable_is_granted_by_the_lead_and_then_stops_collection(
    agent_tab: Any, tab: Any, lang: str, back: int, why: str, none: str
) -> None:
    page = open_agreements(agent_tab, back)
    agent_tab.holds()
    work_out(page, "12")
    agent_tab.holds()
    assert "诉讼时效" in page.inner_text(".told")
    page.fill(".told [name=because]", "先定下来再核实收入")
    page.click(".told button.main")
    page.wait_for_load_state("networkidle")
    assert "待审批" in page.inner_text("main")
    where = page.url

    lead = tab(lang)
    lead.sign_in("lead")
    lead.goto("/approvals")
    lead.holds()
    lead.page.fill("article [name=because]", why)
    lead.page.click("article button[value=grant]")
    lead.page.wait_for_load_state("networkidle")
    lead.holds()
    assert none in lead.page.inner_text("main")

    page.goto(where)
    assert "已提议" in page.inner_text("main")
    page.check("[name=told_first]")
    page.fill("[name=evidence_id]", "REC-7")
    page.click("article button")
    page.wait_for_load_state("networkidle")
    agent_tab.holds()
    assert "已同意" in page.inner_text("main")
    page.goto(where.split("/agree/")[0])
    page.wait_for_load_state("networkidle")
    assert page.locator("[data-key=c]").count() == 0


def test_a_plan_against_the_rules_is_refused_beside_the_form(agent_tab: Any) -> None:
    page = open_agreements(agent_tab)
    work_out(page, "590")

    agent_tab.faults[:] = [fault for fault in agent_tab.faults if "422" not in fault]
    assert page.locator("[role=alert]").count() or "承受" in page.inner_text("main")
    agent_tab.holds()


def test_a_waiver_of_no_instalment_is_refused_beside_its_own_form_by_the_name_of_the_field(agent_tab: Any) -> None:
    page = open_agreements(agent_tab)
    form = page.locator("form[action$='/waiver']")
    form.locator("[name=instalment]").fill("first")
    form.locator("[name=amount]").fill("10")
    form.locator("[name=because]").fill("手头紧")
    form.locator("button").click()
    page.wait_for_load_state("networkidle")

    section = page.locator("section", has=page.locator("form[action$='/waiver']"))
    assert section.locator(".fault").inner_text().startswith("期次：须为正整数")
    agent_tab.faults[:] = [fault for fault in agent_tab.faults if "422" not in fault]  # the browser's own word on it
    agent_tab.holds()


def test_a_waiver_that_a_second_person_granted_is_booked(agent_tab: Any, tab: Any) -> None:
    page = open_agreements(agent_tab)
    form = page.locator("form[action$='/waiver']")
    form.locator("[name=instalment]").fill("1")
    form.locator("[name=part]").select_option("principal")
    form.locator("[name=amount]").fill("1")
    form.locator("[name=because]").fill("系统多记一元")
    form.locator("button").click()
    page.wait_for_load_state("networkidle")
    where = page.url
    assert page.locator("form[action$='carry-out']").count() == 0

    second = tab("en")
    second.sign_in("strategy")
    second.goto("/approvals")
    second.page.fill("article [name=because]", "an error of ours")
    second.page.click("article button[value=grant]")
    second.page.wait_for_load_state("networkidle")

    page.goto(where)
    page.locator("form[action$='carry-out'] button").click()
    page.wait_for_load_state("networkidle")
    agent_tab.holds()
    assert page.locator("form[action$='carry-out']").count() == 0
    assert "已入账" in page.inner_text("main")
