"""A question that cannot be taken: the place is named as the one who wrote it would look for it."""

from __future__ import annotations

from typing import Any

import pytest

from duly.rules.account.asked import Refused, asked
from duly.rules.account.plan_wire import PlanQuestion

QUESTION: dict[str, Any] = {
    "currency": "CNY", "as_of": "2026-04-20", "product": "credit_card", "lender_kind": "bank",
    "account": {"currency": "CNY", "as_of": "2026-04-20"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "path", "value"),
    [
        ({"kind": "waiver", "items": [{"instalment": 1, "part": "penalty", "amount": 0}]}, "change.items[0].amount", 0),
        ({"kind": "waiver", "items": []}, "change.items", "list of 0"),
        ({"kind": "settlement", "amount": -1, "pay_by": "2026-05-01"}, "change.amount", -1),
        ({"kind": "settlement", "pay_by": "2026-05-01"}, "change.amount", None),
    ],
)
def test_the_kind_of_a_change_is_no_step_of_the_path(change: Any, path: str, value: Any) -> None:
    with pytest.raises(Refused) as refused:
        asked(PlanQuestion, QUESTION | {"change": change})

    assert (refused.value.path, refused.value.value) == (path, value)


@pytest.mark.parametrize(
    ("path", "account", "reads"),
    [
        ("account.currency", {"currency": "yuan"}, "three capital letters"),
        ("account.allocation.order[0]", {"allocation": {"order": ["foo"]}}, "past_due.penalty"),
    ],
)
def test_how_a_word_is_written_is_told_in_words_and_not_as_a_pattern(path: str, account: Any, reads: str) -> None:
    change = {"kind": "settlement", "amount": 1, "pay_by": "2026-05-01"}
    with pytest.raises(Refused) as refused:
        asked(PlanQuestion, QUESTION | {"change": change, "account": QUESTION["account"] | account})

    assert refused.value.path == path
    assert reads in refused.value.accepted
    assert "^" not in refused.value.accepted
