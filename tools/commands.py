"""Write the reference of the commands from the application itself: `python -m tools.commands [--check]`."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from typer.main import get_command

from duly.cli import register

Lang = Literal["zh", "en"]
FOLDER = Path(__file__).parents[1] / "docs" / "reference"

WORDS: dict[Lang, dict[str, str]] = {
    "zh": {
        "title": "# 命令",
        "intro": "[English](commands.en.md) · 由程序写出：`python -m tools.commands`。命令后加 `--help` 也是这些话。",
        "exit": "退出码：0 完成；2 没有做成，会用一句话说明哪里不对、怎么办；1 核对不符，或者程序有错；"
        "`intake` 另有 3：有行或文件被拒。",
        "settings": "## 环境变量",
        "setting": "| 名称 | 含义 |",
        "options": "| 参数 | 取值 | 缺省 | 含义 |",
        "required": "必填",
        "DULY_HOME": "数据目录；命令行的 `--home` 优先，都没有则为 `./.duly`",
        "DULY_MEMORY_LIMIT": "引擎最多用多少内存，缺省 `5GB`",
        "DULY_THREADS": "引擎用几个线程；缺省为全部处理器",
        "DULY_VAULT_KEY": "保险库的密钥，由 `duly vault key` 生成；没有密钥，个人信息只显示脱敏内容，也不能拨号",
        "DULY_VAULT_KEY_FILE": "存放密钥的文件，权限 600，不在数据目录内；与上一项只设一个",
    },
    "en": {
        "title": "# Commands",
        "intro": "[中文](commands.zh.md) · Written by the program: `python -m tools.commands`. "
        "`--help` after any command says the same.",
        "exit": "Exit codes: 0 done; 2 not done, and one sentence says what is wrong and what to do; "
        "1 a comparison differs, or the program has a fault; `intake` also has 3: rows or files were refused.",
        "settings": "## Settings in the environment",
        "setting": "| name | meaning |",
        "options": "| argument | value | default | meaning |",
        "required": "required",
        "DULY_HOME": "Folder of the book; `--home` comes first, and without both it is `./.duly`",
        "DULY_MEMORY_LIMIT": "Most memory the engine takes, `5GB` unless given",
        "DULY_THREADS": "Threads of the engine; all processors unless given",
        "DULY_VAULT_KEY": "Key of the vault, made by `duly vault key`; without one personal data stays masked and no "
        "number can be dialled",
        "DULY_VAULT_KEY_FILE": "File of the keys, mode 600, outside the home; set this or the one before",
    },
}
KINDS = {Path: "PATH", str: "TEXT", int: "NUMBER", float: "NUMBER"}
SETTINGS = ("DULY_HOME", "DULY_MEMORY_LIMIT", "DULY_THREADS", "DULY_VAULT_KEY", "DULY_VAULT_KEY_FILE")


def application() -> Any:
    """The command line with everything registered."""
    return get_command(register.application())


def commands(group: Any, words: tuple[str, ...] = ("duly",)) -> Iterator[tuple[str, Any]]:
    """Every command with the words that call it, in the order of registration."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            if command.invoke_without_command:
                yield " ".join((*words, name)), command
            yield from commands(command, (*words, name))
        else:
            yield " ".join((*words, name)), command


def page(lang: Lang) -> str:
    """The reference of every command; what a command says of itself is in both languages already."""
    words = WORDS[lang]
    lines = [words["title"], "", words["intro"], "", words["exit"], ""]
    for name, command in commands(application()):
        lines += [f"## {name}", "", inspect.cleandoc(command.help), "", words["options"], "|---|---|---|---|"]
        lines += [_row(one, words["required"]) for one in command.params if one.name != "help"]
        lines += [""]
    lines += [
        words["settings"],
        "",
        words["setting"],
        "|---|---|",
        *(f"| `{name}` | {words[name]} |" for name in SETTINGS),
    ]
    return "\n".join(lines) + "\n"


def _row(one: Any, required: str) -> str:
    name = " / ".join(f"`{word}`" for word in (*one.opts, *one.secondary_opts))
    if one.param_type_name == "argument":
        name = f"`{one.metavar}`".replace("|", "\\|")
    if _is_flag(one):
        default = name.split(" / ")[0] if one.default and one.secondary_opts else ""
    else:
        default = f"`{one.default}`" if one.default is not None else required if one.required else ""
    return f"| {name} | {_value(one)} | {default} | {one.help} |"


def _words(annotation: Any) -> list[str]:
    return [str(one) for one in annotation] if isinstance(annotation, type) and issubclass(annotation, StrEnum) else []


def _value(one: Any) -> str:
    """What may be written after an option; an argument stands for itself."""
    if _is_flag(one) or one.param_type_name == "argument":
        return ""
    annotation = one.type_descriptor.annotation
    if get_origin(annotation) is list:  # an option that may be repeated
        return str(one.metavar)
    choices = " ".join(f"`{choice}`" for choice in get_args(annotation) or _words(annotation))
    return choices or one.metavar or KINDS[annotation]


def _is_flag(one: Any) -> bool:
    return one.param_type_name == "option" and bool(one.is_flag)


def main() -> None:
    """Write both pages, or with --check say which is not what the program says."""
    stale = []
    for lang in WORDS:
        path = FOLDER / f"commands.{lang}.md"
        if "--check" not in sys.argv:
            path.write_text(page(lang), encoding="utf-8")
        elif not path.exists() or path.read_text("utf-8") != page(lang):
            stale.append(path.name)
    if stale:
        sys.exit(f"与程序不符 differs from the program: {', '.join(stale)}；运行 run: python -m tools.commands")


if __name__ == "__main__":
    main()
