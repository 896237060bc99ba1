"""Three whole stories of the day, each picked by a rule and told from the rows that the night wrote."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from duly.book.scorecard import Card
from duly.core.verdict import Finding
from duly.nightly import telling
from duly.nightly.reading import Reading
from duly.nightly.spoken import features_of
from duly.nightly.telling import Step
from duly.nightly.words import Two

Findings = Callable[[str], Sequence[Finding]]


@dataclass(frozen=True, slots=True)
class Story:
    kind: str
    title: Two
    moral: Two
    borrower_id: str
    steps: tuple[Step, ...]


PICKS = (  # kind, whose story, title, what it shows
    (
        "forgot",
        """SELECT t.borrower_id, t.loan_id FROM treatments t JOIN planned p USING (borrower_id)
        WHERE t.treatment = 'remind' AND p.verdict = 'allow' AND t.bucket = 'M1'
        ORDER BY t.overdue_minor < 10000, t.dpd, t.band, t.borrower_id""",  # no story of a few cents
        Two("一个忘了还的人", "Someone who forgot"),
        Two(
            "刚逾期不久，多半是忘了。一次温和的提醒就够。",
            "Late for a short while, most likely forgotten. One gentle reminder is enough.",
        ),
    ),
    (
        "hardship",
        """SELECT borrower_id, loan_id FROM treatments WHERE reason = 'hardship' AND bucket <> 'M0'
        ORDER BY dpd DESC, borrower_id""",
        Two("困难让催收停下", "Hardship stopped it"),
        Two("人遇到了难处，先谈纾困，不催。", "Someone is in difficulty. Relief comes first; nobody collects."),
    ),
    (
        "family",
        """SELECT borrower_id, loan_id FROM planned
        WHERE party_role NOT IN ('borrower', 'co_borrower') AND verdict NOT IN ('allow', 'warn')
        ORDER BY refused_by LIKE '%CN-PARTY%' DESC, len(string_split(refused_by, ',')) DESC, borrower_id""",
        Two("没有打给家人朋友", "Family and friends were not called"),
        Two(
            "债务只是本人的事。条件不全，就不联系别人。",
            "A debt is the borrower's own matter. Unless every condition is met, nobody else is contacted.",
        ),
    ),
)  # fmt: skip

NOBODY = Two("今天没有这样的人。", "Nobody today.")


def stories(reading: Reading, currency: str, findings: Findings, card: Card) -> tuple[Story, ...]:
    """Tell the three stories. The same day always picks the same people; a kind that nobody fits says so."""
    return tuple(
        _story(reading, currency, findings, card, kind, pick, title, moral) for kind, pick, title, moral in PICKS
    )


def _story(
    reading: Reading,
    currency: str,
    findings: Findings,
    card: Card,
    kind: str,
    pick: str,
    title: Two,
    moral: Two,
) -> Story:
    found = reading.first(pick)
    if found is None:
        return Story(kind, title, NOBODY, "", ())
    case = reading.first(telling.CASE, borrower=found["borrower_id"], loan=found["loan_id"])
    assert case is not None, f"{found['borrower_id']} was treated but not aged"
    features = features_of(reading, case["borrower_id"], case["loan_id"])
    steps = (
        telling.instalment(case, currency),
        telling.ageing(case, reading.day, currency),
        *([telling.score(case, card, features)] if case["score"] is not None else []),
        telling.treatment(case),
        telling.answer(case, tuple(findings(case["contact_id"])) if case["contact_id"] else ()),
        telling.what_follows(case),
    )
    return Story(kind, title, moral, case["borrower_id"], steps)
