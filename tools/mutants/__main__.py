"""Try every mutant of every pack, and say which no case catches."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import yaml
from rich.console import Console
from rich.progress import track
from rich.table import Table

from tools.mutants.cn import China
from tools.mutants.mutant import Mutant, Pack
from tools.mutants.uk import UnitedKingdom
from tools.mutants.us_regf import RegulationF

LEAST_CAUGHT = 0.95
EQUIVALENT = Path(__file__).with_name("equivalent.yaml")
PACKS: tuple[type[Pack], ...] = (China, RegulationF, UnitedKingdom)
Tried = list[tuple[Pack, Mutant]]


def equivalents() -> dict[str, str]:
    """Why no case catches a mutant, by its name."""
    read: dict[str, str] | None = yaml.safe_load(EQUIVALENT.read_text("utf-8"))
    return read or {}


def survivors(tried: Tried, console: Console) -> Tried:
    """The mutants that no case of their rule catches, nor any question."""
    tracked = track(tried, "变异 mutants", console=console, transient=True, disable=not console.is_terminal)
    return [(pack, each) for pack, each in tracked if not pack.catches(each)]


def table(tried: Tried, survived: Tried) -> Table:
    """How many were caught, folder by folder."""
    all_, left = Counter(each.folder for _, each in tried), Counter(each.folder for _, each in survived)
    told = Table("目录 folder", "变异 mutants", "发现 caught", "%")
    for folder in (*sorted(all_), "合计 all"):
        made, kept = (all_[folder], left[folder]) if folder in all_ else (len(tried), len(survived))
        told.add_row(folder, f"{made:,}", f"{made - kept:,}", f"{100 * (made - kept) / made:.1f}")
    return told


def too_few_caught(tried: Tried, survived: Tried) -> list[str]:
    """The packs of which fewer are caught than have to be."""
    all_, left = Counter(type(pack).__name__ for pack, _ in tried), Counter(type(pack).__name__ for pack, _ in survived)
    return [name for name, made in all_.items() if left[name] > made * (1 - LEAST_CAUGHT)]


def main() -> None:
    words = sys.argv[1:]
    tried = [
        (pack, each) for pack in (make() for make in PACKS) for each in pack.mutants()
        if not words or any(word in each.name for word in words)
    ]  # fmt: skip
    survived = survivors(tried, Console(stderr=True))
    reasons, names = equivalents(), {each.name for _, each in survived}
    console = Console(width=None if sys.stdout.isatty() else 100)
    console.print(table(tried, survived))
    for _, each in survived:
        print(f"{each.name}  [{reasons.get(each.name, '未发现 SURVIVES')}]")
    stale = sorted(name for name in reasons if name not in names and (not words or any(word in name for word in words)))
    for name in stale:
        print(f"{EQUIVALENT.name}: {name} 已被发现或不再存在 is caught now, or no longer made; take it out")
    few = too_few_caught(tried, survived)
    for pack in few:
        print(f"{pack}: 发现不足 fewer than {LEAST_CAUGHT:.0%} are caught")
    if stale or few or not tried or names - reasons.keys():
        raise SystemExit(1)


if __name__ == "__main__":
    main()
