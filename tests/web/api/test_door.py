"""Who is let in, and how those who are not, are told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.test import Client

from duly.desk import tokens
from duly.rules.rights import Act, Role
from duly.store import walls
from duly.store.models import Case, Complaint, Entry, Token, User
from tests.desk.house import House
from tests.web.api.asking import ROOT, WALL, Program, token_of


class TestATokenOf:
    def test_a_person_says_who_that_is_and_what_may_be_done_by_it(self, house: House) -> None:
        told = Program(token_of(house.agent, Act.SEE_CASE)).get("/me").json()

        assert (told["username"], told["rights"], told["by"]) == ("agent1", ["see_case"], "token")

    def test_is_kept_as_a_hash_and_never_whole(self, house: House) -> None:
        text = token_of(house.agent)

        kept = Token.objects.values().get()
        assert text not in str(kept)
        assert text.startswith(kept["prefix"])
        assert len(kept["prefix"]) < 12
        assert text not in str(list(Entry.objects.values()))

    def test_lets_nobody_in_once_it_has_ended(self, house: House) -> None:
        text = token_of(house.agent, at=WALL - timedelta(days=30))

        assert Program(text).get("/me").status_code == 401

    def test_lets_nobody_in_once_it_was_revoked(self, house: House) -> None:
        text = token_of(house.agent)
        tokens.revoke(Token.objects.get().id, at=WALL, by=None)

        assert Program(text).get("/me").status_code == 401

    def test_one_who_left_lets_nobody_in(self, house: House) -> None:
        text = token_of(house.agent)
        User.objects.update(is_active=False)

        assert Program(text).get("/me").status_code == 401

    def test_one_who_is_suspended_may_nothing(self, house: House) -> None:
        text = token_of(house.agent)
        User.objects.update(suspended=True)

        assert Program(text).get("/me").status_code == 403

    @pytest.mark.parametrize("changed", [{"days": 0}, {"days": 367}, {"scopes": []}, {"scopes": [Act.STAFF]},
        {"username": "nobody"}, {"name": " "}])  # fmt: skip
    def test_more_than_its_person_may_is_not_made(self, house: House, changed: dict[str, Any]) -> None:
        with pytest.raises(tokens.BadToken):
            tokens.issue(
                **{"username": "agent1", "name": "x", "scopes": [Act.SEE_CASE], "days": 1, "at": WALL, "by": None}
                | changed
            )

        assert not Token.objects.exists()

    def test_does_not_outlive_the_right(self, house: House) -> None:
        """A role that lost a right loses it in every token at once."""
        text = token_of(house.agent, Act.CONTACT)
        User.objects.update(role="quality")

        assert Program(text).get("/worklist").status_code == 403

    def test_is_only_ever_revoked(self, house: House) -> None:
        token_of(house.agent, Act.SEE_CASE)

        for change in ({"scopes": ["staff"]}, {"expires_at": WALL + timedelta(days=900)}):
            with pytest.raises(IntegrityError, match="revoked"):
                Token.objects.update(**change)


def test_a_scope_that_the_token_lacks_is_named(program: Program, house: House) -> None:
    told = Program(token_of(house.agent, Act.SEE_CASE)).get("/worklist")

    assert (told.status_code, told["Content-Type"]) == (403, "application/problem+json")
    assert told.json()["errors"] == [{"field": "scope", "reason": "lacks the right: contact", "way_out": ""}]


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer x", "Basic eDp5", "bearer duly_x", "Token x"])
def test_whoever_has_no_good_token_is_not_let_in(house: House, given: str) -> None:
    told = Client(SERVER_NAME="localhost").get(f"{ROOT}/me", headers={"Authorization": given} if given else {})

    assert (told.status_code, told["WWW-Authenticate"]) == (401, 'Bearer realm="duly"')


def test_a_bad_token_is_not_excused_by_a_good_session(house: House) -> None:
    client = Client(SERVER_NAME="localhost")
    client.force_login(house.agent, backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(f"{ROOT}/me").json()["by"] == "session"
    assert client.get(f"{ROOT}/me", headers={"Authorization": "Bearer x"}).status_code == 401


def test_a_token_in_the_address_is_refused_like_any_unknown_parameter(program: Program) -> None:
    assert Client(SERVER_NAME="localhost").get(f"{ROOT}/me?token={program.token}").status_code == 401
    assert program.get(f"/me?access_token={program.token}").status_code == 422


def test_a_session_writes_only_with_the_token_of_a_page(house: House) -> None:
    house.listed()
    client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    client.force_login(house.agent, backend="django.contrib.auth.backends.ModelBackend")
    where, body = f"{ROOT}/cases/{Case.objects.get().id}/complaints", json.dumps({"topic": "conduct"})
    headers = {"Idempotency-Key": str(uuid4())}

    forged = client.post(where, body, content_type="application/json", headers=headers)
    client.get(f"/case/{Case.objects.get().id}")
    page = client.cookies["duly_csrf"].value
    told = client.post(where, body, content_type="application/json", headers=headers | {"X-CSRFToken": page})

    assert (forged.status_code, forged.json()["type"]) == (403, "urn:duly:problem:forged")
    assert told.status_code == 201
    assert Complaint.objects.count() == 1


class TestAProblem:
    def test_speaks_chinese_unless_english_is_asked_for(self, program: Program) -> None:
        zh = Program(program.token, lang="").get(f"/cases/{uuid4()}").json()
        en = Program(program.token, lang="en-GB").get(f"/cases/{uuid4()}").json()

        assert (zh["title"], en["title"]) == ("没有，或不在你的范围内", "There is none, or it is none of yours")
        assert (zh["type"], zh["status"]) == (en["type"], en["status"]) == ("urn:duly:problem:not-found", 404)

    @pytest.mark.parametrize("body", ['{"topic": "conduct", "severity": 1}', '{"topic": "none"}', "{}", "[]", "not JSON",
        '{"topic": "conduct", "loans": []}', '{"topic": "conduct", "loans": ["x"]}', '{"topic": "\\u0000"}', "", "null"])  # fmt: skip
    def test_names_field_reason_and_way_out_in_both_languages(self, program: Program, house: House, body: str) -> None:
        where = f"/cases/{Case.objects.get().id}/complaints"
        for lang in ("zh-CN", "en"):
            told = Program(program.token, lang=lang).post(where, body)

            assert told.status_code in (400, 422)
            assert told["Content-Type"] == "application/problem+json"
            said = told.json()
            assert said["title"] and said["way_out"] if told.status_code == 400 else said["errors"]
            assert all(one["field"] and one["reason"] and one["way_out"] for one in said["errors"])
            if lang == "en":
                assert not any("\u4e00" <= sign <= "\u9fff" for sign in told.content.decode())
        assert Complaint.objects.count() == 0

    @pytest.mark.parametrize(
        ("method", "path", "status"), [("GET", "/api/v1/nowhere", 404), ("POST", "/api/v1/nowhere", 404), ("GET", "/api/", 404),
        ("PUT", "/api/v1/me", 405), ("DELETE", "/api/v1/worklist", 405), ("GET", "/api/v1/cases/not-an-id", 404)])  # fmt: skip
    def test_stands_for_what_the_api_is_not(self, program: Program, method: str, path: str, status: int) -> None:
        told = program.ask(method, path)

        assert (told.status_code, told["Content-Type"]) == (status, "application/problem+json")
        assert told.json()["status"] == status

    def test_stands_for_a_fault_of_ours_and_tells_nothing_of_it(
        self, program: Program, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from duly.desk import queue

        def broken(*_: Any, **__: Any) -> None:
            raise RuntimeError("13800138000")

        monkeypatch.setattr(queue, "counted", broken)
        told = program.get("/worklist")

        assert (told.status_code, told.json()["type"]) == (500, "urn:duly:problem:broken")
        assert "13800138000" not in told.content.decode()


def test_what_lies_out_of_reach_is_answered_byte_for_byte_like_what_does_not_exist(
    program: Program, house: House
) -> None:
    foreign = House.opened(2)
    foreign.listed(2)
    foreign.assign_to("T2")
    case = Case.objects.get(borrower=foreign.borrower).id

    for path in ("", "/timeline", "/outlooks"):
        answers = [program.get(f"/cases/{one}{path}") for one in (case, uuid4())]
        assert {one.status_code for one in answers} == {404}
        assert len({one.content for one in answers}) == 1
    assert program.get("/cases", **{}).status_code == 422
    assert program.get("/cases?ref=B2").json() == {"items": []}


def test_a_list_is_read_page_by_page_and_a_cursor_that_no_list_gave_is_refused(program: Program, house: House) -> None:
    for no in range(2, 8):
        House.opened(no).listed(no)

    seen, cursor, pages = [], "", 0
    while cursor is not None:
        page = program.get(f"/worklist?limit=3&cursor={cursor}").json()
        seen += [row["borrower_ref"] for row in page["items"]]
        cursor, pages = page["next"], pages + 1

    assert (seen, pages) == ([f"B{no}" for no in range(1, 8)], 3)
    for bad in ("x", "YWZ0ZXIgLTE", "YWZ0ZXIgMDE", "é", "A" * 64):
        assert program.get(f"/worklist?cursor={bad}").status_code == 422


def test_a_token_of_an_agency_asks_behind_the_agencys_wall(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """On PostgreSQL a filter that is forgotten shows it nothing of anybody else; on SQLite there is no second wall."""
    behind: list[str | None] = []

    @contextmanager
    def watched(agency_id: str | None) -> Iterator[None]:
        behind.append(agency_id)
        with walls.behind(agency_id):
            yield

    monkeypatch.setattr("duly.web.api.door.behind", watched)
    user = User.objects.create(username="out", name="外部", role=Role.AGENCY_AGENT, agency=house.agency())

    assert Program(token_of(user)).get("/me").status_code == 200
    assert behind == ["A1"]
