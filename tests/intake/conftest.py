"""A lender with a small book, who sends files."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from duly.intake import Manifest, Mapping, take_in
from duly.intake import mapping as mappings
from duly.store.lake import Home

NOON = datetime(2026, 10, 1, 4, tzinfo=UTC)

BOOK = """book_id,lender_id,lender_name,lender_kind,currency,first_date,synthetic
BOOK-1,LENDER-1,示例消费金融有限公司,consumer_finance,CNY,2026-01-01,true
"""
BORROWERS = """borrower_id,name,id_number,region,deceased,minor,capacity
B-1,张三,11010519491231002X,110105,false,false,full
B-2,李四,,440101,false,false,full
"""
LOANS = """loan_id,borrower_id,book_id,product,signed_date,limit,rate,grace_days,state
L-1,B-1,BOOK-1,consumer_loan,2026-01-15,1200.00,1800,3,open
L-2,B-2,BOOK-1,consumer_loan,2026-02-15,900.50,2400,0,open
"""
SCHEDULE = """loan_id,instalment_no,due_date,principal,interest,fee
L-1,1,2026-02-15,100.00,10.00,0
L-1,2,2026-03-15,100.00,9.00,0
L-2,1,2026-03-15,300.00,5.50,1.25
"""
PAYMENTS = """payment_id,loan_id,paid_date,amount
P-1,L-1,2026-02-14,110.00
P-2,L-2,2026-03-20,100.00
"""


@dataclass
class Lender:
    """Sends files into a home and reads the book back."""

    folder: Path
    home: Home
    sent: int = 0
    manifests: list[Manifest] = field(default_factory=list)

    def send(self, *, mapping: str = "", dry_run: bool = False, **tables: str | bytes) -> Manifest:
        """Write each table as TABLE.csv into a new folder and take the folder in."""
        return self.send_files(
            {f"{name}.csv": words for name, words in tables.items()}, mapping=mapping, dry_run=dry_run
        )

    def send_files(self, files: dict[str, str | bytes], *, mapping: str = "", dry_run: bool = False) -> Manifest:
        return self.take(self.write(files), mapping=mapping, dry_run=dry_run)

    def write(self, files: dict[str, str | bytes]) -> Path:
        self.sent += 1
        folder = self.folder / f"batch-{self.sent}"
        folder.mkdir(parents=True)
        for name, words in files.items():
            (folder / name).write_bytes(words.encode() if isinstance(words, str) else words)
        return folder

    def take(self, *paths: Path, mapping: str = "", dry_run: bool = False) -> Manifest:
        how: Mapping | None = mappings.parse(mapping, name="lender.yaml") if mapping else None
        return take_in(paths, self.home, taken_at=NOON, mapping=how, dry_run=dry_run)

    def rows(self, table: str, columns: str = "*", order: str = "ALL") -> list[tuple[Any, ...]]:
        """Rows of the lake."""
        return self._read(self.home.paths(self.home.version(), table), columns, order)

    def private(self, table: str, columns: str = "*") -> list[tuple[Any, ...]]:
        return self._read(self.home.private_paths(self.home.version(), table), columns, "ALL")

    def _read(self, paths: list[Path], columns: str, order: str) -> list[tuple[Any, ...]]:
        if not paths:
            return []
        with duckdb.connect() as engine:
            engine.execute("SET TimeZone = 'UTC'")
            files = ", ".join(f"'{path}'" for path in paths)
            return engine.execute(f"SELECT {columns} FROM read_parquet([{files}]) ORDER BY {order}").fetchall()


@pytest.fixture()
def lender(tmp_path: Path) -> Lender:
    """A lender whose book is still empty."""
    return Lender(tmp_path / "sent", Home(tmp_path / "home"))


@pytest.fixture()
def known_lender(lender: Lender) -> Lender:
    """A lender with two borrowers, two loans, three instalments and two payments in the book."""
    lender.send(book=BOOK, borrowers=BORROWERS, loans=LOANS, schedule=SCHEDULE, payments=PAYMENTS)
    return lender


def cells(manifest: Manifest) -> list[tuple[str, int, str, str]]:
    """File, line, column and code of what was quarantined."""
    return [(cell["file"], cell["line"], cell["column"], cell["code"]) for cell in manifest.quarantine]
