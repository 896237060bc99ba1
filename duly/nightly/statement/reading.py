"""A statement read back from whatever form it was given in: JSON, our HTML page, our PDF."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from duly.law import Law
from duly.nightly.statement.page import page
from duly.nightly.statement.paper import paper
from duly.nightly.words import LANGUAGES
from duly.rules.account.asked import Refused, parsed
from duly.rules.account.statement_check import Checked, check_statement

INSIDE = re.compile(rb'<script type="application/json" id="statement">(.*?)</script>', re.DOTALL)
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
UNPACKED_MOST = 64 << 20  # bytes of one attachment
FOUND = {  # where it does not hold, and where it does
    "hash": (
        "✗ 内容与哈希不一致，已被改动 the content was changed: it has another hash",
        "✓ 内容与哈希一致 the content has its hash",
    ),
    "figures": (
        "✗ 重算得到别的数字 worked out again, other figures come out: ",
        "✓ 重算得到同样的数字 worked out again, the same figures come out",
    ),
    "shows": (
        "✗ 文件显示的不是它所附的内容，或由别的版本生成 the file shows something else, or another version made it",
        "✓ 文件显示的正是这些内容 the file shows just that",
    ),
}
ACCEPTED = "duly statement --json | --html | --pdf"


@dataclass(frozen=True, slots=True)
class Verified:
    """What a file is, what was found of its content, and whether it shows just that.

    JSON shows itself, and what differs when worked out again is not laid out again: None of both.
    """

    form: str
    checked: Checked
    shows_it: bool | None

    @property
    def holds(self) -> bool:
        return self.checked.is_whole and self.checked.agrees and self.shows_it is not False

    def said(self) -> str:
        """What was found, a line each, for a reader."""
        checked, shows = self.checked, self.shows_it
        lines = [FOUND["hash"][checked.is_whole], FOUND["figures"][checked.agrees] + ", ".join(checked.differs)]
        if shows is not None:
            lines.append(FOUND["shows"][shows])
        if checked.law_then != checked.law_now:
            then, now = checked.law_then, checked.law_now
            lines.append(f"! 规则包当时是 {then}，现在是 {now} the pack of rules was {then} then and is {now} now")
        return "\n".join([*lines, f"SHA-256 {checked.carried}"])

    def to_json(self) -> dict[str, Any]:
        return {"holds": self.holds, "form": self.form, **self.checked.to_json(), "shows_it": self.shows_it}


def verify(given: bytes, law: Law) -> Verified:
    """Check the statement in a file, and that a page or a PDF is the one its content makes. Raises Refused."""
    form = "pdf" if given.startswith(b"%PDF-") else "html" if INSIDE.search(given) else "json"
    told = _told(given, form)
    checked = check_statement(told, law)
    if form == "json" or not checked.agrees:
        return Verified(form, checked, None)
    return Verified(form, checked, any(made == given for made in _made(told, form)))


def _made(told: dict[str, Any], form: str) -> Iterator[bytes]:
    """The same form made again, in each language it may have been made in."""
    for lang in LANGUAGES:
        yield paper(told, lang) if form == "pdf" else page(told, lang).encode()


def _told(given: bytes, form: str) -> Any:
    if form == "html":
        found = INSIDE.search(given)
        return _read(found.group(1) if found else b"")
    if form == "json":
        return _read(given)
    for stream in STREAM.findall(given):
        text = _unpacked(stream)
        if text.startswith(b"{") and b'"hash"' in text:
            return _read(text)
    raise Refused("$", None, "这份 PDF 没有附带对账单 no statement is attached to this PDF", ACCEPTED)


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream, UNPACKED_MOST)
    except zlib.error:
        return stream


def _read(text: bytes) -> Any:
    try:
        return parsed(text.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Refused("$", None, "不是 UTF-8 文本 no text in UTF-8", ACCEPTED) from None
