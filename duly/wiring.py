"""What the surroundings say, read in one place: where book and desk lie and how much of the machine may be used."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

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


def database(*, settings: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """The desk's database in Django's words: PostgreSQL by DULY_DATABASE_URL, else desk.sqlite3 in the home.

    Raises BadSetting.
    """
    address = settings.get("DULY_DATABASE_URL")
    if not address:
        place = home(None, settings=settings).path / "desk.sqlite3"
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(place),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",  # a reader that turns writer would fail, or pass a cap, in a race
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=0;",
            },
            "TEST": {"NAME": str(place.with_name("test-desk.sqlite3"))},
        }
    url = urlsplit(address)
    if url.scheme not in ("postgresql", "postgres") or not url.path.strip("/"):
        raise BadSetting(
            "DULY_DATABASE_URL: 须为 postgresql://用户:密码@主机:端口/库名 "
            "is no address such as postgresql://user:password@host:5432/name"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.strip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": parse_qs(url.query).get("host", [unquote(url.hostname or "")])[0],  # a folder is a socket's
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": 60,
        # a statement that comes again is planned once: planning the question to the judge costs ten times its answer
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 2},
    }
