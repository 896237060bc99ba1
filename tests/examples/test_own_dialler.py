"""The example of a dialler does what the page says, against a demonstration that is served."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tools.served import served

EXAMPLE = Path(__file__).parents[2] / "examples" / "own_dialler" / "one_call.py"


def duly(*words: str) -> subprocess.CompletedProcess[str]:
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("DULY_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "duly.cli", *words], capture_output=True, text=True, check=False, env=surroundings
    )


def test_one_call_over_a_line_of_ones_own(demonstrated: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(demonstrated, tmp_path / "copy")) / "home"
    with served(home) as site:
        words = ("--home", str(home), "--user", "agent", "--name", "my dialler")
        beyond = duly("desk", "token", *words, "--scope", "staff")
        made = duly("desk", "token", *words, "--scope", "contact", "--scope", "see_case")
        assert (beyond.returncode, made.returncode) == (2, 0), made.stderr
        assert re.fullmatch(r"duly_[\w-]{43}\n", made.stdout)

        called = subprocess.run(
            [sys.executable, str(EXAMPLE), site.address], capture_output=True, text=True, check=False,
            env={**os.environ, "DULY_TOKEN": made.stdout.strip()},
        )  # fmt: skip
        assert called.returncode == 0, called.stderr
        assert called.stdout == "dialling ***********\nno_answer, then: tomorrow\n"

        token = made.stderr.split(" ")[0]
        assert duly("desk", "revoke-token", token, "--home", str(home)).returncode == 0
        assert duly("desk", "revoke-token", token, "--home", str(home)).returncode == 2
        refused = subprocess.run(
            [sys.executable, str(EXAMPLE), site.address], capture_output=True, text=True, check=False,
            env={**os.environ, "DULY_TOKEN": made.stdout.strip()},
        )  # fmt: skip
        assert "urn:duly:problem:not-signed-in" in refused.stderr
