"""Accounts by the million: the functions that do one account, compiled over int64 columns.

The kernel is plain Python over indexes. Here each of its functions is translated to machine code, calling the others'
translations, and run over slices of the book in as many threads as there are processors.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from types import FunctionType
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from duly.book.translated import translated
from duly.rules.account import kernel
from duly.rules.account.kernel import (
    DUE_DAY,
    LINES,
    LOG_ROW,
    NOWHERE,
    PARTS,
    ROW,
    STATE_ROW,
    Ageing,
    Terms,
    oldest,
    overdue,
)
from duly.rules.account.kernel import replay as replay_one

Column = NDArray[np.int64]
LOG_LINES = 4096  # of one account


class LogTooShort(RuntimeError):
    """An account moved more often than its log has lines."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """Many accounts: rows `instalments[k]:instalments[k + 1]` of the book and `events[k]:…` are those of account k."""

    instalments: Column
    events: Column
    book: Column  # ROW cells an instalment
    happened: Column  # EVENT_ROW cells an event
    states: Column  # STATE_ROW cells an account

    def __len__(self) -> int:
        return len(self.instalments) - 1


@dataclass(frozen=True, slots=True)
class Aged:
    """Of each account: the due day of the first instalment that makes it late, 0 for none, and what is overdue."""

    since: Column
    overdue: Column  # PARTS cells an account


def replay(
    accounts: Accounts, until: int, order: Sequence[int], terms: Terms, ageing: Ageing, threads: int | None = None
) -> Aged:
    """Let every account's events happen and the days pass, in place; say which are late. Raises LogTooShort."""
    size = len(accounts)
    aged = Aged(np.zeros(size, np.int64), np.zeros(PARTS * size, np.int64))
    threads = threads or len(os.sched_getaffinity(0))
    agreed = np.array(order, np.int64)
    each = _compiled()  # before the threads, or each of them would translate
    edges = [size * part // threads for part in range(threads + 1)]

    def run(part: int) -> int:
        log = np.zeros(LOG_LINES * LOG_ROW, np.int64)
        lines: int = each(
            accounts.instalments, accounts.events, accounts.book, accounts.happened, accounts.states,
            edges[part], edges[part + 1], until, agreed, terms, ageing, log, aged.since, aged.overdue,
        )  # fmt: skip
        return lines

    with ThreadPoolExecutor(threads) as pool:
        lines = max(pool.map(run, range(threads)))
    if lines > LOG_LINES:
        raise LogTooShort(f"an account has {lines:,} movements, and room for {LOG_LINES:,}")
    return aged


def _each(
    instalments: Any, events: Any, book: Any, happened: Any, states: Any, lo: int, hi: int,
    until: int, order: Any, terms: Any, ageing: Any, log: Any, since: Any, late: Any,
) -> int:  # fmt: skip
    """The loop over accounts; it is only ever compiled. Returns the most lines that one account wrote."""
    lines = 0
    for k in range(lo, hi):
        first, last = instalments[k], instalments[k + 1]
        state = states[STATE_ROW * k : STATE_ROW * (k + 1)]
        state[LINES] = 0
        replay_one(book, first, last, happened, events[k], events[k + 1], until, order, terms, state, log)
        lines = max(lines, state[LINES])
        worst = oldest(book, first, last, until, ageing)
        since[k] = 0 if worst == NOWHERE else book[ROW * worst + DUE_DAY]
        for part in range(PARTS):
            late[PARTS * k + part] = overdue(book, first, last, until, part)
    return lines


@cache
def _compiled() -> Callable[..., Any]:
    """Translate the kernel's functions, each seeing the others' translations in place of their source."""
    names = dict(vars(kernel))
    translations = {
        name: numba.njit(FunctionType(source.__code__, names, name), nogil=True, error_model="numpy")
        for name, source in vars(kernel).items()
        if isinstance(source, FunctionType) and source.__module__ == kernel.__name__
    }
    names.update(translations)
    loop = FunctionType(_each.__code__, globals() | translations | {"replay_one": translations["replay"]}, "_each")
    return translated(loop, "accounts", __file__, kernel.__file__)
