"""`duly audit`, as an auditor at a terminal meets it."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest
import typer
from typer.testing import CliRunner

from duly.cli import audit
from duly.nightly.audit import BadContacts

HEAD = "contact_id,borrower_id,at,channel,direction,purpose,party_role,actor,outcome\n"
CALL = "C{no},B1,2026-03-03T{at}+08:00,voice,outbound,collect,borrower,lender,conversed\n"


@pytest.fixture()
def duly() -> typer.Typer:
    app = typer.Typer()
    app.command()(audit.audit)
    return app


def calls(file: Path, *at: str) -> Path:
    file.write_text(HEAD + "".join(CALL.format(no=no, at=one) for no, one in enumerate(at)), "utf-8")
    return file


def test_contacts_within_the_law_end_with_zero(duly: typer.Typer, tmp_path: Path) -> None:
    said = CliRunner().invoke(duly, [str(calls(tmp_path / "c.csv", "10:00:00"))])

    assert said.exit_code == 0, said.output
    assert "0 次违反规则 against a rule" in said.output


def test_a_fourth_conversation_of_a_day_is_named_with_its_clause(duly: typer.Typer, tmp_path: Path) -> None:
    file = calls(tmp_path / "c.csv", "09:00:00", "11:30:00", "14:00:00", "17:00:00")
    said = CliRunner().invoke(duly, [str(file), "--out", str(tmp_path / "out")])

    assert said.exit_code == 1, said.output
    assert "CN-FREQ-02" in said.output
    assert "GB/T 45251" in said.output
    assert json.loads((tmp_path / "out/audit.json").read_text("utf-8"))["contacts"] == 4
    assert (tmp_path / "out/audit.html").exists()


def test_another_pack_is_refused(duly: typer.Typer, tmp_path: Path) -> None:
    said = CliRunner().invoke(duly, [str(calls(tmp_path / "c.csv", "10:00:00")), "--pack", "uk"])

    assert isinstance(said.exception, BadContacts)


def test_a_file_that_is_not_there_is_refused(duly: typer.Typer, tmp_path: Path) -> None:
    said = CliRunner().invoke(duly, [str(tmp_path / "nothing.parquet")])

    assert isinstance(said.exception, BadContacts)


def test_days_that_run_backwards_are_refused_before_anything_is_written(duly: typer.Typer, tmp_path: Path) -> None:
    words = ["--from", "2026-03-03", "--to", "2026-03-02", "--out", str(tmp_path / "out")]
    said = CliRunner().invoke(duly, [str(calls(tmp_path / "c.csv", "10:00:00")), *words])

    assert isinstance(said.exception, BadContacts)
    assert "起日晚于止日" in str(said.exception)
    assert not (tmp_path / "out").exists()


def test_an_audit_leaves_no_row_of_an_earlier_one(duly: typer.Typer, tmp_path: Path) -> None:
    out = tmp_path / "out"
    bad = calls(tmp_path / "bad.csv", "09:00:00", "11:30:00", "14:00:00", "17:00:00")
    CliRunner().invoke(duly, [str(bad), "--out", str(out)])
    assert list((out / "violations").glob("*.parquet"))

    CliRunner().invoke(duly, [str(calls(tmp_path / "good.csv", "10:00:00")), "--out", str(out)])

    assert not duckdb.sql(f"FROM read_parquet('{out}/violations/*.parquet')").fetchall()
