"""A token that asks too often waits, and loses nothing by it; nobody else waits for it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier, Event
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from django.db.models import F

from duly.desk import pacing
from duly.rules import pace
from duly.rules.pace import Pace
from duly.store.models import Case, Complaint, Once, Paced, Token
from tests.desk.house import House
from tests.web.api.asking import WALL, Program, token_of

ALLOWED = Pace(at_once=5, a_second=2)


@pytest.fixture(autouse=True)
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five at once, two a second, so that a test need not ask six hundred times."""
    monkeypatch.setattr(pace, "on", lambda _day: ALLOWED)


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> datetime:
    at = WALL + timedelta(seconds=seconds)
    monkeypatch.setattr(settings, "WALL_CLOCK", lambda: at)
    return at


def test_a_token_has_so_many_requests_at_once_and_then_waits(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [program.get("/me") for _ in range(7)]

    assert [one.status_code for one in answers] == [200] * 5 + [429] * 2
    assert (answers[-1]["Content-Type"], answers[-1]["Retry-After"]) == ("application/problem+json", "1")
    assert answers[-1].json()["type"] == "urn:duly:problem:too-often"
    later(monkeypatch, 1)
    assert [program.get("/me").status_code for _ in range(3)] == [200, 200, 429]
    later(monkeypatch, 3600)
    assert [program.get("/me").status_code for _ in range(6)] == [200] * 5 + [429]


def test_what_was_refused_is_done_once_when_it_comes_again_with_the_same_key(
    program: Program, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, body = f"/cases/{Case.objects.get().id}/complaints", {"topic": "conduct"}
    for _ in range(5):
        program.get("/me")

    refused = program.post(where, body, key="key-of-one")
    assert (refused.status_code, Complaint.objects.count(), Once.objects.count()) == (429, 0, 0)
    later(monkeypatch, float(refused["Retry-After"]))
    told = [program.post(where, body, key="key-of-one") for _ in range(2)]

    assert [one.status_code for one in told] == [201, 201]
    assert Complaint.objects.count() == 1


def test_no_token_waits_for_another_and_no_session_for_any(program: Program, house: House) -> None:
    for _ in range(6):
        program.get("/me")

    assert Program(token_of(house.agent)).get("/me").status_code == 200


def test_whoever_has_no_good_token_is_counted_nowhere(house: House) -> None:
    told = {Program("duly_none-such").get("/me").status_code for _ in range(9)}

    assert (told, Paced.objects.count()) == ({401}, 0)


def test_of_many_at_once_exactly_as_many_are_let_in_as_may(program: Program) -> None:
    hands = 40
    together = Barrier(hands)

    def hand(_no: int) -> int:
        asks = Program(program.token)
        try:
            together.wait()
            return int(asks.get("/me").status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(hands) as asking:
        told = list(asking.map(hand, range(hands)))

    assert (told.count(200), told.count(429)) == (ALLOWED.at_once, hands - ALLOWED.at_once)


def test_a_clock_that_was_ahead_locks_nobody_out(program: Program, house: House) -> None:
    """A machine an hour ahead has served; with the clock put right the token has its requests again."""
    token = Token.objects.get()
    for _ in range(5):
        pacing.take(token, at=WALL + timedelta(hours=1))

    assert program.get("/me").status_code == 200


def test_a_little_ahead_is_no_way_around(program: Program, house: House) -> None:
    """Two machines whose clocks differ by a second count for the same token."""
    token: Any = Token.objects.get()
    for _ in range(5):
        pacing.take(token, at=WALL + timedelta(seconds=1))

    assert program.get("/me").status_code == 429


def test_whoever_cannot_be_counted_now_is_told_to_come_again_and_not_that_we_have_a_fault(program: Program) -> None:
    """Somebody holds what is written for longer than anybody waits."""
    assert program.get("/me").status_code == 200
    held, end = Event(), Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                Paced.objects.update(full_us=F("full_us"))
                held.set()
                end.wait(20)
        finally:
            held.set()
            connections.close_all()

    with ThreadPoolExecutor(1) as other:
        holding = other.submit(hold)
        held.wait(20)
        with connection.cursor() as cursor:
            is_sqlite = connection.vendor == "sqlite"
            cursor.execute("PRAGMA busy_timeout = 100" if is_sqlite else "SET lock_timeout = '100ms'")
        try:
            told = program.get("/me")
        finally:
            end.set()
            holding.result()
            connection.close()  # with the short wait

    assert (told.status_code, told["Retry-After"], told.json()["type"]) == (409, "2", "urn:duly:problem:busy")
    assert program.get("/me").status_code == 200
