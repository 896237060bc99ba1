"""`duly vault`: in processes of its own, as a user starts it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from duly.nightly import business_day
from duly.store import points
from tests.homes import DAY, lay, small_book
from tests.nightly.test_accounts import Unwatched

CANARY = "13912345678"
PEOPLE = 20


def surroundings(**further: str) -> dict[str, str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("DULY_", "DJANGO_"))}
    return plain | further


def duly(*words: str, **further: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "duly.cli", *words],
        capture_output=True,
        text=True,
        check=False,
        env=surroundings(**further),
    )


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a desk, a key beside it and a file of values."""
    folder = tmp_path_factory.mktemp("vault")
    home = lay(folder / "home", small_book(PEOPLE))
    business_day.close(home, DAY, watcher=Unwatched())
    assert duly("desk", "load", "--home", str(home.path), "--day", str(DAY)).returncode == 0
    assert duly("vault", "key", str(folder / "vault.key"), "--home", str(home.path)).returncode == 0
    refs = [row["borrower_id"] for row in small_book(PEOPLE)["borrowers"]]
    rows = "".join(f"borrower,{ref},name,王{no}明\n" for no, ref in enumerate(refs))
    rows += "".join(
        f"address,{row['address_id']},number,139{no:08}\n"
        for no, row in enumerate(small_book(PEOPLE)["addresses"])
        if row["kind"] == "mobile"
    )
    (folder / "values.csv").write_text(f"subject,ref,field,value\n{rows}borrower,{CANARY},name,{CANARY}\n")
    return folder


def key_of(place: Path) -> dict[str, str]:
    return {"DULY_VAULT_KEY_FILE": str(place / "vault.key")}


def test_values_are_loaded_once_what_is_not_kept_is_named_by_line_and_nothing_is_repeated(place: Path) -> None:
    words = ("vault", "load", str(place / "values.csv"), "--home", str(place / "home"))

    first, again = duly(*words, **key_of(place)), duly(*words, **key_of(place))

    assert (first.returncode, again.returncode) == (3, 3), first.stderr
    assert " 0 新增 added" in again.stdout
    assert "desk knows no such id" in first.stdout
    (kept,) = (place / "home" / "vault").iterdir()
    assert kept.read_text().splitlines()[1].endswith("the desk knows no such id")
    assert kept.name in first.stdout
    for told in (first.stdout, first.stderr, kept.read_text()):
        assert CANARY not in told
    assert duly("vault", "check", "--home", str(place / "home"), **key_of(place)).returncode == 0


@pytest.mark.parametrize("command", [("load", "values.csv"), ("rotate",), ("check",)], ids=lambda words: words[0])
def test_without_a_key_nothing_is_done_and_one_sentence_says_what_to_set(place: Path, command: tuple[str, ...]) -> None:
    words = [str(place / word) if word.endswith(".csv") else word for word in command]

    refused = duly("vault", *words, "--home", str(place / "home"))

    assert refused.returncode == 2
    assert "DULY_VAULT_KEY" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_key_in_the_home_or_one_that_others_may_read_is_refused(place: Path) -> None:
    inside = duly("vault", "key", str(place / "home" / "vault.key"), "--home", str(place / "home"))
    open_to_all = place / "open.key"
    open_to_all.write_text((place / "vault.key").read_text())
    open_to_all.chmod(0o644)
    read = duly("vault", "check", "--home", str(place / "home"), DULY_VAULT_KEY_FILE=str(open_to_all))

    assert (inside.returncode, read.returncode) == (2, 2)
    assert "chmod 600" in read.stderr


def test_no_command_prints_a_key(place: Path) -> None:
    made = duly("vault", "key", str(place / "printed.key"), "--home", str(place / "home"))

    assert made.returncode == 0
    assert (place / "printed.key").read_text().strip() not in made.stdout + made.stderr


@pytest.mark.parametrize("point", ["vault.rotate:before-commit", "vault.rotate:after-commit"])
def test_killed_while_keys_change_nothing_is_lost_and_the_next_run_ends_it(place: Path, point: str) -> None:
    home = ("--home", str(place / "home"))
    duly("vault", "load", str(place / "values.csv"), *home, **key_of(place))
    assert duly("vault", "key", str(place / "vault.key"), "--further", *home).returncode == 0

    with subprocess.Popen(
        [sys.executable, "-m", "duly.cli", "vault", "rotate", *home], stderr=subprocess.PIPE, text=True,
        env=surroundings(**key_of(place), **{points.PAUSE_AT: point}),
    ) as killed:  # fmt: skip
        assert killed.stderr is not None
        assert f"reached {point}" in next(iter(killed.stderr))
        killed.send_signal(signal.SIGKILL)

    assert duly("vault", "check", *home, **key_of(place)).returncode == 0
    assert duly("vault", "rotate", *home, **key_of(place)).returncode == 0
    checked = duly("vault", "check", *home, **key_of(place))
    assert checked.returncode == 0
    assert "older key" not in checked.stdout
