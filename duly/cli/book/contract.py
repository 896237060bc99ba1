"""`duly book contract`: the tables of a book and of a day, as reference pages."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer


def contract(
    lang: Annotated[Literal["zh", "en"], typer.Option("--lang", help="语言 Language")] = "zh",
    page: Annotated[
        Literal["data-contract", "day-tables"], typer.Option("--page", help="台账的表或业务日的表 Which tables")
    ] = "data-contract",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="把四页都写到目录 Write all pages here")
    ] = None,
    check: Annotated[
        Path | None, typer.Option("--check", metavar="DIR", help="核对目录中的页是否最新 Compare the pages kept here")
    ] = None,
) -> None:
    """打印数据契约。Print the data contract: every table, column, unit and value, from the code itself."""
    from duly.book import reference

    if check is not None:
        stale = [
            name
            for name, which, language in reference.paths()
            if not (check / name).exists() or (check / name).read_text("utf-8") != reference.markdown(which, language)
        ]
        if stale:
            print(f"与代码不符 differs from the code: {', '.join(stale)}", file=sys.stderr)
            print(f"运行 run: duly book contract --out {check}", file=sys.stderr)
            raise typer.Exit(1)
        return
    if out is None:
        print(reference.markdown(page, lang), end="")
        return
    out.mkdir(parents=True, exist_ok=True)
    for name, which, language in reference.paths():
        (out / name).write_text(reference.markdown(which, language), encoding="utf-8")
        print(out / name)
