"""The desk's day goes back into the book: the next night reads it, and nothing of it is told twice."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from duly.book.contract import BY_NAME
from duly.core.carrier import Message, Receipt
from duly.core.day import day_bounds, instant_of
from duly.desk import contact, outcomes, planning, record, stopping
from duly.desk.facts import Proposed, Systems
from duly.desk.loading import Lines, load
from duly.desk.outcomes import Told
from duly.intake import take_in
from duly.nightly import business_day
from duly.nightly.closed import opened
from duly.nightly.day_end import Ended, end
from duly.store import models
from duly.store.lake import Home
from duly.store.moving import move
from tests.desk.deals import BUDGET, LAW, account, change
from tests.desk.house import SAID
from tests.homes import DAY, STAFF, lay, small_book
from tests.nightly.test_accounts import Unwatched

LINES = Lines(("95000",), ("app",), ("app",))
NEXT = DAY + timedelta(days=1)
AFTER = day_bounds(NEXT)[0] + timedelta(minutes=5)
NOON = instant_of(DAY, 14 * 60 + 30)


class Answering:
    """A line on which whoever is called takes the call."""

    name = "answering"

    def carry(self, message: Message, *, reference: str) -> Receipt:
        return Receipt("answered", answered=True)


@pytest.fixture()
def home(closed_home: Home, tmp_path: Path) -> Home:
    """A book whose day is closed by the night and loaded into the desk."""
    made = Home(Path(shutil.copytree(closed_home.path, tmp_path / "home")))
    loaded(made, DAY)
    return made


def loaded(home: Home, day: date) -> dict[str, int]:
    with opened(home, day) as closed:
        return load(closed.reading.engine, day, LINES)


@contextmanager
def book(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as engine:
        engine.execute("SET TimeZone = 'UTC'")
        version = home.version()
        for name in (one for one in version.tables if home.paths(version, one)):
            files = [str(path) for path in home.paths(version, name)]
            engine.execute(f"CREATE VIEW {name} AS FROM read_parquet({files})")
        yield engine


def rows(home: Home, query: str) -> list[Any]:
    with book(home) as engine:
        return engine.execute(query).fetchall()


def called(home: Home, told: Told | None = None) -> models.Borrower:
    """Call somebody whom the night planned to call, and write down what came of it."""
    agent = models.User.objects.get(username="S1")
    planned = models.Planned.objects.select_related("address", "borrower").filter(address__kind="mobile").order_by("id")
    for one in planned:
        proposed = Proposed(
            address=one.address, by=agent, channel="phone_call", purpose="collect", at=NOON, caller_id="95000", content=SAID
        )  # fmt: skip
        made = contact.attempt(
            borrower_id=one.borrower.id, proposed=proposed, systems=Systems("up", "up"), carrier=Answering(),
            message=Message("phone_call", "13800138000"),
        )  # fmt: skip
        if isinstance(made, models.Attempt):
            if told is not None:
                loan = models.Loan.objects.filter(borrower=one.borrower).order_by("ref")[0]
                typed = Told(**{**vars_of(told), "loan": str(loan.id)})
                outcomes.write(attempt=made, told=typed, at=NOON + timedelta(minutes=3), by=agent)
            return one.borrower
    raise AssertionError("nobody could be called")


def vars_of(told: Told) -> dict[str, str]:
    return {name: getattr(told, name) for name in Told.__dataclass_fields__}


PROMISE = Told("promise", amount="100", due_on=str(DAY + timedelta(days=5)))


def test_a_call_with_a_promise_keeps_the_next_night_from_calling_and_is_counted(home: Home) -> None:
    who = called(home, PROMISE).ref

    ended = end(home, DAY, at=AFTER)

    assert (ended.told.rows["contacts"], ended.told.rows["promises"], ended.is_whole) == (1, 1, True)
    (told,) = rows(home, f"SELECT channel, direction, purpose, party_role, actor, actor_id, outcome FROM contacts "
                         f"WHERE borrower_id = '{who}' AND \"at\" = '{NOON}'")  # fmt: skip
    assert told == ("voice", "outbound", "collect", "borrower", "lender", "S1", "conversed")
    assert rows(home, f"SELECT state, amount_minor, due_date FROM promises WHERE borrower_id = '{who}'") == [
        ("open", 10_000, DAY + timedelta(days=5))
    ]
    business_day.close(home, NEXT, watcher=Unwatched())
    with opened(home, NEXT) as night:
        asked = f"WHERE borrower_id = '{who}'"
        assert night.reading.rows(f"SELECT * FROM planned {asked} AND channel = 'voice'") == []
        assert night.reading.rows(f"SELECT DISTINCT reason FROM treatments {asked}") == [{"reason": "promise"}]


def test_without_a_close_the_next_night_would_have_called(home: Home) -> None:
    who = called(home, PROMISE).ref

    business_day.close(home, NEXT, watcher=Unwatched())

    with opened(home, NEXT) as night:
        assert night.reading.rows(f"SELECT * FROM planned WHERE borrower_id = '{who}' AND channel = 'voice'")


def test_what_the_day_heard_comes_back_to_the_desk_as_nothing_new(home: Home) -> None:
    acted(home)
    before = {one: one.objects.count() for one in COUNTED}

    first = end(home, DAY, at=AFTER)
    again = end(home, DAY, at=AFTER)
    business_day.close(home, NEXT, watcher=Unwatched())
    added = loaded(home, NEXT)
    last = end(home, DAY, at=AFTER)

    assert first.told.rows
    assert first.is_whole
    assert first.told.untold == {}
    assert again.told.rows == last.told.rows == {}
    assert {name: n for name, n in added.items() if n and name not in OF_THE_NIGHT} == {}
    assert {one: one.objects.count() for one in COUNTED} == before


OF_THE_NIGHT = ("planned", "case", "casemove", "assigned")
COUNTED = (
    models.Attempt, models.Complaint, models.Consent, models.Dispute, models.Heard, models.Hold, models.Preference,
    models.Promise, models.Address,
)  # fmt: skip


def acted(home: Home) -> None:
    """A day with something of everything, for borrowers of their own."""
    called(home, PROMISE)
    agent = models.User.objects.get(username="S1")
    people = {one.ref: one for one in models.Borrower.objects.filter(ref__in=[f"B{no:03}" for no in range(20, 40)])}
    loans = {one.borrower.ref: [str(one.id)] for one in models.Loan.objects.filter(borrower__in=people.values())}
    said = {"at": NOON, "by": agent}
    stopping.complain(people["B020"], topic="other", loans=loans["B020"] * 2, **said)
    stopping.dispute(people["B021"], kind="credit_record", loans=loans["B021"], **said)
    stopping.hold(people["B022"], kind="care", days=30, **said)
    stopping.hold(people["B023"], kind="hardship", **said)
    stopping.opt_out(people["B024"], channels=["phone_call", "text"], **said)
    stopping.opt_out(people["B025"], channels=["phone_call"], address=_address(people["B025"]), **said)
    stopping.opt_out(people["B026"], channels=[], **said)
    stopping.address_is(_address(people["B027"]), "reassigned", **said)
    for at, hours in ((NOON, ("12:00", "13:00")), (NOON + timedelta(minutes=5), ("18:00", "19:30"))):
        models.Preference.objects.create(
            borrower=people["B028"], kind="inconvenient_time", said_at=at, terms={"from": hours[0], "to": hours[1]}
        )
    models.Consent.objects.create(
        borrower=people["B029"], scope="night_contact", given_at=NOON, form="recorded_call", evidence_id="REC-1",
        terms={"from": "22:00", "to": "23:00", "channels": ["phone_call"]},
    )  # fmt: skip
    models.Heard.objects.create(
        borrower=people["B030"], at=NOON, channel="phone_call", direction="inbound",
        said={"party": "P1", "address": str(_address(people["B030"]).id), "outcome": "conversation", "answered": True},
    )  # fmt: skip
    people["B031"].deceased, people["B031"].heeded = True, people["B031"].heeded + 1
    models.Borrower.objects.filter(id=people["B031"].id).update(deceased=True, heeded=people["B031"].heeded)
    hold = models.Hold.objects.get(ref="X2")
    move(hold, "lift", at=NOON, by=agent, because="解除 lifted")
    complaint = models.Complaint.objects.get(ref="C1")
    move(complaint, "answer", at=NOON, by=agent, because="已答复 answered")


def _address(borrower: models.Borrower) -> models.Address:
    return models.Address.objects.get(borrower=borrower, kind="mobile", party=None)


def test_every_stop_is_told_in_the_words_of_the_book(home: Home) -> None:
    acted(home)

    ended = end(home, DAY, at=AFTER)

    assert ended.is_whole
    assert rows(home, "SELECT borrower_id, loan_id, topic, epoch(answered_at) FROM complaints ORDER BY 1, complaint_id") == [
        ("B004", None, "conduct", NOON.timestamp()), ("B020", "L020", "conduct", None), ("B020", "L020", "conduct", None),
    ]  # fmt: skip
    assert ("B021", "L021", "amount", None) in rows(
        home, "SELECT borrower_id, loan_id, topic, epoch(closed_at) FROM disputes"
    )
    assert {("B022", "quiet", DAY, DAY + timedelta(days=30)), ("B009", "legal", date(2026, 9, 1), DAY)} <= set(
        rows(home, "SELECT borrower_id, reason, first_date, last_date FROM holds")
    )
    assert ("B023", "other", NOON.timestamp(), None) in rows(
        home, "SELECT borrower_id, kind, epoch(reported_at), epoch(ended_at) FROM hardships"
    )
    wishes = rows(home, "SELECT borrower_id, kind, channel, address_id IS NOT NULL, from_minute, to_minute, last_date "
                        "FROM preferences WHERE borrower_id BETWEEN 'B024' AND 'B028' ORDER BY ALL")  # fmt: skip
    assert wishes == [
        ("B024", "channel_opt_out", "ai_voice", False, None, None, None),
        ("B024", "channel_opt_out", "sms", False, None, None, None),
        ("B024", "channel_opt_out", "voice", False, None, None, None),
        ("B025", "address_opt_out", None, True, None, None, None),
        ("B026", "cease", None, False, None, None, None),
        ("B028", "quiet_hours", None, False, 720, 780, DAY),
        ("B028", "quiet_hours", None, False, 1080, 1170, None),
    ]
    assert ("A27m", "reassigned") in rows(home, "SELECT address_id, state FROM addresses")
    assert rows(home, "SELECT borrower_id, channel, from_minute, evidence_id FROM consents ORDER BY 2") == [
        ("B029", "ai_voice", 1320, "REC-1"), ("B029", "voice", 1320, "REC-1"),
    ]  # fmt: skip
    assert ("B030", "inbound", "conversed") in rows(home, "SELECT borrower_id, direction, outcome FROM contacts")
    assert ("B031", True) in rows(home, "SELECT borrower_id, deceased FROM borrowers")


def test_what_the_lender_has_said_since_is_not_loosened(home: Home) -> None:
    """The desk holds what it was loaded with; an older 'no' of its own never undoes a newer 'yes' of the book."""
    models.Borrower.objects.get(ref="B005")
    book_now = small_book()
    for one in book_now["borrowers"]:
        one["deceased"] = True if one["borrower_id"] == "B005" else one["deceased"]
    for one in book_now["addresses"]:
        one["state"] = "blocked" if one["address_id"] == "A5m" else one["state"]
    newer = lay(home.path.parent / "newer", book_now | {"staff": STAFF})

    end(newer, DAY, at=AFTER)

    assert ("B005", True) in rows(newer, "SELECT borrower_id, deceased FROM borrowers")
    assert ("A5m", "blocked") in rows(newer, "SELECT address_id, state FROM addresses")


def test_a_number_that_is_kept_apart_stays_with_its_address(home: Home, tmp_path: Path) -> None:
    _taken(home, tmp_path / "addresses.csv", "address_id,borrower_id,kind,owner_role,source,state,value\n"
           "A27m,B027,mobile,borrower,contract,valid,13800138027\n")  # fmt: skip
    agent = models.User.objects.get(username="S1")
    address = models.Address.objects.get(ref="A27m")
    stopping.address_is(address, "reassigned", at=NOON, by=agent)

    ended = end(home, DAY, at=AFTER)

    assert ended.told.rows == {"addresses": 1}
    with duckdb.connect() as engine:
        kept = [str(path) for path in home.private_paths(home.version(), "addresses")]
        value = engine.execute(f"SELECT value FROM read_parquet({kept}) WHERE address_id = 'A27m'").fetchone()
    assert value == ("13800138027",)
    assert not list(home.path.glob(".close-*"))


def _taken(home: Home, file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    assert take_in([file], home, taken_at=datetime(2026, 10, 1, tzinfo=UTC)).is_whole


def test_a_plan_to_which_the_borrower_said_yes_keeps_the_next_night_from_collecting(home: Home) -> None:
    agent = models.User.objects.get(username="S1")
    one = models.Planned.objects.select_related("loan", "borrower").filter(address__kind="mobile").order_by("id")[0]
    owed = max(one.loan.overdue_minor, 100_000)
    plan = planning.propose(
        loan_id=one.loan.id, account=account(owed, due_on=str(DAY)) | {"as_of": str(DAY)},
        change=change(first_due_on=str(DAY + timedelta(days=30))), budget=BUDGET, because="协商", law=LAW, at=NOON,
        by=agent,
    )  # fmt: skip
    planning.sign(plan_id=plan.id, evidence_id="REC-1", told_first=True, at=NOON, by=agent)

    ended = end(home, DAY, at=AFTER)
    business_day.close(home, NEXT, watcher=Unwatched())

    assert (ended.told.rows["plans"], ended.is_whole) == (1, True)
    assert rows(
        home, f"SELECT loan_id, months, grace_days, state, epoch(agreed_at) FROM plans WHERE plan_id = 'desk/{plan.id}'"
    ) == [(one.loan.ref, 12, plan.grace_days, "active", NOON.timestamp())]
    with opened(home, NEXT) as night:
        asked = f"WHERE borrower_id = '{one.borrower.ref}'"
        assert night.reading.rows(f"SELECT DISTINCT reason FROM treatments {asked}") == [{"reason": "plan_kept"}]
    assert sum(n for name, n in loaded(home, NEXT).items() if name not in OF_THE_NIGHT) == 0


class TestTheSeal:
    def test_comes_with_the_close_of_a_day_that_is_over(self, home: Home) -> None:
        called(home)

        ended = end(home, DAY, at=AFTER)

        assert ended.seal is not None
        assert ended.seal.day == DAY
        assert end(home, DAY, at=AFTER).seal == ended.seal
        assert list(record.verify()) == []

    def test_waits_while_the_day_goes_on(self, home: Home) -> None:
        called(home)

        ended: Ended = end(home, DAY, at=NOON + timedelta(hours=1))

        assert ended.told.rows["contacts"] == 1
        assert ended.seal is None


def test_a_contact_of_which_nobody_knows_is_told_as_unknown_and_a_reservation_that_lapsed_is_not(home: Home) -> None:
    agent = models.User.objects.get(username="S1")
    planned = models.Planned.objects.select_related("address", "borrower").filter(address__kind="mobile").order_by("id")
    reserved = []
    for one in planned:
        proposed = Proposed(
            address=one.address, by=agent, channel="phone_call", purpose="collect", at=NOON, caller_id="95000", content=SAID
        )  # fmt: skip
        made = contact.reserve(borrower_id=one.borrower.id, proposed=proposed, systems=Systems("up", "up"))
        reserved += [made] if isinstance(made, models.Attempt) else []
    contact.carry(reserved[0], at=NOON)

    end(home, DAY, at=AFTER)

    ids = [f"desk/{one.id}" for one in reserved]
    assert rows(home, f"SELECT contact_id, outcome FROM contacts WHERE contact_id IN {(*ids, '')}") == [
        (ids[0], "unknown")
    ]


def test_what_the_book_brings_later_is_loaded_though_something_of_its_kind_began_at_the_desk(
    home: Home, tmp_path: Path
) -> None:
    called(home, PROMISE)
    _taken(home, tmp_path / "promises.csv", "promise_id,borrower_id,loan_id,made_at,due_date,amount,state\n"
           "M9,B033,L033,2026-10-01T10:00:00+08:00,2026-10-09,10.00,open\n")  # fmt: skip
    business_day.close(home, NEXT, watcher=Unwatched())

    assert loaded(home, NEXT)["promise"] == 1


def test_a_day_that_was_missed_is_not_lost_whoever_sealed_it(home: Home) -> None:
    for day in range(20):
        record.seal(NEXT + timedelta(days=day))
    called(home)

    ended = end(home, NEXT + timedelta(days=30), at=AFTER + timedelta(days=40))

    assert ended.told.rows["contacts"] == 1


def test_what_happened_after_the_day_is_left_for_the_next(home: Home) -> None:
    agent = models.User.objects.get(username="S1")
    borrower = models.Borrower.objects.get(ref="B020")
    stopping.complain(borrower, topic="amount", at=AFTER, by=agent)
    promise = models.Promise.objects.get(ref="M1")
    move(promise, "withdraw", at=AFTER, by=agent, because="撤回 withdrawn")

    first = end(home, DAY, at=AFTER + timedelta(hours=1))
    second = end(home, NEXT, at=AFTER + timedelta(days=1))

    assert (first.told.rows, second.told.rows) == ({}, {"promises": 1, "complaints": 1})
    assert rows(home, "SELECT state FROM promises WHERE promise_id = 'M1'") == [("withdrawn",)]


def test_every_statement_is_a_table_of_the_book() -> None:
    from duly.desk import closing

    named = [name for name, _ in closing.STATEMENT.findall(closing._text("closing.sql"))]

    assert {name for name in named if not name.startswith(closing.EACH)} - {closing.UNTOLD} <= set(BY_NAME)
    assert len(named) == len(set(named)) == 14
