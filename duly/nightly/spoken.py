"""What the rules had to say of one planned contact and what the score knew of one loan, asked again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import duckdb

from duly.book.contacts import proposed_query
from duly.book.contract import TABLES
from duly.book.days import AGING, SCORES, TREATMENTS
from duly.book.features import FEATURES, features_query
from duly.book.gate import facts_query
from duly.book.sql import text_literal
from duly.core.verdict import Finding
from duly.nightly.reading import Reading, Record
from duly.nightly.steps import Policy
from duly.rules.compliance.judge import judge_facts

Facts = Mapping[str, Any]
Findings = Callable[[str], tuple[Finding, ...]]


def findings_of(engine: duckdb.DuckDBPyConnection, policy: Policy) -> Findings:
    """Ask, for a planned contact by its id, every rule at the minute its verdict was for.

    `engine` knows the tables of the book and of the day by their names. An id that nobody planned has no findings.
    """

    def ask(contact_id: str) -> tuple[Finding, ...]:
        facts = facts_of(engine, policy, contact_id)
        return () if facts is None else judge_facts(facts, policy.law).findings

    return ask


def facts_of(engine: duckdb.DuckDBPyConnection, policy: Policy, contact_id: str) -> Facts | None:
    """Everything the gate knew of a planned contact at the minute its verdict was for; None where nobody planned it."""
    found = engine.execute("SELECT borrower_id FROM planned WHERE contact_id = ?", [contact_id]).fetchone()
    if found is None:
        return None
    proposed = proposed_query(policy.treatments, policy.day)
    asked = engine.execute(
        f"WITH {only_of(found[0])}, proposed AS ({proposed}) FROM ({facts_query(policy.law, policy.day, [contact_id])})"
    )
    names = [name for name, *_ in asked.description or ()]
    row = asked.fetchone()
    return None if row is None else dict(zip(names, row, strict=True))


def features_of(reading: Reading, borrower_id: str, loan_id: str) -> Record:
    """What the score knows of one aged loan, each feature None where it is not known."""
    found = reading.first(
        f"WITH {only_of(borrower_id)} SELECT * FROM ({features_query(reading.day)}) WHERE loan_id = $loan", loan=loan_id
    )
    assert found is not None, f"{loan_id} was scored but not aged"
    return {name: found[name] for name in FEATURES}


def only_of(borrower_id: str) -> str:
    """Common tables that hide all other borrowers, so that one question does not read the whole book."""
    return ", ".join(
        f"{table.name} AS (SELECT * FROM main.{table.name} WHERE borrower_id = {text_literal(borrower_id)})"
        for table in (*TABLES, AGING, SCORES, TREATMENTS)
        if any(column.name == "borrower_id" for column in table.columns)
    )
