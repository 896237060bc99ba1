"""Ninety days by files alone: facts in every morning, a plan out, and every close compared with a second opinion.

python examples/ninety_days --days 90 --people 300 --work ninety-days
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as parquet
from lender import Lender
from recomputed import EARLIEST, LATEST, Close

FIRST = date(2026, 7, 1)


class Differs(AssertionError):
    """The close and its recomputation do not agree."""


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--days", type=int, default=90)
    asked.add_argument("--people", type=int, default=300)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--work", type=Path, default=Path("ninety-days"), help="folder for files and home")
    given = asked.parse_args()
    lender = Lender(given.people, FIRST, given.days, given.seed)
    compared = 0
    for number in range(given.days):
        day = FIRST + timedelta(days=number)
        inbox, home = given.work / "in" / str(day), given.work / "home"
        rows = lender.hand_over(day, inbox)
        if rows:
            duly("intake", inbox, "--home", home)
        duly("night", "--day", day, "--home", home)
        folder = home / "days" / str(day)
        plan = read(folder, "planned")
        compared += compare(Close(lender.sent, day), folder, plan)
        permitted = sum(planned["verdict"] in ("allow", "warn") for planned in plan)
        print(f"{day}  {rows:>6,} rows in  {len(plan):>4} planned  {permitted:>4} permitted  close agrees", flush=True)
        lender.live(day, plan)
    print(f"{given.days} days, {compared:,} ages, reasons and verdicts compared: all agree")


def duly(*words: object) -> None:
    """Run a command of Duly as any scheduler would."""
    done = subprocess.run(
        [sys.executable, "-m", "duly.cli", *map(str, words)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"duly {' '.join(map(str, words))} failed:\n{done.stdout}{done.stderr}")


def read(folder: Path, table: str) -> list[dict]:
    return parquet.read_table(folder / f"{table}.parquet").to_pylist()


def compare(close: Close, folder: Path, plan: list[dict]) -> int:
    """Hold a closed day against its recomputation; return how many things were compared.

    Raises Differs, naming the first that differs.
    """
    aging = {row["loan_id"]: row for row in read(folder, "aging")}
    same("loans", set(aging), set(close.aging))
    for loan_id, mine in close.aging.items():
        same(loan_id, {name: aging[loan_id][name] for name in mine}, mine)
    treatments = {row["borrower_id"]: row for row in read(folder, "treatments")}
    peace = close.peace()
    same("borrowers", set(treatments), set(peace))
    for borrower_id, reason in peace.items():
        judge_treatment(borrower_id, treatments[borrower_id], reason)
    for planned in plan:
        judge_planned(planned, peace, close)
    summary = json.loads((folder / "summary.json").read_text("utf-8"))
    totals = close.totals()
    same("summary", {name: (summary["loans"] | summary["money"])[name] for name in totals}, totals)
    return len(aging) + len(treatments) + len(plan)


def judge_treatment(borrower_id: str, treatment: dict, reason: str | None) -> None:
    if reason is not None:
        same(borrower_id, (treatment["treatment"], treatment["reason"]), ("leave_in_peace", reason))
    elif treatment["treatment"] == "leave_in_peace":  # what only the score or the addresses can tell
        same(borrower_id, treatment["reason"] in ("likely_to_pay", "no_lawful_address"), True)


def judge_planned(planned: dict, peace: dict[str, str | None], close: Close) -> None:
    who = planned["contact_id"]
    same(f"{who}: left in peace", peace[planned["borrower_id"]], None)
    permitted = planned["verdict"] in ("allow", "warn")
    objections = close.objections(planned)
    same(f"{who}: permitted although {objections}", permitted and bool(objections), False)
    same(f"{who}: says why exactly where refused", bool(planned["refused_by"]), not permitted)
    if permitted:
        within = EARLIEST <= planned["earliest_minute"] < planned["latest_minute"] <= LATEST
        same(f"{who}: has a lawful window", within, True)


def same(what: str, duly_says: object, recomputed: object) -> None:
    if duly_says != recomputed:
        raise Differs(f"{what}\n  duly:       {duly_says}\n  recomputed: {recomputed}")


if __name__ == "__main__":
    main()
