"""One guard: what the database itself refuses or carries out on a write, in words that both databases understand."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

PREFIX = "duly_"


@dataclass(frozen=True, slots=True)
class Guard:
    """On `event` of a row of `table`: refuse where `refused` holds, or carry out the statement `then`.

    With `late` it asks once the row is written and, by the guards that come before it by name, the borrower's row is
    locked: for sums over several rows, which could be raced otherwise.
    """

    name: str
    table: str
    event: str  # INSERT, UPDATE or DELETE
    says: str
    refused: str = ""
    then: str = ""
    late: bool = False

    @property
    def installed_as(self) -> str:
        body = f"{self.table}|{self.event}|{self.says}|{self.refused}|{self.then}|{self.late}"
        return f"{PREFIX}{self.name}_{sha256(body.encode()).hexdigest()[:8]}"

    def create(self, vendor: str) -> str:
        """The statements that install it."""
        name, moment = self.installed_as, "AFTER" if self.then or self.late else "BEFORE"
        if vendor == "sqlite":
            body = self.then or f"SELECT RAISE(ABORT, '{self.says}') WHERE {self.refused}"
            return f"CREATE TRIGGER {name} {moment} {self.event} ON {self.table} FOR EACH ROW BEGIN {body}; END"
        row = "OLD" if self.event == "DELETE" else "NEW"
        body = self.then or (
            f"IF {self.refused} THEN RAISE EXCEPTION '{self.says}' USING ERRCODE = 'integrity_constraint_violation'; "
            "END IF"
        )
        return (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; RETURN {row}; END $$; "
            f"CREATE TRIGGER {name} {moment} {self.event} ON {self.table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )


def table_of(model: type[Any]) -> str:
    name: str = model._meta.db_table
    return name


def quoted(*words: str) -> str:
    return ", ".join(f"'{word}'" for word in words)
