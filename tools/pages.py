"""Files that follow from the program: written, or with --check held against what would be written."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path


def write_or_check(made: Mapping[Path, str], source: str, tool: str) -> None:
    """Write each text into its file; with --check end with a sentence that names the files which are not those.

    `source` says in both languages what they follow from, `tool` is the module that writes them.
    """
    if "--check" not in sys.argv:
        for path, text in made.items():
            path.write_text(text, encoding="utf-8")
        return
    stale = [path.name for path, text in made.items() if not path.exists() or path.read_text("utf-8") != text]
    if stale:
        zh, en = source.split(" ", 1)
        sys.exit(f"与{zh}不符 differs from {en}: {', '.join(stale)}；运行 run: python -m tools.{tool}")
