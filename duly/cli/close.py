"""`duly close`: the desk's day goes into the book, and its record is sealed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Annotated

import typer

from duly import wiring
from duly.cli.desk import ready
from duly.cli.home import HomeFlag
from duly.core.day import parse_day

IN_PART = 3


def close(
    day: Annotated[str, typer.Option("--day", help="业务日 Business day, YYYY-MM-DD")],
    home: HomeFlag = None,
    as_json: Annotated[bool, typer.Option("--json", help="给机器看 For machines")] = False,
) -> None:
    """白天收工 End the desk's day: give what it learnt to the book, for the next night to read, and seal its record.

    退出码 Exit code: 0; 3 有行未能入库 some rows were not taken.
    """
    on = parse_day(day)
    ready(home)
    from duly.nightly.day_end import end

    ended = end(wiring.home(home), on, at=datetime.now(UTC))
    if as_json:
        print(json.dumps(ended.to_json(), ensure_ascii=False))
    else:
        for table, rows in ended.told.rows.items():
            print(f"{table:16}{rows:>10,}")
        if ended.taken is None:
            print("台账已是最新 the book had it all")
        for what, rows in ended.told.untold.items():
            print(f"台账无法表达，只留在作业台 the book has no words for it, the desk keeps it: {what} {rows:,}")
        print(
            f"{ended.seal.day} {ended.seal.root}" if ended.seal
            else f"{on} 还没结束，没有封存；结束后再运行一次 is not over and was not sealed; run this again when it is"
        )  # fmt: skip
    if not ended.is_whole:
        assert ended.taken is not None
        typer.echo(f"未入库 Not taken: {ended.taken.quarantined_by_reason}", err=True)
        raise typer.Exit(IN_PART)
