"""What a person reads who pipes a command into another, or whose machine knows no UTF-8."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

DULY = [sys.executable, "-m", "duly.cli"]


def test_a_reader_who_has_gone_ends_a_command_in_silence() -> None:
    read, write = os.pipe()
    os.close(read)

    said = subprocess.run([*DULY, "law", "rules"], stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)

    assert said.returncode == -signal.SIGPIPE  # a shell shows 141
    assert said.stderr == b""


@pytest.mark.parametrize(("words", "code"), [(["law", "rules", "--help"], 0), (["night", "--day", "昨天"], 2)])
def test_a_locale_without_utf8_is_spoken_to_in_utf8_all_the_same(words: list[str], code: int) -> None:
    environment = os.environ | {"PYTHONUTF8": "0", "LC_ALL": "C"}

    said = subprocess.run([*DULY, *words], env=environment, capture_output=True, check=False)

    assert said.returncode == code
    assert b"Traceback" not in said.stderr
    assert any("\u4e00" <= char <= "\u9fff" for char in (said.stdout + said.stderr).decode("utf-8"))
