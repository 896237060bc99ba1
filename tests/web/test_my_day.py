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
from tests.desk import agencies, visits
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


def test_whoever_asked_for_a_visit_sees_how_it_was_decided(house: House) -> None:
    house.listed()
    visit = visits.ordered(house)

    page = client_of(visit.ordered_by).get("/").content.decode()

    assert visit.number in page
    assert f'href="/visits/{visit.id}"' in page


def test_a_visitor_is_told_how_many_visits_there_are_today(house: House) -> None:
    house.listed()

    assert "<b>0</b><span>今天要去的外访" in client_of(somebody(house, Role.VISITOR)).get("/").content.decode()


def test_an_operator_sees_who_can_sign_in_and_how_to_add_somebody(house: House) -> None:
    house.listed()

    page = client_of(somebody(house, Role.OPERATOR)).get("/").content.decode()

    assert "能登录的人" in page
    assert 'href="/staff"' in page


def test_the_day_is_said_as_somebody_would_say_it(house: House) -> None:
    client = client_of(somebody(house, Role.AUDITOR))

    zh, en = (client.get("/", headers={"accept-language": lang}).content.decode() for lang in ("zh-hans", "en"))

    assert "x，今天是 2026 年 11 月 25 日，星期三" in zh
    assert "x, Wednesday 25 November 2026" in en
