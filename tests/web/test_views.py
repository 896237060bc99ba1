"""Views of the lists on their pages: filtered, kept, found in the palette, thrown away."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from duly.desk import stopping
from duly.rules.rights import Role
from duly.store.models import View
from tests.desk.house import MORNING, House
from tests.web.test_console import client_of, settings_clock
from tests.web.test_roles import somebody

assert settings_clock


@pytest.fixture(autouse=True)
def morning(settings_clock: None) -> None:
    """Ten past ten."""


def main_of(client: Client, where: str) -> str:
    page = re.sub(r'value="[^"]{40,}"', "", client.get(where).content.decode())  # a form's token may spell anything
    return page[page.index("<main") : page.index("</main>")]


def test_the_worklist_is_filtered_by_reason_and_province(agent: Client, house: House) -> None:
    ref = house.borrower.ref

    shown = {
        asked: ref in main_of(agent, f"/worklist?{asked}")
        for asked in ("why=likely_to_worsen", "why=about_to_roll", "region=33", "region=31", "region=x", "why=%00")
    }

    assert shown == {
        "why=likely_to_worsen": True, "why=about_to_roll": False, "region=33": True, "region=31": False, "region=x": True,
        "why=%00": True,
    }  # fmt: skip


def test_complaints_are_filtered_by_kind_and_subject(house: House) -> None:
    house.listed()
    stopping.complain(house.borrower, topic="conduct", at=MORNING, by=house.agent)
    client = client_of(somebody(house, Role.COMPLAINTS))

    shown = {
        asked: house.borrower.ref in main_of(client, f"/complaints?{asked}")
        for asked in ("kind=complaint", "kind=dispute", "about=conduct", "about=amount", "kind=complaint&about=conduct")
    }

    assert list(shown.values()) == [True, False, True, False, True]


def test_a_view_is_kept_shown_in_the_palette_and_thrown_away_once(agent: Client, house: House) -> None:
    form = {"page": "worklist", "name": "<b>浙江</b>", "only": "all", "region": "33", "evil": "1"}

    kept = agent.post("/views/keep", form)
    home = agent.get("/account").content.decode()
    one = View.objects.get()
    answers = [agent.post(f"/views/{one.id}/throw-away").status_code for _ in range(2)]

    assert (kept.status_code, kept.headers["Location"]) == (302, "/worklist?only=all&region=33")
    assert 'href="/worklist?only=all&amp;region=33"' in home
    assert "视图：&lt;b&gt;浙江" in home
    assert answers == [302, 404]


def test_a_view_without_a_name_or_of_no_page_is_refused_with_a_way_back(agent: Client) -> None:
    forms = ({"page": "worklist"}, {"page": "nowhere", "name": "x"}, {}, {"page": "worklist", "name": "x\x00"})
    answers = [agent.post("/views/keep", form) for form in forms]

    assert [one.status_code for one in answers] == [422, 422, 422, 422]
    assert 'href="/worklist"' in answers[0].content.decode()
    assert not View.objects.exists()


def test_a_foreign_view_is_answered_like_none(agent: Client, house: House) -> None:
    agent.post("/views/keep", {"page": "worklist", "name": "私用"})
    other = client_of(House.opened(2).agent)

    assert "私用" in agent.get("/worklist").content.decode()
    assert "私用" not in other.get("/worklist").content.decode()
    assert other.post(f"/views/{View.objects.get().id}/throw-away").status_code == 404
    assert View.objects.count() == 1
