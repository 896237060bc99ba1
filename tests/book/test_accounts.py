"""Accounts by the million: the compiled columns say what the same kernel says of one account made of lists."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np
import pytest

from duly.book import accounts as book
from duly.book.accounts import Accounts, Column, LogTooShort
from duly.book.translated import kept
from duly.rules.account import kernel
from duly.rules.account.asked import asked
from duly.rules.account.ledger import PARTS, Run
from duly.rules.account.wire import Account
from tests.rules.account import drawn


def begun(seed: int, agreement: Random | None = None) -> Run:
    """An account on its first day; accounts of one agreement share everything but instalments and events."""
    dice = Random(seed)
    question = drawn.account(dice)
    if agreement is not None:
        agreed = drawn.account(agreement, events=0)
        question = agreed | {"instalments": question["instalments"], "as_of": question["as_of"]}
        question["events"] = [one for one in question["events"] if one["kind"] != "penalty_rate"]
        question["events"] = [
            one for one in question["events"] if one.get("of") in (None, *(e["id"] for e in question["events"]))
        ]
    account = asked(Account, question)
    return Run(account, account.as_of)


def columns(runs: Sequence[Run]) -> Accounts:
    def edges(counts: Sequence[int]) -> Column:
        return np.cumsum([0, *counts]).astype(np.int64)

    first = np.repeat(edges([len(run.rows) for run in runs])[:-1], [len(run.events) for run in runs])
    opened = np.repeat(edges([len(run.events) for run in runs])[:-1], [len(run.events) for run in runs])
    happened = np.array([cell for run in runs for cell in run.happened], np.int64).reshape(-1, kernel.EVENT_ROW)
    aims, kinds = happened[:, kernel.AIM], happened[:, kernel.KIND]
    aims += np.where(aims == kernel.NOWHERE, 0, np.where(kinds == kernel.CHARGEBACK, opened, kernel.ROW * first))
    again = happened[:, kernel.AGAIN]
    again += np.where(again == kernel.NOWHERE, 0, kernel.ROW * first)
    return Accounts(
        instalments=edges([len(run.rows) for run in runs]),
        events=edges([len(run.events) for run in runs]),
        book=np.array([cell for run in runs for cell in run.book], np.int64),
        happened=happened.reshape(-1),
        states=np.array([cell for run in runs for cell in run.state], np.int64),
    )


def ageing_of(run: Run) -> kernel.Ageing:
    rules = run.account.ageing
    return kernel.Ageing(
        sum(1 << PARTS.index(part) for part in rules.parts), rules.instalment_tolerance, rules.tolerance
    )


@pytest.mark.parametrize(
    "seeds", [[seed] for seed in range(60)] + [list(range(1_000 * n, 1_000 * n + 80)) for n in range(1, 9)]
)
def test_compiled_columns_say_what_plain_python_says(seeds: list[int]) -> None:
    alone = len(seeds) == 1
    runs = [begun(seed, None if alone else Random(seeds[0])) for seed in seeds]
    until = max(run.until for run in runs)
    many = columns(runs)

    aged = book.replay(many, until.toordinal(), runs[0].order, runs[0].terms, ageing_of(runs[0]), threads=2)

    late = []
    for run in runs:
        run.to(until)
        found = kernel.oldest(run.book, 0, len(run.rows), until.toordinal(), ageing_of(run))
        late.append(0 if found == kernel.NOWHERE else run.rows[found].due_on.toordinal())
    assert many.book.tolist() == [cell for run in runs for cell in run.book]
    assert many.states.tolist() == [cell for run in runs for cell in run.state]
    assert aged.since.tolist() == late


def test_an_account_that_moves_more_often_than_the_log_has_lines_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book, "LOG_LINES", 1)
    run = next(run for run in map(begun, range(100)) if _moves(run) > 1)

    with pytest.raises(LogTooShort, match="room for 1"):
        book.replay(columns([begun_again(run)]), run.until.toordinal(), run.order, run.terms, ageing_of(run))


def _moves(run: Run) -> int:
    run.to(run.until)
    return run.state[kernel.LINES]


def begun_again(run: Run) -> Run:
    return Run(run.account, run.until)


def test_the_second_process_need_not_translate_again(tmp_path: Path) -> None:
    program = "import tests.book.test_accounts as t; t.test_compiled_columns_say_what_plain_python_says([1]); " \
        "print(sum(t.book._compiled().stats.cache_hits.values()))"  # fmt: skip
    hits = [
        subprocess.run(
            [sys.executable, "-c", program], env=os.environ | {"XDG_CACHE_HOME": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)},
            check=True, capture_output=True, text=True,
        ).stdout.strip()
        for _ in range(2)
    ]  # fmt: skip

    assert hits == ["0", "1"]


def test_where_nothing_can_be_kept_it_is_translated_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))

    assert kept("accounts", __file__) is None
