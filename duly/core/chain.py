"""A chain of hashes: whoever changes, drops, adds or reorders an entry breaks it from there on.

The hash of an entry is SHA-256 of a zero byte, the hash before it and the entry as canonical JSON; a root over many
chains is a tree of SHA-256 with a one byte before each pair (after RFC 6962, so that a leaf can never pass for a node).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

FIRST = "0" * 64  # what stands before the first entry of a chain
LEAF, NODE = b"\x00", b"\x01"


def canonical(entry: Mapping[str, Any]) -> bytes:
    """One spelling of an entry: names sorted, no spaces, text as it is."""
    return json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def link(before: str, entry: Mapping[str, Any]) -> str:
    """The hash of an entry after another."""
    return link_spelt(before, canonical(entry))


def link_spelt(before: str, spelt: bytes) -> str:
    """The hash of an entry, in its one spelling, after another."""
    return sha256(LEAF + bytes.fromhex(before) + spelt).hexdigest()


def root(leaves: Sequence[bytes]) -> str:
    """The root over leaves in their order; over none it is the hash of nothing."""
    if not leaves:
        return sha256(b"").hexdigest()
    level = _hashed(leaves)
    while len(level) > 1:
        level = _above(level)
    return level[0].hex()


def path(leaves: Sequence[bytes], place: int) -> list[tuple[str, str]]:
    """What proves that the leaf at a place, from 0, is under the root: from below, each hash beside the way up.

    A step is ("left" or "right", hash); a node without a neighbour goes up as it is and makes no step.
    """
    level, steps = _hashed(leaves), []
    while len(level) > 1:
        beside = place ^ 1
        if beside < len(level):
            steps.append(("left" if beside < place else "right", level[beside].hex()))
        level, place = _above(level), place // 2
    return steps


def _hashed(leaves: Sequence[bytes]) -> list[bytes]:
    return [sha256(LEAF + leaf).digest() for leaf in leaves]


def _above(level: Sequence[bytes]) -> list[bytes]:
    pairs = [level[at : at + 2] for at in range(0, len(level), 2)]
    return [sha256(NODE + pair[0] + pair[1]).digest() if len(pair) == 2 else pair[0] for pair in pairs]
