"""What a command is given to answer, in whichever way: a file, a pipe, nothing, a folder; each the same everywhere."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from dataclasses import dataclass

import pytest
from typer.testing import CliRunner

from duly.cli import register

DULY = [sys.executable, "-m", "duly.cli"]
COMMANDS = ("judge", "words", "schedule", "allocate", "age", "statement", "plan", "limitation")
QUESTION = json.dumps({"id": "问1", "text": "您可以申请分期"}, ensure_ascii=False)


@dataclass(frozen=True)
class Said:
    stdout: bytes
    stderr: bytes
    returncode: int


def run(*words: str, given: bytes = b"") -> Said:
    told = CliRunner().invoke(register.application(), list(words), input=given)
    return Said(told.stdout_bytes, told.stderr_bytes, told.exit_code)


@pytest.fixture(params=("judge", "words", "age"))  # one of each kind; the others share the mechanism of `age`
def command(request) -> str:
    return str(request.param)


@pytest.mark.parametrize(
    "written",
    [
        QUESTION.encode(),
        b"\xef\xbb\xbf" + QUESTION.encode(),
        QUESTION.encode("utf-16"),
        b"\xfe\xff" + QUESTION.encode("utf-16-be"),
        b"\r\n" + QUESTION.encode() + b"\r\n\r\n",
    ],
    ids=["UTF-8", "with a mark", "UTF-16", "UTF-16 big end first", "CRLF"],
)
def test_a_question_reads_the_same_however_it_is_written_and_wherever_it_comes_from(command, written, tmp_path) -> None:
    file = tmp_path / "asked"  # a name without an ending
    file.write_bytes(written)
    plain = run(command, "-", given=QUESTION.encode())

    for said in (run(command, str(file)), run(command, given=written)):
        assert said.stdout == plain.stdout
        assert said.returncode == plain.returncode
    assert len(plain.stdout.splitlines()) == 1


@pytest.mark.parametrize("each", COMMANDS)
def test_nothing_given_is_said_to_be_nothing_by_every_command(each, tmp_path) -> None:
    file = tmp_path / "asked.jsonl"
    file.write_bytes(b"\xef\xbb\xbf\r\n \n")

    for said in (run(each, str(file)), run(each, given=b"")):
        assert said.returncode == 2
        assert said.stdout == b""
        assert "是空的，什么也没有问 is empty; nothing was asked" in said.stderr.decode()


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ("nowhere.jsonl", "没有这个文件或目录"),
        ("nowhere/asked", "没有这个文件或目录"),
        ("a folder", "这里是目录，而需要的是文件"),
        ("gb", "请存为 UTF-8"),
        ("binary", "请存为 UTF-8"),
    ],
)
def test_what_cannot_be_read_is_named_with_the_reason_in_one_sentence(command, named, why, tmp_path) -> None:
    (tmp_path / "a folder").mkdir()
    (tmp_path / "gb").write_bytes(QUESTION.encode("gb18030"))
    (tmp_path / "binary").write_bytes(b'{"id": "\x00"}\n')

    said = run(command, str(tmp_path / named))

    assert said.returncode == 2
    assert said.stdout == b""
    assert why in said.stderr.decode()
    assert str(tmp_path / named) in said.stderr.decode()
    assert len(said.stderr.decode().splitlines()) == 1


def test_whoever_sits_at_a_terminal_is_told_that_the_command_waits_for_them(command) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen([*DULY, command], stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        os.close(theirs)
        os.write(ours, b"\x04")
        _, told = running.communicate(timeout=60)
    os.close(ours)

    assert "Ctrl-D" in told.decode()
    assert "请输入" in told.decode()


def test_a_closed_standard_input_is_an_empty_one(command) -> None:
    said = subprocess.run(f"{sys.executable} -m duly.cli {command} <&-", shell=True, capture_output=True, check=False)

    assert said.returncode == 2
    assert b"Traceback" not in said.stderr


@pytest.mark.parametrize("command", ["judge", "age"])
def test_one_broken_object_over_many_lines_is_one_question_and_broken_lines_are_many(command) -> None:
    whole = run(command, given=b'{\n "id": 1,\n "facts": {\n}\n')
    lines = run(command, given=b'{broken\n{"id": 1}\n{broken\n')

    assert len(whole.stdout.splitlines()) == 1
    assert len(lines.stdout.splitlines()) == 3


class TestWords:
    def test_hears_a_pipe_that_has_a_name(self) -> None:
        said = subprocess.run(
            ["bash", "-c", f"{sys.executable} -m duly.cli words <(echo '{QUESTION}')"], capture_output=True, check=False
        )

        assert json.loads(said.stdout)["flag"] is False

    @pytest.mark.parametrize("name", ["texts.txt", "texts.jsonl", "some/where/texts", "话术.csv"])
    def test_never_takes_the_name_of_a_file_that_is_not_there_for_a_harmless_sentence(self, name) -> None:
        assert run("words", name).returncode == 2

    @pytest.mark.parametrize("text", ["您好", "Pay.now or else", "详见 https://anhe.example/pay", "and/or", "字" * 400])
    def test_takes_a_sentence_for_a_sentence(self, text) -> None:
        assert run("words", text).returncode in (0, 1)

    @pytest.mark.parametrize("pack", ["uk", "us-regf", "nowhere"])
    def test_refuses_a_pack_that_holds_no_words(self, pack) -> None:
        said = run("words", "--pack", pack, "-", given=QUESTION.encode())

        assert said.returncode == 2
        assert "目前只有 cn 的用语 only cn holds words so far" in said.stderr.decode()
