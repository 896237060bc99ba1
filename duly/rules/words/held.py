"""Read the data that stands beside this module."""

from __future__ import annotations

from importlib import resources
from typing import Any

import yaml


def held(name: str) -> Any:
    """The contents of one file of this package."""
    text = resources.files("duly.rules.words").joinpath(name).read_text("utf-8")
    return yaml.safe_load(text)
