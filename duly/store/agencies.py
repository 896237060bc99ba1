"""What the database refuses about agencies: the second person, the one owner of a loan, work that was taken back."""

from __future__ import annotations

from collections.abc import Iterator

from duly.rules.machines import approval, placement
from duly.store import models
from duly.store.guard import Guard, table_of

AGENCIES, APPROVALS, LOANS, PLACEMENTS = map(
    table_of, (models.Agency, models.Approval, models.Loan, models.Placement)
)  # fmt: skip
ATTEMPTS, MANDATES, NOTICES, USERS = map(table_of, (models.Attempt, models.Mandate, models.Notice, models.User))


def guards() -> Iterator[Guard]:
    """Every guard about agencies."""
    yield from _of_the_list()
    yield from _of_placements()
    yield from _of_attempts()
    yield from _of_mandates()


def _of_the_list() -> Iterator[Guard]:
    """An agency comes onto the list and off it by an approval, each used for one change."""
    yield Guard(
        f"{AGENCIES}_listing", AGENCIES, "UPDATE", f"{AGENCIES}: two persons put it on the list or take it off",
        "(NEW.listed IS DISTINCT FROM OLD.listed OR NEW.published IS DISTINCT FROM OLD.published) AND "
        "(NEW.listing_id IS NOT DISTINCT FROM OLD.listing_id OR NOT EXISTS "
        f"(SELECT 1 FROM {APPROVALS} a WHERE a.id = NEW.listing_id AND a.kind = 'agency_listing' "
        f"AND a.lender_id = NEW.lender_id AND a.state = '{approval.State.USED}' AND a.subject = "
        "CASE WHEN NEW.published THEN 'publish ' ELSE 'unpublish ' END || NEW.id))",
    )  # fmt: skip


def _of_placements() -> Iterator[Guard]:
    """Two persons place a loan; the loan follows its placement, there and back, in the same instant."""
    yield Guard(
        f"{PLACEMENTS}_own", PLACEMENTS, "INSERT", f"{PLACEMENTS}: no open loan of this borrower that is free",
        f"NOT EXISTS (SELECT 1 FROM {LOANS} l JOIN {AGENCIES} g ON g.id = NEW.agency_id "
        "WHERE l.id = NEW.loan_id AND l.borrower_id = NEW.borrower_id AND l.state = 'open' "
        "AND l.placed_with_id IS NULL AND g.lender_id = l.creditor_id)",
    )  # fmt: skip
    yield Guard(
        f"{PLACEMENTS}_second", PLACEMENTS, "INSERT", f"{PLACEMENTS}: another person has to grant it first",
        f"NOT EXISTS (SELECT 1 FROM {APPROVALS} a JOIN {AGENCIES} g ON g.id = NEW.agency_id "
        f"WHERE a.id = NEW.approval_id AND a.kind = 'bulk_placement' AND a.state = '{approval.State.USED}' "
        "AND a.lender_id = g.lender_id)",
    )  # fmt: skip
    yield Guard(
        f"{PLACEMENTS}_with", PLACEMENTS, "INSERT", "",
        then=f"UPDATE {LOANS} SET placed_with_id = NEW.agency_id WHERE id = NEW.loan_id",
    )  # fmt: skip
    # one statement for both ways that lead out: what is no longer placed is with nobody
    yield Guard(
        f"{PLACEMENTS}_back", PLACEMENTS, "UPDATE", "",
        then=f"UPDATE {LOANS} SET placed_with_id = NULL WHERE id = NEW.loan_id AND placed_with_id = NEW.agency_id "
        f"AND NEW.state <> '{placement.State.PLACED}'",
    )  # fmt: skip


def _of_attempts() -> Iterator[Guard]:
    """Somebody of an agency contacts only a borrower of whom a loan is placed with it at this instant."""
    yield Guard(
        f"{ATTEMPTS}_placed", ATTEMPTS, "INSERT", f"{ATTEMPTS}: nothing of this borrower is placed with the agency",
        f"EXISTS (SELECT 1 FROM {USERS} u WHERE u.id = NEW.by_id AND u.agency_id IS NOT NULL AND NOT EXISTS "
        f"(SELECT 1 FROM {LOANS} l WHERE l.borrower_id = NEW.borrower_id AND l.state = 'open' "
        "AND l.placed_with_id = u.agency_id))",
    )  # fmt: skip


def _of_mandates() -> Iterator[Guard]:
    """A certificate is for somebody who works there, while the mandate lasts and something is placed."""
    yield Guard(
        f"{MANDATES}_own", MANDATES, "INSERT", f"{MANDATES}: for nobody who works cases of this agency now",
        f"NOT EXISTS (SELECT 1 FROM {USERS} u JOIN {AGENCIES} g ON g.id = NEW.agency_id WHERE u.id = NEW.agent_id "
        "AND u.agency_id = g.id AND u.is_active AND NOT u.suspended AND g.mandate_ended_on IS NULL) "
        f"OR NOT EXISTS (SELECT 1 FROM {PLACEMENTS} p WHERE p.agency_id = NEW.agency_id "
        f"AND p.state = '{placement.State.PLACED}')",
    )  # fmt: skip
