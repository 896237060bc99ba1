"""A manifest in words: the control totals as a table, what was quarantined and why, in both languages."""

from __future__ import annotations

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
    yield f"{'':<13}{'读入 read':>13}{'新增 new':>13}{'替换 replaced':>14}{'不变 unchanged':>15}{'隔离 quarantined':>17}"
    for table, rows in manifest.rows.items():
        yield f"{table:<13}{rows.read:>14,}{rows.new:>14,}{rows.replaced:>15,}{rows.unchanged:>16,}{rows.quarantined:>18,}"
    if manifest.money:
        yield ""
        yield f"{'金额 amounts (minor units)':<39}{'读入 read':>18}{'接收 accepted':>18}{'隔离 quarantined':>18}{'不可读 unreadable':>18}"
    for table, columns in manifest.money.items():
        for column, sums in columns.items():
            name = f"{table}.{column}"
            yield f"{name:<40}{sums.read:>20,}{sums.accepted:>20,}{sums.quarantined:>20,}{sums.unreadable:>20,}"
    if manifest.quarantined:
        yield ""
        yield from _quarantined(manifest, folder)


def _verdict(manifest: Manifest) -> str:
    if manifest.dry_run:
        return f"试运行，未写入 Dry run: nothing was written; this would be batch {manifest.batch}"
    if manifest.version_after == manifest.version_before:
        return f"无变化：这些文件已入库 Nothing changed: these files were taken in before (book version {manifest.version_after})"
    same = "" if manifest.changed else "，台账无变化 no row of the book changed"
    return f"批次 batch {manifest.batch} → 台账版本 book version {manifest.version_after}{same}"


def _quarantined(manifest: Manifest, folder: Path) -> Iterator[str]:
    for code, count in manifest.quarantined_by_reason.items():
        reason = BY_CODE[code]
        yield f"  {count:>9,} × {code}: {reason.zh} {reason.en}. {reason.hint_zh}; {reason.hint_en}"
    yield ""
    for cell in manifest.quarantine[:5]:
        yield f"  {cell['file']}, 第 {cell['line']} 行 line {cell['line']}, {cell['field'] or '–'}: {cell['value']!r} {cell['code']}"
    if not manifest.dry_run and manifest.version_after > manifest.version_before:
        yield f"全部隔离明细 All of them: {folder / 'quarantine.csv'}"
