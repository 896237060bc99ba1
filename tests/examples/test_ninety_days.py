"""A lender that only exchanges files with Duly, day after day."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).parents[2] / "examples" / "ninety_days"
DAYS = 90 if os.environ.get("DULY_SOAK") else 4


def test_every_close_agrees_with_a_second_opinion_in_plain_python(tmp_path):
    words = ("--days", str(DAYS), "--people", "80", "--seed", "11", "--work", str(tmp_path))

    done = subprocess.run([sys.executable, str(EXAMPLE), *words], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1].endswith("all agree")
    assert done.stdout.count("close agrees") == DAYS


def test_the_second_opinion_is_given_without_duly_and_without_an_engine():
    words = (EXAMPLE / "recomputed.py").read_text("utf-8").splitlines()

    imported = {line.split()[1] for line in words if line.startswith(("import ", "from "))}
    assert imported == {"__future__", "hashlib", "collections", "collections.abc", "datetime", "zoneinfo"}
