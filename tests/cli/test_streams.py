"""What a person reads who pipes a command into another, or whose machine knows no UTF-8."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from duly.cli import streams

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


def test_a_long_list_is_answered_in_order_by_all_processors_as_by_one() -> None:
    asked = [str(number) for number in range(3 * streams.BATCH + 7)]

    assert list(streams.spread(int, asked, 2)) == list(range(len(asked)))


def test_a_long_file_loses_no_line_and_keeps_each_in_its_place(tmp_path: Path) -> None:
    lines = [json.dumps({"text": text}) for text in ("您可以申请分期", "再不还钱我们就上门找你家里人")] * streams.BATCH
    (tmp_path / "texts.jsonl").write_text("\n".join([*lines, "{broken"]))

    said = subprocess.run([*DULY, "words", str(tmp_path / "texts.jsonl")], capture_output=True, check=True)

    flags = [json.loads(line)["flag"] for line in said.stdout.decode().splitlines()]
    assert flags == [False, True] * streams.BATCH + [True]
