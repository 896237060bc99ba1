"""What rows must be true of together: a book keeps its currency, a schedule has no hole, a reversal has a payment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duly.book.contract import BY_NAME
from duly.intake.known import existing
from duly.intake.sql import names_of

if TYPE_CHECKING:
    from duly.intake.judge import Judge


def refuse_incoherent(judge: Judge, table: str) -> None:
    """Refuse fresh rows of a table, each right by itself, that cannot stand beside the other rows of the book."""
    match table:
        case "book":
            _refuse_other_currency(judge)
        case "schedule":
            _refuse_holes(judge)
            _refuse_disorder(judge)
        case "payments":
            _refuse_reversals(judge)
        case "holds":
            _refuse_backward_holds(judge)


def _refuse_other_currency(judge: Judge) -> None:
    """Refuse a second currency for a book that has loans: their amounts would become amounts of another money."""
    if not (judge.has("book") and judge.has("loans")):
        return
    book, loans = (existing(judge.home, judge.version, BY_NAME[name]) for name in ("book", "loans"))
    judge.refuse(
        "book",
        "SELECT f.row, 'currency', concat(f.currency, ' ≠ ', b.currency), 'currency-changed' "
        f"FROM ({judge.fresh(BY_NAME['book'])}) f JOIN ({book}) b USING (book_id) "
        f"WHERE f.currency <> b.currency AND f.book_id IN (SELECT book_id FROM ({loans}))",
    )


def _refuse_backward_holds(judge: Judge) -> None:
    """Refuse a hold whose last day is before its first: it would hold nothing, and was meant to hold something."""
    judge.refuse(
        "holds",
        "SELECT row, 'last_date', concat(first_date, ' > ', last_date), 'dates-order' "
        f"FROM ({judge.fresh(BY_NAME['holds'])}) WHERE last_date < first_date",
    )


def _refuse_holes(judge: Judge) -> None:
    """Refuse the other instalments of a loan of which one is refused: on a schedule with a hole a loan ages wrongly.

    What such a loan's schedule was before the batch stands, whole.
    """
    judge.refuse(
        "schedule",
        "SELECT f.row, 'instalment_no', concat('instalment ', f.instalment_no), 'schedule-hole' "
        f"FROM ({judge.fresh(BY_NAME['schedule'])}) f SEMI JOIN (SELECT loan_id FROM stage_schedule "
        "WHERE rowid IN (SELECT row FROM refused_schedule)) r USING (loan_id)",
    )


def _refuse_disorder(judge: Judge) -> None:
    """Refuse a loan's instalments of this batch if its schedule, with them in it, would not be in order."""
    judge.engine.execute(
        f"CREATE OR REPLACE TABLE disorder AS WITH merged AS ({_merged_schedule(judge)}), steps AS ("
        "SELECT loan_id, due_date < lag(due_date) OVER (PARTITION BY loan_id ORDER BY instalment_no) AS goes_back, "
        "principal_minor + interest_minor + fee_minor < 0 AS is_negative FROM merged) "
        "SELECT loan_id, CASE WHEN bool_or(goes_back) THEN 'schedule-order' ELSE 'schedule-negative' END AS code "
        "FROM steps GROUP BY loan_id HAVING bool_or(coalesce(goes_back, false)) OR bool_or(is_negative)"
    )
    judge.refuse(
        "schedule",
        "SELECT f.row, 'due_date', concat('instalment ', f.instalment_no, ' due ', f.due_date), d.code "
        f"FROM ({judge.fresh(BY_NAME['schedule'])}) f JOIN disorder d USING (loan_id)",
    )


def _merged_schedule(judge: Judge) -> str:
    """SQL of the whole schedules of every loan that the batch touches, with the batch's instalments in them."""
    table = BY_NAME["schedule"]
    columns, fresh = names_of(table.columns), judge.fresh(table)
    rows = f"SELECT {columns} FROM ({fresh})"
    if not judge.has("schedule"):
        return rows
    return (
        f"{rows} UNION ALL SELECT {columns} FROM ({existing(judge.home, judge.version, table)}) b "
        f"WHERE loan_id IN (SELECT loan_id FROM ({fresh})) AND NOT EXISTS (FROM ({fresh}) f "
        "WHERE f.loan_id = b.loan_id AND f.instalment_no = b.instalment_no)"
    )


def _refuse_reversals(judge: Judge) -> None:
    """Refuse reversals that are no negative part of what is left of a payment of the same loan.

    Where the reversals of one payment in this batch take more than is left, all of them are refused: nobody can say
    which is the right one, and the same file gives the same answer when it is sent again.
    """
    table, columns = BY_NAME["payments"], "payment_id, loan_id, amount_minor, reverses"
    judge.engine.execute(
        f"CREATE OR REPLACE TABLE reversals AS SELECT row, {columns} FROM ({judge.fresh(table)}) "
        "WHERE reverses IS NOT NULL"
    )
    if not judge.engine.execute("SELECT 1 FROM reversals LIMIT 1").fetchone():
        return
    paid = f"SELECT {columns} FROM ({judge.fresh(table)})"
    if judge.has("payments"):
        paid += f" UNION ALL SELECT {columns} FROM ({existing(judge.home, judge.version, table)})"
    judge.refuse(
        "payments",
        f"WITH near AS (SELECT * FROM ({paid}) WHERE payment_id IN (SELECT reverses FROM reversals) "
        "OR reverses IN (SELECT reverses FROM reversals)), "
        "taken AS (SELECT reverses, loan_id, sum(amount_minor) AS minor FROM near WHERE amount_minor < 0 "
        "GROUP BY reverses, loan_id), "
        "judged AS (SELECT r.*, p.amount_minor + coalesce(t.minor, 0) AS left_minor, CASE "
        "WHEN r.amount_minor >= 0 THEN 'reversal-positive' WHEN p.reverses IS NOT NULL THEN 'reversal-of-reversal' "
        "WHEN p.loan_id <> r.loan_id THEN 'reversal-loan' WHEN left_minor < 0 THEN 'reversal-exceeds' END AS code "
        "FROM reversals r JOIN near p ON p.payment_id = r.reverses "
        "LEFT JOIN taken t ON t.reverses = r.reverses AND t.loan_id = r.loan_id) "
        "SELECT row, CASE code WHEN 'reversal-positive' THEN 'amount_minor' "
        "WHEN 'reversal-exceeds' THEN 'amount_minor' ELSE 'reverses' END, "
        "CASE code WHEN 'reversal-positive' THEN amount_minor::VARCHAR "
        "WHEN 'reversal-exceeds' THEN concat(amount_minor, ', ', -left_minor, ' too much') ELSE reverses END, code "
        "FROM judged WHERE code IS NOT NULL",
    )
