"""What is going on, on standard error: bars on a terminal, plain lines in a log."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

if TYPE_CHECKING:
    import duckdb

    from duly.nightly.night import Ran
    from duly.nightly.steps import Step

POLL_SECONDS = 0.2


@contextmanager
def stages(name: str, number: int) -> Iterator[Callable[[], None]]:
    """A bar of so many stages, on a terminal only; what is yielded is called as each ends."""
    console = Console(file=sys.stderr)
    bars = Bars(
        TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=console, transient=True,
        disable=not console.is_terminal,
    )  # fmt: skip
    with bars:
        task = bars.add_task(name, total=number)
        yield lambda: bars.advance(task)


@contextmanager
def counted(name: str, number: int | None) -> Iterator[Callable[[int], None]]:
    """A bar of so many things, on a terminal only; what is yielded is told how many are done."""
    console = Console(file=sys.stderr)
    bars = Bars(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console,
        transient=True, disable=not console.is_terminal,
    )  # fmt: skip
    with bars:
        task = bars.add_task(name, total=number)
        yield lambda done: bars.update(task, completed=done)


class Progress:
    """Shows each step of a night: its name, how far it is, its rows and seconds."""

    def __init__(self) -> None:
        self.console = Console(file=sys.stderr)
        self.bars = Bars(
            TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"), TimeElapsedColumn(),
            console=self.console, transient=True, disable=not self.console.is_terminal,
        )  # fmt: skip
        self._ended = threading.Event()
        self._watcher: threading.Thread | None = None

    def __enter__(self) -> Progress:
        self.bars.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._stop()
        self.bars.stop()

    def starts(self, step: Step, engine: duckdb.DuckDBPyConnection) -> None:
        """A step begins: show how far its query is, as the engine estimates."""
        task = self.bars.add_task(f"{step.zh} {step.name}", total=100)
        self._ended = threading.Event()
        self._watcher = threading.Thread(target=self._watch, args=(task, engine, self._ended), daemon=True)
        if self.console.is_terminal:
            self._watcher.start()

    def ends(self, step: Step, ran: Ran) -> None:
        self._stop()
        for task in self.bars.task_ids:
            self.bars.remove_task(task)
        how = "沿用 kept" if ran.kept else f"{ran.seconds:.2f} s"
        self.console.print(
            f"{step.zh} {step.name:<10} {ran.rows:>12,} 行 rows {how:>9}   {step.makes.name} ← {', '.join(step.reads)}",
            highlight=False, soft_wrap=True,
        )  # fmt: skip

    def _watch(self, task: TaskID, engine: duckdb.DuckDBPyConnection, ended: threading.Event) -> None:
        while not ended.wait(POLL_SECONDS):
            self.bars.update(task, completed=max(0, engine.query_progress()))

    def _stop(self) -> None:
        self._ended.set()
        if self._watcher is not None and self._watcher.is_alive():
            self._watcher.join()
        self._watcher = None
