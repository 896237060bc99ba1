"""Personal data is erased from the case: one person asks, another grants, and the value is gone for good."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from duly import wiring
from duly.core.secret import Secret
from duly.desk import approving
from duly.rules.rights import Role
from duly.store.models import Approval, Case, Entry, Erased, User, Vaulted
from tests.desk.deals import person
from tests.desk.house import MORNING, House
from tests.desk.vaults import NUMBER, VAULT, contact_person, filled
from tests.web.api.asking import Program, token_of
from tests.web.test_console import settings_clock

__all__ = ["settings_clock"]


@pytest.fixture(autouse=True)
def morning(settings_clock: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten past ten, with the vault open."""
    monkeypatch.setattr(wiring, "vault", lambda: VAULT)


def signed_in(user: User, lang: str = "zh-hans") -> Client:
    client = Client(SERVER_NAME="localhost", headers={"accept-language": lang})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def where(house: House, deed: str = "") -> str:
    return f"/case/{Case.objects.get(borrower=house.borrower).id}/personal{deed}"


def grant(house: House, by: User) -> None:
    held = Approval.objects.get(kind="erase", borrower=house.borrower, state="asked")
    approving.grant(approval_id=held.id, because="已核实身份", at=MORNING, by=by)


def test_a_number_is_erased_by_two_and_whoever_looks_sees_how_far_it_has_come(house: House) -> None:
    filled(house)
    handler, officer = person(Role.COMPLAINTS), person(Role.COMPLIANCE)
    client, deed = signed_in(handler), f"/{house.address.id}/number"
    page = where(house)

    assert "138****8000" in client.get(page).content.decode()
    client.post(f"{page}{deed}/ask", {"because": "应本人要求"})
    assert "等另一人批准删除" in client.get(page).content.decode()
    alone = client.post(f"{page}{deed}/erase")
    assert (alone.status_code, "须由另一人批准" in alone.content.decode()) == (422, True)
    grant(house, officer)
    assert "永久删除" in client.get(page).content.decode()
    assert client.post(f"{page}{deed}/erase").status_code == 302

    shown = client.get(page).content.decode()
    assert "已删除" in shown
    assert "138****8000" not in shown
    assert NUMBER.reveal() not in shown
    assert not Vaulted.objects.filter(of=house.address.id).exists()
    assert Erased.objects.get(of=house.address.id).because == "应本人要求"
    assert Entry.objects.filter(act="erase", by=handler).count() == 1


def test_the_people_a_borrower_named_are_erased_one_by_one_too(house: House) -> None:
    filled(house)
    _party, address = contact_person(house.borrower)
    VAULT.put(address, "number", Secret("13900139000"), by=house.agent, at=MORNING)
    officer = person(Role.COMPLIANCE)

    shown = signed_in(officer, "en").get(where(house)).content.decode()

    assert "contact person" in shown
    assert "mobile" in shown.lower()
    assert "identity number" in shown


def test_without_a_reason_nothing_is_asked_and_the_page_says_so_beside_the_value(house: House) -> None:
    filled(house)
    answer = signed_in(person(Role.COMPLIANCE), "en").post(
        where(house, f"/{house.borrower.id}/name/ask"), {"because": " "}
    )

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Approval.objects.filter(kind="erase").exists()


def test_nobody_grants_the_erasing_that_they_asked_for(house: House) -> None:
    filled(house)
    officer = person(Role.COMPLIANCE)
    client, deed = signed_in(officer), f"/{house.borrower.id}/name"
    client.post(where(house, f"{deed}/ask"), {"because": "应本人要求"})

    assert [one.kind for one in approving.waiting(officer, MORNING)] == []
    assert client.post(where(house, f"{deed}/erase")).status_code == 422
    assert Vaulted.objects.filter(of=house.borrower.id, field="name").exists()


@pytest.mark.parametrize("deed", ["/00000000-0000-4000-8000-000000000000/name", "/{other}/name", "/{own}/place"])
def test_a_value_of_another_person_or_none_is_not_found(house: House, deed: str) -> None:
    filled(house)
    other = House.opened(2)
    filled(other)
    client = signed_in(person(Role.COMPLIANCE))

    told = client.post(
        where(house, f"{deed.format(other=other.borrower.id, own=house.borrower.id)}/ask"), {"because": "x"}
    )

    assert told.status_code == 404


@pytest.mark.parametrize("role", [Role.AGENT, Role.LEAD, Role.AUDITOR, Role.LEGAL])
def test_whoever_collects_or_only_reads_erases_nothing(house: House, role: Role) -> None:
    filled(house)
    user = person(role, 9, team=house.agent.team)

    assert signed_in(user).get(where(house)).status_code == 404


def test_a_program_asks_and_erases_with_the_same_rights_and_twice_is_once(house: House) -> None:
    filled(house)
    handler, officer = person(Role.COMPLAINTS), person(Role.COMPLIANCE)
    program: Any = Program(token_of(handler))
    base = f"/api/v1/cases/{Case.objects.get(borrower=house.borrower).id}/personal"
    value = f"{base}/{house.borrower.id}/name"

    listed = program.get(base).json()["items"]
    assert {(one["subject"], one["field"], one["stage"]) for one in listed} == {
        ("borrower", "name", "held"), ("borrower", "id_number", "held"), ("address", "number", "held")
    }  # fmt: skip
    refused = program.post(f"{value}/erasure")
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "approval")
    asked = program.post(f"{value}/erasure-requests", {"because": "应本人要求"})
    assert (asked.status_code, asked.json()["what"]["erased"]) == (201, "name")
    grant(house, officer)
    told = [program.post(f"{value}/erasure") for _ in range(2)]

    assert [one.status_code for one in told] == [201, 201]
    assert told[0].json()["stage"] == "erased"
    assert Erased.objects.count() == 1
    assert not Vaulted.objects.filter(of=house.borrower.id, field="name").exists()
