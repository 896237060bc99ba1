"""The API, put together: every operation, and how each fault is answered."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from duly.desk.reach import NotFound
from duly.web.api import (
    agencies,
    agreement_moves,
    agreements,
    cases,
    contacts,
    erasing,
    hardship,
    matters,
    night,
    oversight,
    quality,
    records,
    script,
    speaking_up,
    staff,
    statement,
    team,
    training,
    vault,
    visits,
    visits_on,
    work,
)
from duly.web.api.door import not_signed_in
from duly.web.api.problems import Problem, answered, of_fields, of_status

GROUPS = (
    work, cases, statement, script, contacts, agreements, agreement_moves, hardship, matters, vault, erasing, team,
    quality, training, speaking_up, agencies, staff, night, oversight, records, visits,
    visits_on,
)  # fmt: skip
VERSION = "1"
ABOUT = "作业台的全部动作，供程序调用；同一个闸口。What the console does, for programs, through the same gate."


def made() -> NinjaAPI:
    """The API with all of its operations."""
    api = NinjaAPI(
        title="Duly", version=VERSION, description=ABOUT, docs_url=None, openapi_url=None,
        urls_namespace="api",
    )  # fmt: skip
    for one in GROUPS:
        api.add_router("", one.router)
    api.exception_handler(Problem)(lambda _, problem: answered(problem))
    api.exception_handler(NotFound)(lambda *_: answered(Problem("not_found")))
    api.exception_handler(Http404)(lambda *_: answered(Problem("not_found")))
    api.exception_handler(AuthenticationError)(lambda *_: answered(not_signed_in()))
    api.exception_handler(ValidationError)(lambda _, fault: answered(of_fields(fault.errors)))
    api.exception_handler(HttpError)(_plain)
    return api


def _plain(_request: HttpRequest, fault: Any) -> HttpResponse:
    return answered(of_status(fault.status_code))
