"""Write the page of templates from the library and the law: `python -m tools.templates [--check]`."""

from __future__ import annotations

import sys
from pathlib import Path

from duly import law
from duly.rules import templates
from duly.rules.templates.page import page

PAGES = {lang: Path(__file__).parents[1] / "docs" / "reference" / f"templates.{lang}.md" for lang in ("zh", "en")}


def main() -> None:
    """Write both pages, or with --check say which is not what the library says."""
    stale = []
    for lang, path in PAGES.items():
        text = page(law.load("cn"), templates.load(), lang)
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text("utf-8") != text:
            stale.append(path.name)
    if stale:
        sys.exit(f"与模板不符 differs from the templates: {', '.join(stale)}；运行 run: python -m tools.templates")


if __name__ == "__main__":
    main()
