"""Learn the manner of unlawful wording from the labelled sentences and the templates: `python -m tools.manner`.

A logistic regression over characters and their pairs, present or not, each sentence of length one; weights are
kept in hundredths. The bar is the lowest score at which, in ten folds, at most the allowed share of lawful sentences is
past it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.preprocessing import normalize

from duly.rules.templates import load
from duly.rules.words.manner import SENTENCE, grams
from duly.rules.words.normal import normalise

SENTENCES = Path("tests/rules/words/sentences")
OUT = Path("duly/rules/words/manner.json")
STRENGTH = 16.0  # inverse of the penalty
ALLOWED = 0.02  # of lawful sentences past the bar
IN_CONTEXT = frozenset({"legal_case", "limitation", "ledger_total", "transfer_noticed", "as_of"})  # decide, not words
SHORT = 4  # characters up to which a line says nothing
TOLD_APART = 150  # grams kept a code


def learnt_from(folder: Path = SENTENCES) -> list[dict[str, Any]]:
    """The sentences spoken by the lender's side; the held-out ones are never among them."""
    files = sorted(file for file in folder.glob("*.yaml") if file.stem != "held_out")
    rows = [row for file in files for row in yaml.safe_load(file.read_text("utf-8"))]
    return [row for row in rows if _tells(row)] + _approved()


def _approved() -> list[dict[str, Any]]:
    """Every sentence of the approved templates, with a value in every gap; all are lawful."""
    texts = [template.wording.filled() for template in load()]
    said = {sentence[0].strip() for text in texts for sentence in SENTENCE.finditer(text)}
    return [{"text": sentence, "flag": False, "codes": []} for sentence in sorted(said) if len(sentence) > SHORT]


def _tells(row: dict[str, Any]) -> bool:
    """Whether the words alone make the sentence what it is: our side speaks, and no file decides against it."""
    context = row.get("context") or {}
    if context.get("speaker") in ("debtor", "contact") or context.get("kind") in ("training", "note"):
        return False
    return not row["flag"] or (IN_CONTEXT.isdisjoint(context) and row["codes"][0] != "F-LENDERID")


def learn(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The weights, the bar and the codes' own grams."""
    texts = [normalise(row["text"]).text for row in rows]
    counter = CountVectorizer(analyzer=grams, min_df=2, binary=True)
    features = normalize(counter.fit_transform(texts).astype(float))
    flags = np.array([row["flag"] for row in rows])
    model = LogisticRegression(C=STRENGTH, max_iter=5000)
    folds = StratifiedKFold(10, shuffle=True, random_state=7)
    scores = cross_val_predict(model, features, flags, cv=folds, method="decision_function")
    bar = float(np.quantile(scores[~flags], 1 - ALLOWED))
    print(f"{len(rows)} sentences; in ten folds the bar {bar:.2f} hears {(scores[flags] > bar).mean():.3f}")
    model.fit(features, flags)
    names = counter.get_feature_names_out()
    weights = {name: round(100 * weight) for name, weight in zip(names, model.coef_[0], strict=True)}
    return {
        "sentences": len(rows),
        "bar": round(100 * bar),
        "bias": round(100 * float(model.intercept_[0])),
        "weights": {name: weights[name] for name in sorted(weights) if weights[name]},
        "codes": _codes(rows, features, names, flags),
    }


def _codes(rows: list[dict[str, Any]], features: Any, names: Any, flags: Any) -> dict[str, dict[str, int]]:
    bad = np.flatnonzero(flags)
    codes = np.array([rows[at]["codes"][0] for at in bad])
    model = LogisticRegression(C=STRENGTH, max_iter=5000).fit(features[bad], codes)
    kept = {}
    for code, row in zip(model.classes_, model.coef_, strict=True):
        best = sorted(np.argsort(-row)[:TOLD_APART], key=lambda at: str(names[at]))
        kept[str(code)] = {str(names[at]): round(100 * float(row[at])) for at in best}
    return kept


if __name__ == "__main__":
    found = learn(learnt_from())
    OUT.write_text(json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
