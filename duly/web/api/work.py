"""Who is here, what is listed, and who is next."""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Query, Router

from duly.core.day import day_of
from duly.desk import agency_work, queue
from duly.rules.results import groups, reasons, results, steps
from duly.rules.rights import RIGHTS, Act, Role
from duly.store.models import Case, Planned
from duly.web.api import cursor as cursors
from duly.web.api import showing, shown
from duly.web.api.problems import Problem
from duly.web.api.routes import reads, writes
from duly.web.masks import masks

router = Router(tags=["work"])
Most = Annotated[int, Query(ge=1, le=200)]
Cursor = Annotated[str, Query(max_length=64)]


@reads(router, "/me", needs=(), answers=shown.Person)
def me(request: Any) -> shown.Person:
    """谁在请求，有哪些权限。
    Who asks, and with which rights.
    """
    user, token = request.user, getattr(request, "token", None)
    rights = sorted(act.value for act in RIGHTS[Role(user.role)] if token is None or act in token.scopes)
    return shown.Person(
        username=user.username, name=user.name, role=user.role, team=user.team_id, agency=user.agency_id,
        rights=rights, by="token" if token else "session", at=request.at, rests_until=user.rests_until,
    )  # fmt: skip


@reads(router, "/codes", needs=(), answers=shown.Codes)
def codes(request: Any) -> shown.Codes:
    """结果码：各自要填什么、引发什么、之后必须做什么。
    Codes of results: what each asks for and sets in motion, and what must follow.
    """
    first = groups().items()
    return shown.Codes(
        groups=[shown.Code(code=name, came=one.came, zh=one.words.zh, en=one.words.en) for name, one in first],
        results=[
            shown.Code(
                code=one.code, group=one.group, does=one.does.value, asks=[*one.asks], next=one.next, zh=one.words.zh,
                en=one.words.en,
            )
            for one in results().values()
        ],
        reasons=[shown.Code(code=name, zh=one.zh, en=one.en) for name, one in reasons().items()],
        steps=[shown.Code(code=name, zh=one.zh, en=one.en) for name, one in steps().items()],
    )  # fmt: skip


@reads(router, "/worklist", needs=(Act.CONTACT,), answers=shown.ListedCalls)
def worklist(
    request: Any, only: Literal["waiting", "mine", "done", "all"] = "waiting", cursor: Cursor = "", limit: Most = 50
) -> shown.ListedCalls:
    """本组今日清单的一页，按顺序。
    A page of today's list of the team, in order.
    """
    day = day_of(request.at)
    page = queue.page(request.user, day, after=cursors.read(cursor, start=-1), only=only, most=limit)
    counted = queue.counted(request.user, day)
    return shown.ListedCalls(
        items=_listed(page.rows), next=cursors.written(page.after), listed=counted["listed"], done=counted["done"],
        done_by_me=counted["by_me"],
    )  # fmt: skip


@writes(router, "/next", needs=(Act.CONTACT,), answers=shown.NextCall, status=200)
def take_next(request: Any) -> shown.NextCall:
    """取下一个案件：自己未做完的，否则现在可以打的第一个。
    Take the next case of the list: one's own open one, else the first that may be called now.
    """
    if request.user.agency_id is not None:
        return shown.NextCall(item=None, case=agency_work.next_case(request.user, at=request.at))
    try:
        row = queue.take_next(request.user, at=request.at)
    except queue.Resting as resting:
        seconds = math.ceil((resting.until - request.at).total_seconds())
        raise Problem("resting", headers={"Retry-After": str(max(1, seconds))}) from None
    item = _listed([row])[0] if row else None
    return shown.NextCall(item=item, case=item.case if item else None)


@writes(router, "/next", needs=(Act.CONTACT,), answers=None, status=204, method="DELETE")
def put_back(request: Any) -> None:
    """退回取了而没有做的案件。
    Give back the case that was taken and not worked.
    """
    queue.put_back(request.user, at=request.at)


def _listed(rows: list[Planned]) -> list[shown.ListedCall]:
    people = [row.borrower for row in rows]
    open_cases = Case.objects.exclude(state="closed").filter(borrower__in=people)
    cases: dict[UUID, UUID] = dict(open_cases.values_list("borrower_id", "id"))
    names = masks(people)
    return [showing.listed_call(row, cases.get(row.borrower_id), names) for row in rows]
