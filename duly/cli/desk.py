"""`duly desk`: the day side's database, made ready and filled."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from duly import law, wiring
from duly.cli.home import HomeFlag
from duly.cli.progress import stages
from duly.core.day import parse_day
from duly.rules.rights import Role

app = typer.Typer(name="desk", help="白天的作业台 The desk by day", no_args_is_help=True)
UNSAFE = 2
SECRET_LEAST = 32


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
    brand: Annotated[str, typer.Option("--brand", help="不显示债务的简称 A short name that tells of no debt")] = "",
) -> None:
    """装入台账与清单 Make the desk's database ready and load the book and the worklists of a closed day into it."""
    from duly.nightly import closed

    place, on = wiring.home(home), parse_day(day)
    with closed.opened(place, on) as opened:
        ready(home)
        from duly.desk.loading import Lines, statements
        from duly.desk.loading import load as load_all

        channels = tuple(caller_id or ()), tuple(account or ()), tuple(pay_to or ())
        lines = Lines(*channels, hotline, complaint_line, brand)
        with stages("装入 Loading", len(list(statements()))) as ended:
            added = load_all(opened.reading.engine, on, lines, each=ended)
        from duly.nightly.following import follow

        followed = follow(opened, at=wiring.wall_clock(), law=law.load("cn"))
    for table, rows in added.items():
        print(f"{table:16}{rows:>10,}")
    print(f"按回款核对 Agreements followed: {followed.seen:,}；变动 moved {followed.moved:,}")
    for one in followed.untold:
        typer.echo(f"须人工核对 A person has to look: {one}", err=True)
    if not lines.caller_ids:
        print("没有登记的外呼号码，不能拨打；请用 --caller-id No registered number, so no call; name one: --caller-id")


@app.command()
def user(
    username: Annotated[str, typer.Argument(help="登录名 Name to sign in with")],
    role: Annotated[Role, typer.Option("--role", help="角色 Role")],
    name: Annotated[str, typer.Option("--name", help="姓名 Name of the person")],
    home: HomeFlag = None,
    team: Annotated[str | None, typer.Option("--team", help="小组 Team")] = None,
    agency: Annotated[str | None, typer.Option("--agency", help="机构 Agency")] = None,
) -> None:
    """添加用户 Add a person who may sign in; the password is asked for, or read from a pipe."""
    ready(home)
    from duly.desk import people

    asked = typer.prompt("密码 Password", hide_input=True, confirmation_prompt=True) if sys.stdin.isatty() else ""
    password = asked or sys.stdin.readline().rstrip("\n")
    try:
        made = people.add(
            username=username, role=role, name=name, team=team, agency=agency, password=password,
            at=wiring.clock()(), by=None,
        )  # fmt: skip
    except people.BadPerson as bad:
        typer.echo(f"错误 Error: {bad}", err=True)
        raise typer.Exit(UNSAFE) from None
    print(f"{made.username} · {made.role}")


@app.command()
def tidy(
    home: HomeFlag = None,
    every: Annotated[
        int, typer.Option("--every", min=0, help="隔多少秒再做；0 只做一次 Seconds between rounds; 0: one round")
    ] = 0,
) -> None:
    """收拾 Let end what has ended: clearances, silent calls, offers and requests that nobody looks after."""
    ready(home)
    from duly.desk.ending import end

    clock = wiring.clock()
    while True:
        told = end(at=clock())
        for what, many in asdict(told).items():
            print(f"{what:16}{many:>10,}", flush=True)
        if not every:
            return
        time.sleep(every)


@app.command()
def serve(
    home: HomeFlag = None,
    host: Annotated[str, typer.Option("--host", help="监听地址 Address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1024, max=65535, help="端口 Port")] = 8765,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="进程数 Processes")] = 1,
) -> None:
    """提供作业台 Serve the console; TLS is the proxy's before it (DULY_BEHIND_PROXY=1), names in DULY_HOSTS."""
    if len(os.environ.get("DULY_SECRET_KEY", "")) < SECRET_LEAST:
        typer.echo(
            f"错误 Error: DULY_SECRET_KEY: 须至少 {SECRET_LEAST} 个字符，会话由它签名 "
            f"needs {SECRET_LEAST} characters at least; sessions are signed with it",
            err=True,
        )
        raise typer.Exit(UNSAFE)
    ready(home)
    served(host, port, workers)


def served(host: str, port: int, workers: int) -> NoReturn:
    """Become the server."""
    arguments = ["--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers)]
    arguments += ["--blocking-threads", "4", "--no-ws", "--log-level", "warning", "duly.web.wsgi:application"]
    os.execv(sys.executable, [sys.executable, "-m", "granian", *arguments])


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
    from django.db import DatabaseError, connection

    try:
        call_command("migrate", verbosity=0)
    except DatabaseError as other:
        typer.echo(
            f"错误 Error: {connection.settings_dict['NAME']}: 数据库的表不是这个版本的，也不能由它升级；移开后重新装入 "
            f"the tables are not this version's and cannot be brought up to it; move it away and load again ({other})",
            err=True,
        )
        raise typer.Exit(UNSAFE) from None
    from duly.store.checks import database_is_safe

    faults = database_is_safe(["default"])
    for fault in faults:
        typer.echo(f"错误 Error: {fault.msg}；{fault.hint}", err=True)
    if faults:
        raise typer.Exit(UNSAFE)
