"""The command line: each command is one call into the house."""

from __future__ import annotations

import io
import signal
import sys
from types import FrameType

INTERRUPTED = 130  # what a shell shows of a command that Ctrl-C ended


def main() -> None:
    """Run a command; a fault the user can mend is one clear sentence and exit code 2, never a traceback."""
    interruption = Interruption()
    try:
        _run()
    except BaseException as fault:  # the engine ends a query that is interrupted with an error of its own
        if not interruption.came or (isinstance(fault, SystemExit) and not fault.code):
            raise
        print("已中断，没有做完；可以重新运行 Stopped before the end; it can be run again", file=sys.stderr)
        sys.exit(INTERRUPTED)


class Interruption:
    """Ctrl-C, remembered: whatever it breaks on its way out is no fault. A second one ends the process at once."""

    def __init__(self) -> None:
        self.came = False
        if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
            signal.signal(signal.SIGINT, self._comes)

    def _comes(self, _number: int, _frame: FrameType | None) -> None:
        self.came = True
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        raise KeyboardInterrupt


def _run() -> None:
    from duly.cli import faults, register

    _speak_to_pipes()
    try:
        register.application(sys.argv[1:2])()
    except Exception as fault:
        sentence = faults.told(fault)
        if sentence is None:
            raise
        print(f"错误 Error: {sentence}", file=sys.stderr)
        sys.exit(2)


def _speak_to_pipes() -> None:
    """Write UTF-8 whatever the locale says, and end in silence, as a tool does, when the reader has gone."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
