"""Fit the scorecard: weights of evidence by bin, one logistic regression over them, whole points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from duly.intake.real_book import source
from tools.scorecard.sample import Ints, Sample

# Chosen on the fitting rows alone, by five-fold cross-validation over some two dozen attributes.
CUTS: dict[str, tuple[int, ...]] = {
    "days_past_due": (0, 30, 60),
    "months_late": (0, 1, 2, 3, 5),
    "months_unpaid": (0, 1, 5),
    "use_bp": (100, 1000, 3000, 6000, 9000),
    "growth_bp": (-2000, -500, 0, 500, 2000),
}
REASONS = {
    "days_past_due": ("late_now", "目前已逾期的天数", "How many days the loan is past due now"),
    "months_late": ("late_before", "近六期账单中逾期的次数", "How many of the last six statements were late"),
    "months_unpaid": ("months_unpaid", "近六个月中没有还款的月数", "How many of the last six months saw no payment"),
    "use_bp": ("limit_use", "近六期平均额度使用率", "How much of the limit was used over six months"),
    "growth_bp": ("balance_trend", "近六期账单余额的变化", "How the balance moved over six months"),
}
BASE, BASE_ODDS, POINTS_TO_DOUBLE = 600, 4, 40  # 600 points: one default in five; 40 more halve the odds
BANDS = (("E", 5000), ("D", 3000), ("C", 1500), ("B", 1000), ("A", 0))  # a band holds probabilities from here up
LOANS_OF_A_STEP_LEAST = 500  # of a step of the probability table


def fit_card(sample: Sample) -> dict[str, Any]:
    """Weights of evidence by bin, one logistic regression over them, and points rounded to whole numbers."""
    fitting = ~sample.is_test
    bins = {name: np.searchsorted(cuts, sample.features[name], side="left") for name, cuts in CUTS.items()}
    evidence = {name: weights_of_evidence(bins[name], sample.defaulted, fitting) for name in CUTS}
    seen = np.column_stack([np.array(evidence[name])[bins[name]] for name in CUTS])
    model = LogisticRegression(C=1e6, max_iter=1000).fit(seen[fitting], sample.defaulted[fitting])
    per_log_odds = POINTS_TO_DOUBLE / np.log(2)
    attributes, points = [], np.zeros(len(sample.rows), dtype=np.int64)
    for (name, cuts), weight in zip(CUTS.items(), model.coef_[0], strict=True):
        whole = [round(-per_log_odds * weight * bin_) for bin_ in evidence[name]]
        points += np.array(whole)[bins[name]]
        reason, zh, en = REASONS[name]
        steps = [{"up_to": top, "points": at} for top, at in zip(cuts, whole, strict=False)] + [{"points": whole[-1]}]
        attributes.append({"feature": name, "reason": reason, "zh": zh, "en": en, "bins": steps})
    base = round(BASE + per_log_odds * (-model.intercept_[0] - np.log(BASE_ODDS)))
    chances = probability_steps(base + points[fitting], sample.defaulted[fitting])
    return {
        "id": "cards-default-next-month-1",
        "base": base,
        "scale": {"points": BASE, "odds_of_no_default": BASE_ODDS, "points_to_double_the_odds": POINTS_TO_DOUBLE},
        "attributes": attributes,
        "probabilities": [{**({"up_to": top} if top is not None else {}), "pd_bp": chance} for top, chance in chances],
        "bands": band_steps(chances),
        "fitted_on": {"source_sha256": source.SHA256, "rows": int(fitting.sum()), "held_out": "ID % 5 == 0"},
    }


def weights_of_evidence(bins: Ints, defaulted: Ints, among: Any) -> list[float]:
    """Log of (share of the others in the bin / share of the defaults in it); half a case is added to each count."""
    defaults, others = defaulted[among].sum(), (1 - defaulted[among]).sum()
    counts = [(defaulted[among & (bins == n)].sum(), (among & (bins == n)).sum()) for n in range(int(bins.max()) + 1)]
    return [float(np.log((n - bad + 0.5) / others) - np.log((bad + 0.5) / defaults)) for bad, n in counts]


def probability_steps(scores: Ints, defaulted: Ints) -> list[tuple[int | None, int]]:
    """(top score, basis points) from the lowest score up: observed rates of default, made to fall with the score."""
    tops: list[int] = []
    rates: list[float] = []
    sizes: list[int] = []
    bad = size = 0
    for score in np.unique(scores):
        bad, size = bad + defaulted[scores == score].sum(), size + (scores == score).sum()
        if size >= LOANS_OF_A_STEP_LEAST:
            tops.append(int(score))
            rates.append(bad / size)
            sizes.append(size)
            bad = size = 0
    falling = IsotonicRegression(increasing=False).fit_transform(tops, rates, sample_weight=sizes)
    chances = [round(10_000 * rate) for rate in falling]
    kept = [n for n in range(len(tops)) if n + 1 == len(tops) or chances[n] != chances[n + 1]]
    return [(tops[n] if n != kept[-1] else None, chances[n]) for n in kept]


def band_steps(steps: Sequence[tuple[int | None, int]]) -> list[dict[str, Any]]:
    """The bands as steps of the score; each begins where the probability falls below the band before."""
    bands = []
    for band, from_bp in BANDS:
        tops = [top for top, chance in steps if chance >= from_bp]
        bands.append({"up_to": tops[-1], "band": band} if tops[-1] is not None else {"band": band})
    return bands
