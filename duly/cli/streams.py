"""Lines of text from a file or the standard input, in UTF-8 whatever the machine's locale says."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def opened(file: str) -> Iterator[IO[str]]:
    """Open a file, or the standard input for `-`."""
    if file == "-":
        yield io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig")
        return
    with Path(file).open(encoding="utf-8-sig") as stream:
        yield stream
