"""The store itself: what stands in the code is what stands in the database."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from duly.store import checks, guards


def test_no_change_of_a_noun_lacks_its_migration() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_the_guards_of_the_code_are_those_of_the_database() -> None:
    assert guards.installed(connection) == {guard.installed_as for guard in guards.guards()}


def test_a_guard_that_was_taken_away_is_noticed_and_comes_back_with_the_next_migration() -> None:
    gone = sorted(guards.installed(connection))[0]
    with connection.cursor() as cursor:
        cursor.execute(
            f"DROP FUNCTION {gone}() CASCADE" if connection.vendor == "postgresql" else f"DROP TRIGGER {gone}"
        )

    assert [each.id for each in checks.database_is_safe(["default"])] == ["duly.E010"]
    call_command("migrate", verbosity=0)
    assert checks.database_is_safe(["default"]) == []


@pytest.mark.parametrize(
    ("pragma", "says"),
    [("synchronous=NORMAL", "synchronous = 1"), ("journal_mode=DELETE", "journal_mode = 'delete'")],
)
def test_a_setting_that_could_lose_what_was_acknowledged_is_refused(pragma: str, says: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's settings are its server's")
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")

    (fault,) = checks.database_is_safe(["default"])
    assert says in str(fault.msg)


def test_deferred_transactions_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL locks the row")
    options: dict[str, Any] = connection.settings_dict["OPTIONS"]
    monkeypatch.setitem(options, "transaction_mode", "DEFERRED")

    (fault,) = checks.database_is_safe(["default"])
    assert "DEFERRED" in str(fault.msg)
