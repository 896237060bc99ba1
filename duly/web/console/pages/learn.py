"""One's own certificates, the course, and the exam, one question a page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from duly import law as laws
from duly.core.day import day_of
from duly.desk import certifying, examining
from duly.desk.examining import CHANNELS, AlreadyAnswered, Over, Sheet, Standing, TooSoon
from duly.rules.account.asked import Refused
from duly.rules.compliance.cn.facts import PRODUCTS
from duly.rules.rights import Act
from duly.rules.training.cases import CHAPTERS
from duly.rules.training.exam import terms
from duly.rules.training.questions import questions
from duly.web.console import words
from duly.web.console.needs import needs
from duly.web.console.pages.asked import whole

WRONG, STALE = 422, 409
A_PAGE = 10  # questions of a chapter at a time


@require_GET
@needs(Act.LEARN)
def learn(request: Any) -> HttpResponse:
    """My certificates, my exams, the chapters."""
    return _learn(request)


def _learn(request: Any, *, status: int = 200, **further: Any) -> HttpResponse:
    law, day = laws.load("cn"), day_of(request.at)
    shown = {
        "certificates": certifying.valid(request.user, day), "certified": certifying.standing(request.user, day),
        "terms": terms(), "chapters": CHAPTERS,
        "tries": examining.tries(request.user, at=request.at, law=law), "products": PRODUCTS, "channels": CHANNELS,
        "words": words, "limit": law[terms().limit], "asked": len(CHAPTERS) * terms().per_chapter, **further,
    }  # fmt: skip
    return render(request, "console/learn.html", shown, status=status)


@require_GET
@needs(Act.LEARN)
def chapter(request: Any, chapter: str) -> HttpResponse:
    """A chapter of the course: its situations, so many a page, with the answers folded under each."""
    if chapter not in CHAPTERS:
        raise Http404
    every = [one for one in questions(laws.load("cn")).values() if one.chapter == chapter]
    pages = [every[first : first + A_PAGE] for first in range(0, len(every), A_PAGE)]
    at = min(max(whole(request.GET.get("page"), 1), 1), len(pages))
    shown = {
        "title": CHAPTERS[chapter], "every": pages[at - 1], "page": at, "pages": len(pages), "folded": True,
        "before": (at - 1) * A_PAGE, "all": len(every),
    }  # fmt: skip
    return render(request, "console/chapter.html", shown)


@require_POST
@needs(Act.LEARN)
def begin(request: Any) -> HttpResponse:
    """Begin an exam, or go on with the open one."""
    asked = request.POST
    try:
        made = examining.begin(
            products=asked.getlist("products"), channels=asked.getlist("channels"),
            region=asked.get("region", "").strip(), at=request.at, by=request.user, law=laws.load("cn"),
        )  # fmt: skip
    except Refused as fault:
        return _learn(request, status=WRONG, fault=fault.message)
    except TooSoon as soon:
        return _learn(request, status=STALE, fault=str(soon))
    return redirect("exam", made.id)


@require_GET
@never_cache
@needs(Act.LEARN)
def exam(request: Any, exam_id: UUID) -> HttpResponse:
    """The next question; once the exam has ended, its result with the reasons."""
    return _exam(request, examining.own(exam_id, at=request.at, by=request.user, law=laws.load("cn")))


def _exam(request: Any, sheet: Sheet, *, status: int = 200, **further: Any) -> HttpResponse:
    every = questions(laws.load("cn"))
    shown: dict[str, Any] = {"sheet": sheet, **further}
    if sheet.standing is Standing.OPEN and sheet.next is not None:
        asked = every[sheet.exam.questions[sheet.next - 1]]
        # nothing of the question but what is asked may reach the page
        shown |= {
            "place": sheet.next, "situation": asked.situation, "said": asked.said, "asked": asked.asked,
            "chapter": CHAPTERS[asked.chapter], "options": asked.options,
        }  # fmt: skip
        return render(request, "console/exam.html", shown, status=status)
    given = {one.place: one for one in sheet.answers}
    names = enumerate(sheet.exam.questions, 1)
    told = [(place, every.get(name), given.get(place)) for place, name in names]
    return render(request, "console/exam_result.html", shown | {"told": told}, status=status)


@require_POST
@needs(Act.LEARN)
def answer(request: Any, exam_id: UUID) -> HttpResponse:
    """Hand one answer in. A second one, or a late one, changes nothing and says so."""
    asked, law = request.POST, laws.load("cn")
    try:
        examining.answer(
            exam_id=exam_id, place=whole(asked.get("place"), 0), chosen=whole(asked.get("chosen"), -1), at=request.at,
            by=request.user, law=law,
        )  # fmt: skip
    except (AlreadyAnswered, Over, Refused) as fault:
        sheet = examining.own(exam_id, at=request.at, by=request.user, law=law)
        status = WRONG if isinstance(fault, Refused) else STALE
        return _exam(request, sheet, status=status, fault=fault.message if isinstance(fault, Refused) else str(fault))
    return redirect("exam", exam_id)
