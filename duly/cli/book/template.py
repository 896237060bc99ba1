"""`duly book template`: empty files to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer


def template(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="写到哪个目录 Folder to write into")] = Path(
        "templates"
    ),
    form: Annotated[Literal["csv", "xlsx"], typer.Option("--format", help="文件格式 Format of the files")] = "xlsx",
    lang: Annotated[
        Literal["zh", "en"], typer.Option("--lang", help="列名与说明的语言 Language of headers, notes")
    ] = "zh",
    bom: Annotated[
        bool, typer.Option("--bom/--no-bom", help="CSV 带 BOM，表格软件才认得中文 Byte order mark, for spreadsheets")
    ] = True,
) -> None:
    """写出空白模板，填好即可入库。Write empty files, one a table, that intake reads once filled in."""
    from duly.intake.template import write_templates

    for path in write_templates(out, form, lang, bom=bom):
        print(path)
