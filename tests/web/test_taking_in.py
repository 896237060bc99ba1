"""A complaint from the letter to the answer: taken in by whoever answers it, worked from its own page, brought back."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from duly.desk import stopping
from duly.rules.rights import Role
from duly.store.models import Complaint, Dispute, Entry, Note
from tests.desk.house import MORNING, House
from tests.web.test_console import client_of, settings_clock
from tests.web.test_roles import somebody

assert settings_clock
LETTER = "来信说每天接到五通电话，请书面答复。"


@pytest.fixture(autouse=True)
def morning(settings_clock: None) -> None:
    """Ten past ten."""


@pytest.fixture()
def handler(house: House) -> Client:
    house.listed()
    return client_of(somebody(house, Role.COMPLAINTS))


def take_in(client: Client, house: House, **changed: Any) -> Any:
    form = {"about": "complaint/conduct", "note": LETTER, "seen": "0", "loans": [str(house.loan.id)]} | changed
    return client.post(f"/complaints/take-in/{house.borrower.id}", form)


def test_a_letter_is_taken_in_by_whoever_answers_it_and_once(handler: Client, house: House) -> None:
    assert "/complaints/take-in" in handler.get("/complaints").content.decode()
    found = handler.get("/complaints/take-in", {"q": "LN1"})
    assert found.headers["Location"] == f"/complaints/take-in/{house.borrower.id}"

    first, again = take_in(handler, house), take_in(handler, house)

    made = Complaint.objects.get()
    assert (first.headers["Location"], again.status_code) == (f"/complaints/complaint/{made.id}", 409)
    assert (made.topic, made.loans) == ("conduct", [str(house.loan.id)])
    assert Note.objects.get().text == LETTER
    assert sum(one.said.get("stop") == "complaint" for one in Entry.objects.all()) == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"about": ""}, "about"), ({"about": "loan/conduct"}, "about"), ({"about": "dispute/conduct"}, "about"),
     ({"note": " "}, "note"), ({"note": "打 13800138000"}, "note")],
)  # fmt: skip
def test_what_lacks_comes_back_beside_its_field_with_what_was_written(
    handler: Client, house: House, changed: dict[str, str], field: str
) -> None:
    answer = take_in(handler, house, **changed)

    assert answer.status_code == 422
    assert f'id="{field}-fault"' in answer.content.decode()
    assert (Complaint.objects.count(), Dispute.objects.count(), Note.objects.count()) == (0, 0, 0)


def test_a_foreign_loan_is_never_what_somebody_complains_of(handler: Client, house: House) -> None:
    foreign = House.opened(2)

    assert take_in(handler, house, loans=[str(foreign.loan.id)]).status_code == 422


def test_a_dispute_is_taken_in_the_same_way(handler: Client, house: House) -> None:
    take_in(handler, house, about="dispute/amount", loans=[])

    assert (Dispute.objects.get().kind, Dispute.objects.get().loans) == ("amount", None)


def test_a_complaint_shows_what_was_said_what_is_owed_and_the_way_to_the_case(handler: Client, house: House) -> None:
    page = handler.get(take_in(handler, house).headers["Location"]).content.decode()

    assert all(one in page for one in (LETTER, "LN1", "¥1,200.00", "/case/", "所涉", "逐笔对账单"))
    statement = handler.get(f"/complaints/complaint/{Complaint.objects.get().id}/account").content.decode()
    assert "没有已日终的业务日" in statement


def test_without_words_noted_the_page_says_so(handler: Client, house: House) -> None:
    with stopping.locked(house.borrower.id) as borrower:
        made = stopping.complain(borrower, topic="conduct", at=MORNING, by=house.agent)

    assert "没有记下原话" in handler.get(f"/complaints/complaint/{made.id}").content.decode()


def test_an_answer_says_that_it_is_sent_by_hand_and_the_day_is_noted(handler: Client, house: House) -> None:
    where = take_in(handler, house).headers["Location"]
    assert "系统不会寄出" not in handler.get(where).content.decode()
    handler.post(f"{where}/act", {"event": "answer", "text": "已核实并致歉。", "seen": "0"})
    assert "系统不会寄出" in handler.get(where).content.decode()

    empty, kept = (handler.post(f"{where}/sent", {"sent": text}) for text in ("", "今天挂号信寄出"))

    assert (empty.status_code, kept.status_code) == (422, 302)
    assert "今天挂号信寄出" in handler.get(where).content.decode()


@pytest.mark.parametrize("role", [Role.AGENT, Role.COMPLIANCE, Role.OPERATOR])
def test_whoever_answers_no_complaints_takes_none_in_here(house: House, role: Role) -> None:
    house.listed()
    assert take_in(client_of(somebody(house, role)), house).status_code == 404
