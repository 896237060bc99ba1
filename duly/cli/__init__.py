"""The command line: each command is one call into the house."""

from __future__ import annotations

import io
import signal
import sys

import typer

app = typer.Typer(
    name="duly",
    help="如约 Duly：少打扰、多回收。One business day of a consumer lender's collections, every step explained.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def main() -> None:
    """Run a command; a fault the user can mend is one clear sentence and exit code 2, never a traceback."""
    from duly.cli import faults, register

    _speak_to_pipes()
    register.all_commands(app)
    try:
        app()
    except faults.MENDABLE as fault:
        _stop(str(fault))
    except OSError as fault:
        if fault.errno not in faults.OF_A_PLACE:
            raise
        _stop(f"{fault.filename}: {fault.strerror}; name a folder that may be written, or have it opened to you")


def _speak_to_pipes() -> None:
    """Write UTF-8 whatever the locale says, and end in silence, as a tool does, when the reader has gone."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _stop(why: str) -> None:
    print(f"错误 Error: {why}", file=sys.stderr)
    sys.exit(2)
