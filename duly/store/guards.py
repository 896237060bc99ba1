"""What the database itself refuses, whatever the code above it does: triggers, written once for both databases.

A guard names the writes it watches and a condition in plain SQL over NEW and OLD; where the condition holds, the write
is refused. Installed after every migration; the hash in its name tells whether what is installed is what stands here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from duly.core.chain import FIRST
from duly.core.machine import Machine
from duly.rules.machines.attempt import NEVER_LEFT, Event
from duly.rules.machines.complaint import Event as Longer
from duly.store import agencies, agreed, fronts, learnt, models, visits
from duly.store.guard import Guard
from duly.store.guard import quoted as _quoted
from duly.store.guard import table_of as _table
from duly.store.models.clearance import ALLOWING

CLEARED_SECONDS = 120  # how long a clearance may wait; then the world may have changed


FACTS = (
    models.Absence, models.AbsenceEnded, models.Alarm, models.AlarmSeen, models.Answer, models.Clearance,
    models.Consent, models.ConsentRevoked, models.Entry, models.Erased, models.Exam, models.Heard, models.Note,
    models.Notice, models.OrderRefused, models.Preference, models.RecorderChecked, models.Result, models.RiskCheck,
    models.Score, models.Seal, models.Tip, models.VisitInvited, models.VisitRecording, models.VisitRefused,
    models.VisitSwitch, models.Unreachable,
)  # fmt: skip
MOVED: dict[Any, Any] = {
    models.Approval: models.ApprovalMove, models.Attempt: models.AttemptMove, models.Case: models.CaseMove,
    models.Certificate: models.CertificateMove,
    models.Complaint: models.ComplaintMove, models.Dispute: models.DisputeMove, models.Hardship: models.HardshipMove,
    models.Hold: models.HoldMove, models.Mandate: models.MandateMove, models.Placement: models.PlacementMove,
    models.Plan: models.PlanMove, models.Promise: models.PromiseMove,
    models.Settlement: models.SettlementMove, models.Visit: models.VisitMove, models.Waiver: models.WaiverMove,
}  # fmt: skip
HEEDED = (  # what is written here about a borrower undoes every clearance that was given before
    models.Complaint, models.Consent, models.Dispute, models.Hardship, models.Heard, models.Hold, models.Notice,
    models.Party, models.Plan, models.Preference, models.Promise, models.Settlement, models.VisitInvited,
    models.VisitRefused, models.Waiver, models.Address, models.Loan, models.Unreachable,
)  # fmt: skip


def guards() -> tuple[Guard, ...]:
    """Every guard, in the order in which they are installed."""
    return (
        *_of_facts(), *_of_moves(), *_of_stops(), *_of_attempts(), *_of_slots(), *_of_record(), *_of_vault(),
        *_of_scores(), *_of_complaints(), *agreed.guards(), *agencies.guards(), *fronts.guards(), *learnt.guards(),
        *visits.guards(),
    )  # fmt: skip


def _of_facts() -> Iterator[Guard]:
    """Facts and moves are only ever added."""
    for model in (*FACTS, *MOVED.values()):
        for event in ("UPDATE", "DELETE"):
            table = _table(model)
            yield Guard(f"{table}_{event.lower()}", table, event, f"{table}: rows are only ever added", "1 = 1")


def _of_moves() -> Iterator[Guard]:
    """A noun's state is where its moves led, one after the other, and nothing else about it changes."""
    for noun, move in MOVED.items():
        table, moves, machine = _table(noun), _table(move), noun.machine
        yield Guard(f"{table}_delete", table, "DELETE", f"{table}: rows are only ever added", "1 = 1")
        yield Guard(
            f"{table}_starts", table, "INSERT", f"{table}: begins as {machine.start}",
            f"NEW.state <> '{machine.start}' OR NEW.moved <> 0",
        )  # fmt: skip
        yield Guard(
            f"{moves}_next", moves, "INSERT", f"{moves}: no such move",
            f"NOT EXISTS (SELECT 1 FROM {table} n WHERE n.id = NEW.of_id AND NEW.seq = n.moved + 1 AND "
            f"({_possible(machine)}))",
        )  # fmt: skip
        yield Guard(
            f"{moves}_leads", moves, "INSERT", "",
            then=f"UPDATE {table} SET state = NEW.to_state, moved = NEW.seq WHERE id = NEW.of_id",
        )  # fmt: skip
        yield Guard(f"{table}_moved", table, "UPDATE", f"{table}: changes by its moves alone", _not_moved(noun, moves))


def _possible(machine: Machine) -> str:
    """The machine's table as a condition over the noun `n` and the move NEW."""
    return " OR ".join(
        f"(n.state = '{was}' AND NEW.event = '{event}' AND NEW.to_state = '{to}')"
        for (was, event), to in machine.moves.items()
    )


def _not_moved(noun: Any, moves: str) -> str:
    fixed = [field.name for field in noun._meta.concrete_fields if field.name not in ("state", "moved")]
    return (
        f"{_fixed(noun, *fixed)} OR NEW.moved <> OLD.moved + 1 OR NOT EXISTS (SELECT 1 FROM {moves} m "
        "WHERE m.of_id = NEW.id AND m.seq = NEW.moved AND m.to_state = NEW.state)"
    )


def _fixed(model: Any, *names: str) -> str:
    """That one of these fields would change."""
    columns = (model._meta.get_field(name).column for name in names)
    return " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)


def _of_complaints() -> Iterator[Guard]:
    """The longest time is taken after the longer one."""
    moves = _table(models.ComplaintMove)
    yield Guard(
        f"{moves}_extended", moves, "INSERT", f"{moves}: the longest time follows the longer one",
        f"NEW.event = '{Longer.EXTEND_FURTHER}' AND NOT EXISTS (SELECT 1 FROM {moves} m WHERE m.of_id = NEW.of_id "
        f"AND m.event = '{Longer.EXTEND}')",
    )  # fmt: skip


def _of_stops() -> Iterator[Guard]:
    """What a borrower says takes effect in the transaction that records it: the count of what was heeded goes up."""
    borrower = _table(models.Borrower)
    for model in HEEDED:
        table = _table(model)
        for event in ("INSERT", "UPDATE"):
            if event == "UPDATE" and model in FACTS:
                continue
            yield Guard(
                f"{table}_heeded_{event.lower()}", table, event, "",
                then=f"UPDATE {borrower} SET heeded = heeded + 1 WHERE id = NEW.borrower_id",
            )  # fmt: skip
    consents, revoked = _table(models.Consent), _table(models.ConsentRevoked)
    yield Guard(
        f"{revoked}_heeded", revoked, "INSERT", "",
        then=f"UPDATE {borrower} SET heeded = heeded + 1 WHERE id = "
        f"(SELECT c.borrower_id FROM {consents} c WHERE c.id = NEW.consent_id)",
    )  # fmt: skip
    yield Guard(
        f"{borrower}_heeded", borrower, "UPDATE", f"{borrower}: every change is heeded by the clearances before it",
        "NEW.heeded <> OLD.heeded + 1",
    )  # fmt: skip
    yield Guard(f"{borrower}_delete", borrower, "DELETE", f"{borrower}: rows are only ever added", "1 = 1")


def _of_attempts() -> Iterator[Guard]:
    """No clearance, no attempt: it must be for this contact, still be good, and know of everything that was said."""
    attempts, moves, cleared = _table(models.Attempt), _table(models.AttemptMove), _table(models.Clearance)
    borrower = _table(models.Borrower)
    known = f"EXISTS (SELECT 1 FROM {borrower} b WHERE b.id = c.borrower_id AND b.heeded = c.heeded)"
    yield Guard(
        f"{attempts}_cleared", attempts, "INSERT", f"{attempts}: no clearance for this contact at this instant",
        f"NOT EXISTS (SELECT 1 FROM {cleared} c WHERE c.id = NEW.clearance_id AND c.borrower_id = NEW.borrower_id "
        "AND c.address_id = NEW.address_id AND c.asked_by_id = NEW.by_id AND c.channel = NEW.channel "
        f"AND c.purpose = NEW.purpose AND c.verdict IN ({_quoted(*ALLOWING)}) "
        f"AND NEW.at >= c.judged_at AND NEW.at < c.expires_at AND {known})",
    )  # fmt: skip
    yield Guard(
        f"{moves}_carried", moves, "INSERT", f"{moves}: the clearance has lapsed, or something was said since",
        f"NEW.event = '{Event.CARRY}' AND NOT EXISTS (SELECT 1 FROM {attempts} a JOIN {cleared} c "
        f"ON c.id = a.clearance_id WHERE a.id = NEW.of_id AND NEW.at < c.expires_at AND {known})",
    )  # fmt: skip


def _of_slots() -> Iterator[Guard]:
    """A place of a limit is given back only when the attempt that took it never left."""
    slots, attempts = _table(models.Slot), _table(models.Attempt)
    yield Guard(f"{slots}_update", slots, "UPDATE", f"{slots}: a place once taken is not moved", "1 = 1")
    yield Guard(
        f"{slots}_delete", slots, "DELETE", f"{slots}: given back only when the attempt never left",
        f"NOT EXISTS (SELECT 1 FROM {attempts} a WHERE a.id = OLD.attempt_id AND a.state IN ({_quoted(*NEVER_LEFT)}))",
    )  # fmt: skip
    yield Guard(
        f"{slots}_own", slots, "INSERT", f"{slots}: of another borrower",
        f"NOT EXISTS (SELECT 1 FROM {attempts} a WHERE a.id = NEW.attempt_id AND a.borrower_id = NEW.borrower_id)",
    )  # fmt: skip


def _of_record() -> Iterator[Guard]:
    """An entry follows the one before it, whose hash it names."""
    entries = _table(models.Entry)
    yield Guard(
        f"{entries}_follows", entries, "INSERT", f"{entries}: does not follow the end of its chain",
        f"NOT (NEW.seq = 1 AND NEW.before = '{FIRST}') AND NOT EXISTS (SELECT 1 FROM {entries} e "
        "WHERE e.chain = NEW.chain AND e.seq = NEW.seq - 1 AND e.hash = NEW.before)",
    )  # fmt: skip


def _of_scores() -> Iterator[Guard]:
    """A score is of a result about the same borrower, follows the one before it, and is by somebody else."""
    scores, results = _table(models.Score), _table(models.Result)
    yield Guard(
        f"{scores}_of_another", scores, "INSERT", f"{scores}: nobody scores their own call",
        f"NOT EXISTS (SELECT 1 FROM {results} r WHERE r.id = NEW.result_id AND r.borrower_id = NEW.borrower_id "
        f"AND r.by_id <> NEW.by_id) "
        f"OR NEW.seq <> 1 + (SELECT count(*) FROM {scores} s WHERE s.result_id = NEW.result_id)",
    )  # fmt: skip


def _of_vault() -> Iterator[Guard]:
    """A sealed value belongs to its row for good; it is sealed anew or erased, and what was erased stays away."""
    vault, erased = _table(models.Vaulted), _table(models.Erased)
    party, address = _table(models.Party), _table(models.Address)
    gone = (
        f"EXISTS (SELECT 1 FROM {erased} e WHERE e.borrower_id = {{0}}.borrower_id AND e.of = {{0}}.of "
        "AND e.field = {0}.field)"
    )
    of_the_borrower = " OR ".join(
        (
            "(NEW.subject = 'borrower' AND NEW.of = NEW.borrower_id)",
            *(
                f"(NEW.subject = '{word}' AND EXISTS (SELECT 1 FROM {table} s WHERE s.id = NEW.of "
                "AND s.borrower_id = NEW.borrower_id))"
                for word, table in (("party", party), ("address", address))
            ),
        )
    )
    yield Guard(f"{vault}_own", vault, "INSERT", f"{vault}: of another borrower", f"NOT ({of_the_borrower})")
    yield Guard(f"{vault}_erased", vault, "INSERT", f"{vault}: erased, and stays so", gone.format("NEW"))
    yield Guard(
        f"{vault}_sealed", vault, "UPDATE", f"{vault}: changes only by being sealed anew",
        f"{_fixed(models.Vaulted, 'id', 'borrower', 'subject', 'of', 'field')} OR NEW.nonce = OLD.nonce",
    )  # fmt: skip
    yield Guard(f"{vault}_delete", vault, "DELETE", f"{vault}: destroyed only when erased", f"NOT {gone.format('OLD')}")


def installed(connection: Any) -> set[str]:
    """Names of the guards that this database has."""
    listed = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'duly#_%' ESCAPE '#'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE 'duly#_%' ESCAPE '#'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(listed)
        return {name for (name,) in cursor.fetchall()}


def install(connection: Any) -> None:
    """Make the database's guards those of this code; others of ours are dropped."""
    wanted = {guard.installed_as: guard for guard in guards()}
    there = installed(connection)
    with connection.cursor() as cursor:
        for name in sorted(there - set(wanted)):
            dropped = f"DROP FUNCTION {name}() CASCADE" if connection.vendor == "postgresql" else f"DROP TRIGGER {name}"
            cursor.execute(dropped)
        for name in wanted:
            if name not in there:
                cursor.execute(wanted[name].create(connection.vendor))
