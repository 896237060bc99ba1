"""Every command, named once."""

from __future__ import annotations

import typer


def application() -> typer.Typer:
    """The command line with every command on it."""
    app = typer.Typer(
        name="duly",
        help="如约 Duly：少打扰、多回收。One business day of a consumer lender's collections, every step explained.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
    )
    all_commands(app)
    return app


def all_commands(app: typer.Typer) -> None:
    """Hang each command on the application; one line a command."""
    from duly.cli import (
        account,
        audit,
        book,
        close,
        demo,
        desk,
        evidence,
        explain,
        intake,
        judge,
        law,
        limitation,
        night,
        plan,
        programs,
        record,
        run,
        schedule,
        statement,
        templates,
        vault,
        words,
        worklist,
    )

    app.command()(run.run)
    app.command()(demo.demo)
    app.command()(intake.intake)
    app.command()(night.night)
    app.command()(close.close)
    app.command()(explain.explain)
    app.command()(worklist.worklist)
    app.command()(audit.audit)
    app.command()(judge.judge)
    app.command()(words.words)
    app.command()(schedule.schedule)
    app.command()(account.allocate)
    app.command()(account.age)
    app.command()(statement.statement)
    app.command()(plan.plan)
    app.command()(limitation.limitation)
    app.add_typer(book.app)
    app.add_typer(law.app)
    desk.app.command("token")(programs.token)
    desk.app.command("revoke-token")(programs.revoke_token)
    desk.app.command("hook")(programs.hook)
    desk.app.command("end-hook")(programs.end_hook)
    desk.app.command("send-webhooks")(programs.send_webhooks)
    app.add_typer(desk.app)
    app.add_typer(record.app)
    app.add_typer(evidence.app)
    app.add_typer(vault.app)
    app.add_typer(templates.app)
