"""Saved views of a list: kept by a name, found again in the palette, thrown away; nobody sees another's."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import QuerySet

from duly.desk.reach import NotFound
from duly.rules.account.asked import Refused
from duly.store.models import User, View
from duly.store.models.view import NAME_MOST, PAGES

KEPT_MOST = 20  # a house default: more are not found again
VALUE_MOST = 40


def of(user: User) -> QuerySet[View]:
    """The person's views, by page and name."""
    return View.objects.filter(user=user).order_by("page", "name")


@transaction.atomic
def keep(user: User, page: str, name: str, asked: Mapping[str, str]) -> View:
    """Keep what is asked of a page by a name; one of that name is replaced. Raises Refused."""
    name = " ".join(name.split())
    if page not in PAGES:
        raise Refused("page", page, "这一页没有视图 this page has no views", " | ".join(PAGES))
    if not (name.isprintable() and 1 <= len(name) <= NAME_MOST):
        raise Refused(
            "name", name, "请起个名字，不超过四十个字 give it a name of at most forty signs", f"1–{NAME_MOST}"
        )
    if not all(value.isprintable() and len(value) <= VALUE_MOST for value in asked.values()):
        raise Refused("asked", "", "没有这样的筛选条件 there is no such filter", f"≤ {VALUE_MOST}")
    User.objects.select_for_update().get(id=user.id)
    there = of(user).filter(page=page, name=name).first()
    if there is None and of(user).count() >= KEPT_MOST:
        raise Refused("name", name, "已有二十个，先删一个 there are twenty; throw one away first", f"≤ {KEPT_MOST}")
    kept, _ = View.objects.update_or_create(user=user, page=page, name=name, defaults={"asked": dict(asked)})
    return kept


def throw_away(user: User, view_id: int) -> View:
    """Throw one's own view away. Raises NotFound."""
    found = of(user).filter(id=view_id).first()
    if found is None:
        raise NotFound(f"{view_id}")
    View.objects.filter(id=found.id).delete()
    return found
