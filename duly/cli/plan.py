"""`duly plan`: a change of terms beside what holds today. With `--day` it still writes the worklists of a day."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from duly.cli.account import FileArgument, answer_all
from duly.cli.worklist import worklist
from duly.nightly import plan_out


def plan(
    file: FileArgument = "-",
    day: Annotated[str | None, typer.Option("--day", hidden=True)] = None,
    home: Annotated[Path | None, typer.Option("--home", hidden=True)] = None,
    team: Annotated[str | None, typer.Option("--team", hidden=True)] = None,
    form: Annotated[plan_out.Form, typer.Option("--format", hidden=True)] = "csv",
    out: Annotated[Path | None, typer.Option("--out", hidden=True)] = None,
    bom: Annotated[bool, typer.Option("--bom", hidden=True)] = False,
) -> None:
    """变更还款 A plan, deferment, re-ageing, settlement or waiver: old and new side by side, and what signing does."""
    if day is not None:
        typer.echo("提示 Note: duly plan --day 已改名 is now called duly worklist --day", err=True)
        worklist(day, home, team, form, out, bom)
        return
    from duly.law import load
    from duly.rules.account.plan_answer import answer_plan

    answer_all(file, partial(answer_plan, law=load("cn")))
