"""`duly words`: may this be said? A sentence for people, lines of JSON for machines."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Annotated, Any

import typer

from duly.cli.streams import UNREADABLE, opened, refuse_empty, spread, texts
from duly.rules.words import Context, Heard, check
from duly.rules.words.heard import CONTEXT_FIELDS

A_FILE = re.compile(
    r"\S+\.(?:jsonl?|txt|csv|tsv|md|log|xlsx)|(?!\w+://)[\w.~-]*(?:/[\w.-]+){2,}|[~.]{0,2}/[\w.-]+", re.ASCII
)  # its name, there or not
WRITTEN = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def words(
    text: Annotated[
        str,
        typer.Argument(metavar="[TEXT|FILE|-]", help="一句话，或每行一个 JSON 的文件 A sentence, or a file of lines"),
    ] = "-",
    pack: Annotated[str, typer.Option("--pack", help="规则包 Pack of rules")] = "cn",
) -> None:
    """检查用语 Check a wording: what is wrong with it, which rule says so, what may be said instead."""
    if pack != "cn":
        typer.echo(f"错误 Error: {pack}: 目前只有 cn 的用语 only cn holds words so far", err=True)
        raise typer.Exit(UNREADABLE)
    if not text.strip():
        typer.echo("错误 Error: 没有给出句子 no sentence is given", err=True)
        raise typer.Exit(UNREADABLE)
    if text == "-" or A_FILE.fullmatch(text) or _is_there(text):
        _lines(text)
        return
    heard = check(text)
    _show(text, heard)
    raise typer.Exit(1 if heard.flag else 0)


def _is_there(text: str) -> bool:
    """Whether the text names a file or a folder; a sentence too long for a name does not."""
    try:
        return Path(text).exists()
    except OSError:
        return False


def _lines(file: str) -> None:
    lines = strange = 0
    with opened(file) as stream:
        asked = texts(stream, file)
        for told, is_question in map(_told, asked) if file == "-" else spread(_told, asked):
            lines += 1
            strange += not is_question
            if strange == 1 and not is_question:
                _hint(file, lines)
            typer.echo(told)
    if not lines:
        refuse_empty(file)
    if strange == lines:
        raise typer.Exit(UNREADABLE)


def _told(line: str) -> tuple[str, bool]:
    """The answer of a line as written, and whether the line was a question at all."""
    try:
        asked = _asked(line)
    except ValueError as broken:
        return WRITTEN.encode(_flagged(str(broken))), False
    return WRITTEN.encode(_answered(asked)), True


def _hint(file: str, line: int) -> None:
    typer.echo(
        f"{file}: 第 {line} 行不是一个 JSON 对象；每行应如 line {line} is no JSON object; a line looks like "
        '{"text": "…", "context": {"speaker": "agency"}}\n'
        '想检查一句话？请写 Did you mean a sentence? Write: duly words "…"',
        err=True,
    )


def _asked(line: str) -> dict[str, Any]:
    """The question of a line. Raises ValueError where the line is no object with a text."""
    try:
        asked = json.loads(line)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(asked, dict):
        raise ValueError('no object with a "text"')
    return asked


def _answered(asked: dict[str, Any]) -> dict[str, Any]:
    """One answer; a wording or a context that cannot be read is flagged, never passed."""
    text, context = asked.get("text"), asked.get("context") or {}
    if not isinstance(text, str):
        return _flagged('"text" is missing or no text')
    try:
        heard = check(text, _context(context))
    except (ValueError, KeyError, TypeError, AttributeError) as broken:
        return _flagged(str(broken))
    return {
        "flag": heard.flag,
        "codes": list(heard.codes),
        "spans": [{"start": one.start, "end": one.end, "text": one.words, "code": one.code} for one in heard.findings],
        "rules": list(dict.fromkeys(one.rule for one in heard.findings)),
        "alternatives": list(dict.fromkeys(one.instead_zh for one in heard.findings)),
    }


def _flagged(fault: str) -> dict[str, Any]:
    return {"flag": True, "codes": [], "spans": [], "rules": [], "alternatives": [], "fault": fault}


def _context(given: dict[str, Any]) -> Context:
    from duly.core.day import parse_day

    known = {name: value for name, value in given.items() if name in CONTEXT_FIELDS}
    if known.get("as_of"):
        known["as_of"] = parse_day(known["as_of"])
    return Context(**known)


def _show(text: str, heard: Heard) -> None:
    if not heard.flag:
        typer.echo("没有发现问题。 Nothing was found. 这不代替人工审核。 It does not replace a person's review.")
        return
    for one in heard.findings:
        marked = f"{text[: one.start]}【{text[one.start : one.end]}】{text[one.end :]}"
        typer.echo(f"{marked}\n  {one.code} {one.rule}：{one.why_zh} {one.why_en}")
        typer.echo(f"  可以说 Say instead：{one.instead_zh} {one.instead_en}\n")
