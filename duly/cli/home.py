"""The flag that names the folder of the book; commands share it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

HomeFlag = Annotated[
    Path | None, typer.Option("--home", help="数据目录 Folder of the book; else DULY_HOME, else ./.duly")
]
