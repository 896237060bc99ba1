"""`duly law impact` over a closed day: its sums agree, and nothing is written."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path

from duly import law as laws
from duly.nightly import closed
from duly.nightly.impact import Impact, impact, told

from .test_explain import DAY, close, lay, small_book

LAW = laws.load("cn")


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()
    }  # fmt: skip


def test_what_a_change_loses_adds_up_by_channel_stage_and_rule_and_nothing_is_written(tmp_path: Path) -> None:
    home = close(lay(tmp_path, small_book(40)))
    before = digests(tmp_path / "home") or digests(tmp_path)
    text = files("duly.law").joinpath("cn/gbt_45251/contact_hours.yaml").read_text("utf-8")
    target = tmp_path / "changed/cn/gbt_45251/contact_hours.yaml"
    target.parent.mkdir(parents=True)
    target.write_text(text.replace("08:00", "21:59"), encoding="utf-8")
    tight = laws.laid_over(LAW, tmp_path / "changed")

    with closed.opened(home, DAY) as opened:
        same, found = impact(opened, LAW), impact(opened, tight)

    assert gone(same) == (0, 0)
    assert same.permitted_then == opened.summary["permitted"]
    assert same.adds_up()
    assert found.adds_up()
    assert found.parts["lost"].contacts > 0
    assert found.parts["lost"].by_rule["CN-TIME-01"] == found.parts["lost"].contacts
    assert len(found.parts["lost"].examples) == min(10, found.parts["lost"].contacts)
    assert "CN-TIME-01" in "\n".join(told(found, tight))
    assert {name: said for name, said in digests(tmp_path).items() if name in before} == before


def gone(found: Impact) -> tuple[int, int]:
    return found.parts["lost"].contacts, found.parts["gained"].contacts
