"""The first page behind the door: every role finds there what waits for it, and nothing it may not open."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from duly.core.day import day_of
from duly.desk import calling, measures
from duly.desk import my_day as days
from duly.rules.rights import Role, may
from duly.store.models import Case
from duly.web.console.pages.my_day import DOORS
from tests.desk import agencies
from tests.desk.house import MORNING, UP, House, talks
from tests.web.test_console import client_of, settings_clock
from tests.web.test_roles import somebody

assert settings_clock


@pytest.fixture(autouse=True)
def morning(settings_clock: None) -> None:
    """Ten past ten."""


@pytest.mark.parametrize("role", Role)
def test_whatever_waits_leads_to_a_page_that_opens(house: House, role: Role) -> None:
    house.listed()
    client = client_of(somebody(house, role))

    page = client.get("/").content.decode()
    cards = re.findall(r'<a class="card[^"]*" href="([^"]+)"', page)

    assert len(cards) == sum(may(role, act) for act, _, _ in days.COUNTS.values())
    assert [client.get(where).status_code for where in cards] == [200] * len(cards)
    assert 'href="/"' in page


def test_everything_that_is_counted_has_its_door() -> None:
    assert DOORS.keys() == days.COUNTS.keys()


def test_whoever_reads_the_nights_sees_the_desks_day_so_far(house: House) -> None:
    house.listed()
    calling.call(user=house.agent, address=house.contact(), carrier=talks(), systems=UP, at=MORNING)
    page = client_of(somebody(house, Role.STRATEGY)).get("/").content.decode()
    assert [int(n) for n in re.findall(r'<div class="card"><b>(\d+)</b>', page)] == [
        measures.day_so_far(day_of(MORNING)).totals[one] for one in measures.MEASURES
    ]
    assert 'href="/night"' in page


def test_an_agencys_agent_sees_its_own_list_beside_a_case_and_on_the_day(agent: Client, house: House) -> None:
    firm = agencies.in_order(house)
    outside = client_of(agencies.somebody(house, Role.AGENCY_AGENT, 1, firm))
    agencies.place(house, firm)
    agencies.told(firm)

    day, case = outside.get("/").content.decode(), outside.get(f"/case/{Case.objects.get().id}").content.decode()

    assert "委托给本机构的" in day
    assert re.search(r"<b>1</b><span>委托给本机构的", day)
    assert house.borrower.ref in case[case.index('<ol class="queue">') : case.index("</ol>")]
