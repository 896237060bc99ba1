"""What is true of every question to the pack, however odd."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly import law as laws
from duly.core.terms import Fact, Meaning
from duly.core.verdict import Severity
from duly.rules.compliance.judge import gate
from duly.rules.compliance.uk.asked import LONG_AGO, Asked
from duly.rules.compliance.uk.derived import facts_of
from duly.rules.compliance.uk.facts import CHANNELS, VOCABULARY
from duly.rules.compliance.uk.pack import RULES, TIMED
from duly.rules.compliance.wire import answer
from duly.rules.compliance.wire.reading import read
from tests.rules.compliance.uk.questions import LONDON, question

LAW = laws.load("uk")
DAY = date(2026, 10, 13)


def value(fact: Fact) -> st.SearchStrategy[Any]:
    if fact.meaning is Meaning.WORD:
        return st.sampled_from(fact.values)
    if fact.meaning is Meaning.TRUTH:
        return st.booleans()
    return (
        st.integers(0, 1439) if fact.meaning is Meaning.MINUTE else st.sampled_from([0, 1, 2, 5, 29, 30, 59, LONG_AGO])
    )


known = st.fixed_dictionaries({name: value(fact) for name, fact in VOCABULARY.items()}).map(
    lambda facts: {**facts, "day": DAY}
)
names = st.sampled_from(sorted(VOCABULARY))


def severity(facts: dict[str, Any], n: int = len(RULES)) -> Severity:
    return gate(LAW, RULES[:n]).judge(facts).severity


@given(known, st.integers(1, len(RULES)))
def test_a_further_rule_never_loosens_a_verdict(facts: dict[str, Any], n: int) -> None:
    assert severity(facts) >= severity(facts, n)


@given(known, st.sets(names, max_size=5))
def test_to_know_less_never_gives_more_leave(facts: dict[str, Any], forgotten: set[str]) -> None:
    assert severity({**facts, **dict.fromkeys(forgotten)}) >= severity(facts)


instants = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(
    lambda at: at.replace(second=0, microsecond=0, tzinfo=LONDON)
)
days = st.integers(-3, 70).map(lambda ago: f"{DAY - timedelta(days=ago)}T10:00:00+01:00")
clocks = st.sampled_from(["00:00", "06:00", "09:30", "17:00", "22:15", "24:00"])
holds = st.fixed_dictionaries(
    {"type": st.sampled_from(["breathing_space", "mental_health_crisis", "debt_advice", "hardship"])},
    optional={"from": days, "until": days, "lifted_at": days},
)
wishes = st.fixed_dictionaries(
    {"type": st.sampled_from(["inconvenient_time", "contact_window"]), "from": clocks, "to": clocks},
    optional={"days": st.lists(st.sampled_from(["Mon", "Tue", "Sat", "Sun"]), min_size=1, unique=True)},
)
cases = st.fixed_dictionaries(
    {
        "at": st.integers(0, 1439).map(lambda minute: f"2026-10-13 {minute // 60:02}:{minute % 60:02}"),
        "act": st.fixed_dictionaries({"channel": st.sampled_from(CHANNELS), "purpose": st.sampled_from(["collect", "service"])}),
    },
    optional={
        "holds": st.lists(holds, max_size=3),
        "preferences": st.lists(wishes, max_size=2),
        "calls": st.lists(st.integers(0, 8), max_size=7),
        "debt": st.sampled_from([{"type": "mortgage"}, {"plan": "absent"}, {"status": "settled"}]),
        "consumer": st.sampled_from([{"state": "Scotland"}, {"state": None}, {"tz": "Europe/Madrid"}, {"capacity": None}]),
        "events": st.sampled_from([None, []]),
    },
)  # fmt: skip


@given(cases)
def test_at_next_allowed_no_rule_of_time_or_number_objects(case: dict[str, Any]) -> None:
    asked = question(case)
    told = answer(asked)

    if told["next_allowed"]:
        later = datetime.fromisoformat(told["next_allowed"])
        assert later > datetime.fromisoformat(asked["facts"]["action"]["ts"])
        facts = facts_of(Asked(read(asked, "uk").facts, later))
        assert gate(LAW, TIMED).masks(facts, facts["day"])[0] == 0
        asked["facts"]["action"]["ts"] = told["next_allowed"]
        assert answer(asked)["next_allowed"] is None


@given(cases, st.randoms())
def test_the_order_of_records_changes_nothing(case: dict[str, Any], dice: Any) -> None:
    asked = question(case)
    first = answer(asked)
    for table in ("holds", "preferences", "events", "debts"):
        dice.shuffle(asked["facts"].get(table) or [])

    assert answer(asked) == first


@given(cases)
def test_a_verdict_that_lets_pass_has_no_finding_that_blocks(case: dict[str, Any]) -> None:
    told = answer(question(case))

    if told["verdict"] in ("allow", "warn"):
        assert {rule["effect"] for rule in told["rules"]} <= {"warn"}
    else:
        assert told["rules"]
        assert told["rules"][0]["effect"] != "warn"


@given(st.dates(date(2021, 5, 4), date(2030, 12, 31)), st.integers(0, 90), st.integers(0, 1439))
def test_breathing_space_is_sixty_days_whatever_the_clocks_do(start: date, later: int, minute: int) -> None:
    at = datetime(start.year, start.month, start.day, tzinfo=LONDON) + timedelta(days=later, minutes=minute)
    begun = datetime(start.year, start.month, start.day, tzinfo=LONDON)
    asked = question({"holds": [{"type": "breathing_space", "from": begun.isoformat()}]})
    asked["facts"]["action"]["ts"] = at.isoformat()

    assert ("UK-R15" in {rule["id"] for rule in answer(asked)["rules"]}) == (later < 60)


@pytest.mark.parametrize("table", ["events", "consumer", "debts"])
def test_a_table_nobody_sent_never_gives_leave(table: str) -> None:
    asked = question({})
    del asked["facts"][table]

    assert answer(asked)["verdict"] in ("deny", "review", "requires")


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc"])
def test_a_zone_that_is_none_is_answered_with_its_path(zone: str) -> None:
    told = answer(question({"consumer": {"tz": zone}}))

    assert told["verdict"] == "deny"
    assert told["rules"][0]["clause"] == "facts.consumer.tz"


def test_a_word_of_this_pack_is_no_word_of_china() -> None:
    asked = question({"holds": [{"type": "breathing_space"}]}) | {"pack": "cn"}

    assert answer(asked)["rules"][0]["clause"] == "facts.holds[0].type"


@pytest.mark.parametrize("ask", ["duty", "limited_content", "validation_notice"])
def test_what_the_pack_does_not_answer_it_does_not_allow(ask: str) -> None:
    assert answer(question({}) | {"ask": ask})["verdict"] == "not_applicable"
