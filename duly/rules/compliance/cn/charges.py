"""Charges that would be demanded or booked, held against contract and cost table."""

from __future__ import annotations

from datetime import date
from typing import Any

from duly.rules.compliance.cn.records import Records, known_any
from duly.rules.compliance.wire.told import Record

TABLE_FROM = date(2026, 8, 1)  # loans signed from here have a cost table


def fee_facts(records: Records) -> dict[str, Any]:
    """Whether any charge stands outside the contract, was never pointed out, or is missing from the table."""
    content = records.action.get("content") or {}
    fees: list[Record] = (content.get("claims") or {}).get("fees") or []
    signed = [debt.get("signed_on") for debt in records.debts]
    from_table = known_any(None if day is None else day >= TABLE_FROM for day in signed) if fees else False
    return {
        "fee_outside_contract": known_any(_not(fee.get("in_contract")) for fee in fees),
        "fee_unnoticed": known_any(_not(fee.get("notice_given")) for fee in fees),
        "fee_outside_table": known_any(_off_table(fee, from_table) for fee in fees),
        "fee_before_table": bool(fees) and from_table is False and any(not fee.get("in_cost_table") for fee in fees),
        "platform_fee": known_any(_by_platform(fee, records) for fee in fees),
    }


def _not(told: bool | None) -> bool | None:
    return None if told is None else not told


def _off_table(fee: Record, from_table: bool | None) -> bool | None:
    """No table at all is as good as one that lacks the charge."""
    if from_table is not True:
        return from_table
    if "in_cost_table" not in fee:
        return None
    return not fee["in_cost_table"]


def _by_platform(fee: Record, records: Records) -> bool | None:
    if records.collector.get("role") == "platform":
        return True
    by = fee.get("charged_by")
    if by is None:
        return None
    lenders = {each.get("id") for each in records.all("lenders")}
    agencies = {each.get("id") for each in records.all("agencies")}
    return by == "platform" or by not in lenders | agencies
