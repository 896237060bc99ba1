"""Retention: the day until which a record has to be kept, the longest of all that applies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from duly.law import Law
from duly.rules.clocks import months_later, years_later

HOUSE = "house.evidence_kept"
KEPT_BY: Mapping[str, tuple[str, ...]] = {  # limits that keep each kind of record
    "call_recording": ("cn.cc11.recordings_kept", "cn.nifa18.records_kept", "cn.cfc24.records_kept"),
    "visit_recording": ("house.visit_recordings_kept",),
    "collection_record": ("cn.nifa18.records_kept", "cn.cfc24.records_kept"),
    "complaint_file": ("cn.cmp20.files_kept",),
    "impact_assessment": ("cn.pipl.assessments_kept",),
    "entrustment_record": ("cn.ndsr.entrustment_kept",),
    "access_log": ("cn.cybersecurity.logs_kept",),
}
EVIDENCE = ("call_recording", "visit_recording", "collection_record")  # also kept by the house's one period


class NoSuchRecord(LookupError):
    """A kind of record for which no period is held; it is kept."""


def kept_until(
    kind: str, made_on: date, *, closed_on: date | None, limitation_ends_on: date | None, as_of: date, law: Law
) -> date | None:
    """The last day a record has to be kept; None while evidence has no end, because its case is still open.

    Raises NoSuchRecord.
    """
    if kind not in KEPT_BY:
        raise NoSuchRecord(f"no period is held for {kind}; keep it. Held: {', '.join(KEPT_BY)}")
    today = law.on(as_of)
    ends = [months_later(made_on, today[limit]["months_least"]) for limit in KEPT_BY[kind]]
    if kind in EVIDENCE:
        if closed_on is None or limitation_ends_on is None:
            return None
        house = today[HOUSE]
        ends.append(years_later(closed_on, house["years_after_closing"]))
        ends.append(years_later(limitation_ends_on, house["years_after_limitation"]))
    return max(ends)
