"""A secret does not get out by itself."""

from __future__ import annotations

import copy
import json
import pickle
import traceback

import pytest

from duly.core.secret import Secret, secret

SAID = "13800138000"
KEPT = Secret(SAID)


@pytest.mark.parametrize("shown", [repr(KEPT), str(KEPT), f"{KEPT}", f"{KEPT:>40}", repr([KEPT]), repr({"a": KEPT})])
def test_it_prints_as_stars(shown: str) -> None:
    assert SAID not in shown
    assert "***" in shown


def test_it_says_what_it_is_when_it_is_asked() -> None:
    assert KEPT.reveal() == SAID
    assert secret(SAID) == KEPT == secret(KEPT)
    assert len({KEPT, secret(SAID), secret("other")}) == 2
    assert KEPT != SAID


@pytest.mark.parametrize("write", [pickle.dumps, json.dumps, copy.deepcopy], ids=["pickle", "json", "copy"])
def test_it_is_not_written_down(write: object) -> None:
    with pytest.raises(TypeError):
        write(KEPT)  # type: ignore[operator]


def test_a_traceback_with_every_local_value_does_not_tell_it() -> None:
    def fails(number: Secret) -> None:
        raise ValueError(f"{number} cannot be dialled")

    try:
        fails(KEPT)
    except ValueError as fault:
        told = "".join(traceback.TracebackException.from_exception(fault, capture_locals=True).format())

    assert "number = Secret(***)" in told
    assert SAID not in told
