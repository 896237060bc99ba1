"""The second wall around an agency, on PostgreSQL: a page that forgets its filter still shows it nobody else's rows.

Whoever works for an agency is served under a role of the database that owns nothing, so that row-level security binds
it; which agency it is stands in a setting of the session. Where the setting is missing every such table is empty. The
house itself owns the tables and goes around the wall; on SQLite there is none, and the filter stands alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection

from duly.store.guard import table_of
from duly.store.models.record import HOUSE

ROLE, SETTING, POLICY, PLACED = "duly_agency", "duly.agency", "duly_placed_alone", "duly_is_placed"


def walled() -> list[tuple[str, str]]:
    """Every table with rows about a borrower, and the column that says of which."""
    owned = [
        (table_of(model), "borrower_id") for model in apps.get_app_config("store").get_models() if _is_owned(model)
    ]
    return [*owned, (table_of(apps.get_model("store", "Borrower")), "id")]


def hung() -> list[tuple[str, str, str]]:
    """Every other table whose rows each point to one behind the wall: the table, the column, and where it points.

    A move names no borrower; it is about the borrower of what moved.
    """
    inside = {table for table, _ in walled()}
    models = [one for one in apps.get_app_config("store").get_models() if table_of(one) not in inside]
    pointers = [
        (table_of(model), str(field.column), table_of(field.related_model))
        for model in models
        for field in model._meta.concrete_fields
        if field.related_model is not None and not field.null
    ]
    return [one for one in pointers if one[2] in inside]


def _is_owned(model: Any) -> bool:
    return any(field.column == "borrower_id" for field in model._meta.concrete_fields)


def build(connection: Any) -> None:
    """Put the wall up, or up again; whoever migrates has to be allowed to make roles, or nothing is served.

    Does nothing on SQLite.
    """
    if connection.vendor != "postgresql":
        return
    loans = table_of(apps.get_model("store", "Loan"))
    with connection.cursor() as cursor:
        cursor.execute(  # a role is the whole server's, and another database of it may be making it now
            f"DO $$ BEGIN CREATE ROLE {ROLE} NOLOGIN NOSUPERUSER NOBYPASSRLS; "
            "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        )
        cursor.execute("SELECT pg_has_role(current_user, %s, 'MEMBER')", [ROLE])
        if cursor.fetchone() != (True,):
            cursor.execute(f"GRANT {ROLE} TO CURRENT_USER")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {ROLE}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {ROLE}")
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {ROLE}")
        cursor.execute(
            f"CREATE OR REPLACE FUNCTION {PLACED}(of_borrower uuid) RETURNS boolean LANGUAGE sql STABLE "
            "SECURITY DEFINER SET search_path = public, pg_temp AS $$ "
            f"SELECT EXISTS (SELECT 1 FROM {loans} l WHERE l.borrower_id = of_borrower AND l.state = 'open' "
            f"AND l.placed_with_id = nullif(current_setting('{SETTING}', true), '')) $$"
        )
        for table, condition in _policies():
            cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            cursor.execute(f"DROP POLICY IF EXISTS {POLICY} ON {table}")
            cursor.execute(f"CREATE POLICY {POLICY} ON {table} TO {ROLE} USING ({condition})")


def _policies() -> Iterator[tuple[str, str]]:
    """What shows a row of each table to an agency. What points elsewhere is shown where the row it points to is."""
    for table, column in walled():
        yield table, f"{PLACED}({column})"
    for table, column, pointed in hung():
        yield table, f"(SELECT true FROM {pointed} p WHERE p.id = {table}.{column})"
    yield from _records()


def _records() -> Iterator[tuple[str, str]]:
    """The record names a borrower by the chain of an entry; to the chain of the house everybody adds."""
    shown = f"CASE chain WHEN '{HOUSE}' THEN true ELSE {PLACED}(chain::uuid) END"
    yield table_of(apps.get_model("store", "Entry")), shown


def missing(connection: Any) -> list[str]:
    """Tables that should stand behind the wall and do not."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid "
            "WHERE p.polname = %s AND c.relrowsecurity", [POLICY],
        )  # fmt: skip
        there = {name for (name,) in cursor.fetchall()}
    return sorted({table for table, _ in _policies()} - there)


@contextmanager
def behind(agency_id: str | None) -> Iterator[None]:
    """Do what somebody of an agency asks behind its wall; for the house, whose agency is None, there is none.

    If the way back fails the connection is closed, so that nobody else is served on it.
    """
    if agency_id is None or connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, false)", [SETTING, agency_id])
        cursor.execute(f"SET ROLE {ROLE}")
    try:
        yield
    finally:
        try:
            with connection.cursor() as cursor:
                cursor.execute("RESET ROLE")
                cursor.execute("SELECT set_config(%s, '', false)", [SETTING])
        except BaseException:
            connection.close()
            raise
