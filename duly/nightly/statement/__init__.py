"""The statement as people read it: one value, in words, as a page, as a PDF, and on a terminal; equal to the cent."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any


def demo() -> dict[str, Any]:
    """The question of an invented borrower: a loan of twelve instalments, and revolving credit above its cap."""
    question: dict[str, Any] = json.loads(files("duly.nightly.statement").joinpath("demo.json").read_text("utf-8"))
    return question
