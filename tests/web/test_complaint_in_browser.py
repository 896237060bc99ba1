"""More time for a complaint in a real browser: a wrong day is told beside its field, then each longer time is taken."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.languages import some
from tests.web.test_roles_in_browser import holds


def ask(page: Any, **fields: str) -> None:
    """Fill the form for more time, past what the browser itself would stop, and send it."""
    form = page.locator("form[action$='/extend']")
    page.evaluate("document.querySelectorAll('input[type=date]').forEach(each => { each.min = each.max = ''; })")
    for name, value in fields.items():
        field = form.locator(f"[name={name}]")
        if name == "approved_by":
            field.select_option(value)
        else:
            field.fill(value)
    form.locator("button").click()
    page.wait_for_load_state("networkidle")


def open_form(one: Any, lang: str) -> Any:
    one.goto("/complaints?only=all&kind=complaint")
    one.page.locator("tbody a").first.click()
    one.page.wait_for_url("**/complaints/complaint/*")
    one.page.locator("details:has(form[action$='/extend']) summary").click()
    holds(one, lang)
    return one.page


@pytest.mark.parametrize(
    ("lang", "why", "notice", "wrong", "state"),
    some(
        ("zh-CN", "涉及多个机构的录音", "还需要时间核实。", "须为", "已延长"),
        ("en", "needs a second audit", "We need more time.", "must be a day", "extended"),
    ),
)  # fmt: skip
def test_more_time_is_taken_step_by_step(tab: Any, lang: str, why: str, notice: str, wrong: str, state: str) -> None:
    one = tab(lang)
    one.sign_in("complaints")
    page = open_form(one, lang)
    is_again = page.locator("[name=approved_by]").count()  # a second longer time takes a body above
    further = {"approved_by": "superior_body", "approved_on": "2026-10-01"} if is_again else {}

    ask(page, because=why, notice=notice, told_on="2026-09-01", **further)
    assert page.locator("label:has([name=told_on]) + .fault").inner_text().startswith(wrong)
    one.faults[:] = [fault for fault in one.faults if "422" not in fault]  # the browser's own word on the refusal
    holds(one, lang)

    ask(page, told_on="2026-10-01")
    assert why in page.locator("ol.timeline").first.inner_text()
    holds(one, lang)
    one.goto("/complaints?only=all&kind=complaint")
    assert state in page.inner_text("tbody")
    holds(one, lang)
