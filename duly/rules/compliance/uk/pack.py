"""The rules of the pack, in the order in which a person would ask them."""

from __future__ import annotations

from duly.rules.compliance.rule import Rule
from duly.rules.compliance.uk.persons import PERSONS
from duly.rules.compliance.uk.stops import STOPS, breathing_space, crisis, debt_adviser, hold
from duly.rules.compliance.uk.times import (
    TIMES,
    contact_hours,
    contacts_a_day,
    contacts_a_week,
    reasonable_hour,
    requested_times,
)
from duly.rules.compliance.uk.visits import VISITS, notice_days
from duly.rules.compliance.uk.wording import WORDING

RULES: tuple[Rule, ...] = (*TIMES, *PERSONS, *WORDING, *VISITS, *STOPS)

TIMED: tuple[Rule, ...] = (  # what time heals
    requested_times, reasonable_hour, contact_hours, contacts_a_day, contacts_a_week, notice_days,
    debt_adviser, breathing_space, crisis, hold,
)  # fmt: skip
