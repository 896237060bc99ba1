"""The invented past of a demonstration over the real book: twelve months, against no rule, and nothing the book denies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from duly import law as laws
from duly.core.day import day_of
from duly.desk import past
from duly.desk.loading import Lines, load
from duly.intake import take_in
from duly.intake.real_book import write
from duly.intake.real_book.ledger import BUSINESS_DAY
from duly.nightly import business_day
from duly.nightly.audit import Asked, replay
from duly.nightly.closed import ClosedDay, opened
from duly.store import engine as engines
from duly.store.lake import Home
from duly.store.models import Address, Case, CaseMove, Complaint, Entry, Heard, Hold, Promise
from tests.nightly.test_accounts import Unwatched
from tests.once import made_once

SEED = 7
LINES = Lines(("95000",), ("app",), ("app",))
OURS = {"ref__startswith": "invented/"}
CHANNEL = {"phone_call": "voice"}
PURPOSE = {"reminder": "remind"}
OUTCOME = {"conversation": "conversed"}


def _taken_in(folder: Path) -> None:
    with TemporaryDirectory() as files:
        write.write_book(Path(files))
        take_in([Path(files)], Home(folder / "home"), taken_at=datetime(2026, 10, 1, tzinfo=UTC))
    business_day.close(Home(folder / "home"), BUSINESS_DAY, watcher=Unwatched())


@pytest.fixture()
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The real book, its day closed."""
    return Home(made_once(tmp_path_factory, "real-book", _taken_in) / "home")


@pytest.fixture()
def closed(home: Home) -> Iterator[ClosedDay]:
    """The same, loaded into the desk with a past."""
    with opened(home, BUSINESS_DAY) as found:
        engine = found.reading.engine
        load(engine, BUSINESS_DAY, LINES, before=lambda: past.invent(engine, BUSINESS_DAY, seed=SEED))
        yield found


def test_a_past_is_long_lawful_and_true_to_the_book(home: Home, closed: ClosedDay, tmp_path: Path) -> None:
    """One test of many sentences: the book is large, and a past is made once."""
    engine = closed.reading.engine

    _reaches_back_twelve_months()
    _is_against_no_rule(home, tmp_path)
    _leaves_those_alone_who_complained_or_were_held()
    _keeps_promises_where_the_book_has_the_payment(engine)
    _cures_those_who_paid_and_are_not_late(engine)
    _is_on_the_record_and_made_once(engine)


def _reaches_back_twelve_months() -> None:
    months = Counter(day_of(at).strftime("%Y-%m") for at in Heard.objects.filter(**OURS).values_list("at", flat=True))

    assert sorted(months) == [
        f"{y}-{m:02d}" for y, m in (*((2025, m) for m in (10, 11, 12)), *((2026, m) for m in range(1, 10)))
    ]
    assert min(months.values()) > 100


def _is_against_no_rule(home: Home, tmp_path: Path) -> None:
    named = dict(Address.objects.values_list("id", "ref"))
    rows = [
        {
            "contact_id": one.ref, "borrower_id": one.borrower.ref, "address_id": named[UUID(one.said["address"])], "at": one.at,
            "channel": CHANNEL.get(one.channel, one.channel), "mode": one.said.get("mode"), "direction": one.direction,
            "purpose": PURPOSE.get(one.said["purpose"], one.said["purpose"]), "party_role": "borrower",
            "actor": "lender", "actor_id": None, "outcome": OUTCOME.get(one.said["outcome"], one.said["outcome"]),
        }
        for one in Heard.objects.filter(**OURS).select_related("borrower")
    ]  # fmt: skip
    made = tmp_path / "contacts.parquet"
    pq.write_table(pa.Table.from_pylist(rows), made)

    told = replay(engines.connect(spill=tmp_path), Asked((made,), laws.load("cn"), home), lambda done, of: None)

    assert (told.contacts, told.violating, sum(told.rejected.values())) == (len(rows), 0, 0), told.by(0, told.broken)


def _leaves_those_alone_who_complained_or_were_held() -> None:
    stopped = [
        (one.borrower_id, one.received_at, one.received_at + timedelta(days=9))
        for one in Complaint.objects.filter(**OURS)
    ]
    stopped += [(one.borrower_id, one.from_at, one.until_at) for one in Hold.objects.filter(**OURS) if one.until_at]

    for borrower, begins, ends in stopped:
        assert not Heard.objects.filter(**OURS, borrower=borrower, at__gte=begins, at__lt=ends).exists()
    assert len(stopped) > 50


def _keeps_promises_where_the_book_has_the_payment(engine: duckdb.DuckDBPyConnection) -> None:
    paid: Counter[tuple[str, date]] = Counter()
    for loan, on, minor in engine.execute("SELECT loan_id, paid_date, amount_minor FROM payments").fetchall():
        paid[loan, on] += minor
    states: Counter[str] = Counter()
    for one in Promise.objects.filter(**OURS).select_related("loan"):
        of_the_time = [
            paid[one.loan.ref, one.made_on + timedelta(days=n)] for n in range((one.due_on - one.made_on).days + 1)
        ]
        assert sum(of_the_time) == (one.amount_minor if one.state == "kept" else 0), one.ref
        states[one.state] += 1

    assert set(states) == {"kept", "broken"}
    assert min(states.values()) > 100


def _cures_those_who_paid_and_are_not_late(engine: duckdb.DuckDBPyConnection) -> None:
    late = {who for (who,) in engine.execute("SELECT borrower_id FROM aging WHERE dpd > 0").fetchall()}
    cured = Case.objects.filter(**OURS).select_related("borrower")

    assert {one.state for one in cured} == {"closed"}
    assert not late & {one.borrower.ref for one in cured}
    assert CaseMove.objects.filter(of__in=cured, event="cure").count() == len(cured) > 50


def _is_on_the_record_and_made_once(engine: duckdb.DuckDBPyConnection) -> None:
    (said,) = Entry.objects.filter(chain="house").values_list("said", flat=True)
    assert said["invented"]["heard"] == Heard.objects.filter(**OURS).count()
    assert said["said"] == past.NOTICE

    assert set(past.invent(engine, BUSINESS_DAY, seed=SEED).values()) == {0}
    assert Entry.objects.count() == 1
