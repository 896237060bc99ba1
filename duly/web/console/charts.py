"""Bars drawn into the page: they show nothing that the table beside them does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, FOOT = 280, 90, 14  # in the units of the drawing


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: where it stands, how high it is, and what it says."""

    x: float
    y: float
    width: float
    height: float
    label: str
    value: int


def bars(values: Mapping[int, int], labels: Sequence[int]) -> list[Bar]:
    """A bar for each label, the highest as high as the drawing; none without labels."""
    most = max((values.get(one, 0) for one in labels), default=0) or 1
    step = WIDTH / len(labels) if labels else 0
    made = []
    for place, one in enumerate(labels):
        value = values.get(one, 0)
        height = round((HEIGHT - FOOT) * value / most, 1)
        made.append(
            Bar(round(place * step + step * 0.15, 1), round(HEIGHT - FOOT - height, 1), round(step * 0.7, 1), height,
                str(one), value)
        )  # fmt: skip
    return made
