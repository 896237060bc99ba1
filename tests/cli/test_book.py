"""The commands that make books, contracts and empty files."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from duly.book.reference import markdown
from duly.book.synth import CannotSynthesise
from duly.cli.book import app
from duly.intake.synth.to_home import HomeInUse


@pytest.fixture()
def run():
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


class TestSynth:
    def test_writes_a_home_and_says_how_many_rows(self, run, tmp_path):
        done = run("synth", "--loans", 50, "--seed", 1, "--home", tmp_path)

        assert done.exit_code == 0
        assert ["loans", "50"] in [line.split() for line in done.stdout.splitlines()]

    def test_writes_files_where_asked(self, run, tmp_path):
        done = run("synth", "--loans", 50, "--seed", 1, "--out", tmp_path, "--format", "parquet")

        assert done.exit_code == 0
        assert (tmp_path / "loans.parquet").exists()

    @pytest.mark.parametrize("where", [(), ("--out", "a", "--home", "b")])
    def test_goes_to_one_place(self, run, where):
        assert run("synth", "--loans", 50, "--seed", 1, *where).exit_code == 2

    def test_leaves_a_home_that_holds_a_book_alone(self, run, tmp_path):
        run("synth", "--loans", 50, "--seed", 1, "--home", tmp_path)

        assert isinstance(run("synth", "--loans", 50, "--seed", 2, "--home", tmp_path).exception, HomeInUse)

    def test_refuses_a_size_no_book_has(self, run, tmp_path):
        assert isinstance(run("synth", "--loans", 0, "--seed", 1, "--home", tmp_path).exception, CannotSynthesise)


class TestContract:
    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_prints_the_page(self, run, lang):
        assert run("contract", "--lang", lang).stdout == markdown("data-contract", lang)

    def test_finds_a_page_that_is_not_what_the_code_says(self, run, tmp_path):
        run("contract", "--out", tmp_path)
        assert run("contract", "--check", tmp_path).exit_code == 0

        (tmp_path / "day-tables.en.md").write_text("something else", encoding="utf-8")
        assert run("contract", "--check", tmp_path).exit_code == 1


def test_templates_are_written_and_named(run, tmp_path):
    done = run("template", "--out", tmp_path, "--format", "csv", "--lang", "en")

    assert done.exit_code == 0
    assert str(tmp_path / "loans.csv") in done.stdout
    assert (tmp_path / "loans.csv").read_text("utf-8-sig").startswith("loan_id,borrower_id")
