"""What a batch was: its files, its counts and its sums, as they are printed and kept."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a batch."""

    file: str
    sha256: str
    tables: tuple[str, ...]
    rows: int  # rows read, malformed ones included
    malformed: int = 0
    empty_lines: int = 0
    taken_before: str = ""  # the batch that took the same file in, if one did
    described: dict[str, str] = field(default_factory=dict)  # encoding, delimiter, line ends, sheet …


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of one table: read = new + replaced + unchanged + quarantined."""

    read: int = 0
    new: int = 0
    replaced: int = 0
    unchanged: int = 0
    quarantined: int = 0

    @property
    def accepted(self) -> int:
        return self.new + self.replaced + self.unchanged


@dataclass(frozen=True, slots=True)
class Sums:
    """Money of one column, minor units: read = accepted + quarantined; unreadable amounts are counted apart."""

    read: int = 0
    accepted: int = 0
    quarantined: int = 0
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """The whole account of one batch."""

    batch: str
    taken_at: str
    dry_run: bool
    changed: bool  # rows of the book are new or replaced
    version_before: int
    version_after: int
    sources: tuple[Source, ...]
    refused_files: dict[str, str]  # file → why
    rows: dict[str, Counts]
    money: dict[str, dict[str, Sums]]
    quarantined_by_reason: dict[str, int]
    mapping: str = ""  # its YAML, as it was
    quarantine: tuple[dict[str, Any], ...] = ()  # the first of the quarantine, for the screen

    @property
    def quarantined(self) -> int:
        return sum(counts.quarantined for counts in self.rows.values())

    @property
    def is_whole(self) -> bool:
        """Whether every row and every file was taken."""
        return not self.quarantined and not self.refused_files

    def to_json(self) -> dict[str, Any]:
        """Plain values for a JSON file."""
        value = asdict(self)
        value["rows"] = {name: asdict(counts) | {"accepted": counts.accepted} for name, counts in self.rows.items()}
        return json.loads(json.dumps(value))  # type: ignore[no-any-return]
