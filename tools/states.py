"""Draw the page of states from the machines: `python -m tools.states [--check]`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from duly.core.machine import Machine
from duly.rules.machines import MACHINES
from duly.rules.machines.words import Word, Words, words

PAGES = {lang: Path(__file__).parents[1] / "docs" / "reference" / f"states.{lang}.md" for lang in ("zh", "en")}
HEAD = {
    "zh": (
        "# 状态",
        "每个名词能发生什么、发生后到哪里；表里没有的，一律不会发生。状态只由动作得来，动作只增不改；"
        "撤销也是再做一个动作。数据库的守卫用的就是这些表。\n\n"
        "● 是起点，◉ 是终局：不再等什么；从终局出去的动作，是更正或重新开始。本页由 `python -m tools.states` 画出。",
        ("现在", "发生", "之后", "动作名"),
    ),
    "en": (
        "# States",
        "What can happen to each noun, and where that leads; what a table does not have cannot happen. A state comes "
        "from moves alone, and moves are only added: taking something back is a further move. The guards of the "
        "database are made of these tables.\n\n"
        "● is the start, ◉ an end: nothing is waited for any more, and what leads out of it corrects or begins anew. "
        "Drawn by `python -m tools.states`.",
        ("is", "what happens", "then", "event"),
    ),
}


def page(lang: str) -> str:
    """The page in one language."""
    title, text, heads = HEAD[lang]
    parts = [title, text]
    for machine in MACHINES:
        told = words()[machine.noun]
        rows = [heads, ("---",) * len(heads), *_rows(machine, told, lang)]
        parts += [
            f"## {_said(told.noun, lang)} · `{machine.noun}`",
            "\n".join(["```mermaid", "stateDiagram-v2", *_drawn(machine, told, lang), "```"]),
            "\n".join(f"| {' | '.join(row)} |" for row in rows),
        ]
    return "\n\n".join(parts) + "\n"


def _said(word: Word, lang: str) -> str:
    return word.zh if lang == "zh" else word.en


def _drawn(machine: Machine, told: Words, lang: str) -> Iterator[str]:
    for state in machine.states:
        yield f'    state "{_said(told.states[state], lang)}" as {state}'
    yield f"    [*] --> {machine.start}"
    for (was, event), to in machine.moves.items():
        yield f"    {was} --> {to}: {_said(told.events[event], lang)}"
    for state in machine.ends:
        yield f"    {state} --> [*]"


def _rows(machine: Machine, told: Words, lang: str) -> Iterator[tuple[str, ...]]:
    for (was, event), to in machine.moves.items():
        yield (
            _state(machine, told, was, lang), _said(told.events[event], lang), _state(machine, told, to, lang),
            f"`{event}`",
        )  # fmt: skip


def _state(machine: Machine, told: Words, state: str, lang: str) -> str:
    mark = "● " if state == machine.start else "◉ " if state in machine.ends else ""
    return f"{mark}{_said(told.states[state], lang)} `{state}`"


def main() -> None:
    """Write both pages, or with --check say which is not what the machines say."""
    stale = []
    for lang, path in PAGES.items():
        if "--check" not in sys.argv:
            path.write_text(page(lang), encoding="utf-8")
        elif not path.exists() or path.read_text("utf-8") != page(lang):
            stale.append(path.name)
    if stale:
        sys.exit(f"与状态机不符 differs from the machines: {', '.join(stale)}；运行 run: python -m tools.states")


if __name__ == "__main__":
    main()
