"""What the API is, in OpenAPI 3.1: as the operations declare it, in an order that stays."""

from __future__ import annotations

import json
from typing import Any

from ninja import NinjaAPI

from duly.web.api.shown import ProblemShown

REF = "#/components/schemas/{model}"


def document(api: NinjaAPI) -> dict[str, Any]:
    """The document, with the shape of a problem, which no operation names as its answer."""
    told: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
    problem = ProblemShown.model_json_schema(ref_template=REF)
    told["components"]["schemas"] |= problem.pop("$defs") | {"ProblemShown": problem}
    return told


def operations(api: NinjaAPI) -> list[tuple[str, str, dict[str, Any]]]:
    """Every operation: method, path and what it declares."""
    return [
        (method.upper(), path, said)
        for path, methods in document(api)["paths"].items()
        for method, said in methods.items()
    ]
