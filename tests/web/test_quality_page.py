"""What a checker is shown of a call before they score it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from duly.core.carrier import Receipt
from duly.desk import contact, outcomes
from duly.desk.outcomes import Told
from duly.rules.rights import Role
from duly.store.models import Attempt, Result
from tests.desk.house import MORNING, UP, House
from tests.web.test_console import client_of, settings_clock
from tests.web.test_roles import somebody

assert settings_clock


@pytest.fixture(autouse=True)
def morning(settings_clock: None) -> None:
    """Ten past ten."""


def called(house: House, note: str = "") -> Result:
    house.listed()
    made = contact.reserve(borrower_id=house.borrower.id, proposed=house.call(), systems=UP)
    assert isinstance(made, Attempt)
    contact.carry(made, at=MORNING)
    contact.note(made, Receipt("conversation", answered=True, effective=True), at=MORNING)
    told, at = Told(code="abuse", note=note), MORNING + timedelta(minutes=3)
    return outcomes.write(attempt=made, told=told, at=at, by=house.agent)


def test_a_checker_sees_the_result_the_note_the_words_to_be_said_and_the_way_to_the_case(house: House) -> None:
    house.lender.complaint_line, house.lender.hotline = "400-100-2001", "95000"
    house.lender.save()
    made = called(house, "对方说下周再谈。")

    page = client_of(somebody(house, Role.QUALITY)).get(f"/quality/{made.id}").content.decode()

    wanted = ("对方说下周再谈。", "/case/", "辱骂", "3 分钟", "这通电话会录音", "电话开场，第 1 版", "没有录音可听")
    assert [one for one in wanted if one not in page] == []
    assert "call_opening" not in page


def test_a_call_without_a_note_says_so(house: House) -> None:
    made = called(house)

    assert "没有写催记" in client_of(somebody(house, Role.QUALITY)).get(f"/quality/{made.id}").content.decode()
