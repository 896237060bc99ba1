"""Lines of text from a file or the standard input, in UTF-8 whatever the machine's locale says; answered in order."""

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
from typing import IO, TypeVar

BATCH = 1_000  # items a processor takes at a time; as many are answered before it is worth starting any
AHEAD = 3  # batches a processor that wait or work

Asked = TypeVar("Asked")
Told = TypeVar("Told")


@contextmanager
def opened(file: str) -> Iterator[IO[str]]:
    """Open a file, or the standard input for `-`."""
    if file == "-":
        yield io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig")
        return
    with Path(file).open(encoding="utf-8-sig") as stream:
        yield stream


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
