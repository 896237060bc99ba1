"""A fault that whoever runs a command can mend."""

from __future__ import annotations


class Mendable(Exception):
    """Its text is one sentence for that person: what, why, and what to do; any other fault is a bug and is seen."""
