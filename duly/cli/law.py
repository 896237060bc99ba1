"""`duly law`: look at the law that is held here."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Annotated, Literal

import typer

from duly.cli.home import HomeFlag

app = typer.Typer(name="law", help="法规与规则包 The law held here, and the rules made of it.", no_args_is_help=True)

PackFlag = Annotated[str, typer.Option("--pack", help="规则包 Pack of rules")]


@app.command()
def check(
    pack: PackFlag = "cn",
    docs: Annotated[
        Path | None,
        typer.Option("--docs", metavar="DIR", help="同时核对规则手册是否最新 Compare the rule book kept here"),
    ] = None,
) -> None:
    """逐字读取全部限值并编译全部规则。Read every limit strictly, and compile every rule over them."""
    from duly import law
    from duly.rules.compliance import gate, rulebook

    held = law.load(pack)
    rules = {bound.id for bound in gate(held, rulebook.RULES[pack]).rules}
    print(f"{pack} {held.version}：{len(held)} 项限值，{len(rules)} 条规则 {len(held)} limits, {len(rules)} rules")
    for force, count in Counter(limit.force for limit in held).most_common():
        print(f"  {law.FORCES[force][0]} {law.FORCES[force][1]}: {count}")
    unconfirmed = sum(not limit.lawyer_confirmed for limit in held)
    print(f"  未经律师确认 not confirmed by a lawyer: {unconfirmed}")
    stale = [
        name
        for name, lang in (rulebook.paths(pack) if docs else ())
        if docs
        and (not (docs / name).exists() or (docs / name).read_text("utf-8") != rulebook.rulebook(held, lang, pack))
    ]
    if stale:
        print(
            f"与代码不符 differs from the code: {', '.join(stale)}；"
            f"运行 run: duly law rules --pack {pack} --out {docs}",
            file=sys.stderr,
        )
        raise typer.Exit(1)


@app.command()
def rules(
    pack: PackFlag = "cn",
    lang: Annotated[Literal["zh", "en"], typer.Option("--lang", help="语言 Language")] = "zh",
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="把两种语言写到目录 Write both here")] = None,
) -> None:
    """打印规则手册。Print the rule book: every rule with its clause, force, certainty and limit over time."""
    from duly import law
    from duly.rules.compliance import rulebook

    held = law.load(pack)
    if out is None:
        print(rulebook.rulebook(held, lang, pack), end="")
        return
    out.mkdir(parents=True, exist_ok=True)
    for name, language in rulebook.paths(pack):
        (out / name).write_text(rulebook.rulebook(held, language, pack), encoding="utf-8")
        print(out / name)


@app.command()
def diff(
    first: Annotated[str, typer.Argument(metavar="DAY|DIR", help="较早的一天，或旧版文件夹 Earlier day, or version")],
    second: Annotated[str, typer.Argument(metavar="DAY|DIR", help="较晚的一天，或新版文件夹 Later day, or version")],
    pack: PackFlag = "cn",
) -> None:
    """法规的变化。List every limit that came, changed or ended between two days, or two versions of a pack."""
    from duly import law
    from duly.core.day import parse_day
    from duly.law.compare import between, between_versions

    said = {"came": "新增 came", "changed": "变更 changed", "ended": "失效 ended"}
    folders = [Path(each).is_dir() for each in (first, second)]
    if any(folders):
        if not all(folders):
            raise law.BadLaw(f"{first}, {second}: one is a folder, one is not; name two folders or two days")
        found = between_versions(law.load_copy(Path(first), pack), law.load_copy(Path(second), pack))
    else:
        found = between(law.load(pack), parse_day(first), parse_day(second))
    for change in found:
        limit = change.limit
        print(f"{said[change.kind]} {limit.id} {limit.zh} {limit.en}")
        print(f"  {_values(change.before)} → {_values(change.after)}")
        print(
            f"  {limit.citation} · {' '.join(law.FORCES[limit.force])} · {' '.join(law.CERTAINTIES[limit.certainty])}"
        )
    print(f"{pack}: {first} → {second}：{len(found)} 项变化 {len(found)} changes")


def _values(parts: dict[str, str] | None) -> str:
    if parts is None:
        return "没有 not in force"
    return ", ".join(f"{part} = {value}" for part, value in parts.items() if value) or "有效 in force"


@app.command()
def impact(
    folder: Annotated[
        Path, typer.Option("--from", metavar="DIR", help="改动的限值，按原路径 Changed limits, at their paths")
    ],
    home: HomeFlag = None,
    day: Annotated[str | None, typer.Option("--day", help="已关账的业务日，默认最近 Closed day; else the last")] = None,
    pack: PackFlag = "cn",
    as_json: Annotated[bool, typer.Option("--json", help="给机器看 For machines")] = False,
) -> None:
    """改法的影响。Say which planned contacts a changed law would lose or gain; nothing is written."""
    from dataclasses import asdict

    from duly import law, wiring
    from duly.core.day import parse_day
    from duly.nightly import closed
    from duly.nightly.impact import impact as judged
    from duly.nightly.impact import told

    if pack != "cn":
        raise law.BadLaw(f"nights are judged by the pack cn, not by {pack!r}; leave --pack out")
    changed = law.laid_over(law.load(pack), folder, pack)
    place = wiring.home(home)
    days = closed.closed_days(place)
    if day is None and not days:
        raise closed.NotClosed(
            f"{place.path}: 还没有日终过，请运行 no day is closed yet; run: duly night --day DAY --home {place.path}"
        )
    with closed.opened(place, parse_day(day) if day else days[-1]) as opened:
        found = judged(opened, changed)
    if as_json:
        print(json.dumps(asdict(found), ensure_ascii=False, indent=2, default=str))
        return
    print("\n".join(told(found, changed)))
