"""The scorecard: points for what is known of a loan, read for one case. Written by the fit, never by hand.

The same card is evaluated for the whole book by `duly.book.scoring`; a property holds both equal.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml

from duly.book.features import FEATURES

NEUTRAL = 0  # points of what is unknown: it neither gives nor takes, and is no reason


class BadScorecard(ValueError):
    """A scorecard that cannot be read as one."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Values up to and including `top`, above the bin before; the last bin has no top."""

    top: int | None
    points: int


@dataclass(frozen=True, slots=True)
class Attribute:
    """One feature with its bins, and the reason it is when it costs points."""

    feature: str
    reason: str
    zh: str
    en: str
    bins: tuple[Bin, ...]

    @property
    def best(self) -> int:
        return max(bin_.points for bin_ in self.bins)

    def points(self, value: int | None) -> int:
        if value is None:
            return NEUTRAL
        return next(bin_.points for bin_ in self.bins if bin_.top is None or value <= bin_.top)

    def loss(self, value: int | None) -> int:
        """Points lost against the best bin; none where the value is unknown."""
        return 0 if value is None else self.best - self.points(value)


@dataclass(frozen=True, slots=True)
class Step:
    """Scores up to and including `top`, above the step before; the last step has no top."""

    top: int | None
    value: Any


@dataclass(frozen=True, slots=True)
class Card:
    """Points to begin with, attributes in their fixed order, and what a score means."""

    id: str
    base: int
    attributes: tuple[Attribute, ...]
    probabilities: tuple[Step, ...]  # score → basis points, never rising with the score
    bands: tuple[Step, ...]  # score → E … A

    @property
    def reasons(self) -> dict[str, Attribute]:
        return {attribute.reason: attribute for attribute in self.attributes}


@dataclass(frozen=True, slots=True)
class Score:
    """The score of one loan; `pd_bp` is the probability of default next month in basis points."""

    score: int
    pd_bp: int
    band: str
    reasons: tuple[str, ...]  # at most three, the largest loss of points first


def score_one(card: Card, features: Mapping[str, int | None]) -> Score:
    """Score one loan. A feature that is absent or None is unknown."""
    values = [features.get(attribute.feature) for attribute in card.attributes]
    score = card.base + sum(a.points(value) for a, value in zip(card.attributes, values, strict=True))
    losses = [(a.loss(value), a.reason) for a, value in zip(card.attributes, values, strict=True)]
    worst_first = sorted(losses, key=lambda lost: -lost[0])  # stable: of equal losses the earlier attribute is first
    return Score(
        score=score,
        pd_bp=_at(card.probabilities, score),
        band=_at(card.bands, score),
        reasons=tuple(reason for loss, reason in worst_first if loss > 0)[:3],
    )


def _at(steps: tuple[Step, ...], score: int) -> Any:
    return next(step.value for step in steps if step.top is None or score <= step.top)


def load() -> Card:
    """Read the scorecard that ships with Duly."""
    return read(resources.files("duly.book").joinpath("scorecard.yaml").read_text("utf-8"))


def model_card() -> dict[str, Any]:
    """What the fit measured of the scorecard that ships with Duly, and of the models beside it."""
    measured: dict[str, Any] = json.loads(resources.files("duly.book").joinpath("model_card.json").read_text("utf-8"))
    return measured


def read(text: str) -> Card:
    """Read a scorecard.

    Raises BadScorecard where a feature is unknown, steps do not rise, or a probability rises with the score.
    """
    try:
        written = yaml.safe_load(text)
        card = Card(
            id=written["id"],
            base=written["base"],
            attributes=tuple(
                Attribute(
                    feature=row["feature"],
                    reason=row["reason"],
                    zh=row["zh"],
                    en=row["en"],
                    bins=tuple(Bin(bin_.get("up_to"), bin_["points"]) for bin_ in row["bins"]),
                )
                for row in written["attributes"]
            ),
            probabilities=tuple(Step(row.get("up_to"), row["pd_bp"]) for row in written["probabilities"]),
            bands=tuple(Step(row.get("up_to"), row["band"]) for row in written["bands"]),
        )
    except (KeyError, TypeError, AttributeError, yaml.YAMLError) as missing:
        raise BadScorecard(f"the scorecard cannot be read ({missing}); write it again with tools/scorecard") from None
    _refuse_disorder(card)
    return card


def _refuse_disorder(card: Card) -> None:
    for attribute in card.attributes:
        if attribute.feature not in FEATURES:
            raise BadScorecard(f"the scorecard asks for {attribute.feature}; features are {', '.join(FEATURES)}")
        _refuse_falling(attribute.feature, [bin_.top for bin_ in attribute.bins])
    _refuse_falling("probabilities", [step.top for step in card.probabilities])
    _refuse_falling("bands", [step.top for step in card.bands])
    chances = [step.value for step in card.probabilities]
    if chances != sorted(chances, reverse=True):
        raise BadScorecard("a probability of the scorecard rises with the score; more points must be safer")


def _refuse_falling(of: str, tops: list[int | None]) -> None:
    *_, last = tops
    inner = [top for top in tops if top is not None]
    if last is not None or len(inner) + 1 != len(tops) or inner != sorted(set(inner)):
        raise BadScorecard(f"the steps of {of} must rise, and only the last has no up_to")
