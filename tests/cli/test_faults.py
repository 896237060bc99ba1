"""What a person reads who points a command at the wrong place: one sentence, exit code 2, no traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

LENDER = Path(__file__).parents[2] / "examples" / "small-lender" / "2026-11-09"
DULY = [sys.executable, "-m", "duly.cli"]


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["intake", str(LENDER), "--home", "a-file"], "a-file is a file; the book needs a folder"),
        (["night", "--day", "2026-11-09", "--home", "a-file"], "a-file is a file; the book needs a folder"),
        (["intake", str(LENDER), "--home", "a-file/home"], "a-file/home: Not a directory; name a folder"),
        (["book", "template", "--out", "a-file"], "a-file: File exists; name a folder"),
        (["book", "synth", "--loans", "3", "--seed", "1", "--out", "a-file"], "a-file: File exists; name a folder"),
        (["law", "rules", "--out", "a-file"], "a-file: File exists; name a folder"),
        (["night", "--day", "9 November", "--home", "empty"], "'9 November' is not a day; write YYYY-MM-DD"),
        (["night", "--day", "2026-11-09", "--home", "empty"], "holds no book yet; take one in with: duly intake DIR"),
        (["intake", "nowhere", "--home", "empty"], "nowhere: there is no such file or folder"),
        (["nigth"], "Did you mean 'night'?"),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, list) else "",
)
def test_a_wrong_place_is_named_with_what_to_do(tmp_path: Path, words: list[str], what: str) -> None:
    (tmp_path / "a-file").write_text("something of somebody's")

    said = subprocess.run([*DULY, *words], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert said.returncode == 2
    assert what in said.stderr
    assert "Traceback" not in said.stderr
    assert (tmp_path / "a-file").read_text() == "something of somebody's"
