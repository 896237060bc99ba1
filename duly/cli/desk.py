"""`duly desk`: the day side's database, made ready and filled."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from duly import wiring
from duly.cli.night import HomeFlag
from duly.cli.progress import stages
from duly.core.day import parse_day
from duly.nightly import closed

app = typer.Typer(name="desk", help="白天的作业台（在建） The desk by day; being built", no_args_is_help=True)
UNSAFE = 2


@app.command()
def load(
    day: Annotated[str, typer.Option("--day", help="已日终的业务日 A closed business day, YYYY-MM-DD")],
    home: HomeFlag = None,
    caller_id: Annotated[
        list[str] | None, typer.Option("--caller-id", help="登记的外呼号码，可多次 Registered number shown; may repeat")
    ] = None,
    account: Annotated[
        list[str] | None,
        typer.Option("--account", help="登记的消息账号，可多次 Registered message account; may repeat"),
    ] = None,
    pay_to: Annotated[
        list[str] | None, typer.Option("--pay-to", help="官方还款渠道，可多次 Channel of payment; may repeat")
    ] = None,
    hotline: Annotated[str, typer.Option("--hotline", help="官方热线 The official hotline")] = "",
    complaint_line: Annotated[str, typer.Option("--complaint-line", help="投诉电话 The complaint line")] = "",
) -> None:
    """装入台账与清单 Make the desk's database ready and load the book and the worklists of a closed day into it."""
    place, on = wiring.home(home), parse_day(day)
    with closed.opened(place, on) as opened:
        ready(home)
        from duly.desk.loading import Lines, statements
        from duly.desk.loading import load as load_all

        lines = Lines(tuple(caller_id or ()), tuple(account or ()), tuple(pay_to or ()), hotline, complaint_line)
        with stages("装入 Loading", len(list(statements()))) as ended:
            added = load_all(opened.reading.engine, on, lines, each=ended)
    for table, rows in added.items():
        print(f"{table:16}{rows:>10,}")
    if not lines.caller_ids:
        print("没有登记的外呼号码，不能拨打；请用 --caller-id No registered number, so no call; name one: --caller-id")


def ready(home: Path | None) -> None:
    """Migrate the desk's database, in the home unless DULY_DATABASE_URL says otherwise.

    Ends with 2 for one that could lose what was acknowledged. Raises NoBook where there is no home.
    """
    place = wiring.home(home)
    if not place.path.is_dir():
        place.book()
    os.environ["DULY_HOME"] = str(place.path)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duly.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from duly.store.checks import database_is_safe

    faults = database_is_safe(["default"])
    for fault in faults:
        typer.echo(f"错误 Error: {fault.msg}；{fault.hint}", err=True)
    if faults:
        raise typer.Exit(UNSAFE)
