"""The day so far in figures, and the nights that were closed with their reports; my own day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import BaseModel

from duly import wiring
from duly.core.day import NotADay, day_bounds, day_of, parse_day
from duly.desk import measures, queue
from duly.desk.reach import NotFound, within
from duly.nightly.closed import closed_days
from duly.rules.rights import Act
from duly.store.models import Promise, Result
from duly.web.api import shown
from duly.web.api.routes import a_file, hands, reads

router = Router(tags=["night"])
FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)
OnDay = Annotated[date | None, Query(description="不写为今天 today without it")]
AT_ONCE = 50


class DayMeasured(BaseModel):
    """Counts by measure, and by hour of the law's clock; what was promised in minor units by currency."""

    day: date
    totals: dict[str, int]
    by_hour: dict[str, dict[int, int]]
    promised_minor: dict[str, int]


class Nights(BaseModel):
    days: list[date]


class DoneToday(BaseModel):
    at: datetime
    borrower_ref: str
    code: str


class MyDay(BaseModel):
    """What there is to do, how far it is, and what is agreed for today."""

    day: date
    listed: int
    done: int
    done_by_me: int
    rests_until: datetime | None
    due: list[shown.PromiseShown]
    results: list[DoneToday]


@reads(router, "/measures", needs=(Act.SEE_NIGHT,), answers=DayMeasured)
def day_measured(request: Any, day: OnDay = None) -> DayMeasured:
    """一天逐小时：申请、拒绝、拨出、接通、承诺、投诉。没有任何借款人。
    A day hour by hour: asked, refused, made, reached, promised, complained. No borrower stands in it.
    """
    on = min(max(day or day_of(request.at), FIRST), LAST)
    told = measures.day_so_far(on)
    return DayMeasured(day=on, totals=told.totals, by_hour=told.by_hour, promised_minor=told.promised)


@reads(router, "/nights", needs=(Act.SEE_NIGHT,), answers=Nights)
def nights(request: Any) -> Nights:
    """已日终的业务日，最近的在前。
    The business days that were closed, the latest first.
    """
    return Nights(days=closed_days(wiring.home(None))[::-1])


@hands(router, "/nights/{on}/report", needs=(Act.SEE_NIGHT,), kinds=("text/html",))
def night_report(request: Any, on: str) -> HttpResponse:
    """一夜的报告，一个自足的网页文件。
    The report of a night, as one page that asks for nothing outside itself.
    """
    try:
        page = (wiring.home(None).day(parse_day(on)) / "report.html").read_text("utf-8")
    except (NotADay, FileNotFoundError):
        raise NotFound(on) from None
    return a_file(page, "text/html", f"night-{on}.html")


@reads(router, "/my-day", needs=(Act.CONTACT,), answers=MyDay)
def my_day(request: Any) -> MyDay:
    """我的一天：清单进度、今天到期的承诺、写下的结果。
    My day: how far the list is, promises due today, results written.
    """
    user, day = request.user, day_of(request.at)
    start, end = day_bounds(day)
    due = within(user, Promise.objects.filter(state="open", due_on=day)).order_by("id")
    mine = Result.objects.filter(by=user, at__gte=start, at__lt=end).select_related("borrower").order_by("-at")
    counted = queue.counted(user, day)
    return MyDay(
        day=day, listed=counted["listed"], done=counted["done"], done_by_me=counted["by_me"],
        rests_until=user.rests_until if user.rests_until and request.at < user.rests_until else None,
        due=[
            shown.PromiseShown(
                id=one.id, loan=one.loan_id, amount_minor=one.amount_minor, currency=one.currency, made_on=one.made_on,
                due_on=one.due_on, state=one.state,
            )
            for one in due[:AT_ONCE]
        ],
        results=[DoneToday(at=one.at, borrower_ref=one.borrower.ref, code=one.code) for one in mine[:AT_ONCE]],
    )  # fmt: skip
