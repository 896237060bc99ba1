"""Take the pictures of the console's main screens, from a demonstration that runs for it.

    .venv/bin/python -m tools.screens .duly/taiwan /tmp/screens           # every screen, both languages, light and dark
    .venv/bin/python -m tools.screens .duly/taiwan docs/pictures --readme # the one in the README

Needs Debian's chromium and fonts-noto-cjk.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tools.picture import CHROMIUM
from tools.served import Served, served

DESK, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
MORE = {"agent": ("/find",), "agency-agent": ("/worklist",)}  # beyond a role's own menu


def sign_in(tab: Any, site: Served, role: str) -> None:
    """Through the door."""
    tab.goto(f"{site.address}/sign-in")
    tab.fill("[name=username]", role)
    tab.fill("[name=password]", site.passwords[role])
    tab.click("button.main")
    tab.wait_for_load_state("networkidle")


def a_call(tab: Any, site: Served) -> Iterator[str]:
    """The agent's next case, and the first call that somebody answers; names of what to take a picture of."""
    for tried in range(12):
        tab.goto(site.address)
        tab.keyboard.press("n")
        tab.wait_for_url("**/case/*")
        tab.wait_for_selector("#script blockquote, #script .notice")
        if tried == 0:
            yield "case"
        if tab.locator("[data-key=c]").count():
            tab.keyboard.press("c")
            tab.wait_for_selector("form#result, #act [role=alert]")
        promise = tab.locator("input[value=promise]")
        if promise.count():
            promise.check(force=True)
            yield "result"
            return
        codes = tab.locator("input[name=code]")
        if codes.count():
            codes.first.check(force=True)
            tab.click("form#result button.main")
            tab.wait_for_selector(".done")


def pages_of(tab: Any, site: Served, role: str) -> Iterator[str]:
    """The role's first page, the doors in its menu, and what else there is to see; each named."""
    yield "home"
    doors = [link.get_attribute("href") for link in tab.locator(".top .narrow-menu a").all()]
    for path in dict.fromkeys([*doors, *MORE.get(role, ())]):
        if path and path != "/":
            tab.goto(site.address + path)
            tab.wait_for_load_state("networkidle")
            yield path.strip("/").replace("/", "-")


def take(home: Path, out: Path, *, readme: bool) -> None:
    """Write the pictures."""
    out.mkdir(parents=True, exist_ok=True)
    with served(home) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        if readme:
            tab = browser.new_page(viewport=DESK, locale="zh-CN", color_scheme="light")
            sign_in(tab, site, "agent")
            names = list(a_call(tab, site))
            tab.screenshot(path=out / "console.png")
            print(out / "console.png", names)
            return
        for lang, scheme, viewport in (("zh-CN", "light", DESK), ("en", "dark", DESK), ("zh-CN", "light", PHONE)):
            for role in site.passwords:
                tab = browser.new_page(viewport=viewport, locale=lang, color_scheme=scheme)
                sign_in(tab, site, role)
                seen = [pages_of(tab, site, role), *([a_call(tab, site)] if role == "agent" else [])]
                for names in seen:
                    for name in names:
                        tab.screenshot(path=out / f"{role}-{name}-{lang[:2]}-{viewport['width']}.png")
                tab.close()
        browser.close()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("home", type=Path)
    arguments.add_argument("out", type=Path)
    arguments.add_argument("--readme", action="store_true", help="only the README's picture")
    told = arguments.parse_args()
    take(told.home, told.out, readme=told.readme)


if __name__ == "__main__":
    main()
