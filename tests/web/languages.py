"""In which languages a browser goes: both at every change for an agent's hour, a lead's approval and a compliance check;
the rest in one, and in both in the long run.
"""

from __future__ import annotations

import os
from typing import TypeVar

import pytest

SOAK = bool(os.environ.get("DULY_SOAK"))
LANGUAGES = ("zh-CN", "en")
Case = TypeVar("Case")

BOTH = pytest.mark.parametrize("lang", LANGUAGES)


def some(*cases: Case) -> tuple[Case, ...]:
    """Every case in the long run, else the last."""
    return cases if SOAK else cases[-1:]


ONE = pytest.mark.parametrize("lang", some(*LANGUAGES))
