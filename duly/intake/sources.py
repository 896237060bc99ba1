"""Which files there are, and which table each holds by its name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from duly.book.contract import BY_NAME
from duly.core.table import Table
from duly.intake.mapping import Mapping
from duly.intake.reasons import IntakeRefused

TEXT = (".csv", ".tsv", ".txt")
SUFFIXES = (*TEXT, ".parquet", ".xlsx")
CONTROL = "control.csv"


@dataclass(frozen=True, slots=True)
class File:
    path: Path
    table: Table | None  # by its name; a mapping may say otherwise


@dataclass(slots=True)
class Found:
    """The files of a batch, those of a folder that are none of ours, and the lender's own totals."""

    files: list[File] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    control: Path | None = None


def find(paths: Iterable[Path], mapping: Mapping) -> Found:
    """Find what is to be taken in. A file of a folder that is not recognised is named, never passed over in silence.

    Raises IntakeRefused where there is nothing, or a file asked for by name is not recognised.
    """
    paths, found, faults = tuple(paths), Found(), []
    for path in paths:
        if path.is_dir():
            for inside in sorted(path.iterdir()):
                if why := _add(found, inside, mapping):
                    found.refused[inside.name] = why
        elif not path.exists():
            faults.append(f"{path}: 没有这个文件或目录 there is no such file or folder; check the path")
        elif why := _add(found, path, mapping):
            faults.append(f"{path.name}: {why}")
    names = [file.path.name for file in found.files]
    faults += [
        f"{name}: two files have this name; rename one" for name in sorted({n for n in names if names.count(n) > 1})
    ]
    if not found.files and not faults:
        faults += [f"{name}: {why}" for name, why in found.refused.items()] or [
            f"{', '.join(map(str, paths))}: 没有可入库的文件，文件名须以表名开头 "
            f"there is no file here; name files after tables: {', '.join(BY_NAME)}"
        ]
    if faults:
        raise IntakeRefused(faults)
    return found


def _add(found: Found, path: Path, mapping: Mapping) -> str:
    """Take note of one file; returns why it is none of ours, or nothing."""
    if not path.is_file():
        return "is not a file; move its files up, or name it as a folder of its own"
    if path.name == CONTROL:
        found.control = path
        return ""
    if path.suffix.lower() not in SUFFIXES:
        return f"is no {', '.join(SUFFIXES)} file; export it as one of these, or leave it out"
    table = table_of(path)
    if table is None and mapping.file(path.name) is None:
        return (
            f"its name begins with no table's name ({', '.join(BY_NAME)}); rename it (payments-2026-10-01.csv), or "
            "name "
            "it in a mapping"
        )
    found.files.append(File(path, table))
    return ""


def table_of(path: Path) -> Table | None:
    """The table a file's name begins with, up to the first letter that is neither a–z nor an underscore."""
    word = re.match(r"[a-z_]*", path.stem.lower())
    return BY_NAME.get(word.group().rstrip("_") if word else "")
