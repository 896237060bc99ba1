"""What is answered where a request cannot be honoured: problem details (RFC 9457), in the language asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, NamedTuple

import yaml
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from duly.web.api.validation import words_of

MEDIA_TYPE = "application/problem+json"


class Kind(NamedTuple):
    """One kind of problem: its status, what it is, and the way out."""

    status: int
    zh: str
    en: str
    way_zh: str = ""
    way_en: str = ""


def _read() -> dict[str, Kind]:
    held: dict[str, Any] = yaml.safe_load(files("duly.web.api").joinpath("problems.yaml").read_text("utf-8"))
    return {name: Kind(**told) for name, told in held.items()}


KINDS = _read()
BY_STATUS = {kind.status: name for name, kind in reversed(KINDS.items())} | {
    400: "unreadable", 401: "not_signed_in", 403: "not_allowed", 404: "not_found", 409: "busy", 422: "invalid",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """One field that cannot be taken: why, and what would be, in both languages."""

    field: str
    zh: str
    en: str
    accepted_zh: str = ""
    accepted_en: str = ""


@dataclass
class Problem(Exception):
    """A request that cannot be honoured."""

    kind: str
    faults: tuple[Fault, ...] = ()
    detail: tuple[str, str] = ("", "")
    headers: dict[str, str] = field(default_factory=dict)


def is_english() -> bool:
    """Whether whoever asks reads English."""
    return (get_language() or "").startswith("en")


def told(problem: Problem) -> dict[str, Any]:
    """The problem as an object."""
    kind, en = KINDS[problem.kind], is_english()
    return {
        "type": f"urn:duly:problem:{problem.kind.replace('_', '-')}",
        "title": kind.en if en else kind.zh,
        "status": kind.status,
        "detail": problem.detail[en] or (kind.en if en else kind.zh),
        "way_out": kind.way_en if en else kind.way_zh,
        "errors": [
            {
                "field": one.field,
                "reason": one.en if en else one.zh,
                "way_out": one.accepted_en if en else one.accepted_zh,
            }
            for one in problem.faults
        ],
    }


def answered(problem: Problem) -> HttpResponse:
    """The problem as it leaves."""
    body = json.dumps(told(problem), ensure_ascii=False)
    return HttpResponse(body, status=KINDS[problem.kind].status, content_type=MEDIA_TYPE, headers=problem.headers)


def of_fields(errors: Iterable[Any]) -> Problem:
    """What the shapes of the API refuse, field by field."""
    return Problem("invalid", tuple(Fault(*words_of(one)) for one in errors))


def of_status(status: int) -> Problem:
    """The problem of an answer that was made outside the API's own code."""
    return Problem(BY_STATUS.get(status, "broken" if status >= 500 else "unreadable"))


def unknown(_request: HttpRequest, **_: Any) -> HttpResponse:
    """An address that there is not."""
    return answered(Problem("not_found"))
