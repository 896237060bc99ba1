"""State machines: a table of moves, which is the documentation, the diagram and the test at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class NoSuchMove(ValueError):
    """Something that cannot happen in this state; the text names what can."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What may happen to a noun, and where that leads. Nothing else may.

    In a state of `ends` nothing is waited for any more; what leads out of it takes something back, or begins anew.
    """

    noun: str
    start: StrEnum
    moves: Mapping[tuple[str, str], StrEnum]
    ends: tuple[StrEnum, ...]

    def after(self, state: str, event: str) -> StrEnum:
        """The state that follows. Raises NoSuchMove."""
        found = self.moves.get((state, event))
        if found is None:
            can = ", ".join(self.possible(state))
            raise NoSuchMove(
                f"“{event}” 不能发生在“{state}”的 {self.noun} 上；可以发生的：{can or '无，已是终局'} "
                f'"{event}" cannot happen to a {self.noun} that is {state}; what can: {can or "nothing, it is final"}'
            )
        return found

    def possible(self, state: str) -> tuple[str, ...]:
        """What may happen in this state, by name."""
        return tuple(sorted(event for was, event in self.moves if was == state))

    @property
    def states(self) -> tuple[StrEnum, ...]:
        """Every state, in the order in which the table leads there."""
        return tuple(dict.fromkeys((self.start, *self.moves.values())))
