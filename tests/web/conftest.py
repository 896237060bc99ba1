"""The console over a desk's database, and a browser on a served demonstration."""

from __future__ import annotations

import os
import re
import shutil
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desk import conftest as desk
from tests.desk.house import House
from tests.desk.vaults import filled
from tools.served import Served
from tools.served import served as demonstration

migrated, database, house = desk.migrated, desk.database, desk.house
AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
ASKING = ".htmx-request, .htmx-swapping, .htmx-settling"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def served(demonstrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`duly demo` over a copy of that home, as whoever starts it again."""
    copy = Path(shutil.copytree(demonstrated, tmp_path_factory.mktemp("demo") / "copy"))
    with demonstration(copy / "home") as site:
        yield site


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A headless browser that asks for nothing in the background."""
    from playwright.sync_api import sync_playwright

    from tests.nightly.report.test_in_browser import CHROMIUM

    if not Path(CHROMIUM).exists():
        if os.environ.get("DULY_REQUIRE") == "all":
            raise AssertionError("no Chromium")
        pytest.skip("没有 Chromium no Chromium")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's driver keeps a loop running in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class Tab:
    """One person at one browser: what went wrong in it is collected, and held against it at the end."""

    def __init__(self, browser: Any, served: Served, lang: str = "zh-CN") -> None:
        context = browser.new_context(viewport={"width": 1366, "height": 768}, locale=lang)
        self.page, self.served, self.faults = context.new_page(), served, []
        self.page.on("console", lambda said: said.type == "error" and self.faults.append(said.text))
        self.page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        self.page.on("request", self._asked)

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.served.address, "data:")):
            self.faults.append(f"outside: {request.url}")

    def sign_in(self, role: str) -> None:
        self.page.goto(f"{self.served.address}/sign-in")
        self.page.fill("[name=username]", role)
        self.page.fill("[name=password]", self.served.passwords[role])
        with self.page.expect_navigation():
            self.page.click("button.main")
        self.settled()

    def goto(self, path: str) -> None:
        self.page.goto(f"{self.served.address}{path}")
        self.settled()

    def settled(self) -> None:
        """Wait until the page is there and has asked for all that it asks for by itself."""
        self.page.wait_for_load_state()
        self.page.locator(ASKING).first.wait_for(state="detached")

    def holds(self) -> None:
        """No finding of axe at WCAG 2.2 AA, nothing to scroll sideways, no complaint, no request to the outside."""
        self.settled()
        self.page.evaluate(AXE.read_text("utf-8"))
        found = self.page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)
        told = [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found["violations"]]
        wide = self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert (told, wide, self.faults) == ([], False, []), self.page.url

    def english(self, *names: str) -> None:
        """Nothing on the page is Chinese but names that are."""
        text = self.page.inner_text("body")
        for name in (*names, "中文"):
            text = text.replace(name, "")
        left = re.findall(r"[^\n]*[㐀-鿿][^\n]*", text)
        assert left == []


@pytest.fixture()
def tab(chromium: Any, served: Served) -> Iterator[Any]:
    """Open a tab; closed when the test ends."""
    opened: list[Tab] = []

    def open_tab(lang: str = "zh-CN") -> Tab:
        opened.append(Tab(chromium, served, lang))
        return opened[-1]

    yield open_tab
    for one in opened:
        one.page.context.close()


@pytest.fixture()
def agent(house: House, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A client signed in as the house's agent, whose case is listed."""
    from django.test import Client

    monkeypatch.setenv("DULY_VAULT_KEY", b64encode(bytes(range(32))).decode())
    filled(house)
    client = Client(SERVER_NAME="localhost")
    client.force_login(house.agent, backend="django.contrib.auth.backends.ModelBackend")
    return client
