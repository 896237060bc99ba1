"""Complaints: the day by which one has to be answered, in calendar days from its receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from duly.law import Law

SIMPLE, COMPLEX, SPECIALLY_COMPLEX = "simple", "complex", "specially_complex"
APPROVERS = ("superior_body", "head_office_executive")


@dataclass(frozen=True, slots=True)
class Extension:
    """Why more time is taken, who allowed it, and when the complainant was told."""

    reason_recorded: bool
    approved_by: str = ""
    approved_on: date | None = None
    complainant_told_on: date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """The last day, and the limit that gives it."""

    on: date
    limit: str


def due(received_on: date, complexity: str, extension: Extension | None, *, as_of: date, law: Law) -> Due:
    """Give the longer time only where its conditions are on record: a reason, and for the longest, leave and notice."""
    today = law.on(as_of)
    simple, complex_, extended = ("cn.cmp20.answer_simple", "cn.cmp20.answer_complex", "cn.cmp20.answer_extended")
    if complexity == SIMPLE or extension is None or not extension.reason_recorded:
        return Due(received_on + timedelta(days=today[simple]["days_most"]), simple)
    longer = received_on + timedelta(days=today[complex_]["days_most"])
    if complexity == SPECIALLY_COMPLEX and _allowed(extension, min(longer, as_of)):
        longest = today[extended]
        return Due(
            min(longer + timedelta(days=longest["days_more"]), received_on + timedelta(days=longest["days_most"])),
            extended,
        )
    return Due(longer, complex_)


def _allowed(extension: Extension, by: date) -> bool:
    steps = (extension.approved_on, extension.complainant_told_on)
    return extension.approved_by in APPROVERS and all(step is not None and step <= by for step in steps)
