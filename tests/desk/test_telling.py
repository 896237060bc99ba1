"""Other programs are told what happened: signed, of their matters alone, and until they took it."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction

from duly.channels.webhooks import Webhooks
from duly.desk import contact, stopping, telling
from duly.rules.events import EVENTS
from duly.store.models import Entry, Hook, Telling
from tests.desk.house import MORNING, NIGHT, UP, House

KEY = "a key of the tests alone, of thirty-two characters"
HERE = Webhooks(here=True)
WALL = MORNING + timedelta(days=1)


@dataclass
class Program:
    """Another program, on this machine: what it was told, and what it answers."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    told: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    sends_on: str = ""


@pytest.fixture()
def program() -> Iterator[Program]:
    other = Program()

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            other.told.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(other.answers.pop(0) if other.answers else 204)
            if other.sends_on:
                self.send_header("Location", other.sends_on)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    Thread(target=server.serve_forever, daemon=True).start()
    other.url = f"http://127.0.0.1:{server.server_port}/hear?x=1"
    yield other
    server.shutdown()
    server.server_close()


def hooked(house: House, program: Program, *events: str, user: str = "") -> Hook:
    house.listed()
    return telling.hook(
        username=user or house.agent.username, url=program.url, events=events or tuple(EVENTS), sender=HERE, at=MORNING,
        by=None,
    )  # fmt: skip


def send(at: Any = MORNING) -> telling.Sent:
    return telling.send(sender=HERE, key=KEY, at=at, wall=WALL)


def test_a_stop_is_told_with_a_signature_that_holds(house: House, program: Program) -> None:
    made = hooked(house, program)
    stopping.complain(house.borrower, topic="conduct", at=MORNING, by=house.agent)

    assert send() == telling.Sent(told=1)

    (headers, body), *rest = program.told
    secret = base64.b64decode(telling.secret_of(made, KEY).removeprefix("whsec_"))
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    signature = base64.b64encode(hmac.digest(secret, content, "sha256")).decode()
    assert headers["webhook-signature"] == f"v1,{signature}"
    assert headers["webhook-timestamp"] == str(int(WALL.timestamp()))
    told = json.loads(body)
    assert (told["type"], told["data"]["stop"], told["data"]["topic"]) == ("collection.stopped", "complaint", "conduct")
    assert rest == []
    assert send() == telling.Sent()


def test_a_clearance_and_a_refusal_are_told(house: House, program: Program) -> None:
    hooked(house, program)
    contact.reserve(borrower_id=house.borrower.id, proposed=house.call(), systems=UP)
    contact.reserve(borrower_id=house.borrower.id, proposed=house.call(at=NIGHT), systems=UP)

    send(NIGHT)

    assert [json.loads(body)["type"] for _, body in program.told] == ["contact.cleared", "contact.refused"]


def test_what_is_undone_is_told_to_nobody(house: House, program: Program) -> None:
    hooked(house, program)

    with transaction.atomic():
        stopping.complain(house.borrower, topic="conduct", at=MORNING, by=house.agent)
        assert Telling.objects.count() == 1
        transaction.set_rollback(True)

    assert (Telling.objects.count(), send()) == (0, telling.Sent())


def test_a_hook_hears_nothing_of_a_matter_that_its_person_may_not_see(house: House, program: Program) -> None:
    hooked(house, program)
    foreign = House.opened(2)
    foreign.listed(2)
    foreign.assign_to("T2")
    stopping.complain(foreign.borrower, topic="conduct", at=MORNING, by=foreign.agent)

    assert send() == telling.Sent(withheld=1)
    assert program.told == []


def test_a_hook_hears_what_it_asked_for_alone(house: House, program: Program) -> None:
    hooked(house, program, "result.recorded")
    stopping.complain(house.borrower, topic="conduct", at=MORNING, by=house.agent)

    assert send() == telling.Sent(withheld=1)


def test_no_person_and_no_number_is_told(house: House, program: Program) -> None:
    from tests.desk.vaults import NAME, NUMBER, filled

    hooked(house, program)
    filled(house)
    stopping.complain(house.borrower, topic="conduct", at=MORNING, by=house.agent)
    send()

    assert program.told
    for headers, body in program.told:
        assert not [one for one in (NAME.reveal(), NUMBER.reveal()) if one in body.decode() + str(headers)]


def test_what_was_not_taken_is_sent_again_later_and_later_under_the_same_id(house: House, program: Program) -> None:
    hooked(house, program)
    program.answers = [500, 302, 429]
    program.sends_on = program.url
    stopping.complain(house.borrower, topic="conduct", at=MORNING, by=house.agent)

    came, at = [], MORNING
    for wait in (*telling.WAITS[:3], timedelta()):
        came.append(send(at))
        assert send(at + wait - timedelta(seconds=1)) == telling.Sent() or not wait
        at += wait

    assert came == [telling.Sent(again=1)] * 3 + [telling.Sent(told=1)]
    assert len({headers["webhook-id"] for headers, _ in program.told}) == 1
    assert len(program.told) == 4  # a redirect was an answer, and nobody followed it


def test_after_the_last_try_it_is_given_up(house: House, program: Program) -> None:
    hooked(house, program)
    program.answers = [500] * 20
    stopping.complain(house.borrower, topic="conduct", at=MORNING, by=house.agent)

    at, sent = MORNING, []
    for wait in (*telling.WAITS, timedelta()):
        sent.append(send(at))
        at += wait

    assert (sent[-1], len(program.told)) == (telling.Sent(given_up=1), len(telling.WAITS) + 1)
    assert Telling.objects.get().came == "500"


def test_who_answers_gone_is_told_nothing_any_more(house: House, program: Program) -> None:
    hooked(house, program)
    program.answers = [410]
    stopping.complain(house.borrower, topic="conduct", at=MORNING, by=house.agent)
    stopping.complain(house.borrower, topic="other", at=MORNING, by=house.agent)

    send()
    stopping.complain(house.borrower, topic="amount", at=MORNING, by=house.agent)

    assert Hook.objects.get().ended_at == MORNING
    assert send(MORNING + timedelta(days=30)) == telling.Sent()
    assert len(program.told) in (1, 2)  # what was already on its way


def test_of_many_senders_each_message_is_sent_by_one(house: House, program: Program) -> None:
    hooked(house, program)
    for _ in range(40):
        stopping.hold(house.borrower, kind="care", days=1, at=MORNING, by=house.agent)
    together = Barrier(8)

    def hand(_: int) -> int:
        try:
            together.wait()
            return sum(send().told for _ in range(4))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as hands:
        told = sum(hands.map(hand, range(8)))

    assert (told, len(program.told), len({headers["webhook-id"] for headers, _ in program.told})) == (40, 40, 40)


def test_what_a_sender_that_died_had_taken_is_sent_by_another_when_its_lease_is_over(
    house: House, program: Program
) -> None:
    hooked(house, program)
    stopping.complain(house.borrower, topic="conduct", at=MORNING, by=house.agent)
    telling._taken(MORNING)  # and then nothing more is heard of it

    assert send(MORNING + timedelta(seconds=60)) == telling.Sent()
    assert send(MORNING + telling.LEASE) == telling.Sent(told=1)


@pytest.mark.parametrize(
    "changed", [{"username": "nobody"}, {"events": ["x"]}, {"events": []}, {"url": "https://example.com"}]
)
def test_a_hook_that_cannot_be_made_is_refused_with_the_reason(
    house: House, program: Program, changed: dict[str, Any]
) -> None:
    asked = {
        "username": "agent1",
        "url": program.url,
        "events": ["case.changed"],
        "sender": HERE,
        "at": MORNING,
        "by": None,
    }

    with pytest.raises(telling.BadHook):
        telling.hook(**asked | changed)

    assert not Hook.objects.exists()


def test_a_hook_only_ends(house: House, program: Program) -> None:
    hooked(house, program)

    with pytest.raises(IntegrityError, match="only ends"):
        Hook.objects.update(url="http://127.0.0.1:1/")
    assert Entry.objects.filter(chain="house").count() == 1
