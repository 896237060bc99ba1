"""The summary of a night: what came in, what was decided, and proof that it adds up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from duly.book.days import BUCKETS
from duly.core import calendar
from duly.nightly.taken import Taken

Summary = dict[str, Any]


class DoesNotAddUp(AssertionError):
    """Two ways of counting the same thing differ: the night is wrong, and nobody may act on it."""


class Measures:
    """The measures of one day, looked up by name; an absent one is nought."""

    def __init__(self, rows: Iterable[tuple[str, str, str, int]]) -> None:
        self._values = {(measure, of, by): value for measure, of, by, value in rows}

    def value(self, measure: str, of: str = "", by: str = "") -> int:
        return self._values.get((measure, of, by), 0)

    def total(self, measure: str, *, of: str | None = None, by: str | None = None) -> int:
        """The sum of a measure over the dimensions that are not given."""
        return sum(
            value
            for (name, of_, by_), value in self._values.items()
            if name == measure and of in (None, of_) and by in (None, by_)
        )

    def of(self, measure: str, *, by: str | None = None) -> dict[str, int]:
        """Value by first dimension, in its order; over one value of the second, or over all."""
        found: Counter[str] = Counter()
        for (name, of_, by_), value in sorted(self._values.items()):
            if name == measure and by in (None, by_):
                found[of_] += value
        return dict(found)


def make(
    *,
    day: date,
    books: Sequence[Mapping[str, Any]],
    version: int,
    measures: Measures,
    taken: Taken,
    loans_in_book: int,
    steps: Sequence[Mapping[str, Any]],
    decided_by: Mapping[str, str],
) -> Summary:
    """Make the summary of a day.

    `books` are the rows of the table `book`, which share one currency, and `version` is that of the home; `taken` is
    what came in; `decided_by` names the versions of the law, the score card and the table of treatments.

    Raises DoesNotAddUp.
    """
    tested = measures.value("tested", "loans")
    summary: Summary = {
        "day": day.isoformat(),
        "books": [{name: book[name] for name in ("book_id", "lender_name", "synthetic", "notice")} for book in books],
        "version": version,
        "working_days": calendar.status(day.year),
        **decided_by,
        "rows": taken.rows,
        "money_taken": taken.money,
        "quarantined_by_reason": taken.reasons,
        "money": {
            "currency": books[0]["currency"],
            "outstanding_minor": measures.total("outstanding_minor"),
            "overdue_minor": measures.total("overdue_minor"),
        },
        "loans": {
            "total": measures.total("loans"),
            "overdue": measures.total("loans") - measures.value("loans", "M0"),
            "in_grace": measures.value("in_grace"),
            "by_bucket": {bucket: measures.value("loans", bucket) for bucket in BUCKETS},
        },
        "borrowers": {
            "total": measures.total("borrowers"),
            "late": measures.total("borrowers", by="late"),
            "in_peace": measures.total("in_peace"),
            "in_peace_though_late": measures.total("in_peace", by="late"),
        },
        "payments_set_aside": {
            "held": measures.value("set_aside", "held"),
            "unnamed": measures.value("set_aside", "unnamed"),
        },
        "days_since_payment": measures.value("days_since_payment"),
        "left_in_peace_by_reason": measures.of("in_peace"),
        "planned": measures.total("planned"),
        "permitted": measures.total("planned", by="permitted"),
        "refused": measures.total("planned", by="refused"),
        "permitted_by_channel": measures.of("planned", by="permitted"),
        "refused_by_rule": measures.of("refused_by"),
        "unknown_by_rule": measures.of("unknown_in"),
        "refused_without_address": measures.value("without_address", "refused"),
        "waiting": measures.value("planned", "voice", "permitted") - measures.total("worklist"),
        "worklists": {team: measures.total("worklist", of=team) for team in measures.of("capacity")},
        "score": {
            "auc_test": measures.value("auc_ppm") / 1_000_000 if tested else None,
            "brier": measures.value("brier_ppm") / 1_000_000 if tested else None,
            "loans_tested": tested,
        },
        "arms": measures.of("arm"),
        "steps": [dict(step) for step in steps],
    }
    reconcile(summary, measures, loans_in_book=loans_in_book)
    return summary


def reconcile(summary: Summary, measures: Measures, *, loans_in_book: int) -> None:
    """Compare every figure that can be had in two ways.

    Raises DoesNotAddUp, naming each pair that differs.
    """
    loans, money, borrowers = summary["loans"], summary["money"], summary["borrowers"]
    rules_counted = sum(int(rules) * contacts for rules, contacts in measures.of("rules_of_refusal").items())
    pairs = [
        *(
            (
                f"{table}: rows read",
                counts["read"],
                "accepted + quarantined",
                counts["accepted"] + counts["quarantined"],
            )
            for table, counts in summary["rows"].items()
        ),
        *(
            (f"{column}: read", sums["read"], "accepted + quarantined", sums["accepted"] + sums["quarantined"])
            for column, sums in summary["money_taken"].items()
        ),
        ("loans aged", loans["total"], "loans in the book", loans_in_book),
        ("loans aged", loans["total"], "loans by bucket", sum(loans["by_bucket"].values())),
        ("loans aged", loans["total"], "loans by class floor", measures.total("class_loans")),
        ("loans aged", loans["total"], "loans that moved or stayed", measures.total("moved")),
        ("loans aged", loans["total"], "loans by roll", measures.total("roll")),
        ("loans aged", loans["total"], "loans scored", measures.total("band_loans")),
        ("overdue", money["overdue_minor"], "its parts", measures.total("overdue_part_minor")),
        ("overdue", money["overdue_minor"], "overdue by arm", measures.total("arm_overdue_minor")),
        ("outstanding", money["outstanding_minor"], "by class floor", measures.total("class_outstanding_minor")),
        ("borrowers", borrowers["total"], "borrowers by row", measures.total("treatment_row")),
        ("borrowers", borrowers["total"], "borrowers by arm", measures.total("arm")),
        ("left in peace", borrowers["in_peace"], "by treatment", measures.total("borrowers", of="leave_in_peace")),
        ("not left in peace", borrowers["total"] - borrowers["in_peace"], "contacts planned", summary["planned"]),
        ("planned", summary["planned"], "permitted + refused", summary["permitted"] + summary["refused"]),
        ("planned", summary["planned"], "contacts by verdict", measures.total("verdict")),
        ("planned", summary["planned"], "contacts by role", measures.total("party")),
        ("refused", summary["refused"], "by number of rules", measures.total("rules_of_refusal")),
        ("objections", rules_counted, "refused by rule", measures.total("refused_by")),
        *(
            (
                f"not passed by {rule}",
                summary["refused_by_rule"].get(rule, 0),
                "at least unknown in it",
                max(unknown, summary["refused_by_rule"].get(rule, 0)),
            )
            for rule, unknown in summary["unknown_by_rule"].items()
        ),
        *(
            (f"calls of team {team}", calls, "at most permitted", min(calls, measures.value("permitted_calls", team)))
            for team, calls in summary["worklists"].items()
        ),
        *(
            (f"calls of team {team}", calls, "at most its capacity", min(calls, measures.value("capacity", team)))
            for team, calls in summary["worklists"].items()
        ),
        ("calls on lists", sum(summary["worklists"].values()), "calls of teams", measures.total("worklist")),
    ]
    if differing := [f"{one} {a:,} but {other} {b:,}" for one, a, other, b in pairs if a != b]:
        raise DoesNotAddUp(f"the night of {summary['day']} does not add up: " + "; ".join(differing))
