"""The question that was judged, kept whole: what nobody can ask again cannot be answered for."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

QUICK = 1  # a tenth larger than the usual level, and a third of the time: it is written while somebody waits to dial


def written(question: Mapping[str, Any]) -> bytes:
    """One spelling of a question; its hash stands in the clearance and in the record."""
    return json.dumps(question, sort_keys=True, ensure_ascii=False).encode()


def fingerprint(text: bytes) -> str:
    """SHA-256, in hex."""
    return sha256(text).hexdigest()


def packed(text: bytes) -> bytes:
    """As it is kept: with 500 contacts behind it a question is 154 kB of text and 9 kB packed."""
    return zlib.compress(text, QUICK)


def unpacked(kept: bytes) -> bytes:
    """Its text again."""
    return zlib.decompress(kept)
