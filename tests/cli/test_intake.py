"""`duly intake` as it is typed: exit codes, JSON, and a mapping kept under a lender's name."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "one-file-lender"
FILES = (EXAMPLE / "book.csv", EXAMPLE / "loan_payments.csv")


def duly(*words: object, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "duly.cli", "intake", *map(str, words), "--home", str(home)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_whole_intake_ends_with_nought_and_says_what_it_did(tmp_path: Path) -> None:
    said = duly(*FILES, "--mapping", EXAMPLE / "mapping.yaml", home=tmp_path)

    assert (said.returncode, said.stderr) == (0, "")
    assert "loan_payments.csv → borrowers, loans, schedule, payments: 50 行 rows (utf-8, comma, LF)" in said.stdout
    assert "空行 empty lines 51" in said.stdout


def test_the_manifest_is_printed_as_json(tmp_path: Path) -> None:
    said = duly(*FILES, "--mapping", EXAMPLE / "mapping.yaml", "--json", home=tmp_path)

    manifest = json.loads(said.stdout)
    assert manifest["rows"]["payments"] == {
        "read": 40, "new": 40, "replaced": 0, "unchanged": 0, "quarantined": 0, "accepted": 40,
    }  # fmt: skip
    kept = json.loads((tmp_path / "batches" / manifest["batch"] / "manifest.json").read_text("utf-8"))
    assert kept == manifest


def test_a_lenders_mapping_is_kept_and_used_again(tmp_path: Path) -> None:
    first = duly(*FILES, "--mapping", EXAMPLE / "mapping.yaml", "--lender", "bank-1", home=tmp_path)
    again = duly(*FILES, "--lender", "bank-1", home=tmp_path)

    assert (first.returncode, again.returncode) == (0, 0)
    assert (tmp_path / "mappings" / "bank-1.yaml").read_text("utf-8") == (EXAMPLE / "mapping.yaml").read_text("utf-8")
    assert "无变化：这些文件已入库 Nothing changed" in again.stdout


def test_what_is_refused_in_part_ends_with_three(tmp_path: Path) -> None:
    damaged = tmp_path / "loan_payments.csv"
    damaged.write_text(
        FILES[1].read_text("utf-8").replace("7/30/2026,7/30/2026 13:09", "7/32/2026,7/30/2026 13:09"), "utf-8"
    )

    said = duly(FILES[0], damaged, "--mapping", EXAMPLE / "mapping.yaml", home=tmp_path / "home")

    assert said.returncode == 3
    assert "loan_payments.csv, 第 3 行 line 3, due_date: '7/32/2026' date" in said.stdout
    assert "quarantine.csv" in said.stdout


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ([FILES[1]], "its name begins with no table's name"),
        ([FILES[0], "--mapping", EXAMPLE / "nowhere.yaml"], "没有这个映射文件 there is no mapping"),
        ([FILES[0], "--mapping", FILES[0]], "is not a set of `key: value` lines"),
        ([FILES[0], "--lender", "bank-2"], "bank-2.yaml: 没有这个映射文件"),
    ],
    ids=["unknown file", "no mapping", "no YAML", "unknown lender"],
)
def test_what_cannot_be_taken_ends_with_two_and_one_sentence(tmp_path: Path, words: list[object], what: str) -> None:
    said = duly(*words, home=tmp_path)

    assert said.returncode == 2
    assert what in said.stderr
    assert "Traceback" not in said.stderr
    assert not list(tmp_path.glob("versions/*"))
