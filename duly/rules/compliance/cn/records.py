"""The records of a question, found by what the judge asks of them at one instant.

Nothing dated after the instant exists yet. What is absent and matters is None: unknown, and so it blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from duly.core.day import CONTACT_ZONE
from duly.rules.compliance.wire.told import Record, Told

LEGAL_STAGES = ("prepared", "filed", "accepted", "payment_order", "judgment", "enforcement", "insolvency")


@dataclass(frozen=True, eq=False)
class Records(Told):
    """A question's facts as they stood at an instant."""

    @cached_property
    def local(self) -> datetime:
        return self.at.astimezone(CONTACT_ZONE)

    @cached_property
    def day(self) -> date:
        return self.local.date()

    @property
    def minute(self) -> int:
        return self.local.hour * 60 + self.local.minute

    def one(self, table: str, record_id: Any) -> Record | None:
        return next((each for each in self.all(table) if record_id is not None and each.get("id") == record_id), None)

    @cached_property
    def is_borrower(self) -> bool:
        return self.action.get("party") is not None and self.action.get("party") == self.consumer.get("id")

    @cached_property
    def person(self) -> Record | None:
        """The third person who would be contacted."""
        return None if self.is_borrower else self.one("parties", self.action.get("party"))

    @cached_property
    def address(self) -> Record | None:
        return self.one("addresses", self.action.get("address"))

    # who collects

    @property
    def collector(self) -> Record:
        return self.facts.get("collector") or {}

    @cached_property
    def by_agency(self) -> bool | None:
        role = self.collector.get("role")
        return None if role is None else role == "agency"

    @cached_property
    def agency(self) -> Record | None:
        return self.one("agencies", self.collector.get("id"))

    @cached_property
    def lender(self) -> Record | None:
        """On whose behalf the collector acts."""
        agency = self.agency or {}
        for lender_id in (self.collector.get("lender"), agency.get("lender"), self.collector.get("id")):
            if found := self.one("lenders", lender_id):
                return found
        creditors = {debt.get("creditor") for debt in self.debts}
        return self.one("lenders", creditors.pop()) if len(creditors) == 1 else None

    def side_of(self, collector: Any) -> Any:
        """The lender for whom a collector of the history acted."""
        agency = self.one("agencies", collector)
        return collector if agency is None else agency.get("lender")

    # history

    @cached_property
    def history(self) -> list[Record]:
        """Past entries of this creditor and its agencies, oldest first, without the contact that is running."""
        running = self.action.get("call_id")
        ours = self.lender.get("id") if self.lender else None
        return [
            event
            for event in self.events
            if (running is None or event.get("call_id") != running)
            and (event.get("collector") is None or ours is None or self.side_of(event["collector"]) in (ours, None))
        ]

    @cached_property
    def events(self) -> list[Record]:
        return sorted((event for event in self.all("events") if event["ts"] <= self.at), key=lambda event: event["ts"])

    @cached_property
    def running(self) -> list[Record]:
        """What happened so far in the contact that is running."""
        call = self.action.get("call_id")
        own = [event for event in self.events if call is not None and event.get("call_id") == call]
        if own or self.action["channel"] != "visit" or self.action.get("step", "start") == "start":
            return own
        return [event for event in self.events if event["channel"] == "visit" and event["ts"] >= self.midnight]

    @cached_property
    def midnight(self) -> datetime:
        return self.local.replace(hour=0, minute=0, second=0, microsecond=0)

    def minutes_of(self, event: Record) -> int:
        """Whole minutes from the start of the local day; negative before it."""
        return int((event["ts"] - self.midnight) // timedelta(minutes=1))

    def minute_over(self, event: Record) -> int:
        """The first whole minute at which an entry is past: a wait after it is never cut short."""
        return -int((self.midnight - event["ts"]) // timedelta(minutes=1))

    def signalled(self, signal: str, events: Iterable[Record]) -> bool:
        return any(signal in (event.get("signals") or ()) for event in events)

    # notices, consents, preferences

    def notices(self, kind: str) -> Iterator[Record]:
        """Notices of a kind that count: about these debts, sent before, with proof of sending."""
        for notice in self.all("notices"):
            sent = notice.get("sent_at")
            covers = self.concerns(notice) and (self.names_debts or notice.get("debts") is None)
            counts = bool(notice.get("proof_id")) and covers
            if notice.get("type") == kind and counts and sent and sent < self.at:
                yield notice

    def consents(self, scope: str) -> Iterator[Record]:
        """Consents of a scope given by now, whatever became of them."""
        for consent in self.all("consents"):
            given = consent.get("given_at")
            if consent.get("scope") == scope and (given is None or given <= self.at):
                yield consent

    def stands(self, consent: Record) -> bool:
        """Own, specific, proved, not withdrawn."""
        revoked = consent.get("revoked_at")
        return (
            consent.get("given_by") == self.consumer.get("id")
            and consent.get("form") in ("recorded_call", "written", "in_app_separate")
            and bool(consent.get("evidence_id"))
            and consent.get("given_at") is not None
            and (revoked is None or revoked > self.at)
        )

    def preferences(self, kind: str | None) -> Iterator[Record]:
        """What the borrower asked for by now about this channel and address."""
        for preference in self.all("preferences"):
            stated = preference.get("ts")
            if preference.get("type") != kind or (stated is not None and stated > self.at):
                continue
            channels, address = preference.get("channels"), preference.get("address")
            if channels is not None and self.action["channel"] not in channels:
                continue
            if address is None or address == self.action.get("address"):
                yield preference


def known_any(values: Iterable[bool | None]) -> bool | None:
    """Kleene's or: true where one is, unknown where none is and one is unknown."""
    seen = list(values)
    if any(value is True for value in seen):
        return True
    return None if any(value is None for value in seen) else False


def known_all(values: Iterable[bool | None]) -> bool | None:
    """Kleene's and."""
    seen = list(values)
    if any(value is False for value in seen):
        return False
    return None if any(value is None for value in seen) else True
