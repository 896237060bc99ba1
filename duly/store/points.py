"""Named points at which a test may stop the process from outside; nothing happens there otherwise."""

from __future__ import annotations

import os
import sys
import time

PAUSE_AT = "DULY_PAUSE_AT"


def reach(point: str) -> None:
    """Wait to be killed, if this is the point named by DULY_PAUSE_AT.

    The point is printed on standard error first, so that the one who kills knows when to.
    """
    if os.environ.get(PAUSE_AT) == point:
        print(f"reached {point}", file=sys.stderr, flush=True)
        time.sleep(600)
