"""What was taken into the book, over all its batches: rows, money, and why some were not."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from duly.store.lake import Home, Version

ROWS = ("read", "accepted", "quarantined")
SUMS = (*ROWS, "unreadable")

Counts = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Taken:
    """Rows by table; sums of money columns by `table.column`, minor units; faults by reason code."""

    rows: Counts
    money: Counts = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)


def taken_in(home: Home, version: Version) -> Taken:
    """Add up the manifests of every batch the book consists of."""
    rows: dict[str, Counter[str]] = {}
    money: dict[str, Counter[str]] = {}
    reasons: Counter[str] = Counter()
    for batch in version.batches:
        manifest: dict[str, Any] = json.loads((home.batch(batch) / "manifest.json").read_text("utf-8"))
        for table, counts in manifest["rows"].items():
            rows.setdefault(table, Counter()).update({name: counts[name] for name in ROWS})
        for table, columns in manifest["money"].items():
            for column, sums in columns.items():
                money.setdefault(f"{table}.{column}", Counter()).update({name: sums[name] for name in SUMS})
        reasons.update(manifest["quarantined_by_reason"])
    return Taken(_plain(rows, ROWS), _plain(money, SUMS), dict(reasons))


def _plain(found: dict[str, Counter[str]], names: tuple[str, ...]) -> Counts:
    return {key: {name: counts[name] for name in names} for key, counts in found.items()}
