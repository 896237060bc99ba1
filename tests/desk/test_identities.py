"""Invented people: whole, the same in every run, and nobody's."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric
from stdnum.exceptions import InvalidComponent

from duly.core.secret import Secret
from duly.desk import identities
from duly.desk.identities import Drawn
from duly.rules.personal import fault, field_of, is_person_id
from duly.store.models import Address, Party, Vaulted
from duly.store.models.address import KINDS
from tests.desk.house import MORNING, House
from tests.desk.vaults import VAULT

DAY = MORNING.date()
drawn = st.builds(Drawn, st.integers(0, 99), st.text("BA0123456789", min_size=1, max_size=12))


@given(drawn, st.booleans())
def test_a_number_of_identity_is_right_in_form_and_of_no_place(one: Drawn, minor: bool) -> None:
    number = one.id_number(DAY, minor=minor)

    assert is_person_id(number)
    ric.get_birth_date(number)
    with pytest.raises(InvalidComponent):
        ric.validate(number)
    assert (int(number[6:10]) > DAY.year - 18) == minor


@given(drawn, st.sampled_from(KINDS), st.sampled_from(["330000", "11", ""]))
def test_an_address_can_be_kept_and_is_of_a_range_that_nobody_was_given(one: Drawn, kind: str, region: str) -> None:
    value = one.address(kind, region)

    assert fault(field_of(kind), value, kind) == ""
    assert {"number": re.compile(r"154\d{8}|026[2-9]\d{7}"), "email": re.compile(r".*@example\.com"),
            "account": re.compile("demo_.*"), "place": re.compile(".*示例市（虚构）.*")}[field_of(kind)].fullmatch(value)  # fmt: skip


@given(drawn)
def test_a_name_has_two_or_three_letters(one: Drawn) -> None:
    assert 2 <= len(one.name()) <= 3


def people(house: House) -> None:
    """The house's people with refs of the book."""
    Address.objects.filter(id=house.address.id).update(ref="A1")
    Party.objects.create(borrower=house.borrower, role="contact", ref="B1:contact")


def test_everybody_is_given_one_and_the_same_again(house: House) -> None:
    people(house)

    first = identities.fill(VAULT.keys, seed=7, at=MORNING)
    blinds = set(Vaulted.objects.values_list("blind", flat=True))
    again = identities.fill(VAULT.keys, seed=7, at=MORNING)

    assert (first.added, first.not_kept, again.added, again.same) == (4, [], 0, 4)
    assert set(Vaulted.objects.values_list("blind", flat=True)) == blinds
    assert Drawn(7, "B1").name() == Drawn(7, "B1").name() != Drawn(8, "B1").name()


def test_a_value_that_is_there_is_let_stand(house: House) -> None:
    people(house)
    VAULT.put(house.borrower, "name", Secret("王小明"), by=house.agent, at=MORNING)

    filled = identities.fill(VAULT.keys, seed=7, at=MORNING)

    assert (filled.added, filled.replaced, filled.same) == (3, 0, 1)
    assert VAULT.masked(house.borrower, "name").text == "王**"
