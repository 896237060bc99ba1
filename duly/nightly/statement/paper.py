"""A statement as a PDF: PDF/A-3 and PDF/UA, the same bytes whenever it is made, its JSON attached.

The font comes with the program, so that a page does not hang on what a machine happens to have.
"""

from __future__ import annotations

import json
from importlib.resources import as_file, files
from typing import Any

from duly.core.mendable import Mendable
from duly.nightly.statement.page import SQUARE
from duly.nightly.statement.square import svg
from duly.nightly.statement.view import speak, view
from duly.nightly.words import Two

FONTS = "manimgx_fonts_cjk"  # Noto Sans CJK, under the SIL Open Font License

WORDS = {
    "lang": Two("zh", "en"),
    "title": Two("对账单", "Statement of account"),
    "what_if": Two("如果今天还", "If you pay today"),
    "sources": Two("依据与核验", "Sources, and how to verify"),
    "verify": Two(
        "这份对账单的内容有一个哈希；内容改一个字，哈希就变。核验：",
        "The content of this statement has a hash; change one sign and the hash is another. To verify:",
    ),
    "law": Two("规则包", "Pack of rules"),
    "square": SQUARE,
    "attached": "对账单的 JSON The statement as JSON",
}


class CannotPrint(Mendable, ValueError):
    """The statement holds something that cannot stand on paper, such as a sign that no font has."""


def paper(told: dict[str, Any], lang: str = "zh") -> bytes:
    """The PDF in one language. Raises CannotPrint."""
    shown = view(told)
    inputs = {
        "shown": json.dumps(speak(shown, lang), ensure_ascii=False),
        "words": json.dumps(speak(WORDS, lang), ensure_ascii=False),
        "told": json.dumps(told, ensure_ascii=False),
        "square": svg(shown["sealed"]),
    }
    return set_in_type("duly.nightly.statement", "statement.typ", inputs)


def certificate_paper(text: str, *, issued_on: str, lang: str) -> bytes:
    """A certificate of settlement as a PDF: its text as it stands. Raises CannotPrint."""
    inputs = {"text": text, "issued_on": issued_on, "lang": lang}
    return set_in_type("duly.nightly.statement", "certificate.typ", inputs)


def set_in_type(package: str, name: str, inputs: dict[str, str]) -> bytes:
    """A PDF by a file of a package; what comes in is data, whatever it holds, and only that file is read as markup.

    Raises CannotPrint.
    """
    import typst  # 80 MB of it: only for who asks for paper

    written = files(package).joinpath(name).read_bytes()
    with as_file(files(FONTS)) as folder:
        fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(folder)])
        try:
            return typst.compile(
                written, format="pdf", font_paths=fonts, sys_inputs=inputs, pdf_standards=["a-3a", "ua-1"], timestamp=0
            )
        except typst.TypstError as broken:
            raise CannotPrint(
                "无法排成 PDF，请检查名称和备注里的特殊符号 cannot be set as a PDF; look for unusual signs in "
                f"names and remarks ({broken.message})"
            ) from None
