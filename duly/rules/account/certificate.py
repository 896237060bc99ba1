"""The certificate of settlement: the approved text, with the figures of the account, for a debt that has ended.

A debt has ended when nothing of it is owed: it was paid, or what was left of it was waived. A write-off in the
lender's books ends nothing; the claim has to be given up, which is a waiver.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from duly.core.money import Money
from duly.law import Law
from duly.rules import templates
from duly.rules.account.asked import Asked, Day, Id, Refused, asked
from duly.rules.account.statement_answer import Stated, not_demanded, worked_out
from duly.rules.account.statement_wire import StatementQuestion
from duly.rules.account.statement_words import money
from duly.rules.templates import TemplateRefused

Lang = Literal["zh", "en"]
Short = Annotated[str, Field(min_length=1, max_length=100)]


class CertificateValues(Asked):
    """What a certificate needs and no account knows."""

    debt: Id | None = Field(default=None, description="哪一笔；只有一笔可不写 which debt, where there are several")
    borrower: Short = Field(description="借款人姓名 name of the borrower")
    contract_end: Short = Field(description="合同末四位 last four digits of the contract")
    certificate_number: Short = Field(description="证明编号 number of the certificate")
    hotline: Short = Field(description="官方热线 official hotline")
    issued_on: Day | None = Field(default=None, description="出具日，缺省为截至日 day of issue; else that asked about")


def certificate(question: Any, values: Any, *, lang: Lang, law: Law) -> str:
    """The text of the certificate. Raises Refused for a debt that has not ended, or a value that may not stand."""
    stated, given = asked(StatementQuestion, question), asked(CertificateValues, values)
    one = _meant(worked_out(stated, law), given.debt)
    _ended(one)
    issued_on = given.issued_on or stated.as_of
    if issued_on < stated.as_of:
        raise Refused("issued_on", str(issued_on), "早于截至日 before the day asked about", f"≥ {stated.as_of}")
    filled = {
        "lender": stated.lender,
        "product": one.debt.name,
        "paid_on": max(owed.cleared_on for owed in one.seen.instalments if owed.cleared_on),
        "paid_total": Money(paid_total(one), stated.currency),
        "issued_on": issued_on,
        **given.model_dump(include={"borrower", "contract_end", "certificate_number", "hotline"}),
    }
    try:
        return templates.render(templates.load()[f"settlement_certificate.{lang}"], filled, on=issued_on, law=law)
    except TemplateRefused as refused:
        raise Refused(refused.about, str(filled.get(refused.about)), str(refused), "duly templates show") from None


def paid_total(one: Stated) -> int:
    """What the borrower has paid towards the debt: less what was returned, refunded, or is still held for it."""
    moved = sum(entry.amount for entry in one.lines if entry.what in ("payment", "chargeback", "refund"))
    return -moved - one.seen.credit


def _meant(stated: list[Stated], name: str | None) -> Stated:
    known = " | ".join(one.debt.id for one in stated)
    if name is None and len(stated) > 1:
        raise Refused("debt", None, "有几笔债务，须指明 there are several debts; name one", known)
    for one in stated:
        if name in (None, one.debt.id):
            return one
    raise Refused("debt", name, "没有这笔债务 no such debt", known)


def _ended(one: Stated) -> None:
    """Raises Refused with the reason where something of the debt is owed, or nothing was ever cleared."""
    owed = sum(each.total for each in one.seen.instalments)
    if not owed and any(each.cleared_on for each in one.seen.instalments):
        return
    shown = money(owed)
    if not owed:
        why = "从未有过欠款 nothing was ever owed"
    elif any(event.kind == "write_off" for event in one.seen.events):
        why = (
            f"账上已核销，但债权仍保留，还欠 {shown}；放弃债权须另记减免 written off in the books, but the claim was "
            f"kept and {shown} is owed; giving it up is a waiver"
        )
    elif owed == sum(not_demanded(one).values()):
        why = (
            f"剩下的 {shown} 都超过上限、不得要求，请先减免 all that is left, {shown}, is above the cap; waive it first"
        )
    else:
        due = money(sum(one.due.values()))
        why = f"还欠 {shown}，其中应还 {due} {shown} is still owed, {due} of it due"
    raise Refused(one.debt.id, owed, f"尚未结清，不能出具：{why}", "0")
