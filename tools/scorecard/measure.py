"""What the held-out rows say of the scorecard, of boosting beside it, and of how it treats different people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import numpy as np
import sklearn
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import duly
from duly.book import scoring
from duly.book.features import FEATURES
from duly.intake.real_book import ledger, source
from tools.scorecard.sample import Floats, Ints, Sample


def measure(engine: duckdb.DuckDBPyConnection, sample: Sample, card: scoring.Card) -> dict[str, Any]:
    """What the held-out rows say of the scorecard, evaluated by the night's own query, and of boosting beside it."""
    query = scoring.scores_query(card, ledger.BUSINESS_DAY)
    found = {row[0]: row[2:5] for row in engine.execute(query).fetchall()}
    scored = [found[ledger.public_id("L", row)] for row in sample.rows]
    score, pd_bp, band = (np.array(column) for column in zip(*scored, strict=True))
    test, fitting = sample.is_test, ~sample.is_test
    boosting = HistGradientBoostingClassifier(
        learning_rate=0.05, max_iter=150, max_leaf_nodes=15, early_stopping=False, random_state=0
    ).fit(sample.statements[fitting], sample.defaulted[fitting])
    boosted = boosting.predict_proba(sample.statements)[:, 1]
    regression = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    plain = regression.fit(sample.statements[fitting], sample.defaulted[fitting]).predict_proba(sample.statements)[:, 1]
    return {
        "card": card.id,
        "predicts": "default in the month after the business day (October 2005, dated October 2026)",
        "never_for": "granting or refusing credit, prices, pressure on a person; it orders help and calls",
        "inputs": FEATURES,
        "source": {"sha256": source.SHA256, "licence": "CC BY 4.0", "author": "I-Cheng Yeh", "year": 2005},
        "written_by": {"duly": duly.__version__, "scikit_learn": sklearn.__version__},
        "fitted_on": int(fitting.sum()),
        "tested_on": int(test.sum()),
        "auc": ranking(sample.defaulted[test], -score[test], 4),
        "auc_where_fitted": ranking(sample.defaulted[fitting], -score[fitting], 4),
        "brier": brier(sample.defaulted[test], pd_bp[test] / 10_000, 4),
        "calibration": calibration(sample.defaulted[test], pd_bp[test] / 10_000),
        "bands": by_band(sample.defaulted[test], pd_bp[test], band[test]),
        "beside": [
            {
                "name": ["梯度提升（只作比较）", "Gradient boosting (comparison only)"],
                "auc": ranking(sample.defaulted[test], boosted[test], 3),
                "brier": brier(sample.defaulted[test], boosted[test], 3),
                "calibration": calibration(sample.defaulted[test], boosted[test]),
                "inputs": "six statements in full and the limit",
            },
            {
                "name": ["逻辑回归，原始字段（只作比较）", "Logistic regression on the raw columns (comparison only)"],
                "auc": ranking(sample.defaulted[test], plain[test], 3),
                "brier": brier(sample.defaulted[test], plain[test], 3),
                "inputs": "six statements in full and the limit",
            },
            {
                "name": ["人人取平均违约率", "The average rate for everybody"],
                "auc": 0.5,
                "brier": brier(sample.defaulted[test], np.full(test.sum(), sample.defaulted[fitting].mean()), 4),
            },
        ],
        "disparity": disparity(sample, score, pd_bp, band),
    }


def ranking(defaulted: Ints, risk: Any, places: int) -> float:
    return round(float(roc_auc_score(defaulted, risk)), places)


def brier(defaulted: Ints, chance: Floats, places: int) -> float:
    return round(float(np.mean((chance - defaulted) ** 2)), places)


def calibration(defaulted: Ints, chance: Floats) -> list[dict[str, Any]]:
    """Tenths by predicted chance, lowest first; ties keep the order of the source."""
    tenths = np.array_split(np.argsort(chance, kind="stable"), 10)
    return [
        {
            "tenth": n,
            "loans": len(tenth),
            "predicted": round(float(chance[tenth].mean()), 3),
            "observed": round(float(defaulted[tenth].mean()), 3),
        }
        for n, tenth in enumerate(tenths, 1)
    ]


def by_band(defaulted: Ints, pd_bp: Any, band: Any) -> list[dict[str, Any]]:
    return [
        {
            "band": name,
            "loans": int((band == name).sum()),
            "predicted": round(float(pd_bp[band == name].mean()) / 10_000, 4),
            "observed": round(float(defaulted[band == name].mean()), 4),
        }
        for name in "ABCDE"
    ]


GROUPS: tuple[tuple[str, Callable[[dict[str, int]], str]], ...] = (
    ("sex", lambda who: {1: "male", 2: "female"}[who["SEX"]]),
    ("age", lambda who: "under 25" if who["AGE"] < 25 else "55 and over" if who["AGE"] >= 55 else
        f"{(who['AGE'] - 25) // 10 * 10 + 25}–{(who['AGE'] - 25) // 10 * 10 + 34}"),
    ("education", lambda who: {1: "graduate school", 2: "university", 3: "high school"}.get(
        who["EDUCATION"], "other")),
    ("marriage", lambda who: {1: "married", 2: "single"}.get(who["MARRIAGE"], "other")),
)  # fmt: skip


def disparity(sample: Sample, score: Any, pd_bp: Any, band: Any) -> dict[str, list[dict[str, Any]]]:
    """How the score treats people of different sex, age, education and marriage, none of which it sees."""
    people = source.personal_attributes()
    measured: dict[str, list[dict[str, Any]]] = {}
    for name, group_of in GROUPS:
        groups = np.array([group_of(people[int(row)]) for row in sample.rows])
        measured[name] = [
            {
                "group": str(group),
                "loans": int(here.sum()),
                "observed": round(float(sample.defaulted[here].mean()), 3),
                "predicted": round(float(pd_bp[here].mean()) / 10_000, 3),
                "auc": ranking(sample.defaulted[here], -score[here], 3),
                "share_in_bands_d_and_e": round(float(np.isin(band[here], ("D", "E")).mean()), 3),
            }
            for group in sorted(set(groups))
            if (here := sample.is_test & (groups == group)).any()
        ]
    return measured
