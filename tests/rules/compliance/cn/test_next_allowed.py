"""The first permitted instant is the one that somebody finds who asks again and again."""

from __future__ import annotations

import copy
from datetime import datetime, timedelta
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.compliance.cn.test_wire import PLAIN, asked

NOW = datetime.fromisoformat(PLAIN["facts"]["action"]["ts"])


def with_calls(dice: Random) -> dict[str, Any]:
    """An ordinary call after many others."""
    case = copy.deepcopy(PLAIN)
    address = case["facts"]["action"]["address"]
    case["facts"]["events"] = [
        {
            "ts": (NOW - timedelta(minutes=dice.randrange(10_000))).isoformat(), "channel": "phone_call",
            "direction": "outbound", "party": "P1", "collector": "L1", "address": address,
            "outcome": dice.choice(("no_answer", "no_answer", "busy", "conversation")),
        }
        for _ in range(dice.randrange(40))
    ]  # fmt: skip
    return case


def at(case: dict[str, Any], instant: datetime) -> dict[str, Any]:
    case["facts"]["action"]["ts"] = instant.isoformat()
    return asked(case)


@settings(max_examples=60)
@given(st.randoms(use_true_random=False))
def test_nothing_speaks_against_it_and_something_against_every_minute_before(dice: Random) -> None:
    case = with_calls(dice)

    offered = at(case, NOW)["next_allowed"]

    if offered is not None:
        until = datetime.fromisoformat(offered)
        assert at(case, until)["verdict"] == "allow"
        for _ in range(5):
            before = NOW + timedelta(minutes=dice.randrange(int((until - NOW) // timedelta(minutes=1)) + 1))
            assert before == until or at(case, before)["verdict"] != "allow", (before, until)
