"""A full disk is one clear sentence; the book stays as it was."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.intake.conftest import BOOK, BORROWERS, LOANS, Lender

LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from duly.cli import main
sys.argv = ["duly", "intake", *sys.argv[1:]]
main()
"""


def test_nothing_is_half_written_when_the_disk_is_full(known_lender: Lender) -> None:
    many = "payment_id,loan_id,paid_date,amount\n" + "".join(
        f"X-{os.urandom(8).hex()},L-1,2026-03-14,{n}.{n % 100:02d}\n" for n in range(20_000)
    )
    folder = known_lender.write({"payments.csv": many})
    before = known_lender.home.version()

    run = subprocess.run(
        [sys.executable, "-c", LIMITED, str(folder), "--home", str(known_lender.home.path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert run.returncode == 2, run.stderr
    assert "disk" in run.stderr
    assert "Traceback" not in run.stderr
    assert known_lender.home.version() == before
    assert len(known_lender.rows("payments")) == 2

    manifest = known_lender.take(folder)

    assert manifest.rows["payments"].new == 20_000
    assert all((BOOK, BORROWERS, LOANS))
