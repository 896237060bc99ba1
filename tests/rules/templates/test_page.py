"""The page of templates says what the library holds."""

from __future__ import annotations

import pytest

from duly import law as laws
from duly.rules.templates import load
from duly.rules.templates.page import page
from duly.rules.templates.required import kinds
from tools.templates import PAGES


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_is_the_one_made_from_the_templates(lang: str) -> None:
    written = PAGES[lang].read_text("utf-8")

    assert written == page(laws.load("cn"), load(), lang)
    assert all(f"`{kind}`" in written for kind in kinds())
    assert all(one.text in written for one in load() if one.language == lang)
