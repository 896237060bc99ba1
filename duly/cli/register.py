"""Every command, named once."""

from __future__ import annotations

import typer


def all_commands(app: typer.Typer) -> None:
    """Hang each command on the application; one line a command."""
    from duly.cli import book, intake

    app.command()(intake.intake)
    app.add_typer(book.app)
