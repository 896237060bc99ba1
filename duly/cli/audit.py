"""`duly audit`: every contact ever made, held against the law of its own day."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from duly.law import Law
    from duly.nightly.audit import Totals

BROKEN = 1  # exit code: some contacts were against a rule


def audit(
    contacts: Annotated[
        list[Path], typer.Argument(metavar="CONTACTS…", help="联系记录：Parquet 或 CSV Contacts: Parquet or CSV")
    ],
    pack: Annotated[str, typer.Option("--pack", help="规则包 Pack of rules")] = "cn",
    facts: Annotated[
        Path | None,
        typer.Option(
            "--facts", metavar="HOME", help="账簿，补充同意、偏好、暂停等 The book, for consents, choices, stops"
        ),
    ] = None,
    first: Annotated[str | None, typer.Option("--from", help="从这天 First day judged, YYYY-MM-DD")] = None,
    last: Annotated[str | None, typer.Option("--to", help="到这天 Last day judged, YYYY-MM-DD")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="写出每一条违规、汇总与报告页 Write all of it here")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="汇总为 JSON The totals as JSON")] = False,
) -> None:
    """审计联系记录 Judge contacts made by the law of their days. 退出码 Exit 1: some were against a rule."""
    from duly import law as laws
    from duly import wiring
    from duly.core.day import parse_day
    from duly.nightly.audit import Asked, BadContacts, page, replay

    if pack != "cn":
        raise BadContacts(f"{pack}: 目前只能审计 cn only cn can be audited so far")
    held = laws.load(pack)
    days = [parse_day(day) if day else None for day in (first, last)]
    asked = Asked(tuple(contacts), held, wiring.home(facts) if facts else None, days[0], days[1], out)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="duly-audit-") as spill, _bar() as bar:
        task = bar.add_task("审计 Auditing", total=None)
        totals = replay(
            wiring.engine(spill=Path(spill)), asked, lambda done, of: bar.update(task, completed=done, total=of)
        )
    if out is not None:
        (out / "audit.html").write_text(page(totals, held, pack), "utf-8")
        (out / "audit.json").write_text(json.dumps(totals.to_json(), ensure_ascii=False, indent=1) + "\n", "utf-8")
    if as_json:
        typer.echo(json.dumps(totals.to_json(), ensure_ascii=False))
    else:
        _show(totals, held, out)
    raise typer.Exit(BROKEN if totals.violating else 0)


def _bar() -> Progress:
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"), TimeElapsedColumn(),
        console=console, transient=True, disable=not console.is_terminal,
    )  # fmt: skip


def _show(totals: Totals, held: Law, out: Path | None) -> None:
    cards = {limit.id: limit for limit in held}
    if not totals.contacts:
        print("这些日子里没有可读的联系 no contact that can be read in these days")
        return
    print(f"{totals.first} – {totals.last}  {totals.contacts:,} 次联系 contacts")
    print(f"{totals.violating:,} 次违反规则 against a rule")
    broken, unsure = totals.by(0, totals.broken), totals.by(0, totals.unsure)
    for rule in sorted({*broken, *unsure}, key=lambda one: (-broken[one], -unsure[one], one)):
        print(f"  {rule:<20} 反对 objects {broken[rule]:>9,}   不明 cannot know {unsure[rule]:>9,}")
        print(f"  {'':<20} {cards[rule].zh} {cards[rule].en}")
        print(f"  {'':<20} {cards[rule].citation}")
    if totals.rejected:
        columns = ", ".join(f"{name} {number:,}" for name, number in totals.rejected.most_common())
        print(f"读不懂而未计入的行 rows not read: {columns}" + (f" → {out}/rejected.parquet" if out else ""))
    if totals.set_aside:
        aside = sorted(totals.set_aside)
        print(f"只审计了一部分 Only partly audited: {len(aside)} 条规则这些文件答不了 rules these files cannot answer")
        print("  用 --facts 给出账簿可补一些 A book given with --facts supplies some")
        print(f"  {', '.join(aside)}")
    if out is not None:
        print(f"{out}/audit.html")
