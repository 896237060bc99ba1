"""Write the page of templates from the library and the law: `python -m tools.templates [--check]`."""

from __future__ import annotations

from pathlib import Path

from duly import law
from duly.rules import templates
from duly.rules.templates.page import page
from tools.pages import write_or_check

PAGES = {lang: Path(__file__).parents[1] / "docs" / "reference" / f"templates.{lang}.md" for lang in ("zh", "en")}


def main() -> None:
    """Write both pages, or with --check say which is not what the library says."""
    made = {path: page(law.load("cn"), templates.load(), lang) for lang, path in PAGES.items()}
    write_or_check(made, "模板 the templates", "templates")


if __name__ == "__main__":
    main()
