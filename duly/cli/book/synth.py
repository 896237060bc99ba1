"""`duly book synth`: a synthetic book of any size."""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from duly import wiring


def synth(
    loans: Annotated[int, typer.Option("--loans", help="贷款笔数 Number of loans")],
    seed: Annotated[int, typer.Option("--seed", help="种子：同种子同台账 The same seed gives the same book")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="写成文件 Write files into this folder")
    ] = None,
    home: Annotated[
        Path | None,
        typer.Option("--home", metavar="DIR", help="直接写入空的数据目录 Write straight into an empty home"),
    ] = None,
    form: Annotated[Literal["csv", "parquet"], typer.Option("--format", help="文件格式 Format of the files")] = "csv",
    day: Annotated[str, typer.Option("--day", help="业务日 Business day, YYYY-MM-DD")] = "2026-10-01",
    months: Annotated[
        int, typer.Option("--months", help="逐笔回款保留月数，更早的并为一笔 Months of payments kept one by one")
    ] = 12,
    contacts_per_loan: Annotated[
        float,
        typer.Option("--contacts-per-loan", help="近60天每笔贷款平均联系次数 Contacts a loan in 60 days, on average"),
    ] = 2.0,
) -> None:
    """生成合成台账：没有真实的人。Make a synthetic book: no real person, the same seed gives the same rows."""
    from duly.book.synth import Synth
    from duly.core.day import parse_day
    from duly.intake.synth.to_folder import write_folder
    from duly.intake.synth.to_home import write_home

    if (out is None) == (home is None):
        raise typer.BadParameter("写文件用 --out，直接入库用 --home，二者选一。Give either --out or --home.")
    made = Synth(loans, seed, parse_day(day), months, Fraction(contacts_per_loan).limit_denominator(100))
    with _bar() as bar:
        task = bar.add_task("合成台账 synthetic book", total=None)

        def tell(written: int, of: int) -> None:
            bar.update(task, completed=written, total=of)
            if bar.disable and written * 10 // of > (written - 1) * 10 // of:
                bar.console.print(f"合成台账 synthetic book {written}/{of}")

        if home is not None:
            place = wiring.home(home)
            rows = {name: shelf.rows for name, shelf in write_home(made, place, tell).tables.items()}
        else:
            assert out is not None
            rows = write_folder(made, out, form, tell)
    for table, count in rows.items():
        typer.echo(f"{table:<12} {count:>13,}")
    typer.echo(f"{out or place.path}")


def _bar() -> Progress:
    console = Console(file=sys.stderr)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
