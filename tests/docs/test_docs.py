"""The pages a person reads are true: links lead somewhere, commands exist, the tutorial runs as it is written."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from duly import law
from tools import commands

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
README, TUTORIALS = ROOT / "README.md", sorted(ROOT.glob("docs/tutorial/*.md"))  # whose commands are run
AGAIN = (README,) if os.environ.get("DULY_SOAK") else ()  # in the other order
WALKED = [(README, TUTORIALS[0]), (TUTORIALS[1], *AGAIN)]  # one after the other, in the same folder
ELSEWHERE = (". .venv/bin/activate", "make run", "make test", "make check")  # lines of a shell that are not ours to run
COMMANDS = dict(commands.commands(commands.application()))


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


@dataclass(frozen=True)
class Block:
    """A fenced block: its language and its lines."""

    lang: str
    lines: tuple[str, ...]


def blocks(page: Path) -> Iterator[Block]:
    for lang, text in re.findall(r"^```(\w*)\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL):
        yield Block(lang, tuple(text.splitlines()))


def calls(page: Path) -> Iterator[list[str]]:
    """Every command of ours in a block of code, fenced or indented, split into words."""
    for line in page.read_text("utf-8").splitlines():
        if found := re.match(r"(?:    +|)(?:\.venv/bin/)?(duly [a-z].*)", line):
            yield shlex.split(found.group(1), comments=True)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        if re.match(r"https?:|mailto:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path) if path else page
        assert there.exists(), target
        if anchor:
            assert re.search(
                rf'<a id="{re.escape(anchor)}">|^#+ {re.escape(anchor)}$', there.read_text("utf-8"), re.M
            ), target


@pytest.mark.parametrize("page", [page for page in PAGES if any(calls(page))], ids=named)
def test_every_command_named_exists_with_its_options(page: Path) -> None:
    for words in calls(page):
        name = " ".join(words[:3]) if " ".join(words[:3]) in COMMANDS else " ".join(words[:2])
        assert name in COMMANDS, words
        known = {option for one in COMMANDS[name].params for option in (*one.opts, *one.secondary_opts)}
        assert {word.split("=")[0] for word in words if word.startswith("--")} <= known | {"--help"}, words


@pytest.mark.parametrize("pages", WALKED, ids=lambda pages: " then ".join(map(named, pages)))
def test_what_a_newcomer_is_told_to_type_does_what_is_said(pages: tuple[Path, Path], tmp_path: Path) -> None:
    """Run every command of the pages in order, in a folder with the examples; a text block is part of what came out."""
    shutil.copytree(ROOT / "examples" / "small-lender", tmp_path / "examples" / "small-lender")
    assert len(TUTORIALS) == 2
    said = ""
    for block in (block for page in pages for block in blocks(page)):
        if block.lang == "sh":
            said = "".join(_typed(line, tmp_path) for line in block.lines)
        elif block.lang == "text":
            for line in block.lines:
                if not re.search(_loosely(line), said):
                    pytest.fail(f"{line!r} is not in\n{said}")


def _loosely(line: str) -> str:
    """A pattern of a line of output: an ellipsis stands for anything, and columns may be wider."""
    return ".*".join(r"\s+".join(map(re.escape, part.split())) for part in line.split("…"))


def _typed(line: str, folder: Path) -> str:
    """Run one line as it stands and return what it prints; the code it ends with is 0 or what its comment says."""
    if line.split("  ")[0].strip() in ELSEWHERE:
        return ""
    words = shlex.split(line, comments=True)
    assert words[0].removeprefix(".venv/bin/") == "duly", line
    ran = subprocess.run(
        [sys.executable, "-c", _bare(), *words[1:]],
        cwd=folder,
        env=_surroundings(),
        capture_output=True,
        text=True,
        check=False,
    )
    told = re.search(r"(?:退出码|exit code) (\d)", line)
    assert ran.returncode == (int(told.group(1)) if told else 0), f"{line}\n{ran.stdout}\n{ran.stderr}"
    return ran.stdout


def _bare() -> str:
    """A start of `duly` that finds only what `make run` installs, not the tools of tests."""
    wanted = set(
        re.findall(r"^([a-z0-9][a-z0-9._-]*)==", (ROOT / "requirements" / "run.txt").read_text(), re.MULTILINE)
    )
    hidden = [
        name
        for name, owners in packages_distributions().items()
        if not {re.sub(r"[-_.]+", "-", owner).lower() for owner in owners} & (wanted | {"duly"})
    ]
    assert "polars" in hidden
    return (
        f"import sys; sys.modules.update(dict.fromkeys({hidden!r})); sys.argv[0] = 'duly'; sys.path[0] = {str(ROOT)!r}; "
        "from duly.cli import main; main()"
    )


def _surroundings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("DULY_")}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_reference_of_commands_is_what_the_program_says(lang: commands.Lang) -> None:
    page = (ROOT / "docs" / "reference" / f"commands.{lang}.md").read_text("utf-8")

    assert page == commands.page(lang)
    assert all(f"## {name}\n" in page for name in COMMANDS)


def test_every_page_is_in_the_index_and_in_both_languages() -> None:
    index = (ROOT / "docs" / "README.md").read_text("utf-8")
    pages = [page for page in ROOT.glob("docs/*/*.md") if page.parent.name != "decisions"]

    for page in pages:
        assert f"({page.relative_to(ROOT / 'docs')})" in index
        other = page.name.replace(".zh.", ".en.") if ".zh." in page.name else page.name.replace(".en.", ".zh.")
        assert other != page.name
        assert page.with_name(other).exists()


def test_the_changelog_names_every_limit_that_is_law() -> None:
    told = (ROOT / "CHANGELOG.md").read_text("utf-8").split("### Law")[1]

    assert set(re.findall(r"CN-[A-Z]+-\d+(?::[a-z]+)?", told)) == {
        one.id for one in law.load("cn") if one.force != "house"
    }


def test_no_file_speaks_of_a_machine_of_ours() -> None:
    """No path of a machine, no host of a package registry: whoever clones this has others."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    ours = re.compile(
        r"(?<![\w.])/(?:wor[k]|root|home/\w+|Users/\w+|tmp/[w])/"
        r"|index-url|pyp[i]\.(?:org|python)|pytho[n]hosted|registr[y]\.npm|anacond[a]\.org|tun[a]\.tsinghua|mirror[s]\."
        r"|https?://[\w.]*(?:registry|mirror|simple|packages|pypi)[\w.]*"
    )
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if not path.exists() or path == Path(__file__).resolve() or path.suffix in (".png", ".gz"):
            continue
        found = ours.search(path.read_text("utf-8"))
        assert found is None, f"{name}: {found and found.group()}"
