"""A statement as one HTML file that asks for nothing outside itself, in the look of the report."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from duly.nightly.report import page_of
from duly.nightly.statement.square import svg
from duly.nightly.statement.view import view

SQUARE = "二维码：核验用的哈希 QR code: the hash to verify"


def page(told: dict[str, Any], lang: str = "zh") -> str:
    """The page, which holds the JSON of the statement too; `lang` is what it speaks first."""
    shown = view(told)
    square = Markup(svg(shown["sealed"], title=SQUARE, inside=True))
    return page_of("duly.nightly.statement", "page", it=shown, told=told, lang=lang, square=square)
