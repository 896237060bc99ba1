"""Every command, named once. Only the one that is asked for is loaded: nobody waits for the others."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

import typer

COMMANDS = {  # in the order of the help: the module under `duly.cli`
    "run": "run", "demo": "demo", "intake": "intake", "night": "night", "close": "close", "explain": "explain",
    "worklist": "worklist", "audit": "audit", "judge": "judge", "words": "words", "schedule": "schedule",
    "allocate": "account", "age": "account", "statement": "statement", "plan": "plan", "limitation": "limitation",
}  # fmt: skip
GROUPS = {
    "book": "book", "law": "law", "desk": "programs", "record": "record", "evidence": "evidence", "vault": "vault",
    "templates": "templates",
}  # fmt: skip


def application(words: Sequence[str] = ()) -> typer.Typer:
    """The command line, with the command that these words begin with, or with all where they begin with none."""
    app = typer.Typer(
        name="duly",
        help="如约 Duly：少打扰、多回收。One business day of a consumer lender's collections, every step explained.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
    )
    app.callback()(_named)
    every = {*COMMANDS, *GROUPS}
    wanted = every.intersection(words[:1]) or every
    for name, module in COMMANDS.items():
        if name in wanted:
            app.command()(getattr(import_module(f"duly.cli.{module}"), name))
    for name, module in GROUPS.items():
        if name in wanted:
            app.add_typer(import_module(f"duly.cli.{module}").app)
    return app


def _named() -> None:
    """Without it an application of one command would take that command's name for its first argument."""
