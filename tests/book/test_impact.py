"""What a changed law does to a small book at once, against the same contacts judged one by one under both laws."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from duly import law as laws
from duly.book.gate import facts_query
from duly.book.impact import changes_query, judged_twice
from duly.rules.compliance import judge_facts
from duly.store import engine as engines

from .test_gate import DAY, LAW, Night, Record, night, read  # noqa: F401  (night is a fixture)

HOURS = ("cn/gbt_45251/contact_hours", '{opens: "08:00", closes: "22:00"}')
CHANGES = {
    "hours only late in the evening": (*HOURS, '{opens: "21:00", closes: "22:00"}'),
    "no spacing": ("house/spacing_attempts", None, "  2026-09-01: null"),
    "no choice of channel": ("house/channel_choice", None, "  2026-09-01: null"),
}


def changed(folder: Path, path: str, old: str | None, new: str) -> laws.Law:
    """The shipped law with one limit changed: a text for another, or a line more at the end of its values."""
    text = files("duly.law").joinpath(f"{path}.yaml").read_text("utf-8")
    assert old is None or old in text
    said = re.sub(r"(values:\n(?:  .*\n)+)", rf"\1{new}\n", text) if old is None else text.replace(old, new)
    target = folder / f"{path}.yaml"
    target.parent.mkdir(parents=True)
    target.write_text(said, encoding="utf-8")
    return laws.laid_over(LAW, folder)


def impact(night: Night, after: laws.Law) -> list[Record]:  # noqa: F811
    made = {f'"{name}"': query for name, query in judged_twice(LAW, after, DAY).items()}
    with engines.gathered(night.engine, made):
        return read(night.engine, changes_query())


def permitted_one_by_one(night: Night, law: laws.Law) -> set[str]:  # noqa: F811
    return {
        facts["contact_id"] for facts in read(night.engine, facts_query(law, DAY)) if judge_facts(facts, law).allowed
    }


def test_the_unchanged_law_changes_nothing(night: Night) -> None:  # noqa: F811
    assert {row["change"] for row in impact(night, LAW)} == {"same"}


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_lost_and_gained_is_the_difference_of_all_asked_one_by_one(
    night: Night,  # noqa: F811
    tmp_path: Path,
    name: str,
) -> None:
    after = changed(tmp_path, *CHANGES[name])
    rows = impact(night, after)
    then, now = permitted_one_by_one(night, LAW), permitted_one_by_one(night, after)

    assert {row["contact_id"] for row in rows if row["change"] == "lost"} == then - now
    assert {row["contact_id"] for row in rows if row["change"] == "gained"} == now - then
    assert all(row["rules"] for row in rows if row["change"] in ("lost", "gained"))
    assert {row["change"] for row in rows} > {"same"}, "a change that changes nothing proves nothing"
