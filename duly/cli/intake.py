"""`duly intake`: take a lender's files in."""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from duly import wiring
from duly.intake import mapping, take_in
from duly.intake.words import account

IN_PART = 3  # exit code: taken, but some rows or files were not
QUIET_SECONDS = 2.0
LOG_SECONDS = 5.0  # between two lines of a log


def intake(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="DIR|FILE…", help="台账文件或目录 Files, or a folder of files, named after tables"),
    ],
    home: Annotated[
        Path | None, typer.Option("--home", help="数据目录 Folder of the book; else DULY_HOME, else ./.duly")
    ] = None,
    mapping_file: Annotated[
        Path | None, typer.Option("--mapping", help="该贷款人的映射文件 How this lender's files are read (YAML)")
    ] = None,
    lender: Annotated[
        str | None,
        typer.Option("--lender", help="按此名称保存或沿用映射 Keep the mapping under this name, or use the one kept"),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看结果，不写入 Show everything, write nothing")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="只输出 manifest.json Print the manifest as JSON")] = False,
) -> None:
    """入库 Take a lender's files into the book: what is right, with the rest in a quarantine that says why.

    退出码 Exit code: 0 全部入库 all taken; 2 全部未入库 no file taken; 3 部分被拒 some rows or files were not.
    """
    place = wiring.home(home)
    how = mapping.choose(place.path / "mappings", lender, mapping_file)
    with Telling() as telling:
        manifest = take_in(
            paths, place, taken_at=datetime.now(UTC), mapping=how, dry_run=dry_run, progress=telling.tell
        )
    if lender and mapping_file and not dry_run:
        mapping.keep(place.path / "mappings", lender, how)
    print(
        json.dumps(manifest.to_json(), ensure_ascii=False)
        if as_json
        else account(manifest, place.batch(manifest.batch))
    )
    if not manifest.is_whole:
        raise typer.Exit(IN_PART)


class Telling:
    """Says on standard error what goes on: a bar on a terminal, now and then a line in a log, at first nothing."""

    def __init__(self) -> None:
        self.console = Console(file=sys.stderr)
        self.bars = Bars(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
            console=self.console, transient=True, disable=not self.console.is_terminal,
        )  # fmt: skip
        self.since = time.monotonic()
        self.logged = 0.0
        self.task = self.bars.add_task("入库 intake", total=None)

    def __enter__(self) -> Telling:
        return self

    def __exit__(self, *_: object) -> None:
        self.bars.stop()

    def tell(self, what: str, done: int, of: int) -> None:
        """Show that `done` of `of` parts of the work are behind us, and what comes now."""
        now = time.monotonic()
        if now - self.since < QUIET_SECONDS:
            return
        if self.console.is_terminal:
            self.bars.start()
            self.bars.update(self.task, description=what, completed=done, total=of)
        elif now - self.logged >= LOG_SECONDS:
            self.logged = now
            self.console.print(f"{what} ({done + 1}/{of})", highlight=False)
