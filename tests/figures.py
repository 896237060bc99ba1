"""What a test saw, for `tools/soak.py` to add up: a line of JSON in the file that DULY_FIGURES names, if it names one."""

from __future__ import annotations

import json
import os
from pathlib import Path


def saw(what: str, **figures: int | str) -> None:
    """Write down what one test saw of something."""
    if path := os.environ.get("DULY_FIGURES"):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps({"what": what} | figures) + "\n")
