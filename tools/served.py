"""Start `duly demo` on a free port, wait until it answers, and know each role's password."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SEAT = re.compile(r"  ([a-z-]+) +((?:[0-9a-f]{4}-?){4}) ")
LAST = "Ctrl-C ends it"


@dataclass(frozen=True, slots=True)
class Served:
    """A demonstration that is served: where, and each role's password."""

    address: str
    passwords: dict[str, str]


@contextmanager
def served(home: Path, *arguments: str) -> Iterator[Served]:
    """The demonstration over a home, as a newcomer starts it; ended on the way out."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("DULY_")}
    command = [sys.executable, "-m", "duly.cli", "demo", "--home", str(home), "--port", str(port), *arguments]
    server = subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert server.stdout is not None
    try:
        passwords = _passwords(iter(server.stdout))
        _answers(port)
        yield Served(f"http://127.0.0.1:{port}", passwords)
    finally:
        server.terminate()
        server.wait(timeout=20)
        server.stdout.close()


def _passwords(lines: Iterator[str]) -> dict[str, str]:
    told, found = [], {}
    for line in lines:
        told.append(line)
        if seat := SEAT.match(line):
            found[seat[1]] = seat[2]
        if LAST in line:
            return found
    raise RuntimeError("".join(told))


def _answers(port: int) -> None:
    for _ in range(150):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise RuntimeError(f"nobody answers on port {port}")
