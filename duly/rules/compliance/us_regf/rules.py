"""Every rule of Regulation F, named; and those that time alone may satisfy."""

from __future__ import annotations

from duly.rules.compliance.rule import Rule
from duly.rules.compliance.us_regf import by_what, how_often, stopping, when, who

RULES: tuple[Rule, ...] = (*when.RULES, *who.RULES, *how_often.RULES, *by_what.RULES, *stopping.RULES)
TIMED_RULES: tuple[Rule, ...] = (
    when.hours, when.conflicting_places, when.inconvenient_time, when.reply_once, when.consent, how_often.messages,
    how_often.call_count, how_often.talk_pause, how_often.call_consent, how_often.particular_debt,
    how_often.state_count, stopping.furnishing,
)  # fmt: skip
