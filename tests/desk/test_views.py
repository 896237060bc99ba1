"""Saved views: one's own alone, one of a name, few enough to be found again."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from duly.desk import views
from duly.desk.reach import NotFound
from duly.rules.account.asked import Refused
from duly.store.models import View
from tests.desk.house import House


def test_a_view_is_its_owners_alone(house: House) -> None:
    other = House.opened(2).agent
    kept = views.keep(house.agent, "worklist", "  先看 浙江  ", {"only": "waiting", "region": "33"})

    assert (kept.name, list(views.of(house.agent)), list(views.of(other))) == ("先看 浙江", [kept], [])
    with pytest.raises(NotFound):
        views.throw_away(other, kept.id)
    views.throw_away(house.agent, kept.id)
    with pytest.raises(NotFound):
        views.throw_away(house.agent, kept.id)


def test_one_of_the_same_name_is_replaced(house: House) -> None:
    for region in ("33", "31"):
        views.keep(house.agent, "worklist", "近的", {"region": region})
    views.keep(house.agent, "complaints", "近的", {"only": "all"})

    assert [(one.page, one.asked) for one in views.of(house.agent)] == [
        ("complaints", {"only": "all"}), ("worklist", {"region": "31"}),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("page", "name", "asked", "field"),
    [("team", "x", {}, "page"), ("worklist", " ", {}, "name"), ("worklist", "x" * 41, {}, "name"),
     ("worklist", "x", {"why": "x" * 41}, "asked")],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_by_its_field(
    house: House, page: str, name: str, asked: dict[str, str], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        views.keep(house.agent, page, name, asked)

    assert refused.value.path == field
    assert not View.objects.exists()


def test_the_twenty_first_is_refused_and_a_kept_one_may_still_be_changed(house: House) -> None:
    for number in range(views.KEPT_MOST):
        views.keep(house.agent, "worklist", f"视图 {number}", {})

    with pytest.raises(Refused):
        views.keep(house.agent, "worklist", "再一个", {})
    assert views.keep(house.agent, "worklist", "视图 3", {"only": "all"}).asked == {"only": "all"}


def test_the_database_keeps_one_of_a_name_and_of_a_page_that_there_is(house: House) -> None:
    views.keep(house.agent, "worklist", "近的", {})

    for page in ("worklist", "elsewhere"):
        with pytest.raises(IntegrityError), transaction.atomic():
            View.objects.create(user=house.agent, page=page, name="近的", asked={})
