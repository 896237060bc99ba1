"""What the page about the API tells to type does what is said, against a demonstration that is served."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from duly.nightly import business_day
from tests.docs.test_docs import _loosely, blocks
from tests.homes import DAY, lay, small_book
from tests.nightly.test_accounts import Unwatched
from tools.served import Served, served

ROOT = Path(__file__).parents[2]
MARK = "-- the block has ended --"


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Served]]:
    home = lay(tmp_path_factory.mktemp("demo") / "home", small_book())
    business_day.close(home, DAY, watcher=Unwatched())
    with served(home.path) as site:
        yield home.path, site


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_told_to_be_typed_does_what_is_said(
    demonstration: tuple[Path, Served], lang: str, tmp_path: Path
) -> None:
    """All blocks in one shell, as somebody types them one after the other; what each prints is held against what is told."""
    home, site = demonstration
    page = list(blocks(ROOT / "docs" / "how-to" / f"use-the-api.{lang}.md"))
    typed = ["set -euo pipefail"]
    for block in page:
        if block.lang == "sh":
            typed += [*block.lines, f"echo; echo '{MARK}'"]
    (tmp_path / "examples").symlink_to(ROOT / "examples")

    ran = subprocess.run(
        ["bash", "-c", _here("\n".join(typed), home, site.address)], cwd=tmp_path, env=_surroundings(), text=True,
        capture_output=True, check=False, timeout=120,
    )  # fmt: skip

    assert ran.returncode == 0, ran.stderr
    printed = iter(ran.stdout.split(MARK))
    said = ""
    for block in page:
        if block.lang == "sh":
            said = next(printed)
        for line in block.lines if block.lang == "text" else ():
            assert re.search(_loosely(line), said), f"{line!r} is not in\n{said}"
    assert said.count("genuine") == 1


def _here(typed: str, home: Path, address: str) -> str:
    """The same over the home, the site and a free port of this test."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    for told, meant in ((".duly/taiwan", str(home)), ("http://127.0.0.1:8765", address), ("9000", port)):
        assert told in typed, told
        typed = typed.replace(told, meant)
    return typed


def _surroundings() -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("DULY_", "DJANGO_"))}
    return clean | {"PATH": f"{Path(sys.executable).parent}:{clean['PATH']}"}
