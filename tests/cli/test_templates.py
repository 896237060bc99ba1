"""`duly templates`, as somebody at a terminal meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from duly.cli import register
from duly.rules.templates import BadTemplate, TemplateRefused, load

DULY = register.application()
DAY = ("--day", "2026-12-01")
LIBRARY = Path(__file__).parents[2] / "duly" / "rules" / "templates" / "library"
VALUES = {"brand": "安禾消金", "addressed": "林女士", "hotline": "400-100-2000"}


def templates(*given: str, stdin: str = "") -> Result:
    return CliRunner().invoke(DULY, ["templates", *given], input=stdin)


def test_the_list_says_of_every_template_whether_it_may_be_used() -> None:
    said = templates("list", *DAY)

    assert said.exit_code == 0
    assert all(one.id in said.stdout for one in load())
    assert said.stdout.count("获准 approved") == len(load())


@pytest.mark.parametrize("words", [("list",), ("show", "sms.zh"), ("check", str(LIBRARY / "sms.zh.yaml"))])
def test_an_approval_of_a_later_day_is_told_with_that_day(words: tuple[str, ...]) -> None:
    said = templates(*words, "--day", "2026-11-25").stdout

    assert "自 2026-11-26 起才获准 approved from 2026-11-26 on, not yet on 2026-11-25" in said
    assert "not approved" not in said
    assert "hash:" not in said  # the approval is for these words; only its day has not come


@pytest.mark.parametrize(
    ("text", "why"), [("", "是空的 is empty"), ("# nothing yet\n", "is empty"), ("- one\n", "holds no keys")]
)
def test_a_file_that_holds_no_template_is_told_so(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")

    said = str(templates("check", str(tmp_path / "own.yaml"), *DAY).exception)

    assert "own.yaml: " in said
    assert why in said
    assert "limit" not in said


def test_a_fault_in_a_folder_names_the_file(tmp_path: Path) -> None:
    text = (LIBRARY / "sms.zh.yaml").read_text("utf-8").replace("{hotline}", "{bogus}")
    (tmp_path / "of-ours.yaml").write_text(text, encoding="utf-8")

    assert str(templates("list", "--from", str(tmp_path), *DAY).exception).startswith("of-ours.yaml: sms.zh: text: ")


def test_show_gives_the_words_the_variables_and_the_clauses() -> None:
    said = templates("show", "third_party_call.zh", *DAY)

    assert load()["third_party_call.zh"].text in said.stdout
    assert "CN-PARTY-06" in said.stdout
    assert "staff_name: name" in said.stdout


def test_values_from_a_file_become_the_text(tmp_path: Path) -> None:
    file = tmp_path / "values.json"
    file.write_text(json.dumps(VALUES), encoding="utf-8")
    said = templates("render", "sms.zh", "--values", str(file), *DAY)

    assert said.exit_code == 0, said.output
    assert said.stdout.startswith("【安禾消金】林女士您好")
    assert "segments: 1" in said.stderr


def test_money_days_and_instants_are_read_from_json() -> None:
    values = {name: one.example["zh"] for name, one in load()["in_app.zh"].variables.items()}
    said = templates("render", "in_app.zh", "--values", "-", *DAY, stdin=json.dumps(values, default=str))

    assert "合计1,298.85元" in said.stdout
    assert "截至2026年12月1日 09:00（北京时间）" in said.stdout


@pytest.mark.parametrize("one", tuple(load()), ids=lambda one: one.id)
def test_every_example_is_shown(one) -> None:
    assert templates("render", one.id, "--example", *DAY).exit_code == 0


@pytest.mark.parametrize(
    ("values", "about"),
    [
        ({**VALUES, "hotline": "t.cn"}, "hotline"),
        ({**VALUES, "addressed": "林\n女士"}, "addressed"),
        ({**VALUES, "total": 1}, "total"),
        ({"brand": "安禾消金"}, "addressed"),
    ],
)
def test_a_refusal_names_what_is_at_fault_in_both_languages(values: dict[str, object], about: str) -> None:
    said = templates("render", "sms.zh", "--values", "-", *DAY, stdin=json.dumps(values))

    assert said.stdout == ""
    assert isinstance(said.exception, TemplateRefused)
    assert str(said.exception).startswith(f"{about}: ")


@pytest.mark.parametrize(
    ("given", "stdin"),
    [
        (("render", "sms.zh", "--values", "-"), "[1]"),
        (("render", "sms.zh", "--values", "-"), "{"),
        (("render", "sms.zh", "--values", "-"), '{"brand": "安禾", "brand": "别家"}'),
        (("render", "sms.zh", "--values", "nowhere.json"), ""),
        (("render", "poster.zh", "--example"), ""),
        (("show", "poster.zh"), ""),
        (("list", "--from", "nowhere"), ""),
        (("check", "nowhere.yaml"), ""),
    ],
)
def test_what_cannot_be_read_is_a_sentence_and_no_traceback(given: tuple[str, ...], stdin: str) -> None:
    said = templates(*given, *DAY, stdin=stdin)

    is_told = said.exit_code == 2 and "错误 Error: nowhere.json: 没有这个文件或目录" in said.stderr
    assert is_told or isinstance(said.exception, (BadTemplate, FileNotFoundError))


def test_values_and_example_are_not_both_given() -> None:
    for given in ((), ("--example", "--values", "-")):
        assert isinstance(templates("render", "sms.zh", *given, *DAY).exception, TemplateRefused)


def test_a_sound_file_passes_the_check() -> None:
    said = templates("check", str(LIBRARY / "sms.zh.yaml"), *DAY)

    assert said.exit_code == 0
    assert "complete" in said.stdout


def test_a_changed_file_is_told_what_it_lacks_and_the_hash_of_its_approval(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    text = (LIBRARY / "letter.zh.yaml").read_text("utf-8").replace("异议", "意见").replace("您好", "你这个老赖")
    file.write_text(text, encoding="utf-8")
    said = templates("check", str(file), *DAY)

    assert said.exit_code == 1
    assert "缺少 missing: 提出异议的办法 how to object — CN-LTR-01" in said.stdout
    assert "F-INSULT" in said.stdout
    assert 'hash: "' in said.stdout


def test_an_approval_with_the_hash_told_makes_the_file_usable(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    text = (LIBRARY / "sms.zh.yaml").read_text("utf-8").replace("id: sms.zh", "id: own.zh")
    file.write_text(text, encoding="utf-8")
    told = templates("check", str(file), *DAY).stdout.split('hash: "')[1].split('"')[0]
    file.write_text(text.replace(load()["sms.zh"].hash, told), encoding="utf-8")

    assert templates("check", str(file), *DAY).exit_code == 0
    assert templates("render", "own.zh", "--example", "--from", str(tmp_path), *DAY).exit_code == 0
