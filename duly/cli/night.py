"""`duly night`: run one business day."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from duly import wiring
from duly.cli.home import HomeFlag
from duly.cli.progress import Progress
from duly.core.day import parse_day
from duly.nightly import business_day
from duly.nightly.sentences import sentences


def night(
    day: Annotated[str, typer.Option("--day", help="业务日 Business day, YYYY-MM-DD")],
    home: HomeFlag = None,
    from_step: Annotated[str | None, typer.Option("--from", help="从此步重跑 Run again from this step on")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="只输出 summary.json Print the summary as JSON")] = False,
) -> None:
    """运行一个业务日 Run one business day: age, score, treat, judge, worklists, measure, report."""
    place = wiring.home(home)
    with Progress() as progress:
        closed = business_day.close(place, parse_day(day), from_step=from_step, watcher=progress)
    if as_json:
        print(json.dumps(closed.summary, ensure_ascii=False))
    else:
        tell(closed)


def tell(closed: business_day.Closed) -> None:
    """Say what the day was in two languages; the path of the report is the last line."""
    for lang in ("zh", "en"):
        print("\n".join(sentences(closed.summary, closed.titles, lang)), end="\n\n")
    print(closed.report)
