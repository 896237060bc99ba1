"""Fit the first score on the real book, and write duly/book/scorecard.yaml and duly/book/model_card.json.

Needs scikit-learn, which Duly itself does not. Run it from the root of the repository:

    .venv/bin/python -m tools.scorecard
"""

from __future__ import annotations

import json
from pathlib import Path

import yaml

import duly
from duly.book import scorecard
from tools.scorecard.fit import fit_card
from tools.scorecard.measure import measure
from tools.scorecard.sample import read_sample, real_book

OUT = Path(duly.__file__).parent / "book"
HEADER = """\
# Points for default in the month after the day. Written by tools/scorecard; never edited by hand.
# up_to: values up to and including; the last has none. What is unknown gets no points and is no reason.
"""


def fit() -> tuple[str, str]:
    """Fit on the rows whose ID is no multiple of 5, measure on the others; give both files as text."""
    engine = real_book()
    sample = read_sample(engine)
    text = HEADER + yaml.safe_dump(fit_card(sample), allow_unicode=True, sort_keys=False, width=120)
    return text, json.dumps(measure(engine, sample, scorecard.read(text)), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    card, measured = fit()
    (OUT / "scorecard.yaml").write_text(card, "utf-8")
    (OUT / "model_card.json").write_text(measured, "utf-8")
    print(measured)
