"""Facts for tests of the gate: a contact nobody objects to, and fact sets aimed at one rule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from duly.core.terms import PHYSICAL, Dated, Fact, Meaning, Term, limits_of
from duly.rules.compliance import BoundRule
from duly.rules.compliance.cn import acting, sending
from duly.rules.compliance.cn.facts import LONG_AGO, VOCABULARY

ORDINARY: dict[str, Any] = {
    fact.name: {Meaning.TRUTH: False, Meaning.COUNT: 0, Meaning.MINUTE: LONG_AGO}.get(fact.meaning)
    for fact in VOCABULARY.values()
} | {
    "day": date(2026, 3, 2),
    "local_minute": 600,
    "direction": "outbound",
    "channel": "voice",
    "mode": "interactive",
    "purpose": "collect",
    "party_role": "borrower",
    "overdue": True,
    "product": "online_consumer_loan",
    "loan_state": "open",
    "capacity": "full",
    "address_on_file": True,
    "address_kind": "mobile",
    "address_owner": "borrower",
    "address_source": "contract",
    "address_state": "valid",
    "counted_together": True,
    "guarantee_in_force": True,
    "determination_on_file": True,
    "estate_procedure": True,
    "numbers_on_file": 1,
    "valid_numbers": 1,
    "failures_in_a_row": 3,
    "failed_a_day_least": 3,
}

SENDING_ORDINARY: dict[str, Any] = (
    {name: 2 if fact.meaning is Meaning.COUNT else False for name, fact in sending.VOCABULARY.items()}
    | ORDINARY
    | {"step": "start", "place": "public_place", "opens": True}
    | dict.fromkeys(
        (
            "certified", "own_staff", "caller_registered", "account_registered", "recorded", "institution_named",
            "on_behalf_stated", "recording_stated", "letter_complete", "envelope_neutral", "address_reserved",
            "effect_explained", "offer_recorded", "proof_on_file", "recorder_works", "entry_consented", "id_shown",
            "visit_ordered", "visit_noticed", "risk_checked", "gentler_tried", "outsourcing_noticed", "agency_listed",
            "agency_published", "contract_complete", "contract_running", "model_tested", "machine_stated",
            "human_handover", "model_assessed",
        ),
        True,
    )
)  # fmt: skip
ACTING_ORDINARY: dict[str, Any] = (
    {name: 0 if fact.meaning is Meaning.COUNT else False for name, fact in acting.VOCABULARY.items()}
    | {"day": date(2026, 10, 15), "local_minute": 600, "direction": "internal", "record": "call_recording"}
    | {"product": "consumer_loan", "lender": "bank", "use": "scoring", "kept_months": 120, "weights_bp": 10_000}
    | dict.fromkeys(
        (
            "listed", "published", "contract_complete", "contract_running", "pre_expiry_evaluated", "agency_assessed",
            "subdelegation_agreed", "certified", "explained", "reviewed", "model_tested", "model_assessed",
            "tells_machine", "human_handover", "voice_consented", "has_basis", "masked", "identity_checked",
            "authority_proved", "report_noticed", "report_consented", "status_matches",
        ),
        True,
    )
)  # fmt: skip


EVERY = {**acting.VOCABULARY, **sending.VOCABULARY}


def aimed_at(each: BoundRule, rows: int, seed: int) -> dict[str, np.ndarray[Any, Any]]:
    """Draw fact sets that one rule finds interesting: values it names, values beside its limits, now and then none."""
    dice = np.random.default_rng(seed)
    drawn = {fact.name: _draw(dice, _values(fact, each), rows, unknown=0.04) for fact in each.facts}
    drawn["direction"] = _draw(dice, ["outbound"] * 18 + ["inbound"], rows, unknown=0.05)
    drawn["day"] = _draw(dice, _days(each), rows, unknown=0)
    return drawn


def anything(rows: int, seed: int) -> dict[str, np.ndarray[Any, Any]]:
    """Draw fact sets over the whole vocabulary of sendings, mostly harmless."""
    dice = np.random.default_rng(seed)
    drawn = {}
    for name, fact in sending.VOCABULARY.items():
        values = [SENDING_ORDINARY[name]] * (len(sending.VOCABULARY) // 4) + _plain_values(fact)
        drawn[name] = _draw(dice, values, rows, unknown=1 / len(sending.VOCABULARY))
    drawn["day"] = _draw(dice, [date(2025, 2, 27), date(2025, 2, 28), *[date(2026, 3, 2)] * 8], rows, unknown=0)
    return drawn


def columns_of(drawn: dict[str, np.ndarray[Any, Any]]) -> Any:
    """The same fact sets as an Arrow table, with the types that a column of the book has."""
    import pyarrow as pa

    types = {"BOOLEAN": pa.bool_(), "INTEGER": pa.int32(), "VARCHAR": pa.string()}
    arrays, names = [], []
    for name, values in drawn.items():
        kind = pa.date32() if name == "day" else types[PHYSICAL[EVERY[name].meaning]]
        arrays.append(pa.array(list(values), type=kind))
        names.append(name)
    arrays.append(pa.array(range(len(values)), type=pa.int64()))
    return pa.table(arrays, names=[*names, "row_no"])


def records_of(drawn: dict[str, np.ndarray[Any, Any]]) -> list[dict[str, Any]]:
    """The same fact sets as records."""
    return [dict(zip(drawn, values, strict=True)) for values in zip(*drawn.values(), strict=True)]


def _draw(dice: np.random.Generator, values: Sequence[Any], rows: int, *, unknown: float) -> np.ndarray[Any, Any]:
    choices = np.empty(len(values) + 1, dtype=object)
    choices[:-1], choices[-1] = list(values), None
    picked = dice.integers(0, len(values), rows)
    picked[dice.random(rows) < unknown] = len(values)
    return choices[picked]


def _values(fact: Fact, each: BoundRule) -> list[Any]:
    terms = [each.condition, *(term for term in (each.again_minute, each.again_days) if term is not None)]
    limits = limits_of(*terms)
    if fact.meaning is Meaning.WORD:
        named = _words_named(terms, fact)
        return [*named * 3, *fact.values]
    if fact.meaning is Meaning.TRUTH:
        return [True, False]
    numbers = _numbers(limits, Meaning.COUNT) | {0}
    if fact.meaning is Meaning.MINUTE:
        if fact.name != "local_minute":
            return [LONG_AGO, 480, 540, 600, 1200]
        ends = _numbers(limits, Meaning.MINUTE) | {600}
        beside = {end + step for end in ends for step in (-1, 0, 1)}
        spaced = {start + gap + step for start in (480, 540) for gap in numbers for step in (-1, 0, 1)}
        return [*sorted(beside | {minute for minute in spaced if minute < 1440}), 0, 1439]
    return sorted({number + step for number in numbers for step in (-1, 0, 1) if number + step >= 0})


def _plain_values(fact: Fact) -> list[Any]:
    if fact.meaning is Meaning.WORD:
        return list(fact.values)
    if fact.meaning is Meaning.TRUTH:
        return [True, False]
    return [479, 480, 1319, 1320] if fact.meaning is Meaning.MINUTE else [0, 1, 2, 3, 6, 10]


def _words_named(terms: Sequence[Term], fact: Fact) -> list[str]:
    """Words that a condition, or a limit it reads, compares the fact with."""
    named: list[str] = []
    for leaf in (leaf for term in terms for leaf in term.walk() if leaf.op == "in" and leaf.args[0].args[0] is fact):
        words = leaf.args[1].args[0]
        named += [word for _, set_of in words.values for word in set_of] if isinstance(words, Dated) else list(words)
    return [word for word in named if word != "inbound"]


def _numbers(limits: Sequence[Dated], meaning: Meaning) -> set[int]:
    return {value for limit in limits if limit.meaning is meaning for _, value in limit.values if value is not None}


def _days(each: BoundRule) -> list[date]:
    first = [day for limit in limits_of(each.condition) for day, _ in limit.values]
    before = [day - timedelta(days=1) for day in first]
    usual = max([date(2026, 3, 2), *first])
    return [usual, *first, *before * 2] if each.rule.always else [*[usual] * 12, *first * 2, *before]
