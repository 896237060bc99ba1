"""The scorecard for the whole book, as columns."""

from __future__ import annotations

from datetime import date

from duly.book.features import features_query
from duly.book.scorecard import NEUTRAL, Attribute, Card, Step, load
from duly.book.sql import text_literal

__all__ = ["Card", "load", "scores_query"]


def scores_query(card: Card, day: date) -> str:
    """Build the scores of a day: the columns of `days.SCORES`, one row per aged loan.

    Reads aging, loans and statements. A loss of points and the place of its attribute share one number, so that the
    three largest losses are three maxima, and of equal losses the earlier attribute is first.
    """
    places = len(card.attributes) + 1
    lost = [f"lost_{n}" for n, _ in enumerate(card.attributes)]
    marks = {places - 1 - n: attribute.reason for n, attribute in enumerate(card.attributes)}
    points = ", ".join(
        f"{_points(attribute)} AS points_{n}, {_mark(attribute, places, places - 1 - n)} AS lost_{n}"
        for n, attribute in enumerate(card.attributes)
    )
    return f"""
WITH pointed AS (
    SELECT loan_id, borrower_id, {points} FROM ({features_query(day)})
), first AS (
    SELECT *, {card.base} + {" + ".join(f"points_{n}" for n, _ in enumerate(card.attributes))} AS score,
        greatest({", ".join(lost)}) AS lost_first
    FROM pointed
), second AS (
    SELECT *, {_largest_below(lost, "lost_first")} AS lost_second FROM first
), third AS (
    SELECT *, {_largest_below(lost, "lost_second")} AS lost_third FROM second
)
SELECT loan_id, borrower_id, score::INTEGER AS score,
    ({_ladder(card.probabilities)})::INTEGER AS pd_bp,
    {_ladder(card.bands)} AS band,
    {_reason("lost_first", places, marks)} AS reason_1,
    {_reason("lost_second", places, marks)} AS reason_2,
    {_reason("lost_third", places, marks)} AS reason_3
FROM third"""


def _points(attribute: Attribute) -> str:
    return _by_bin(attribute, [bin_.points for bin_ in attribute.bins], NEUTRAL)


def _mark(attribute: Attribute, places: int, place: int) -> str:
    """Loss × places + place, or 0 where nothing is lost."""
    losses = (attribute.best - bin_.points for bin_ in attribute.bins)
    return _by_bin(attribute, [loss * places + place if loss else 0 for loss in losses], 0)


def _by_bin(attribute: Attribute, values: list[int], unknown: int) -> str:
    whens = " ".join(
        f"WHEN {attribute.feature} <= {bin_.top} THEN {value}"
        for bin_, value in zip(attribute.bins[:-1], values[:-1], strict=True)
    )
    return f"CASE WHEN {attribute.feature} IS NULL THEN {unknown} {whens} ELSE {values[-1]} END"


def _largest_below(lost: list[str], bound: str) -> str:
    return f"greatest({', '.join(f'CASE WHEN {name} < {bound} THEN {name} ELSE 0 END' for name in lost)})"


def _ladder(steps: tuple[Step, ...]) -> str:
    *inner, last = ((step.top, _literal(step.value)) for step in steps)
    whens = " ".join(f"WHEN score <= {top} THEN {value}" for top, value in inner)
    return f"CASE {whens} ELSE {last[1]} END" if inner else last[1]


def _reason(mark: str, places: int, reasons: dict[int, str]) -> str:
    whens = " ".join(f"WHEN {place} THEN {text_literal(reason)}" for place, reason in reasons.items())
    return f"CASE WHEN {mark} > 0 THEN CASE {mark} % {places} {whens} END END"


def _literal(value: int | str) -> str:
    return text_literal(value) if isinstance(value, str) else str(value)
