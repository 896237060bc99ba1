"""What a person reads who points a command at the wrong place: one sentence, exit code 2, no traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

LENDER = Path(__file__).parents[2] / "examples" / "small-lender" / "2026-11-09"
CONTACTS = str(LENDER / "contacts.csv")
DULY = [sys.executable, "-m", "duly.cli"]


@pytest.fixture(scope="module")
def closed_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    for words in (["intake", str(LENDER)], ["night", "--day", "2026-11-09"]):
        subprocess.run([*DULY, *words, "--home", str(home)], capture_output=True, check=False)
    return home


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["intake", str(LENDER), "--home", "a-file"], "a-file: 这里是文件，台账需要目录"),
        (["night", "--day", "2026-11-09", "--home", "a-file"], "a-file: 这里是文件，台账需要目录"),
        (["intake", str(LENDER), "--home", "a-file/home"], "a-file/home: 路径中间有一段是文件"),
        (["run", "--home", "a-file/home"], "a-file/home: 路径中间有一段是文件"),
        (["book", "template", "--out", "a-file"], "a-file: 这里已有一个文件"),
        (["book", "taiwan", "a-file/book"], "a-file/book: 路径中间有一段是文件"),
        (["book", "contract", "--out", "a-file/pages"], "a part of this path is a file, not a folder"),
        (["audit", CONTACTS, "--out", "a-file/audit"], "a-file/audit: 路径中间有一段是文件"),
        (["audit", CONTACTS, "--out", "blocked"], "blocked/audit.html: 这里是目录，而需要的是文件"),
        (["audit", "nothing.parquet"], "错误 Error: nothing.parquet: 无法当作联系记录读取"),
        (["judge", "--page", "a-file/page.html"], "a-file/page.html: 路径中间有一段是文件"),
        (["judge", "--page", "blocked"], "blocked: 这里是目录，而需要的是文件；请写文件名 a folder lies where"),
        (["judge", "--page", "nowhere/page.html"], "nowhere/page.html: 没有这个文件或目录"),
        (["plan", "--day", "2026-11-09", "--home", "closed", "--out", "a-file/plan.csv"], "a-file/plan.csv: 路径中间"),
        (["plan", "--day", "2026-11-09", "--home", "closed", "--out", "blocked"], "blocked: 这里是目录"),
        (["plan", "--day", "2026-11-09", "--home", "closed", "--out", "nowhere/plan.csv"], "make the folder first"),
        (["templates", "list", "--from", "a-file"], "a-file: 没有这个目录 there is no such folder"),
        (["law", "impact", "--from", "a-file", "--home", "closed"], "a-file: 不是文件夹"),
        (["book", "synth", "--loans", "3", "--seed", "1", "--out", "a-file"], "a-file: 这里已有一个文件"),
        (["law", "rules", "--out", "a-file"], "a-file: 这里已有一个文件"),
        (
            ["night", "--day", "9 November", "--home", "empty"],
            "'9 November': 不是日期，请写成 is not a day; write YYYY-MM-DD",
        ),
        (["night", "--day", "2026-11-09", "--home", "empty"], "holds no book yet; take one in with: duly intake DIR"),
        (["intake", "nowhere", "--home", "empty"], "nowhere: 没有这个文件或目录 there is no such file or folder"),
        (["nigth"], "Did you mean 'night'?"),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, list) else "",
)
def test_a_wrong_place_is_named_with_what_to_do(tmp_path: Path, closed_home: Path, words: list[str], what: str) -> None:
    (tmp_path / "a-file").write_text("something of somebody's")
    (tmp_path / "blocked" / "audit.html").mkdir(parents=True)
    (tmp_path / "closed").symlink_to(closed_home)

    said = subprocess.run([*DULY, *words], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert said.returncode == 2
    assert what in said.stderr
    assert "Traceback" not in said.stderr
    assert (tmp_path / "a-file").read_text() == "something of somebody's"
