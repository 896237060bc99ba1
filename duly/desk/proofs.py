"""The record of one borrower with what proves it: the seals of the days, and the way from its end to their roots."""

from __future__ import annotations

from datetime import date
from typing import Any

from duly.core.chain import path
from duly.core.day import day_of
from duly.desk.proving import Heads, heads_on
from duly.desk.record import leaf, told
from duly.store.models import Entry, Seal

LEAVES_MOST = 2_000_000  # heads of chains hashed for one pack: about eight seconds


def chain_of(chain: str) -> dict[str, Any]:
    """Every entry of a chain, every seal of the house, and a proof for those days that say most.

    That is the last sealed day, then those on which the chain grew, the latest first, as far as LEAVES_MOST goes.
    """
    entries = list(Entry.objects.filter(chain=chain).order_by("seq"))
    seals = list(Seal.objects.order_by("day"))
    proven = _proofs(chain, _chosen(seals, {day_of(one.at) for one in entries}))
    return {
        "chain": chain,
        "entries": [told(one) | {"hash": one.hash} for one in entries],
        "seals": [
            {"day": one.day.isoformat(), "chains": one.chains, "entries": one.entries, "root": one.root}
            | ({"proof": proven[one.day]} if one.day in proven else {})
            for one in seals
        ],
    }


def _chosen(seals: list[Seal], grew: set[date]) -> list[Seal]:
    """The seals to prove, oldest first."""
    newest_first = [*seals[-1:], *(one for one in reversed(seals[:-1]) if one.day in grew)]
    chosen: list[Seal] = []
    leaves = 0
    for one in newest_first:
        leaves += one.chains
        if chosen and leaves > LEAVES_MOST:
            break
        chosen.append(one)
    return chosen[::-1]


def _proofs(chain: str, seals: list[Seal]) -> dict[date, dict[str, Any]]:
    """By day: the last entry of the chain that day, and the steps from it to the root."""
    return {
        day: {"seq": heads[chain][0], "hash": heads[chain][1], "path": _path(heads, chain)}
        for day, heads in heads_on([one.day for one in seals])
        if chain in heads
    }


def _path(heads: Heads, chain: str) -> list[list[str]]:
    chains = sorted(heads)
    return [list(step) for step in path([leaf(one, *heads[one]) for one in chains], chains.index(chain))]
