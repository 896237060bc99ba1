"""Files that are whole or absent: write aside, sync, rename, sync the folder."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from duly.core.mendable import Mendable
from duly.store import points

ASIDE = ".aside"  # suffix of a file that is still being written; no reader ever opens one


class Busy(Mendable, RuntimeError):
    """Another process holds the folder."""


class DiskFull(Mendable, OSError):
    """The disk took no more; what was there before is untouched."""


FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextlib.contextmanager
def told_when_full(folder: Path) -> Iterator[None]:
    """Say that the disk is full, whoever noticed it first.

    Raises DiskFull.
    """
    try:
        yield
    except Exception as fault:  # the engine tells only in words
        by_engine = any(os.strerror(number) in str(fault) for number in FULL)
        if not by_engine and getattr(fault, "errno", None) not in FULL:
            raise
        raise DiskFull(
            f"{folder}: 磁盘已满或超出配额，请腾出空间再运行，原有内容未变 "
            f"the disk is full or over its quota; make room and run again: nothing was changed ({fault})"
        ) from fault


def aside(path: Path) -> Path:
    """Where to write a file before it is put in place."""
    return path.with_name(path.name + ASIDE)


def put_in_place(path: Path, *, point: str) -> None:
    """Rename the finished `aside(path)` to `path`, durably. `point` names the rename for crash tests."""
    with aside(path).open("rb") as written:
        os.fsync(written.fileno())
    points.reach(f"{point}:before-rename")
    aside(path).replace(path)
    sync_folder(path.parent)
    points.reach(f"{point}:after-rename")


def write_text(path: Path, text: str, *, point: str) -> None:
    """Write a whole text file or none."""
    aside(path).write_text(text, encoding="utf-8")
    put_in_place(path, point=point)


def write_bytes(path: Path, given: bytes, *, point: str) -> None:
    """Write a whole file or none."""
    aside(path).write_bytes(given)
    put_in_place(path, point=point)


def write_json(path: Path, value: Any, *, point: str) -> None:
    write_text(path, json.dumps(value, ensure_ascii=False, indent=1) + "\n", point=point)


def sync_folder(folder: Path) -> None:
    """Make a rename inside the folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def only_one(lock: Path, *, doing: str) -> Iterator[None]:
    """Hold a lock file while the block runs; it frees itself when the process dies.

    Raises Busy at once when another process holds it.
    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(
                f"{lock.parent}: 另一个进程正在使用，等它结束再运行 "
                f"another process is {doing} here; wait until it ends, then run again"
            ) from None
        yield
