"""A write happens once for a key, whoever asks how often, and whatever dies in between."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections

from duly.desk import ending, once
from duly.store.models import (
    Alarm,
    Case,
    Clearance,
    Complaint,
    Entry,
    Note,
    Once,
    PlanMove,
    Slot,
)
from tests.desk.deals import proposed
from tests.desk.house import MORNING, House
from tests.web.api.asking import Program, token_of
from tests.web.api.test_clearances import wanted

HANDS = 100


def complaint(program: Program, key: str, topic: str = "conduct") -> Any:
    return program.post(f"/cases/{Case.objects.get().id}/complaints", {"topic": topic}, key=key)


def test_the_same_request_again_is_answered_again_and_not_done_again(program: Program, house: House) -> None:
    first, again = (complaint(program, "key-0001") for _ in range(2))

    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert ("Idempotency-Replayed" in first.headers, again.headers["Idempotency-Replayed"]) == (False, "true")
    assert Complaint.objects.count() == 1


def test_a_refusal_of_clearance_is_kept_like_a_clearance(
    program: Program, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.desk.house import NIGHT

    monkeypatch.setattr(settings, "CLOCK", lambda: NIGHT)
    first, again = (program.post("/clearances", wanted(house), key="key-0001") for _ in range(2))

    assert first.json() == again.json()
    assert Clearance.objects.count() == 1


def note(house: House) -> tuple[str, Any, str]:
    return f"/cases/{Case.objects.get().id}/notes", {"text": "承诺周五还款"}, ""


def clearance(house: House) -> tuple[str, Any, str]:
    return "/clearances", wanted(house), ""


def acceptance(house: House) -> tuple[str, Any, str]:
    plan = proposed(house)
    return f"/plans/{plan.id}/acceptance", {"evidence_id": "REC-1", "told_first": True}, f'"{plan.moved}"'


def alarm(_house: House) -> tuple[str, Any, str]:
    return "/alarms", None, ""


KINDS = {  # what is written: one that adds, one that takes of a cap, one that moves, one of the house's own
    note: lambda: Note.objects.count(), clearance: lambda: Slot.objects.count() * Clearance.objects.count(),
    acceptance: lambda: PlanMove.objects.filter(event="accept").count(), alarm: lambda: Alarm.objects.count(),
}  # fmt: skip
ENTRIES = {note: 0, clearance: 1, alarm: 1, acceptance: 2}  # of the record, by each


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_of_a_hundred_who_ask_at_once_with_one_key_all_read_the_one_answer(
    program: Program, house: House, kind: Callable[[House], tuple[str, Any, str]]
) -> None:
    together, (where, body, tag), before = Barrier(HANDS), kind(house), Entry.objects.count()

    def hand(_no: int) -> tuple[int, bytes]:
        asks = Program(program.token)
        try:
            together.wait()
            told = asks.post(where, body, key="key-of-all", tag=tag)
            return told.status_code, told.content
        finally:
            connections.close_all()

    with ThreadPoolExecutor(HANDS) as hands:
        answers = set(hands.map(hand, range(HANDS)))

    assert len(answers) == 1, answers
    assert answers.pop()[0] in (200, 201)
    written = Entry.objects.count() - before
    assert (KINDS[kind](), Once.objects.count()) == (1, 1)
    assert written == ENTRIES[kind]


def test_what_a_hundred_wrote_once_is_what_one_would_have_written(program: Program, house: House) -> None:
    """The entries that the test above counts are those of a single request."""
    for kind, entries in ENTRIES.items():
        where, body, tag = kind(house)
        before = Entry.objects.count()

        assert program.post(where, body, tag=tag).status_code in (200, 201), kind
        assert Entry.objects.count() - before == entries, kind


def test_a_key_with_another_body_is_refused_and_does_nothing(program: Program, house: House) -> None:
    complaint(program, "key-0001")

    other = complaint(program, "key-0001", topic="amount")

    assert (other.status_code, other.json()["type"]) == (422, "urn:duly:problem:key-of-another")
    assert Complaint.objects.count() == 1


def test_a_key_is_its_persons_own(program: Program, house: House) -> None:
    other = House.opened(2)
    other.listed(2)
    mine = program.post(f"/cases/{Case.objects.get(borrower=house.borrower).id}/notes", {"text": "一"}, key="key-0001")
    theirs = Program(token_of(other.agent)).post(
        f"/cases/{Case.objects.get(borrower=other.borrower).id}/notes", {"text": "二"}, key="key-0001"
    )

    assert (mine.status_code, theirs.status_code) == (201, 201)
    assert {note.text for note in Note.objects.all()} == {"一", "二"}


@pytest.mark.parametrize("key", ["", "short", "x" * 201, "two words", "键" * 9])
def test_without_a_key_or_with_a_bad_one_nothing_is_written(program: Program, house: House, key: str) -> None:
    told = complaint(program, key)

    assert told.status_code in (400, 422)
    assert told.json()["errors"][0]["field"] == "Idempotency-Key"
    assert (Complaint.objects.count(), Once.objects.count()) == (0, 0)


def test_what_had_no_effect_is_not_remembered(program: Program, house: House) -> None:
    case = Case.objects.get().id
    refused = program.post(f"/cases/{case}/notes", {"text": "电话 13800138000"}, key="key-0001")

    mended = program.post(f"/cases/{case}/notes", {"text": "承诺周五还款"}, key="key-0001")

    assert (refused.status_code, mended.status_code) == (422, 201)
    assert Note.objects.count() == 1


def test_keys_are_kept_for_a_day_at_least_and_then_forgotten(program: Program, house: House) -> None:
    from datetime import timedelta

    complaint(program, "key-0001")

    assert ending.end(at=MORNING + timedelta(hours=24)).keys == 0
    assert ending.end(at=MORNING + once.KEPT + timedelta(seconds=1)).keys == 1


def test_the_database_lets_nobody_change_an_answer(program: Program, house: House) -> None:
    from django.db import IntegrityError

    complaint(program, "key-0001")

    with pytest.raises(IntegrityError, match="written once"):
        Once.objects.update(body="{}")


@pytest.mark.parametrize("point", ["once.begun", "once.done"])
def test_whoever_dies_between_effect_and_answer_leaves_neither(
    program: Program, house: House, point: str, tmp_path: Path
) -> None:
    """The process is killed inside the transaction; asked again with the same key, it is done once."""
    before = Entry.objects.count()
    connections.close_all()
    script = tmp_path / "ask.py"
    script.write_text(
        "import django; django.setup()\n"
        "from django.conf import settings\n"
        "from tests.desk.house import MORNING\n"
        "from tests.web.api.asking import Program, WALL\n"
        "settings.CLOCK, settings.WALL_CLOCK = (lambda: MORNING), (lambda: WALL)\n"
        f"settings.DATABASES['default']['NAME'] = {str(connection.settings_dict['NAME'])!r}\n"
        "from duly.store.models import Case\n"
        f"Program({program.token!r}).post(f'/cases/{{Case.objects.get().id}}/complaints', "
        "{'topic': 'conduct'}, key='key-0001')\n"
    )
    surroundings = os.environ | {
        "DULY_PAUSE_AT": point, "PYTHONPATH": str(Path(__file__).parents[3]), "DJANGO_SETTINGS_MODULE": "duly.settings",
    }  # fmt: skip
    asking = subprocess.Popen([sys.executable, str(script)], env=surroundings, stderr=subprocess.PIPE, text=True)
    assert asking.stderr is not None
    try:
        said = next((line for line in asking.stderr if "reached" in line), "")
    finally:
        asking.send_signal(signal.SIGKILL)
        asking.wait()
        asking.stderr.close()

    assert said == f"reached {point}\n"
    assert (Complaint.objects.count(), Once.objects.count(), Entry.objects.count()) == (0, 0, before)
    assert complaint(program, "key-0001").status_code == 201
    assert complaint(program, "key-0001").status_code == 201
    assert Complaint.objects.count() == 1


def test_whoever_waits_too_long_is_told_to_come_again(
    program: Program, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody holds the same key for longer than anybody waits."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite 的写是一个接一个的 SQLite has one writer at a time")
    from threading import Event

    from duly.desk.once import Answer, Asked, exactly_once

    monkeypatch.setattr(once, "WAIT_SECONDS", 1)
    began, end = Event(), Event()

    def slow() -> Answer:
        began.set()
        end.wait(20)
        return Answer(200)

    def hold() -> None:
        exactly_once(Asked(house.agent, "key-0001", "0" * 64), slow, at=MORNING)
        connections.close_all()

    with ThreadPoolExecutor(1) as other:
        held = other.submit(hold)
        began.wait(20)
        told = complaint(program, "key-0001")
        end.set()
        held.result()

    assert (told.status_code, told.headers["Retry-After"]) == (409, "2")
    assert Complaint.objects.count() == 0
