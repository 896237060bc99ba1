"""The words: whether a message, a script, a note or a transcript may be said, and what to say instead."""

from __future__ import annotations

from duly.rules.words.checker import check
from duly.rules.words.heard import Context, Finding, Heard

__all__ = ["Context", "Finding", "Heard", "check"]
