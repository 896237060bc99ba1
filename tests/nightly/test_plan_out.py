"""The plan as a file: every planned contact once, in one order, readable by a spreadsheet and by a program alike."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from duly.cli import register
from duly.nightly import business_day, closed, plan_out
from duly.nightly.plan_out import PLAN, CannotWritePlan, NoSuchTeam
from tests.homes import DAY, NOON, lay, small_book

DOCS = Path(__file__).parents[2] / "docs" / "reference"


class Unwatched:
    def starts(self, step, engine):
        pass

    def ends(self, step, ran):
        pass


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A closed day; one borrower's id is one that a spreadsheet would run, some keep to hours of their own."""
    book = small_book(90)
    for table in ("borrowers", "loans", "addresses"):
        for row in book[table]:
            if row["borrower_id"] == "B035":
                row["borrower_id"] = "-B035"
    book["preferences"] += [
        {"preference_id": f"W{n}", "borrower_id": f"B{n:03}", "kind": "contact_window", "from_minute": 1150,
         "to_minute": 1200, "stated_at": NOON} for n in range(20, 90, 9)
    ]  # fmt: skip
    made = lay(tmp_path_factory.mktemp("home"), book)
    business_day.close(made, DAY, watcher=Unwatched())
    return made


@pytest.fixture(scope="module")
def opened(home):
    with closed.opened(home, DAY) as day:
        yield day


@pytest.fixture()
def written(home, opened, tmp_path):
    """Write the plan somewhere and read it back: rows of a CSV as words, of a Parquet file as values."""

    def write(form="csv", **how):
        out = tmp_path / f"plan.{form}"
        plan_out.write(opened, home, out, form=form, **how)
        if form == "parquet":
            return pq.read_table(out).to_pylist()
        with out.open(encoding="utf-8-sig" if how.get("bom") else "utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    return write


def test_holds_every_planned_contact_once(written, opened):
    planned = opened.reading.rows("SELECT contact_id, verdict FROM planned ORDER BY contact_id")

    rows = sorted((row["contact_id"], row["verdict"]) for row in written())

    assert rows == [(row["contact_id"], row["verdict"]) for row in planned]
    assert {verdict for _, verdict in rows} >= {"allow", "deny"}


def test_has_the_columns_it_documents_in_their_order(written):
    names = [column.name for column in PLAN.columns]

    assert list(written()[0]) == names
    assert list(written("parquet")[0]) == names


def test_is_in_order_of_team_channel_minute_and_contact(written):
    rows = written("parquet")

    def key(row):
        none_last = [(row[name] is None, row[name]) for name in ("team_id", "channel", "earliest")]
        return *none_last, row["contact_id"]

    assert rows == sorted(rows, key=key)
    assert [row["contact_id"] for row in written()] == [row["contact_id"] for row in rows]


def test_is_the_same_file_every_time(home, opened, tmp_path):
    for name in ("first.csv", "second.csv"):
        plan_out.write(opened, home, tmp_path / name, form="csv")

    assert (tmp_path / "first.csv").read_bytes() == (tmp_path / "second.csv").read_bytes()


def test_writes_minutes_as_times_and_instants_on_the_clock_of_the_law(written):
    texts, values = written(), written("parquet")

    for text, value in zip(texts, values, strict=True):
        for edge in ("earliest", "latest"):
            minute = value[edge]
            assert text[edge] == ("" if minute is None else f"{minute // 60:02d}:{minute % 60:02d}")
        again = value["next_permitted_at"]
        if again is None:
            assert text["next_permitted_at"] == ""
        else:
            assert text["next_permitted_at"].endswith("+08:00")
            assert datetime.fromisoformat(text["next_permitted_at"]) == again
    assert any(value["next_permitted_at"] for value in values)


def test_gives_the_place_on_the_worklist_only_to_those_on_it(written, opened):
    listed = opened.reading.rows("SELECT contact_id, position FROM worklists")

    places = {row["contact_id"]: row["position"] for row in written("parquet") if row["position"] is not None}

    assert places == {row["contact_id"]: row["position"] for row in listed}


def test_says_in_both_languages_why_a_contact_is_refused(written, opened):
    titles = {limit.id: limit for limit in opened.policy.law}
    refused = [row for row in written() if row["refused_by"]]

    assert refused
    for row in refused:
        rules = row["refused_by"].split(",")
        assert row["reason_zh"] == "；".join(titles[rule].zh for rule in rules)
        assert row["reason_en"] == "; ".join(titles[rule].en for rule in rules)
    assert all(row["reason_zh"] == "" for row in written() if not row["refused_by"])


def test_of_one_team_holds_what_that_team_calls(written):
    whole, one = written(), written(team="T-44")

    assert one == [row for row in whole if row["team_id"] == "T-44"]
    assert one


def test_runs_nothing_in_a_spreadsheet(written):
    cells = [cell for row in written() for cell in row.values()]

    assert not [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}]
    assert "'-B035" in cells
    assert "-B035" in {row["borrower_id"] for row in written("parquet")}


def test_begins_with_the_mark_of_utf_8_only_when_asked(home, opened, tmp_path, written):
    plan_out.write(opened, home, tmp_path / "marked.csv", form="csv", bom=True)
    plan_out.write(opened, home, tmp_path / "bare.csv", form="csv")

    marked, bare = (tmp_path / "marked.csv").read_bytes(), (tmp_path / "bare.csv").read_bytes()
    assert marked == b"\xef\xbb\xbf" + bare


def test_names_the_law_and_the_book_that_it_was_made_by(written, opened):
    assert {(row["law_version"], row["book_version"]) for row in written("parquet")} == {
        (opened.policy.law.version, 1)
    }  # fmt: skip


def test_instants_in_a_parquet_file_are_instants(written):
    again = [row["next_permitted_at"] for row in written("parquet") if row["next_permitted_at"]]

    assert all(instant.tzinfo is not None and instant > datetime(2026, 9, 30, tzinfo=UTC) for instant in again)


class TestWhatCannotBeWritten:
    def test_an_unknown_team_is_named_with_those_there_are(self, written):
        with pytest.raises(NoSuchTeam, match=r"no team 'T-99'; its teams are T-00, T-44"):
            written(team="T-99")

    @pytest.mark.parametrize("place", ["missing/plan.csv", "."])
    def test_a_place_that_takes_no_file_is_named(self, home, opened, tmp_path, place):
        with pytest.raises(OSError):
            plan_out.write(opened, home, tmp_path / place, form="csv")
        assert not list(tmp_path.glob("**/*.aside"))

    def test_the_tables_of_the_day_are_never_written_over(self, home, opened):
        before = (home.day(DAY) / "planned.parquet").read_bytes()

        with pytest.raises(CannotWritePlan, match="among the book's own files"):
            plan_out.write(opened, home, home.day(DAY) / "planned.parquet", form="parquet")
        assert (home.day(DAY) / "planned.parquet").read_bytes() == before

    def test_what_was_there_before_stays_when_writing_fails(self, home, opened, tmp_path):
        out = tmp_path / "plan.csv"
        out.write_text("kept")
        (tmp_path / "plan.csv.aside").mkdir()

        with pytest.raises(IsADirectoryError):
            plan_out.write(opened, home, out, form="csv")
        assert out.read_text() == "kept"


def test_the_command_writes_where_it_stands_and_says_where(home, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    app = register.application()

    said = CliRunner().invoke(app, ["plan", "--day", str(DAY), "--home", str(home.path), "--team", "T-44"])

    assert said.exit_code == 0
    assert said.output.splitlines()[-1] == "plan-2026-10-01-T-44.csv"
    assert duckdb.read_csv("plan-2026-10-01-T-44.csv").shape[0] > 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_reference_names_every_column_as_the_code_does(lang):
    page = (DOCS / f"plan.{lang}.md").read_text("utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("| ")
    ]

    columns = [row for row in rows if len(row) == 5 and row[1].startswith("`")]

    told = [(mark, name, title) for mark, name, title, *_ in columns]

    assert told == [("●" if column.required else "", f"`{column.name}`", column.zh) for column in PLAN.columns]
    if lang == "en":
        assert [row[4] for row in columns] == [column.en for column in PLAN.columns]
