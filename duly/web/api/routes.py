"""How an operation of the API is declared: what it needs, what it reads or writes, and that a write happens once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import wraps
from hashlib import sha256
from inspect import cleandoc, signature
from typing import Any

from django.db import IntegrityError
from django.http import HttpResponse
from ninja import Router
from ninja.constants import NOT_SET

from duly.core.machine import NoSuchMove
from duly.desk.once import Answer, Asked, Busy, KeyOfAnother, exactly_once
from duly.rules.rights import Act
from duly.store.models.noun import Moved
from duly.web.api.door import Bearer, Session
from duly.web.api.problems import MEDIA_TYPE, Fault, Problem

View = Callable[..., Any]
KEY, TAG, AGAIN = "Idempotency-Key", "If-Match", "Idempotency-Replayed"
A_KEY = re.compile(r"[\x21-\x7e]{8,200}")
BAD: dict[str, tuple[int, ...]] = {"GET": (), "POST": (400,)}  # a body that cannot be read
TEXT = {"schema": {"type": "string"}}
BYTES = {"schema": {"type": "string", "format": "binary"}}
PROBLEM = {"$ref": "#/components/schemas/ProblemShown"}


def reads(
    router: Router, path: str, *, needs: Sequence[Act], answers: Any, refuses: Sequence[int] = (),
    one_of: Sequence[Act] = (), method: str = "GET",
) -> Callable[[View], View]:  # fmt: skip
    """Declare an operation that changes nothing but the record of who looked; `refuses` beyond what each may.

    It is a POST where what is asked for may not stand in an address, which logs keep. Then it has no key, and its
    answer is kept nowhere.
    """

    def on(view: View) -> View:
        @wraps(view)
        def answered(request: Any, **named: Any) -> Any:
            _strict(request, view)
            made = _answer(view(request, **named), 200)
            return HttpResponse(made.body, content_type="application/json", headers={**made.headers})

        return _read(router, method, path, view, answered, needs, one_of, refuses, answers=answers)

    return on


def hands(
    router: Router, path: str, *, needs: Sequence[Act], kinds: Sequence[str], refuses: Sequence[int] = (),
    one_of: Sequence[Act] = (), method: str = "GET",
) -> Callable[[View], View]:  # fmt: skip
    """Declare an operation that reads like the others and hands out a file, of one of these media types."""

    def on(view: View) -> View:
        @wraps(view)
        def answered(request: Any, **named: Any) -> HttpResponse:
            _strict(request, view)
            made: HttpResponse = view(request, **named)
            return made

        content = {kind: TEXT if kind.startswith("text/") else BYTES for kind in kinds}
        ok = {200: {"description": "文件 A file", "content": content}}
        return _read(router, method, path, view, answered, needs, one_of, refuses, ok=ok)

    return on


def a_file(data: bytes | str, kind: str, name: str) -> HttpResponse:
    """A file as it leaves."""
    made = HttpResponse(data, content_type=kind if kind.startswith("application/") else f"{kind}; charset=utf-8")
    made["Content-Disposition"] = f'attachment; filename="{name}"'
    return made


def _read(
    router: Router, method: str, path: str, view: View, answered: View, needs: Sequence[Act], one_of: Sequence[Act],
    refuses: Sequence[int], *, answers: Any = NOT_SET, ok: Any = None,
) -> View:  # fmt: skip
    answered.__signature__ = signature(view, eval_str=True)  # type: ignore[attr-defined]
    declared = _declared(needs, one_of, (*BAD[method], 401, 403, 404, 409, *refuses, 422, 429))
    declared["responses"] |= ok or {}
    router.api_operation(
        [method], path, auth=_auth(needs, one_of), response=answers, **_words(view), openapi_extra=declared
    )(answered)
    return answered


def writes(
    router: Router, path: str, *, needs: Sequence[Act], answers: Any, status: int = 201, tagged: bool = False,
    method: str = "POST", one_of: Sequence[Act] = (),
) -> Callable[[View], View]:  # fmt: skip
    """Declare an operation that writes: once for a key, and with `tagged` on what the caller has read."""

    def on(view: View) -> View:
        @wraps(view)
        def answered(request: Any, **named: Any) -> HttpResponse:
            _strict(request, view)
            if tagged and TAG not in request.headers:
                raise Problem("tag_missing", (Fault(TAG, "缺少", "is missing", "带上 ETag", "send the ETag"),))
            return _once(request, lambda: _answer(view(request, **named), status))

        answered.__signature__ = signature(view, eval_str=True)  # type: ignore[attr-defined]
        headers = [_header(KEY, "一次请求一个，重试不变 one a request, the same when trying again", A_KEY.pattern)]
        headers += [_header(TAG, "读取时的 ETag the ETag that came when it was read", "")] if tagged else []
        declared = _declared(
            needs, one_of, (400, 401, 403, 404, 409, *((412, 428) if tagged else ()), 422, 429), headers
        )
        router.api_operation(
            [method],
            path,
            auth=_auth(needs, one_of),
            response={status: answers},
            **_words(view),
            openapi_extra=declared,
        )(answered)
        return answered

    return on


def tagged_as(noun: Moved) -> str:
    """The tag of a noun: how often it moved."""
    return f'"{noun.moved}"'


def tag_of(text: str) -> str:
    """The tag of whatever stands in a text."""
    return f'"{sha256(text.encode()).hexdigest()[:16]}"'


def matches(request: Any, noun: Moved) -> None:
    """Raise a Problem unless the caller has read the noun as it stands now, under the lock that holds it."""
    matches_tag(request, tagged_as(noun))


def matches_tag(request: Any, tag: str) -> None:
    """Raise a Problem unless the caller has read what has this tag now."""
    wanted = [one.strip() for one in request.headers[TAG].split(",")]
    if "*" not in wanted and tag not in wanted:
        raise Problem("stale", headers={"ETag": tag})


def _once(request: Any, effect: Callable[[], Answer]) -> HttpResponse:
    key = request.headers.get(KEY, "")
    if not key:
        raise Problem("key_missing", (Fault(KEY, "缺少", "is missing", "随机的 UUID", "a random UUID"),))
    if not A_KEY.fullmatch(key):
        way = ("8 至 200 个可见 ASCII 字符", "8 to 200 visible ASCII characters")
        raise Problem("invalid", (Fault(KEY, "写法不对", "is not written as it has to be", *way),))
    asked = "\n".join((request.method, request.get_full_path(), request.headers.get(TAG, ""))).encode()
    told = sha256(asked + b"\n" + request.body).hexdigest()
    try:
        answer, is_new = exactly_once(Asked(request.user, key, told), effect, at=request.at)
    except KeyOfAnother:
        raise Problem("key_of_another") from None
    except Busy:
        raise Problem("busy", headers={"Retry-After": "2"}) from None
    except NoSuchMove as fault:
        raise Problem("no_such_move", detail=(str(fault), str(fault))) from None
    except IntegrityError as refused:
        raise _overtaken(refused) from None
    headers = {**answer.headers} | ({} if is_new else {AGAIN: "true"})
    kind = "application/json" if answer.body else None
    return HttpResponse(answer.body, status=answer.status, content_type=kind, headers=headers)


def _overtaken(refused: IntegrityError) -> Problem | IntegrityError:
    """What the database refused because somebody else was there first; anything else is a bug, and is seen."""
    said = str(refused)
    if "said since" in said or "no clearance" in said:
        return Problem("overtaken")
    if "no such move" in said or "move_once" in said or ".seq" in said:
        return Problem("stale")
    if "store_slot" in said or "slot" in said:
        return Problem("busy", headers={"Retry-After": "1"})
    return refused


def _answer(made: Any, status: int) -> Answer:
    shown, headers = made if isinstance(made, tuple) else (made, {})
    return Answer(status, "" if shown is None else shown.model_dump_json(), headers)


def _strict(request: Any, view: View) -> None:
    """Refuse what stands in the query and is no part of the operation, and what is given twice."""
    known = set(signature(view).parameters)
    for name in request.GET:
        if name not in known:
            way = ("请去掉", "leave it out")
            raise Problem("invalid", (Fault(name, "没有这个参数", "is no parameter of this request", *way),))
        if len(request.GET.getlist(name)) > 1:
            raise Problem("invalid", (Fault(name, "给了两次", "is given twice", "只给一次", "give it once"),))


def _auth(needs: Sequence[Act], one_of: Sequence[Act]) -> list[Any]:
    return [door(tuple(needs), tuple(one_of)) for door in (Bearer, Session)]


def _words(view: View) -> dict[str, Any]:
    """The operation by the view's name, described by its docstring: Chinese on the first line, then English."""
    first, _, more = cleandoc(view.__doc__ or "").partition("\n\n")
    summary = " ".join(first.splitlines())
    return {"operation_id": view.__name__, "summary": summary, "description": f"{summary} {more}".strip()}


def _header(name: str, description: str, pattern: str) -> dict[str, Any]:
    shape = {"type": "string"} | ({"pattern": f"^{pattern}$"} if pattern else {"minLength": 1})
    return {"in": "header", "name": name, "required": True, "schema": shape, "description": description}


def _declared(
    needs: Sequence[Act], one_of: Sequence[Act], statuses: Sequence[int], headers: Sequence[Any] = ()
) -> dict[str, Any]:
    content = {MEDIA_TYPE: {"schema": PROBLEM}}
    return {
        "x-needs": [act.value for act in needs],
        **({"x-needs-one-of": [act.value for act in one_of]} if one_of else {}),
        "responses": {status: {"description": "问题 Problem", "content": content} for status in statuses},
        **({"parameters": [*headers]} if headers else {}),
    }
