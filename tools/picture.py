"""Take the picture of a page for the README: its beginning, as a reader with an ordinary window sees it.

    .venv/bin/python tools/picture.py .duly/taiwan/days/2026-10-01/report.html
    .venv/bin/python tools/picture.py statement.html docs/pictures/statement.png --height 1450

Needs Debian's chromium and fonts-noto-cjk.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from playwright.sync_api import sync_playwright

CHROMIUM = "/usr/bin/chromium"
WIDTH, HEIGHT = 1200, 1010


def take(report: Path, picture: Path, height: int) -> None:
    """Write a PNG of the top of a page."""
    picture.parent.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": WIDTH, "height": height}, color_scheme="light")
        tab.goto(report.absolute().as_uri())
        tab.screenshot(path=picture)
        browser.close()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("report", type=Path, help="a page, such as the report.html that the night wrote")
    arguments.add_argument("picture", type=Path, nargs="?", default=Path("docs/pictures/report.png"))
    arguments.add_argument("--height", type=int, default=HEIGHT, help="pixels of the window")
    told = arguments.parse_args()
    take(told.report, told.picture, told.height)
    print(told.picture)


if __name__ == "__main__":
    main()
