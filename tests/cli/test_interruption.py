"""Ctrl-C: one line, the code a shell expects, and nothing that the next run would stumble over."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from duly.store import points

DULY = [sys.executable, "-m", "duly.cli"]
MANY = ["book", "synth", "--loans", "300000", "--seed", "1"]  # long enough


def interrupted(words: list[str], folder: Path, *, once: str, at: str = "") -> subprocess.CompletedProcess[str]:
    """Start a command, press Ctrl-C once it has said `once`, and wait for its end."""
    environment = os.environ | {points.PAUSE_AT: at}
    with subprocess.Popen(
        [*DULY, *words], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        assert run.stderr is not None
        said = ""
        while once and once not in said:
            line = run.stderr.readline()
            assert line, said
            said += line
        time.sleep(0.3 if once else 1)  # while it works: in a query of the engine, or still on its way to one
        run.send_signal(signal.SIGINT)
        out, more = run.communicate()
    return subprocess.CompletedProcess(words, run.returncode, out, said + more)


@pytest.mark.parametrize(
    ("words", "once", "at"),
    [
        (["run", "--home", "made"], "addresses.csv", ""),
        ([*MANY, "--out", "made"], "synthetic book", ""),
        ([*MANY, "--out", "made", "--format", "parquet"], "synthetic book", ""),
        ([*MANY, "--home", "made"], "synthetic book", ""),
        (["book", "taiwan", "made"], "reached", "book-files.book:before-rename"),
        (["book", "template", "--out", "made"], "reached", "template:before-rename"),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, list) else "",
)
def test_ends_in_one_line_and_leaves_nothing_half_made(tmp_path: Path, words: list[str], once: str, at: str) -> None:
    ended = interrupted(words, tmp_path, once=once, at=at)

    assert ended.returncode == 130
    assert ended.stderr.splitlines()[-1] == "已中断，没有做完；可以重新运行 Stopped before the end; it can be run again"
    assert "Traceback" not in ended.stderr
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] in ([], ["intake.lock"])


def test_a_home_that_was_begun_may_be_begun_again(tmp_path: Path) -> None:
    interrupted([*MANY, "--home", "home"], tmp_path, once="synthetic book")

    again = subprocess.run(
        [*DULY, "book", "synth", "--loans", "10", "--seed", "2", "--home", "home"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert again.returncode == 0, again.stderr
