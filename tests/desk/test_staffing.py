"""Who works here, as an operator keeps it; and the second factor."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from duly.desk import queue, record, second_factor, staffing
from duly.desk.outcomes import BadResult
from duly.desk.people import BadPerson
from duly.desk.reach import NotFound
from duly.rules.rights import Role
from duly.store.models import Entry, Planned, Team, User
from tests.desk.house import MORNING, House


@pytest.fixture()
def operator(house: House) -> User:
    house.listed()
    return User.objects.create(username="o", name="孙运", role=Role.OPERATOR, lender=house.lender)


def digits(device: TOTPDevice) -> str:
    """What the person's telephone shows now."""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time()
    return f"{totp.token():06d}"


def changed(house: House, operator: User, **wanted: Any) -> bool:
    asked = {"role": "agent", "team": "T1", "suspended": False} | wanted
    return staffing.change(user_id=house.agent.id, at=MORNING, by=operator, **asked)


class TestChange:
    def test_whoever_is_suspended_gives_back_what_they_hold_and_it_is_on_the_record(
        self, house: House, operator: User
    ) -> None:
        queue.take_next(house.agent, at=MORNING)

        assert changed(house, operator, suspended=True)

        assert Planned.objects.get().taken_by is None
        assert Entry.objects.get(chain="house").said == {
            "user": "agent1", "from": ["agent", "T1", False], "to": ["agent", "T1", True],
        }  # fmt: skip
        assert not list(record.verify())

    def test_what_is_so_already_changes_nothing(self, house: House, operator: User) -> None:
        assert not changed(house, operator)
        assert not Entry.objects.exists()

    @pytest.mark.parametrize(
        ("wanted", "field"),
        [({"role": "king"}, "role"), ({"role": "agency_agent"}, "role"), ({"team": None}, "team"),
         ({"team": "T77"}, "team"), ({"role": "auditor", "team": "T77"}, "team")],
    )  # fmt: skip
    def test_what_does_not_fit_is_refused_in_each_language_by_its_field(
        self, house: House, operator: User, wanted: Any, field: str
    ) -> None:
        with pytest.raises(BadPerson) as refused:
            changed(house, operator, **wanted)

        assert refused.value.field == field
        assert not re.search("[㐀-鿿]", refused.value.en)
        assert re.search("[㐀-鿿]", refused.value.zh)

    def test_nobody_changes_or_resets_themselves(self, house: House, operator: User) -> None:
        with pytest.raises(BadPerson):
            staffing.change(user_id=operator.id, role="auditor", team=None, suspended=False, at=MORNING, by=operator)
        with pytest.raises(BadPerson):
            staffing.reset(user_id=operator.id, at=MORNING, by=operator)
        with pytest.raises(NotFound):
            staffing.reset(user_id=10_000, at=MORNING, by=operator)

    def test_people_are_found_by_name_and_role(self, house: House, operator: User) -> None:
        Team.objects.create(id="T2", name="上海组", region="31", opens_minute=540, closes_minute=1080)

        assert [one.username for one in staffing.people("王")[0]] == ["agent1"]
        assert [one.username for one in staffing.people(role="operator")[0]] == ["o"]
        assert staffing.card(house.agent.id).valid_on(MORNING.date()) == 4


def test_a_reset_password_works_and_stands_nowhere(house: House, operator: User) -> None:
    TOTPDevice.objects.create(user=house.agent, confirmed=True)

    password = staffing.reset(user_id=house.agent.id, at=MORNING, by=operator)

    house.agent.refresh_from_db()
    assert check_password(password, house.agent.password)
    assert password not in str(list(Entry.objects.values_list("said", flat=True)))
    assert second_factor.of(house.agent) is None


class TestSecondFactor:
    def test_is_asked_for_only_once_the_telephone_has_shown_that_it_knows(self, house: House) -> None:
        device = second_factor.begin(house.agent)
        assert second_factor.begin(house.agent) == device
        assert second_factor.of(house.agent) is None

        second_factor.confirm(house.agent, digits(device), at=MORNING)

        assert second_factor.of(house.agent) == device
        assert not list(record.verify())

    @pytest.mark.parametrize("wrong", ["", "abcdef", "１２３４５６", "000000000"])
    def test_wrong_digits_confirm_nothing(self, house: House, wrong: str) -> None:
        second_factor.begin(house.agent)

        with pytest.raises(BadResult):
            second_factor.confirm(house.agent, wrong, at=MORNING)

        assert second_factor.of(house.agent) is None

    def test_the_same_digits_serve_once(self, house: House) -> None:
        device = second_factor.begin(house.agent)
        shown = digits(device)
        second_factor.confirm(house.agent, shown, at=MORNING)

        with pytest.raises(BadResult):
            second_factor.remove(house.agent, shown, at=MORNING)

        assert second_factor.of(house.agent) == device

    def test_a_password_changes_for_whoever_knows_the_present_one(self, house: House) -> None:
        house.agent.set_password("walk-the-long-way")
        house.agent.save()

        with pytest.raises(BadResult) as wrong:
            second_factor.new_password(house.agent, "x", "another-long-way-home", at=MORNING)
        with pytest.raises(BadResult) as weak:
            second_factor.new_password(house.agent, "walk-the-long-way", "agent1", at=MORNING)
        second_factor.new_password(house.agent, "walk-the-long-way", "another-long-way-home", at=MORNING)

        house.agent.refresh_from_db()
        assert (wrong.value.field, weak.value.field) == ("old", "new")
        assert house.agent.check_password("another-long-way-home")
