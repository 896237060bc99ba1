"""Read the data that stands beside this module."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml


def held(name: str) -> Any:
    """The contents of one file of this package."""
    text = resources.files("duly.rules.words").joinpath(name).read_text("utf-8")
    return yaml.safe_load(text)


@cache
def common() -> frozenset[str]:
    """Words of two characters of daily speech."""
    lines = resources.files("duly.rules.words").joinpath("common.txt").read_text("utf-8").splitlines()[1:]
    return frozenset(line[at : at + 2] for line in lines for at in range(0, len(line), 2))
