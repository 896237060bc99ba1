"""A compliance check in a real browser: a refusal to its clause, the rules, the record, and a pack checked without us."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from duly.law import load
from duly.rules.compliance.wire.answer import public_id
from tests.web.languages import BOTH, ONE
from tests.web.test_promise_in_browser import LETTERS
from tests.web.test_roles_in_browser import holds

MINUTE = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}")


def refused(tab: Any) -> str:
    """A call from a page of before: the call that was made meanwhile counts, and the next has to wait its minutes.

    Returns the id of a rule that says so. What some borrowers say on the telephone stops every call, for good: then
    there is no minute to be told, and the next case is tried.
    """
    one, before = tab(), tab()
    for each in (one, before):
        each.sign_in("agent")
    one.goto("/worklist")
    for where in [each.get_attribute("href") for each in one.page.locator("tbody a").all()]:
        one.goto(where)
        if one.page.locator("[data-key=c]").count():
            before.goto(where)
            called(one.page)
            with before.page.expect_response(lambda told: "/call/" in told.url):
                before.page.keyboard.press("c")
            before.settled()
            if before.page.locator(".whynot p").count():
                assert MINUTE.search(before.page.locator(".whynot p").first.inner_text())
                return str(before.page.locator(".whynot .clause").first.inner_text())
    raise AssertionError("nobody may be called again")


def called(page: Any) -> None:
    """A call that settles nothing."""
    page.keyboard.press("c")
    page.wait_for_selector("form#result")
    codes = [each.get_attribute("value") for each in page.locator("input[name=code]").all()]
    page.keyboard.press(
        LETTERS[next(at for at, code in enumerate(codes) if code in ("undecided", "no_answer", codes[-1]))]
    )
    page.keyboard.press("Enter")
    page.wait_for_selector(".done")


def downloaded(one: Any, lang: str, folder: Path) -> Path:
    """The pack of the chain that is open, asked for with a purpose."""
    page = one.page
    page.click("a[href$='/evidence']")
    page.wait_for_url("**/evidence")
    holds(one, lang)
    page.fill("[name=purpose]", "监管问询" if lang == "zh-CN" else "asked by the regulator")
    with page.expect_download() as coming:
        page.click("form[action$='/evidence'] button")
    kept = folder / "pack.zip"
    coming.value.save_as(kept)
    return kept


@BOTH
def test_a_refusal_is_read_to_its_clause_and_handed_over_with_proof(tab: Any, lang: str, tmp_path: Path) -> None:
    rule = refused(tab)
    one = tab(lang)
    one.sign_in("compliance")
    page = one.page
    holds(one, lang)

    one.goto("/refusals")
    holds(one, lang)
    page.locator(f"tbody a[href*='/{rule}?']").first.click()
    page.wait_for_url("**/refusals/*")
    holds(one, lang)
    page.locator("tbody a").first.click()
    page.wait_for_url("**/decision/*")
    holds(one, lang)
    row = page.locator("tbody tr").first
    assert rule in page.locator("tbody td.id").all_inner_texts()
    assert row.locator("td").first.inner_text() in {public_id(limit.id) for limit in load()}
    assert all(row.locator("td").nth(at).inner_text().strip() for at in range(5))
    assert MINUTE.fullmatch(page.locator("dd.again").inner_text())

    one.goto(row.locator("a").first.get_attribute("href"))
    holds(one, lang)
    assert page.locator("tbody tr").count() >= 1
    page.go_back()
    page.locator("a[href^='/record/']").first.click()
    page.wait_for_url("**/record/*")
    assert page.locator(".notice.holds").count() == 1
    holds(one, lang)

    pack = downloaded(one, lang, tmp_path)
    with zipfile.ZipFile(pack) as inside:
        (tmp_path / "verify.py").write_bytes(inside.read("verify.py"))
    spoken = ["--lang", "zh" if lang == "zh-CN" else "en"]
    checked = subprocess.run(
        [sys.executable, "-I", "-S", "verify.py", "pack.zip", *spoken],
        cwd=tmp_path, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (checked.returncode, "✗" in checked.stdout) == (0, False), checked.stdout + checked.stderr


@ONE
def test_the_rules_the_holds_and_every_kind_of_complaint_are_read(tab: Any, lang: str) -> None:
    one = tab(lang)
    one.sign_in("compliance")
    for path in ("/rules", "/rules?force=house", "/rules?q=CN-FREQ", "/holds", "/record", "/record/house", "/night"):
        one.goto(path)
        holds(one, lang)
    other = tab(lang)
    other.sign_in("complaints")
    other.goto("/complaints?only=all")
    holds(other, lang)
    kinds = {row.locator("td").nth(2).inner_text() for row in other.page.locator("tbody tr").all()}
    assert kinds == ({"投诉", "异议"} if lang == "zh-CN" else {"complaint", "dispute"})
    for where in [each.get_attribute("href") for each in other.page.locator("tbody a").all()]:
        other.goto(where)
        holds(other, lang)
