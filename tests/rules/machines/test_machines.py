"""State machines of the desk."""

from __future__ import annotations

import pytest

from duly.core.machine import Machine, NoSuchMove
from duly.rules.machines import MACHINES
from duly.rules.machines.attempt import ATTEMPT, Event, State


def test_what_cannot_happen_is_refused_with_what_can() -> None:
    with pytest.raises(NoSuchMove, match="cancel, carry, lapse"):
        ATTEMPT.after(State.RESERVED, Event.REACHED)


def test_what_is_final_says_so() -> None:
    with pytest.raises(NoSuchMove, match="it is final"):
        ATTEMPT.after(State.CLOSED, Event.CARRY)


@pytest.mark.parametrize("machine", MACHINES, ids=lambda each: each.noun)
def test_every_state_can_be_reached_from_the_start(machine: Machine) -> None:
    reached = {machine.start}
    for _ in machine.moves:
        reached |= {to for (was, _), to in machine.moves.items() if was in reached}

    assert reached == set(machine.states)


def test_what_may_have_left_never_comes_back_as_if_it_had_not() -> None:
    """Ranks only go up: after it is carried an attempt is never reserved again."""
    assert State.RESERVED not in ATTEMPT.moves.values()
    assert all(was == State.RESERVED for (was, _), to in ATTEMPT.moves.items() if to == State.LAPSED)
