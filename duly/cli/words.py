"""`duly words`: may this be said? A sentence for people, lines of JSON for machines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from duly.cli.streams import opened, spread
from duly.rules.words import Context, Heard, check
from duly.rules.words.heard import CONTEXT_FIELDS

UNREADABLE = 2
WRITTEN = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def words(
    text: Annotated[
        str, typer.Argument(metavar="TEXT|FILE|-", help="一句话，或每行一个 JSON 的文件 A sentence, or a file of lines")
    ],
    pack: Annotated[str, typer.Option("--pack", help="规则包 Pack of rules")] = "cn",
) -> None:
    """检查用语 Check a wording: what is wrong with it, which rule says so, what may be said instead."""
    if pack != "cn":
        typer.echo(f"错误 Error: {pack}: 目前只有 cn 的用语 only cn holds words so far", err=True)
        raise typer.Exit(UNREADABLE)
    if not text.strip() or _is_no_sentence(text):
        typer.echo(
            f"错误 Error: {text!r}: 不是句子，也不是能读的文件 is no sentence and no file that can be read", err=True
        )
        raise typer.Exit(UNREADABLE)
    if text == "-" or Path(text).is_file():
        _lines(text)
        return
    heard = check(text)
    _show(text, heard)
    raise typer.Exit(1 if heard.flag else 0)


def _is_no_sentence(text: str) -> bool:
    """A folder, or the name of a file of lines that is not there."""
    return len(text) < 200 and (Path(text).is_dir() or (text.endswith((".jsonl", ".json")) and not Path(text).exists()))


def _lines(file: str) -> None:
    try:
        with opened(file) as stream:
            lines = (line for line in stream if line.strip())
            for told in map(_told, lines) if file == "-" else spread(_told, lines):
                typer.echo(told)
    except (OSError, UnicodeDecodeError) as broken:
        typer.echo(f"错误 Error: {file}: 无法读取 cannot be read: {broken}", err=True)
        raise typer.Exit(UNREADABLE) from None


def _told(line: str) -> str:
    return WRITTEN.encode(_answered(line))


def _answered(line: str) -> dict[str, Any]:
    """One line's answer; a line that cannot be read is flagged, never passed."""
    try:
        asked = json.loads(line)
        heard = check(asked["text"], _context(asked.get("context") or {}))
    except (ValueError, KeyError, TypeError) as broken:
        return {"flag": True, "codes": [], "spans": [], "rules": [], "alternatives": [], "fault": str(broken)}
    return {
        "flag": heard.flag,
        "codes": list(heard.codes),
        "spans": [{"start": one.start, "end": one.end, "text": one.words, "code": one.code} for one in heard.findings],
        "rules": list(dict.fromkeys(one.rule for one in heard.findings)),
        "alternatives": list(dict.fromkeys(one.instead_zh for one in heard.findings)),
    }


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
