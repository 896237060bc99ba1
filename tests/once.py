"""What many tests begin with is made once in a run, by whichever worker comes first; each test gets a copy of its own."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

Make = Callable[[Path], object]


def made_once(factory: pytest.TempPathFactory, name: str, make: Make) -> Path:
    """The folder of this name, which `make` was given to fill; nothing in it may be changed."""
    own = factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    place, begun = shared / f"once-{name}", shared / f"once-{name}.begun"
    with (shared / f"once-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            shutil.rmtree(begun, ignore_errors=True)  # of a maker that failed
            begun.mkdir()
            make(begun)
            begun.rename(place)
    return place
