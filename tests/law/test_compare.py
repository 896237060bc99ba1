"""What changed in the law between two days, or two versions of a pack."""

from __future__ import annotations

import shutil
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from duly import law as laws
from duly.law.compare import between, between_versions

LAW = laws.load("cn")


def test_the_day_a_guideline_is_published_its_limits_come_and_none_the_day_after() -> None:
    came = between(LAW, date(2026, 1, 29), date(2026, 1, 30))

    assert {"CN-TIME-02", "CN-FREQ-03", "CN-VISIT-01"} <= {change.limit.id for change in came}
    assert {change.kind for change in came} == {"came"}
    assert between(LAW, date(2026, 1, 30), date(2026, 1, 31)) == []


def test_backwards_what_came_has_ended() -> None:
    (change,) = [each for each in between(LAW, date(2026, 8, 1), date(2026, 7, 31)) if each.limit.id == "CN-MONEY-07"]

    assert change.kind == "ended"


@pytest.fixture()
def copied(tmp_path: Path) -> Path:
    """The shipped pack as a folder that may be changed."""
    for top in laws.PACKS["cn"]:
        shutil.copytree(str(files("duly.law") / top), tmp_path / top)
    return tmp_path


def test_a_copy_of_the_pack_differs_in_nothing(copied: Path) -> None:
    assert between_versions(LAW, laws.load_copy(copied)) == []


def test_versions_tell_what_changed_came_and_ended(copied: Path) -> None:
    hours = copied / "cn/gbt_45251/contact_hours.yaml"
    hours.write_text(hours.read_text("utf-8").replace('"22:00"', '"21:00"'), encoding="utf-8")
    gone = next(path for path in sorted((copied / "house").glob("*.yaml")))
    gone.rename(gone.with_name("renamed.yaml"))

    found = {change.limit.path: change for change in between_versions(LAW, laws.load_copy(copied))}

    changed = found["cn.gbt_45251.contact_hours"]
    assert changed.kind == "changed"
    assert changed.before is not None
    assert changed.after is not None
    assert list(changed.before) == list(changed.after) == ["from 2025-02-28"]
    assert "21:00" in changed.after["from 2025-02-28"]
    assert found[f"house.{gone.stem}"].kind == "ended"
    assert found["house.renamed"].kind == "came"


def test_a_changed_limit_laid_over_the_shipped_ones_keeps_the_rest(tmp_path: Path, copied: Path) -> None:
    text = (copied / "cn/gbt_45251/contact_hours.yaml").read_text("utf-8").replace('"22:00"', '"21:00"')
    only = tmp_path / "only/cn/gbt_45251"
    only.mkdir(parents=True)
    (only / "contact_hours.yaml").write_text(text, encoding="utf-8")

    (change,) = between_versions(LAW, laws.laid_over(LAW, tmp_path / "only"))

    assert change.limit.path == "cn.gbt_45251.contact_hours"


@pytest.mark.parametrize(
    ("place", "old", "new"),
    [
        ("cn/gbt_45251/strange.yaml", "", ""),  # a path that no rule reads
        ("cn/gbt_45251/contact_hours.yaml", "opens", "starts"),  # a part that no rule reads
        ("contact_hours.yaml", "", ""),  # outside the folders of the pack
    ],
)
def test_what_no_rule_would_read_is_refused(copied: Path, tmp_path: Path, place: str, old: str, new: str) -> None:
    text = (copied / "cn/gbt_45251/contact_hours.yaml").read_text("utf-8").replace(old, new)
    target = tmp_path / "only" / place
    target.parent.mkdir(parents=True)
    target.write_text(text, encoding="utf-8")

    with pytest.raises(laws.BadLaw):
        laws.laid_over(LAW, tmp_path / "only")
