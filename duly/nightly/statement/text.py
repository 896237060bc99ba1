"""A statement on a terminal: plain lines, amounts aligned, as wide as it is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from rich.cells import cell_len

from duly.nightly.statement.view import View, speak, view
from duly.nightly.words import LANGUAGES

LABELS = {
    "zh": ("对账单", "法定上限依据", "依据", "核验", "内容的哈希 SHA-256", "规则包"),
    "en": (
        "Statement of account",
        "The cap rests on",
        "Sources",
        "To verify",
        "Hash of the content, SHA-256",
        "Pack of rules",
    ),
}
WORDS = re.compile(r"[\u2e80-\u9fff\uff00-\uff60][，。；：、）》”)]*|[^\s\u2e80-\u9fff\uff00-\uff60]+|\s+")
INDENT = 12


def lines(shown: View, lang: str, width: int = 80) -> Iterator[str]:
    """The lines of a statement in one language; only a word that is broader than `width` is longer."""
    one = speak(shown, lang)
    title, cap, sources, verify, hashed, pack = LABELS[lang]
    yield from _heading(f"{title}  {one['as_of']}  {one['headline']}", "=")
    for label, said in one["facts"]:
        yield from wrapped(f"{label}: {said}", width)
    yield from _table(one["overview"], width)
    for debt in one["debts"]:
        yield ""
        yield from _heading(f"{debt['name']}  {debt['id']}", "-")
        for said in debt["said"]:
            yield from wrapped(said, width)
        yield from _table(debt["parts"], width)
        yield from _lines(debt["lines"], width)
        if debt["cost"]:
            yield from _cost(debt["cost"], cap, width)
    for asked in one["what_if"]:
        yield from _table(asked, width)
        if asked["said"]:
            yield from wrapped(asked["said"], width)
    yield from ("", sources)
    for each in one["clauses"]:
        yield from wrapped(_cited(each), width, 2)
    yield ""
    for said in one["notes"]:
        yield from wrapped(said, width)
    yield from wrapped(f"{pack} cn {one['law']}", width)
    yield f"{hashed}:"
    yield one["hash"]
    yield f"{verify}: duly statement --verify FILE"


def both(told: dict[str, Any], lang: str | None, width: int = 80) -> str:
    """The text of a statement in a language, or in Chinese and then in English."""
    shown = view(told)
    return "\n\n".join("\n".join(lines(shown, each, width)) for each in LANGUAGES if lang in (each, None))


def wrapped(text: str, width: int, indent: int = 0) -> Iterator[str]:
    """Lines no broader than that; Chinese breaks between characters, no number breaks."""
    line = ""
    for word in WORDS.findall(text):
        if line.strip() and indent + cell_len(line + word.rstrip()) > width:
            yield " " * indent + line.rstrip()
            line = ""
        line += word if line else word.lstrip()
    if line.strip():
        yield " " * indent + line.rstrip()


def _heading(text: str, rule: str) -> Iterator[str]:
    yield text
    yield rule * cell_len(text)


def _table(table: View, width: int) -> Iterator[str]:
    """A table, or where it is too broad each row with its amounts below one another."""
    rows = [*table["rows"], *([table["total"]] if table["total"] else [])]
    every = [["" if at == 0 else name for at, name in enumerate(table["head"])], *rows]
    broad = [max(cell_len(row[at]) for row in every) for at in range(len(table["head"]))]
    yield from ("", table["caption"])
    if sum(broad) + 2 * len(broad) <= width:
        for row in every:
            cells = [_right(cell, broad[at]) for at, cell in enumerate(row) if at]
            yield "  ".join([_left(row[0], broad[0]), *cells]).rstrip()
        return
    for row in rows:
        yield from wrapped(row[0], width)
        names = max(map(cell_len, table["head"]))
        for name, cell in zip(table["head"][1:], row[1:], strict=True):
            yield f"    {_left(name, names)}  {_right(cell, max(broad[1:]))}"


def _lines(table: View, width: int) -> Iterator[str]:
    broad = [max((len(row[name]) for row in table["rows"]), default=0) for name in ("amount", "total")]
    title = max(width - INDENT - sum(broad) - 4, max((cell_len(row["what"]) for row in table["rows"]), default=0))
    day, what, amount, total = table["head"]
    yield from ("", table["caption"])
    yield f"{_left(day, INDENT)}{_left(what, title)}  {_right(amount, broad[0])}  {_right(total, broad[1])}"
    for row in table["rows"]:
        amounts = f"{_right(row['amount'], broad[0])}  {_right(row['total'], broad[1])}"
        yield f"{_left(row['on'], INDENT)}{_left(row['what'], title)}  {amounts}"
        yield from wrapped(" ".join(filter(None, (row["how"], row["clause"]))), width, INDENT)
    yield from wrapped(table["said"], width)


def _cost(cost: Any, cap: str, width: int) -> Iterator[str]:
    yield from ("", cost["caption"])
    broad = max(cell_len(rate["label"]) for rate in cost["rates"])
    shown = max(cell_len(rate["shown"]) for rate in cost["rates"])
    for rate in cost["rates"]:
        yield f"  {_left(rate['label'], broad)}  {_right(rate['shown'], shown)}"
    for said in (cost["charged"], cost["said"]):
        yield from wrapped(said, width)
    for each in cost["clauses"]:
        yield from wrapped(f"{cap}: {_cited(each)}", width)


def _cited(each: Any) -> str:
    return f"{each['id']} {each['said']}; {each['citation']} ({each['force']}, {each['certainty']})"


def _left(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))


def _right(text: str, width: int) -> str:
    return " " * (width - cell_len(text)) + text
