"""Functions over indexes translated to machine code, and the translation kept for the next process."""

from __future__ import annotations

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import numba


def translated(function: Callable[..., Any], name: str, *files: str) -> Callable[..., Any]:
    """Translate a function; `files` are the source of all that it calls, `name` what its folder begins with."""
    compiled: Callable[..., Any] = numba.njit(function, nogil=True, error_model="numpy")
    folder = kept(name, *files)
    if folder is not None:
        settings: Any = numba.config
        elsewhere, settings.CACHE_DIR = settings.CACHE_DIR, str(folder)
        compiled.enable_caching()  # type: ignore[attr-defined]
        settings.CACHE_DIR = elsewhere
    return compiled


def kept(name: str, *files: str) -> Path | None:
    """The folder of the translation of exactly this source, so that the next process need not translate again.

    Numba itself looks only at the file of the function it is asked for, and not at those that it calls. The folder is
    in the cache of the user and not in a house's home: a translation fits one processor and is no part of a backup.
    None where nothing can be written.
    """
    source = b"".join(Path(file).read_bytes() for file in files)
    cache_home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(cache_home) / "duly" / f"{name}-{numba.__version__}-{sha256(source).hexdigest()[:16]}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None
