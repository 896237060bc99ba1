"""The compliance officer's pages: refusals by rule, one decision, the rule book of a day, holds."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from duly.core.day import day_of
from duly.desk import holds, record, refusals
from duly.desk.holds import AlreadyLifted
from duly.desk.outcomes import BadResult
from duly.law import CERTAINTIES, FORCES, Limit, load
from duly.rules.compliance.wire.answer import CERTAINTY_CN, FORCE, public_id
from duly.rules.rights import Act
from duly.web.console import limits, words
from duly.web.console.needs import needs
from duly.web.console.pages.asked import day_or, whole

WRONG, STALE = 422, 409
AT_ONCE = 50  # limits on a page
FORCE_WORDS = {code: FORCES[force] for force, code in FORCE.items()}
CERTAINTY_WORDS = {code: CERTAINTIES[certainty] for certainty, code in CERTAINTY_CN.items()}


def titles() -> dict[str, tuple[str, str]]:
    """What each rule that a decision names is called; limits that go by one id are named one after the other."""
    called: dict[str, list[Limit]] = {}
    for limit in load():
        called.setdefault(public_id(limit.id), []).append(limit)
    return {
        rule: ("；".join(one.zh for one in named), "; ".join(one.en for one in named)) for rule, named in called.items()
    }


@require_GET
@needs(Act.READ_RECORD)
def by_rule(request: Any) -> HttpResponse:
    """How often each rule stood in the way, day by day."""
    last = day_or(request.GET.get("last"), day_of(request.at))
    shown = {"counts": refusals.counts(request.user, last), "last": last, "titles": titles()}
    return render(request, "console/refusals.html", shown)


@require_GET
@needs(Act.READ_RECORD)
def of_rule(request: Any, rule: str) -> HttpResponse:
    """The refusals of one day in which a rule stood in the way."""
    day = day_or(request.GET.get("day"), day_of(request.at))
    rows, after = refusals.refused_by(request.user, rule, day, after=whole(request.GET.get("after"), 0))
    shown = {"rule": rule, "day": day, "rows": rows, "after": after, "titles": titles(), "words": words}
    return render(request, "console/refused_by.html", shown)


@require_GET
@needs(Act.READ_RECORD)
def decision(request: Any, clearance_id: UUID) -> HttpResponse:
    """One decision, whole: what was asked, every rule that spoke, on what grounds, and what became of it."""
    found, attempt = refusals.decision(request.user, clearance_id)
    record.look(found.borrower, at=request.at, by=request.user, purpose="decision")
    shown = {
        "made": found, "attempt": attempt, "words": words, "titles": titles(),
        "forces": FORCE_WORDS,
        "certainties": CERTAINTY_WORDS, "whole": json.dumps(found.answer, ensure_ascii=False, indent=2),
    }  # fmt: skip
    return render(request, "console/decision.html", shown)


@require_GET
@needs()
def rules(request: Any) -> HttpResponse:
    """Every limit of the law and of the house as it stands on a day."""
    day, asked = day_or(request.GET.get("day"), day_of(request.at)), request.GET.get("q", "").strip()[:80]
    force = request.GET.get("force", "")
    wanted = sorted(
        (limit for limit in load() if _fits(limit, asked) and force in ("", limit.force)), key=lambda limit: limit.id
    )
    after = whole(request.GET.get("after"), 0)
    shown = {
        "after": after + AT_ONCE if len(wanted) > after + AT_ONCE else None, "count": len(wanted),
        "day": day, "asked": asked, "force": force, "forces": {code: FORCES[code] for code in FORCE if code in _used()},
        "limits": [_told(limit, day) for limit in wanted[after : after + AT_ONCE]], "version": load().version,
    }  # fmt: skip
    return render(request, "console/rules.html", shown)


def _used() -> set[str]:
    return {limit.force for limit in load()}


def _fits(limit: Limit, asked: str) -> bool:
    said = (limit.id, limit.path, limit.zh, limit.en, *limit.reference)
    return not asked or any(asked.lower() in one.lower() for one in said)


def _told(limit: Limit, day: date) -> dict[str, Any]:
    stands = limit.force_dated.on(day) is not None and day >= limit.first_day
    return {
        "limit": limit, "title": (limit.zh, limit.en), "stands": stands,
        "values": limits.values(limit, day) if stands else [], "counting": limits.counting(limit) if stands else None,
        "force": FORCES[limit.force], "certainty": CERTAINTIES[limit.certainty],
    }  # fmt: skip


@require_GET
@needs(Act.LIFT)
def in_force(request: Any) -> HttpResponse:
    """The holds that stand now."""
    return _in_force(request)


def _in_force(request: Any, *, status: int = 200, **further: Any) -> HttpResponse:
    kind = request.GET.get("kind", "")
    kind = kind if kind in words.HOLDS else ""
    standing, after = holds.in_force(request.user, request.at, kind=kind, after=whole(request.GET.get("after"), 0))
    shown = {
        "holds": standing, "after": after, "cases": holds.cases_of(standing), "words": words, "kind": kind, **further,
    }  # fmt: skip
    return render(request, "console/holds.html", shown, status=status)


@require_POST
@needs(Act.LIFT)
def lift(request: Any, hold_id: UUID) -> HttpResponse:
    """End a hold, with a reason."""
    because = request.POST.get("because", "")
    try:
        holds.lift(hold_id=hold_id, because=because, at=request.at, by=request.user)
    except BadResult as fault:
        return _in_force(request, status=WRONG, fault=fault, of=hold_id, because=because)
    except AlreadyLifted as stays:
        return _in_force(request, status=STALE, stays=stays)
    return redirect("holds")
