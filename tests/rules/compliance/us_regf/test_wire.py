"""Regulation F: what is left open, what is not yet in force, and holidays."""

from __future__ import annotations

from datetime import date

import pytest

from duly.rules.compliance.us_regf.holidays import holidays
from duly.rules.compliance.wire import answer
from tests.regf import question


def test_the_validation_period_skips_weekends_and_columbus_day() -> None:
    asked = question({"ask": "validation_period", "action": {"ts": "2026-10-08T10:00:00-04:00", "channel": "mail",
                      "content": {"kind": "validation_notice"}}})  # fmt: skip

    assert answer(asked)["value"] == {"assumed_receipt": "2026-10-16", "period_end": "2026-11-15"}


def test_a_new_years_day_kept_in_december_is_skipped_too() -> None:
    asked = question({"ask": "validation_period", "action": {"ts": "2021-12-28T10:00:00-05:00", "channel": "mail",
                      "content": {"kind": "validation_notice"}}})  # fmt: skip

    assert answer(asked)["value"] == {"assumed_receipt": "2022-01-05", "period_end": "2022-02-04"}


def test_a_duty_the_pack_does_not_know_is_not_explained_by_one_it_does() -> None:
    (told,) = answer(question({"ask": "duty", "talks": [10], "action": {"purpose": "another"}}))["explanation"]

    assert "knows no such duty" in told


@pytest.mark.parametrize("day", [date(2026, 7, 3), date(2026, 11, 26), date(2026, 5, 25), date(2026, 1, 19)])
def test_a_federal_holiday_is_kept_on_its_weekday(day: date) -> None:
    assert day in holidays(2026)


@pytest.mark.parametrize("channel", ["phone_call", "text", "mail", "email", "furnish_to_cra", "payment_application"])
def test_an_unknown_history_never_gives_leave(channel: str) -> None:
    asked = question({"action": {"channel": channel, "content": {"opt_out_notice": "Reply STOP"}}})
    del asked["facts"]["events"]

    told = answer(asked)

    assert told["verdict"] in ("deny", "review", "requires")
    assert told["requires"] == ["contact_history"]


def test_a_number_texted_from_long_ago_wants_a_check_for_reassignment() -> None:
    told = answer(question({"ask": "safe_harbor", "action": {"channel": "text", "address": "mobile"}, "events": [
        {"ts": "2026-05-15T10:00:00-04:00", "channel": "text", "direction": "inbound", "party": "P1",
         "address": "mobile", "text": "my bill"}]}))  # fmt: skip

    assert (told["verdict"], told["requires"]) == ("review", ["reassigned_number_check"])


@pytest.mark.parametrize("lacks", ["consumer", "debts", "collector", "events"])
def test_a_table_nobody_gave_never_gives_leave_to_call(lacks: str) -> None:
    asked = question({})
    del asked["facts"][lacks]

    assert answer(asked)["verdict"] != "allow"


@pytest.mark.parametrize("action", [
    {}, {"channel": "mail"}, {"channel": "furnish_to_cra", "party": "CRA"}, {"channel": "court_filing"},
])  # fmt: skip
def test_an_act_that_does_not_say_which_debt_never_gets_leave(action: dict[str, str]) -> None:
    """Silence on the debts is no word for all of them."""
    asked = question({"action": action, "debts": [], "debt": {"sol_expires_on": "2029-01-01"}})
    del asked["facts"]["action"]["debts"]

    assert answer(asked)["verdict"] in ("deny", "review", "requires")
