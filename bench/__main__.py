"""Every benchmark, one after the other: `make bench`."""

from __future__ import annotations

import subprocess
import sys

BENCHES = ("night", "gate", "intake", "audit", "words", "accounts", "schedule", "desk", "record", "store", "loading")
ON_POSTGRESQL = ("desk", "record", "store", "loading")


def main() -> None:
    for name in BENCHES:
        print(f"\n=== {name}", flush=True)
        before = ["tools/postgresql"] if name in ON_POSTGRESQL else []
        subprocess.run([*before, sys.executable, "-m", f"bench.{name}"], check=True)


if __name__ == "__main__":
    main()
