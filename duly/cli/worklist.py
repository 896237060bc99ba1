"""`duly worklist`: the plan of a closed day as a file, one row a contact."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import typer

from duly import wiring
from duly.cli.home import HomeFlag
from duly.core.day import parse_day
from duly.nightly import closed, plan_out


def worklist(
    day: Annotated[str, typer.Option("--day", help="业务日 Business day, YYYY-MM-DD")],
    home: HomeFlag = None,
    team: Annotated[str | None, typer.Option("--team", help="只要这个小组 Only what this team calls")] = None,
    form: Annotated[plan_out.Form, typer.Option("--format", help="文件格式 Form of the file")] = "csv",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="写到这里 Where to; else ./plan-DAY[-TEAM].FORMAT")
    ] = None,
    bom: Annotated[
        bool, typer.Option("--bom", help="CSV 带 BOM，便于电子表格打开 CSV with BOM, for spreadsheets")
    ] = False,
) -> None:
    """导出计划 Write the plan of a closed day: whom, how, between which minutes, the verdict and why."""
    place, on = wiring.home(home), parse_day(day)
    named = f"-{quote(team, safe='')}" if team else ""
    target = out or Path(f"plan-{on}{named}.{form}")
    with closed.opened(place, on) as opened:
        written = plan_out.write(opened, place, target, form=form, team=team, bom=bom)
    print(f"{written.rows:,} 条计划联系 planned contacts")
    print(written.path)
