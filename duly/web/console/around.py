"""What stands around every page: who is here, what they may open, the clock."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest

from duly.desk import speaking_up, views
from duly.rules.rights import Act, may
from duly.web.console.words import ROLES


class Door(NamedTuple):
    """One entry of the menu."""

    name: str
    zh: str
    en: str
    needs: Act | None  # None: everybody who is signed in


DOORS = (
    Door("my_day", "我的一天", "My day", None),
    Door("worklist", "作业清单", "Worklist", Act.CONTACT),
    Door("placed", "委托案件", "Placed cases", Act.ASSIGN),
    Door("approvals", "审批", "Approvals", Act.APPROVE),
    Door("team", "小组", "Team", Act.ASSIGN),
    Door("quality", "质检", "Quality", Act.REVIEW),
    Door("night", "日与夜", "Day and night", Act.SEE_NIGHT),
    Door("complaints", "投诉与异议", "Complaints", Act.ANSWER),
    Door("holds", "暂停催收", "Holds", Act.LIFT),
    Door("agencies", "催收机构", "Agencies", Act.AGENCIES),
    Door("agencies", "催收机构", "Agencies", Act.PLACE),
    Door("refusals", "拒绝", "Refusals", Act.READ_RECORD),
    Door("record", "记录", "Record", Act.READ_RECORD),
    Door("staff", "用户", "People", Act.STAFF),
    Door("rules", "规则手册", "Rule book", Act.READ_RECORD),
    Door("certificates", "合格证", "Certificates", Act.CERTIFY),
    Door("valid_certificates", "合格证", "Certificates", Act.REVOKE),
    Door("raised", "呼叫与拒绝", "Alarms", Act.ASSIGN),
    Door("tips", "内部举报", "Tips", Act.READ_TIPS),
    Door("route", "今天的路线", "Today’s route", Act.GO),
    Door("visits", "外访", "Visits", Act.VISIT),
    Door("visits_switch", "外访开关", "Visits on or off", Act.SWITCH_VISITS),
    Door("learn", "学习", "Course", Act.LEARN),
)


IN_A_ROW = 6  # entries beside each other; what comes after stands under "More"


def around(request: HttpRequest) -> dict[str, Any]:
    """For every template; a page outside a request, such as a fault, has nobody."""
    user: Any = getattr(request, "user", None)
    is_here = user is not None and user.is_authenticated
    doors = [door for door in DOORS if is_here and _opens(door, user)]
    few = len(doors) if len(doors) <= IN_A_ROW + 1 else IN_A_ROW
    return {
        "doors": doors,
        "first_doors": doors[:few],
        "more_doors": doors[few:],
        "alarms": speaking_up.ringing(user) if is_here and may(user.role, Act.ASSIGN) else (),
        "saved_views": views.of(user) if is_here else (),  # asked for only by pages that show them
        "is_demo": settings.DEMO,
        "at": getattr(request, "at", None),
        "role_words": ROLES.get(user.role) if is_here else None,
    }


def _opens(door: Door, user: Any) -> bool:
    """Whether the person has the right to it, and it leads somewhere: nothing is placed with the house itself."""
    if door.needs is not None and not may(user.role, door.needs):
        return False
    return door.name != "placed" or user.agency_id is not None
