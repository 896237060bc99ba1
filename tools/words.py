"""Write the page about the language check: its codes, and how well it hears. `python -m tools.words [--check]`

The held-out sentences were written apart and are never learnt from or tuned on; every figure comes from running the
check over the files in tests/rules/words/sentences.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from math import sqrt
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from duly.rules.words import Context, check
from duly.rules.words.checker import codes
from tools.pages import write_or_check

SENTENCES = Path("tests/rules/words/sentences")
OUT = Path("docs/reference")
HELD_OUT = "held_out"
_TEXT: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
Z = 1.96  # of a 95 % interval


class Count(NamedTuple):
    """So many of so many."""

    of: int
    all: int

    def shown(self) -> str:
        """The share with its Wilson interval, in percent."""
        if not self.all:
            return "–"
        share, n = self.of / self.all, self.all
        middle = share + Z * Z / (2 * n)
        reach = Z * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
        low, high = ((middle - reach) / (1 + Z * Z / n), (middle + reach) / (1 + Z * Z / n))
        return f"{share:.1%} ({max(low, 0):.1%}–{high:.1%}), {self.of}/{self.all}"


class Heard(NamedTuple):
    """One sentence and what the check says of it."""

    row: dict[str, Any]
    codes: tuple[str, ...]


def heard(file: Path) -> list[Heard]:
    """Every sentence of a file, judged in its context."""
    rows = yaml.safe_load(file.read_text("utf-8"))
    return [Heard(row, check(row["text"], _context(row)).codes) for row in rows]


def _context(row: dict[str, Any]) -> Context:
    told = dict(row.get("context") or {})
    if told.get("as_of"):
        told["as_of"] = date.fromisoformat(str(told["as_of"]))
    return Context(**told)


def recall(found: list[Heard]) -> Count:
    bad = [one for one in found if one.row["flag"]]
    return Count(sum(bool(one.codes) for one in bad), len(bad))


def false_alarms(found: list[Heard]) -> Count:
    good = [one for one in found if not one.row["flag"]]
    return Count(sum(bool(one.codes) for one in good), len(good))


def named(found: list[Heard]) -> Count:
    """Of the unlawful sentences that are heard, those of which a code is among the ones written beside them."""
    hit = [one for one in found if one.row["flag"] and one.codes]
    return Count(sum(not set(one.codes).isdisjoint(one.row["codes"]) for one in hit), len(hit))


def page(lang: str) -> str:
    """The page in one language."""
    zh = lang == "zh"
    files = {file.stem: heard(file) for file in sorted(SENTENCES.glob("*.yaml"))}
    lines = [
        "# 用语检查" if zh else "# The language check",
        "",
        _TEXT[lang]["how"].rstrip(),
        "",
        "## 听得多准" if zh else "## How well it hears",
        "",
        _TEXT[lang]["note"].rstrip(),
        "",
        "| 句子 | 违规句听出 | 合规句误报 | 听出的句中编码对上 |"
        if zh
        else "| sentences | unlawful heard | lawful wronged | codes that agree |",
        "|---|---|---|---|",
    ]
    order = sorted(files, key=lambda stem: (stem != HELD_OUT, stem))
    for stem in order:
        name = ("未参与调整 held_out" if zh else "held out") if stem == HELD_OUT else stem
        rows = files[stem]
        lines.append(f"| {name} | {recall(rows).shown()} | {false_alarms(rows).shown()} | {named(rows).shown()} |")
    apart = files.get(HELD_OUT) or [one for rows in files.values() for one in rows]
    lines += ["", *_by_code(apart, zh), "", *_by_evasion(apart, zh), ""]
    return "\n".join(lines)


def _by_code(found: list[Heard], zh: bool) -> list[str]:
    head = (
        "| 编码 | 行为 | 规则 | 听出 | 常被听成 | 可以说 |"
        if zh
        else "| code | conduct | rule | heard | taken for | say instead |"
    )
    lines = [head, "|---|---|---|---|---|---|"]
    for code, told in codes().items():
        bad = [one for one in found if one.row["codes"][:1] == [code]]
        taken = Counter(one.codes[0] for one in bad if one.codes and code not in one.codes)
        others = ", ".join(f"{other} {number}" for other, number in taken.most_common(3)) or "–"
        share = Count(sum(bool(one.codes) for one in bad), len(bad)).shown()
        why, instead = (told["why_zh"], told["zh"]) if zh else (told["why_en"], told["en"])
        lines.append(f"| `{code}` | {why} | {told['rule']} | {share} | {others} | {instead} |")
    return lines


def _by_evasion(found: list[Heard], zh: bool) -> list[str]:
    lines = ["| 写法 | 听出 |" if zh else "| way of writing | heard |", "|---|---|"]
    bad = [one for one in found if one.row["flag"]]
    for way in dict.fromkeys(one.row.get("evasion", "none") for one in bad):
        rows = [one for one in bad if one.row.get("evasion", "none") == way]
        lines.append(f"| {way} | {Count(sum(bool(one.codes) for one in rows), len(rows)).shown()} |")
    return lines


def main() -> None:
    """Write both pages, or with --check say which is not what the check says."""
    made = {OUT / f"words.{lang}.md": page(lang) for lang in ("zh", "en")}
    write_or_check(made, "用语检查 the language check", "words")


if __name__ == "__main__":
    main()
