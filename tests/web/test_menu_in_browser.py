"""The menu: one row on a desk's screen, folded on a telephone, and every entry of it reached without a script."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from duly.rules.rights import Role
from tests.desk.house import House
from tests.web.test_console import client_of, settings_clock
from tests.web.test_roles import somebody

assert settings_clock
STYLES = Path(__file__).parents[2] / "duly" / "web" / "console" / "static" / "console"


@pytest.fixture(autouse=True)
def morning(settings_clock: None) -> None:
    """Ten past ten."""


@pytest.fixture()
def page(chromium: Any) -> Any:
    tab = chromium.new_context(java_script_enabled=False).new_page()
    yield tab
    tab.context.close()


def show(page: Any, house: House, role: Role, lang: str, width: int) -> None:
    """The first page of a role with the styles it is served with, and no script."""
    house.listed()
    made = somebody(house, role)
    made.name = "李岚"
    made.save()
    html = client_of(made).get("/", headers={"accept-language": lang}).content.decode()
    styles = "".join(STYLES.joinpath(name).read_text("utf-8") for name in ("console.css", "roles.css"))
    page.set_viewport_size({"width": width, "height": 768})
    page.set_content(html.replace("</head>", f"<style>{styles}</style></head>"))


def test_the_longest_menus_take_one_row_on_a_desks_screen(page: Any, house: House) -> None:
    for role in (Role.LEAD, Role.COMPLIANCE):
        for lang in ("zh-hans", "en"):
            show(page, house, role, lang, 1366)
            boxes = [page.locator(one).bounding_box() for one in (".brand", ".wide-menu", ".end")]
            assert max(one["y"] for one in boxes) < boxes[0]["y"] + boxes[0]["height"], (role, lang, boxes)
            assert page.locator(".end").bounding_box()["height"] < 50, (role, lang)
            house.agent.__class__.objects.filter(username="x").update(username=f"{role}-{lang}")


def test_on_a_telephone_the_menu_is_folded_and_opens_without_a_script(page: Any, house: House) -> None:
    show(page, house, Role.COMPLIANCE, "zh-hans", 390)

    assert not page.locator(".wide-menu").is_visible()
    assert not page.locator(".narrow-menu a").first.is_visible()
    assert not page.locator(".top kbd").first.is_visible()
    assert page.locator("main").bounding_box()["y"] < 260
    page.locator(".narrow-menu summary").click()
    assert page.locator(".narrow-menu a").last.is_visible()


def test_what_comes_after_stands_under_more(page: Any, house: House) -> None:
    show(page, house, Role.COMPLIANCE, "en", 1366)

    page.locator(".more summary").click()

    assert page.locator(".more a").last.is_visible()
    assert page.locator(".wide-menu a").count() == page.locator(".narrow-menu a").count()
