"""Small pieces of SQL in the embedded engine's dialect."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date


def day_literal(day: date) -> str:
    return f"DATE '{day.isoformat()}'"


def text_literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def ladder(value: str, rungs: Iterable[tuple[int, str]], above: str) -> str:
    """The name of the first rung whose top is not exceeded: `rungs` are (top, name) from the lowest up."""
    steps = " ".join(f"WHEN {value} <= {top} THEN {text_literal(name)}" for top, name in rungs)
    return f"CASE {steps} ELSE {text_literal(above)} END"
