"""The language check: sentences a second, beside a floor and a peer.

The floor walks every character of every sentence once in Python, as any checker without a compiled engine must. The
peer is one expression that looks for every word of the concepts, which finds words and judges nothing.

    python -m bench.words [--times 20]
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from duly.cli.streams import spread
from duly.rules.words import check
from duly.rules.words.held import held

MANY = 100_000  # sentences, so that starting the processors is a small part
SENTENCES = Path("tests/rules/words/sentences")


def rate(run: Callable[[str], object], texts: list[str], times: int) -> float:
    """Sentences a second, the best of a few runs."""
    best = float("inf")
    for _ in range(times):
        began = time.process_time()
        for text in texts:
            run(text)
        best = min(best, time.process_time() - began)
    return len(texts) / best


def shared(texts: list[str], times: int) -> float:
    """Sentences a second by the clock, shared out among the processors as `duly words FILE` does."""
    many = texts * max(1, MANY // len(texts))
    best = float("inf")
    for _ in range(max(1, times // 5)):
        began = time.perf_counter()
        for _ in spread(check, many):
            pass
        best = min(best, time.perf_counter() - began)
    return len(many) / best


def walked(text: str) -> int:
    total = 0
    for char in text:
        total += ord(char)
    return total


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--times", type=int, default=20)
    times = asked.parse_args().times
    rows: list[dict[str, Any]] = [
        row for file in sorted(SENTENCES.glob("*.yaml")) for row in yaml.safe_load(file.read_text("utf-8"))
    ]
    words = {word for line in held("concepts.yaml").values() for word in line.split()}
    peer = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
    lawful = [row["text"] for row in rows if not row["flag"]]
    for name, texts in (("all", [row["text"] for row in rows]), ("lawful", lawful)):
        ours, least, other = (rate(run, texts, times) for run in (check, walked, peer.findall))
        together = shared(texts, times)
        print(
            f"{name:<7} {len(texts):>5} sentences: {ours:,.0f}/s on one processor, {together:,.0f}/s on all "
            f"({together / ours:.1f} x); floor {least:,.0f}/s, {least / ours:.1f} x; "
            f"expression of {len(words):,} words {other:,.0f}/s, {other / ours:.1f} x"
        )


if __name__ == "__main__":
    main()
