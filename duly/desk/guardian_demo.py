"""One borrower of the demonstration who cannot speak for themselves, so that a call to a legal guardian can be felt.

It is some way down the list of the agent's team: on its first page, and past what a guided day works through.
"""

from __future__ import annotations

from datetime import date, datetime

from duly.desk import record, stopping
from duly.rules.rights import Role
from duly.store.models import Address, Borrower, Party, Planned, User, Visit

REF, DOWN = "DEMO-GUARDIAN", 20


def guarded(day: date, *, at: datetime) -> Borrower | None:
    """Have one borrower of the team's list under guardianship, once; None where there is none or it was done."""
    agent = User.objects.filter(username=Role.AGENT.value).first()
    if agent is None or Party.objects.filter(ref=REF).exists():
        return None
    listed = Planned.objects.filter(day=day, team=agent.team_id, loan__placed_with=None, done_at=None)
    first = list(listed.exclude(borrower__in=Visit.objects.values("borrower")).order_by("position")[:DOWN])
    if not first:
        return None
    with stopping.locked(first[-1].borrower_id) as borrower:
        borrower.capacity, borrower.heeded = "limited", borrower.heeded + 1
        borrower.save(update_fields=["capacity", "heeded"])
        party = Party.objects.create(borrower=borrower, role="guardian", ref=REF)
        Address.objects.create(
            borrower=borrower,
            party=party,
            kind="mobile",
            source="contract",
            reserved=True,
            ref=REF,
            token=f"{party.id}",
        )
        record.write(str(borrower.id), "change", {"party": "guardian", "ref": REF}, at=at, by=None)
    return borrower
