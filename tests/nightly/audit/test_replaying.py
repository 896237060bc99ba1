"""An audit end to end: files in, totals and violations out."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from duly import law as laws
from duly.book.contract.contacts import CONTACTS
from duly.nightly import audit
from duly.nightly.audit import replaying
from duly.store.engine import connect

LAW = laws.load("cn")
COLUMNS = (
    "contact_id", "borrower_id", "address_id", "at", "channel", "mode", "direction", "purpose", "party_role", "actor",
    "actor_id", "outcome",
)  # fmt: skip


def rows(people: int = 40) -> list[dict[str, Any]]:
    """Calls of one day: everybody is called five times from nine; every fourth also at eleven in the evening."""
    found = []
    for person in range(people):
        minutes = [540, 600, 660, 720, 780] + ([1380] if person % 4 == 0 else [])
        for no, minute in enumerate(minutes):
            at = datetime(2026, 3, 2, 16, tzinfo=UTC) + timedelta(minutes=minute)
            found.append(
                dict(
                    zip(
                        COLUMNS,
                        (f"C{person}-{no}", f"B{person:03d}", f"A{person}", at.isoformat(), "voice", "interactive",
                         "outbound", "collect", "borrower", "agency" if person % 2 else "lender", f"S{person % 3}",
                         "conversed"),
                        strict=True,
                    )
                )
            )  # fmt: skip
    return found


def write(file: Path, given: list[dict[str, Any]]) -> Path:
    if file.suffix == ".csv":
        with file.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, COLUMNS)
            writer.writeheader()
            writer.writerows(given)
        return file
    engine = duckdb.connect()
    source = write(file.with_suffix(".csv"), given)
    engine.execute(
        f'COPY (SELECT * REPLACE ("at"::TIMESTAMPTZ AS "at") FROM read_csv(\'{source}\', all_varchar = true)) '
        f"TO '{file}' (FORMAT parquet)"
    )
    return file


def audited(file: Path, **more: Any) -> audit.Totals:
    return audit.replay(connect(), audit.Asked((file,), LAW, **more))


@pytest.mark.parametrize("name", ["contacts.csv", "contacts.parquet"])
def test_every_contact_is_judged_and_every_violation_kept(tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    totals = audited(write(tmp_path / name, rows()), out=out)

    assert totals.contacts == 40 * 5 + 10
    assert totals.by(0, totals.broken)["CN-FREQ-02"] == 40 * 2 + 10, "three conversations a day are allowed"
    assert totals.by(0, totals.unsure)["CN-TIME-01"] == 10, "eleven at night needs a consent, and the file tells none"
    (kept,) = duckdb.sql(f"SELECT count(*) FROM read_parquet('{out}/violations/*.parquet')").fetchone() or (0,)
    assert kept == totals.violating == sum(totals.faulty.values())


def test_cutting_the_borrowers_into_slices_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path / "contacts.parquet", rows())
    whole = audited(file).to_json()
    monkeypatch.setattr(replaying, "SLICE", 17)

    assert audited(file).to_json() == whole


def test_a_stretch_of_days_is_judged_with_all_that_was_done_before(tmp_path: Path) -> None:
    given = rows(2)
    file = write(tmp_path / "contacts.parquet", given)

    assert audited(file, first=date(2026, 3, 4)).contacts == 0
    assert audited(file, first=date(2026, 3, 3), last=date(2026, 3, 3)).contacts == len(given)


def test_rows_that_cannot_be_read_are_counted_by_column_and_kept(tmp_path: Path) -> None:
    given = rows(3)
    given[0]["channel"] = "pigeon"
    given[1]["at"] = "2026-03-02 09:00:00"  # of which clock?
    given[2]["borrower_id"] = ""
    out = tmp_path / "out"
    out.mkdir()
    totals = audited(write(tmp_path / "contacts.csv", given), out=out)

    assert totals.rejected == {"channel": 1, "at": 1, "borrower_id": 1}
    assert totals.contacts == len(given) - 3
    assert duckdb.sql(f"SELECT count(*) FROM '{out}/rejected.parquet'").fetchone() == (3,)


def test_a_file_without_a_needed_column_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "contacts.csv"
    file.write_text("contact_id,borrower_id\nC1,B1\n", "utf-8")

    with pytest.raises(audit.BadContacts, match="no column at, channel"):
        audited(file)


def test_rules_that_the_files_cannot_answer_are_named_with_what_they_lack(tmp_path: Path) -> None:
    totals = audited(write(tmp_path / "contacts.parquet", rows()))

    assert totals.set_aside["CN-STOP-10"] == ("ceased",)
    assert "CN-FREQ-02" not in totals.set_aside


def test_the_page_tells_the_same_figures(tmp_path: Path) -> None:
    totals = audited(write(tmp_path / "contacts.parquet", rows()))
    page = audit.page(totals, LAW, "cn")

    assert f"{totals.contacts:,} contacts, {totals.violating:,} against a rule" in page
    assert "GB/T 45251" in page
    assert "://" not in page


def test_columns_may_be_named_in_chinese_as_in_the_books_sheets(tmp_path: Path) -> None:
    file = write(tmp_path / "contacts.csv", rows(4))
    head, *lines = file.read_text("utf-8").splitlines()
    chinese = {column.name: column.zh for column in CONTACTS.columns}
    named = ",".join(chinese[name] for name in head.split(","))
    file.write_text("\ufeff" + "\n".join([named, *lines]) + "\n", "utf-8")

    assert audited(file).contacts == len(rows(4))


def test_the_hours_are_asked_however_many_calls_were_made_at_night(tmp_path: Path) -> None:
    at_night = [row | {"at": row["at"].replace("T01:", "T15:")} for row in rows(4) if row["contact_id"].endswith("-0")]
    totals = audited(write(tmp_path / "contacts.csv", at_night))

    assert "CN-TIME-01" not in totals.set_aside
    assert totals.by(0, totals.unsure)["CN-TIME-01"] == len(at_night)
