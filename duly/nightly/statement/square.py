"""The square to scan: what the statement is and its hash, as SVG."""

from __future__ import annotations

import io

import segno

MARGIN = 3  # modules of white around it, so that it can be told from what is beside it


def svg(sealed: str, *, title: str = "", inside: bool = False) -> str:
    """The text as a QR code; `inside` a page it has a class of its own and no XML header."""
    written = io.BytesIO()
    made = segno.make(sealed, error="m", micro=False, encoding="utf-8")
    made.save(written, kind="svg", border=MARGIN, omitsize=True, title=title or None, xmldecl=not inside, nl=False)
    return written.getvalue().decode("utf-8")
