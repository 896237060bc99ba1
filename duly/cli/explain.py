"""`duly explain`: the whole chain for one case."""

from __future__ import annotations

import json
from typing import Annotated, Literal

import typer

from duly import wiring
from duly.cli.home import HomeFlag
from duly.core.day import parse_day
from duly.nightly import closed
from duly.nightly.explain import explain as explained
from duly.nightly.explain import lines
from duly.nightly.words import LANGUAGES

DIFFERS = 1  # exit code: worked out again, something came out otherwise than the night wrote


def explain(
    case: Annotated[
        str, typer.Argument(metavar="BORROWER|LOAN", help="借款人编号或借据编号 Id of a borrower or of a loan")
    ],
    day: Annotated[str, typer.Option("--day", help="业务日 Business day, YYYY-MM-DD")],
    home: HomeFlag = None,
    lang: Annotated[Literal["zh", "en", "both"], typer.Option("--lang", help="语言 Language")] = "both",
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象 Print one JSON object")] = False,
) -> None:
    """解释一个案件 Explain one case: what is owed, what was decided and why, every rule that spoke, what follows.

    退出码 Exit code: 0; 1 重算与日终所记不符 worked out again, it differs from what the night wrote.
    """
    with closed.opened(wiring.home(home), parse_day(day)) as opened:
        explanation = explained(opened, case)
    if as_json:
        print(json.dumps(explanation.to_json(), ensure_ascii=False))
    else:
        print("\n\n".join("\n".join(lines(explanation, each)) for each in LANGUAGES if lang in (each, "both")))
    if explanation.differs:
        raise typer.Exit(DIFFERS)
