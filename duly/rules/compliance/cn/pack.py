"""The pack for mainland China: every rule named, none registered by import."""

from __future__ import annotations

from duly.rules.compliance.cn import acts, frequency, hours, keeping, mandate, opening, persons, stops, visits, wording
from duly.rules.compliance.rule import Rule

RULES: tuple[Rule, ...] = (*stops.RULES, *persons.RULES, *hours.RULES, *frequency.RULES)  # what a night can know
MOMENT: tuple[Rule, ...] = (*opening.RULES, *wording.RULES, *visits.RULES, *mandate.RULES)  # known only when sending
SENDING: tuple[Rule, ...] = (*RULES, *MOMENT)
RUNNING: tuple[Rule, ...] = (*stops.RULES, *persons.RULES, *MOMENT)  # a contact under way was begun in its hours
ACTING: tuple[Rule, ...] = (*acts.RULES, *keeping.RULES)  # acts that contact nobody
