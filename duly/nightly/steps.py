"""The business day as named steps: what each reads, what it makes, the query that makes it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from duly.book import days, gate
from duly.book.aging import Cuts, aging_query
from duly.book.contacts import concerned, proposed_query, worklist_query
from duly.book.measures import measures_query
from duly.book.scorecard import Card
from duly.book.scoring import scores_query
from duly.book.treatment import treatment_query
from duly.core.table import Table
from duly.law import Law
from duly.rules.treatment import TreatmentTable


@dataclass(frozen=True, slots=True)
class Policy:
    """What decides beside the facts: the law of the day, the score card, the house's table of treatments."""

    day: date
    law: Law
    card: Card
    treatments: TreatmentTable
    class_floor: Cuts

    @property
    def decided_by(self) -> dict[str, str]:
        """Versions of what decides: name and digest of the content."""
        return {
            "law": self.law.version,
            "score_card": f"{self.card.id}@{_digest(self.card)}",
            "treatment_table": f"{self.treatments.name}@{_digest(self.treatments)}",
        }


def _digest(of: object) -> str:
    return hashlib.sha256(repr(of).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: pure, and its output is replaced whole when it runs again.

    `gathers` names smaller tables that are made first, one after the other, and are gone when the step ends. The
    engine then knows their size before it plans the rest, which at ten million loans is worth more than half the time.
    """

    name: str
    zh: str
    reads: tuple[str, ...]
    makes: Table
    query: Callable[[Policy], str]
    gathers: Callable[[Policy], dict[str, str]] = lambda policy: {}

    def text(self, policy: Policy) -> str:
        """All that the step asks, as one query."""
        gathered = ", ".join(f"{name} AS MATERIALIZED ({query})" for name, query in self.gathers(policy).items())
        return f"WITH {gathered} {self.query(policy)}" if gathered else self.query(policy)


OF_THE_GATE = ("hardships", "disputes", "complaints", "plans", "preferences", "holds")
STOPS = (*OF_THE_GATE, "promises", "set_aside")

STEPS: tuple[Step, ...] = (
    Step(
        "age",
        "账龄",
        ("loans", "schedule", "payments", "charges", "holds"),
        days.AGING,
        lambda policy: aging_query(policy.day, policy.class_floor),
    ),
    Step(
        "score",
        "评分",
        ("aging", "loans", "statements"),
        days.SCORES,
        lambda policy: scores_query(policy.card, policy.day),
    ),
    Step(
        "treat",
        "处置",
        ("aging", "scores", "borrowers", "addresses", "loans", *STOPS),
        days.TREATMENTS,
        lambda policy: treatment_query(policy.treatments, policy.day),
    ),
    Step(
        "judge",
        "闸口",
        ("treatments", "borrowers", "addresses", "loans", "teams", "contacts", "consents", *OF_THE_GATE),
        days.PLANNED,
        lambda policy: judged(policy),
        lambda policy: concerned() | {"proposed": proposed_query(policy.treatments, policy.day)},
    ),
    Step(
        "worklists",
        "作业清单",
        ("planned", "treatments", "scores", "teams"),
        days.WORKLISTS,
        lambda policy: worklist_query(),
    ),
    Step(
        "measure",
        "指标",
        (
            "aging",
            "scores",
            "treatments",
            "planned",
            "worklists",
            "borrowers",
            "teams",
            "payments",
            "statements",
            "outcomes",
            "loans",
            "set_aside",
        ),
        days.MEASURES,
        lambda policy: measures_query(policy.day),
    ),
)


def judged(policy: Policy) -> str:
    """The gate asks about every contact that the treatments propose."""
    words = ", ".join(f"nullif(array_to_string({name}, ','), '') AS {name}" for name in ("refused_by", "unknown_in"))
    return f"SELECT * REPLACE ({words}) FROM ({gate.planned_query(policy.law, policy.day)})"
