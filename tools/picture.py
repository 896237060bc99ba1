"""Take the picture of a report for the README: the first screen, as a reader with an ordinary window sees it.

    .venv/bin/python tools/picture.py .duly/taiwan/days/2026-10-01/report.html

Needs Debian's chromium and fonts-noto-cjk.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from playwright.sync_api import sync_playwright

CHROMIUM = "/usr/bin/chromium"
WINDOW = {"width": 1200, "height": 1010}


def take(report: Path, picture: Path) -> None:
    """Write a PNG of the top of the report."""
    picture.parent.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        tab = browser.new_page(viewport=WINDOW, color_scheme="light")
        tab.goto(report.absolute().as_uri())
        tab.screenshot(path=picture)
        browser.close()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("report", type=Path, help="a report.html that the night wrote")
    arguments.add_argument("picture", type=Path, nargs="?", default=Path("docs/pictures/report.png"))
    told = arguments.parse_args()
    take(told.report, told.picture)
    print(told.picture)


if __name__ == "__main__":
    main()
