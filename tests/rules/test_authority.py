"""Who may decide what."""

from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly.law import BadLaw
from duly.rules.authority import BrokenAuthority, Ceiling, authority, load

OURS = files("duly.rules").joinpath("authority.yaml").read_text("utf-8")
KINDS = authority().kinds
MONEY = st.integers(0, 20_000_000)


def test_the_big_decisions_are_all_there() -> None:
    assert {"waiver", "settlement", "plan", "bulk_placement", "agency_listing", "erase"} <= set(KINDS)


def test_every_figure_is_marked_as_the_houses_own() -> None:
    assert "certainty: ours" in OURS
    with pytest.raises(BrokenAuthority, match="only `ours`"):
        load(OURS.replace("certainty: ours", "certainty: quoted"))


@given(name=st.sampled_from(sorted(KINDS)), charges=MONEY, principal=MONEY, less=MONEY)
def test_who_may_grant_much_may_grant_less(name: str, charges: int, principal: int, less: int) -> None:
    assert set(KINDS[name].may_grant(charges, principal)) <= set(
        KINDS[name].may_grant(max(0, charges - less), principal)
    )


@given(role=st.sampled_from(["agent", "lead", "complaints", "auditor"]), charges=MONEY, principal=MONEY)
def test_nobody_decides_alone_what_nobody_could_grant(role: str, charges: int, principal: int) -> None:
    waiver = KINDS["waiver"]
    if waiver.allows_alone(role, charges, principal):
        assert waiver.may_grant(charges, principal)


def test_a_ceiling_is_met_to_the_unit() -> None:
    waiver = KINDS["waiver"]

    assert waiver.allows_alone("agent", 20_000, 0)
    assert not waiver.allows_alone("agent", 20_001, 0)
    assert not waiver.allows_alone("agent", 0, 1)
    assert Ceiling(5, 5).covers(5, 5)
    assert waiver.may_grant(300_000, 0) == ("lead", "strategy")
    assert waiver.may_grant(300_001, 0) == ("strategy",)
    assert waiver.may_grant(2_000_001, 0) == ()


def test_a_ceiling_in_another_currency_is_a_multiple_and_none_where_the_house_has_none() -> None:
    waiver, times = KINDS["waiver"], authority().times("TWD")

    assert waiver.allows_alone("agent", 20_000 * times, 0, times=times)
    assert not waiver.allows_alone("agent", 20_000 * times + 1, 0, times=times)
    assert authority().times("USD") == 0
    assert not waiver.may_grant(1, 0, times=0)


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ("currency: CNY", "currency: yuan", "currency"),
        ("CNY: 1", "CNY: 2", "currencies"),
        ("TWD: 4", "TWD: 0", "currencies"),
        ("certainty: ours\n", "certainty: ours\nmore: 1\n", "authority.yaml"),
        ("asks: [strategy, lead]", "asks: []", "bulk_placement: asks"),
        ("asks: [strategy, lead]", "asks: [janitor]", "no role 'janitor'"),
        ("grants: {compliance: null}", "grants: {auditor: null}", "without the right to approve: auditor"),
        ("{compliance: null}", "{}", "bulk_placement: grants"),
        ("{lead: null, strategy: null}", "{lead: null, strategy: {charges_minor: 1, principal_minor: 1}}", "plan: grants"),
        ("charges_minor: 20000,", "charges_minor: -1,", "waiver: alone: agent"),
        ("charges_minor: 20000,", "charges_minor: true,", "waiver: alone: agent"),
        ("charges_minor: 20000,", "charge: 1,", "waiver: alone: agent"),
        ("asks: [agent, lead, complaints]", "asks: [lead, complaints]", "waiver: alone"),
        ("lapses_after_hours: 24", "lapses_after_hours: 0", "lapses_after_hours"),
        ("word: [协商分期, repayment plan]", "word: 协商分期", "plan: word"),
    ],
)  # fmt: skip
def test_a_matrix_that_does_not_say_what_it_should_is_refused(was: str, now: str, says: str) -> None:
    assert was in OURS

    with pytest.raises(BrokenAuthority, match=says):
        load(OURS.replace(was, now))


@pytest.mark.parametrize("text", ["", "kinds: {waiver: 1.5}", "certainty: ours\ncertainty: ours"])
def test_what_is_not_readable_is_refused(text: str) -> None:
    with pytest.raises((BrokenAuthority, BadLaw)):
        load(text)
