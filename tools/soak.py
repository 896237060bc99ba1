"""Run the long proofs of the desk and write down what they saw: `python -m tools.soak [PART …] [--check]`. An hour.

Parts: `sqlite` and `postgresql`, two hundred hands at one limit, and processes killed at the named points of an
attempt; `walk`, in a browser every role at every page it can come to, in both languages. What a part saw is written to
soak.json once it has passed, with the commit it was seen of; the pages in docs/reference follow from it, and --check
looks whether they do.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tools.pages import write_or_check

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs" / "reference"
SEEN = REFERENCE / "soak.json"
PYTEST = [sys.executable, "-m", "pytest", "-q"]
AT_THE_DESK = [*PYTEST, "tests/desk/test_races.py", "tests/desk/test_killing.py"]
PARTS = {  # one after the other: two hundred threads want the machine for themselves
    "sqlite": AT_THE_DESK,
    "postgresql": ["tools/postgresql", *AT_THE_DESK],
    "walk": [*PYTEST, "tests/web/test_every_page_in_browser.py"],
}
AT_ONE_DESK = ("caps", "stops", "killed")
Figures = dict[str, Any]
SAYS = {
    "zh": {
        "title": "长跑：看到了什么",
        "head": "由 `make soak` 写出，没有手填的数字；每一行写明看的是哪个提交。",
        "caps": (
            "## 上限",
            "同一借款人约定每天至多 {cap} 次，{tried} 个线程同时尝试；每个种子一次。放行数的最小与最大须都是 {cap}。",
            ("数据库", "提交", "种子", "尝试", "放行：最小", "放行：最大", "拒绝"),
        ),
        "stops": (
            "## 停催",
            "停催写入的同时，已放行的联系正要离开。停催之后离开的须为 0。",
            ("数据库", "提交", "种子", "已放行", "停催之前离开", "停催之后离开"),
        ),
        "killed": (
            "## kill -9",
            "进程在尝试的命名点被杀，接着下一个再试。丢失：通道带走了而数据库不算的；超限：多于约定的。须都为 0。",
            (
                "数据库", "提交", "种子", "被杀", "预留之后", "放行之后", "带走之后", "带走", "丢失", "超限",
            ),
        ),
        "walk": (
            "## 每一页",
            "每个角色登录，打开它能到的每一页。有一处 axe 违规（WCAG 2.2 AA）、横向滚动、控制台错误、"
            "外部请求或未译文字，就不通过，什么都不写。",
            ("角色", "提交", "语言", "页"),
        ),
    },
    "en": {
        "title": "The soak: what was seen",
        "head": "Written by `make soak`; no figure is typed in, and each row names the commit that it was seen of.",
        "caps": (
            "## Limits",
            "At most {cap} contacts a day were agreed with one borrower, and {tried} threads try at once; "
            "once for each seed. The least and the most that get through must both be {cap}.",
            ("database", "commit", "seeds", "tries", "through, least", "through, most", "refused"),
        ),
        "stops": (
            "## Stops",
            "A stop is written while contacts that were cleared are about to leave. None may leave after it.",
            ("database", "commit", "seeds", "cleared", "left before", "left after"),
        ),
        "killed": (
            "## kill -9",
            "Processes are killed at the named points of an attempt, and the next one tries. Lost: carried, and not "
            "counted by the database; above: more than agreed. Both must be 0.",
            (
                "database", "commit", "seeds", "killed", "once reserved", "once sending", "once carried", "carried",
                "lost", "above",
            ),
        ),
        "walk": (
            "## Every page",
            "Each role signs in and opens every page it can come to. One finding of axe (WCAG 2.2 AA), something to "
            "scroll sideways, an error in the console, a request to the outside or a word untranslated, and nothing is "
            "written.",
            ("role", "commit", "language", "pages"),
        ),
    },
}  # fmt: skip


def run(part: str) -> list[Figures]:
    """Run a part, and add up what its tests saw. Ends where a test fails or saw nothing."""
    with TemporaryDirectory() as folder:
        lines = Path(folder) / "figures"
        print(" ".join(PARTS[part][-3:]), flush=True)
        told = {"DULY_SOAK": "1", "DULY_REQUIRE": "all", "DULY_FIGURES": str(lines)}
        if subprocess.run(PARTS[part], cwd=ROOT, env=os.environ | told, check=False).returncode:
            sys.exit(f"{part}: 有一项没有通过，什么都没有写 something failed; nothing was written")
        seen = [json.loads(line) for line in lines.read_text("utf-8").splitlines()]
    return added(part, seen)


def added(part: str, seen: list[Figures]) -> list[Figures]:
    """The figures of a part: a row for each proof of a database, or for each role and language."""
    commit = _said("git", "log", "-1", "--format=%h %cs").strip()
    if part == "walk":
        rows = [one for one in seen if one["what"] == part]
        assert rows, part
        return sorted(({**one, "commit": commit} for one in rows), key=lambda one: (one["role"], one["lang"]))
    mine = [one for one in seen if one.get("database") == part]
    return [_of_one([one for one in mine if one["what"] == what]) | {"commit": commit} for what in AT_ONE_DESK]


def _of_one(ours: list[Figures]) -> Figures:
    names = [name for name in ours[0] if name not in ("what", "database")]
    total: Figures = {name: sum(one[name] for one in ours) for name in names}
    if ours[0]["what"] == "caps":
        total |= {name: ours[0][name] for name in ("cap", "tried")}
        total |= {"least": min(one["through"] for one in ours), "most": max(one["through"] for one in ours)}
    return {"what": ours[0]["what"], "database": ours[0]["database"], "seeds": len(ours)} | total


def page(seen: Figures, lang: str) -> str:
    """What was seen, in one language."""
    says: Any = SAYS[lang]
    parts = [f"# {says['title']}", says["head"]]
    for what, columns in (
        ("caps", ("database", "commit", "seeds", "tried", "least", "most", "refused")),
        ("stops", ("database", "commit", "seeds", "cleared", "left_before", "left_after")),
        (
            "killed",
            (
                "database",
                "commit",
                "seeds",
                "kills",
                "at_reserved",
                "at_sending",
                "at_carried",
                "left",
                "lost",
                "above",
            ),
        ),
        ("walk", ("role", "commit", "lang", "pages")),
    ):
        title, text, heads = says[what]
        ours = [one for part in PARTS for one in seen.get(part, ()) if one["what"] == what]
        rows = [heads, ("---",) * len(heads), *([one[name] for name in columns] for one in ours)]
        table = "\n".join(f"| {' | '.join(map(str, row))} |" for row in rows)
        parts += [title, text.format(**ours[0]), table]
    return "\n\n".join(parts) + "\n"


def _said(*command: str) -> str:
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def main() -> None:
    """Run and write, or with --check say which page does not follow from what was seen."""
    seen: Figures = json.loads(SEEN.read_text("utf-8")) if SEEN.exists() else {}
    for part in [] if "--check" in sys.argv else sys.argv[1:] or PARTS:
        seen[part] = run(part)
        SEEN.write_text(json.dumps(seen, ensure_ascii=False, indent=1) + "\n", "utf-8")
    made = {REFERENCE / f"soak.{lang}.md": page(seen, lang) for lang in SAYS}
    write_or_check(made, "所见 what was seen", "soak")


if __name__ == "__main__":
    main()
