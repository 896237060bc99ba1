"""The page of clocks says what the law holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from duly import law as laws
from duly.rules.clocks_page import page

DOCS = Path(__file__).parents[2] / "docs" / "reference"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_of_clocks_is_the_one_made_from_the_law(lang: str) -> None:
    assert (DOCS / f"clocks.{lang}.md").read_text("utf-8") == page(laws.load("cn"), lang)
