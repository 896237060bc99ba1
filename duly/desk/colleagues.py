"""Who works with whom: the people of a team or an agency."""

from __future__ import annotations

from django.db.models import QuerySet

from duly.desk.reach import NotFound
from duly.rules.rights import Act, Reach, Role, may, reach
from duly.store.models import User

WORKS = [role.value for role in Role if may(role, Act.CONTACT)]
OUTDOORS = [role.value for role in Role if may(role, Act.GO)]


def those_who_work(user: User) -> QuerySet[User]:
    """The people who contact or visit borrowers in the person's own team or agency."""
    working = User.objects.filter(role__in=[*WORKS, *OUTDOORS]).order_by("name", "username")
    if reach(user.role) is Reach.TEAM:
        return working.filter(team=user.team_id) if user.team_id else working.none()
    if reach(user.role) is Reach.AGENCY:
        return working.filter(agency=user.agency_id)
    return working if reach(user.role) is Reach.ALL else working.none()


def colleague(user: User, other_id: int) -> User:
    """One of them. Raises NotFound."""
    found = those_who_work(user).filter(id=other_id).first()
    if found is None:
        raise NotFound(f"{other_id}")
    return found
