"""The invented past of a demonstration over the real book: twelve months, against no rule, and nothing the book denies."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from duly import law as laws
from duly.core.day import day_of, instant_of
from duly.desk import calling, measures, past, planning, record
from duly.desk.facts import Systems, question
from duly.desk.loading import Lines, load, statements
from duly.intake import take_in
from duly.intake.real_book import write
from duly.intake.real_book.ledger import BUSINESS_DAY
from duly.nightly import business_day
from duly.nightly.accounts import statement_question
from duly.nightly.audit import Asked, replay
from duly.nightly.closed import ClosedDay, opened
from duly.store import engine as engines
from duly.store.lake import Home
from duly.store.models import Address, Case, CaseMove, Complaint, Entry, Heard, Hold, Plan, PlanMove, Promise, User
from tests.nightly.test_accounts import Unwatched
from tests.once import made_once

SEED, SEEDS = 7, (7, 8, 20261001)
DAY = timedelta(days=1)
LAW = laws.load("cn")
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
    _is_before_the_judge_of_today()
    _leaves_those_alone_whom_something_protected()
    _keeps_promises_where_the_book_has_the_payment(engine)
    _keeps_plans_as_the_account_says_they_were_kept(closed)
    _opens_cures_and_closes_as_the_lender_reported(engine)
    _goes_by_the_table_of_every_machine_and_back_in_no_time()
    _says_who_worked_each_case()
    _leaves_nothing_for_the_measures_of_the_day()
    _is_on_the_record_and_made_once(closed)
    _is_against_no_rule_whatever_the_seed(engine, home, tmp_path)


def _reaches_back_twelve_months() -> None:
    months = Counter(day_of(at).strftime("%Y-%m") for at in Heard.objects.filter(**OURS).values_list("at", flat=True))

    assert sorted(months) == [
        f"{y}-{m:02d}" for y, m in (*((2025, m) for m in (10, 11, 12)), *((2026, m) for m in range(1, 10)))
    ]
    assert min(months.values()) > 100


def _is_against_no_rule_whatever_the_seed(engine: duckdb.DuckDBPyConnection, home: Home, folder: Path) -> None:
    named = {str(one): ref for one, ref in Address.objects.values_list("id", "ref")}
    (heard,) = [select for table, select in statements(past.SOURCE) if table == "heard"]
    for seed in SEEDS:
        past.imagine(engine, BUSINESS_DAY, seed=seed)
        made = engine.execute(f"SELECT p.who, h.ref, h.at, channel, direction, said FROM ({heard}) h "
                              "JOIN person p ON p.borrower = h.borrower_id").fetchall()  # fmt: skip
        rows = [_contact(named, *row) for row in made]
        file = folder / f"{seed}.parquet"
        pq.write_table(pa.Table.from_pylist(rows), file)

        told = replay(engines.connect(spill=folder), Asked((file,), LAW, home), lambda done, of: None)

        assert (told.contacts, told.violating, sum(told.rejected.values())) == (len(rows), 0, 0), told.by(
            0, told.broken
        )
        assert len(rows) > 1_000


def _contact(
    named: dict[str, str], who: str, ref: str, at: str, channel: str, direction: str, told: str
) -> dict[str, Any]:
    said = json.loads(told)
    return {
        "contact_id": ref, "borrower_id": who, "address_id": named[said["address"]],
        "at": datetime.fromisoformat(at).replace(tzinfo=UTC), "channel": CHANNEL.get(channel, channel),
        "mode": said.get("mode"), "direction": direction, "purpose": PURPOSE.get(said["purpose"], said["purpose"]),
        "party_role": "borrower", "actor": "lender", "actor_id": None,
        "outcome": OUTCOME.get(said["outcome"], said["outcome"]),
    }  # fmt: skip


def _is_before_the_judge_of_today() -> None:
    asked = Heard.objects.filter(**OURS, channel="phone_call").select_related("borrower").order_by("id")[:20]
    user = User.objects.filter(role="agent", suspended=False).order_by("id")[0]
    for one in asked:
        address = Address.objects.get(id=one.said["address"])
        proposed = calling.proposed(user=user, address=address, at=instant_of(BUSINESS_DAY, 10 * 60))
        told = question(one.borrower, proposed, Systems("up", "up"))["facts"]

        known = {datetime.fromisoformat(each["ts"]) for each in told["events"]}
        assert known >= set(Heard.objects.filter(borrower=one.borrower).values_list("at", flat=True))


def _leaves_those_alone_whom_something_protected() -> None:
    stopped = [
        (one.borrower_id, one.received_at, one.received_at + timedelta(days=9))
        for one in Complaint.objects.filter(**OURS)
    ]
    stopped += [(one.borrower_id, one.from_at, one.until_at) for one in Hold.objects.filter(**OURS) if one.until_at]

    stopped += [
        (one.of.borrower_id, one.at, one.of.moves.order_by("seq").last().at)
        for one in PlanMove.objects.filter(of__ref__startswith="invented/", event="sign").select_related("of")
    ]

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


def _keeps_plans_as_the_account_says_they_were_kept(closed: ClosedDay) -> None:
    states: Counter[str] = Counter()
    for plan in Plan.objects.filter(**OURS).select_related("loan__creditor", "borrower"):
        (debt,) = statement_question(closed, plan.borrower.ref)["debts"]
        payments = [one for one in debt["account"]["events"] if one["id"] not in plan.counted]
        since = planning.signed_on(plan)
        assert since is not None

        found = planning.followed(plan, since, payments, BUSINESS_DAY, LAW, grace_days=plan.grace_days)

        assert found["state"] == plan.state, plan.ref
        assert sum(one["principal"] for one in plan.account["instalments"]) == plan.total_minor
        states[plan.state] += 1

    assert set(states) == {"completed", "broken"}
    assert min(states.values()) > 10


def _opens_cures_and_closes_as_the_lender_reported(engine: duckdb.DuckDBPyConnection) -> None:
    late = {
        (who, ends): months >= 1
        for who, ends, months in engine.execute(
            "SELECT l.borrower_id, s.statement_date, s.months_late FROM statements s JOIN loans l USING (loan_id)"
        ).fetchall()
    }
    listed = {who for (who,) in engine.execute("SELECT borrower_id FROM worklists").fetchall()}
    opened, days = 0, sorted({ends for _, ends in late})
    for case in Case.objects.filter(opened_on__lt=BUSINESS_DAY).select_related("borrower").prefetch_related("moves"):
        who, moves = case.borrower.ref, sorted(case.moves.all(), key=lambda one: one.seq)
        cured = [day_of(one.at) for one in moves if one.event == "cure"]
        assert late[who, case.opened_on], case.ref
        for on in cured:
            before, after = max(day for day in days if day < on - DAY), min(day for day in days if day >= on - DAY)
            assert (late[who, before], late[who, after]) == (True, False), (case.ref, on)
        begun = [case.opened_on, *(day_of(one.at) - DAY for one in moves if one.to_state == "reminder")]
        assert all(late[who, on] for on in begun)
        assert len(cured) == len(begun) - (case.state == "phone")
        assert (case.state == "phone") == (who in listed)
        opened += len(begun) > 1

    assert opened > 50
    assert Case.objects.filter(**OURS, state="closed").count() > 50
    assert CaseMove.objects.filter(event="fall_late").exists()
    assert CaseMove.objects.filter(event="reopen").exists()


def _goes_by_the_table_of_every_machine_and_back_in_no_time() -> None:
    for noun in (Case, Complaint, Hold, Plan, Promise):
        for one in noun.objects.prefetch_related("moves"):
            state, at = noun.machine.start, datetime.min.replace(tzinfo=UTC)
            for move in sorted(one.moves.all(), key=lambda each: each.seq):
                state = noun.machine.after(state, move.event)
                assert (move.to_state, move.at >= at) == (state, True), one.ref
                at = move.at
            assert one.state == state


def _says_who_worked_each_case() -> None:
    assert not Case.objects.filter(assigned=None).exists()


def _leaves_nothing_for_the_measures_of_the_day() -> None:
    assert not measures.day_so_far(BUSINESS_DAY).promised
    assert not Promise.objects.filter(**OURS, state="open").exists()


def _is_on_the_record_and_made_once(closed: ClosedDay) -> None:
    (said,) = Entry.objects.filter(chain="house").values_list("said", flat=True)
    assert said["invented"]["heard"] == Heard.objects.filter(**OURS).count()
    assert said["said"] == past.NOTICE
    assert list(record.verify()) == []

    assert set(past.invent(closed.reading.engine, BUSINESS_DAY, seed=SEED).values()) == {0}
    assert Entry.objects.count() == 1
