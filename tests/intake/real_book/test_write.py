"""The written book: every row fits the contract, refers to what exists, and holds nobody's number."""

from __future__ import annotations

import csv
import hashlib
from contextlib import closing
from datetime import UTC, datetime
from itertools import islice

import pytest

from duly.book.contract import BY_NAME
from duly.core.table import Kind
from duly.intake import take_in
from duly.intake.real_book import source, write
from duly.store import engine as engines
from duly.store.lake import Home


@pytest.fixture(scope="module")
def book():
    """Rows of the first 3,000 cards, by table."""
    return {name: list(rows) for name, rows in write.tables(islice(source.cards(), 3_000))}


def test_every_value_is_of_a_column_of_the_contract_and_of_its_values(book):
    for name, rows in book.items():
        for row in rows:
            for key, value in row.items():
                column = BY_NAME[name].column(key)
                if column.kind is Kind.ENUM and value is not None:
                    assert value in column.values


def test_required_columns_are_never_empty_and_keys_never_twice(book):
    for name, rows in book.items():
        table = BY_NAME[name]
        required = [column.name for column in table.columns if column.required]

        assert all(row.get(key) is not None for row in rows for key in required), name
        assert len({tuple(row[key] for key in table.key) for row in rows}) == len(rows), name


def test_whatever_is_referred_to_exists(book):
    for name, rows in book.items():
        for column in (column for column in BY_NAME[name].columns if column.refers):
            table, key = column.refers.split(".")
            known = {row[key] for row in book[table]}

            assert {row[column.name] for row in rows if row.get(column.name)} <= known, (name, column.name)


def test_no_number_and_no_identity_is_written(book):
    assert not any(row.get("value") for row in book["addresses"])
    assert not any(row.get("id_number") for row in book["borrowers"])
    assert all(row["name"].startswith("示例用户") for row in book["borrowers"])
    assert book["book"][0]["synthetic"] is True


def test_what_happened_next_is_in_no_table_of_the_book(book):
    assert "outcomes" not in book


def test_no_hold_pauses_ageing_so_that_lateness_stays_as_reported(book):
    assert not any(row["pauses_ageing"] for row in book["holds"])


def test_the_borrowers_own_facts_are_known_but_for_a_few_dozen():
    unknown = sum(write.people.borrower(card)["capacity"] is None for card in source.cards())

    assert 24 <= unknown <= 60


def test_the_book_is_the_same_in_every_run(tmp_path):
    def digest(folder):
        write_rows = write.tables(islice(source.cards(), 500))
        for name, rows in write_rows:
            write.write_csv(folder, BY_NAME[name], rows)
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}

    assert digest(tmp_path / "one") == digest(tmp_path / "two")


def test_intake_takes_every_row_and_every_amount(tmp_path, book):
    files, home = tmp_path / "files", Home(tmp_path / "home")
    for name, rows in book.items():
        write.write_csv(files, BY_NAME[name], rows)

    manifest = take_in([files], home, taken_at=datetime(2026, 9, 30, tzinfo=UTC))

    assert manifest.is_whole
    assert {name: shelf.rows for name, shelf in home.book().tables.items()} == {
        name: len(rows) for name, rows in (book | {"set_aside": []}).items()
    }
    with closing(engines.connect()) as engine:
        taken = engine.execute(f"SELECT sum(billed_minor) FROM {engines.scan(home.paths(home.book(), 'statements'))}")
        assert taken.fetchone() == (sum(row["billed_minor"] for row in book["statements"]),)


def test_outcomes_hold_out_every_fifth_row(tmp_path):
    write.write_outcomes(tmp_path)

    with (tmp_path / "outcomes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 30_000
    assert sum(row["is_test"] == "true" for row in rows) == 6_000
