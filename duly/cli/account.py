"""Questions about an account, in JSON: one answer a line, in order; a refused question is answered too."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import IO, Annotated, Any

import typer

from duly.cli.streams import UNREADABLE, Unread, opened, questions, refuse_empty
from duly.rules.account import answers
from duly.rules.account.asked import Refused, parsed

ID_MOST = 200  # characters, as in the wire
Answer = Callable[[Any], dict[str, Any]]
WRITTEN = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
FileArgument = Annotated[
    str, typer.Argument(metavar="[FILE|-]", help="一个对象、数组，或每行一个 One object, an array, or one a line")
]


def allocate(file: FileArgument = "-") -> None:
    """分配还款 Divide payments over what is owed, each as agreed or as the law says."""
    answer_all(file, answers.allocate)


def age(file: FileArgument = "-") -> None:
    """计算逾期 Days past due, amounts and ranges of an account and of each instalment, with their history."""
    answer_all(file, answers.aged)


def answer_all(file: str, answer: Answer) -> None:
    """Answer one object, an array, or one object a line; end with 2 if any was refused, and say how many."""
    told = refused = 0
    with opened(file) as stream:
        for given in asked_of(stream, file):
            one = answered(given, answer)
            told, refused = told + 1, refused + ("error" in one)
            typer.echo(WRITTEN.encode(one))
    if not told:
        refuse_empty(file)
    if refused:
        typer.echo(f"共 {told} 问，拒绝 {refused} asked {told}, refused {refused}", err=True)
        raise typer.Exit(UNREADABLE)


def asked_of(stream: IO[str], file: str) -> Iterator[Any]:
    """Each question, or the Refused that stands for it."""
    for given in questions(stream, file, parsed):
        yield given.fault if isinstance(given, Unread) else given


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
