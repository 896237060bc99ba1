"""Refuse an order, call for help, tell compliance: what everybody who works here may do.

None of it is weighed against whoever does it: nothing here is counted per person, and no page shows it so.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from duly.core.day import day_of
from duly.desk import record
from duly.desk.colleagues import those_who_work
from duly.desk.reach import NotFound, case_of
from duly.desk.saying import reason, without_personal
from duly.rules.account.asked import Refused
from duly.rules.rights import Act, Role, may
from duly.store.models import Alarm, AlarmSeen, Assigned, Case, OrderRefused, Planned, Tip, User
from duly.store.models.speaking_up import GROUNDS

TIP_LETTERS_MOST = 4000
LATEST = 50


@transaction.atomic
def refuse_order(
    *, ground: str, ordered: str, because: str, case_id: UUID | None, at: datetime, by: User
) -> OrderRefused:
    """Write down an order that one does not carry out; its case goes back to the lead.

    Raises Refused; NotFound for a case out of reach.
    """
    if ground not in GROUNDS:
        raise Refused("ground", ground, "请选违法或不安全 say unlawful or unsafe", " | ".join(GROUNDS))
    ordered, because = reason(ordered, "ordered"), reason(because)
    case = None if case_id is None else case_of(by, case_id)
    made = OrderRefused.objects.create(by=by, case=case, ground=ground, ordered=ordered, because=because, at=at)
    if case is not None:
        _back_to_the_lead(case, at, by)
    record.of_the_house("change", {"order_refused": str(made.id), "ground": ground}, at=at, by=by)
    return made


def _back_to_the_lead(case: Case, at: datetime, by: User) -> None:
    """It waits on nobody's desk, and is named for the lead of the team, so that nobody else is given the order."""
    Planned.objects.filter(borrower=case.borrower_id, day=day_of(at), taken_by=by, done_at=None).update(
        taken_by=None, taken_at=None
    )
    lead = User.objects.filter(team=by.team_id, team__isnull=False, role=Role.LEAD, is_active=True, suspended=False)
    Assigned.objects.filter(case=case).update(agent=lead.exclude(id=by.id).order_by("id").first())


@transaction.atomic
def alarm(*, at: datetime, by: User) -> Alarm:
    """Call for help. Pressed again before anybody came, it is the same alarm."""
    User.objects.select_for_update().get(id=by.id)
    ringing = Alarm.objects.filter(by=by, seen=None).first()
    if ringing is not None:
        return ringing
    made = Alarm.objects.create(by=by, at=at)
    record.of_the_house("change", {"alarm": str(made.id)}, at=at, by=by)
    return made


def ringing(user: User) -> QuerySet[Alarm]:
    """The alarms of those who work with the person that nobody has answered, the oldest first."""
    return Alarm.objects.filter(by__in=those_who_work(user), seen=None).select_related("by").order_by("at")


@transaction.atomic
def come(*, alarm_id: UUID, done: str, at: datetime, by: User) -> AlarmSeen:
    """Say that one came, and what was done; who came first stands. Raises NotFound, Refused."""
    found = Alarm.objects.filter(id=alarm_id, by__in=those_who_work(by)).exclude(by=by).first()
    if found is None or not may(by.role, Act.ASSIGN):
        raise NotFound(f"{alarm_id}")
    User.objects.select_for_update().get(id=found.by_id)
    seen, is_first = AlarmSeen.objects.get_or_create(
        alarm=found, defaults={"by": by, "done": reason(done, "done"), "at": at}
    )
    if is_first:
        record.of_the_house("change", {"alarm": str(alarm_id), "seen": True}, at=at, by=by)
    return seen


def refused_orders(user: User, *, most: int = LATEST) -> list[OrderRefused]:
    """What one's people refused to carry out, the latest first: to look at the orders, not at the people."""
    told = OrderRefused.objects.filter(by__in=those_who_work(user)).select_related("by", "case__borrower")
    return list(told.order_by("-at")[:most])


@transaction.atomic
def tell(*, text: str, is_named: bool, at: datetime, by: User) -> Tip:
    """Tell compliance something about the house. Without a name nothing is kept by which one could be found.

    Raises Refused.
    """
    text = text.strip()
    if not text or len(text) > TIP_LETTERS_MOST:
        raise Refused("text", len(text), f"请写内容，至多 {TIP_LETTERS_MOST} 字 write it down, within the length", "…")
    told = without_personal(text, "text")
    return Tip.objects.create(by=by if is_named else None, text=told, on=day_of(at))


@transaction.atomic
def tips(*, at: datetime, by: User, most: int = LATEST) -> list[Tip]:
    """What was told, the latest first. That somebody read it is on the record. Raises NotFound."""
    if not may(by.role, Act.READ_TIPS):
        raise NotFound("tips")
    told = list(Tip.objects.select_related("by").order_by("-on", "id")[:most])
    record.of_the_house("view", {"tips": [str(one.id) for one in told]}, at=at, by=by)
    return told
