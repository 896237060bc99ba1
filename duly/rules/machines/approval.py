"""Approvals: one person asks for a big decision, another grants it, and what was granted is used once."""

from __future__ import annotations

from enum import StrEnum

from duly.core.machine import Machine


class State(StrEnum):
    ASKED = "asked"
    GRANTED = "granted"
    USED = "used"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    LAPSED = "lapsed"


class Event(StrEnum):
    GRANT = "grant"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    USE = "use"
    REVOKE = "revoke"
    LAPSE = "lapse"


OPEN = (State.ASKED, State.GRANTED)
APPROVAL = Machine(
    "approval",
    start=State.ASKED,
    moves={
        (State.ASKED, Event.GRANT): State.GRANTED,
        (State.ASKED, Event.REFUSE): State.REFUSED,
        (State.ASKED, Event.WITHDRAW): State.WITHDRAWN,
        (State.ASKED, Event.LAPSE): State.LAPSED,
        (State.GRANTED, Event.USE): State.USED,
        (State.GRANTED, Event.REVOKE): State.REVOKED,
        (State.GRANTED, Event.WITHDRAW): State.WITHDRAWN,
        (State.GRANTED, Event.LAPSE): State.LAPSED,  # nobody used it in time
    },
    ends=(State.USED, State.REFUSED, State.WITHDRAWN, State.REVOKED, State.LAPSED),
)
