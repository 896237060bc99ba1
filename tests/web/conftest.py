"""The console over a desk's database, and a browser on a served demonstration."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.desk import conftest as desk
from tests.desk.house import House
from tests.homes import DAY, lay, small_book
from tests.nightly.test_accounts import Unwatched

migrated, database, house = desk.migrated, desk.database, desk.house
AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass(frozen=True)
class Served:
    """A demonstration that is served: where, and each role's password."""

    address: str
    passwords: dict[str, str]


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`duly demo` over a small book, as a newcomer starts it."""
    from duly.nightly import business_day

    home = lay(tmp_path_factory.mktemp("demo") / "home", small_book())
    business_day.close(home, DAY, watcher=Unwatched())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("DULY_")}
    command = [sys.executable, "-m", "duly.cli", "demo", "--home", str(home.path), "--port", str(port)]
    server = subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield _ready(server, port)
    finally:
        server.terminate()
        server.wait(timeout=20)
        assert server.stdout is not None
        server.stdout.close()


def _ready(server: subprocess.Popen[str], port: int) -> Served:
    passwords: dict[str, str] = {}
    assert server.stdout is not None
    told = []
    for line in server.stdout:
        told.append(line)
        found = re.match(r"  ([a-z-]+) +((?:[0-9a-f]{4}-?){4}) ", line)
        if found:
            passwords[found[1]] = found[2]
        if "Ctrl-C ends it" in line:
            break
    else:
        raise AssertionError("".join(told))
    for _ in range(100):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return Served(f"http://127.0.0.1:{port}", passwords)
        time.sleep(0.2)
    raise AssertionError("nobody answers")


@pytest.fixture(scope="session")
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
        self.page.click("button.main")
        self.page.wait_for_load_state("networkidle")

    def goto(self, path: str) -> None:
        self.page.goto(f"{self.served.address}{path}")
        self.page.wait_for_load_state("networkidle")

    def holds(self) -> None:
        """No finding of axe at WCAG 2.2 AA, nothing to scroll sideways, no complaint, no request to the outside."""
        self.page.wait_for_load_state("networkidle")
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
def agent(house: House) -> Any:
    """A client signed in as the house's agent, whose case is listed."""
    from django.test import Client

    house.listed()
    client = Client(SERVER_NAME="localhost")
    client.force_login(house.agent, backend="django.contrib.auth.backends.ModelBackend")
    return client
