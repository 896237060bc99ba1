"""Lines of text from a file or the standard input, in UTF-8 whatever the machine's locale says."""

from __future__ import annotations

import io
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, NoReturn, TypeVar

import typer

UNREADABLE = 2
BATCH = 1_000  # items a processor takes at a time; as many are answered before it is worth starting any
AHEAD = 3  # batches a processor that wait or work

Asked = TypeVar("Asked")
Told = TypeVar("Told")


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


def spread(answer: Callable[[Asked], Told], asked: Iterable[Asked], processors: int | None = None) -> Iterator[Told]:
    """Each item's answer, in order; a long list is shared out among the processors.

    Items are read ahead by batches, so this is for files, not for a person who types; `answer` and what it takes and
    tells go from one process to another.
    """
    left = iter(asked)
    yield from map(answer, islice(left, BATCH))
    processors = processors or len(os.sched_getaffinity(0))
    if processors == 1:
        yield from map(answer, left)
        return
    batches = iter(lambda: list(islice(left, BATCH)), [])
    first = next(batches, None)
    if first is None:
        return
    with ProcessPoolExecutor(processors) as pool:
        waiting: deque[Future[list[Told]]] = deque([pool.submit(_each, answer, first)])
        for batch in batches:
            waiting.append(pool.submit(_each, answer, batch))
            if len(waiting) > AHEAD * processors:
                yield from waiting.popleft().result()
        for done in waiting:
            yield from done.result()


def _each(answer: Callable[[Asked], Told], batch: list[Asked]) -> list[Told]:
    return [answer(one) for one in batch]
