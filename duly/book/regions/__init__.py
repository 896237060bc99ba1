"""Administrative divisions of mainland China: provinces of two digits, prefectures of four."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def provinces() -> dict[str, str]:
    """Name of each province by its code."""
    return _names("provinces.csv")


@cache
def cities() -> dict[str, str]:
    """Name of each prefecture by its code, the first two digits of which are its province."""
    return _names("cities.csv")


def _names(file: str) -> dict[str, str]:
    text = (files(__package__) / file).read_text("utf-8")
    return {row["code"]: row["name"] for row in csv.DictReader(text.splitlines())}
