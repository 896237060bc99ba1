"""A synthetic book: plausible, whole, nobody's, and the same every time."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from duly.book.aging import Cuts, aging_query
from duly.book.contract import BY_NAME, TABLES
from duly.book.contract.people import LAWFUL_SOURCES
from duly.book.synth import BY_BORROWER, BY_LOAN, STANDING, Synth
from duly.core.table import Kind
from duly.intake import take_in
from duly.intake.synth import making
from duly.intake.synth.to_folder import FORMS, write_folder
from duly.intake.synth.to_home import HomeInUse, write_home
from duly.store import engine as engines
from duly.store.lake import Home

MADE = Synth(loans=10_000, seed=7)
FLOOR = Cuts(((0, "pass"), (90, "special_mention"), (270, "substandard"), (360, "doubtful")), "loss")
NAMES = (*STANDING, *BY_LOAN, *BY_BORROWER)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    place = Home(tmp_path_factory.mktemp("synth"))
    write_home(MADE, place)
    return place


@pytest.fixture(scope="module")
def book(home):
    """The lake of the book, and its ageing, readable by name."""
    engine = engines.connect()
    for table in TABLES:
        engines.open_table(engine, home, home.book(), table)
    engine.execute(f"CREATE TABLE aging AS {aging_query(MADE.day, FLOOR)}")
    yield engine
    engine.close()


def ask(book: duckdb.DuckDBPyConnection, query: str) -> tuple:
    (row,) = book.execute(query).fetchall()
    return row


def share(book: duckdb.DuckDBPyConnection, what: str, of: str) -> float:
    return ask(book, f"SELECT avg(({what})::INTEGER) FROM {of}")[0]


def digest(folder: Path) -> str:
    made = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".parquet", ".csv"):
            made.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return made.hexdigest()


class TestTheSameSeed:
    @pytest.mark.parametrize("threads", ["1", "2", "3"])
    def test_gives_the_same_bytes_on_any_number_of_threads(self, home, tmp_path, monkeypatch, threads):
        monkeypatch.setenv("DULY_THREADS", threads)

        write_home(MADE, Home(tmp_path))

        assert digest(tmp_path) == digest(home.path)

    def test_gives_the_same_rows_however_the_work_is_cut(self, book, tmp_path, monkeypatch):
        monkeypatch.setattr(making, "STRETCH", 3_000)
        place = Home(tmp_path)

        version = write_home(MADE, place)

        for name in NAMES:
            rows = f"FROM {engines.scan(place.paths(version, name))}"
            assert (
                book.execute(f"({rows} EXCEPT ALL FROM {name}) UNION ALL (FROM {name} EXCEPT ALL {rows})").fetchall()
                == []
            )

    def test_gives_another_book_with_another_number(self, home, tmp_path):
        write_home(Synth(loans=MADE.loans, seed=8), Home(tmp_path))

        assert digest(tmp_path) != digest(home.path)


class TestEveryTable:
    @pytest.mark.parametrize("name", NAMES)
    def test_has_the_types_of_the_contract(self, book, name):
        described = {column: kind for column, kind, *_ in book.execute(f"DESCRIBE {name}").fetchall()}

        expected = {
            c.name: c.physical.replace("TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE") for c in BY_NAME[name].lake_columns
        }
        assert described == expected

    @pytest.mark.parametrize("name", NAMES)
    def test_is_not_empty_and_names_each_row_once(self, book, name):
        rows, keys = ask(book, f"SELECT count(*), count(DISTINCT row({', '.join(BY_NAME[name].key)})) FROM {name}")

        assert rows == keys > 0

    @pytest.mark.parametrize("name", NAMES)
    def test_lies_in_its_order(self, home, name):
        order = ", ".join('epoch_us("at")' if column == "at" else column for column in BY_NAME[name].order)
        (path,) = home.paths(home.book(), name)
        with engines.connect() as engine:
            engine.execute("SET threads = 1")
            rows = engine.execute(f"SELECT {order} FROM {engines.scan([path])}").fetchall()

        assert rows == sorted(rows)

    @pytest.mark.parametrize("name", NAMES)
    def test_refers_only_to_what_is_there(self, book, name):
        for column in BY_NAME[name].columns:
            if column.refers:
                table, other = column.refers.split(".")
                lost = f"SELECT {column.name} AS lost FROM {name} WHERE {column.name} IS NOT NULL"
                assert ask(book, f"SELECT count(*) FROM ({lost}) ANTI JOIN {table} ON lost = {other}") == (0,)

    @pytest.mark.parametrize("name", NAMES)
    def test_keeps_to_the_words_and_ids_of_the_contract(self, book, name):
        for column in BY_NAME[name].lake_columns:
            value = f'"{column.name}"'
            if column.required:
                assert ask(book, f"SELECT count(*) FROM {name} WHERE {value} IS NULL") == (0,)
            if column.kind is Kind.ENUM:
                words = ask(book, f"SELECT list(DISTINCT {value}) FROM {name} WHERE {value} IS NOT NULL")[0] or []
                assert set(words) <= set(column.values)
            if column.kind is Kind.ID:
                wrong = f"NOT regexp_full_match({value}, '[A-Za-z0-9._:/-]{{1,64}}')"
                assert ask(book, f"SELECT count(*) FROM {name} WHERE {wrong}") == (0,)


class TestMoney:
    def test_principal_of_a_loan_adds_up_to_its_limit(self, book):
        sums = (
            "SELECT loan_id, sum(principal_minor) AS lent, min(interest_minor) AS least FROM schedule GROUP BY loan_id"
        )

        assert ask(
            book, f"SELECT count(*) FROM ({sums}) JOIN loans USING (loan_id) WHERE lent <> limit_minor OR least < 0"
        ) == (0,)

    def test_the_running_total_is_the_sum_of_the_instalments(self, book):
        totals = (
            "SELECT due_total_minor AS said, sum(principal_minor + interest_minor + fee_minor) "
            "OVER (PARTITION BY loan_id ORDER BY instalment_no) AS counted FROM schedule"
        )

        assert ask(book, f"SELECT count(*) FROM ({totals}) WHERE said <> counted") == (0,)

    def test_nobody_has_paid_more_than_was_ever_due(self, book):
        paid = "SELECT loan_id, sum(amount_minor) AS paid FROM payments GROUP BY loan_id"
        due = "SELECT loan_id, max(due_total_minor) AS due FROM schedule GROUP BY loan_id"

        assert ask(
            book, f"SELECT count(*) FROM ({paid}) JOIN ({due}) USING (loan_id) WHERE paid > due OR paid < 0"
        ) == (0,)

    def test_a_settled_loan_owes_nothing(self, book):
        owed = "SELECT loan_id, sum(amount_minor) AS paid FROM payments GROUP BY loan_id"
        due = "SELECT loan_id, max(due_total_minor) AS due FROM schedule GROUP BY loan_id"
        settled = f"loans JOIN ({due}) USING (loan_id) LEFT JOIN ({owed}) USING (loan_id) WHERE state = 'settled'"

        assert ask(book, f"SELECT count(*) FROM {settled} AND paid IS DISTINCT FROM due") == (0,)

    def test_every_reversal_takes_back_a_payment_of_the_same_loan(self, book):
        reversals = "payments r LEFT JOIN payments p ON p.payment_id = r.reverses AND p.loan_id = r.loan_id"

        found, lost = ask(
            book,
            f"SELECT count(*), count(*) FILTER (p.amount_minor IS DISTINCT FROM -r.amount_minor) FROM {reversals} "
            "WHERE r.amount_minor < 0",
        )
        assert (found > 0, lost) == (True, 0)

    def test_nothing_was_paid_before_the_book_began_or_after_its_day(self, book):
        assert ask(
            book,
            "SELECT min(paid_date) >= (SELECT first_date FROM book), max(paid_date) <= DATE '2026-10-01' FROM payments",
        ) == (True, True)


class TestHowPeoplePay:
    def test_about_one_loan_in_seven_is_overdue_and_every_bucket_is_seen(self, book):
        assert 0.12 < share(book, "bucket <> 'M0'", "aging") < 0.18
        assert ask(book, "SELECT count(DISTINCT bucket) FROM aging") == (8,)

    def test_few_who_are_current_fall_late_and_many_of_the_first_bucket_come_back(self, book):
        assert 0.03 < share(book, "bucket = 'M1'", "aging WHERE bucket_before = 'M0'") < 0.10
        assert 0.10 < share(book, "bucket = 'M0'", "aging WHERE bucket_before = 'M1'") < 0.40

    def test_the_later_the_bucket_the_surer_it_rolls_forward(self, book):
        rolled = [
            share(book, "roll = 'forward'", f"aging WHERE bucket_before = '{bucket}'") for bucket in ("M1", "M2", "M3")
        ]

        assert rolled == sorted(rolled)

    def test_only_loans_that_ageing_finds_long_overdue_are_placed_with_an_agency(self, book):
        placed = "loans JOIN aging USING (loan_id) WHERE agency_id IS NOT NULL"

        assert ask(book, f"SELECT count(*) > 0, min(dpd + paused_days) > 60 FROM {placed}") == (True, True)

    def test_a_late_borrower_was_contacted_more_than_another(self, book):
        contacts = "SELECT borrower_id, count(*) AS n FROM contacts GROUP BY borrower_id"
        late = "SELECT borrower_id, bool_or(dpd > 0) AS late FROM aging GROUP BY borrower_id"
        per = f"SELECT avg(coalesce(n, 0)) FILTER (late), avg(coalesce(n, 0)) FILTER (NOT late) FROM ({late}) LEFT JOIN ({contacts}) USING (borrower_id)"

        when_late, else_ = ask(book, per)
        assert when_late > 5 * else_ > 0

    @pytest.mark.parametrize(
        ("table", "per_loan"), [("schedule", 12), ("payments", 5), ("contacts", 2), ("borrowers", 0.8)]
    )
    def test_the_size_of_a_table_follows_the_loans(self, book, table, per_loan):
        assert ask(book, f"SELECT count(*) FROM {table}")[0] / MADE.loans == pytest.approx(per_loan, rel=0.05)


class TestNobodyReal:
    def test_every_address_has_a_lawful_source(self, book):
        assert ask(book, f"SELECT count(*) FROM addresses WHERE source NOT IN {LAWFUL_SOURCES}") == (0,)

    def test_no_number_can_be_dialled_and_no_name_is_a_name(self, home):
        with engines.connect() as engine:
            numbers = engines.scan(home.private_paths(home.book(), "addresses"))
            people = engines.scan(home.private_paths(home.book(), "borrowers"))

            assert ask(engine, f"SELECT bool_and(value LIKE '+999%') FROM {numbers}") == (True,)
            assert ask(engine, f"SELECT bool_and(name LIKE '合成%' AND id_number IS NULL) FROM {people}") == (True,)

    def test_the_book_says_that_it_is_synthetic(self, book):
        synthetic, currency, notice = ask(book, "SELECT synthetic, currency, notice FROM book")

        assert (synthetic, currency) == (True, "CNY")
        assert "合成" in notice

    def test_personal_columns_are_the_owners_only(self, home):
        for path in home.private_paths(home.book(), "addresses"):
            assert path.stat().st_mode & 0o077 == 0


class TestWriting:
    def test_a_home_that_holds_a_book_is_left_alone(self, home):
        with pytest.raises(HomeInUse, match="already holds a book"):
            write_home(MADE, home)

    @pytest.mark.parametrize("form", FORMS)
    def test_a_home_is_what_intake_makes_of_the_files(self, book, home, tmp_path, form):
        rows = write_folder(MADE, tmp_path / "files", form)
        taken = Home(tmp_path / "home")

        manifest = take_in([tmp_path / "files"], taken, taken_at=datetime(2026, 10, 1, tzinfo=UTC))

        assert manifest.is_whole
        assert {name: counts.new for name, counts in manifest.rows.items()} == rows
        said = json.loads((home.batch(home.book().batches[0]) / "manifest.json").read_text("utf-8"))
        assert {key: manifest.to_json()[key] for key in ("rows", "money")} == {
            key: said[key] for key in ("rows", "money")
        }
        for name in NAMES:
            for mine, intakes in (
                (home.paths(home.book(), name), taken.paths(taken.book(), name)),
                (home.private_paths(home.book(), name), taken.private_paths(taken.book(), name)),
            ):
                assert len(mine) == len(intakes)
                if mine:
                    one, other = f"FROM {engines.scan(mine)}", f"FROM {engines.scan(intakes)}"
                    both = f"({one} EXCEPT ALL {other}) UNION ALL ({other} EXCEPT ALL {one})"
                    assert (name, book.execute(both).fetchall()) == (name, [])
                    assert book.execute(f"DESCRIBE {one}").fetchall() == book.execute(f"DESCRIBE {other}").fetchall()

    def test_another_day_moves_everything_with_it(self, tmp_path):
        made = Synth(loans=500, seed=7, day=date(2027, 2, 28))
        place = Home(tmp_path)
        version = write_home(made, place)

        with engines.connect() as engine:
            latest = f"SELECT max(paid_date) FROM {engines.scan(place.paths(version, 'payments'))}"
            assert date(2027, 2, 1) < ask(engine, latest)[0] <= made.day
