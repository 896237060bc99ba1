"""A visitor's day on a telephone, in both languages; and the pages of those who order and switch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from threading import Thread
from types import SimpleNamespace
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from duly.desk import visits_on
from duly.store.models import Case, User
from tests.desk.house import MORNING, House
from tests.desk.visits import AT_THE_DOOR, WINDOW, called_before, noticed, people, switched_on, visitor
from tests.web.conftest import Tab
from tests.web.languages import ONE
from tests.web.test_visits import PLACE, put

WRITTEN = ("周明", "许静", "方远", "王静", "李宁", "王秀兰", "王**", PLACE, "浙江省杭州市", "小区东门", "如约示例银行")
PHONE = {"width": 390, "height": 844}


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture()
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The console over the test's own database, with a clock that the test moves."""
    from duly.web.wsgi import application

    monkeypatch.setenv("DULY_VAULT_KEY", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
    monkeypatch.setattr(settings, "DEMO", True)  # its words are those of the wall clock
    monkeypatch.setattr(settings, "WALL_CLOCK", lambda: WINDOW)
    monkeypatch.setattr(settings, "SESSION_COOKIE_SECURE", False)
    monkeypatch.setattr(settings, "CSRF_COOKIE_SECURE", False)
    server = make_server("127.0.0.1", 0, application, handler_class=Quiet)
    Thread(target=server.serve_forever, daemon=True).start()

    def at(now: datetime) -> None:
        monkeypatch.setattr(settings, "CLOCK", lambda: now)

    at(MORNING)
    yield SimpleNamespace(address=f"http://127.0.0.1:{server.server_port}", passwords={}, at=at)
    server.shutdown()
    server.server_close()


@pytest.fixture()
def opened(chromium: Any, site: Any) -> Iterator[Callable[..., Tab]]:
    """A browser in which somebody is signed in already."""
    made: list[Tab] = []

    def by(user: User, lang: str, size: dict[str, int] | None = None) -> Tab:
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        name = settings.SESSION_COOKIE_NAME
        one = Tab(chromium, site, lang)
        one.page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site.address}])
        if size:
            one.page.set_viewport_size(size)
        made.append(one)
        return one

    yield by
    for one in made:
        one.page.context.close()


def holds(one: Tab, lang: str) -> None:
    one.holds()
    if lang == "en":
        law = one.page.locator("[lang=zh-Hans]").all_inner_texts()
        lines = {line for text in law for line in text.split("\n")}
        one.english(*sorted({*WRITTEN, *lines}, key=len, reverse=True))


def press(one: Tab, button: str) -> None:
    one.page.click(button)
    one.page.wait_for_load_state("networkidle")


@ONE
def test_a_visitors_day_on_a_telephone(house: House, site: Any, opened: Callable[..., Tab], lang: str) -> None:
    visit = noticed(house)
    put(house)
    site.at(WINDOW - timedelta(hours=1))
    one = opened(visit.first, lang, PHONE)
    one.goto("/route")
    holds(one, lang)

    press(one, "form[action$='/set-out'] button")  # nobody has tried the recorder
    assert one.page.locator("[role=alert]").is_visible()
    one.faults = [said for said in one.faults if "422" not in said]
    holds(one, lang)
    one.page.check("[name=audio]")
    one.page.check("[name=video]")
    press(one, "form[action*='/recorder/'] button")
    press(one, "form[action$='/set-out'] button")
    press(one, "form[action$='/where'] button")
    assert PLACE in one.page.inner_text("main")
    holds(one, lang)

    site.at(AT_THE_DOOR)
    press(one, "form[action$='/arrive'] button")
    press(one, "form[action$='/start'] button")  # without a recorder that runs
    one.faults = [said for said in one.faults if "422" not in said]
    holds(one, lang)
    site.at(AT_THE_DOOR + timedelta(minutes=1))
    one.page.check("[name=recorder]")
    one.page.check("[name=dress]")
    press(one, "form[action$='/start'] button")
    holds(one, lang)
    one.page.check("[name=id_shown]")
    one.page.check("[value=door_refuses]")
    press(one, "form[action$='/result'] button")
    holds(one, lang)

    film = b"what the recorder saw"
    one.page.set_input_files("[data-hashes]", {"name": "REC-1.mp4", "mimeType": "video/mp4", "buffer": film})
    expect(one.page.locator("[name=sha256]")).to_have_value(sha256(film).hexdigest())
    holds(one, lang)
    one.page.fill("[name=file_id]", "NAS-1")
    press(one, "form[action$='/recording'] button")

    visit.refresh_from_db()
    assert visit.state == "refused_by_borrower"
    assert visit.recordings.get().sha256 == sha256(film).hexdigest()


@ONE
def test_legal_orders_a_visit_and_is_told_what_stands_against_it(
    house: House, site: Any, opened: Callable[..., Tab], lang: str
) -> None:
    house.listed()
    switched_on(house)
    called_before(house)
    put(house)
    legal = people(house)[2]
    visitor(house, 1)
    visitor(house, 2)
    from duly.desk import recorders

    recorders.enter("R-77", agency_id=None, at=MORNING, by=legal)
    one = opened(legal, lang)
    one.goto(f"/case/{Case.objects.get().id}/visit")
    holds(one, lang)
    for hour, until in (("20:00", "21:00"), ("10:00", "11:00")):
        one.page.fill("[name=day]", "2026-11-27")
        one.page.fill("[name=from]", hour)
        one.page.fill("[name=until]", until)
        one.page.select_option("[name=second]", index=1)
        one.page.fill("[name=because]", "x")
        press(one, "main form button.main")
        one.faults = [said for said in one.faults if "422" not in said]
        holds(one, lang)
    assert "/visits/" in one.page.url
    one.goto("/visits")
    holds(one, lang)


@ONE
def test_the_switch_says_that_visits_are_off(house: House, site: Any, opened: Callable[..., Tab], lang: str) -> None:
    one = opened(people(house)[0], lang)
    one.goto("/visits/switch")
    holds(one, lang)
    one.page.fill("[name=because]", "x")
    press(one, "main form button.main")
    holds(one, lang)
    assert not visits_on.is_on(house.lender.id, MORNING)
