"""What is owed, for a pack: the statement of the last closed day, where the home has one."""

from __future__ import annotations

import json
from datetime import date

from duly.law import load
from duly.nightly import closed
from duly.nightly.accounts import Untold, statement_question
from duly.nightly.explain import NoSuchCase
from duly.nightly.statement.paper import CannotPrint, paper
from duly.rules.account.asked import Refused
from duly.rules.account.statement_answer import answer_statement
from duly.store.lake import Home, NoBook

Files = dict[str, bytes]
NO_DAY = "没有已关闭的业务日 no business day is closed"


def statement(home: Home, ref: str, until: date, lang: str) -> tuple[Files, dict[str, str]]:
    """Its files and nothing, or no file and why there is none. `until` is the last day that may be told of."""
    days = [day for day in closed.closed_days(home) if day <= until]
    if not days:
        return {}, {"statement": NO_DAY}
    try:
        with closed.opened(home, days[-1]) as book:
            told = answer_statement(statement_question(book, ref), load("cn"))
        text = json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
        return {"statement.json": text.encode(), "statement.pdf": paper(told, lang)}, {}
    except (NoBook, closed.NotClosed, NoSuchCase, Untold, CannotPrint) as why:
        return {}, {"statement": str(why)}
    except Refused as why:
        return {}, {"statement": str(why.told()["error"]["message"])}
