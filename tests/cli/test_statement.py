"""`duly statement`: text for a reader, JSON for a program, files for whoever asks, and one refusal that says why."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2
import pytest
from typer.testing import CliRunner, Result

from duly.cli import register
from duly.nightly import business_day, closed
from duly.nightly.accounts import statement_question
from duly.nightly.statement import demo
from duly.store.lake import Home
from tests.homes import DAY, lay, small_book

DULY = register.application()
EXAMPLES = Path(__file__).parents[2] / "examples" / "statement"


def ask(*words: str | Path, given: str = "") -> Result:
    result = CliRunner().invoke(DULY, ["statement", *map(str, words)], input=given)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def refusal(*words: str | Path, given: str = "") -> dict[str, str]:
    result = ask(*words, given=given)
    assert result.exit_code == 2
    (line,) = result.stdout.splitlines()
    told: dict[str, str] = json.loads(line)["error"]
    assert set(told) == {"path", "value", "message", "accepted"}
    return told


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    class Unwatched:
        def starts(self, step: object, engine: object) -> None: ...

        def ends(self, step: object, ran: object) -> None: ...

    path = tmp_path_factory.mktemp("home")
    business_day.close(lay(path, small_book()), DAY, watcher=Unwatched())
    return path


class TestForms:
    def test_a_reader_is_told_in_chinese_then_in_english_or_in_one_of_them(self) -> None:
        both, zh, en = (ask("--demo", "--text", *lang).stdout for lang in ((), ("--lang", "zh"), ("--lang", "en")))

        assert both == f"{zh}\n{en}"
        assert zh.startswith("对账单  2026-11-26  应还 3,520.97 元\n")
        assert en.startswith("Statement of account  2026-11-26  CNY 3,520.97 is due\n")

    def test_a_program_is_told_in_json_one_line_a_question(self) -> None:
        told = [json.loads(line) for line in ask(given=json.dumps([demo(), demo()])).stdout.splitlines()]

        assert told[0] == told[1] == json.loads(ask("--demo").stdout)
        assert told[0]["asked"] == demo()

    def test_several_questions_are_several_texts_and_a_refused_one_is_counted(self) -> None:
        result = ask("--text", "--lang", "en", given=json.dumps([demo(), {"currency": 7}, demo()]))

        assert result.exit_code == 2
        assert result.stdout.count("Statement of account") == 2
        assert "错误 Error: " in result.stderr

    def test_a_page_and_a_pdf_are_written_and_verify(self, tmp_path: Path) -> None:
        page, pdf = tmp_path / "s.html", tmp_path / "s.pdf"

        result = ask("--demo", "--html", page, "--pdf", pdf, "--lang", "en")

        told = json.loads(ask("--demo").stdout)
        assert result.stdout == f"{page}  {told['hash'][:16]}\n{pdf}  {told['hash'][:16]}\n"
        for file in (page, pdf):
            assert json.loads(ask("--verify", file).stdout)["holds"] is True
        assert json.loads(ask("--demo", "--html", page, "--json").stdout) == told

    def test_a_question_of_ones_own_is_answered_in_the_same_forms(self, tmp_path: Path) -> None:
        page = tmp_path / "s.html"

        assert ask(EXAMPLES / "settled.json", "--html", page).exit_code == 0
        assert "应还 0.00 元" in page.read_text("utf-8")

    def test_what_if_may_be_asked_in_yuan(self) -> None:
        told = json.loads(ask("--demo", "--what-if", "500", "--what-if", "12.34", "--json").stdout)

        assert [one["payment"] for one in told["what_if"]] == [50_000, 1_234]


class TestVerifying:
    def test_a_changed_statement_ends_with_1_and_says_where(self, tmp_path: Path) -> None:
        file = tmp_path / "s.json"
        file.write_text(ask("--demo").stdout.replace('"total":238296', '"total":238297'), "utf-8")

        result = ask("--verify", file, "--text")

        assert result.exit_code == 1
        assert "✗ 内容与哈希不一致" in result.stdout
        assert "debts[0].due.total" in result.stdout

    def test_what_is_no_statement_is_refused(self, tmp_path: Path) -> None:
        file = tmp_path / "s.json"
        file.write_text("{}", "utf-8")

        assert refusal("--verify", file)["path"] == "hash"
        assert "没有这个文件" in refusal("--verify", tmp_path / "none")["message"]


class TestOutOfTheBook:
    def test_a_borrower_of_a_closed_day_has_a_statement(self, home: Path) -> None:
        told = json.loads(ask("--home", home, "--borrower", "B020", "--day", DAY, "--json").stdout)

        with closed.opened(Home(home), DAY) as day:
            assert told["asked"] == statement_question(day, "B020")
        assert told["reference"] == "B020"

    def test_who_is_not_in_the_book_and_which_day_is_not_closed_is_said(self, home: Path) -> None:
        assert "NOBODY" in refusal("--home", home, "--borrower", "NOBODY", "--day", DAY)["message"]
        assert "2026-09-30" in refusal("--home", home, "--borrower", "B020", "--day", "2026-09-30")["message"]
        assert refusal("--home", home, "--borrower", "B020")["path"] == "--day"
        assert refusal("--home", home, "--day", DAY)["path"] == "--borrower"


class TestCertificate:
    def test_a_settled_debt_is_certified_in_both_languages(self) -> None:
        told = json.loads(ask(EXAMPLES / "settled.json", "--certificate", EXAMPLES / "certificate.json").stdout)

        assert set(told["certificate"]) == {"zh", "en"}
        assert "共还款3,073.90元" in told["certificate"]["zh"]

    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_on_paper_it_says_the_same_words(self, lang: str, tmp_path: Path) -> None:
        words = (EXAMPLES / "settled.json", "--certificate", EXAMPLES / "certificate.json", "--lang", lang)
        text = json.loads(ask(*words).stdout)["certificate"][lang]

        assert ask(*words, "--pdf", tmp_path / "c.pdf").exit_code == 0

        (leaf,) = pypdfium2.PdfDocument(tmp_path / "c.pdf")
        assert "".join(leaf.get_textpage().get_text_range().split()) == "".join(text.split())
        assert refusal(*words, "--html", tmp_path / "c.html")["path"] == "--html"

    def test_an_open_debt_is_refused_with_the_reason(self, tmp_path: Path) -> None:
        values = json.loads((EXAMPLES / "certificate.json").read_text("utf-8")) | {"debt": "HX-7741"}
        (file := tmp_path / "values.json").write_text(json.dumps(values), "utf-8")

        told = refusal("--demo", "--certificate", file)

        assert (told["path"], told["value"]) == ("HX-7741", 303_490)
        assert "还欠 3,034.90，其中应还 1,138.01" in told["message"]


@pytest.mark.parametrize(("words", "given", "path"), [
    (("--html", "x.html"), "[]", "$"), (("--html", "x.html"), "{}\n{}", "$"), (("--pdf", "x.pdf"), "nothing", "$"),
    (("--demo", "--what-if", "5.5"), "", "--what-if"), (("--demo", "--what-if", "-1"), "", "--what-if"),
    (("--demo", "--what-if", "0"), "", "what_if[0]"), (("--certificate", EXAMPLES / "settled.json"), json.dumps(demo()), "borrower"),
])  # fmt: skip
def test_a_question_that_cannot_be_answered_is_one_refusal(words: tuple[str, ...], given: str, path: str) -> None:
    assert refusal(*words, given=given)["path"] == path


def test_a_page_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    assert "没有这个文件或目录" in refusal("--demo", "--html", tmp_path / "none" / "s.html")["message"]
    assert list(tmp_path.iterdir()) == []
