"""Write the store's first migration: `python -m tools.migration [--check]`. Until the first release there is this one.

Django's own writer makes a table bare and adds each constraint after it, and every such step works all tables out anew:
nine seconds before a new desk opens. Here each table is made once, after those that it points to, with all it has.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.pages import write_or_check

FILE = Path(__file__).parents[1] / "duly" / "store" / "migrations" / "0001_desk.py"
NOTE = "# Made of duly/store/models by tools/migration.py.\n\n"


def written() -> str:
    """The migration as it stands in its file."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "duly.settings", "DULY_SECRET_KEY": "of the tool alone"}
    import django

    django.setup()
    from django.db.migrations import Migration
    from django.db.migrations.writer import MigrationWriter
    from django.utils import translation

    translation.deactivate_all()
    made = type("Migration", (Migration,), {"initial": True, "operations": list(_operations()), "dependencies": []})
    return _formatted(NOTE + MigrationWriter(made(FILE.stem, "store"), include_header=False).as_string())


def _operations() -> Iterator[Any]:
    """A table for each model, then the columns that point to a table which was made later."""
    from django.apps import apps
    from django.db.migrations.operations import AddField, CreateModel
    from django.db.migrations.state import ModelState

    states = {one.name_lower: one for one in map(ModelState.from_model, apps.get_app_config("store").get_models())}
    made: list[str] = []
    later: list[Any] = []
    for name in _ordered(states):
        state, made = states[name], [*made, name]
        ahead = [field for field, told in state.fields.items() if _points_to(told) not in (None, *made)]
        options = {what: told for what, told in state.options.items() if told}
        fields = [(field, told) for field, told in state.fields.items() if field not in ahead]
        yield CreateModel(state.name, fields, options, state.bases, managers=state.managers)
        later += [AddField(name, field, state.fields[field]) for field in ahead]
    yield from later


def _ordered(states: dict[str, Any]) -> list[str]:
    """Names of models, each after those that it points to; where they point at each other, by the alphabet."""
    ordered: list[str] = []
    met: set[str] = set()

    def visit(name: str) -> None:
        if name in met:
            return
        met.add(name)
        for told in states[name].fields.values():
            if pointed := _points_to(told):
                visit(pointed)
        ordered.append(name)

    for name in sorted(states):
        visit(name)
    return ordered


def _points_to(field: Any) -> str | None:
    """The model that a field points to, without its app."""
    return field.remote_field.model.lower().removeprefix("store.") if field.is_relation else None


def _formatted(text: str) -> str:
    for command in (["check", "--fix", "--quiet"], ["format", "--quiet"]):
        ruff = [str(Path(sys.executable).with_name("ruff")), *command, "--stdin-filename", str(FILE), "-"]
        text = subprocess.run(ruff, input=text, stdout=subprocess.PIPE, text=True, check=True).stdout
    return text


def main() -> None:
    """Write the migration, or with --check say that it is not what the models say."""
    write_or_check({FILE: written()}, "模型 the models", "migration")


if __name__ == "__main__":
    main()
