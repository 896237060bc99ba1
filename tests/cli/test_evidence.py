"""`duly close` and `duly evidence`: in processes of their own, as a user starts them."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from duly.nightly import business_day
from tests.cli.test_desk import duly
from tests.homes import DAY, lay, small_book
from tests.nightly.test_accounts import Unwatched


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = lay(tmp_path_factory.mktemp("home") / "home", small_book(20))
    business_day.close(home, DAY, watcher=Unwatched())
    assert duly("desk", "load", "--home", str(home.path), "--day", str(DAY)).returncode == 0
    return home.path


def test_a_day_on_which_nothing_happened_is_closed_and_sealed(place: Path) -> None:
    closed = duly("close", "--home", str(place), "--day", str(DAY))
    told = duly("close", "--home", str(place), "--day", str(DAY), "--json")

    assert closed.returncode == told.returncode == 0, closed.stderr
    assert "台账已是最新" in closed.stdout
    assert json.loads(told.stdout)["seal"]["root"] in closed.stdout


def test_a_pack_is_made_with_the_statement_of_the_last_closed_day_and_verified_and_replayed(place: Path) -> None:
    pack, verifier = place / "pack.zip", place / "verify.py"

    made = duly("evidence", "--home", str(place), "--borrower", "B007", "--out", str(pack), "--purpose", "监管检查")

    assert made.returncode == 0, made.stderr
    fingerprint = made.stdout.split()[-1]
    with zipfile.ZipFile(pack) as archive:
        assert {"statement.json", "statement.pdf", "index.html", "index.pdf", "record.json"} <= set(archive.namelist())
        verifier.write_bytes(archive.read("verify.py"))
    verified = duly("evidence", "verify", str(pack), "--fingerprint", fingerprint, "--replay")
    assert verified.returncode == 0, verified.stdout
    assert "✗" not in verified.stdout
    assert "再问 Asked again" in verified.stdout
    assert duly("evidence", "verify", str(pack), "--fingerprint", "0" * 64).returncode == 1
    assert duly("record", "verify", "--home", str(place)).returncode == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--borrower", "NOBODY", "--out", "x.zip"), "NOBODY"),
        (("--case", "1", "--borrower", "B007", "--out", "x.zip"), "--case"),
        (("--borrower", "B007"), "--out"),
        (("--borrower", "B007", "--out", "x.zip", "--by", "nobody"), "nobody"),
    ],
)
def test_what_cannot_be_made_is_a_sentence(place: Path, words: tuple[str, ...], said: str) -> None:
    refused = duly("evidence", "--home", str(place), *words)

    assert refused.returncode == 2
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("given", [b"", b"PK", b"no pack at all"])
def test_what_is_no_pack_is_a_sentence(tmp_path: Path, given: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(given)

    refused = duly("evidence", "verify", str(tmp_path / "x.zip"))

    assert refused.returncode == 2
    assert "证据包" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_without_a_home_there_is_nothing_to_close(tmp_path: Path) -> None:
    refused = duly("close", "--home", str(tmp_path / "none"), "--day", str(DAY))

    assert refused.returncode == 2
    assert "duly intake" in refused.stderr
