"""`duly vault`: the key of personal data, and what is kept under it."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duly import wiring
from duly.cli.desk import ready
from duly.cli.home import HomeFlag
from duly.cli.intake import IN_PART
from duly.cli.progress import counted
from duly.intake.personal import open_values
from duly.rules.personal import NOT_KEPT
from duly.store import files, keyfile

if TYPE_CHECKING:
    from duly.desk.vaulting import NotKept

app = typer.Typer(
    name="vault", help="个人信息保险库 Personal data: its key, and what is kept under it", no_args_is_help=True
)
BROKEN = 1
SHOWN_MOST = 20  # lines of what was not kept; the file has all


@app.command()
def key(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="写到哪个文件，不在数据目录内 File, outside the home")],
    home: HomeFlag = None,
    further: Annotated[
        bool,
        typer.Option("--further", help="在已有文件中再加一个，供轮换 Add one to the file that is there, to rotate"),
    ] = False,
) -> None:
    """生成密钥 Make a key in a file for you alone (mode 600); it is printed nowhere."""
    made = keyfile.make(file, home=wiring.home(home).path, further=further)
    print(f"{made.id} → {file}")
    print("请另存一份到安全处：密钥丢失，数据即不可读 Keep a copy in a safe place: without the key nothing can be read")
    print(f"DULY_VAULT_KEY_FILE={file.absolute()}")


@app.command()
def load(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="CSV 或 Parquet：subject,ref,field,value CSV or Parquet with these columns"
        ),
    ],
    home: HomeFlag = None,
) -> None:
    """装入个人信息 Keep the values of a file, sealed; what is kept already stays, what cannot be kept is named by line.

    退出码 Exit code: 0 全部收录 all kept; 3 部分未收录 some were not.
    """
    place = wiring.home(home)
    keys = wiring.vault_keys(place)
    _ = keys.current
    values = open_values(file)
    ready(home)
    from duly.desk import vaulting

    with counted("装入 Loading", values.most) as each:
        loaded = vaulting.load(
            keys, (vaulting.Sent(*row) for row in values.rows), source=values.sha256, by=None, at=datetime.now(UTC),
            each=each,
        )  # fmt: skip
    print(
        f"{loaded.read:,} 读取 read = {loaded.added:,} 新增 added + {loaded.replaced:,} 更新 replaced "
        f"+ {loaded.same:,} 相同 same + {len(loaded.not_kept):,} 未收录 not kept"
    )
    if loaded.not_kept:
        print(_keep(loaded.not_kept, place.path / "vault" / f"not-kept-{values.sha256[:12]}.csv"))
        raise typer.Exit(IN_PART)


def _keep(not_kept: Iterable[NotKept], at: Path) -> str:
    """Write down what was not kept, without the values, and say the first of it."""
    rows = sorted((one.line, one.field, one.code, *NOT_KEPT[one.code]) for one in not_kept)
    at.parent.mkdir(parents=True, exist_ok=True)
    with files.aside(at).open("w", encoding="utf-8", newline="") as made:
        csv.writer(made, lineterminator="\n").writerows([("line", "field", "code", "zh", "en"), *rows])
    files.put_in_place(at, point="vault.not-kept")
    lines = [f"第 {line} 行 line {line} · {field}：{zh} {en}" for line, field, _, zh, en in rows[:SHOWN_MOST]]
    return "\n".join([*lines, str(at)])


@app.command()
def rotate(home: HomeFlag = None) -> None:
    """换密钥 Seal everything under the last key of the file; may be stopped at any moment and run again."""
    keys = wiring.vault_keys(wiring.home(home))
    _ = keys.current
    ready(home)
    from duly.desk import rekeying

    with counted("换密钥 Rotating", rekeying.left(keys)) as each:
        rotated = rekeying.rotate(keys, by=None, at=datetime.now(UTC), each=each)
    print(f"{rotated.rows:,} 条已换到 {keys.current.id} values now stand under {keys.current.id}")
    if rotated.broken:
        print(f"{len(rotated.broken):,} 条打不开，未动 do not open and stay: {_ids(rotated.broken)}")
        raise typer.Exit(BROKEN)


@app.command()
def check(home: HomeFlag = None) -> None:
    """核验保险库 Open every value and hold it against its index; end with 1 and count what does not hold."""
    keys = wiring.vault_keys(wiring.home(home))
    _ = keys.current
    ready(home)
    from duly.desk import rekeying

    with counted("核验 Checking", rekeying.count()) as each:
        found = rekeying.check(keys, each=each)
    for key_id, rows in sorted(found.by_key.items()):
        print(f"{key_id} {rows:,} 条 values{'' if key_id == keys.current.id else '，旧密钥 of an older key'}")
    for key_id, rows in sorted(found.unknown.items()):
        print(f"{key_id} {rows:,} 条，没有该密钥 values, and the house does not hold this key")
    if found.broken:
        print(
            f"{len(found.broken):,} 条打不开或与索引不符 do not open or differ from their index: {_ids(found.broken)}"
        )
    if found.astray:
        print(f"{found.astray:,} 个联系方式的记号与号码不符 addresses have another token than their value")
    if not found.holds:
        raise typer.Exit(BROKEN)
    print("全部相符 every one holds")


def _ids(rows: list[int]) -> str:
    return ", ".join(map(str, rows[:SHOWN_MOST])) + (" …" if len(rows) > SHOWN_MOST else "")
