"""A rule is written once: asked of one contact and of a column it says the same here too, unknown included."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pytest

from duly import law as laws
from duly.book.masks import words_packed
from duly.book.verdicts import verdicts_query
from duly.core.terms import PHYSICAL
from duly.rules.compliance.judge import gate
from duly.rules.compliance.rule import Rule
from duly.rules.compliance.uk.facts import VOCABULARY
from duly.rules.compliance.uk.pack import RULES
from tests.facts import aimed_at, records_of

LAW = laws.load("uk")
TYPES = {"BOOLEAN": pa.bool_(), "INTEGER": pa.int32(), "VARCHAR": pa.string()}
ROWS = 3_000


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.limit)
def test_a_rule_says_the_same_of_one_contact_and_of_a_column(rule: Rule) -> None:
    drawn = aimed_at(rule.under(LAW), ROWS, seed=RULES.index(rule))
    named = {name: pa.date32() if name == "day" else TYPES[PHYSICAL[VOCABULARY[name].meaning]] for name in drawn}
    facts = pa.table({name: pa.array(list(drawn[name]), type=kind) for name, kind in named.items()})
    facts = facts.append_column("row_no", pa.array(range(ROWS), type=pa.int64()))
    asking = gate(LAW, (rule,))

    with duckdb.connect() as engine:
        engine.register("drawn", facts)
        packed = words_packed("drawn", (VOCABULARY[name] for name in drawn if name != "day"))
        engine.execute(f"CREATE TABLE facts AS {packed}")
        asked = verdicts_query(LAW, "facts", "row_no", (rule,))
        by_column = engine.execute(f"SELECT * EXCLUDE row_no FROM ({asked}) ORDER BY row_no").fetchall()

    one_by_one = [asking.masks(each, each["day"]) for each in records_of(drawn)]
    assert [(word & 1, word >> 1 & 1) for word, *_ in by_column] == one_by_one
    assert sum(objects for objects, _ in one_by_one) >= 20
    assert sum(unknown for _, unknown in one_by_one) >= 20
