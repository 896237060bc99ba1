"""`duly book taiwan`: the real book to try Duly on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def taiwan(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="写到哪个目录。Folder to write the CSV files into.")],
    outcomes: Annotated[
        bool,
        typer.Option("--outcomes", help="另写观察结果，只用来检验评分。Also what happened later, to measure scores."),
    ] = False,
) -> None:
    """写出真实样例台账（台湾2005年信用卡）。Write the real book: 30,000 Taiwan cards of 2005, moved 21 years."""
    from duly.intake.real_book import write

    rows = write.write_book(folder)
    if outcomes:
        rows["outcomes"] = write.write_outcomes(folder)
    for table, count in rows.items():
        typer.echo(f"{table:<12} {count:>9,}")
    typer.echo(f"{folder}")
