"""What the database refuses about what is agreed: the second person, the ceilings, the loan, the hold of a hardship.

Roles and ceilings are those of `rules/authority.yaml`, written out into the guards: when the matrix changes, so does
the hash in a guard's name, and the next migration installs it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from duly.rules.authority import Ceiling, authority
from duly.rules.machines import approval, hardship, hold, plan, settlement, waiver
from duly.store import models
from duly.store.guard import Guard, quoted, table_of

APPROVALS, USERS, AGENCIES, LOANS = map(table_of, (models.Approval, models.User, models.Agency, models.Loan))
ABOUT = {
    "waiver": models.Waiver,
    "settlement": models.Settlement,
    "plan": models.Plan,
    "visit_order": models.Visit,
}  # kinds that name a row
GRANTED = ("a.charges_minor", "a.principal_minor", "a.currency")
AT_WORK = "u.is_active AND NOT u.suspended"
CHARGES = "{0}.penalty_minor + {0}.fee_minor + {0}.interest_minor"


def guards() -> Iterator[Guard]:
    """Every guard about what is agreed."""
    yield from _of_loans()
    yield from _of_asking()
    yield from _of_granting()
    yield from _of_giving_up()
    yield from _of_plans()
    yield from _of_one_agreement()
    yield from _of_erasing()
    yield from _of_hardship()


def _of_loans() -> Iterator[Guard]:
    for model in (models.Plan, models.Promise, models.Settlement, models.Waiver):
        table = table_of(model)
        yield Guard(
            f"{table}_loan", table, "INSERT", f"{table}: no loan of this borrower in this currency",
            f"NOT EXISTS (SELECT 1 FROM {LOANS} l WHERE l.id = NEW.loan_id AND l.borrower_id = NEW.borrower_id "
            "AND l.currency = NEW.currency)",
        )  # fmt: skip


def _of_asking() -> Iterator[Guard]:
    """Who may ask for what: the role, the lender's own matter, the currency of the matrix, the row it is about."""
    kinds = authority().kinds
    asks = " OR ".join(f"(NEW.kind = '{name}' AND u.role IN ({quoted(*one.asks)}))" for name, one in kinds.items())
    yield Guard(
        f"{APPROVALS}_asked", APPROVALS, "INSERT", f"{APPROVALS}: not for this person to ask",
        f"NOT EXISTS (SELECT 1 FROM {USERS} u WHERE u.id = NEW.asked_by_id AND {AT_WORK} AND {_of_lender('NEW')} "
        f"AND ({asks}))",
    )  # fmt: skip
    money = quoted(*(name for name, one in kinds.items() if one.is_money))
    yield Guard(
        f"{APPROVALS}_counted", APPROVALS, "INSERT", f"{APPROVALS}: nobody has authority in this currency",
        f"NOT ((NEW.kind IN ({money}) AND NEW.currency IN ({quoted(*authority().currencies)})) "
        f"OR (NEW.kind NOT IN ({money}) AND NEW.currency = '' AND NEW.charges_minor = 0 AND NEW.principal_minor = 0))",
    )  # fmt: skip
    for kind, model in ABOUT.items():
        yield Guard(
            f"{APPROVALS}_{kind}", APPROVALS, "INSERT", f"{APPROVALS}: about no {kind} of this borrower and lender",
            f"NEW.kind = '{kind}' AND NOT EXISTS (SELECT 1 FROM {table_of(model)} n JOIN {LOANS} l ON l.id = n.loan_id "
            f"WHERE {_subject('n')} = NEW.subject AND n.borrower_id = NEW.borrower_id "
            "AND l.creditor_id = NEW.lender_id)",
        )  # fmt: skip


def _of_granting() -> Iterator[Guard]:
    """Another person, of a role that may, within its ceiling, before it lapses."""
    moves = table_of(models.ApprovalMove)
    decided = quoted(approval.Event.GRANT, approval.Event.REFUSE, approval.Event.REVOKE)
    yield Guard(
        f"{moves}_second", moves, "INSERT", f"{moves}: another person with the authority has to decide this",
        f"NEW.event IN ({decided}) AND NOT EXISTS (SELECT 1 FROM {APPROVALS} a JOIN {USERS} u ON u.id = NEW.by_id "
        f"WHERE a.id = NEW.of_id AND u.id <> a.asked_by_id AND {AT_WORK} AND {_of_lender('a')} AND "
        f"(({_granting(True)}) OR (NEW.event <> '{approval.Event.GRANT}' AND ({_granting(False)}))))",
    )  # fmt: skip
    yield Guard(
        f"{moves}_withdrawn", moves, "INSERT", f"{moves}: only who asked withdraws",
        f"NEW.event = '{approval.Event.WITHDRAW}' AND NOT EXISTS "
        f"(SELECT 1 FROM {APPROVALS} a WHERE a.id = NEW.of_id AND a.asked_by_id = NEW.by_id)",
    )  # fmt: skip
    yield Guard(
        f"{moves}_in_time", moves, "INSERT", f"{moves}: its time is over, or is not",
        f"EXISTS (SELECT 1 FROM {APPROVALS} a WHERE a.id = NEW.of_id AND (NEW.at < a.asked_at "
        f"OR (NEW.event IN ({quoted(approval.Event.GRANT, approval.Event.USE)}) AND NEW.at >= a.lapses_at) "
        f"OR (NEW.event = '{approval.Event.LAPSE}' AND NEW.at < a.lapses_at)))",
    )  # fmt: skip


def _granting(within: bool) -> str:
    """That the user `u` has a role that grants the approval `a`, within its ceiling or whatever the sum."""
    return " OR ".join(
        f"(a.kind = '{kind}' AND u.role = '{role}'{_covered(ceiling, GRANTED if within else None)})"
        for kind, one in authority().kinds.items()
        for role, ceiling in one.grants.items()
    )


def _covered(ceiling: Ceiling | None, sums: tuple[str, str, str] | None) -> str:
    """That charges and principal, in a currency, are within a ceiling."""
    if ceiling is None or sums is None:
        return ""
    charges, principal, currency = sums
    times = " ".join(f"WHEN '{name}' THEN {many}" for name, many in authority().currencies.items())
    times = f"(CASE {currency} {times} ELSE 0 END)"
    return f" AND {charges} <= {ceiling.charges_minor} * {times} AND {principal} <= {ceiling.principal_minor} * {times}"


def _of_lender(row: str) -> str:
    return (
        f"(u.lender_id = {row}.lender_id OR EXISTS "
        f"(SELECT 1 FROM {AGENCIES} g WHERE g.id = u.agency_id AND g.lender_id = {row}.lender_id))"
    )


def _subject(noun: str) -> str:
    """The id of a row as an approval names it: SQLite keeps it without dashes, PostgreSQL with."""
    return f"REPLACE(CAST({noun}.id AS VARCHAR(40)), '-', '')"


def _of_giving_up() -> Iterator[Guard]:
    """What is given up of one loan, in all, is within what one role may decide, or was granted by a second person."""
    for kind, model, approved in (
        ("waiver", models.Waiver, waiver.State.APPROVED),
        ("settlement", models.Settlement, settlement.State.APPROVED),
    ):
        table, moves = table_of(model), table_of(model.moves.rel.related_model)
        charges, principal = _given_up(CHARGES), _given_up("{0}.principal_minor")
        alone = " OR ".join(
            f"(u.role = '{role}'{_covered(ceiling, (charges, principal, 'NEW.currency'))})"
            for role, ceiling in authority().kinds[kind].alone.items()
        )
        by_one = (
            f"EXISTS (SELECT 1 FROM {moves} m JOIN {USERS} u "
            f"ON u.id = m.by_id JOIN {LOANS} l ON l.id = NEW.loan_id WHERE m.of_id = NEW.id AND m.seq = NEW.moved "
            f"AND {AT_WORK} AND u.lender_id = l.creditor_id AND ({alone or '1 = 0'}))"
        )
        by_two = used(kind, "NEW") + f" AND a.charges_minor >= {charges} AND a.principal_minor >= {principal})"
        yield Guard(
            f"{table}_within", table, "UPDATE", f"{table}: beyond what one person may give up, and nobody granted it",
            f"NEW.state = '{approved}' AND NOT ({by_one}) AND NOT {by_two}", late=True,
        )  # fmt: skip


def _given_up(part: str) -> str:
    """The sum of a part over all that was approved for the loan of NEW, which is among it."""
    of_waivers = f"SELECT SUM({part.format('w')}) FROM {table_of(models.Waiver)} w WHERE w.loan_id = NEW.loan_id " + (
        f"AND w.state IN ({quoted(*waiver.SPENT)})"
    )
    of_settlements = (
        f"SELECT SUM({part.format('s')}) FROM {table_of(models.Settlement)} s WHERE s.loan_id = NEW.loan_id "
        f"AND s.state IN ({quoted(*settlement.SPENT)})"
    )
    return f"(COALESCE(({of_waivers}), 0) + COALESCE(({of_settlements}), 0))"


def used(kind: str, row: str) -> str:
    """That an approval of this row was granted and is used up by what happens now; to be closed with a bracket."""
    return (
        f"EXISTS (SELECT 1 FROM {APPROVALS} a WHERE a.kind = '{kind}' AND a.subject = {_subject(row)} "
        f"AND a.state = '{approval.State.USED}' AND a.borrower_id = {row}.borrower_id"
    )


def _of_plans() -> Iterator[Guard]:
    plans, moves = table_of(models.Plan), table_of(models.PlanMove)
    yield Guard(
        f"{moves}_approved", moves, "INSERT", f"{moves}: a second person has to look at this plan first",
        f"NEW.event = '{plan.Event.OFFER}' AND EXISTS (SELECT 1 FROM {plans} p WHERE p.id = NEW.of_id "
        f"AND p.asks_approval AND NOT {used('plan', 'p')}))",
    )  # fmt: skip
    yield Guard(
        f"{plans}_of_agency", plans, "INSERT", f"{plans}: what an agency proposes the lender approves",
        f"NOT NEW.asks_approval AND EXISTS (SELECT 1 FROM {USERS} u WHERE u.id = NEW.proposed_by_id "
        "AND u.agency_id IS NOT NULL)",
    )  # fmt: skip


def _of_one_agreement() -> Iterator[Guard]:
    """Of one loan either a plan is in force or a settlement is accepted: two would contradict each other."""
    for model, states, other, theirs in (
        (models.Plan, plan.IN_FORCE, models.Settlement, (settlement.State.ACCEPTED,)),
        (models.Settlement, (settlement.State.ACCEPTED,), models.Plan, plan.IN_FORCE),
    ):
        table = table_of(model)
        yield Guard(
            f"{table}_sole", table, "UPDATE", f"{table}: another agreement about this loan is in force",
            f"NEW.state IN ({quoted(*states)}) AND EXISTS (SELECT 1 FROM {table_of(other)} o "
            f"WHERE o.loan_id = NEW.loan_id AND o.state IN ({quoted(*theirs)}))", late=True,
        )  # fmt: skip


def _of_erasing() -> Iterator[Guard]:
    """What is destroyed for good takes two persons."""
    erased = table_of(models.Erased)
    yield Guard(
        f"{erased}_approved", erased, "INSERT", f"{erased}: another person has to grant it first",
        f"NOT EXISTS (SELECT 1 FROM {APPROVALS} a WHERE a.kind = 'erase' AND a.state = '{approval.State.USED}' "
        "AND a.borrower_id = NEW.borrower_id "
        "AND a.subject = REPLACE(CAST(NEW.of AS VARCHAR(40)), '-', '') || ':' || NEW.field)",
    )  # fmt: skip


def _of_hardship() -> Iterator[Guard]:
    """While a hardship is reviewed or relieved its hold stands, without an end that would come by itself."""
    holds, hardships = table_of(models.Hold), table_of(models.Hardship)
    stands = f"h.state = '{hold.State.PLACED}'"
    yield Guard(
        f"{hardships}_hold", hardships, "INSERT", f"{hardships}: without an open hold of this borrower",
        f"NOT EXISTS (SELECT 1 FROM {holds} h WHERE h.id = NEW.hold_id AND h.borrower_id = NEW.borrower_id "
        f"AND h.kind = 'hardship' AND h.until_at IS NULL AND {stands})",
    )  # fmt: skip
    yield Guard(
        f"{hardships}_rests", hardships, "UPDATE", f"{hardships}: its hold has been lifted",
        f"NEW.state IN ({quoted(*hardship.RESTS)}) AND NOT EXISTS "
        f"(SELECT 1 FROM {holds} h WHERE h.id = NEW.hold_id AND {stands})", late=True,
    )  # fmt: skip
    yield Guard(
        f"{holds}_resting", holds, "UPDATE", f"{holds}: a hardship is under review or relieved",
        f"NEW.state = '{hold.State.LIFTED}' AND EXISTS (SELECT 1 FROM {hardships} d WHERE d.hold_id = NEW.id "
        f"AND d.state IN ({quoted(*hardship.RESTS)}))", late=True,
    )  # fmt: skip


def about(noun: Any) -> str:
    """A row as an approval names it."""
    name: str = noun.id.hex
    return name
