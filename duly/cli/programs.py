"""`duly desk …` for other programs: tokens by which they are let in, hooks by which they are told."""

from __future__ import annotations

import time
from typing import Annotated, NoReturn
from uuid import UUID

import typer

from duly import wiring
from duly.cli.desk import SECRET_LEAST, UNSAFE, app, ready
from duly.cli.home import HomeFlag
from duly.rules.rights import Act

EVERY_SECONDS = 2


@app.command("token")
def token(
    username: Annotated[str, typer.Option("--user", help="令牌代表谁 For whom the token acts")],
    name: Annotated[str, typer.Option("--name", help="用途 What it is for")],
    scope: Annotated[list[Act], typer.Option("--scope", help="权限，可多次 A right; may repeat")],
    days: Annotated[int, typer.Option("--days", help="有效天数 Days for which it is good")] = 90,
    home: HomeFlag = None,
) -> None:
    """发放令牌 Make a token for a program; it is printed once and kept nowhere."""
    ready(home)
    from duly.desk import tokens

    try:
        made, text = tokens.issue(username=username, name=name, scopes=scope, days=days, at=wiring.clock()(), by=None)
    except tokens.BadToken as bad:
        _refused(bad)
    typer.echo(f"{made.id} · {', '.join(made.scopes)} · {made.expires_at:%Y-%m-%d}", err=True)
    print(text)


@app.command("revoke-token")
def revoke_token(
    token_id: Annotated[UUID, typer.Argument(help="令牌编号 Id of the token")], home: HomeFlag = None
) -> None:
    """撤销令牌 End a token at once."""
    ready(home)
    from duly.desk import tokens

    try:
        ended = tokens.revoke(token_id, at=wiring.clock()(), by=None)
    except tokens.BadToken as bad:
        _refused(bad)
    print(f"{ended.prefix}… 已撤销 revoked")


@app.command("hook")
def hook(
    username: Annotated[str, typer.Option("--user", help="代表谁，只告知其范围 For whom; told of their matters alone")],
    url: Annotated[str, typer.Option("--url", help="https 地址 An https address")],
    event: Annotated[list[str], typer.Option("--event", help="事件，可多次 An event; may repeat")],
    home: HomeFlag = None,
) -> None:
    """登记回调 Tell another program what happens; the secret that signs is printed once."""
    ready(home)
    from duly.desk import telling

    key = _key()
    try:
        made = telling.hook(
            username=username, url=url, events=event, sender=wiring.webhooks(), at=wiring.clock()(), by=None
        )
    except telling.BadHook as bad:
        _refused(bad)
    typer.echo(f"{made.id} · {made.url}", err=True)
    print(telling.secret_of(made, key))


@app.command("end-hook")
def end_hook(hook_id: Annotated[UUID, typer.Argument(help="回调编号 Id of the hook")], home: HomeFlag = None) -> None:
    """停用回调 Tell an address nothing any more."""
    ready(home)
    from duly.desk import telling

    try:
        telling.end(hook_id, at=wiring.clock()(), by=None)
    except telling.BadHook as bad:
        _refused(bad)
    print(f"{hook_id} 已停用 ended")


@app.command("send-webhooks")
def send_webhooks(
    home: HomeFlag = None,
    once: Annotated[bool, typer.Option("--once", help="发完到期的就结束 End when nothing is due")] = False,
) -> None:
    """发送回调 Send what other programs are to be told; any number of these may run."""
    ready(home)
    from duly.desk import telling

    key, clock = _key(), wiring.clock()
    while True:
        sent = telling.send(sender=wiring.webhooks(), key=key, at=clock(), wall=wiring.wall_clock())
        came = (sent.told, sent.again, sent.given_up)
        if any(came):
            print("告知 told {} · 再试 again {} · 放弃 given up {}".format(*came), flush=True)
        if not any(came) and not sent.withheld:
            if once:
                return
            time.sleep(EVERY_SECONDS)


def _key() -> str:
    from django.conf import settings

    key: str = settings.SECRET_KEY
    if len(key) < SECRET_LEAST:
        typer.echo(
            f"错误 Error: DULY_SECRET_KEY: 须至少 {SECRET_LEAST} 个字符，回调的密钥由它派生 "
            f"needs {SECRET_LEAST} characters at least; secrets of hooks are derived from it",
            err=True,
        )
        raise typer.Exit(UNSAFE)
    return key


def _refused(bad: ValueError) -> NoReturn:
    typer.echo(f"错误 Error: {bad}", err=True)
    raise typer.Exit(UNSAFE) from None
