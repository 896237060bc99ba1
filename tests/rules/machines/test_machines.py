"""State machines of the desk."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly.core.machine import Machine, NoSuchMove
from duly.rules.machines import MACHINES, plan
from duly.rules.machines.attempt import ATTEMPT, Event, State
from duly.rules.machines.plan import PLAN
from duly.rules.machines.words import BrokenWords, load, words

EACH = pytest.mark.parametrize("machine", MACHINES, ids=lambda each: each.noun)


def reachable(machine: Machine, start: str) -> set[str]:
    reached = {start}
    for _ in machine.moves:
        reached |= {to for (was, _), to in machine.moves.items() if was in reached}
    return reached


def test_what_cannot_happen_is_refused_with_what_can() -> None:
    with pytest.raises(NoSuchMove, match="cancel, carry, lapse"):
        ATTEMPT.after(State.RESERVED, Event.REACHED)


def test_what_is_final_says_so() -> None:
    with pytest.raises(NoSuchMove, match="it is final"):
        ATTEMPT.after(State.CLOSED, Event.CARRY)


@EACH
def test_every_state_can_be_reached_from_the_start(machine: Machine) -> None:
    assert reachable(machine, machine.start) == set(machine.states)


@EACH
def test_from_every_state_there_is_a_way_to_an_end(machine: Machine) -> None:
    assert set(machine.ends) <= set(machine.states)
    for state in machine.states:
        assert reachable(machine, state) & set(machine.ends), state


@EACH
def test_nothing_ends_before_it_began(machine: Machine) -> None:
    assert machine.start not in machine.ends


@EACH
def test_only_an_end_may_be_without_a_way_out(machine: Machine) -> None:
    assert all(machine.possible(state) for state in machine.states if state not in machine.ends)


@EACH
@given(dice=st.randoms(use_true_random=False))
def test_however_it_goes_a_noun_is_where_its_moves_led(machine: Machine, dice: object) -> None:
    """Any walk: each event that is possible leads on, each other is refused, and the state stays known."""
    state = machine.start
    for _ in range(20):
        can = machine.possible(state)
        for event in {event for _, event in machine.moves} - set(can):
            with pytest.raises(NoSuchMove):
                machine.after(state, event)
        if not can:
            assert state in machine.ends
            return
        state = machine.after(state, dice.choice(can))  # type: ignore[attr-defined]
        assert state in machine.states


def test_what_may_have_left_never_comes_back_as_if_it_had_not() -> None:
    """Ranks only go up: after it is carried an attempt is never reserved again."""
    assert State.RESERVED not in ATTEMPT.moves.values()
    assert all(was == State.RESERVED for (was, _), to in ATTEMPT.moves.items() if to == State.LAPSED)


def test_a_plan_is_in_force_only_after_the_borrower_said_yes() -> None:
    yes = {plan.Event.ACCEPT, plan.Event.SIGN}
    into = {event for (was, event), to in PLAN.moves.items() if to in plan.IN_FORCE and was not in plan.IN_FORCE}

    assert into - yes == {plan.Event.PAID_IN_TIME, plan.Event.UNPAID, plan.Event.RESTORE}  # where it had been before


class TestWords:
    def test_every_state_and_event_has_its_words(self) -> None:
        assert set(words()) == {machine.noun for machine in MACHINES}
        assert words()["plan"].states["in_grace"].zh == "宽限期内"

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("plan: {}", "lacks"),
            ("promise:\n  noun: [a, b]\n  states: {}\n  events: {}", "promise: states"),
            ("promise:\n  noun: a\n  states: {open: [a, b], kept: [a, b], broken: [a, b], withdrawn: [a, b]}\n"
             "  events: {paid_in_part: [a, b], paid_in_full: [a, b], grace_ended: [a, b], withdraw: [a, b], unpaid: [a, b]}", "write"),
        ],
    )  # fmt: skip
    def test_words_that_do_not_fit_are_refused(self, text: str, says: str) -> None:
        with pytest.raises(BrokenWords, match=says):
            load(text, [machine for machine in MACHINES if machine.noun == "promise"])
