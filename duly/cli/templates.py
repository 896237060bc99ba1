"""`duly templates`: the approved wordings, what each has to say, and one of them filled in."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from duly.cli.streams import opened
from duly.rules.templates import BadTemplate, Library, Template

app = typer.Typer(name="templates", help="获准的文本 The approved wordings of every message.", no_args_is_help=True)

IdArgument = Annotated[str, typer.Argument(metavar="ID", help="模板编号 The id of a template, such as sms.zh")]
FolderFlag = Annotated[
    Path | None, typer.Option("--from", metavar="DIR", help="自己的模板目录 A folder of your own templates")
]
DayFlag = Annotated[
    str | None, typer.Option("--day", metavar="DAY", help="哪一天，缺省为今天 On which day; today unless given")
]


@app.command("list")
def list_(folder: FolderFlag = None, day: DayFlag = None) -> None:
    """列出全部模板。List every template: its id, kind, version, and whether it may be used that day."""
    from duly.rules.templates.required import kinds

    on = _day(day)
    library = _library(folder)
    for one in library:
        kind = kinds()[one.kind]
        print(f"{one.id}  v{one.version}  {kind.zh} {kind.en}  {_state(one, on)}")
    print(f"{len(library)} 个模板 templates")


@app.command()
def show(template_id: IdArgument, folder: FolderFlag = None, day: DayFlag = None) -> None:
    """打印模板：文字、变量、必备要素及依据。Print a template: words, variables, what it has to say and why."""
    from duly.law import load as load_law
    from duly.rules.templates.required import clause, kinds

    on, one = _day(day), _library(folder)[template_id]
    print(f"{one.id}  v{one.version}  {_state(one, on)}\n\n{one.text}\n")
    print("变量 Variables")
    for variable in one.variables.values():
        print(f"  {variable.name}: {variable.type}  {variable.zh} {variable.en}")
    law, kind = load_law("cn"), kinds()[one.kind]
    for title, elements in (("须有 Has to say", kind.elements), ("不得有 Must not", kind.bans)):
        print(title)
        for element in elements:
            if one.speaker in element.speakers:
                print(f"  {element.zh} {element.en} — {clause(element, law, on)}")


@app.command()
def render(
    template_id: IdArgument,
    values: Annotated[
        str | None, typer.Option("--values", metavar="FILE", help="变量的值，JSON The values, as JSON; - for stdin")
    ] = None,
    example: Annotated[bool, typer.Option("--example", help="用虚构的值示例 Fill in invented values")] = False,
    domain: Annotated[
        list[str] | None,
        typer.Option("--domain", metavar="NAME", help="官方域名，可重复 An official domain; repeatable"),
    ] = None,
    folder: FolderFlag = None,
    day: DayFlag = None,
) -> None:
    """填好一份文本；有一处不对就不给。Fill in a template and check the whole; anything wrong, and nothing is given."""
    from duly.rules.templates import TemplateRefused
    from duly.rules.templates import render as filled
    from duly.rules.templates.segments import segments
    from duly.rules.templates.values import from_json

    on, one = _day(day), _library(folder)[template_id]
    if example == (values is not None):
        raise TemplateRefused("--values", "给出 --values FILE，或者 --example", "give --values FILE or --example")
    if values is None:
        text = filled(one, one.example(), on=on, domains=domain or ["anhe.example"])
    else:
        given = _json(values)
        typed = {
            name: from_json(one.variables[name], value) if name in one.variables else value
            for name, value in given.items()
        }
        text = filled(one, typed, on=on, domains=domain or [])
    print(text)
    if one.kind == "sms":
        typer.echo(f"短信段数 segments: {segments(text)}", err=True)


@app.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="模板文件 A file with one template")],
    day: DayFlag = None,
) -> None:
    """核对模板：缺什么、不得有什么、批准是否有效。Check a template: what it lacks or must not say, its approval."""
    from duly.law import load as load_law
    from duly.rules.templates import missing
    from duly.rules.templates.library import read_file
    from duly.rules.templates.render import heard

    on, one = _day(day), read_file(file)
    found = [str(lack) for lack in missing(one.wording, load_law("cn"), on)]
    found += [
        f"用语 wording: “{said.words}” {said.code} {said.rule}：{said.why_zh} {said.why_en}；"
        f"可以说 say instead：{said.instead_zh} {said.instead_en}"
        for said in heard(one, on).findings
    ]
    print(f"{one.id}  v{one.version}  {_state(one, on)}")
    for line in found:
        print(f"  {line}")
    if one.approval is None or one.approval.hash != one.hash:
        print(f'  批准时写入 an approval carries  hash: "{one.hash}"')
    if found or not one.approved(on):
        raise typer.Exit(1)
    print("  要素齐全，用语通过 complete, and the wording passes")


def _state(one: Template, on: date) -> str:
    if why := one.unapproved(on):
        return " ".join(why)
    from duly.rules.templates.template import ROLES

    if not one.effective(on):
        return f"{on} 不在使用期 not in use that day"
    assert one.approval is not None
    return f"获准 approved: {' '.join(ROLES[one.approval.by])} {one.approval.on}"


def _library(folder: Path | None) -> Library:
    from duly.rules.templates.library import load, load_folder

    if folder is not None and not folder.is_dir():
        raise BadTemplate(f"{folder}: 没有这个目录 there is no such folder")
    return load() if folder is None else load_folder(folder)


def _day(day: str | None) -> date:
    from duly.core.day import CONTACT_ZONE, parse_day

    return datetime.now(CONTACT_ZONE).date() if day is None else parse_day(day)


def _json(file: str) -> dict[str, Any]:
    try:
        with opened(file) as stream:
            read = json.load(stream, parse_float=str, object_pairs_hook=_once)  # no float is ever a value
    except ValueError as broken:
        raise BadTemplate(f"{file}: 无法读取 cannot be read: {broken}") from None
    if not isinstance(read, dict):
        raise BadTemplate(f"{file}: 应为一个 JSON 对象，变量名到值 an object of names and values")
    return read


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if twice := {name for name, _ in pairs if [one for one, _ in pairs].count(name) > 1}:
        raise ValueError(f"{', '.join(sorted(twice))} 给了两次 is given twice")
    return dict(pairs)
