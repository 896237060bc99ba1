"""Lines of text from a file or the standard input, in UTF-8 whatever the machine's locale says."""

from __future__ import annotations

import codecs
import io
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any, NoReturn, TypeVar, cast

import typer

UNREADABLE = 2
BATCH = 1_000  # items a processor takes at a time; as many are answered before it is worth starting any
AHEAD = 3  # batches a processor that wait or work

Asked = TypeVar("Asked")
Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Unread:
    """What stands in the place of a question that could not be read."""

    fault: Exception


@contextmanager
def opened(file: str) -> Iterator[IO[str]]:
    """Open a file, or the standard input for `-`, in UTF-8, or in UTF-16 where it begins with that mark.

    What is no text ends the command; OSError where there is no such file, or a folder, is told by `faults`.
    """
    with _bytes(file) as raw:
        begins = raw.peek(2)[:2]
        if not begins:  # a terminal that was ended once is not asked again
            yield io.StringIO()
            return
        encoding = "utf-16" if begins in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"
        stream = io.TextIOWrapper(raw, encoding=encoding)
        try:
            yield stream
        except UnicodeDecodeError as broken:
            refuse(file, f"无法读取，请存为 UTF-8 cannot be read; save it as UTF-8 ({broken.reason})")
        finally:
            stream.detach()


@contextmanager
def _bytes(file: str) -> Iterator[io.BufferedReader]:
    if file != "-":
        try:
            opened_file = Path(file).open("rb")  # noqa: SIM115  (closed below)
        except OSError as fault:
            from duly.cli import faults

            refuse_in(faults.told(fault) or f"{file}: {fault}")
        with opened_file:
            yield opened_file
        return
    if sys.stdin is None:  # it was closed before we began
        refuse_empty(file)
    if sys.stdin.isatty():
        typer.echo("请输入问题，Ctrl-D 结束 Type what you ask; Ctrl-D ends it", err=True)
    given = sys.stdin.buffer
    yield given if isinstance(given, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, given))


def texts(stream: IO[str], file: str) -> Iterator[str]:
    """The lines that hold something; a file of other things than text ends the command."""
    for line in stream:
        if "\0" in line:
            refuse(file, "不是文本，请存为 UTF-8 is no text; save it as UTF-8")
        if line.strip():
            yield line


def questions(stream: IO[str], file: str, parsed: Callable[[str], Any]) -> Iterator[Any]:
    """Questions one by one: lines as they come where the first is an object, else the whole as an object or an array.

    `parsed` raises ValueError or RecursionError for what is no JSON; an Unread stands in its place. A text that is no
    JSON as a whole is lines where any of them is an object, and one broken question otherwise.
    """
    lines = texts(stream, file)
    first = next(lines, None)
    if first is None:
        return
    one = _one(first, parsed)
    if isinstance(one, dict):
        yield one
        yield from (_one(line, parsed) for line in lines)
        return
    left = [first, *lines]
    whole = _one("".join(left), parsed)
    if not isinstance(whole, Unread):
        yield from whole if isinstance(whole, list) else [whole]
        return
    each = [_one(line, parsed) for line in left]
    yield from each if any(isinstance(one, dict) for one in each) else [whole]


def _one(text: str, parsed: Callable[[str], Any]) -> Any:
    try:
        return parsed(text)
    except (ValueError, RecursionError) as fault:
        return Unread(fault)


def refuse_empty(file: str) -> NoReturn:
    """End a command that was given a stream in which nothing is asked: silence would pass for an answer."""
    refuse(file, "是空的，什么也没有问 is empty; nothing was asked")


def refuse(file: str, why: str) -> NoReturn:
    """Say on standard error why a stream has no answer, and end."""
    refuse_in(f"{'标准输入 standard input' if file == '-' else file}: {why}")


def refuse_in(sentence: str) -> NoReturn:
    """Say it and end."""
    typer.echo(f"错误 Error: {sentence}", err=True)
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
