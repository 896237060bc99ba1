"""`duly evidence`: everything that bears on a case, a complaint or a borrower, as one file that proves itself."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from duly.cli.desk import ready
from duly.cli.home import HomeFlag

app = typer.Typer(name="evidence", help="证据包 A pack of evidence", no_args_is_help=True)
DIFFERS, REFUSED = 1, 2


@app.callback(invoke_without_command=True)
def evidence(
    context: typer.Context,
    case: Annotated[str | None, typer.Option("--case", metavar="ID", help="案件 A case")] = None,
    borrower: Annotated[str | None, typer.Option("--borrower", metavar="REF", help="借款人 A borrower")] = None,
    complaint: Annotated[str | None, typer.Option("--complaint", metavar="ID", help="投诉 A complaint")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE.zip", help="写到 Write it here")] = None,
    purpose: Annotated[str, typer.Option("--purpose", help="用途，记入记录 What for; goes on the record")] = "",
    by: Annotated[str | None, typer.Option("--by", metavar="USER", help="谁导出 Who hands it out")] = None,
    clear: Annotated[
        bool, typer.Option("--clear", help="姓名、号码用明文，须 --by 与 --purpose Names and numbers in the clear")
    ] = False,
    lang: Annotated[Literal["zh", "en"], typer.Option("--lang", help="目录的语言 Language of the index")] = "zh",
    home: HomeFlag = None,
) -> None:
    """制作证据包 Pack everything the desk knows of a matter, with what proves it; the handing out goes on the record.

    退出码 Exit code: 0; 1 记录本身不符 the record itself does not hold; 2 拒绝 refused.
    """
    if context.invoked_subcommand:
        return
    if out is None or sum(one is not None for one in (case, borrower, complaint)) != 1:
        raise typer.BadParameter("--case | --borrower | --complaint, --out FILE.zip")
    if clear and not (by and purpose.strip()):
        raise typer.BadParameter("--clear: --by USER --purpose TEXT")
    ready(home)
    from duly import wiring
    from duly.cli.progress import stages
    from duly.core.day import day_of
    from duly.desk import evidence as desk
    from duly.nightly.evidence import verify as verifier
    from duly.nightly.evidence.index import Asked
    from duly.nightly.evidence.owed import statement
    from duly.nightly.evidence.pack import made
    from duly.store import files

    at = datetime.now(UTC)
    try:
        user = desk.somebody(by)
        matter = desk.matter(case=case, borrower=borrower, complaint=complaint, by=user)
    except (desk.NoSuchMatter, desk.NotYours) as unknown:
        typer.echo(f"错误 Error: {unknown}", err=True)
        raise typer.Exit(REFUSED) from None
    with stages("证据包 Evidence", 4) as done:
        shown, absent = statement(wiring.home(home), matter.borrower.ref, day_of(at), lang)
        people, masked = _people(matter.borrower, user, clear, at)
        done()
        pack = made(matter, Asked(at, by, purpose, lang, people), shown, absent | masked)
        done()
        desk.hand_out(matter, {"pack": pack.fingerprint, "purpose": purpose}, at=at, by=user)
        files.write_bytes(out, pack.data, point="evidence")
        done()
        _, faults = verifier.check(pack.data, {}, pack.fingerprint)
        done()
    for name, why in (absent | masked).items():
        typer.echo(f"没有 Absent: {name}: {why}", err=True)
    typer.echo(f"{out}  {len(pack.data):,} B")
    typer.echo(f"指纹 Fingerprint {pack.fingerprint}")
    if faults:
        typer.echo("\n".join(verifier.told(pack.manifest, faults, {}, pack.fingerprint)), err=True)
        raise typer.Exit(DIFFERS)


def _people(borrower: Any, user: Any, clear: bool, at: datetime) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Who is meant, or nobody and why: without its key the vault stays closed."""
    from duly import wiring
    from duly.desk import evidence as desk
    from duly.store.keyring import VaultClosed

    try:
        return desk.people(borrower, wiring.vault(), clear=clear, by=user, at=at), {}
    except VaultClosed as closed:
        if clear:
            raise
        return [], {"people": str(closed)}


@app.command()
def verify(
    pack: Annotated[Path, typer.Argument(metavar="PACK.zip", help="证据包 A pack of evidence")],
    root: Annotated[
        list[str] | None,
        typer.Option("--root", metavar="DAY=HASH", help="从包外得到的当日根，可多次 Root of a day, from outside"),
    ] = None,
    fingerprint: Annotated[
        str | None, typer.Option("--fingerprint", metavar="HASH", help="从包外得到的指纹 Fingerprint, from outside")
    ] = None,
    replay: Annotated[
        bool,
        typer.Option("--replay", help="再问一次裁定 Ask the judge again, under the law of then"),
    ] = False,
) -> None:
    """核验证据包 Verify a pack as its own verify.py does; with --replay ask every question again.

    退出码 Exit code: 0 全部相符 all holds; 1 有不符 something does not; 2 读不了 cannot be read.
    """
    from duly.nightly.evidence import verify as verifier

    if wrong := [one for one in root or () if "=" not in one]:
        raise typer.BadParameter(f"--root {wrong[0]}: DAY=HASH")
    roots = dict(one.split("=", 1) for one in root or ())
    given = pack.read_bytes()
    try:
        manifest, faults = verifier.check(given, roots, fingerprint)
    except verifier.Unreadable as broken:
        typer.echo(f"错误 Error: {pack}: {broken}", err=True)
        raise typer.Exit(REFUSED) from None
    typer.echo("\n".join(verifier.told(manifest, faults, roots, fingerprint)))
    differs = _replay(given) if replay else 0
    if differs or faults:
        raise typer.Exit(DIFFERS)


def _replay(given: bytes) -> int:
    """Ask every question again and say what came; how many answers differ."""
    from duly.nightly.evidence import verify as verifier
    from duly.nightly.evidence.replay import replayed

    _, files = verifier.read(given, verifier.Faults())
    found: list[Any] = list(replayed(files))
    for one in found:
        if one.same is False:
            typer.echo(f"✗ {one.clearance}: 再问得到不同的裁定 asked again, the answer is another")
    for then, here in sorted({(one.then, one.here) for one in found if one.same is None}):
        count = sum(one.then == then and one.same is None for one in found)
        typer.echo(
            f"! {count} 项裁定依据的规则包 {then} 这里没有（这里是 {here}），没有再问 "
            f"decisions were made under the pack {then}, which is not held here (here is {here}); not asked again"
        )
    typer.echo(f"再问 Asked again: {sum(one.same is True for one in found)} 相同 the same, "
               f"{sum(one.same is False for one in found)} 不同 different")  # fmt: skip
    return sum(one.same is False for one in found)
