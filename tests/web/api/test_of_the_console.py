"""Whatever the console does a program can do as well, with the same rights; or it is said why not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from django.urls import URLPattern, URLResolver, get_resolver

from duly.rules.rights import RIGHTS, Act
from duly.web.api.document import operations
from duly.web.api.urls import API

TABLE: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("of_the_console.yaml").read_text("utf-8"))
OPERATIONS = {said["operationId"]: said for _, _, said in operations(API)}
NO_PAGE = {  # what a program may need and no page asks for, with the reason
    "codes": "what the result form is made of", "attempt": "the ETag of a call over a line of one's own",
    "hold": "the console does it by a result", "opt_out": "the console does it by a result",
    "hardships": "the console reports it by a result", "report_hardship": "the console does it by a result",
    "move_hardship": "what follows a report", "decide_hardship": "what follows a report",
    "unmask": "the console shows a name in the script alone", "find_people": "the command line does it",
    **dict.fromkeys(("withdraw_settlement", "withdraw_waiver", "withdraw_plan", "give_up_plan"), "it is taken back"),
    "settlement_certificate": "the command line does it", "withdraw_approval": "who asked takes it back",
    "revoke_mandate": "one alone; the console ends them with the mandate",
}  # fmt: skip
NARROWER = {  # what asks for more than its page as a whole, since it is a part of it; or which the page itself looks at
    "worklist": {"placed"}, "my_day": {"my_day", "feedback"}, "call": {"number"}, "case": {"outlooks"},
    "approvals": {"my_approvals"}, "give_back": {"give_back"},
    "take_in": {"find_cases"}, "take_in_of": {"complain", "dispute"}, "answer_sent": {"write_note"},  # a handler's own
    "complaint_account": {"statement", "statement_file"},
}  # fmt: skip


def pages(patterns: Any = None) -> Iterator[tuple[str, Any]]:
    """The console's addresses by name."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLResolver):
            yield from () if one.namespace or "api" in str(one.pattern) else pages(one.url_patterns)
        elif isinstance(one, URLPattern) and hasattr(one.callback, "needs"):
            yield str(one.name), one.callback


PAGES = dict(pages())


def test_every_address_of_the_console_has_its_operations_or_its_reason() -> None:
    assert set(PAGES) - set(TABLE) == set()
    assert set(TABLE) - set(PAGES) == set()
    assert len(PAGES) > 80


def test_every_operation_that_is_named_is_there_and_every_other_has_its_reason() -> None:
    named = {one for row in TABLE.values() if isinstance(row, list) for one in row}

    assert named - set(OPERATIONS) == set()
    assert set(OPERATIONS) - named == set(NO_PAGE)
    assert all((isinstance(row, list) and row) or (isinstance(row, dict) and row["page"]) for row in TABLE.values())


def test_an_operation_asks_for_the_rights_of_its_page() -> None:
    for page, row in TABLE.items():
        needs = PAGES[page].needs
        for one in row if isinstance(row, list) else ():
            if one in NARROWER.get(page, ()):
                continue
            wanted = {act.value for act in needs or ()}
            assert {*OPERATIONS[one]["x-needs"]} == wanted, (page, one)
    for page in ("agencies", "agency", "agency_listing"):  # the page asks for one of two inside
        assert all(OPERATIONS[one]["x-needs-one-of"] == ["agencies", "place"] for one in TABLE[page]), page


def test_a_right_that_opens_a_page_opens_an_operation_for_somebody() -> None:
    """No right of the table of rights is without use here: a program of any role has work to do."""
    used = {act for said in OPERATIONS.values() for act in (*said["x-needs"], *said.get("x-needs-one-of", ()))}

    for role, rights in RIGHTS.items():
        assert used & {act.value for act in rights}, role
    assert {act.value for act in Act} - used == set()
