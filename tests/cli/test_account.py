"""`duly allocate` and `duly age`: one answer a question, and one refusal that says where and why, whatever is sent."""

from __future__ import annotations

import json
from copy import deepcopy
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from duly.cli import register
from tests.rules.account import drawn

DULY = register.application()
COMMANDS = ("allocate", "age")
GOOD: dict[str, Any] = {
    "id": "A1",
    "currency": "CNY",
    "as_of": "2026-03-01",
    "instalments": [
        {"no": 1, "due_on": "2026-01-10", "principal": 1000},
        {"no": 2, "due_on": "2026-02-10", "principal": 500},
    ],
    "penalty": {"annual_rate_bp": 1825},
    "allocation": {"order": ["principal"]},
    "ageing": {"ranges": [{"name": "M1", "first": 1, "last": 30}]},
    "events": [{"id": "p", "kind": "payment", "on": "2026-01-12", "amount": 400}],
}


def ask(command: str, given: str) -> Result:
    result = CliRunner().invoke(DULY, [command], input=given)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def refusal(given: str, command: str = "allocate") -> dict[str, Any]:
    """The one refusal that is told."""
    result = ask(command, given)
    assert result.exit_code == 2
    (line,) = result.stdout.splitlines()
    told: dict[str, Any] = json.loads(line, parse_constant=pytest.fail)["error"]
    assert set(told) == {"path", "value", "message", "accepted"}
    assert any("\u4e00" <= sign <= "\u9fff" for sign in told["message"]), told
    return told


def changed(path: str, value: Any) -> str:
    """The good question with another value at a path such as `instalments.0.no`."""
    question = deepcopy(GOOD)
    here: Any = question
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in way:
        here = here[step]
    here[last] = value
    return json.dumps(question)


@pytest.mark.parametrize(
    "given", [json.dumps(GOOD), json.dumps(GOOD, indent=1), json.dumps([GOOD]), f"\n{json.dumps(GOOD)}\n"]
)
@pytest.mark.parametrize("command", COMMANDS)
def test_one_question_has_one_answer_however_it_is_written(command: str, given: str) -> None:
    result = ask(command, given)

    assert result.exit_code == 0
    assert json.loads(result.stdout)["id"] == "A1"


@pytest.mark.parametrize(("path", "value", "at", "accepted"), [
    ("currency", "cny", "currency", "three capital letters"),
    ("currency", None, "currency", "文本 text"),
    ("as_of", "2026-02-30", "as_of", "YYYY-MM-DD"),
    ("as_of", "2026-02-03T00:00:00", "as_of", "YYYY-MM-DD"),
    ("as_of", 0, "as_of", "YYYY-MM-DD"),
    ("as_of", "1969-12-31", "as_of", "≥ 1970-01-01"),
    ("as_of", "2200-01-01", "as_of", "≤ 2199-12-31"),
    ("id", True, "id", "文本 text"),
    ("bonus", 1, "bonus", "account-json.md"),
    ("instalments", [], "instalments | schedule | revolving", "one of them"),
    ("instalments", {}, "instalments", "数组 an array"),
    ("instalments.0", 7, "instalments[0]", "对象 an object"),
    ("instalments.0.principal", -1, "instalments[0].principal", "≥ 0"),
    ("instalments.0.principal", 1.0, "instalments[0].principal", "整数 a whole number"),
    ("instalments.0.principal", "1", "instalments[0].principal", "整数 a whole number"),
    ("instalments.0.principal", True, "instalments[0].principal", "整数 a whole number"),
    ("instalments.0.principal", 10**13 + 1, "instalments[0].principal", "≤ 10000000000000"),
    ("instalments.0.principal", 2**64, "instalments[0].principal", "≤ 10000000000000"),
    ("instalments.1.no", 1, "instalments[1].no", "each once"),
    ("penalty.annual_rate_bp", 7.2, "penalty.annual_rate_bp", "0–100000"),
    ("penalty.annual_rate_bp", "NaN", "penalty.annual_rate_bp", "948.22"),
    ("penalty.annual_rate_bp", "1e999999", "penalty.annual_rate_bp", "948.22"),
    ("penalty.annual_rate_bp", "0.00001", "penalty.annual_rate_bp", "948.22"),
    ("penalty.annual_rate_bp", -1, "penalty.annual_rate_bp", "948.22"),
    ("penalty.annual_rate_bp", 100_001, "penalty.annual_rate_bp", "100000"),
    ("penalty.days_in_year", 364, "penalty.days_in_year", "360"),
    ("penalty.base", [], "penalty.base", "≥ 1"),
    ("allocation.order", ["principal", "due.fee"], "allocation.order", "all with when"),
    ("allocation.order", ["principal", "principal"], "allocation.order[1]", "each once"),
    ("allocation.order", ["capital"], "allocation.order[0]", "penalty | fee | interest | principal"),
    ("ageing.ranges", [{"name": "a", "first": 5, "last": 4}], "ageing.ranges[0].last", "≥ 5"),
    ("ageing.ranges", [{"name": "a", "first": 1}, {"name": "b", "first": 9}], "ageing.ranges[0].last", "< 9"),
    ("ageing.pauses", [{"since": "2026-01-02", "until": "2026-01-01"}], "ageing.pauses[0].until", "≥ 2026-01-02"),
    ("events.0.amount", 0, "events[0].amount", "≥ 1"),
    ("events.0.amount", None, "events[0].amount", "必填"),
    ("events.0.kind", "gift", "events[0].kind", "payment"),
    ("events.0.currency", "USD", "events[0].currency", "CNY"),
    ("events.0.instalment", 9, "events[0].instalment", "instalments[].no"),
    ("events.0.part", "fee", "events[0].part", "leave it out"),
    ("events.0.recorded_on", "2026-01-11", "events[0].recorded_on", "≥ 2026-01-12"),
    ("events.0.note", "x" * 501, "events[0].note", "≤ 500"),
    ("events", [GOOD["events"][0]] * 2, "events[1].id", "each once"),
    ("events", [*GOOD["events"], {"id": "r", "kind": "reversal", "of": "q", "on": "2026-01-13"}], "events[1].of", "payment"),
    ("events", [*GOOD["events"], {"id": "r", "kind": "chargeback", "of": "p", "on": "2026-01-11"}], "events[1].on", "≥ 2026-01-12"),
    ("events", [*GOOD["events"], {"id": "r", "kind": "chargeback", "of": "p", "on": "2026-01-13", "amount": 401}], "events[1].amount", "≤ 400"),
    ("events.0", {"id": "n", "kind": "re_age", "on": "2026-01-12", "instalments": 2}, "events[0].first_due_on", "必填"),
    ("events.0", {"id": "n", "kind": "re_age", "on": "2026-01-12", "instalments": 2, "first_due_on": "2026-01-11"}, "events[0].first_due_on", "≥ 2026-01-12"),
    ("events.0", {"id": "n", "kind": "re_age", "on": "2026-01-12", "instalments": 1_201, "first_due_on": "2026-02-11"}, "events[0].instalments", "≤ 1200"),
    ("events.0", {"id": "n", "kind": "re_amortise", "on": "2026-01-12", "instalments": 2}, "events[0].instalments", "leave it out"),
    ("events.0", {"id": "n", "kind": "charge", "on": "2026-01-12", "part": "fee", "amount": 1, "due_on": "2026-01-11"}, "events[0].due_on", "≥ 2026-01-12"),
    ("events.0", {"id": "n", "kind": "charge", "on": "2026-01-12", "part": "fee", "amount": 1, "due_on": "2026-01-13", "instalment": 1}, "events[0].due_on", "none"),
    ("allocation.odd", "middle", "allocation.odd", "rounded"),
    ("allocation.charged_back", "nowhere", "allocation.charged_back", "next_due"),
    ("allocation.refund_beyond", "where_paid", "allocation.refund_beyond", "its_day"),
    ("ageing.pause_first_day", True, "ageing.pause_first_day", "counts"),
    ("events", [*GOOD["events"], *({"id": n, "kind": "reversal", "of": "p", "on": "2026-01-13"} for n in "rs")], "events[2].of", "once"),
])  # fmt: skip
@pytest.mark.parametrize("command", COMMANDS)
def test_a_wrong_field_is_refused_with_its_path_and_what_would_be_accepted(
    command: str, path: str, value: Any, at: str, accepted: str
) -> None:
    told = refusal(changed(path, value), command)

    assert told["path"] == at
    assert accepted in told["accepted"]


@pytest.mark.parametrize(("given", "at"), [
    ("{broken", "$"), ("7", "$"), ("null", "$"), ("[" * 100_000, "$"), ('{"a":' * 900 + "1" + "}" * 900, "$"),
    ('{"as_of": NaN}', "$"), ('{"as_of": 1e400}', "$"), ('{"as_of": ' + "9" * 5_000 + "}", "$"),
    ('{"id": "\\ud800"}', "$"), ('{"\\ud800": 1, "\\ud800": 2}', "?"),
    ('{"currency": "CNY", "currency": "USD"}', "currency"),
    ('{"allocation": {"order": ["fee"], "order": ["fee"]}}', "allocation.order"),
    ('{"events": [{}, {"id": "a", "id": "b"}]}', "events[1].id"),
])  # fmt: skip
def test_what_is_no_question_at_all_is_refused_in_one_line(given: str, at: str) -> None:
    assert refusal(given)["path"] == at


@pytest.mark.parametrize("given", ["", "\n\n", "[]"])
def test_an_empty_batch_is_no_success(given: str) -> None:
    result = ask("allocate", given)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "是空的，什么也没有问" in result.stderr


@pytest.mark.parametrize("batch", ["[{}, {}, {}]", "{}\n{}\n{}"], ids=["an array", "a line each"])
@pytest.mark.parametrize("bad", ['{"id": "B"}', '{"id": "B", "id": "B"}', '{"id": "B", "currency": 7}'])
def test_a_bad_item_does_not_stop_the_batch_but_is_counted(batch: str, bad: str) -> None:
    good = json.dumps(GOOD)

    result = ask("allocate", batch.replace("{}", "%s") % (good, bad, good))

    assert result.exit_code == 2
    assert ["error" in json.loads(line) for line in result.stdout.splitlines()] == [False, True, False]
    assert "共 3 问，拒绝 1 asked 3, refused 1" in result.stderr


def test_a_line_separator_within_text_ends_no_line() -> None:
    good = json.dumps(GOOD | {"id": "a\u2028b"}, ensure_ascii=False)

    assert ask("age", f"{good}\n{good}\n").exit_code == 0


ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.sampled_from([10**13, 10**13 + 1, 2**63, -1, 0, 1.5, "", "\ud800", "a.b", "2026-02-30"]),
    st.text(max_size=5), st.lists(st.integers(), max_size=2), st.dictionaries(st.text(max_size=3), st.none(), max_size=2),
)  # fmt: skip


def places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for name, one in inner for found in [(*way, name), *places(one, (*way, name))]]


def put_anywhere(question: Any, dice: Random, odd: Any, cut: bool) -> None:
    """Put something odd in some field of a question, or leave the field out."""
    *way, last = dice.choice(places(question))
    for step in way:
        question = question[step]
    if cut:
        del question[last]
    else:
        question[last] = odd


@settings(max_examples=120)
@given(st.randoms(use_true_random=False), ODD, st.booleans())
def test_whatever_stands_in_whatever_field_the_answer_is_one_object_and_no_traceback(
    dice: Random, odd: Any, cut: bool
) -> None:
    question = drawn.account(dice, events=3)
    put_anywhere(question, dice, odd, cut)

    for command in COMMANDS:
        (line,) = ask(command, json.dumps(question)).stdout.split("\n")[:-1]
        assert isinstance(json.loads(line, parse_constant=pytest.fail), dict)


@settings(max_examples=80)
@given(st.text(), st.integers(0, 500))
def test_broken_text_is_refused_and_nothing_breaks(text: str, at: int) -> None:
    good = json.dumps(GOOD)

    result = ask("age", (good[:at] + text + good[at:]).encode(errors="replace").decode())

    for line in result.stdout.split("\n")[:-1]:  # a line ends here and nowhere else
        json.loads(line, parse_constant=pytest.fail)


def test_a_field_that_an_event_has_no_use_for_is_told_as_it_was_written() -> None:
    told = refusal(changed("events.0", {"id": "s", "kind": "stop_accrual", "on": "2026-01-12", "amount": 5}))

    assert (told["path"], told["value"]) == ("events[0].amount", 5)
