"""Every page that a role can come to, opened in a real browser: what it may open, and whatever a link there leads to."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import resolve

from duly.rules.rights import Role, may
from tests.figures import saw
from tests.web.languages import LANGUAGES, SOAK
from tests.web.test_matrix import PAGES
from tests.web.test_roles_in_browser import holds

WALKS = [(role, lang) for role in Role for lang in LANGUAGES] if SOAK else [(Role.AUDITOR, "en")]
LEAD_OUT = ("sign-out", "language")  # of the session, or of the language that the walk is in


def opened_by(role: Role) -> list[str]:
    """The addresses without a matter in them that a role may open, or that everybody may."""
    return [
        f"/{where}"
        for where, page in PAGES.items()
        if "<" not in where and (page.needs is None or all(may(role, act) for act in page.needs))
    ]


def is_page(one: Any, path: str) -> bool:
    """Whether a whole page is there, and no part of one, no file, and nothing that takes a form alone."""
    told = one.page.request.get(f"{one.served.address}{path}")
    return bool(told.status == 200 and told.headers["content-type"].startswith("text/html") and "<html" in told.text())


@pytest.mark.parametrize(("role", "lang"), WALKS, ids=lambda word: str(word))
def test_every_page_of_a_role_holds(tab: Any, role: Role, lang: str) -> None:
    one = tab(lang)
    one.sign_in(role.value.replace("_", "-"))
    waiting, met, pages = ["/", *opened_by(role)], set[str](), 0
    while waiting:
        path = waiting.pop(0)
        route = resolve(path).route
        if route in met or any(word in route for word in LEAD_OUT) or not is_page(one, path):
            continue
        met.add(route)
        one.goto(path)
        holds(one, lang)
        pages += 1
        links = one.page.eval_on_selector_all("a[href^='/']", "all => all.map(a => a.getAttribute('href'))")
        waiting += [link for link in dict.fromkeys(re.split("[?#]", each)[0] for each in links) if is_ours(link)]

    assert pages >= 3
    saw("walk", role=role.value, lang=lang, pages=pages)


def is_ours(link: str) -> bool:
    """Whether a page of the console answers there."""
    return resolve(link).route in PAGES
