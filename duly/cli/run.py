"""`duly run`: the main job on the embedded default, from nothing to a report."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from duly import wiring
from duly.cli.home import HomeFlag
from duly.cli.intake import Telling
from duly.cli.night import tell
from duly.cli.progress import Progress
from duly.intake import take_in
from duly.intake.real_book import write
from duly.intake.real_book.ledger import BUSINESS_DAY
from duly.law import load
from duly.nightly import business_day, tryit
from duly.nightly.statement import demo
from duly.nightly.statement.page import page
from duly.nightly.words import Two
from duly.rules.account.statement_answer import answer_statement
from duly.store import files

TRY_IT, STATEMENT = "try-it.html", "statement.html"
BESIDE = {
    TRY_IT: Two("试一试：可以这样催吗？", "Try the rules: may one collect like this?"),
    STATEMENT: Two("一份对账单：虚构的借款人", "A statement of account: an invented borrower"),
}
TRIAL_HOME = Path(".duly") / "taiwan"


def run(home: HomeFlag = None) -> None:
    """从零到报告 Take in the real book, run its business day, show the result; on a terminal the console follows.

    DULY_SERVE=0 ends it after the report, DULY_SERVE=1 serves without a terminal too.
    """
    report(home)
    if wiring.serves(is_terminal=sys.stdout.isatty()):
        from duly.cli.demo import demo

        demo(home or wiring.home(None, otherwise=TRIAL_HOME).path)


def report(home: Path | None) -> None:
    """Take in the real book, close its business day, and tell what came of it."""
    place = wiring.home(home, otherwise=TRIAL_HOME)
    with TemporaryDirectory(prefix="duly-") as folder, Telling() as telling:
        write.write_book(Path(folder))
        write.write_outcomes(Path(folder))
        take_in([Path(folder)], place, taken_at=datetime.now(UTC), progress=telling.tell)
    with Progress() as progress:
        closed = business_day.close(place, BUSINESS_DAY, watcher=progress, beside=BESIDE)
    tried = closed.report.with_name(TRY_IT)
    files.write_text(tried, tryit.render(), point="run.try_it")
    shown = closed.report.with_name(STATEMENT)
    files.write_text(shown, page(answer_statement(demo(), load("cn"))), point="run.statement")
    print(f"试一试规则 Try the rules: {tried}\n一份对账单 A statement: {shown}\n")
    tell(closed)
