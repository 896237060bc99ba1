"""State machines of the desk's nouns: what may happen to each, one table a file."""

from __future__ import annotations

from duly.rules.machines.attempt import ATTEMPT
from duly.rules.machines.case import CASE
from duly.rules.machines.complaint import COMPLAINT
from duly.rules.machines.dispute import DISPUTE
from duly.rules.machines.hold import HOLD
from duly.rules.machines.promise import PROMISE

MACHINES = (ATTEMPT, CASE, COMPLAINT, DISPUTE, HOLD, PROMISE)
