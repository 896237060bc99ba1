"""Statements that records can bear out: amounts, days, legal action, bureau reports, transfers, limitation."""

from __future__ import annotations

from datetime import date
from typing import Any

from duly.rules.compliance.cn.records import LEGAL_STAGES, Records, known_any
from duly.rules.compliance.wire.told import Record

REPAIR_ENDS = date(2026, 3, 31)
REPAIR_BEGINS = date(2025, 12, 22)
REPAIR_ARREARS = (date(2020, 1, 1), date(2025, 12, 31))
REPAIR_MOST = 1_000_000  # fen: ten thousand yuan an item
STAGE_OF = {"threatened": "prepared", "decided": "prepared", "filed": "filed", "judgment": "judgment",
            "enforcement": "enforcement"}  # fmt: skip


def claim_facts(records: Records) -> dict[str, Any]:
    """What the words claim, held against the records."""
    claims = (records.action.get("content") or {}).get("claims") or {}
    legal = claims.get("legal_action") or "none"
    expired = _expired(records)
    document = records.action.get("document")
    return {
        "amount_wrong": _amount_wrong(claims.get("amount"), records),
        "days_wrong": _days_wrong(claims.get("days_overdue"), records),
        "blacklist_claimed": bool(claims.get("blacklist")),
        "legal_claim_unfounded": legal != "none" and not _borne_out(legal, claims, records),
        "legal_pressure_expired": legal != "none" and expired is True,
        "limitation_expired": expired if document else False,
        "report_unfounded": _report_unfounded(claims.get("credit_reporting"), records),
        "repair_unfounded": claims.get("credit_reporting") == "repair_offer" and not _repair_open(claims, records),
        "transfer_unnoticed": known_any(_unnoticed(debt, records) for debt in records.debts),
        "claim_sold": known_any(_sold(debt, records) for debt in records.debts),
    }


def _amount_wrong(amount: int | None, records: Records) -> bool | None:
    if amount is None:
        return False
    totals = [(debt.get("balance") or {}).get("total") for debt in records.debts]
    return None if not totals or None in totals else amount != sum(total or 0 for total in totals)


def _days_wrong(days: int | None, records: Records) -> bool | None:
    if days is None:
        return False
    known = [debt.get("dpd") for debt in records.debts]
    return None if None in known else days not in known


def _borne_out(legal: str, claims: Record, records: Records) -> bool:
    """A case of one of the debts, by its id, that has come as far as the words say."""
    for debt in records.debts:
        case = debt.get("legal_case") or {}
        if case.get("id") is None or case["id"] != claims.get("legal_case_id") or case.get("stage") is None:
            continue
        far_enough = LEGAL_STAGES.index(case["stage"]) >= LEGAL_STAGES.index(STAGE_OF[legal])
        court, filed = claims.get("court"), claims.get("filed_on")
        return far_enough and court in (None, case.get("court")) and filed in (None, case.get("filed_on"))
    return False


def _report_unfounded(told: str | None, records: Records) -> bool:
    """A report may be announced where the borrower agreed in writing; one that was made had its notice before."""
    if told not in ("will_report", "reported"):
        return False
    consented = any(records.stands(each) for each in records.consents("credit_furnishing"))
    return not consented or (told == "reported" and not any(records.notices("adverse_credit")))


def _repair_open(claims: Record, records: Records) -> bool:
    repair = claims.get("repair") or {}
    item, since, deadline = repair.get("item_amount"), repair.get("overdue_since"), repair.get("deadline_on")
    return (
        REPAIR_BEGINS <= records.day <= REPAIR_ENDS
        and item is not None and item <= REPAIR_MOST
        and since is not None and REPAIR_ARREARS[0] <= since <= REPAIR_ARREARS[1]
        and deadline == REPAIR_ENDS
    )  # fmt: skip


def _expired(records: Records) -> bool | None:
    return known_any(
        None if debt.get("sol_expires_on") is None else debt["sol_expires_on"] < records.day for debt in records.debts
    )


def _unnoticed(debt: Record, records: Records) -> bool | None:
    """For the new creditor a transfer counts from the notice that reached the borrower, with proof."""
    if "transfer" not in debt:
        return None
    transfer = debt["transfer"]
    if transfer is None or (transfer.get("on") is not None and transfer["on"] > records.day):
        return False
    if _side(records) == transfer.get("from"):
        return False
    notice = transfer.get("notice") or {}
    reached = notice.get("delivered_at")
    return not (notice.get("proof_id") and reached is not None and reached <= records.at)


def _sold(debt: Record, records: Records) -> bool | None:
    """Whether we are the old creditor; from which day on, the transfer has to say."""
    transfer = debt.get("transfer") or {}
    if transfer.get("from") is None or _side(records) != transfer["from"]:
        return False
    gone: date | None = transfer.get("on")
    return None if gone is None else gone <= records.day


def _side(records: Records) -> Any:
    return (records.lender or {}).get("id")
