"""Guards of what programs are let in by and told: tokens, keys of requests, hooks."""

from __future__ import annotations

from collections.abc import Iterator

from duly.store import models
from duly.store.guard import Guard, quoted
from duly.store.guard import table_of as _table
from duly.store.models.record import HOUSE

TOLD = ("clear", "refuse", "approve", "change")  # acts of the record that a hook may hear of; a look is nobody's news


def guards() -> Iterator[Guard]:
    """A token only ends, an answer is written once, and what goes on the record is put down to be told with it."""
    token, once = _table(models.Token), _table(models.Once)
    yield Guard(
        f"{token}_ends", token, "UPDATE", f"{token}: a token is only revoked, and once",
        f"OLD.revoked_at IS NOT NULL OR {_fixed(models.Token, 'revoked_at')}",
    )  # fmt: skip
    yield Guard(f"{token}_delete", token, "DELETE", f"{token}: rows are only ever added", "1 = 1")
    yield Guard(
        f"{once}_answered", once, "UPDATE", f"{once}: an answer is written once",
        f"OLD.status IS NOT NULL OR {_fixed(models.Once, 'status', 'headers', 'body')}",
    )  # fmt: skip
    entries, hook, telling = _table(models.Entry), _table(models.Hook), _table(models.Telling)
    yield Guard(
        f"{entries}_told", entries, "INSERT", "",
        then=f"INSERT INTO {telling} (hook_id, entry_id, tries, due_at, came) SELECT h.id, NEW.id, 0, NEW.at, '' "
        f"FROM {hook} h WHERE h.ended_at IS NULL AND NEW.chain <> '{HOUSE}' AND NEW.act IN ({quoted(*TOLD)})",
    )  # fmt: skip
    yield Guard(
        f"{hook}_ends", hook, "UPDATE", f"{hook}: a hook only ends",
        f"OLD.ended_at IS NOT NULL OR {_fixed(models.Hook, 'ended_at')}",
    )  # fmt: skip


def _fixed(model: type[models.Token | models.Once | models.Hook], *may: str) -> str:
    """That anything but these fields would change."""
    columns = (field.column for field in model._meta.concrete_fields if field.name not in may)
    return " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)
