"""What holds of every question about Regulation F, whatever it says."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duly import law as laws
from duly.book.masks import WORD_RULES, words_packed
from duly.book.verdicts import verdicts_query
from duly.core.terms import PHYSICAL, Meaning
from duly.rules.compliance import Rule, gate
from duly.rules.compliance.us_regf.asked import Asked
from duly.rules.compliance.us_regf.derived import facts_of
from duly.rules.compliance.us_regf.facts import VOCABULARY
from duly.rules.compliance.us_regf.rules import RULES, TIMED_RULES
from duly.rules.compliance.wire import answer
from duly.rules.compliance.wire.reading import read
from tests.facts import aimed_at, records_of
from tests.regf import question

LAW = laws.load("us-regf")
TIMED_IDS = {LAW[rule.limit].id.partition(":")[0] for rule in TIMED_RULES}
OUTCOMES = (
    "no_answer",
    "busy",
    "voicemail",
    "conversation",
    "limited_content_voicemail",
    "sent",
    "undeliverable_notice",
)
TEXTS = (
    "STOP",
    "I dispute this debt",
    "cease all contact",
    "what is my balance",
    "mornings are inconvenient",
    "this time is inconvenient",
)
SCOPES = ("calls", "call me any time", "e-mail", "after 9 pm", "you may talk to my sister")
ZONES = ("America/New_York", "America/Los_Angeles", "Pacific/Honolulu")
START = datetime(2026, 10, 12, tzinfo=UTC)
moments = st.integers(0, 14 * 24 * 12).map(lambda step: START + timedelta(minutes=5 * step))


@st.composite
def events(draw: Any) -> dict[str, Any]:
    channel = draw(st.sampled_from(("phone_call", "text", "email", "mail")))
    found = {
        "ts": (draw(moments) - timedelta(days=14)).isoformat(), "channel": channel, "party": draw(people),
        "direction": draw(st.sampled_from(("outbound", "inbound"))), "collector": draw(st.sampled_from(("C1", "C1", "B1"))),
        "outcome": draw(st.sampled_from(OUTCOMES)), "debts": draw(st.sampled_from((["D1"], ["D2"], ["D1", "D2"]))),
    }  # fmt: skip
    if draw(st.booleans()):
        found["text"] = draw(st.sampled_from(TEXTS))
    if draw(st.integers(0, 4)) == 0:
        found["consent_given"] = {"scope": draw(st.sampled_from(SCOPES))}
    return found


people = st.sampled_from(("P1", "P1", "P1", "X"))
preferences = st.fixed_dictionaries(
    {
        "ts": st.just("2026-09-01T10:00:00-04:00"),
        "type": st.sampled_from(("inconvenient_time", "contact_window", "inconvenient_place", "channel_opt_out")),
        "from": st.sampled_from(("08:00", "12:00", "20:00")),
        "to": st.sampled_from(("13:00", "18:00", "02:00")),
        "place": st.sampled_from(("work", "home")),
    }
)


@st.composite
def cases(draw: Any) -> dict[str, Any]:
    evidence = [{"kind": "residence_postal", "tz": zone} for zone in draw(st.sets(st.sampled_from(ZONES), min_size=1))]
    return {
        "consumer": {"location_evidence": evidence},
        "parties": [{"id": "X", "relation": draw(st.sampled_from(("spouse", "sibling", "creditor_of_D1")))}],
        "preferences": draw(st.lists(preferences, max_size=2)),
        "events": draw(st.lists(events(), max_size=12)),
        "overlays": draw(st.sampled_from(([], ["US-MA"]))),
        "action": {
            "ts": draw(moments).isoformat(), "party": draw(people),
            "channel": draw(st.sampled_from(("phone_call", "text", "email", "mail", "furnish_to_cra"))),
            "debts": draw(st.sampled_from((["D1"], ["D1", "D2"]))), "content": {"opt_out_notice": "Reply STOP"},
        },
    }  # fmt: skip


def facts(asked: dict[str, Any]) -> dict[str, Any]:
    told = read(asked, "us-regf")
    return facts_of(Asked(told.facts, told.at, told.at, LAW))


@given(cases(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_records_is_no_matter(case: dict[str, Any], dice: random.Random) -> None:
    asked = question(case)
    turned = {**asked, "facts": {**asked["facts"]}}
    for table in ("events", "preferences", "debts", "parties"):
        turned["facts"][table] = dice.sample(asked["facts"][table], len(asked["facts"][table]))

    assert answer(turned) == answer(asked)


@given(cases(), st.sets(st.sampled_from(range(len(RULES)))))
@settings(max_examples=60, deadline=None)
def test_one_rule_more_never_gives_leave(case: dict[str, Any], chosen: set[int]) -> None:
    known = facts(question(case))
    fewer = tuple(RULES[number] for number in sorted(chosen)) or RULES[:1]

    assert gate(LAW, fewer).judge(known).severity <= gate(LAW, RULES).judge(known).severity


@given(cases())
@settings(max_examples=40, deadline=None)
def test_at_the_first_moment_allowed_no_rule_of_time_or_number_objects(case: dict[str, Any]) -> None:
    asked = question(case)
    at = answer(asked)["next_allowed"]
    if at is None:
        return
    asked["facts"]["action"]["ts"] = at
    before = {**asked, "facts": {**asked["facts"]}}
    moment = datetime.fromisoformat(at) - timedelta(seconds=61)
    before["facts"]["action"] = {**asked["facts"]["action"], "ts": moment.isoformat()}

    def timed(each: dict[str, Any]) -> set[str]:
        known = facts(each)
        bound = gate(LAW, TIMED_RULES)
        return set(bound.ids(bound.masks(known, known["day"])[0]))

    assert not timed(asked)
    if moment > datetime.fromisoformat(question(case)["facts"]["action"]["ts"]):
        assert timed(before)


@given(cases())
@settings(max_examples=60, deadline=None)
def test_what_is_dated_later_has_no_effect(case: dict[str, Any]) -> None:
    asked = question(case)
    at = datetime.fromisoformat(asked["facts"]["action"]["ts"])
    later = {"ts": (at + timedelta(hours=1)).isoformat(), "channel": "mail", "direction": "inbound", "party": "P1",
             "text": "cease all contact"}  # fmt: skip
    more = question({**case, "events": [*case["events"], later]})

    assert answer(more) == answer(asked)


def columns(drawn: dict[str, np.ndarray[Any, Any]]) -> Any:
    types = {"BOOLEAN": pa.bool_(), "INTEGER": pa.int32(), "VARCHAR": pa.string()}
    kinds = {name: pa.date32() if name == "day" else types[PHYSICAL[VOCABULARY[name].meaning]] for name in drawn}
    arrays = [pa.array(list(values), type=kinds[name]) for name, values in drawn.items()]
    rows = pa.array(range(len(drawn["day"])), type=pa.int64())
    return pa.table([*arrays, rows], names=[*drawn, "row_no"])


def said_by_columns(drawn: dict[str, Any], rules: tuple[Rule, ...]) -> list[tuple[int, ...]]:
    with duckdb.connect() as engine:
        engine.register("drawn", columns(drawn))
        packed = words_packed("drawn", (VOCABULARY[name] for name in drawn if name in VOCABULARY))
        engine.execute(f"CREATE TABLE facts AS {packed}")
        asked = verdicts_query(LAW, "facts", "row_no", rules)
        rows = engine.execute(f"SELECT * EXCLUDE (row_no, refused_by) FROM ({asked}) ORDER BY row_no").fetchall()
    return [(*bits_of(list(words)), verdict) for *words, verdict in rows]


def bits_of(words: list[int]) -> tuple[int, ...]:
    pairs = [word >> 2 * place & 3 for word in words for place in range(WORD_RULES)]
    return tuple(sum((pair >> kind & 1) << bit for bit, pair in enumerate(pairs)) for kind in (0, 1))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.condition.__name__)
def test_a_rule_says_the_same_of_one_act_and_of_a_column(rule: Rule) -> None:
    bound = gate(LAW, (rule,))
    drawn = aimed_at(bound.rules[0], 8_000, seed=RULES.index(rule))

    one_by_one = []
    for known in records_of(drawn):
        objects, unknown = bound.masks(known, known["day"])
        one_by_one.append((objects, unknown, bound.severity(objects, unknown).word))

    assert said_by_columns(drawn, (rule,)) == one_by_one
    assert sum(objects for objects, _, _ in one_by_one)


def test_every_fact_of_the_vocabulary_is_found_of_every_act() -> None:
    known = facts(question({"action": {"content": {}}, "debt": {"sol_expires_on": "2028-01-01"}}))

    assert set(VOCABULARY) <= set(known)
    assert isinstance(known["day"], date)
    truths = [name for name, fact in VOCABULARY.items() if fact.meaning is Meaning.TRUTH]
    assert [name for name in truths if not isinstance(known[name], bool)] == []
