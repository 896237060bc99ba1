"""Questions about an account, in JSON: one answer a line, in order; a refused question is answered too."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import IO, Annotated, Any

import typer

from duly.cli.streams import opened
from duly.rules.account import answers
from duly.rules.account.asked import Refused, parsed

UNREADABLE = 2
ID_MOST = 200  # characters, as in the wire
Answer = Callable[[Any], dict[str, Any]]
FileArgument = Annotated[
    str,
    typer.Argument(
        metavar="[FILE|-]", help="一个 JSON 对象、数组，或每行一个；- 为标准输入 An object, an array, or lines"
    ),
]
WRITTEN = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
Questions = Annotated[
    str, typer.Argument(metavar="[FILE|-]", help="一个对象、数组，或每行一个 One object, an array, or one a line")
]


def allocate(file: Questions = "-") -> None:
    """分配还款 Divide payments over what is owed, each as agreed or as the law says."""
    answer_all(file, answers.allocate)


def age(file: Questions = "-") -> None:
    """计算逾期 Days past due, amounts and ranges of an account and of each instalment, with their history."""
    answer_all(file, answers.aged)


def answer_all(file: str, answer: Answer) -> None:
    """Answer one object, an array, or one object a line; end with 2 if any was refused, and say how many."""
    told = refused = 0
    try:
        with opened(file) as stream:
            for given in questions(stream):
                one = answered(given, answer)
                told, refused = told + 1, refused + ("error" in one)
                typer.echo(WRITTEN.encode(one))
    except (OSError, UnicodeDecodeError) as broken:
        typer.echo(f"错误 Error: {file}: 无法读取 cannot be read: {broken}", err=True)
        raise typer.Exit(UNREADABLE) from None
    if refused or not told:
        typer.echo(f"共 {told} 问，拒绝 {refused} asked {told}, refused {refused}", err=True)
        raise typer.Exit(UNREADABLE)


def answered(given: Any, answer: Answer) -> dict[str, Any]:
    """The answer, or the refusal in its place, with the id of the question where it has one."""
    named = {"id": given["id"]} if isinstance(given, dict) and _is_id(given.get("id")) else {}
    if isinstance(given, Refused):
        return given.told()
    try:
        return {**named, **answer(given)}
    except Refused as refused:
        return {**named, **refused.told()}


def _is_id(given: Any) -> bool:
    return isinstance(given, (str, int)) and not isinstance(given, bool) and len(str(given)) <= ID_MOST


def questions(stream: IO[str]) -> Iterator[Any]:
    """Each question, or the Refused that stands for it: lines where the first line is a whole object."""
    text = stream.read()
    if not text.strip():
        return
    lines = [line for line in text.split("\n") if line.strip()]
    whole = _parsed(text) if len(lines) == 1 or not _is_object(lines[0]) else None
    if isinstance(whole, list):
        yield from whole
    elif whole is not None and not isinstance(whole, Refused):
        yield whole
    else:
        yield from map(_parsed, lines if len(lines) > 1 and _is_object(lines[0]) else [text])


def _is_object(line: str) -> bool:
    return isinstance(_parsed(line), dict)


def _parsed(text: str) -> Any:
    try:
        return parsed(text)
    except Refused as refused:
        return refused
