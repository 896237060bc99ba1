"""The account that the desk shows: the book's, with what the desk has waived since."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from duly.desk import waiving
from duly.rules.rights import Role
from duly.store.models import Borrower, Loan
from duly.web.account import account_of, told_account
from tests import homes
from tests.desk import deals
from tests.desk.house import House

BOOKED = datetime.fromisoformat("2026-09-28T10:00:00+08:00")


def test_what_was_waived_is_owed_no_more_and_owed_again_once_it_is_taken_back(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    homes.closed(tmp_path / "home", homes.small_book(), homes.DAY)
    monkeypatch.setenv("DULY_HOME", str(tmp_path / "home"))
    Borrower.objects.filter(id=house.borrower.id).update(ref="B010", heeded=house.borrower.heeded + 1)
    Loan.objects.filter(id=house.loan.id).update(ref="L010")
    house.borrower.refresh_from_db()
    house.loan.refresh_from_db()

    def owed() -> int:
        told = told_account(house.borrower, homes.DAY)["answer"]["debts"][0]
        return int(told["due"]["total"])

    before = owed()
    made = deals.waived(house, 1_500, "principal", at=BOOKED)
    waiving.approve(waiver_id=made.id, because=deals.WHY, at=BOOKED, by=deals.person(Role.STRATEGY))
    assert owed() == before
    waiving.apply(waiver_id=made.id, account=deals.account(penalty=5_000_000), at=BOOKED, by=house.agent, law=deals.LAW)
    events = account_of(Loan.objects.select_related("borrower").get(id=house.loan.id), homes.DAY)["events"]
    assert [event["kind"] for event in events][-1] == "waiver"
    assert owed() == before - 1_500
    waiving.undo(waiver_id=made.id, because="录错了", at=BOOKED, by=house.agent)
    assert owed() == before
