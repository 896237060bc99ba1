"""`duly judge`: may this be done to this person now? Questions in JSON, one answer a line."""

from __future__ import annotations

import json
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Annotated, Any

import typer

from duly.cli.streams import UNREADABLE, Unread, opened, questions, refuse_empty, spread
from duly.rules.compliance.wire import answer
from duly.rules.compliance.wire.repeated import parsed
from duly.store import files

_EFFECTS = {
    "deny": "拒绝 refused",
    "requires": "须先具备 blocked until it exists",
    "review": "须人工复核 a person decides",
    "warn": "提示 allowed, with a remark",
    "allow": "放行 allowed",
}


def judge(
    file: Annotated[
        str, typer.Argument(metavar="[FILE|-]", help="一个对象、数组，或每行一个 One object, an array, or one a line")
    ] = "-",
    pack: Annotated[str | None, typer.Option("--pack", help="规则包 Pack: cn | us-regf | uk")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="给人看的说明 In words for people")] = False,
    example: Annotated[bool, typer.Option("--example", help="示例问题，可改了再问 A question to edit and ask")] = False,
    page: Annotated[
        Path | None, typer.Option("--page", metavar="FILE", help="离线试用页 An offline page of questions to try")
    ] = None,
) -> None:
    """裁定拟做的行为 Judge proposed acts: every rule that spoke, its clause, the first moment allowed."""
    if page:
        from duly.nightly import tryit

        files.write_text(page, tryit.render(), point="judge.page")
        typer.echo(page)
        return
    if example and pack not in (None, "cn"):
        typer.echo(f"错误 Error: --example: 只有 cn 的示例 the example is one of cn, not of {pack}", err=True)
        raise typer.Exit(UNREADABLE)
    if example:
        _show_example(explain=explain)
        return
    is_asked = False
    with opened(file) as stream:
        asked, answer_one = questions(stream, file, parsed), partial(_answered, pack=pack)
        for told in map(answer_one, asked) if file == "-" else spread(answer_one, asked):
            is_asked = True
            _write(told, explain=explain)
    if not is_asked:
        refuse_empty(file)


def _answered(asked: Any, pack: str | None) -> dict[str, Any]:
    told = answer(f"not JSON: {asked.fault}" if isinstance(asked, Unread) else asked, pack)
    return {"id": asked["id"], **told} if isinstance(asked, dict) and "id" in asked else told


def _write(told: dict[str, Any], *, explain: bool) -> None:
    if not explain:
        typer.echo(json.dumps(told, ensure_ascii=False, separators=(",", ":")))
        return
    if "verdict" not in told:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    typer.echo(f"{_EFFECTS.get(told['verdict'], told['verdict'])}（{told['pack']} {told['pack_version']}）")
    for rule, words in zip(told["rules"], told["explanation"], strict=False):
        law = "本机构规定，非法律 house rule, not law" if rule["force"] == "P" else f"{rule['source']} {rule['clause']}"
        typer.echo(f"  {rule['id']} · {rule['force']} · {rule['certainty']} · {law}\n    {words}")
    if told["requires"]:
        typer.echo(f"  还需要 Still needed: {', '.join(told['requires'])}")
    if told["next_allowed"]:
        typer.echo(f"  最早可联系 First allowed at: {told['next_allowed']}")
    typer.echo("  本结果不是法律意见。 This is not legal advice.\n")


def _show_example(*, explain: bool) -> None:
    asked = json.loads(resources.files("duly.rules.compliance.wire").joinpath("example.json").read_text("utf-8"))
    typer.echo(json.dumps(asked, ensure_ascii=False, indent=2))
    if explain:
        _write(_answered(asked, None), explain=True)
    else:
        typer.echo("问它 Ask it: duly judge --example | duly judge", err=True)
