"""A manifest in words: the control totals as a table, what was quarantined and why, in both languages."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from duly.intake.manifest import Manifest
from duly.intake.reasons import BY_CODE


def account(manifest: Manifest, folder: Path) -> str:
    """What a person reads after an intake."""
    return "\n".join(_lines(manifest, folder))


def _lines(manifest: Manifest, folder: Path) -> Iterator[str]:
    yield _verdict(manifest)
    for source in manifest.sources:
        described = ", ".join(source.described.values())
        before = f"，曾入库 taken before in batch {source.taken_before}" if source.taken_before else ""
        empty = f"，空行 empty lines {source.empty_lines:,}" if source.empty_lines else ""
        yield f"  {source.file} → {', '.join(source.tables)}: {source.rows:,} 行 rows ({described}){empty}{before}"
    for file, why in manifest.refused_files.items():
        yield f"  未收 refused {file}: {why}"
    yield ""
    yield _line("行 rows", "读入 read", "新增 new", "替换 replaced", "不变 unchanged", "隔离 quarantined")
    for table, rows in manifest.rows.items():
        yield _line(table, rows.read, rows.new, rows.replaced, rows.unchanged, rows.quarantined)
    if manifest.money:
        yield ""
        yield _line(
            "金额，最小单位 amounts, minor", "读入 read", "接收 accepted", "隔离 quarantined", "不可读 unreadable"
        )
    for table, columns in manifest.money.items():
        for column, sums in columns.items():
            yield _line(f"{table}.{column}", sums.read, sums.accepted, sums.quarantined, sums.unreadable)
    if manifest.quarantined:
        yield ""
        yield from _quarantined(manifest, folder)


def _line(name: str, *columns: str | int) -> str:
    """One line of a table whose words may be two columns wide on the screen."""
    cells = [f"{cell:,}" if isinstance(cell, int) else cell for cell in columns]
    return _padded(name, 32, left=True) + "".join(_padded(cell, 22) for cell in cells)


def _padded(words: str, width: int, *, left: bool = False) -> str:
    space = " " * (width - sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in words))
    return words + space if left else space + words


def _verdict(manifest: Manifest) -> str:
    if manifest.dry_run:
        return f"试运行，未写入 Dry run: nothing was written; this would be batch {manifest.batch}"
    if manifest.version_after == manifest.version_before:
        version = manifest.version_after
        return f"无变化：这些文件已入库 Nothing changed: these files were taken in before (book version {version})"
    same = "" if manifest.changed else "，台账无变化 no row of the book changed"
    return f"批次 batch {manifest.batch} → 台账版本 book version {manifest.version_after}{same}"


def _quarantined(manifest: Manifest, folder: Path) -> Iterator[str]:
    for code, count in manifest.quarantined_by_reason.items():
        reason = BY_CODE[code]
        yield f"  {count:>9,} × {code}: {reason.zh} {reason.en}. {reason.hint_zh}; {reason.hint_en}"
    yield ""
    for cell in manifest.quarantine[:5]:
        where = f"{cell['file']}, 第 {cell['line']} 行 line {cell['line']}, {cell['field'] or '–'}"
        yield f"  {where}: {cell['value']!r} {cell['code']}"
    if not manifest.dry_run and manifest.version_after > manifest.version_before:
        yield f"全部隔离明细 All of them: {folder / 'quarantine.csv'}"
