"""The book's data contract: one typed definition per table, from which docs, templates and validation come."""

from __future__ import annotations

from duly.book.contract import contacts, loans, people, staff, stops
from duly.book.contract.set_aside import SET_ASIDE
from duly.core.table import Column, Kind, Table

TABLES: tuple[Table, ...] = (
    loans.BOOK,
    staff.AGENCIES,
    people.BORROWERS,
    people.ADDRESSES,
    loans.LOANS,
    loans.SCHEDULE,
    loans.CHARGES,
    loans.PAYMENTS,
    loans.STATEMENTS,
    loans.OUTCOMES,
    contacts.CONTACTS,
    people.CONSENTS,
    people.PREFERENCES,
    stops.HOLDS,
    stops.PROMISES,
    stops.PLANS,
    stops.COMPLAINTS,
    stops.DISPUTES,
    stops.HARDSHIPS,
    staff.TEAMS,
    staff.STAFF,
)  # in the order in which they are taken in: what is referred to comes first

BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}

LAKE: tuple[Table, ...] = (
    *TABLES,
    SET_ASIDE,
)  # what the night can read: what was sent, and what intake keeps of its own

__all__ = ["BY_NAME", "LAKE", "SET_ASIDE", "TABLES", "Column", "Kind", "Table"]
