"""`duly judge`: one answer a question, in order, whatever the questions are like."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from duly.cli import register

DULY = register.application()
EXAMPLE = json.loads(files("duly.rules.compliance.wire").joinpath("example.json").read_text("utf-8"))


def judge(*words: str, given: str = "") -> Result:
    return CliRunner().invoke(DULY, ["judge", *words], input=given)


def told(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize("given", [
    json.dumps(EXAMPLE),
    json.dumps(EXAMPLE, indent=2),
    json.dumps([EXAMPLE]),
    "\n" + json.dumps(EXAMPLE) + "\n",
], ids=["a line", "an object", "an array", "blank lines around"])  # fmt: skip
def test_one_question_has_one_answer_however_it_is_written(given: str) -> None:
    (answer,) = told(judge(given=given))

    assert answer["verdict"] == "deny"
    assert answer["rules"][0]["id"].startswith("CN-TIME")
    assert answer["next_allowed"] == "2026-11-26T08:00:00+08:00"


def test_a_broken_line_is_answered_with_a_refusal_and_the_stream_goes_on() -> None:
    good = json.dumps(EXAMPLE)

    answers = told(judge(given=f"{good}\n{{broken\n7\n{good}\n"))

    assert [answer["verdict"] for answer in answers] == ["deny"] * 4
    assert answers[1]["rules"][0]["id"] == answers[2]["rules"][0]["id"] == "QUESTION"
    assert answers[0] == answers[3]


@pytest.mark.parametrize(("once", "again", "path"), [
    ('"pack": "cn"', '"pack": "uk", "pack": "cn"', "pack"),
    ('"channel": "phone_call"', '"channel": "phone_call", "channel": "mail"', "facts.action.channel"),
    ('"id": "D1"', '"id": "D1", "dpd": 0, "dpd": 40', "facts.debts[0].dpd"),
])  # fmt: skip
def test_a_key_that_stands_twice_is_a_fault_of_its_line_alone(once: str, again: str, path: str) -> None:
    good = json.dumps(EXAMPLE)
    assert once in good

    answers = told(judge(given=f"{good.replace(once, again, 1)}\n{good}\n"))
    in_array = told(judge(given=f"[{good}, {good.replace(once, again, 1)}]"))

    assert [answers[0]["rules"][0]["clause"], in_array[1]["rules"][0]["clause"]] == [path, path]
    assert answers[1] == in_array[0] == told(judge(given=good))[0]


def test_a_line_nested_too_deeply_does_not_end_the_stream() -> None:
    answers = told(judge(given=f"{'[' * 100_000}\n{json.dumps(EXAMPLE)}\n"))

    assert [answer["verdict"] for answer in answers] == ["deny", "deny"]


def test_a_pack_of_the_flag_that_differs_from_the_questions_is_a_fault() -> None:
    (answer,) = told(judge("--pack", "us-regf", given=json.dumps(EXAMPLE)))

    assert answer["verdict"] == "deny"
    assert answer["rules"][0]["clause"] == "pack"


@pytest.mark.parametrize("pack", [[], ["us-regf"], {}, {"a": 1}, 0, True, ""])
def test_a_pack_that_is_no_name_blocks_and_is_not_taken_for_another(pack: object) -> None:
    (answer,) = told(judge(given=json.dumps({**EXAMPLE, "pack": pack})))

    assert answer["verdict"] == "deny"
    assert answer["rules"][0]["clause"] == "pack"


def test_an_unknown_pack_blocks_and_names_the_field() -> None:
    (answer,) = told(judge(given=json.dumps({**EXAMPLE, "pack": "mars"})))

    assert answer["verdict"] == "deny"
    assert answer["rules"][0]["clause"] == "pack"


def test_a_calculation_is_answered_in_the_same_envelope() -> None:
    asked = {"kind": "complaint_clock", "input": {"as_of": "2026-06-17", "received_on": "2026-06-01",
             "complexity": "simple", "extension": None, "answered_on": None}}  # fmt: skip

    (answer,) = told(judge(given=json.dumps(asked)))

    assert answer["result"] == {"due_on": "2026-06-16", "status": "breach"}


def test_only_a_stream_that_cannot_be_read_ends_with_two(tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes(b"\xff\xfe\xfa")

    assert judge(str(tmp_path / "nowhere")).exit_code == 2
    assert judge(str(tmp_path / "latin")).exit_code == 2


@pytest.mark.parametrize("nothing", ["", "\n \n", "[]"])
def test_a_stream_in_which_nothing_is_asked_is_no_answer(nothing: str) -> None:
    said = judge(given=nothing)

    assert said.exit_code == 2
    assert said.stdout == ""
    assert "什么也没有问" in said.stderr


def test_the_example_is_a_question_that_can_be_asked() -> None:
    shown = judge("--example")

    assert json.loads(shown.stdout) == EXAMPLE
    assert "duly judge --example | duly judge" in shown.stderr
    (answer,) = told(judge(given=shown.stdout))
    assert answer["verdict"] == "deny"


def test_people_read_the_clause_and_the_first_moment_in_both_languages() -> None:
    shown = judge("--example", "--explain").stdout

    assert "拒绝 refused" in shown
    assert "最早可联系 First allowed at: 2026-11-26T08:00:00+08:00" in shown
    assert "本机构规定，非法律 house rule, not law" in shown
