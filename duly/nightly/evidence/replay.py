"""Ask the judge again what was asked then, and see whether the answer is the same."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from duly import law as laws
from duly.rules.compliance.wire import answer

FOLDER = "clearances/"


@dataclass(frozen=True, slots=True)
class Replayed:
    """One decision asked again. `same` is None where its version of the law is not held here: it cannot be said."""

    clearance: str
    then: str  # version of the law
    here: str
    same: bool | None


def replayed(files: Mapping[str, bytes]) -> Iterator[Replayed]:
    """Ask again every question of a pack, of which `files` are the contents by name."""
    for name in sorted(files):
        if name.startswith(FOLDER):
            held: dict[str, Any] = json.loads(files[name])
            yield _again(held["clearance"], held["question"])


def _again(clearance: Mapping[str, Any], question: Any) -> Replayed:
    then, here = clearance["pack_version"], laws.load(question.get("pack", "cn")).version
    same = _plain(answer(question)) == clearance["answer"] if then == here else None
    return Replayed(clearance["id"], then, here, same)


def _plain(told: Mapping[str, Any]) -> Any:
    """As it comes back from where it is kept."""
    return json.loads(json.dumps(told, ensure_ascii=False))
