"""`duly law`, as somebody at a terminal meets it."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from duly.cli import law
from duly.rules.compliance import rulebook

ROOT = Path(__file__).parents[2]


@pytest.fixture()
def duly() -> typer.Typer:
    return law.app


@pytest.mark.parametrize("pack", rulebook.RULES)
def test_check_says_how_much_law_is_held_and_how_much_nobody_signed(duly: typer.Typer, pack: str) -> None:
    said = CliRunner().invoke(duly, ["check", "--pack", pack])

    assert said.exit_code == 0
    assert f"{len({rule.limit for rule in rulebook.RULES[pack]})} rules" in said.output
    assert "not confirmed by a lawyer" in said.output


@pytest.mark.parametrize("pack", ["cn", "uk"])
def test_the_rule_book_in_the_docs_is_the_one_the_code_writes(duly: typer.Typer, pack: str) -> None:
    said = CliRunner().invoke(duly, ["check", "--docs", str(ROOT / "docs/reference"), "--pack", pack])

    assert said.exit_code == 0, said.output


def test_a_stale_rule_book_is_named_with_the_command_that_mends_it(duly: typer.Typer, tmp_path: Path) -> None:
    said = CliRunner().invoke(duly, ["check", "--docs", str(tmp_path)])

    assert said.exit_code == 1
    assert "rules.zh.md, rules.en.md" in said.output
    assert "duly law rules --pack cn --out" in said.output


def test_the_rule_book_is_written_in_both_languages(duly: typer.Typer, tmp_path: Path) -> None:
    said = CliRunner().invoke(duly, ["rules", "--out", str(tmp_path)])

    assert said.exit_code == 0
    assert "本机构规定不是法律" in (tmp_path / "rules.zh.md").read_text("utf-8")
    assert "A house rule is not law" in (tmp_path / "rules.en.md").read_text("utf-8")
