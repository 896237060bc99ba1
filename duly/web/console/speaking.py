"""What an agent may say in this case, in the approved words, with the amounts the account gives."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings

from duly.core.day import day_of
from duly.core.money import Money
from duly.desk.calling import CONTACT, GUARDIAN
from duly.nightly.words import Two
from duly.rules.templates import library
from duly.rules.templates.faults import TemplateRefused
from duly.rules.templates.render import render
from duly.rules.templates.required import kinds
from duly.rules.templates.template import Template
from duly.store.models import Borrower, Lender, Loan, User
from duly.web.account import Untold, told_account
from duly.web.console.templatetags.duly import is_english
from duly.web.console.words import PRODUCTS

# words that say on whose behalf somebody of an agency calls
BY_AGENCY = ("call_opening", "call_opening_guardian", "third_party_call")
NOBODY = "某某"  # stands in the words until somebody looks who it is


def speaking(
    user: User, borrower: Borrower, *, day: date, at: datetime, addressed: str = "", to: str = ""
) -> dict[str, Any]:
    """The opening, and what is said once it is known who speaks; a fault where one cannot be said.

    `to` is the role of whoever is called, "" being the borrower: a guardian hears of the borrower's debt as the one who
    acts for them, in words of its own.
    """
    to_guardian = "_guardian" if to == GUARDIAN else ""
    shown: dict[str, Any] = {"borrower": borrower, "addressed": addressed, "to_guardian": bool(to_guardian)}
    said = _spoken(f"call_opening{to_guardian}", _who(user, addressed or NOBODY), user, day)
    opening = _masked(said, addressed)
    try:
        owed = _owed(borrower, day, at)
    except Untold as untold:
        return shown | {"opening": opening, "after": {"fault": str(untold)}}
    after = _spoken(f"call_after_check{to_guardian}", _who(user, addressed) | owed, user, day)
    return shown | {"opening": opening, "after": after}


def relaying(user: User, *, day: date, person: str = "") -> dict[str, Any]:
    """What is said to a contact person: who is sought, and not a word of why."""
    lender = _lender(user)
    values = {"brand": lender.brand, "staff_name": user.name, "person": person or NOBODY, "hotline": lender.hotline}
    return {"relay": _masked(_spoken("third_party_call", values, user, day), person), "addressed": person}


def _masked(words: dict[str, Any], person: str) -> dict[str, Any]:
    """With a blank for the name until somebody has looked who it is."""
    return words if person or "text" not in words else words | {"text": words["text"].replace(NOBODY, "＊＊＊")}


def said_in(
    caller: User, borrower: Borrower, *, day: date, at: datetime, to: str = ""
) -> list[tuple[Two, dict[str, Any]]]:
    """The approved words of a call that was made, nobody's name in them: what it is held against afterwards."""
    if to == CONTACT:
        return [(Two("请联系人转告", "To a contact person"), relaying(caller, day=day)["relay"])]
    told = speaking(caller, borrower, day=day, at=at, to=to)
    return [
        (Two("先核对身份", "Identity first"), told["opening"]),
        (Two("确认身份之后", "Once it is known who speaks"), told["after"]),
    ]


def _spoken(kind: str, values: Mapping[str, Any], user: User, day: date) -> dict[str, Any]:
    """The text of a template in the language of the page, a paragraph a line; or why there is none."""
    by_agency = "_agency" if user.agency_id and kind in BY_AGENCY else ""
    template = library.load()[f"{kind}{by_agency}.{'en' if is_english() else 'zh'}"]
    values = {name: value for name, value in values.items() if name in template.names and value != ""}
    named = {"template": template.id, "called": _called(template)}
    try:
        return {"text": render(template, values, on=_words_of(day))} | named
    except TemplateRefused as refused:
        return {"fault": str(refused)} | named


def _called(template: Template) -> Two:
    """What the words are called, for whom, and their version."""
    kind, version = kinds()[template.kind], template.version
    zh, en = ("（对监护人）", " to a guardian") if "_guardian" in template.id else ("", "")
    zh, en = (f"{zh}（受托机构）", f"{en} by an agency") if "_agency" in template.id else (zh, en)
    return Two(f"{kind.zh}{zh}，第 {version} 版", f"{kind.en}{en}, version {version}")


def _words_of(day: date) -> date:
    """The day whose approved words are used: in a demonstration, which replays an earlier day, today's."""
    return day_of(settings.WALL_CLOCK()) if settings.DEMO else day


def _who(user: User, addressed: str) -> dict[str, Any]:
    lender = _lender(user)
    return {
        "lender": lender.name, "staff_number": user.username, "addressed": addressed, "hotline": lender.hotline,
        "complaint_line": lender.complaint_line, "agency": user.agency.name if user.agency else "",
    }  # fmt: skip


def _lender(user: User) -> Lender:
    lender = user.lender or (user.agency and user.agency.lender)
    assert isinstance(lender, Lender)
    return lender


def _owed(borrower: Borrower, day: date, at: datetime) -> dict[str, Any]:
    """The loan that is latest, part by part. Raises Untold."""
    answer = told_account(borrower, day)["answer"]
    late = max(answer["debts"], key=lambda debt: debt["days_past_due"] or 0)
    loan = Loan.objects.filter(borrower=borrower, ref=late["id"]).first()
    if loan is None:
        raise Untold(f"{late['id']}: 台账与作业台不一致 the book and the desk differ")
    due, currency, product = late["due"], answer["currency"], PRODUCTS[loan.product]
    return {
        "product": product.en if is_english() else product.zh, "contract_end": loan.contract_end,
        "due_day": date.fromisoformat(late["past_due_since"] or str(day)), "as_of": at,
        "principal": Money(due["principal"], currency), "interest": Money(due["interest"], currency),
        "fees": Money(due["fee"] + due["penalty"], currency), "total": Money(due["total"], currency),
    }  # fmt: skip
