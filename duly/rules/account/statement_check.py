"""Whether a statement still says what it said when it was made, and whether the same figures come out again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from duly.law import Law
from duly.rules.account.asked import Refused
from duly.rules.account.statement_answer import answer_statement, hash_of

SHOWN_MOST = 20  # places in which two statements differ


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found: the hash it carries and the hash it has, the law then and now, and where the figures differ."""

    carried: str
    found: str
    law_then: str
    law_now: str
    differs: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return self.carried == self.found

    @property
    def agrees(self) -> bool:
        return not self.differs

    def to_json(self) -> dict[str, Any]:
        return {
            "hash_holds": self.is_whole,
            "figures_agree": self.agrees,
            "hash": self.carried,
            "hash_found": self.found,
            "law": self.law_then,
            "law_now": self.law_now,
            "differs": list(self.differs),
        }


def check_statement(told: Any, law: Law) -> Checked:
    """Hash a statement again, and answer again the question that it carries. Raises Refused for what is none."""
    for name in ("hash", "asked", "law"):
        if not isinstance(told, dict) or not isinstance(told.get(name), dict if name == "asked" else str):
            raise Refused(
                name, None, "不是对账单，或缺少这一项 no statement, or this is missing", "duly statement --json"
            )
    again = answer_statement(told["asked"], law)
    aside = ("hash", "id", "law")  # where the law changed and no figure with it, the figures agree
    ours, theirs = ({name: one[name] for name in one if name not in aside} for one in (again, told))
    differs = [path for path, _ in zip(_differs("", theirs, ours), range(SHOWN_MOST), strict=False)]
    return Checked(told["hash"], hash_of(told), told["law"], law.version, tuple(differs))


def _differs(path: str, told: Any, again: Any) -> Iterator[str]:
    """The places in which the two differ, the smallest that can be named."""
    if isinstance(told, dict) and isinstance(again, dict):
        for name in [*told, *(one for one in again if one not in told)]:
            yield from _differs(f"{path}.{name}" if path else str(name), told.get(name), again.get(name))
    elif isinstance(told, list) and isinstance(again, list) and len(told) == len(again):
        for at, (one, other) in enumerate(zip(told, again, strict=True)):
            yield from _differs(f"{path}[{at}]", one, other)
    elif told != again or type(told) is not type(again):
        yield path
