"""The book and the night come to the desk, and the desk's judge says of them what the night said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from duly.core.day import instant_of
from duly.desk.facts import Proposed, Systems, question
from duly.desk.loading import Lines, load, statements
from duly.nightly.closed import ClosedDay, opened
from duly.rules.compliance.wire import answer
from duly.store import models
from duly.store.lake import Home
from duly.store.models.clearance import ALLOWING
from tests.desk.house import SAID
from tests.homes import DAY

LINES = Lines(("95000",), ("app",), ("app",))
COUNTED = {  # a table of the desk, and how many rows of the book it has to have
    "borrower": "SELECT count(*) FROM borrowers",
    "loan": "SELECT count(*) FROM loans",
    "address": "SELECT count(*) FROM addresses",
    "hold": "SELECT (SELECT count(*) FROM holds) + (SELECT count(*) FROM hardships)",
    "complaint": "SELECT count(*) FROM complaints",
    "dispute": "SELECT count(*) FROM disputes",
    "preference": "SELECT count(*) FROM preferences",
    "promise": "SELECT count(*) FROM promises",
    "heard": "SELECT count(*) FROM contacts",
    "planned": "SELECT count(*) FROM worklists",
    "case": "SELECT count(DISTINCT borrower_id) FROM worklists",
}


@pytest.fixture(scope="module")
def closed(closed_home: Home) -> Iterator[ClosedDay]:
    with opened(closed_home, DAY) as day:
        yield day


def test_every_row_of_the_book_comes_to_the_desk_once(closed: ClosedDay) -> None:
    engine = closed.reading.engine

    added = load(engine, DAY, LINES)

    for table, counts in COUNTED.items():
        (wanted,) = engine.execute(counts).fetchone() or (None,)
        assert added[table] == wanted, table
    assert set(load(engine, DAY, LINES).values()) == {0}


def test_loans_that_the_desk_had_are_told_how_late_they_are_now(closed: ClosedDay) -> None:
    load(closed.reading.engine, DAY, LINES)
    late = models.Loan.objects.filter(current=False).order_by("ref")[0]
    wanted = (late.late_since, late.overdue_minor)
    models.Loan.objects.filter(id=late.id).update(late_since=None, current=True, overdue_minor=0)

    load(closed.reading.engine, DAY, LINES)

    late.refresh_from_db()
    assert (late.late_since, late.overdue_minor) == wanted


def test_the_desk_permits_a_call_where_the_night_did_and_refuses_where_it_refused(closed: ClosedDay) -> None:
    load(closed.reading.engine, DAY, LINES)
    agent = models.User.objects.get(username="S1")
    planned = closed.reading.rows(
        "SELECT borrower_id, address_id, verdict FROM planned WHERE channel = 'voice' AND party_role = 'borrower'"
    )

    for one in planned:
        address = models.Address.objects.get(ref=one["address_id"])
        proposed = Proposed(
            address=address, by=agent, channel="phone_call", purpose="collect", at=instant_of(DAY, 14 * 60 + 30),
            caller_id="95000", content=SAID,
        )  # fmt: skip
        told = answer(question(address.borrower, proposed, Systems("up", "up")))
        assert (told["verdict"] in ALLOWING) == (one["verdict"] in ALLOWING), (one, told)
    assert {one["verdict"] for one in planned} >= {"allow"}


def test_every_statement_has_its_table() -> None:
    assert [table for table, _ in statements()] == [*dict.fromkeys(table for table, _ in statements())]
    assert {table for table, _ in statements()} >= set(COUNTED)
