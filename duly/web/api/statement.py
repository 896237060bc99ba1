"""What is owed and why: the statement as the house gives it, the borrower's own view, a certificate of settlement."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from duly.core.day import day_of
from duly.desk import case_file, record, timeline
from duly.desk.reach import case_of
from duly.law import load
from duly.nightly.statement.page import page
from duly.nightly.statement.paper import CannotPrint, certificate_paper, paper
from duly.nightly.statement.text import both
from duly.rules.account.certificate import certificate
from duly.rules.rights import Act
from duly.web.account import Untold, question_of, told_account
from duly.web.api import shapes, showing, shown
from duly.web.api.cases import CASE
from duly.web.api.problems import Problem, is_english
from duly.web.api.refusing import told
from duly.web.api.routes import a_file, hands, reads

router = Router(tags=["statement"])
HTML, TEXT, PDF = "text/html", "text/plain", "application/pdf"
WIDTH = 100  # of the text, in columns
Amount = Annotated[int | None, Query(ge=1, le=10**13, description="如果今天还这么多 if so much were paid today")]


class StatementShown(BaseModel):
    """The statement in its own contract (reference: account-json), with the hash by which it is verified."""

    statement: dict[str, Any]


class ContactShown(BaseModel):
    """One contact that was made, or may have been."""

    at: datetime
    kind: str
    state: str | None


class BorrowersView(BaseModel):
    """What the borrower would read of us: what is owed, who contacted them, what was agreed and what they said."""

    statement: dict[str, Any] | None = Field(description="现在算不出则为空 null where it cannot be told now")
    contacts: list[ContactShown]
    promises: list[shown.PromiseShown]
    stops: list[shown.StopShown]


class WantedCertificate(shapes.Taken):
    """What a certificate of settlement needs and no account knows."""

    borrower: Annotated[str, Field(min_length=1, max_length=100, pattern=shapes.NO_NUL)]
    contract_end: Annotated[str, Field(min_length=1, max_length=100, pattern=shapes.NO_NUL)]
    certificate_number: Annotated[str, Field(min_length=1, max_length=100, pattern=shapes.NO_NUL)]
    hotline: Annotated[str, Field(min_length=1, max_length=100, pattern=shapes.NO_NUL)]
    issued_on: date | None = None
    form: Literal["text", "pdf"] = "text"


@reads(router, CASE + "/statement", needs=(Act.SEE_CASE,), answers=StatementShown, refuses=(409,))
def statement(request: Any, case_id: UUID, what_if_minor: Amount = None) -> StatementShown:
    """对账单：每一分钱的日期、基数、利率、天数和条款，截至最近已关闭的业务日。查看留痕。
    The statement: every cent with its date, base, rate, days and clause, as of the last closed day. On the record.
    """
    return StatementShown(statement=_statement(request, case_id, what_if_minor))


@hands(router, CASE + "/statement/file", needs=(Act.SEE_CASE,), kinds=(PDF, HTML, TEXT), refuses=(409,))
def statement_file(
    request: Any, case_id: UUID, form: Literal["html", "text", "pdf"] = "pdf", what_if_minor: Amount = None
) -> HttpResponse:
    """对账单的网页、文字或 PDF，可核验。查看留痕。
    The statement as a page, a text or a PDF that can be verified. It is on the record.
    """
    made, lang = _statement(request, case_id, what_if_minor), _lang()
    if form == "html":
        return a_file(page(made, lang), HTML, f"statement-{case_id}.html")
    if form == "text":
        return a_file(both(made, lang, WIDTH) + "\n", TEXT, f"statement-{case_id}.txt")
    return a_file(_printed(made, lang), PDF, f"statement-{case_id}.pdf")


@reads(router, CASE + "/borrower-view", needs=(Act.SEE_CASE,), answers=BorrowersView)
def borrower_view(request: Any, case_id: UUID) -> BorrowersView:
    """借款人会看到的内容：欠多少、为什么、谁联系过、约定了什么。查看留痕。
    What the borrower would read: what is owed and why, who contacted them, what was agreed. It is on the record.
    """
    found = case_of(request.user, case_id)
    record.look(found.borrower, at=request.at, by=request.user, purpose="borrower_view")
    file = case_file.read(found, day_of(request.at))
    try:
        owed = told_account(found.borrower, day_of(request.at))["answer"]
    except Untold:
        owed = None
    whole = showing.case_shown(file, day_of(request.at), showing.masks_of(file))
    contacts = [
        ContactShown(at=one.at, kind=one.kind, state=getattr(one.noun, "state", None))
        for one in timeline.contacts(found.borrower)
    ]
    return BorrowersView(statement=owed, contacts=contacts, promises=whole.promises, stops=whole.stops)


@hands(
    router, CASE + "/loans/{uuid:loan_id}/settlement-certificate", needs=(Act.SEE_CASE,), kinds=(PDF, TEXT),
    one_of=(Act.PLAN, Act.ANSWER), refuses=(409,), method="POST",
)  # fmt: skip
def settlement_certificate(request: Any, case_id: UUID, loan_id: UUID, asked: WantedCertificate) -> HttpResponse:
    """结清证明：只给已结清的借据，金额出自账户。出具留痕；正文不保存。
    A certificate of settlement, for a loan that has ended, with the figures of its account. That it was issued is on
    the record; what stands in it is kept nowhere.
    """
    loan = showing.loan_of(request.user, case_id, loan_id)
    with told():
        question = question_of(loan.borrower, day_of(request.at))
        values = {"debt": loan.ref} | asked.model_dump(mode="json", exclude={"form"}, exclude_none=True)
        text = certificate(question, values, lang=_lang(), law=load("cn"))
    record.look(loan.borrower, at=request.at, by=request.user, purpose="settlement_certificate")
    if asked.form == "text":
        return a_file(text + "\n", TEXT, f"settlement-{loan_id}.txt")
    issued_on = asked.issued_on.isoformat() if asked.issued_on else question["as_of"]
    try:
        made = certificate_paper(text, issued_on=issued_on, lang=_lang())
    except CannotPrint:
        raise Problem("unprintable") from None
    return a_file(made, PDF, f"settlement-{loan_id}.pdf")


def _statement(request: Any, case_id: UUID, what_if_minor: int | None) -> dict[str, Any]:
    found = case_of(request.user, case_id)
    with told():
        made: dict[str, Any] = told_account(found.borrower, day_of(request.at), what_if_minor=what_if_minor)["answer"]
    record.look(found.borrower, at=request.at, by=request.user, purpose="statement")
    return made


def _printed(made: dict[str, Any], lang: str) -> bytes:
    try:
        return paper(made, lang)
    except CannotPrint:
        raise Problem("unprintable") from None


def _lang() -> Literal["zh", "en"]:
    return "en" if is_english() else "zh"
