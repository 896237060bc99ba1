"""The report as a reader sees it: in a headless browser, without any network."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
INSTALL = "apt-get update && apt-get install -y --no-install-recommends chromium fonts-noto-cjk"
AXE = Path(__file__).parents[2] / "vendor" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
DESK, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser():
    if not Path(CHROMIUM).exists():
        missing = f"no chromium on this machine, so nobody looked at the report; install it with: {INSTALL}"
        if os.environ.get("DULY_REQUIRE") == "all":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def address(page, tmp_path_factory) -> str:
    file = tmp_path_factory.mktemp("report") / "report.html"
    file.write_text(page, "utf-8")
    return file.as_uri()


@pytest.fixture
def look(browser, address):
    """Open the report; whatever it complains of or asks for is kept in `noise`."""
    opened = []

    def at(viewport=DESK, *, scheme="light", query="", **how):
        context = browser.new_context(viewport=viewport, color_scheme=scheme, **how)
        opened.append(context)
        tab = context.new_page()
        tab.noise = []
        tab.on("console", lambda message: tab.noise.append(message.text))
        tab.on("pageerror", lambda error: tab.noise.append(str(error)))
        tab.on(
            "request", lambda asked: None if asked.url.startswith(("file:", "data:")) else tab.noise.append(asked.url)
        )
        tab.goto(address + query)
        return tab

    yield at
    for context in opened:
        context.close()


@pytest.mark.parametrize(
    ("viewport", "scheme", "query"),
    [(DESK, "light", ""), (DESK, "dark", "?lang=en"), (PHONE, "light", "#en"), (PHONE, "dark", "")],
)
def test_anybody_can_read_it(look, viewport, scheme, query):
    """No finding of axe at WCAG 2.2 AA, nothing to scroll sideways, no complaint, no request."""
    tab = look(viewport, scheme=scheme, query=query, bypass_csp=True)
    tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    tab.add_script_tag(path=AXE)

    found = tab.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)

    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]] == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert tab.noise == []


def test_it_speaks_chinese_first_and_english_on_request(look):
    tab = look()
    headline = tab.locator("h1")

    assert "不被打扰" in headline.inner_text()
    assert tab.evaluate("document.documentElement.lang") == "zh-Hans"

    tab.get_by_role("button", name="English").click()

    assert "left in peace today" in headline.inner_text()
    assert "不被打扰" not in headline.inner_text()
    assert tab.title().startswith("Duly · report of 1 Oct 2026")
    assert look(query="?lang=en").locator("h1").inner_text() == headline.inner_text()


def test_charts_are_drawn_and_drawn_again_in_the_other_language(look):
    tab = look()
    charts = tab.locator(".canvas svg")
    number = tab.locator(".canvas").count()

    assert charts.count() == number >= 7
    assert "正在按协商方案还款" in tab.locator("#chart-reasons").inner_text()

    tab.get_by_role("button", name="English").click()

    assert charts.count() == number
    assert "keeping an agreed plan" in tab.locator("#chart-reasons").inner_text()


def test_a_day_on_which_nobody_is_late_is_a_quiet_page(look, quiet_page, tmp_path):
    file = tmp_path / "report.html"
    file.write_text(quiet_page, "utf-8")
    tab = look()

    tab.goto(file.as_uri())

    assert tab.locator("h1").inner_text() == "今天有 3 人不被打扰"
    assert tab.get_by_text("今天没有这样的人。").count() == 3
    assert tab.locator(".canvas svg").count() == tab.locator(".canvas").count()
    assert tab.noise == []


def test_without_scripts_it_is_whole_and_every_table_is_open(look):
    tab = look(java_script_enabled=False)

    assert tab.locator("table").count() == tab.locator("table:visible").count() >= 12
    assert not tab.locator("#language").is_visible()
    assert tab.locator("figure:visible").count() == 0


def test_a_reader_with_a_keyboard_comes_to_the_report_at_once(look):
    tab = look()

    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")

    assert tab.evaluate("document.activeElement.id") == "main"


def test_on_paper_every_table_is_open_and_the_page_is_light(look):
    tab = look(scheme="dark")
    tab.emulate_media(media="print")
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")

    assert tab.locator("table").count() == tab.locator("table:visible").count()
    assert tab.evaluate("getComputedStyle(document.body).color") == "rgb(32, 41, 44)"
    assert not tab.locator("nav").is_visible()
    assert tab.evaluate("Math.max(...[...document.querySelectorAll('.canvas svg')].map(one => one.clientWidth))") <= 660

    tab.evaluate("dispatchEvent(new Event('afterprint'))")

    assert tab.locator("details[open]").count() == 0
