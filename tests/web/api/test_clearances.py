"""A line of one's own: clearance, departure, outcome, result."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from duly import wiring
from duly.desk import stopping
from duly.store.models import Attempt, Clearance, Complaint, Entry, Promise, Result, Slot
from tests.desk.house import MORNING, NIGHT, House
from tests.desk.vaults import NUMBER, VAULT, filled
from tests.web.api.asking import Program


def wanted(house: House, **changed: Any) -> dict[str, Any]:
    return {
        "address": str(house.address.id), "caller_id": "95000", "institution_named": True, "recording_stated": True,
        "discloses_debt": False, "recording": "up",
    } | changed  # fmt: skip


def at(monkeypatch: pytest.MonkeyPatch, moment: Any) -> None:
    monkeypatch.setattr(settings, "CLOCK", lambda: moment)


def test_a_call_is_cleared_departs_is_told_of_and_has_its_result(program: Program, house: House) -> None:
    cleared = program.post("/clearances", wanted(house))
    assert cleared.status_code == 201
    told = cleared.json()
    assert (told["permitted"], told["verdict"], told["attempt"]["state"]) == (True, "allow", "reserved")
    where = f"/attempts/{told['attempt']['id']}"

    left = program.post(f"{where}/departure", tag=told["attempt"]["etag"])
    heard = program.post(
        f"{where}/outcome", {"outcome": "conversation", "signals": ["offered_to_pay"]}, tag=left["ETag"]
    )
    result = program.post(
        f"{where}/result",
        {"code": "promise", "loan": str(house.loan.id), "amount_minor": 50_000, "due_on": "2026-12-01"},
        tag=heard["ETag"],
    )

    assert [one.status_code for one in (left, heard, result)] == [200, 200, 201]
    assert result.json()["must_follow"] == "wait"
    assert program.get(where).json()["state"] == "closed"
    assert Promise.objects.get().amount_minor == 50_000
    assert (Attempt.objects.count(), Result.objects.count(), Slot.objects.count()) == (1, 1, 1)


def test_a_refusal_is_a_value_with_reasons_clauses_and_when(
    program: Program, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, NIGHT)

    told = program.post("/clearances", wanted(house))

    assert told.status_code == 201
    refused = told.json()
    assert (refused["permitted"], refused["attempt"], refused["verdict"]) == (False, None, "deny")
    assert refused["next_allowed"] == "2026-11-26T08:00:00+08:00"
    assert "GB/T 45251—2025" in {rule["source"] for rule in refused["rules"]}
    assert refused["reasons"]
    assert (Clearance.objects.count(), Attempt.objects.count()) == (1, 0)


def test_without_a_recorder_there_is_no_call(program: Program, house: House) -> None:
    assert program.post("/clearances", wanted(house, recording="down")).json()["permitted"] is False


def test_nothing_departs_after_a_stop_and_nothing_is_left_of_the_try(program: Program, house: House) -> None:
    attempt = program.post("/clearances", wanted(house)).json()["attempt"]
    stopping.complain(house.borrower, topic="conduct", at=MORNING, by=house.agent)
    before = Entry.objects.count()

    late = program.post(f"/attempts/{attempt['id']}/departure", tag=attempt["etag"])

    assert late.status_code == 412  # the stop took the reservation back: it is not what was read
    assert Attempt.objects.get().state == "lapsed"
    assert (Entry.objects.count(), Complaint.objects.count()) == (before, 1)


def test_nothing_departs_when_the_clearance_has_lapsed(
    program: Program, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt = program.post("/clearances", wanted(house)).json()["attempt"]
    at(monkeypatch, MORNING + timedelta(seconds=120))

    late = program.post(f"/attempts/{attempt['id']}/departure", tag=attempt["etag"])

    assert (late.status_code, late.json()["type"]) == (409, "urn:duly:problem:overtaken")
    assert Attempt.objects.get().state == "reserved"


class TestTheTag:
    def test_is_asked_for(self, program: Program, house: House) -> None:
        attempt = program.post("/clearances", wanted(house)).json()["attempt"]

        without = program.post(f"/attempts/{attempt['id']}/departure")

        assert (without.status_code, without.json()["errors"][0]["field"]) == (428, "If-Match")
        assert Attempt.objects.get().state == "reserved"

    @pytest.mark.parametrize("tag", ['"7"', "0", 'W/"0"', '"0", x', "'0'"])
    def test_that_is_stale_changes_nothing(self, program: Program, house: House, tag: str) -> None:
        attempt = program.post("/clearances", wanted(house)).json()["attempt"]
        program.post(f"/attempts/{attempt['id']}/departure", tag=attempt["etag"])
        before = Attempt.objects.values().get()

        stale = program.post(f"/attempts/{attempt['id']}/outcome", {"outcome": "busy"}, tag=tag)

        assert (stale.status_code, stale["ETag"]) == (412, '"1"')
        assert Attempt.objects.values().get() == before


def test_the_number_is_told_while_the_call_is_on_its_way_and_at_no_other_time(
    program: Program, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring, "vault", lambda: VAULT)
    filled(house)
    attempt = program.post("/clearances", wanted(house)).json()["attempt"]
    where = f"/attempts/{attempt['id']}"

    early = program.get(f"{where}/number")
    left = program.post(f"{where}/departure", tag=attempt["etag"])
    told = program.get(f"{where}/number")
    program.post(f"{where}/outcome", {"outcome": "no_answer"}, tag=left["ETag"])
    late = program.get(f"{where}/number")

    assert (early.status_code, told.status_code, late.status_code) == (409, 200, 409)
    assert told.json() == {"number": NUMBER.reveal()}
    assert told["Cache-Control"] == "no-store"
    assert Entry.objects.get(act="unmask").said["attempt"] == attempt["id"]
