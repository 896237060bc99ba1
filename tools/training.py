"""Take the course's cases out of the law's: `python -m tools.training [--check]`.

What a case is about is copied, its answer is not: the course asks the judge.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from duly.rules.training.cases import LETTERED
from duly.rules.words import Context, check
from tests.facts import SENDING_ORDINARY

HERE = Path(__file__).parents[1]
CASES, SENTENCES = HERE / "tests" / "law", HERE / "tests" / "rules" / "words" / "sentences"
OUT = HERE / "duly" / "rules" / "training" / "cases.yaml"
PLAN: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
HEAD = "# Cases of the course, without their answers. Written by `python -m tools.training`; do not edit.\n"


def text() -> str:
    """The file as it should be."""
    told = {
        "ordinary": {name: value for name, value in SENDING_ORDINARY.items() if name not in ("day", "local_minute")},
        "contacts": {chapter: list(_contacts(limits)) for chapter, limits in PLAN["chapters"].items()},
        "sentences": list(_sentences()),
    }
    return HEAD + yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=118, default_flow_style=None)


def _contacts(limits: list[str]) -> Iterator[dict[str, Any]]:
    for limit in limits:
        file = CASES.joinpath(*limit.split(".")).with_suffix(".yaml")
        cases = [one for one in yaml.safe_load(file.read_text("utf-8")) if _can_be_told(one)]
        for place, case in enumerate(_some(cases), 1):
            yield {"id": f"{limit}/{place}", "contact": case["contact"], "facts": case.get("facts", {})}


def _can_be_told(case: dict[str, Any]) -> bool:
    facts = case.get("facts", {})
    told = all(not isinstance(value, str) or value in LETTERED for value in facts.values())
    return "contact" in case and len(facts) <= PLAN["facts_most"] and told


def _some(cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """As many that are allowed as are not, in the order in which they stand."""
    seen, kept = Counter[bool](), []
    for case in cases:
        allowed = case["verdict"] == "ALLOW"
        if seen[allowed] < PLAN["cases_most"] // 2:
            seen[allowed] += 1
            kept.append(case)
    return kept


def _sentences() -> Iterator[dict[str, str]]:
    """Sentences that the check hears as a person labelled them; none of those that measure it."""
    seen, most = Counter[str](), PLAN["sentences_most"]
    for name in PLAN["sentences"]:
        for row in yaml.safe_load((SENTENCES / f"{name}.yaml").read_text("utf-8")):
            codes = check(row["text"], Context()).codes
            if row.get("context") or tuple(row["codes"]) != codes or len(codes) > 1 or row.get("evasion"):
                continue
            code = codes[0] if codes else "clean"
            seen[code] += 1
            if seen[code] <= most["clean" if code == "clean" else "of_a_code"]:
                yield {"id": f"{name}.{code}/{seen[code]}", "text": row["text"]}


def main() -> None:
    """Write the file, or with --check say that it is not what the cases give."""
    if "--check" not in sys.argv:
        OUT.write_text(text(), encoding="utf-8")
    elif not OUT.exists() or OUT.read_text("utf-8") != text():
        sys.exit(f"与案例不符 differs from the cases: {OUT.name}；运行 run: python -m tools.training")


if __name__ == "__main__":
    main()
