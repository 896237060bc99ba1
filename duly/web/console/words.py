"""What the desk's codes are called on the screen, in Chinese and in English: `words.yaml`, one list a kind of code."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml

from duly.nightly.explain import contact
from duly.nightly.words import Two
from duly.rules.machines import words as machines


def _read() -> dict[str, dict[str, Two]]:
    held: dict[str, Any] = yaml.safe_load(files("duly.web.console").joinpath("words.yaml").read_text("utf-8"))
    return {kind: {code: Two(told["zh"], told["en"]) for code, told in codes.items()} for kind, codes in held.items()}


WORDS = _read()
WHY = contact.WHY  # the night says why somebody is next
ROLES, PRODUCTS, LOAN_STATES = WORDS["roles"], WORDS["products"], WORDS["loan_states"]
KINDS, SOURCES, ADDRESS_STATES, PARTIES = (
    WORDS["kinds"], WORDS["sources"], WORDS["address_states"], WORDS["parties"],
)  # fmt: skip
STATES, HOLDS, TOPICS, DISPUTES = WORDS["states"], WORDS["holds"], WORDS["topics"], WORDS["disputes"]
CHANNELS, OUTCOMES, SIGNALS, VERDICTS = WORDS["channels"], WORDS["outcomes"], WORDS["signals"], WORDS["verdicts"]
ACTS, EVENTS, MEASURES = WORDS["acts"], WORDS["events"], WORDS["measures"]
BUDGET, PARTS, GROUNDS, AGREED = WORDS["budget"], WORDS["parts"], WORDS["grounds"], WORDS["agreed"]
MANDATE_TERMS, WAITS, APPROVERS = WORDS["mandate_terms"], WORDS["waits"], WORDS["approvers"]
NOTICES, CALLEE, GRANTING, PAY_BY = WORDS["notices"], WORDS["callee"], WORDS["granting"], WORDS["pay_by"]
FIELDS = WORDS["fields"] | BUDGET  # of the forms to agree on a loan
VISIT_EVENTS = machines.words()["visit"].events
