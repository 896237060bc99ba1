"""`duly demo`: the real book with invented people on the console, on this machine alone."""

from __future__ import annotations

import os
import secrets
import time
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from duly import wiring
from duly.cli.desk import ready, served
from duly.cli.home import HomeFlag
from duly.cli.progress import stages
from duly.core.day import day_of, instant_of
from duly.nightly import closed
from duly.store import keyfile

HERE = "127.0.0.1"
SEED = 20261001  # of the invented people: the same in every run
NINE = 9 * 60
OPENS = 10 * 60 + 10  # the demonstration begins at ten past ten
SAID = {  # what each role can try first
    "agent": ("下一个案件、拨打、六个键写结果", "next case, call, result in six keys"),
    "lead": ("小组负荷、改派、审批", "load of the team, re-assignment, approvals"),
    "quality": ("抽查与评分", "sampling and scores"),
    "compliance": ("按规则看拒绝、记录、证据包", "refusals by rule, the record, evidence"),
    "complaints": ("投诉与异议", "complaints and disputes"),
    "strategy": ("昨夜的报告", "the night's report"),
    "legal": ("案件、外访单与证据", "cases, visit orders and evidence"),
    "operator": ("用户与证书", "users and certificates"),
    "auditor": ("记录核验", "verify the record"),
    "agency_manager": ("只看本机构的案件", "its own cases and nothing else"),
    "agency_agent": ("本机构坐席", "an agent of the agency"),
    "visitor": ("今天一次外访，在手机上走完", "one visit today, to go through on a telephone"),
    "agency_visitor": ("机构外访员：同样的放行", "a visitor of the agency: the same clearance"),
}


def demo(
    home: HomeFlag = None,
    port: Annotated[int, typer.Option("--port", min=1024, max=65535, help="端口 Port")] = 8765,
    host: Annotated[str, typer.Option("--host", help="只能是本机 This machine only")] = HERE,
    minutes_open: Annotated[
        int, typer.Option("--at", min=0, max=1439, help="从当天第几分钟开始 Minute of the day to begin at")
    ] = OPENS,
) -> None:
    """演示 The real book, invented people, a simulated callee: the console on this machine, for every role."""
    if host not in (HERE, "localhost", "::1"):
        typer.echo(
            f"--host {host}: 演示只在本机 {HERE} 上；不对外开放 a demonstration serves {HERE} alone and nobody else",
            err=True,
        )
        raise typer.Exit(2)
    place = _book(home)
    day = closed.closed_days(wiring.home(place))[-1]
    began = f"{instant_of(day, minutes_open).isoformat()}@{time.time():.0f}"
    key = _key(place)
    wiring.demo_clock(place).write_text(began, "utf-8")
    os.environ |= {
        "DULY_VAULT_KEY_FILE": str(key),
        "DULY_DEMO": "1",
        "DULY_SECRET_KEY": secrets.token_urlsafe(48),
        "DULY_DEMO_BEGAN": began,
    }
    seats = _filled(place, day)
    _tell(port, seats)
    served(HERE, port, workers=1)


def _book(home: Path | None) -> Path:
    """A home with a closed day; the real book is taken in where there is none."""
    from duly.cli import run

    place = wiring.home(home, otherwise=run.TRIAL_HOME).path
    if not closed.closed_days(wiring.home(place)):
        run.report(home)
    return place


def _filled(home: Path, day: date) -> list[Any]:
    with closed.opened(wiring.home(home), day) as opened:
        ready(home)
        from duly.desk import agency_demo, demonstration, guardian_demo, identities, past, visit_demo
        from duly.desk.loading import Lines, load, statements

        lines = Lines(("95000",), ("app",), ("app",), "400-100-2000", "400-100-2001", "安禾消金")
        engine, all_of_them = opened.reading.engine, [*statements(), *statements(past.SOURCE)]
        with stages("装入，并虚构过去 Loading, and inventing a past", len(all_of_them)) as ended:
            load(engine, day, lines, each=ended, before=lambda: past.invent(engine, day, seed=SEED, each=ended))
    demonstration.contract_numbers()
    keys, words_on = wiring.vault_keys(wiring.home(home)), day_of(wiring.wall_clock())
    with stages("虚构人物 Inventing people", 1) as ended:
        identities.fill(keys, seed=SEED, at=past.set_up(day), among=demonstration.with_a_case())
        ended()
    agency_demo.agency(day)
    seats = [*demonstration.people(day)]
    # days ago first: the record of the house is told in the order of its time
    visited = visit_demo.visits(day, words_on=words_on)
    guarded = guardian_demo.guarded(day, at=instant_of(day, NINE))
    if told := [one.id for one in (*visited, guarded) if one is not None]:  # their homes and guardian are invented too
        among = demonstration.with_a_case().filter(id__in=told)
        identities.fill(keys, seed=SEED, at=instant_of(day, NINE), among=among)
    agency_demo.placed(at=instant_of(day, NINE), words_on=words_on)
    return seats


def _key(home: Path) -> Path:
    """The key of the invented people's vault: beside the home, for no key lies in what it locks."""
    file = home.with_name(f"{home.name}.demo-key")
    if not file.exists():
        keyfile.make(file, home=home, further=False)
    return file


def _tell(port: int, seats: list[Any]) -> None:
    print(f"\n作业台 The console: http://{HERE}:{port}/")
    print("选一个角色登录；密码只在这次运行有效 Choose a role; passwords last for this run\n")
    for seat in seats:
        zh, en = SAID[seat.role.value]
        print(f"  {seat.username:16}{seat.password:22}{zh} · {en}")
    print("\n人物虚构，没有人会接到电话。Ctrl-C 结束。")
    print("The people are invented and nobody is called. Ctrl-C ends it.\n", flush=True)
