"""What the surroundings say, read in one place: where the book lies and how much of the machine may be used."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import duckdb

from duly.store import engine as engines
from duly.store.lake import Home

DEFAULT_HOME = Path(".duly")


class BadSetting(ValueError):
    """A setting in the environment cannot be used; the text names it and what is accepted."""


def home(flag: Path | None, *, otherwise: Path = DEFAULT_HOME, settings: Mapping[str, str] = os.environ) -> Home:
    """The folder named by the flag, else by DULY_HOME, else ./.duly.

    Raises BadSetting where a file lies there.
    """
    place = (flag or Path(settings.get("DULY_HOME") or otherwise)).absolute()
    if place.is_file():
        raise BadSetting(
            f"{place}: 这里是文件，台账需要目录；用 --home 或 DULY_HOME 指明 "
            "is a file; the book needs a folder: name one with --home or DULY_HOME"
        )
    return Home(place)


def engine(*, spill: Path | None = None, settings: Mapping[str, str] = os.environ) -> duckdb.DuckDBPyConnection:
    """The embedded engine, within DULY_MEMORY_LIMIT (for example 4GB) and DULY_THREADS.

    Raises BadSetting.
    """
    threads = settings.get("DULY_THREADS")
    if threads is not None and not (threads.isdecimal() and int(threads) > 0):
        raise BadSetting(f"DULY_THREADS {threads!r}: 须为正整数 is no number of threads; write a whole number from 1")
    limit = settings.get("DULY_MEMORY_LIMIT") or engines.MEMORY_LIMIT
    try:
        return engines.connect(spill=spill, memory_limit=limit, threads=int(threads) if threads else None)
    except duckdb.Error as refused:
        raise BadSetting(
            f"DULY_MEMORY_LIMIT {limit!r}: 须为大小，如 4GB is no size; write one such as 4GB ({refused})"
        ) from refused
