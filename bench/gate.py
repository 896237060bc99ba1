"""The gate beside its peer: verdicts a second, for a column of contacts and for one.

A verdict is one contact, asked all rules, with the list of the rules that refuse it written. The peer is zen-engine,
asked an equivalent table of forty rows in collect mode, each row one rule's condition written by hand.

    python -m bench.gate [--rows 4000000]
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from bench.gate_table import FIELDS, TABLE
from duly import law as laws
from duly.book.masks import words_of, words_packed
from duly.book.verdicts import verdicts_query
from duly.rules.compliance import RULES, Rule, gate, judge_facts
from duly.rules.compliance.cn.pack import SENDING
from duly.rules.compliance.cn.sending import VOCABULARY
from duly.store import engine as engines
from tests.facts import SENDING_ORDINARY, columns_of

LAW = laws.load("cn")
CONDITIONS = 40
FEW = 20_000
SOME = 2_000
THREADS = 2
DAY = date(2026, 3, 2)


def likely(rows: int, seed: int) -> dict[str, np.ndarray[Any, Any]]:
    """Facts as a book has them: nine in ten contacts are free of objections, a fact in a few thousand is unknown."""
    dice = np.random.default_rng(seed)
    drawn: dict[str, np.ndarray[Any, Any]] = {}
    for name, fact in VOCABULARY.items():
        common = SENDING_ORDINARY[name]
        other: list[Any] = list(fact.values) or ([not common] if isinstance(common, bool) else [0, 1, 2, 3, 4])
        choices = np.array([common, *other, None], dtype=object)
        odds = dice.random(rows)
        picked = np.where(odds < 0.002, dice.integers(1, 1 + len(other), rows), 0)
        drawn[name] = choices[np.where(odds > 0.9998, len(choices) - 1, picked)]
    drawn["channel"] = np.array(["voice", "sms", "ai_voice", "push"], dtype=object)[dice.integers(0, 4, rows)]
    drawn["local_minute"] = dice.integers(480, 1290, rows).astype(object)
    drawn["day"] = np.full(rows, DAY, dtype=object)
    return drawn


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds on the clock, and seconds of processor; on a machine shared with others only the second is ours."""

    wall: float
    cpu: float


def fastest(run: Callable[[], object], times: int = 3) -> Taken:
    """The fastest of a few runs."""
    taken = []
    for _ in range(times):
        began, used = time.perf_counter(), time.process_time()
        run()
        taken.append(Taken(time.perf_counter() - began, time.process_time() - used))
    return min(taken, key=lambda one: one.wall)


def columns(rows: int, rules: tuple[Rule, ...]) -> float:
    """Verdicts a second over columns in memory, with the ids of who refuses, beside the floor of a copy."""
    bound = gate(LAW, rules)
    engine = engines.connect()
    engine.execute(f"SET threads = {THREADS}")
    engine.register("drawn", columns_of(likely(min(rows, 200_000), seed=1)))
    engine.execute(
        f"CREATE TABLE facts AS {words_packed('drawn', VOCABULARY.values())}, range({max(1, rows // 200_000)})"
    )
    engine.execute("UPDATE facts SET row_no = rowid")
    asked = verdicts_query(LAW, "facts", "row_no", rules, DAY)
    answered = f"SELECT max(row_no), {', '.join(f'bit_xor({word})' for word in words_of(bound))} FROM ({asked})"
    written = f"CREATE OR REPLACE TABLE verdicts AS SELECT row_no, verdict, refused_by FROM ({asked})"
    verdicts = fastest(lambda: engine.execute(answered).fetchall())
    lists = fastest(lambda: engine.execute(written).fetchall())
    floor = fastest(lambda: engine.execute("CREATE OR REPLACE TABLE copied AS FROM verdicts").fetchall())
    found = engine.execute("SELECT count(*), count(*) FILTER (verdict <> 'allow') FROM verdicts").fetchone()
    assert found is not None
    judged, refused = found
    print(f"  {len(rules)} rules, {judged:,} contacts, {refused / judged:.1%} not plainly allowed")
    told("all rules answered", judged, verdicts)
    told("and lists written", judged, lists)
    told("floor: copy the lists", judged, floor)
    return float(judged / lists.wall)


def told(what: str, rows: int, taken: Taken) -> None:
    busy = rows * THREADS / taken.cpu / 1e6
    print(
        f"    {what:24}{rows / taken.wall / 1e6:7.2f} M/s by the clock, {busy:7.2f} M/s by {THREADS} whole processors"
    )


def one_by_one() -> float:
    """Verdicts a second for one contact, with findings, reasons and retry instants where a rule objects."""
    drawn = likely(FEW, seed=2)
    records = [dict(zip(drawn, values, strict=True)) for values in zip(*drawn.values(), strict=True)]
    judge_facts(records[0], LAW)
    return FEW / fastest(lambda: [judge_facts(facts, LAW) for facts in records]).wall


def peer() -> tuple[float, float]:
    """Decisions a second of zen-engine on its table, and of the same rows as our own compiled conditions."""
    import zen

    drawn = likely(SOME, seed=2)
    asked = [
        dict(zip(drawn, values, strict=True)) | {"day": "2026-03-02"} for values in zip(*drawn.values(), strict=True)
    ]
    records = [{name: facts[name] for name in FIELDS} for facts in asked]
    decision = zen.ZenEngine().create_decision(json.dumps(TABLE))
    theirs = SOME / fastest(lambda: [decision.evaluate(facts) for facts in records]).wall
    bound = gate(LAW, RULES[:CONDITIONS])
    ours = SOME / fastest(lambda: [bound.masks(facts, DAY) for facts in asked]).wall
    return theirs, ours


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=4_000_000)
    rows = parser.parse_args().rows
    print("gate 闸口")
    forty = columns(rows, RULES[:CONDITIONS])
    columns(rows, RULES)
    whole = columns(rows, SENDING)
    scalar = one_by_one()
    theirs, masks = peer()
    print(f"  columns, {CONDITIONS} rules      {forty / 1e6:8.2f} M/s   bar 5 M/s   {forty / 5e6:6.2f} × the bar")
    print(f"  the whole China pack   {whole / 1e6:8.2f} M/s   bar 3 M/s   {whole / 3e6:6.2f} × the bar")
    print(f"  one by one, reasons    {scalar:10,.0f} /s   bar 20,000 /s   {scalar / 20_000:6.2f} × the bar")
    print(f"  zen-engine, {len(TABLE['nodes'][1]['content']['rules'])} rows    {theirs:10,.0f} /s")
    print(f"  one by one / zen-engine   {scalar / theirs:8.1f} ×   (bare masks {masks / theirs:.1f} ×)")
    print(f"  columns / zen-engine      {forty / theirs:8.0f} ×")


if __name__ == "__main__":
    main()
