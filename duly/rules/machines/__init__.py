"""State machines of the desk's nouns: what may happen to each, one table a file."""

from __future__ import annotations

from duly.rules.machines.approval import APPROVAL
from duly.rules.machines.attempt import ATTEMPT
from duly.rules.machines.case import CASE
from duly.rules.machines.certificate import CERTIFICATE
from duly.rules.machines.complaint import COMPLAINT
from duly.rules.machines.dispute import DISPUTE
from duly.rules.machines.hardship import HARDSHIP
from duly.rules.machines.hold import HOLD
from duly.rules.machines.mandate import MANDATE
from duly.rules.machines.placement import PLACEMENT
from duly.rules.machines.plan import PLAN
from duly.rules.machines.promise import PROMISE
from duly.rules.machines.settlement import SETTLEMENT
from duly.rules.machines.visit import VISIT
from duly.rules.machines.waiver import WAIVER

MACHINES = (
    APPROVAL, ATTEMPT, CASE, CERTIFICATE, COMPLAINT, DISPUTE, HARDSHIP, HOLD, MANDATE, PLACEMENT, PLAN, PROMISE,
    SETTLEMENT, VISIT, WAIVER,
)  # fmt: skip
