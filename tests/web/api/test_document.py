"""What the API says of itself, held against what it does: thousands of requests that nobody would write by hand."""

from __future__ import annotations

import os
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks
from schemathesis.specs.openapi import checks as openapi

from duly.desk import contact
from duly.nightly.sides import sides
from duly.rules.rights import RIGHTS, Role
from duly.store.models import Attempt, Case
from duly.store.models.user import OUTSIDE
from duly.web.api.document import document, operations
from duly.web.api.urls import API
from tests.desk.house import UP, House
from tests.web.api.asking import token_of
from tools import api as tool

EACH = 500 if os.environ.get("DULY_SOAK") else 12  # requests of every operation
HELD = (
    checks.not_a_server_error, openapi.status_code_conformance, openapi.content_type_conformance,
    openapi.response_schema_conformance, openapi.negative_data_rejection,
)  # fmt: skip
OPERATIONS = [(method, path) for method, path, _ in operations(API)]
SAID = {(method, path): said for method, path, said in operations(API)}
SCHEMA = schemathesis.openapi.from_dict(document(API))


def _somebody_with_the_rights(said: dict[str, Any]) -> Role:
    """The first role of the house that may do it; an agent where an agent may."""
    one_of = said.get("x-needs-one-of") or said["x-needs"]
    return next(
        role
        for role in Role
        if {*said["x-needs"]} <= RIGHTS[role] and (not one_of or {*one_of} & RIGHTS[role]) and role.value not in OUTSIDE
    )


@pytest.mark.filterwarnings("ignore")  # of the tool, about itself
@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=lambda one: str(one))
def test_whatever_is_sent_the_answer_is_one_that_was_declared(house: House, method: str, path: str) -> None:
    house.listed()
    made = contact.reserve(borrower_id=house.borrower.id, proposed=house.call(), systems=UP)
    assert isinstance(made, Attempt)
    known = {
        "case_id": str(Case.objects.get().id), "attempt_id": str(made.id), "loan_id": str(house.loan.id),
        "borrower_id": str(house.borrower.id), "clearance_id": str(made.clearance_id), "kind": "complaint",
        "agency_id": house.agency().id, "chapter": "hours", "user_id": str(house.agent.id),
    }  # fmt: skip
    house.agent.role = _somebody_with_the_rights(SAID[method, path])
    house.agent.save()
    token, operation = token_of(house.agent), SCHEMA[path][method]
    operation.app = get_wsgi_application()
    count = 0

    @given(case=operation.as_strategy())
    @settings(
        max_examples=EACH, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def asked(case: Any) -> None:
        nonlocal count
        count += 1
        if count % 2:
            case.path_parameters = {
                **case.path_parameters,
                **{name: known.get(name, one) for name, one in case.path_parameters.items()},
            }
        case.call_and_validate(
            base_url="http://localhost", headers={"Authorization": f"Bearer {token}"}, checks=list(HELD)
        )

    asked()

    assert count >= 1


def test_the_document_is_openapi_and_names_a_problem_for_every_refusal() -> None:
    told = document(API)

    assert told["openapi"].startswith("3.1")
    for _, path, said in operations(API):
        assert len(set(sides(said["summary"]))) == 2, path  # in both languages
        for status, answer in said["responses"].items():
            if int(status) >= 400:
                assert answer["content"]["application/problem+json"]["schema"]["$ref"].endswith("/ProblemShown")


def test_the_reference_is_what_the_program_says() -> None:
    assert (tool.FOLDER / "openapi.json").read_text("utf-8") == tool.openapi()
    for lang in tool.WORDS:
        assert (tool.FOLDER / f"api.{lang}.md").read_text("utf-8") == tool.page(lang)
