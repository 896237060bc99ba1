"""A desk's database for every test: empty, guarded, and the house's own kind (SQLite, or DULY_DATABASE_URL)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import django
import pytest
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duly.settings")
os.environ.setdefault("DULY_SECRET_KEY", "of the tests alone")
django.setup()

from django.db import connections  # noqa: E402

from duly.store.lake import Home  # noqa: E402
from tests import homes  # noqa: E402
from tests.desk.house import House  # noqa: E402
from tests.once import made_once  # noqa: E402

FILE = "migrated.sqlite3"
TABLES = ("store_", "axes_", "django_session", "otp_")  # whatever a test may have written to


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Path | None]:
    """A database with every table and guard; the path of SQLite's file, None for PostgreSQL."""
    connection = connections["default"]
    if connection.vendor == "sqlite":
        yield made_once(tmp_path_factory, "migrated", _migrated) / FILE
        return
    named = f"test_duly_{worker_id}_{uuid4().hex[:6]}"  # its own: a worker may make one for each folder of tests
    connection.settings_dict["TEST"]["NAME"] = named
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    yield None
    connection.close()
    connection.settings_dict["NAME"] = named
    connection.creation.destroy_test_db("duly", verbosity=0)


def _migrated(folder: Path) -> None:
    connection = connections["default"]
    connection.settings_dict["TEST"]["NAME"] = str(folder / FILE)
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()


@pytest.fixture(autouse=True)
def database(migrated: Path | None, tmp_path: Path) -> Iterator[None]:
    """The same, empty, for one test."""
    connection = connections["default"]
    if migrated is not None:
        shutil.copy(migrated, tmp_path / "desk.sqlite3")
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = str(tmp_path / "desk.sqlite3")
    yield
    if migrated is None:
        _emptied(connection)
    connections.close_all()


def _emptied(connection: Any) -> None:
    """Take out what a test wrote: past the guards, which only a superuser may, and only where there is something."""
    tables = [name for name in connection.introspection.table_names() if name.startswith(TABLES)]
    asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in tables)
    with connection.cursor() as cursor:
        cursor.execute(asked)
        written = [name for (name,) in cursor.fetchall()]
        cursor.execute("SET session_replication_role = replica")
        for name in written:
            cursor.execute(f"DELETE FROM {name}")
        cursor.execute("SET session_replication_role = DEFAULT")


@pytest.fixture()
def house() -> House:
    """A lender with one certified agent and one borrower who owes."""
    return House.opened()


@pytest.fixture(scope="session")
def closed_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A small book whose day was closed by the night; read it, or take a copy."""
    book = homes.small_book() | {"staff": homes.STAFF}
    place = made_once(tmp_path_factory, "closed", lambda folder: homes.closed(folder / "home", book, homes.DAY))
    return Home(place / "home")
