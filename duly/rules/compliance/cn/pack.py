"""The pack for mainland China: every rule named, none registered by import."""

from __future__ import annotations

from duly.rules.compliance.cn import frequency, hours, persons, stops
from duly.rules.compliance.rule import Rule

RULES: tuple[Rule, ...] = (*stops.RULES, *persons.RULES, *hours.RULES, *frequency.RULES)
