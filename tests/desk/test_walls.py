"""Two agencies never see each other's matters: by the filter on both databases, and on PostgreSQL by the wall."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection
from django.db.utils import DatabaseError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duly.desk import agency_work, placing, record
from duly.desk.reach import visible
from duly.rules.rights import Role
from duly.store import checks
from duly.store.models import Borrower, Entry, Loan, Notice, User, VisitMove
from duly.store.walls import ROLE, behind, hung, walled
from tests.desk.agencies import LATER, WHY, in_order, place, somebody, told
from tests.desk.house import MORNING, House
from tests.desk.visits import arrived

PLACED = st.lists(st.sampled_from(["A1", "A2", None]), min_size=1, max_size=6)


@pytest.fixture()
def postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("这道墙是 PostgreSQL 的 the wall is PostgreSQL's")


def rows_of(table: str, column: str) -> set[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")
        return {value if isinstance(value, UUID) else UUID(str(value)) for (value,) in cursor.fetchall()}


@given(placed=PLACED)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_agency_sees_exactly_what_is_placed_with_it(house: House, placed: list[str | None]) -> None:
    """Whatever is placed with whom: by the list, and by every table read without a filter."""
    agents = {}
    for name in ("A1", "A2"):
        agency = in_order(house, name) if not agents_of(name) else agents_of(name)[0].agency
        agents[name] = (agents_of(name) or [somebody(house, Role.AGENCY_AGENT, int(name[1]), agency)])[0]
    houses = [House.opened(no) for no in range(fresh(), fresh() + len(placed))]
    Loan.objects.update(placed_with=None)
    for one, name in zip(houses, placed, strict=True):
        Loan.objects.filter(id=one.loan.id).update(placed_with=name)

    for name, agent in agents.items():
        own = {one.borrower.id for one, with_whom in zip(houses, placed, strict=True) if with_whom == name}
        with behind(name):
            assert set(visible(agent).values_list("id", flat=True)) == own
            assert {loan.borrower_id for loan in agency_work.listed(agent, MORNING.date())} == own
            if connection.vendor == "postgresql":
                assert {table: rows_of(table, column) - own for table, column in walled()} == {
                    table: set() for table, _ in walled()
                }
                assert rows_of("store_loan", "borrower_id") == own


def agents_of(name: str) -> list[User]:
    return list(User.objects.filter(agency=name, role=Role.AGENCY_AGENT))


def fresh() -> int:
    return Borrower.objects.count() + 10


def test_an_agency_reads_no_entry_of_the_record_about_another_matter(house: House, postgresql: None) -> None:
    firm, foreign = in_order(house), House.opened(2)
    place(house, firm)
    for one in (house, foreign):
        record.look(one.borrower, at=MORNING, by=one.agent)

    with behind("A1"):
        shown = set(Entry.objects.values_list("chain", flat=True))

    assert str(house.borrower.id) in shown
    assert str(foreign.borrower.id) not in shown


def test_every_table_about_a_borrower_stands_behind_the_wall(postgresql: None) -> None:
    nouns = {noun._meta.db_table for noun in apps.get_app_config("store").get_models()
             if any(field.column == "borrower_id" for field in noun._meta.concrete_fields)}  # fmt: skip

    assert {table for table, _ in walled()} == nouns | {"store_borrower"}
    assert checks.database_is_safe(["default"]) == []


def test_what_only_points_to_a_row_of_a_borrower_stands_behind_the_wall_as_well(postgresql: None) -> None:
    """A move has no borrower of its own: it is about the borrower of what moved."""
    tables = {noun._meta.db_table: noun for noun in apps.get_app_config("store").get_models()}
    behind_it = {table for table, _ in walled()}
    pointing = {
        name for name, noun in tables.items() if name not in behind_it
        for field in noun._meta.concrete_fields
        if field.is_relation and not field.null and field.remote_field.model._meta.db_table in behind_it
    }  # fmt: skip

    assert {table for table, _, _ in hung()} == pointing
    assert {"store_visitmove", "store_attemptmove", "store_hardshipmove", "store_consentrevoked"} <= pointing


def test_where_the_houses_visitors_were_is_read_by_the_agency_that_has_the_borrower_alone(house: House) -> None:
    """A move of a visit may tell a place, and its own column names no borrower."""
    made = arrived(house)
    Loan.objects.filter(id=house.loan.id).update(placed_with=in_order(house))
    in_order(house, "A2")

    with behind("A1"):
        own = set(VisitMove.objects.filter(of=made).values_list("place", flat=True))
    with behind("A2"):
        others = list(VisitMove.objects.all()) if connection.vendor == "postgresql" else []

    assert "小区东门" in own
    assert others == []


def test_a_wall_that_was_taken_down_is_noticed(postgresql: None) -> None:
    with connection.cursor() as cursor:
        for table in ("store_loan", "store_visitmove"):
            cursor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
            try:
                assert [each.id for each in checks.database_is_safe(["default"])] == ["duly.E011"]
            finally:
                cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")


def test_without_an_agency_in_the_session_every_table_is_empty(house: House, postgresql: None) -> None:
    place(house, in_order(house))
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {ROLE}")
        try:
            found = {table: rows_of(table, column) for table, column in walled()}
        finally:
            cursor.execute("RESET ROLE")

    assert found == {table: set() for table, _ in walled()}
    assert Loan.objects.count() == 1


def test_behind_its_wall_an_agency_writes_nothing_about_others(house: House, postgresql: None) -> None:
    in_order(house)

    with behind("A1"), pytest.raises(DatabaseError, match="row-level security"):
        Notice.objects.create(borrower=house.borrower, kind="visit", sent_at=MORNING)


def test_behind_its_wall_an_agency_gives_back_and_then_sees_it_no_more(house: House) -> None:
    agency = in_order(house)
    manager = somebody(house, Role.AGENCY_MANAGER, agency=agency)
    (made,) = place(house, agency).placements
    told(agency)

    with behind(agency.id):
        placing.give_back(made.id, WHY, at=LATER, by=manager)
        left = list(visible(manager))

    assert left == []
    assert Loan.objects.get().placed_with is None


def test_the_way_back_leads_to_the_house_even_after_a_fault(house: House) -> None:
    place(house, in_order(house))

    with pytest.raises(ZeroDivisionError), behind("A2"):
        raise ZeroDivisionError

    assert Loan.objects.count() == 1
