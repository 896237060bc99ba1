"""What the database refuses about visits: off unless two persons switched them on, never after a refusal, never without
a second person's word, a notice with proof, two visitors of one house and, at the door, the clearance.
"""

from __future__ import annotations

from collections.abc import Iterator

from duly.rules.machines import attempt, visit
from duly.rules.machines.approval import State as Approval
from duly.rules.rights import Act, Role, may
from duly.store import models
from duly.store.agreed import AT_WORK, used
from duly.store.guard import Guard, quoted, table_of

VISITS, MOVES, SWITCHES, RISKS = map(
    table_of, (models.Visit, models.VisitMove, models.VisitSwitch, models.RiskCheck)
)  # fmt: skip
REFUSED, INVITED, RECORDERS = map(table_of, (models.VisitRefused, models.VisitInvited, models.Recorder))
ATTEMPTS, APPROVALS, ADDRESSES, AGENCIES = map(
    table_of, (models.Attempt, models.Approval, models.Address, models.Agency)
)  # fmt: skip
LOANS, NOTICES, USERS = map(table_of, (models.Loan, models.Notice, models.User))
VISITORS = quoted(*(role for role in Role if may(role, Act.GO)))
ONWARD = quoted(*(visit.Event.APPROVE, visit.Event.NOTICE, visit.Event.SET_OUT, visit.Event.ARRIVE, visit.Event.START))


def guards() -> Iterator[Guard]:
    """Every guard about visits."""
    yield from _of_the_switch()
    yield from _of_orders()
    yield from _of_moves()
    yield from _of_attempts()
    yield from _of_what_belongs()


def _of_the_switch() -> Iterator[Guard]:
    """On takes an approval of this lender's that was used up for it; off takes one person."""
    yield Guard(
        f"{SWITCHES}_second", SWITCHES, "INSERT", f"{SWITCHES}: another person has to grant it first",
        f"NEW.is_on AND NOT EXISTS (SELECT 1 FROM {APPROVALS} a WHERE a.id = NEW.approval_id AND a.kind = 'visits_on' "
        f"AND a.subject = NEW.lender_id AND a.lender_id = NEW.lender_id AND a.state = '{Approval.USED}')",
    )  # fmt: skip


def _is_on(lender: str, at: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM {SWITCHES} s WHERE s.lender_id = {lender} AND s.is_on AND s.from_at <= {at} "
        f"AND NOT EXISTS (SELECT 1 FROM {SWITCHES} t WHERE t.lender_id = s.lender_id AND t.id > s.id "
        f"AND t.from_at <= {at}))"
    )


def _is_refused(borrower: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM {REFUSED} r WHERE r.borrower_id = {borrower} AND NOT EXISTS "
        f"(SELECT 1 FROM {INVITED} i WHERE i.borrower_id = r.borrower_id AND i.said_at > r.said_at))"
    )


def _of_orders() -> Iterator[Guard]:
    yield Guard(
        f"{VISITS}_switched_on", VISITS, "INSERT", f"{VISITS}: visits are off",
        f"NOT EXISTS (SELECT 1 FROM {LOANS} l WHERE l.id = NEW.loan_id "
        f"AND {_is_on('l.creditor_id', 'NEW.ordered_at')})",
    )  # fmt: skip
    yield Guard(
        f"{VISITS}_refused", VISITS, "INSERT", f"{VISITS}: the borrower wants no visits", _is_refused("NEW.borrower_id")
    )
    yield Guard(
        f"{VISITS}_by_two", VISITS, "INSERT", f"{VISITS}: not by two visitors of the house that works the loan",
        f"NOT EXISTS (SELECT 1 FROM {USERS} u JOIN {USERS} v ON v.id = NEW.second_id JOIN {LOANS} l "
        f"ON l.id = NEW.loan_id JOIN {RECORDERS} k ON k.id = NEW.recorder_id WHERE u.id = NEW.first_id "
        f"AND u.id <> v.id AND u.role IN ({VISITORS}) AND v.role IN ({VISITORS}) AND {AT_WORK} "
        "AND v.is_active AND NOT v.suspended AND u.agency_id IS NOT DISTINCT FROM v.agency_id "
        "AND l.borrower_id = NEW.borrower_id AND l.state = 'open' AND k.lender_id = l.creditor_id "
        "AND k.agency_id IS NOT DISTINCT FROM u.agency_id AND l.placed_with_id IS NOT DISTINCT FROM u.agency_id "
        "AND (u.agency_id IS NOT NULL OR (u.lender_id = l.creditor_id AND v.lender_id = l.creditor_id)))",
    )  # fmt: skip
    yield Guard(
        f"{VISITS}_place", VISITS, "INSERT", f"{VISITS}: the place is not one of the borrower",
        f"NOT EXISTS (SELECT 1 FROM {ADDRESSES} w WHERE w.id = NEW.address_id AND w.borrower_id = NEW.borrower_id "
        "AND w.party_id IS NULL AND w.kind IN ('home', 'workplace') AND w.state = 'valid')",
    )  # fmt: skip


def _of_moves() -> Iterator[Guard]:
    yield Guard(
        f"{VISITS}_second", VISITS, "UPDATE", f"{VISITS}: another person has to grant it first",
        f"NEW.state = '{visit.State.APPROVED}' AND NOT {used('visit_order', 'NEW')})",
    )  # fmt: skip
    yield Guard(
        f"{MOVES}_refused", MOVES, "INSERT", f"{MOVES}: the borrower wants no visits",
        f"NEW.event IN ({ONWARD}) AND EXISTS (SELECT 1 FROM {VISITS} o WHERE o.id = NEW.of_id "
        f"AND {_is_refused('o.borrower_id')})",
    )  # fmt: skip
    yield Guard(
        f"{MOVES}_noticed", MOVES, "INSERT", f"{MOVES}: no proved notice to this borrower",
        f"(NEW.event = '{visit.Event.NOTICE}') <> (NEW.notice_id IS NOT NULL) OR (NEW.notice_id IS NOT NULL AND NOT "
        f"EXISTS (SELECT 1 FROM {NOTICES} n JOIN {VISITS} o ON o.id = NEW.of_id WHERE n.id = NEW.notice_id "
        "AND n.borrower_id = o.borrower_id AND n.kind = 'visit' AND n.proof_id IS NOT NULL AND n.sent_at <= NEW.at))",
    )  # fmt: skip
    yield Guard(
        f"{MOVES}_cleared", MOVES, "INSERT", f"{MOVES}: nobody was cleared for this door",
        f"(NEW.event = '{visit.Event.START}') <> (NEW.attempt_id IS NOT NULL) OR (NEW.attempt_id IS NOT NULL AND NOT "
        f"EXISTS (SELECT 1 FROM {ATTEMPTS} a JOIN {VISITS} o ON o.id = NEW.of_id WHERE a.id = NEW.attempt_id "
        "AND a.borrower_id = o.borrower_id AND a.address_id = o.address_id AND a.channel = 'visit' "
        f"AND a.state = '{attempt.State.SENDING}' AND a.by_id IN (o.first_id, o.second_id) AND a.by_id = NEW.by_id))",
    )  # fmt: skip
    feet = quoted(visit.Event.SET_OUT, visit.Event.ARRIVE, visit.Event.START)
    yield Guard(
        f"{MOVES}_own", MOVES, "INSERT", f"{MOVES}: not by one of its visitors",
        f"NEW.event IN ({feet}) AND NOT EXISTS (SELECT 1 FROM {VISITS} o WHERE o.id = NEW.of_id "
        "AND NEW.by_id IN (o.first_id, o.second_id))",
    )  # fmt: skip


def _of_attempts() -> Iterator[Guard]:
    """Nobody stands at a door but on an order, in its window, while visits are on."""
    yield Guard(
        f"{ATTEMPTS}_ordered", ATTEMPTS, "INSERT", f"{ATTEMPTS}: no visit order for this door at this hour",
        f"NEW.channel = 'visit' AND NOT EXISTS (SELECT 1 FROM {VISITS} o JOIN {LOANS} l ON l.id = o.loan_id "
        f"JOIN {RISKS} k ON k.visit_id = o.id AND k.is_clear WHERE o.borrower_id = NEW.borrower_id "
        f"AND o.address_id = NEW.address_id AND o.state = '{visit.State.ARRIVED}' "
        "AND NEW.by_id IN (o.first_id, o.second_id) AND NEW.at >= o.from_at AND NEW.at < o.until_at "
        f"AND {_is_on('l.creditor_id', 'NEW.at')} AND NOT {_is_refused('o.borrower_id')})",
    )  # fmt: skip


def _of_what_belongs() -> Iterator[Guard]:
    for model in (models.RiskCheck, models.VisitRecording):
        table = table_of(model)
        yield Guard(
            f"{table}_own", table, "INSERT", f"{table}: of another borrower",
            f"NOT EXISTS (SELECT 1 FROM {VISITS} o WHERE o.id = NEW.visit_id AND o.borrower_id = NEW.borrower_id)",
        )  # fmt: skip
