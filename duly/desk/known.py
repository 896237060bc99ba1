"""What the store knows of a borrower, for the judge and for what is written after its answer: one statement's rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from duly.core.day import day_of
from duly.rules.machines import certificate, plan, promise, settlement
from duly.store.guard import quoted
from duly.store.models import (
    Address,
    Agency,
    Attempt,
    AttemptMove,
    Borrower,
    Certificate,
    Complaint,
    Consent,
    ConsentRevoked,
    Dispute,
    Entry,
    Heard,
    Hold,
    Lender,
    Loan,
    Notice,
    Party,
    Plan,
    PlanMove,
    Preference,
    Promise,
    Result,
    Settlement,
    SettlementMove,
    Slot,
    Unreachable,
    User,
    VisitInvited,
)
from duly.store.reading import OF_THE_BORROWER, Part, Rows, reading

BORROWERS, LOANS, HEARD, ATTEMPTS, USERS = (each._meta.db_table for each in (Borrower, Loan, Heard, Attempt, User))


def _column(model: Any, name: str) -> Any:
    return model._meta.get_field(name)


def _stateful(name: str, model: Any) -> Part:
    """A noun with the instant of its last move."""
    return Part(name, model, beside={"moved_at": _of_last_move(model.moves.rel.related_model, "at")})


def _of_last_move(moves: Any, name: str) -> tuple[str, Any]:
    told = f"(SELECT m.{name} FROM {moves._meta.db_table} m WHERE m.of_id = t.id AND m.seq = t.moved)"
    return told, _column(moves, name)


def _first_at(moves: Any, which: str) -> tuple[str, Any]:
    """When a noun first made one of such moves."""
    return f"(SELECT min(m.at) FROM {moves._meta.db_table} m WHERE m.of_id = t.id AND {which})", _column(moves, "at")


PARTS = (
    Part("borrower", Borrower, "WHERE t.id = %(borrower)s"),
    Part("loans", Loan),
    Part("lenders", Lender, f"WHERE t.id IN (SELECT l.creditor_id FROM {LOANS} l WHERE l.borrower_id = %(borrower)s)"),
    Part(
        "agencies", Agency,  # that acts now, works a loan, or acted before
        "WHERE t.id = %(agency)s "
        f"OR t.id IN (SELECT l.placed_with_id FROM {LOANS} l WHERE l.borrower_id = %(borrower)s) "
        f"OR t.id IN (SELECT h.said ->> 'collector' FROM {HEARD} h WHERE h.borrower_id = %(borrower)s) OR t.id IN "
        f"(SELECT u.agency_id FROM {ATTEMPTS} a JOIN {USERS} u ON u.id = a.by_id WHERE a.borrower_id = %(borrower)s)",
    ),
    Part("parties", Party),
    Part("addresses", Address),
    Part("preferences", Preference),
    Part("invitations", VisitInvited, only=("id", "said_at")),
    Part(
        "consents", Consent,
        f"LEFT JOIN {ConsentRevoked._meta.db_table} r ON r.consent_id = t.id {OF_THE_BORROWER}",
        beside={"revoked_at": ("r.at", _column(ConsentRevoked, "at"))},
    ),
    _stateful("holds", Hold),
    Part("promises", Promise, f"{OF_THE_BORROWER} AND t.state = '{promise.State.OPEN}' AND t.due_on >= %(day)s"),
    Part(
        "call_backs", Result, f"{OF_THE_BORROWER} AND t.again_at IS NOT NULL ORDER BY t.at DESC, t.id LIMIT 1",
        only=("id", "at", "again_at"),
    ),
    _stateful("complaints", Complaint),
    _stateful("disputes", Dispute),
    Part("notices", Notice),
    Part("unreachable", Unreachable, f"{OF_THE_BORROWER} ORDER BY t.built_at DESC, t.id LIMIT 1"),
    Part(
        "plans", Plan, only=("id", "loan_id", "state", "instalments", "grace_days"),
        beside={
            "since": _first_at(PlanMove, f"m.to_state IN ({quoted(*plan.IN_FORCE)})"),
            "missed": _of_last_move(PlanMove, "missed_due_on"),
        },
    ),
    Part(
        "settlements", Settlement, only=("id", "loan_id", "state", "pay_by"),
        beside={"since": _first_at(SettlementMove, f"m.event = '{settlement.Event.ACCEPT}'")},
    ),
    Part("heard", Heard),
    Part(
        "attempts", Attempt,
        f"JOIN {Address._meta.db_table} d ON d.id = t.address_id JOIN {USERS} u ON u.id = t.by_id "
        f"LEFT JOIN {AttemptMove._meta.db_table} m ON m.of_id = t.id AND m.seq = t.moved {OF_THE_BORROWER}",
        beside={
            "party_id": ("d.party_id", _column(Address, "party")),
            "agency_id": ("u.agency_id", _column(User, "agency")),
            "lender_id": ("u.lender_id", _column(User, "lender")),
            "outcome": ("m.outcome", _column(AttemptMove, "outcome")),
            "signals": ("m.signals", _column(AttemptMove, "signals")),
        },
    ),
    Part(
        "certificates", Certificate,
        "WHERE t.user_id IN (%(user)s, %(beside)s) AND t.channel = %(channel)s AND t.passed_on <= %(day)s "
        f"AND t.state <> '{certificate.State.REVOKED}' "
        f"AND t.region IN ('', (SELECT b.region FROM {BORROWERS} b WHERE b.id = %(borrower)s))",
    ),
    Part("taken", Slot, f"{OF_THE_BORROWER} AND t.day = %(day)s", only=("limit", "key", "n")),
    Part(
        "last_entry", Entry, "WHERE t.chain = %(chain)s ORDER BY t.seq DESC LIMIT 1", only=("seq", "hash")
    ),
)  # fmt: skip


def known(borrower_id: UUID, by: User, channel: str, at: datetime, beside: User | None = None) -> Rows:
    """The rows by part: what stands about a borrower, what this person may do there, and what the day has taken.

    `beside` is who comes along on a visit.

    Raises Borrower.DoesNotExist.
    """
    sqlite, day = connection.vendor == "sqlite", day_of(at)
    rows = reading(PARTS, connection.vendor).rows(
        {
            "borrower": borrower_id.hex if sqlite else borrower_id, "chain": str(borrower_id), "user": by.id,
            "beside": (beside or by).id,
            "agency": by.agency_id, "channel": channel, "day": day.isoformat() if sqlite else day,
        }
    )  # fmt: skip
    if not rows["borrower"]:
        raise Borrower.DoesNotExist(f"{borrower_id}: 没有此借款人 there is no such borrower")
    return rows


def locked(borrower_id: UUID, by: User, channel: str, at: datetime, beside: User | None = None) -> Rows:
    """The same, and nobody else writes about the borrower until the transaction ends.

    The lock is a statement of its own: one that waited for it would go on reading the time before it waited.
    """
    if connection.vendor != "sqlite":  # there the whole store is locked, since the transaction began
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {BORROWERS} WHERE id = %s FOR UPDATE", [borrower_id])
    return known(borrower_id, by, channel, at, beside)
