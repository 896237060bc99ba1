"""The night's gate, over a small book drawn at random, against the same questions asked one by one in plain Python."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from duly import law as laws
from duly.book import days
from duly.book.contract.contacts import OUTCOMES
from duly.book.gate import facts_query, planned_query
from duly.core.day import day_bounds
from duly.rules.compliance import RULES, gate, judge_facts
from duly.rules.compliance.cn.facts import VOCABULARY
from duly.rules.compliance.cn.history import Address, Past, history_facts, reach_facts

LAW = laws.load("cn")
DAY = date(2026, 10, 1)
START = day_bounds(DAY)[0]
PEOPLE = 500
MINUTE_FACTS = ("agreed_hours", "spoiled_consent", "in_quiet_hours", "outside_window")

Record = dict[str, Any]


def put(engine: duckdb.DuckDBPyConnection, table: str, records: list[Record]) -> None:
    """Put records of one shape into a table."""
    engine.register("records", pa.Table.from_pylist(records))
    engine.execute(f"INSERT INTO {table} BY NAME FROM records")
    engine.unregister("records")


def read(engine: duckdb.DuckDBPyConnection, query: str) -> list[Record]:
    found = engine.execute(f"SELECT * FROM ({query}) ORDER BY contact_id").to_arrow_table()
    return found.to_pylist()


def at(minute: int) -> datetime:
    """An instant by its minute from the start of the day."""
    return START + timedelta(minutes=minute)


def person(no: int, dice: random.Random) -> dict[str, Record]:
    maybe = dice.random()
    third = maybe < 0.2
    channel = dice.choice(["voice", "voice", "ai_voice", "sms", "push", "im", "visit"])
    plan = dice.choice([(540, 1200), (420, 480), (1290, 1380), (480, 1320), (0, 1440), (600, 660)])
    return {
        "borrowers": {
            "borrower_id": f"B{no}",
            "deceased": dice.choice([False] * 12 + [True, None]),
            "minor": dice.choice([False] * 20 + [True, None]),
            "capacity": dice.choice(["full"] * 12 + ["limited", None]),
        },
        "loans": {
            "loan_id": f"L{no}",
            "borrower_id": f"B{no}",
            "book_id": "K1",
            "product": dice.choice(["credit_card", "consumer_loan"]),
            "grace_days": 0,
            "state": dice.choice(["open"] * 12 + ["settled"]),
        },
        "proposed": {
            "contact_id": f"C{no:04d}",
            "borrower_id": f"B{no}",
            "loan_id": f"L{no}",
            "address_id": dice.choice([f"A{no}"] * 15 + [None]),
            "channel": channel,
            "mode": {"voice": "interactive", "ai_voice": "informational"}.get(channel),
            "purpose": dice.choice(["relay", "ask_contact"])
            if third
            else dice.choice(["collect", "remind", "service"]),
            "party_role": "contact" if third else "borrower",
            "template": "T1",
            "team_id": "M1",
            "dpd": dice.choice([-1, 0, 1, 40]),
            "plan_from_minute": plan[0],
            "plan_to_minute": plan[1],
            "day": DAY,
        },
    }


def addresses_of(no: int, dice: random.Random) -> list[Record]:
    return [
        {
            "address_id": f"A{no}{suffix}",
            "borrower_id": f"B{no}",
            "kind": dice.choice(["mobile", "mobile", "landline", "switchboard", "app_account"]),
            "owner_role": dice.choice(["borrower"] * 4 + ["contact"]),
            "source": "contract",
            "state": dice.choice(["valid"] * 6 + ["blocked", "not_in_service"]),
            "refused_at": dice.choice([None] * 6 + [at(-5000)]),
        }
        for suffix in ("", "x")
    ]


def past_of(no: int, dice: random.Random) -> list[Record]:
    return [
        {
            "contact_id": f"X{no}-{i}",
            "borrower_id": f"B{no}",
            "address_id": dice.choice([f"A{no}", f"A{no}", f"A{no}x", None]),
            "at": at(dice.choice([dice.randint(-14_000, 1600), dice.randint(-4320, 0), dice.randint(-300, 700)])),
            "channel": dice.choice(["voice", "voice", "ai_voice", "sms", "push", "im"]),
            "mode": dice.choice([None, "informational", "interactive"]),
            "direction": dice.choice(["outbound"] * 6 + ["inbound"]),
            "party_role": dice.choice(["borrower"] * 5 + ["contact"]),
            "outcome": dice.choice(["no_answer"] * 8 + list(OUTCOMES)),
        }
        for i in range(dice.choice([0, 0, 2, 6, 16]))
    ]


def wishes_of(no: int, dice: random.Random) -> list[Record]:
    kinds = ["quiet_hours", "quiet_hours", "contact_window", "channel_opt_out", "address_opt_out", "cease"]
    return [
        {
            "preference_id": f"P{no}-{i}",
            "borrower_id": f"B{no}",
            "kind": dice.choice(kinds),
            "channel": dice.choice([None, "voice", "sms"]),
            "address_id": dice.choice([None, f"A{no}"]),
            "from_minute": dice.choice([0, 540, 600, 1200]),
            "to_minute": dice.choice([480, 630, 1260, 1440]),
            "stated_at": at(dice.choice([-4000, -4000, 700, 1500])),
            "last_date": dice.choice([None, DAY, DAY - timedelta(days=1)]),
        }
        for i in range(dice.choice([0, 0, 0, 1, 2]))
    ]


def consents_of(no: int, dice: random.Random) -> list[Record]:
    return [
        {
            "consent_id": f"N{no}-{i}",
            "borrower_id": f"B{no}",
            "kind": dice.choice(["contact_hours", "contact_hours", "more_attempts"]),
            "given_by": dice.choice(["borrower", "borrower", "contact"]),
            "channel": dice.choice([None, "voice"]),
            "from_minute": dice.choice([1260, 1320, 300]),
            "to_minute": dice.choice([60, 480, 1400]),
            "given_at": at(dice.choice([-4000, -4000, 600, 1380])),
            "withdrawn_at": dice.choice([None, None, at(-100), at(1350)]),
            "evidence_id": dice.choice(["E1", "E1", None]),
        }
        for i in range(dice.choice([0, 0, 1]))
    ]


def stops_of(no: int, dice: random.Random) -> dict[str, Record]:
    whose = {"borrower_id": f"B{no}", "loan_id": dice.choice([None, f"L{no}"])}
    begun = dice.choice([at(-9000), at(600), at(1500)])
    ended = dice.choice([None, None, at(-60), at(60)])
    return {
        "holds": {"hold_id": f"H{no}", **whose, "reason": dice.choice(["quiet", "legal", "identity_theft"]),
                  "first_date": DAY - timedelta(days=dice.choice([3, 0, -1])),
                  "last_date": dice.choice([None, DAY, DAY + timedelta(days=2)])},
        "plans": {"plan_id": f"G{no}", **whose, "agreed_at": begun, "months": 6, "grace_days": 3,
                  "missed_due_date": dice.choice([None, DAY - timedelta(days=3), DAY - timedelta(days=4)]),
                  "state": dice.choice(["active", "breached"])},
        "complaints": {"complaint_id": f"Q{no}", **whose, "topic": dice.choice(["amount", "service", "identity"]),
                       "received_at": begun, "answered_at": ended},
        "disputes": {"dispute_id": f"D{no}", **whose, "topic": dice.choice(["paid", "not_mine"]), "raised_at": begun,
                     "closed_at": ended},
        "hardships": {"hardship_id": f"R{no}", "borrower_id": f"B{no}", "kind": "income_loss", "reported_at": begun,
                      "ended_at": ended},
    }  # fmt: skip


class Night:
    """A small book, the night's answers to it, and the rows from which they came."""

    def __init__(self, engine: duckdb.DuckDBPyConnection) -> None:
        dice = random.Random(20261001)
        self.engine = engine
        self.rows: dict[str, list[Record]] = {}
        for no in range(PEOPLE):
            for table, record in person(no, dice).items():
                self.rows.setdefault(table, []).append(record)
            self.rows.setdefault("addresses", []).extend(addresses_of(no, dice))
            self.rows.setdefault("contacts", []).extend(past_of(no, dice))
            self.rows.setdefault("preferences", []).extend(wishes_of(no, dice))
            self.rows.setdefault("consents", []).extend(consents_of(no, dice))
            for table, record in stops_of(no, dice).items():
                if dice.random() < 0.06:
                    self.rows.setdefault(table, []).append(record)
        for table, records in self.rows.items():
            put(engine, table, records)
        self.proposed = {each["contact_id"]: each for each in self.rows["proposed"]}
        self.planned = read(engine, planned_query(LAW, DAY))
        self.facts = read(engine, facts_query(LAW, DAY))

    def of_borrower(self, table: str, borrower_id: str) -> list[Record]:
        return [each for each in self.rows[table] if each["borrower_id"] == borrower_id]

    def past(self, borrower_id: str) -> list[Past]:
        names = ("at", "channel", "outcome", "mode", "direction", "party_role", "address_id")
        return [Past(**{name: each[name] for name in names}) for each in self.of_borrower("contacts", borrower_id)]


@pytest.fixture(scope="module")
def night() -> Iterator[Night]:
    from duly.book.contract import TABLES
    from duly.store import engine as engines

    opened = engines.connect()
    for table in TABLES:
        opened.execute(f"CREATE TABLE {table.name} AS {engines.empty(table)}")
    opened.execute(
        "CREATE TABLE proposed (contact_id VARCHAR, borrower_id VARCHAR, loan_id VARCHAR, address_id VARCHAR, "
        "channel VARCHAR, mode VARCHAR, purpose VARCHAR, party_role VARCHAR, template VARCHAR, team_id VARCHAR, "
        "dpd INTEGER, plan_from_minute SMALLINT, plan_to_minute SMALLINT, day DATE)"
    )
    yield Night(opened)
    opened.close()


def windows_at(night: Night, plan: Record, minute: int) -> dict[str, bool]:
    """The four facts about a minute, from the rows of one borrower; the minute counts from the start of the day."""

    def covers(row: Record) -> bool:
        now, opens, closes = minute % 1440, row["from_minute"], row["to_minute"]
        return opens <= now < closes if opens < closes else now >= opens or now < closes

    def meant(row: Record) -> bool:
        return row["channel"] in (None, plan["channel"])

    wishes = [
        row
        for row in night.of_borrower("preferences", plan["borrower_id"])
        if meant(row) and row["stated_at"] <= at(minute) and (row["last_date"] is None or row["last_date"] >= DAY)
    ]
    given = [
        row
        for row in night.of_borrower("consents", plan["borrower_id"])
        if row["kind"] == "contact_hours" and meant(row) and row["given_at"] <= at(minute) and covers(row)
        if row["given_at"] < at(1440)
    ]
    valid = [
        row
        for row in given
        if row["given_by"] == "borrower"
        and row["evidence_id"]
        and not (row["withdrawn_at"] and row["withdrawn_at"] <= at(minute))
    ]
    only = [row for row in wishes if row["kind"] == "contact_window" and row["stated_at"] < at(1440)]
    only = [row for row in only if row["stated_at"] == max(each["stated_at"] for each in only)]  # the later wish
    return {
        "agreed_hours": bool(valid),
        "spoiled_consent": len(given) > len(valid),
        "in_quiet_hours": any(
            row["kind"] == "quiet_hours" and covers(row) and row["stated_at"] < at(1440) for row in wishes
        ),
        "outside_window": bool(only) and not any(map(covers, only)),
    }


def objections_by_minute(night: Night, facts: Record, minute: int) -> int:
    """How many rules about minutes object at a minute from the start of the day, asked one by one."""
    bound = gate(LAW, MINUTE_RULES)
    later = minute // 1440
    shifted = {name: facts[name] - 1440 * later for name in ("last_answered_minute", "last_attempt_minute")}
    there = {
        **facts,
        **windows_at(night, night.proposed[facts["contact_id"]], minute),
        **shifted,
        "local_minute": minute % 1440,
    }
    objects, unknown = bound.masks(there, DAY)
    return (objects | unknown).bit_count()


MINUTE_RULES = tuple(rule for rule, bound in zip(RULES, gate(LAW).rules, strict=True) if bound.by_minute)


def test_gives_one_row_for_every_proposed_contact_with_the_columns_of_the_day(night: Night) -> None:
    assert [row["contact_id"] for row in night.planned] == sorted(night.proposed)
    assert list(night.planned[0]) == [column.name for column in days.PLANNED.columns]


def test_the_same_facts_judged_one_by_one_give_the_same_verdict_and_the_same_rules(night: Night) -> None:
    seen = set()
    for row, facts in zip(night.planned, night.facts, strict=True):
        verdict = judge_facts(facts, LAW)

        assert row["verdict"] == verdict.severity.word
        assert tuple(row["refused_by"]) == verdict.refused_by
        assert tuple(row["unknown_in"]) == verdict.unknown_in
        seen |= set(verdict.refused_by)
    assert len(seen) >= 35  # of the rules, in a book of a few hundred


def test_history_is_counted_as_plain_python_counts_it(night: Night) -> None:
    for facts in night.facts:
        plan = night.proposed[facts["contact_id"]]
        counted = history_facts(
            night.past(plan["borrower_id"]), day=DAY, party_role=plan["party_role"], address_id=plan["address_id"]
        )
        if plan["party_role"] == "borrower":  # nobody asks how often a third person was called
            counted |= {"person_answered_in_week": 0, "person_answered_ever": 0}

        assert {name: facts[name] for name in counted} == counted


def test_whether_the_borrower_can_be_reached_is_counted_as_plain_python_counts_it(night: Night) -> None:
    third = [facts for facts in night.facts if facts["party_role"] == "contact"]
    assert len(third) > 50
    none_on_file = all_dead = untried = 0
    for facts in third:
        borrower = night.proposed[facts["contact_id"]]["borrower_id"]
        names = ("address_id", "kind", "owner_role", "state")
        held = [Address(*(row[name] for name in names)) for row in night.of_borrower("addresses", borrower)]
        counted = reach_facts(night.past(borrower), held, day=DAY)

        assert {name: facts[name] for name in counted} == counted
        none_on_file += not counted["numbers_on_file"]
        all_dead += counted["numbers_on_file"] > counted["valid_numbers"] == 0
        untried += counted["untried_addresses"] > 0
    assert min(none_on_file, all_dead, untried) >= 3


def test_the_window_is_the_first_run_of_minutes_of_the_plan_to_which_no_rule_objects(night: Night) -> None:
    for row, facts in zip(night.planned, night.facts, strict=True):
        plan = night.proposed[row["contact_id"]]
        span = range(plan["plan_from_minute"], plan["plan_to_minute"])
        objections = [objections_by_minute(night, facts, minute) for minute in span]
        free = [minute for minute, count in zip(span, objections, strict=True) if not count]
        closes = next((minute for minute in span if free and minute > free[0] and minute not in free), span.stop)

        assert row["earliest_minute"] == (free[0] if free else None)
        assert row["latest_minute"] == (closes if free else None)
        assert facts["local_minute"] == span[objections.index(min(objections))]
        windows = windows_at(night, plan, facts["local_minute"])
        assert {name: facts[name] for name in MINUTE_FACTS} == windows


def test_the_next_permitted_instant_is_the_first_at_which_time_has_healed_every_objection(night: Night) -> None:
    healed = 0
    bound = {each.id: each for each in gate(LAW).rules}
    for row, facts in zip(night.planned, night.facts, strict=True):
        refusing = [bound[rule] for rule in row["refused_by"]]
        by_days = [each for each in refusing if each.again_days is not None]
        waits = [f.retry_at for f in judge_facts(facts, LAW).findings if f.rule in {each.id for each in by_days}]
        heals = all(each.by_minute or each.again_days is not None for each in refusing) and not row["unknown_in"]
        if not refusing or not heals or None in waits:
            assert row["next_permitted_at"] is None
            continue
        healed += 1
        first_day = max(((wait - START).days for wait in waits), default=0)
        opens = (
            minute
            for minute in range(1440 if first_day else night.proposed[row["contact_id"]]["plan_from_minute"], 2880)
            if not objections_by_minute(night, facts, minute)
        )
        found = next(opens, None)
        expected = None if found is None else START + timedelta(minutes=found, days=max(first_day - 1, 0))
        assert row["next_permitted_at"] == expected
    assert healed >= 20


def test_the_facts_of_some_contacts_are_those_of_the_whole_night(night: Night) -> None:
    some = ["C0003", "C0041", "C0200"]

    assert read(night.engine, facts_query(LAW, DAY, some)) == [row for row in night.facts if row["contact_id"] in some]


def test_a_contact_without_an_address_is_never_permitted(night: Night) -> None:
    without = [row for row in night.planned if row["address_id"] is None]

    assert without
    assert all(row["verdict"] == "deny" and "CN-PARTY-11" in row["unknown_in"] for row in without)
    for row in without:
        of_persons = [rule for rule in row["refused_by"] if rule.startswith(("CN-PARTY", "HOUSE"))]
        assert of_persons[0] == "HOUSE-NO-ADDRESS"
        assert "HOUSE-NO-ADDRESS" not in row["unknown_in"]


def test_a_day_without_a_law_on_hours_permits_nothing(night: Night) -> None:
    before = read(night.engine, planned_query(LAW, date(2025, 2, 27)))

    assert all("HOUSE-LAW" in row["refused_by"] for row in before)


def test_every_fact_has_its_column(night: Night) -> None:
    assert list(night.facts[0]) == ["contact_id", "day", *VOCABULARY]
    assert night.facts[0]["day"] == DAY
    assert START.tzinfo is UTC
