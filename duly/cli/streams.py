"""Lines of text from a file or the standard input, in UTF-8 whatever the machine's locale says."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NoReturn

import typer

UNREADABLE = 2


@contextmanager
def opened(file: str) -> Iterator[IO[str]]:
    """Open a file, or the standard input for `-`; one that is no text ends the command."""
    try:
        if file == "-":
            yield io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig")
            return
        with Path(file).open(encoding="utf-8-sig") as stream:
            yield stream
    except UnicodeDecodeError as broken:
        refuse(file, f"无法读取，请存为 UTF-8 cannot be read; save it as UTF-8 ({broken.reason})")


def refuse_empty(file: str) -> NoReturn:
    """End a command that was given a stream in which nothing is asked: silence would pass for an answer."""
    refuse(file, "是空的，什么也没有问 is empty; nothing was asked")


def refuse(file: str, why: str) -> NoReturn:
    """Say on standard error why a stream has no answer, and end."""
    typer.echo(f"错误 Error: {'标准输入 standard input' if file == '-' else file}: {why}", err=True)
    raise typer.Exit(UNREADABLE)
