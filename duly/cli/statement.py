"""`duly statement`: what is owed and why, line by line, to the cent; on a terminal, as a page, as a PDF, as JSON."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn

import typer

from duly.cli.account import WRITTEN, FileArgument, answer_all, answered, asked_of
from duly.cli.home import HomeFlag
from duly.cli.streams import opened, refuse_empty
from duly.rules.account.asked import Refused

REFUSED, DIFFERS = 2, 1
AMOUNT = re.compile(r"([0-9]{1,11})(?:\.([0-9]{2}))?")
Lang = Literal["zh", "en"]
Told = dict[str, Any]


def statement(
    file: FileArgument = "-",
    demo: Annotated[
        bool, typer.Option("--demo", help="虚构的借款人，两笔债务 An invented borrower, two debts")
    ] = False,
    home: HomeFlag = None,
    borrower: Annotated[
        str | None,
        typer.Option("--borrower", metavar="ID", help="从台账：借款人或借据 Out of the book: borrower or loan"),
    ] = None,
    day: Annotated[str | None, typer.Option("--day", help="已关闭的业务日 Closed business day, YYYY-MM-DD")] = None,
    what_if: Annotated[
        list[str] | None,
        typer.Option(
            "--what-if", metavar="AMOUNT", help="如果今天还这么多，如 500 或 500.00；可重复 If so much were paid today"
        ),
    ] = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="写成网页 Write a page")] = None,
    pdf: Annotated[Path | None, typer.Option("--pdf", metavar="FILE", help="写成 PDF Write a PDF")] = None,
    certificate: Annotated[
        Path | None,
        typer.Option(
            "--certificate", metavar="VALUES", help="结清证明，值取自 JSON Certificate of settlement; values as JSON"
        ),
    ] = None,
    verify: Annotated[
        Path | None,
        typer.Option("--verify", metavar="FILE", help="核验 JSON、网页或 PDF Verify a statement: JSON, page or PDF"),
    ] = None,
    lang: Annotated[
        Lang | None, typer.Option("--lang", help="语言；文字缺省两种都有 Language; text is in both unless given")
    ] = None,
    as_json: Annotated[
        bool | None,
        typer.Option("--json/--text", help="JSON 或文字；缺省看是否终端 JSON or text; text on a terminal unless given"),
    ] = None,
) -> None:
    """对账单 A borrower's debts, every amount with its date, base, rate, days and clause; the cost beside its cap.

    退出码 Exit code: 0; 1 核验不符 a statement does not verify; 2 拒绝 refused.
    """
    form = _Form(lang, not sys.stdout.isatty() if as_json is None else as_json)
    if verify is not None:
        _verify(verify, form)
    elif demo or borrower is not None or html or pdf or certificate:
        ask = partial(_question, file, demo, home, borrower, day, what_if or [])
        form.guarded(lambda: _one(ask, form, html, pdf, certificate, quiet=as_json is None))
    elif day or home or what_if:
        form.guarded(lambda: _refuse("--borrower", None, "须指明借款人 needs a borrower", "--borrower ID"))
    else:
        _each(file, form)


class _Form:
    """How to answer: in which language, and as JSON or as text."""

    def __init__(self, lang: Lang | None, as_json: bool) -> None:
        self.lang, self.as_json = lang, as_json

    def guarded(self, work: Callable[[], None]) -> None:
        """Do it; what is refused is one JSON object, or a sentence for a reader, and exit code 2."""
        from duly.cli import faults

        try:
            work()
        except Refused as refused:
            self.refuse(refused)
        except Exception as fault:
            sentence = faults.told(fault)
            if sentence is None or not self.as_json:
                raise
            self.refuse(Refused("$", None, sentence, ""))

    def refuse(self, refused: Refused) -> NoReturn:
        self.tell_refusal(refused.told())
        raise typer.Exit(REFUSED)

    def tell_refusal(self, told: Told) -> None:
        error = told["error"]
        if self.as_json:
            typer.echo(WRITTEN.encode(told))
        else:
            typer.echo(f"错误 Error: {error['path']}: {error['message']}；可用 accepted: {error['accepted']}", err=True)

    def tell(self, told: Told) -> None:
        from duly.nightly.statement.text import both

        width = min(100, shutil.get_terminal_size().columns)
        typer.echo(WRITTEN.encode(told) if self.as_json else both(told, self.lang, max(width, 80)))


def _each(file: str, form: _Form) -> None:
    """Answer a file of questions: as lines of JSON, or one text after the other."""
    from duly.law import load
    from duly.rules.account.statement_answer import answer_statement

    answer = partial(answer_statement, law=load("cn"))
    if form.as_json:
        answer_all(file, answer)
        return
    told = [answered(given, answer) for given in _given(file)]
    for one in told:
        form.tell_refusal(one) if "error" in one else form.tell(one)
    if not told:
        refuse_empty(file)
    if any("error" in one for one in told):
        raise typer.Exit(REFUSED)


def _given(file: str) -> list[Any]:
    with opened(file) as stream:
        return list(asked_of(stream, file))


def _one(
    ask: Callable[[], Any], form: _Form, html: Path | None, pdf: Path | None, certificate: Path | None, *, quiet: bool
) -> None:
    """Answer one question in the forms that were asked for."""
    from duly.cli.progress import stages
    from duly.law import load
    from duly.nightly.statement.page import page
    from duly.nightly.statement.paper import paper
    from duly.rules.account.statement_answer import HASHED, answer_statement
    from duly.store import files

    question, law, lang = ask(), load("cn"), form.lang or "zh"
    if certificate is not None:
        _certify(question, certificate, form, html, pdf)
        return
    with stages("对账单 Statement", 1 + sum(path is not None for path in (html, pdf))) as done:
        told = answer_statement(question, law)
        done()
        if html is not None:
            files.write_text(html, page(told, lang), point="statement.html")
            done()
        if pdf is not None:
            files.write_bytes(pdf, paper(told, lang), point="statement.pdf")
            done()
    written = [path for path in (html, pdf) if path is not None]
    if not written or (form.as_json and not quiet):
        form.tell(told)
        return
    for path in written:
        typer.echo(f"{path}  {told['hash'][:HASHED]}")


def _question(
    file: str, demo: bool, home: Path | None, borrower: str | None, day: str | None, what_if: list[str]
) -> Any:
    """The one question: the invented one, one out of the book, or that of a file. Raises Refused."""
    from duly import wiring
    from duly.core.day import parse_day
    from duly.nightly import closed
    from duly.nightly import statement as shown
    from duly.nightly.accounts import statement_question

    if demo:
        question: Any = shown.demo()
    elif borrower is not None:
        if day is None:
            _refuse("--day", None, "须指明业务日 needs a business day", "--day YYYY-MM-DD")
        with closed.opened(wiring.home(home), parse_day(day)) as book:
            question = statement_question(book, borrower)
    else:
        asked = _given(file)
        if len(asked) != 1:
            _refuse("$", len(asked), "一次只写一份 one statement at a time", "1")
        question = asked[0]
    if isinstance(question, Refused):
        raise question
    return (
        question | {"what_if": [_minor(one) for one in what_if]} if what_if and isinstance(question, dict) else question
    )


def _minor(amount: str) -> int:
    found = AMOUNT.fullmatch(amount)
    if not found:
        _refuse("--what-if", amount, "不是金额 is no amount", "500 | 500.00")
    return int(found[1]) * 100 + int(found[2] or 0)


def _certify(question: Any, values: Path, form: _Form, html: Path | None, pdf: Path | None) -> None:
    """Print the certificate of a debt that has ended, or write it as a PDF in one language."""
    from duly.law import load
    from duly.nightly.statement.paper import certificate_paper
    from duly.rules.account.asked import parsed
    from duly.rules.account.certificate import certificate
    from duly.store import files

    given = parsed(values.read_bytes().decode("utf-8-sig", errors="replace"))
    made = {
        lang: certificate(question, given, lang=lang, law=load("cn"))
        for lang in ("zh", "en")
        if form.lang in (lang, None)
    }
    if html is not None:
        _refuse("--html", str(html), "证明没有网页 a certificate is no page", "--pdf FILE")
    if pdf is not None:
        lang = form.lang or "zh"
        issued_on = given.get("issued_on") or question["as_of"]
        files.write_bytes(pdf, certificate_paper(made[lang], issued_on=issued_on, lang=lang), point="certificate.pdf")
        typer.echo(pdf)
        return
    typer.echo(json.dumps({"certificate": made}, ensure_ascii=False) if form.as_json else "\n\n".join(made.values()))


def _verify(file: Path, form: _Form) -> None:
    """Say whether a statement holds, and end with 1 where it does not."""
    from duly.law import load
    from duly.nightly.statement.reading import verify

    def work() -> None:
        found = verify(file.read_bytes(), load("cn"))
        typer.echo(json.dumps(found.to_json(), ensure_ascii=False) if form.as_json else found.said())
        if not found.holds:
            raise typer.Exit(DIFFERS)

    form.guarded(work)


def _refuse(path: str, value: object, message: str, accepted: str) -> NoReturn:
    raise Refused(path, value, message, accepted)
