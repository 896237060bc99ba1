"""The whole chain for one case on a closed day: what is owed, what was decided, every rule that spoke, what follows."""

from __future__ import annotations

from duly.nightly.closed import ClosedDay
from duly.nightly.explain import contact, decided, loans
from duly.nightly.explain.passage import Explanation, Passage, differing
from duly.nightly.explain.text import lines
from duly.nightly.explain.whose import NoSuchCase, whose
from duly.nightly.words import Two

DECIDED_BY = {
    "law": Two("规则包（理由按现在的给出）", "Law (the reasons are those of now)"),
    "score_card": Two("评分卡", "Score card"),
    "treatment_table": Two("处置表", "Table of treatments"),
}

__all__ = ["Explanation", "NoSuchCase", "Passage", "explain", "lines"]


def explain(closed: ClosedDay, asked: str) -> Explanation:
    """Explain a borrower, or the borrower of a loan, by id.

    Score, arm, row and verdict are worked out again for this one case; where any of it comes out otherwise than the
    night wrote, the explanation says so. Raises NoSuchCase.
    """
    borrower_id = whose(closed, asked)
    borrower = closed.reading.first("SELECT borrower_id, region FROM borrowers WHERE borrower_id = $b", b=borrower_id)
    treated = closed.reading.first("SELECT loan_id FROM treatments WHERE borrower_id = $b", b=borrower_id)
    assert borrower is not None, f"{borrower_id} has a loan but is no borrower"
    assert treated is not None, f"{borrower_id} was found treated"
    owed = loans.read(closed, borrower_id, treated["loan_id"])
    case, facts = owed[0].case, decided.facts_of(closed, borrower_id)
    passages = (
        loans.who(closed, asked, borrower, owed),
        *(passage for each in owed for passage in (loans.due(closed, each), loans.late(closed, each))),
        decided.score(closed, owed[0]),
        decided.stops(closed, borrower_id, facts),
        decided.arm(closed, case),
        decided.row(closed, case, facts),
        *contact.passages(closed, case),
        _sources(closed),
    )
    summary = closed.summary
    return Explanation(asked, closed.day, borrower_id, owed[0].loan_id, passages, summary["law"], summary["version"])


def _sources(closed: ClosedDay) -> Passage:
    """By which law and over which book, and that this is no advice."""
    law, version = closed.summary["law"], closed.summary["version"]
    lines = [
        Two(f"规则包版本 {law}，台账版本 {version}。", f"Law version {law}, book version {version}."),
        *(Two(book["notice"], book["notice"]) for book in closed.summary["books"] if book["notice"]),
        Two(
            "每条规则都注明出处与可信程度；未经律师确认。本解释不是法律意见。",
            "Every rule names its source and how sure we are of it; no lawyer has confirmed it. "
            "This is not legal advice.",
        ),
    ]
    if closed.newest_version != version:
        lines.insert(
            1,
            Two(
                f"台账现在是版本 {closed.newest_version}；这里解释的是日终当时的版本。",
                f"The book is at version {closed.newest_version} now; this explains the one the day was closed over.",
            ),
        )
    then, now = {name: closed.summary[name] for name in DECIDED_BY}, closed.policy.decided_by
    facts = {"law": law, "law_now": now["law"], "book": version}
    differs = tuple(one for name, words in DECIDED_BY.items() for one in differing(words, then[name], now[name]))
    return Passage("sources", Two("依据", "Sources"), tuple(lines), facts, differs=differs)
