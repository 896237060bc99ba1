"""`duly record`: whether a later hand has been in the record, and the day's root to hand to somebody outside."""

from __future__ import annotations

from typing import Annotated

import typer

from duly.cli.desk import ready
from duly.cli.home import HomeFlag
from duly.core.day import parse_day

app = typer.Typer(name="record", help="作业台的记录 The record of the desk", no_args_is_help=True)
BROKEN = 1
ALREADY = 2


@app.command()
def verify(home: HomeFlag = None) -> None:
    """核验记录 Work every chain and every seal out again; end with 1 and name what does not hold."""
    ready(home)
    from duly.desk import record

    found = list(record.verify())
    for one in found:
        where = "" if one.seq is None else f"：第 {one.seq} 条起 from entry {one.seq} on"
        print(f"不符 Does not hold: {one.chain}{where}")
    if found:
        raise typer.Exit(BROKEN)
    print(f"{record.count():,} 条记录全部相符 entries, and every one holds")


@app.command()
def seal(
    day: Annotated[str, typer.Option("--day", help="封存哪一天 Day to seal, YYYY-MM-DD")], home: HomeFlag = None
) -> None:
    """封存一天 Seal a day, once; give the root that is printed to somebody outside to keep."""
    on = parse_day(day)
    ready(home)
    from duly.desk import record

    sealed = record.seal(on)
    if sealed is None:
        typer.echo(f"错误 Error: {on} 已封存，不能再封 is sealed already and is not sealed again", err=True)
        raise typer.Exit(ALREADY)
    print(f"{sealed.day} {sealed.root} · {sealed.chains:,} 条链 chains, {sealed.entries:,} 条记录 entries")
