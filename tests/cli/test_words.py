"""`duly words`: a sentence for people, lines for machines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from duly.cli import register

DULY = register.application()


def words(*given: str, stdin: str = "") -> Result:
    return CliRunner().invoke(DULY, ["words", *given], input=stdin)


def test_a_threat_is_marked_where_it_stands_with_its_rule_and_a_lawful_alternative() -> None:
    said = words("再不还钱我们就上门找你家里人好好谈谈")

    assert said.exit_code == 1
    assert "【" in said.stdout
    assert "F-THREAT CN-COMM-01" in said.stdout
    assert "可以说 Say instead" in said.stdout


def test_a_kind_sentence_passes() -> None:
    assert words("您可以申请分期，我们一起看看").exit_code == 0


def test_each_line_has_one_answer_in_order_and_a_broken_one_is_flagged() -> None:
    lines = [
        json.dumps({"text": "先找朋友借点把我们的还了"}),
        "{broken",
        json.dumps({"text": "敢投诉就把你交给法务重办", "context": {"speaker": "debtor"}}),
        json.dumps({"text": "您好", "context": {"speaker": "ghost"}}),
    ]

    told = [json.loads(line) for line in words("-", stdin="\n".join(lines)).stdout.splitlines()]

    assert [one["flag"] for one in told] == [True, True, False, True]
    assert "F-BORROW" in told[0]["codes"]
    assert "fault" in told[1]
    assert "ghost" in told[3]["fault"]


def test_a_file_that_is_not_text_ends_with_two(tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes(b"\xff\xfe\xfa")

    assert words(str(tmp_path / "latin")).exit_code == 2


@pytest.mark.parametrize("given", ["", "  ", "docs", "nothing.jsonl"])
def test_what_is_no_sentence_and_no_file_is_refused(given: str) -> None:
    assert words(given).exit_code == 2


def test_a_page_of_plain_text_is_answered_line_by_line_with_one_hint(tmp_path: Path) -> None:
    """Every line has its answer, flagged as never heard; a person is told once what the file should be."""
    (tmp_path / "page.md").write_text("# A page\n\nof plain text\n", encoding="utf-8")

    said = words(str(tmp_path / "page.md"))

    assert [json.loads(line)["flag"] for line in said.stdout.splitlines()] == [True, True]
    assert said.stderr.count("is no JSON object") == 1
    assert 'duly words "…"' in said.stderr
    assert said.exit_code == 2


@pytest.mark.parametrize("line", ['"您好"', "7", "[]", "null", "{}", '{"text": 7}', '{"text": "您好", "context": 3}'])
def test_a_line_that_asks_nothing_is_flagged_with_its_fault(line: str) -> None:
    good = json.dumps({"text": "您可以申请分期，我们一起看看"})

    said = words("-", stdin=f"{good}\n{line}\n")
    told = [json.loads(one) for one in said.stdout.splitlines()]

    assert [one["flag"] for one in told] == [False, True]
    assert told[1]["fault"]
    assert said.exit_code == 0


@pytest.mark.parametrize("nothing", ["", "\n \n"])
def test_an_empty_stream_is_no_answer(nothing: str) -> None:
    said = words("-", stdin=nothing)

    assert said.exit_code == 2
    assert "nothing was asked" in said.stderr
