"""Credit records: the day an objection has to be answered, and how long adverse data stays."""

from __future__ import annotations

from datetime import date, timedelta

from duly.law import Law
from duly.rules.clocks import years_later


def answer_due(received_on: date, *, as_of: date, law: Law) -> date:
    """The last day of the written answer to an objection."""
    return received_on + timedelta(days=law.on(as_of)["cn.cir.objection_answer"]["days_most"])


def adverse_until(ended_on: date, *, as_of: date, law: Law) -> date:
    """The last day adverse data may stay, counted from the end of the bad conduct, not from its beginning."""
    return years_later(ended_on, law.on(as_of)["cn.cir.adverse_kept"]["years_most"])
