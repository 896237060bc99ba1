"""The report of the day made by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from html.parser import HTMLParser

import duckdb
import pytest

from duly.book import scorecard
from duly.book.contract import LAKE
from duly.book.days import DAY_TABLES
from duly.core.verdict import Finding, Severity
from duly.law import pack
from duly.nightly.report import render
from duly.store import engine as engines

from ..conftest import DAY, MadeDay, write_day

CITATION = "GB/T 45251—2025, 5.3 业务管理"


def spoken(contact_id: str) -> list[Finding]:
    """Two rules that object to a call to a contact person; nobody objects to the rest."""
    if int(contact_id[-4:]) % 9:
        return []
    return [
        Finding("CN-PARTY-03", Severity.DENY, True, "没有联系不上本人的证明。", "No proof that the borrower cannot be reached.",
                CITATION, "standard", "seen", ("failures_in_a_row",)),
        Finding("CN-PARTY-07", Severity.DENY, False, "此人 <已> 拒绝。", "This person asked not to be contacted.",
                CITATION, "house", "ours", (), datetime(2026, 10, 2, 0, tzinfo=UTC)),
    ]  # fmt: skip


@pytest.fixture(scope="session")
def read_day(made_day):
    return opened(made_day)


@pytest.fixture(scope="session")
def page(made_day, read_day) -> str:
    return written(made_day, read_day)


@pytest.fixture(scope="session")
def quiet_page(tmp_path_factory) -> str:
    """The report of a day on which nobody is late."""
    quiet_day = write_day(tmp_path_factory.mktemp("quiet"), people=3, late=False)
    return written(quiet_day, opened(quiet_day))


def opened(day: MadeDay) -> duckdb.DuckDBPyConnection:
    """An engine that knows the book and the day by the names of their tables."""
    engine = engines.connect()
    for table in LAKE:
        engines.open_table(engine, day.home, day.version, table)
    for table in DAY_TABLES:
        engine.execute(
            f"CREATE VIEW {table.name} AS FROM {engines.scan([day.home.day(DAY) / f'{table.name}.parquet'])}"
        )
    return engine


def written(day: MadeDay, engine: duckdb.DuckDBPyConnection) -> str:
    return render(engine, day.summary, law=pack.load("cn"), card=scorecard.load(), findings=spoken)


class Page(HTMLParser):
    """What a report holds: elements with their attributes, texts, and whole numbers by table, part and column."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.tables: dict[str, dict[str, list[list[int | None]]]] = {}
        self.text: list[str] = []
        self._table: str | None = None
        self._part = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.elements.append((tag, found))
        if tag == "table":
            self._table = found["id"]
            self.tables[self._table] = {"thead": [], "tbody": [], "tfoot": []}
        elif tag in {"thead", "tbody", "tfoot"}:
            self._part = tag
        elif tag == "tr":
            self.tables[self._table][self._part].append([])
        elif tag == "td" and self._part in {"tbody", "tfoot"}:
            value = found.get("data-value")
            self.tables[self._table][self._part][-1].append(None if value is None else int(value))

    def handle_data(self, data):
        self.text.append(data)


@pytest.fixture(scope="session")
def parsed(page) -> Page:
    return Page(page)
