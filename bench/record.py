"""The record worked out again: rows a second, beside hashing the same bytes and nothing else.

tools/postgresql python -m bench.record [--entries 1000000]
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duly.settings")
import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from duly.core.chain import FIRST, canonical, link  # noqa: E402
from duly.core.day import day_of  # noqa: E402
from duly.desk import record  # noqa: E402

START = datetime.fromisoformat("2026-01-05T02:10:00+00:00")
AGAIN = 5
OF_A_CHAIN = 20  # decisions about a borrower
COLUMNS = ("chain", "seq", "at", "act", "said", "before", "hash")


def entries(many: int) -> Iterator[tuple[Any, ...]]:
    """Refusals as the desk writes them, one chain after the other."""
    for no in range(many // OF_A_CHAIN):
        chain, before = str(UUID(int=no * 2**64 + no)), FIRST
        for seq in range(1, OF_A_CHAIN + 1):
            at = START + timedelta(days=seq, microseconds=no)
            said = {
                "clearance": str(UUID(int=no * 2**40 + seq)), "facts": sha256(chain.encode()).hexdigest(),
                "verdict": "deny", "rules": ["CN-TIME-01", "CN-TIME-02"], "law": "0123456789ab",
            }  # fmt: skip
            told = {"chain": chain, "seq": seq, "at": at.isoformat(), "by": None, "act": "refuse", "said": said}
            after = link(before, told)
            yield chain, seq, at, "refuse", canonical(said).decode(), before, after
            before = after


def verified() -> float:
    """How long it took to prove the whole record, in seconds."""
    began = time.perf_counter()
    broken = list(record.verify())
    assert broken == [], broken[:3]
    return time.perf_counter() - began


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--entries", type=int, default=1_000_000)
    given = asked.parse_args()
    assert connection.vendor == "postgresql", "tools/postgresql python -m bench.record"
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor, cursor.copy(f"COPY store_entry ({', '.join(COLUMNS)}) FROM STDIN") as copy:
        for row in entries(given.entries):
            copy.write_row(row)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE store_entry")  # as the database does by itself within a minute
    many = record.count()
    took = min(verified() for _ in range(AGAIN))
    print(f"record: {many / took:,.0f} entries/s on the clock, worked out in the database (best of {AGAIN})")
    began = time.perf_counter()
    sealed = record.seal(day_of(START + timedelta(days=OF_A_CHAIN)))
    assert sealed is not None
    print(f"  a day sealed over {sealed.chains:,} chains in {time.perf_counter() - began:.1f} s; ", end="")
    print(f"with its seal verified too: {many / verified():,.0f} entries/s")
    one = canonical({"chain": "c" * 36, "seq": 1, "at": "t" * 32, "by": None, "act": "refuse", "said": "s" * 220})
    began = time.perf_counter()
    for _ in range(100_000):
        sha256(one)
    floor = 100_000 / (time.perf_counter() - began)
    print(f"  floor, SHA-256 of as many bytes in one thread: {floor:,.0f}/s; ours is {many / took / floor:.0%} of it")


if __name__ == "__main__":
    main()
